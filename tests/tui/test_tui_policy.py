"""Nothing fails silently: whatever runs beside the keys is started by one policy, which logs, shows and tries again."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import stat
from pathlib import Path

import pytest
from pysqlite3 import dbapi2 as sqlite
from test_desk import settled
from textual.message_pump import MessagePump

import dutydesk
import dutydesk.tui
from dutydesk.faults import Faults
from dutydesk.i18n import translate
from dutydesk.kernel.instants import MINUTE, SECOND
from dutydesk.tui.screens.dialogs import TextScreen
from dutydesk.tui.widgets.status import StatusLine
from dutydesk.tui.widgets.strip import AlarmStrip
from dutydesk.tui.workers import Guarded

ROOT = Path(dutydesk.__file__).parent
RAW = {
    "run_worker", "set_interval", "set_timer", "call_later", "call_after_refresh", "call_next", "call_from_thread",
    "add_signal_handler", "create_task", "ensure_future", "work", "Thread", "to_thread",
}  # fmt: skip
ALLOWED = {
    "tui/workers.py": "the policy itself",
    "tui/gate.py": "passes on what the policy starts; of its own it only counts what waits",
    "watch/waker.py": "its signals set an event and can raise nothing",
    "watch/intake.py": "its thread runs in a loop that logs and goes on",
    "watch/outbox.py": "its threads run in a loop that logs and goes on",
    "watch/backing.py": "its thread copies one small file to a place that may hang, and is looked at every round",
}


def calls(path: Path) -> list[tuple[int, str]]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in RAW and not (name == "work" and not isinstance(node.func, ast.Name)):
                found.append((node.lineno, name))
    return found


def decorated(path: Path) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for one in node.decorator_list
        if "work" in {getattr(one, "id", ""), getattr(getattr(one, "func", None), "id", "")}
    ]


@pytest.mark.parametrize("room", ["tui", "watch", "drill", "capabilities"])
def test_nobody_starts_work_beside_the_policy(room: str) -> None:
    raw = {
        f"{path.relative_to(ROOT)}:{line} {name}"
        for path in (ROOT / room).rglob("*.py")
        if str(path.relative_to(ROOT)) not in ALLOWED
        for line, name in [*((n, c) for n, c in calls(path) if c != "work"), *((n, "@work") for n in decorated(path))]
    }
    assert not raw, "start it with Policy.start, once, every, after or later (dutydesk/tui/workers.py)"


def test_the_look_for_raw_work_finds_some(tmp_path: Path) -> None:
    path = tmp_path / "some.py"
    path.write_text("self.run_worker(f)\napp.set_timer(1, f)\n@work\nasync def f(): ...\n")
    assert [name for _, name in calls(path)] == ["run_worker", "set_timer"]
    assert decorated(path) == [4] or decorated(path) == [3]


def ours() -> list[type]:
    found: dict[str, type] = {}
    for module in pkgutil.walk_packages(dutydesk.tui.__path__, "dutydesk.tui."):
        for one in vars(importlib.import_module(module.name)).values():
            if inspect.isclass(one) and issubclass(one, MessagePump) and one.__module__.startswith("dutydesk."):
                found[f"{one.__module__}.{one.__qualname__}"] = one
    return list(found.values())


@pytest.mark.parametrize("one", ours(), ids=lambda one: one.__name__)
def test_every_screen_and_widget_goes_on_after_a_failing_handler(one: type) -> None:
    assert issubclass(one, Guarded), "give it Guarded (dutydesk/tui/workers.py) as its first base"


# ---------------------------------------------------------------- on the screen


def line_of(app: object) -> str:
    screen = app.desk_screen  # type: ignore[attr-defined]
    return screen.query_one(StatusLine).render_line(0).text


async def test_a_failing_read_is_shown_with_its_age_and_the_desk_recovers(make_app, clock, monkeypatch) -> None:
    app = make_app()
    app.expects_faults = True
    async with app.run_test(size=(140, 36)) as pilot:
        await settled(pilot, app)
        whole = app.gateway.read

        async def broken(_work):
            raise sqlite.OperationalError("secret words of the driver")

        monkeypatch.setattr(app.gateway, "read", broken)
        await app.refresh_state()
        assert "画面自 14:20 未刷新" in line_of(app)
        assert translate("看护正常") not in line_of(app)
        assert "secret words" not in line_of(app)
        assert app.banner == ""
        clock.set(clock.elapsed() + 6 * SECOND)
        app.show_trouble()
        assert "画面自 14:20 未刷新" in app.banner  # red and above everything once it is older than 5 s
        assert "画面自 14:20 未刷新" in app.desk_screen.query_one(AlarmStrip).render_line(0).text
        monkeypatch.setattr(app.gateway, "read", whole)
        for _ in range(100):
            await pilot.pause(0.05)
            if not app.policy.faults.standing():
                break
        assert "未刷新" not in line_of(app)
        assert app.banner == ""
    written = app.policy.faults.path.read_text(encoding="utf-8")
    assert "OperationalError" in written
    assert "secret words" not in written
    assert stat.S_IMODE(app.policy.faults.path.stat().st_mode) == 0o600


@pytest.mark.parametrize("error", [KeyError("x"), OSError(5, "Input/output error"), sqlite.DatabaseError("y")])
async def test_while_the_tick_fails_nothing_says_that_all_is_watched(make_app, monkeypatch, error) -> None:
    app = make_app()
    app.expects_faults = True
    async with app.run_test(size=(140, 36)) as pilot:
        await settled(pilot, app)

        async def broken() -> None:
            raise error

        monkeypatch.setattr(app.gateway, "tick", broken)
        for _ in range(50):
            await app._sweep()
            await pilot.pause(0.02)
            if app.policy.faults.standing():
                break
        assert "看护自 14:20 受阻" in line_of(app)
        assert translate("看护正常") not in line_of(app)


async def test_a_command_that_fails_is_told_and_the_desk_goes_on(make_app, monkeypatch) -> None:
    from dutydesk.tui.commands.base import COMMANDS

    app = make_app()
    app.expects_faults = True
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await settled(pilot, app)

        async def broken(_screen) -> None:
            raise KeyError("typed words")

        monkeypatch.setattr(COMMANDS["meet"], "run", broken)
        app.desk_screen.action_command("meet")
        await pilot.pause(0.1)
        said = [note.message for note in app._notifications]
        assert any("这一步出错" in one and "KeyError" in one for one in said)
        assert not any("typed words" in one for one in said)
        assert app.is_running


async def test_a_handler_that_fails_ends_neither_its_screen_nor_the_desk(make_app, monkeypatch) -> None:
    app = make_app()
    app.expects_faults = True
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)

        def broken(_self, _by) -> None:
            raise ZeroDivisionError

        whole = type(app.desk_screen).action_pane_after
        monkeypatch.setattr(type(app.desk_screen), "action_pane_after", broken)
        await pilot.press("tab")
        monkeypatch.setattr(type(app.desk_screen), "action_pane_after", whole)
        await pilot.press("tab")
        assert app.is_running
        assert app.desk_screen.pane == 2


async def test_half_a_screen_is_closed_and_the_desk_goes_on(make_app, monkeypatch) -> None:
    app = make_app()
    app.expects_faults = True
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)

        def broken(_self):
            raise ZeroDivisionError

        monkeypatch.setattr(TextScreen, "on_mount", broken)
        app.push_screen(TextScreen("a", "b"))
        for _ in range(20):
            await pilot.pause(0.02)
        assert app.screen is app.desk_screen


# ---------------------------------------------------------------- the faults of a process


def test_faults_stand_until_the_next_success(tmp_path: Path) -> None:
    now = [0]
    faults = Faults(tmp_path / "desk.db", lambda: now[0])
    faults.failed("tick", OSError(28, "No space left on device"))
    now[0] = 2 * SECOND
    faults.failed("tick", OSError(28, "No space left on device"))
    faults.failed("draft", KeyError("a"))
    first, second = faults.standing()
    assert (first.task, first.since, first.last, first.tries) == ("tick", 0, 2 * SECOND, 2)
    assert not first.is_old(5 * SECOND)
    assert first.is_old(5 * SECOND + 1)
    assert second.task == "draft"
    faults.well("tick")
    faults.well("draft")
    assert faults.standing() == []
    faults.close()


def test_the_log_holds_places_and_types_and_no_values(tmp_path: Path) -> None:
    def typed(text: str) -> None:
        raise ValueError(f"cannot read {text}")

    faults = Faults(tmp_path / "desk.db", lambda: 0)
    for text in ("讨薪 13800001111", "secret"):
        try:
            typed(text)
        except ValueError as error:
            faults.failed("command", error, standing=False)
    faults.close()
    written = (tmp_path / "desk.db.log").read_text(encoding="utf-8")
    assert "command #1 ValueError at" in written
    assert "test_tui_policy.py" in written
    assert "typed" in written
    assert "讨薪" not in written
    assert "138" not in written.split("ValueError", 1)[1]
    assert "cannot read" not in written


def test_what_fails_every_second_is_logged_once_a_minute(tmp_path: Path) -> None:
    now = [0]
    faults = Faults(tmp_path / "desk.db", lambda: now[0])
    for second in range(121):
        now[0] = second * SECOND
        faults.failed("tick", OSError(28, ""))
    faults.close()
    assert len((tmp_path / "desk.db.log").read_text(encoding="utf-8").splitlines()) == 120 * SECOND // MINUTE + 1


def test_a_log_is_never_written_through_a_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    victim = tmp_path / "victim"
    victim.write_text("whole")
    (tmp_path / "desk.db.log").symlink_to(victim)
    faults = Faults(tmp_path / "desk.db", lambda: 0)
    faults.failed("tick", KeyError("a"))
    faults.close()
    assert victim.read_text() == "whole"
    assert faults.path == tmp_path / "state" / "dutydesk" / "desk.log"
