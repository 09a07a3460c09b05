"""Every act done by a key says in one line what was saved, as forms do."""

from __future__ import annotations

import ast
from pathlib import Path

import dutydesk
from tests.tui.test_desk import settled, until

SOURCES = Path(dutydesk.__file__).parent
OWN_WORDS = {"importing.py", "roster_import.py", "gateway.py", "passing.py", "signing.py"}
"""What says in words of its own what it saved; and the door itself."""


def said(app) -> list[str]:
    return [one.message for one in app._notifications]


async def test_an_act_without_a_form_says_what_was_saved(make_app) -> None:
    app = make_app()
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await settled(pilot, app)
        told, notify = list[str](), app.notify
        app.notify = lambda words, **how: (
            told.append(words),
            notify(words, **how),
        )  # on a slow machine one has gone by now
        await app.desk_screen.perform("log", text="第一件")
        await app.desk_screen.perform("log", text="第二件")
        first, second = (one for one in told if one.startswith("已保存 (日志 #"))
        assert "第一件" in first
        assert "第二件" in second
        assert not any("第一件" in one for one in said(app))  # the second takes its place


async def test_a_line_is_said_where_the_log_is_not_in_sight(make_app) -> None:
    app = make_app()
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        await settled(pilot, app)
        await pilot.press("1")
        await app.save_entry("日志在眼前")
        assert not any("日志在眼前" in one for one in said(app))
        await pilot.press("3")
        await pilot.pause()
        await app.save_entry("日志不在眼前")
        assert any("日志不在眼前" in one for one in said(app))


def test_nothing_is_performed_without_a_word() -> None:
    """Whoever performs an act past the screen's own ``perform`` says it, and whoever asks that for quiet has words of its own."""
    silent: list[str] = []
    for path in sorted(SOURCES.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if ("gateway" not in text and "screen.perform" not in text) or path.name in OWN_WORDS:
            continue
        for node in ast.walk(ast.parse(text)):
            if not isinstance(node, ast.AsyncFunctionDef | ast.FunctionDef):
                continue
            body = ast.unparse(node)
            performs = "gateway.perform" in body or "quiet=True" in body
            if performs and not any(word in body for word in ("say_saved", ".tell(", "_mark")):
                silent.append(f"{path.name}: {node.name}")
    assert silent == []


async def test_a_row_of_messages_takes_no_error_away(make_app) -> None:
    """What is said in passing makes room for what comes; what went wrong stays its time."""
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        app.notify("没有保存", severity="error", timeout=60)
        for number in range(5):
            app.notify(f"第{number}条", timeout=60)
        await until(pilot, lambda: len(app._notifications) == 4, "not four")
        assert [one.message for one in app._notifications] == ["没有保存", "第2条", "第3条", "第4条"]
