"""The gate: keys in one packet do what they do when typed slowly; what takes too long is not waited for."""

from __future__ import annotations

import asyncio
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from textual import events
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widgets import Input, TextArea

from dutydesk.clock import ManualClock
from dutydesk.config import Config
from dutydesk.store.views import Views
from dutydesk.tui import gate
from dutydesk.tui.app import DeskApp
from dutydesk.tui.commands.base import COMMANDS
from dutydesk.tui.paste import PasteSafeParser, printable

WIDE = (120, 36)
CHARACTERS = {"enter": "\r", "tab": "\t", "slash": "/", "question_mark": "?", "space": " "}
KEYS = (
    *("i", "a", "f", "x", "n", "r", "m", "C", "t", "1", "2", "3", "5", "8"),
    *("enter", "enter", "enter", "tab", "shift+tab", "escape", "escape", "down", "f2", "f12", "slash", "paste"),
)
"""What the random person presses: keys that open, close, move, save, and letters that mean another thing in a field."""

LENGTH = 9


def pressed(name: str) -> events.Event:
    if name == "paste":
        return events.Paste("一段粘贴的话")
    return events.Key(name, CHARACTERS.get(name, name if len(name) == 1 else None))


async def until(pilot, look: Callable[[], object], what: str) -> None:
    for _ in range(400):
        await pilot.pause(0.02)
        if look():
            return
    raise AssertionError(what)


def is_still(app: DeskApp) -> bool:
    """Whether every key is done with."""
    return not app.gate.waiting and not app.gate.holds and not app.gate._busy and app._message_queue.empty()


def picture(app: DeskApp, path: Path) -> list[object]:
    """Everything by which two ends could differ: screens, focus, fields, what was written."""
    screens = [(type(one).__name__, getattr(one, "heading", "")) for one in app.screen_stack]
    fields = [
        (one.id, one.value if isinstance(one, Input) else one.text)
        for screen in app.screen_stack
        for one in screen.query("Input, TextArea")
        if isinstance(one, Input | TextArea)
    ]
    views = Views.open(path)
    written = [tuple(row) for row in views.rows("SELECT kind, actor FROM journal ORDER BY seq")]
    views.close()
    return [screens, app.focused.id if app.focused else None, fields, written]


async def played(path: Path, clock: ManualClock, keys: list[str], *, slowly: bool) -> list[object]:
    app = DeskApp(path, clock=clock, actor="zhang", config=Config())
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: app._settled and is_still(app), "never settled")
        for name in keys:
            app.post_message(pressed(name))
            if slowly:
                await until(pilot, lambda: is_still(app), f"{name} was never done with")
        await until(pilot, lambda: is_still(app), "the packet was never done with")
        await app.refresh_state()
        return picture(app, path)


@pytest.fixture
def copies(demo_store: Path, tmp_path: Path) -> Callable[[str], Path]:
    """Make further copies of the demo store."""

    def copy(name: str) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        for one in demo_store.parent.iterdir():
            if one.name.startswith(demo_store.name):
                shutil.copy2(one, folder / one.name)
        return folder / demo_store.name

    return copy


async def compared(copies: Callable[[str], Path], clock: ManualClock, keys: list[str]) -> None:
    slow = await played(copies("slow"), clock, keys, slowly=True)
    fast = await played(copies("fast"), clock, keys, slowly=False)
    assert fast == slow, keys


@pytest.mark.parametrize("seed", range(6))
async def test_any_keys_in_one_packet_end_as_when_typed_slowly(copies, clock, seed: int) -> None:
    chance = random.Random(seed)
    await compared(copies, clock, [chance.choice(KEYS) for _ in range(LENGTH)])


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 160))
async def test_many_random_packets(copies, clock, seed: int) -> None:
    chance = random.Random(seed)
    await compared(copies, clock, [chance.choice(KEYS) for _ in range(LENGTH)])


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """The command of ``t`` does nothing until the event is set."""
    event = asyncio.Event()

    async def run(_screen: object) -> None:
        await event.wait()

    monkeypatch.setattr(COMMANDS["remind"], "run", run)
    monkeypatch.setattr(gate, "PATIENCE", 0.3)
    return event


async def test_keys_behind_a_command_that_takes_too_long_are_dropped_and_said_so(
    make_app, stuck: asyncio.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, bells, said = make_app(), [], []
    monkeypatch.setattr(DeskApp, "bell", lambda _app: bells.append(1))
    monkeypatch.setattr(DeskApp, "notify", lambda _app, words, **_: said.append(words))
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: app._settled and is_still(app), "never settled")
        for name in ("t", "n", "f12", "paste"):
            app.post_message(pressed(name))
        await until(pilot, lambda: said, "nothing was said")
        assert bells
        assert "2" in said[-1]
        app.post_message(pressed("3"))  # pressed when the sentence stood: it counts
        await until(pilot, lambda: app.desk_screen.pane == 3 or app.desk_screen.entry.has_focus, "the next key is dead")
        stuck.set()
        await until(pilot, lambda: is_still(app), "never still")
        assert [type(one).__name__ for one in app.screen_stack] == ["DeskScreen"], "a dropped key came late"
        assert app.desk_screen.entry.text == "一段粘贴的话3", "a paste is text: it stays, in its turn"


async def test_a_stopped_process_uses_no_time(make_app, stuck: asyncio.Event, monkeypatch: pytest.MonkeyPatch) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: app._settled and is_still(app), "never settled")
        app.post_message(pressed("t"))
        app.post_message(pressed("2"))
        await until(pilot, lambda: app.gate.holds and app.gate.waiting, "nothing holds")
        app.gate._beaten -= 60.0  # the clock went on for a minute, the process did not
        app.gate._beat()
        assert all(hold.used < gate.PATIENCE for hold in app.gate.holds)
        stuck.set()
        await until(pilot, lambda: app.desk_screen.pane == 2, "the key was lost")


def test_the_private_parts_of_textual_that_the_gate_looks_at_are_there() -> None:
    pump = MessagePump()
    assert pump._next_callbacks == []
    assert pump._message_queue.empty
    assert pump._parent is None


def below(kind: type) -> set[type]:
    return {kind}.union(*(below(one) for one in kind.__subclasses__()))


def test_every_screen_of_the_desk_tells_the_gate_when_it_stands() -> None:
    import dutydesk.tui.screens.find
    import dutydesk.tui.screens.handover
    import dutydesk.tui.screens.lock
    import dutydesk.tui.screens.roster  # noqa: F401 - so that all are known

    ours = [one for one in below(Screen) if one.__module__.startswith("dutydesk.")]
    assert len(ours) > 10
    assert [one.__name__ for one in ours if not issubclass(one, gate.Gated)] == []


# ---------------------------------------------------------------- pastes


def tokens(*pieces: str) -> list[tuple[str, str]]:
    parser = PasteSafeParser()
    found: list[tuple[str, str]] = []
    for piece in pieces:
        found += [
            ("paste", token.text) if isinstance(token, events.Paste) else ("key", token.key)
            for token in parser.feed(piece)
        ]
    return found


PASTES = {
    "plain": "一\n二",
    "ESC": "a\x1b[Ab\x1bcd",
    "ESC ESC": "a\x1b\x1bb",
    "an end cut short": "a\x1b[201b",
    "a begin": "a\x1b[200~b",
    "controls": "a\x00\x07\x1b\x9bb\r\nc\rd",
}


@pytest.mark.parametrize("name", sorted(PASTES))
def test_a_paste_is_one_text_wherever_the_line_cuts_it(name: str) -> None:
    data = f"x\x1b[200~{PASTES[name]}\x1b[201~y"
    wanted = [("key", "x"), ("paste", printable(PASTES[name])), ("key", "y")]
    assert tokens(data) == wanted
    for cut in range(1, len(data)):
        assert tokens(data[:cut], data[cut:]) == wanted, cut
    assert tokens(*data) == wanted


def test_printable_keeps_lines_and_drops_controls() -> None:
    assert printable("a\r\nb\rc\td\x1b[31m\x00\x7f\x9b") == "a\nb\nc\td"
    assert printable("\x1b[1;31m红\x1b[0m \x1b]0;题\x07后 \x1b]8;;http://x\x1b\\链\x1b(B\x1b=") == "红 后 链"
    assert (
        printable("\x1bhello \x1b]0;没有完\n下一行 [31m") == "hello ]0;没有完\n下一行 [31m"
    )  # nothing that was text is lost


def test_the_parser_is_the_one_that_the_terminal_is_read_with(make_app) -> None:
    from textual.drivers import linux_driver

    make_app().get_driver_class()
    assert linux_driver.XTermParser is PasteSafeParser


def test_keys_are_read_as_before() -> None:
    assert tokens("a\x1b[Ab", "\x1b[15~", "\x1b[27u") == [
        ("key", "a"),
        ("key", "up"),
        ("key", "b"),
        ("key", "f5"),
        ("key", "escape"),
    ]


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        ("\x1bi", ["escape", "i"]),
        ("\x1bI", ["escape", "I"]),
        ("\x1b1", ["escape", "1"]),
        ("\x1b ", ["escape", "space"]),
        ("\x1b\r", ["escape", "enter"]),
        ("\x1b\t", ["escape", "tab"]),
        ("\x1b你", ["escape", "你"]),
        ("\x1bx\x1by", ["escape", "x", "escape", "y"]),
        ("\x1b\x1bi", ["escape", "escape", "i"]),
        ("\x1b\x1b[A", ["escape", "up"]),
        ("\x1bO", ["escape", "O"]),
        ("\x1bOP", ["f1"]),
        ("\x1b[1;3A", ["alt+up"]),
        ("\x1b[24~\x1bica\r", ["f12", "escape", "i", "c", "a", "enter"]),
        ("\x1b", ["escape"]),
    ],
)
@pytest.mark.parametrize("cut", [False, True])
def test_escape_and_what_follows_close_behind_are_two_keys(
    data: str, wanted: list[str], *, cut: bool, monkeypatch
) -> None:
    parser = PasteSafeParser()
    read = [token.key for piece in (data if cut else (data,)) for token in parser.feed(piece)]
    parser._came -= 1.0
    monkeypatch.setattr("textual._parser.get_time", lambda: float("inf"))  # what it waited for is over
    read += [token.key for _ in range(2) for token in parser.tick()]
    assert read == wanted


def test_half_a_bracket_that_does_not_go_on_is_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    parser = PasteSafeParser()
    assert list(parser.feed("\x1b[2")) == []
    parser._came -= 1.0
    list(parser.tick())
    assert [token.key for token in parser.feed("~")] == ["insert"]


def test_a_paste_that_never_ends_is_what_came_of_it() -> None:
    parser = PasteSafeParser()
    assert list(parser.feed("\x1b[200~abc")) == []
    assert list(parser.tick()) == []
    parser._came -= 60.0
    assert [token.text for token in parser.tick()] == ["abc"]
