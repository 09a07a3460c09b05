"""The status line at every width: who acts, who is vacant, what alarms and what fails are never cut off."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from dutydesk import i18n
from dutydesk.kernel.instants import HOUR
from dutydesk.kernel.wording import Worded
from dutydesk.store.views import ShiftView
from dutydesk.tui.state import DeskState
from dutydesk.tui.text import width_of
from dutydesk.tui.widgets.status import KeyBar, StatusLine
from tests.tui.conftest import NOW
from tests.tui.test_desk import settled, until

NAMES = {"zhang": "张伟", "li": "李娜娜", "wang": "王建国", "sun": "孙敏", "dir": "陈主任"}


@pytest.fixture(params=["zh", "en"])
def lang(request: pytest.FixtureRequest) -> Iterator[str]:
    with i18n.speaking(request.param):
        yield request.param


def line(actor: str = "zhang", *, b: str = "li", leader: str = "wang", matters: int = 3, **more: object) -> StatusLine:
    shift = ShiftView("s", NOW - HOUR, NOW + 20 * HOUR, "zhang", b, leader, "dir", NOW - HOUR, None, "", None)
    colours = ["red"] * 1 + ["yellow"] * matters
    shown = StatusLine()
    shown.state = DeskState(
        drill=True,
        shift=shift,
        names=NAMES,
        actor=actor,
        matters=[SimpleNamespace(colour=colour) for colour in colours],  # pyright: ignore[reportArgumentType]
        **more,  # pyright: ignore[reportArgumentType]
    )
    shown.now = NOW
    return shown


def said(shown: StatusLine, width: int) -> str:
    """What stands in so many cells; everything must."""
    parts = shown.parts(width)
    words = "".join(part.text for part in parts)
    assert width_of(words) <= width, f"{words} is wider than {width}"
    return words


@pytest.mark.parametrize("width", [60, 80, 100, 120, 200])
@pytest.mark.parametrize("actor", ["zhang", "li", "wang", "sun"])
def test_who_acts_and_what_alarms_stand_there_at_every_width(lang: str, width: int, actor: str) -> None:
    words = said(line(actor), width)
    assert NAMES[actor] in words
    assert "张伟" in words
    for template, count in (("红", 1), ("黄", 3)):
        assert f"{i18n.translate(template)}{count}" in words
    assert width < 80 or NAMES["wang"] in words or lang == "en"


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_vacant_post_stands_there_at_every_width_and_is_red(lang: str, width: int) -> None:
    shown = line(b="")
    assert i18n.translate("空缺") in said(shown, width)
    assert [part.style for part in shown.parts(width) if i18n.translate("空缺") in part.text] == ["red"]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_what_fails_keeps_room_and_so_does_who_acts(lang: str, width: int) -> None:
    shown = line("sun", read_only=Worded("只读"))
    shown.fault, shown.fault_old = "画面自 09:13 未刷新: 读库失败, 重试中", True
    parts = shown.parts(width)
    before = sum(width_of(part.text) for part in parts[:-1])
    assert width - before >= 10
    assert "孙敏" in "".join(part.text for part in parts[:-1])


def test_the_leader_stands_there_at_80_and_at_60_columns() -> None:
    assert "带班 王建国" in said(line(), 80)
    assert "带班 王建国" in said(line(b="sun"), 60)


KEYS = [
    ("edit", "Enter", "调整这一天"),
    ("month", "PgUp/PgDn", "上月下月"),
    ("roster_import", "F5", "导入"),
    ("back", "Esc", "返回"),
]


@pytest.mark.parametrize(
    ("width", "most", "rows"),
    [
        (60, 3, [["edit", "month", "roster_import", "back"]]),
        (48, 3, [["edit", "month", "roster_import"], ["back"]]),
        (47, 1, [["edit", "month", "back"]]),  # those stay that lead to the others
        (20, 3, [["edit"], ["month"], ["roster_import", "back"]]),
    ],
)
def test_a_key_bar_has_as_many_lines_as_it_may_and_breaks_between_keys(width, most, rows) -> None:
    bar = KeyBar(lines=most)
    bar.keys = KEYS
    assert [[command for command, _, _ in row] for row in bar._laid_out(width)] == rows


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20)])
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_every_key_of_a_screen_is_in_its_bar_at_every_width(make_app, size, language) -> None:
    """Screens whose keys stand nowhere else show all of them, and each as a whole."""
    i18n.use(language)
    app = make_app(lang=language)
    async with app.run_test(size=size) as pilot:
        await settled(pilot, app)
        for command in ("roster", "registers", "handover"):
            app.desk_screen.action_command(command)
            await until(
                pilot, lambda: app.screen is not app.desk_screen and bool(app.screen.query(KeyBar)), "no screen"
            )
            await pilot.pause(0.2)
            bar = app.screen.query_one(KeyBar)
            drawn = "".join(bar.render_line(y).text for y in range(bar.size.height))
            for _, key, words in bar.keys:
                assert f"{key} {words}" in drawn, (command, size, drawn)
            assert bar.region.bottom <= size[1]
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is app.desk_screen, "not left")
        for matter in app.state.matters:
            app.open_matter(matter.id)
            await until(pilot, lambda: app.screen is not app.desk_screen and bool(app.screen.query(KeyBar)), "no file")
            await pilot.pause(0.2)
            bar = app.screen.query_one(KeyBar)
            drawn = "".join(bar.render_line(y).text for y in range(bar.size.height))
            for _, key, words in bar.keys:
                assert f"{key} {words}" in drawn, (matter.kind, size, drawn)
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is app.desk_screen, "not left")
