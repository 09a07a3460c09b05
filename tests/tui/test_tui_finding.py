"""Finding one's way: what commands act on, the help that looks things up, the palette's order, jumps."""

from __future__ import annotations

import pytest
from textual.fuzzy import Matcher
from textual.widgets import Input

from dutydesk import i18n
from dutydesk.capabilities.matters.rules import Matter
from dutydesk.i18n import explain
from dutydesk.kernel.instants import DAY, HOUR, local_date
from dutydesk.tui import jumps
from dutydesk.tui.commands import every
from dutydesk.tui.commands.base import COMMANDS
from dutydesk.tui.palette import EXACT, LIKE_INITIALS, NEARER, WITHIN, DeskCommands, fitness
from dutydesk.tui.screens.helping import HelpScreen, lines_of
from dutydesk.tui.screens.jumping import JumpScreen
from dutydesk.tui.screens.matter import MatterScreen
from dutydesk.tui.targets import AIMS, THIS, kind_of, nearest_first, target_of
from tests.tui.conftest import NOW
from tests.tui.test_desk import settled, until

assert every
SIZE = (120, 36)

# ---------------------------------------------------------------- jumps, read without a screen


def matter(name: str, label: str, title: str, state: str = "open") -> Matter:
    more = {"kind": "incident", "colour": "", "received_at": NOW, "opened_at": NOW}
    return Matter(id=name, label=label, title=title, state=state, **more)


MATTERS = [
    matter("m1", "Y1", "二广高速南召段大客车追尾事故"),
    matter("m3", "Y3", "望京地铁站拥挤踩踏"),
    matter("m12", "Y12", "旧的火灾", "closed"),
]
KNOWN = jumps.Known(
    MATTERS,
    [jumps.Person("zhang", "张伟"), jumps.Person("赵主任", "赵主任", ("省应急厅", "值班室"))],
    NOW,
    500,
)


@pytest.mark.parametrize(
    ("typed", "kind", "key"),
    [
        ("Y3", jumps.MATTER, "m3"), ("y3", jumps.MATTER, "m3"), (" Ｙ３ ", jumps.MATTER, "m3"), ("Y12", jumps.MATTER, "m12"),
        ("踩踏", jumps.MATTER, "m3"), ("wjdt", jumps.MATTER, "m3"), ("张伟", jumps.PERSON, "zhang"), ("zhang", jumps.PERSON, "zhang"),
        ("zw", jumps.PERSON, "zhang"), ("应急厅", jumps.PERSON, "赵主任"), ("55", jumps.ROW, "55"), ("500", jumps.ROW, "500"),
    ],
)  # fmt: skip
def test_a_jump_is_read_as_people_name_things(typed: str, kind: str, key: str) -> None:
    found = jumps.places(typed, KNOWN)
    assert (found[0].kind, found[0].key) == (kind, key)


@pytest.mark.parametrize(("typed", "days"), [("昨天 08:00", -1), ("7-14 08:00", -1), ("7月13日 8时", -2)])
def test_a_moment_is_a_place_of_the_log(typed: str, days: int) -> None:
    (place,) = jumps.places(typed, KNOWN)
    assert place.kind == jumps.MOMENT
    assert local_date(int(place.key)) == local_date(NOW + days * DAY)
    assert (int(place.key) - NOW) % DAY == (8 - 14) * HOUR % DAY - 20 * 60 * 1_000_000


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("Y9", "读作事项编号 Y9: 没有这个事项; 有的是 Y1、Y3、Y12"),
        ("501", "读作日志第 501 条: 日志只到第 500 条"),
        ("13-45", "读作日期: "),
        ("无此人", "读作人名或标题 “无此人”: 没有这样的人"),
    ],
)
def test_what_leads_nowhere_says_how_it_was_read(typed: str, understood: str) -> None:
    assert jumps.places(typed, KNOWN) == []
    assert explain(jumps.misread(typed, KNOWN)).startswith(understood)


def test_nothing_typed_lists_the_matters_and_a_label_begins_with_what_is_typed() -> None:
    assert [one.key for one in jumps.places("", KNOWN)] == ["m1", "m3", "m12"]
    assert [one.key for one in jumps.places("y1", KNOWN)] == ["m1", "m12"]


# ---------------------------------------------------------------- what commands act on


def test_whatever_a_command_is_about_can_be_found() -> None:
    kinds = {kind_of(command)[0] for command in COMMANDS.values()}
    assert kinds - {""} == set(AIMS)


async def test_the_thing_under_the_cursor_decides_what_stands_first(make_app) -> None:
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot, app)
        desk = app.desk_screen
        first: dict[str, list[str]] = {}
        for key, pane in (("1", "log"), ("2", "matters"), ("3", "clocks"), ("4", "checklist")):
            await pilot.press(key)
            await pilot.pause()
            found = nearest_first(desk, app.used)
            first[pane] = [name for name, target in found if target.near == THIS and not target.why_not]
        assert first["log"] == []  # the newest line was written by the desk itself
        assert first["matters"][:4] == ["report", "figures", "assess", "activate"]
        assert set(first["clocks"]) == {"snooze", "meet", "decline"}  # who sits here is no leader: 免办 stands below
        assert first["checklist"] == ["check"]
        await pilot.press("2", "end")  # an appeal: what belongs to incidents alone is about another matter
        await pilot.pause()
        told = dict(nearest_first(desk, app.used))
        assert told["dispose"].near == THIS
        assert told["dispose"].said.startswith("A2")
        assert told["figures"].near < THIS
        assert "里选一件" in told["figures"].said


async def test_what_can_do_nothing_says_why_and_never_stands_first(make_app) -> None:
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot, app)
        desk = app.desk_screen
        assert target_of(desk, COMMANDS["acknowledge"]).why_not == "没有待签收的提醒"
        assert target_of(desk, COMMANDS["message_file"]).why_not == "收件箱没有待处理的消息"
        assert "自动记下" in target_of(desk, COMMANDS["correct"]).why_not
        ranked = nearest_first(desk, app.used)
        nears = [0 if target.why_not else target.near for _, target in ranked]
        assert nears == sorted(nears, reverse=True)
        app.gateway.actor = "nobody"
        await app.refresh_state()
        assert target_of(desk, COMMANDS["report"]).why_not == "没有这个账号"


# ---------------------------------------------------------------- the help


def fitting(app, typed: str) -> list[str]:
    return [line.command for line in lines_of(app.desk_screen) if line.command and line.fits([typed.casefold()])]


@pytest.mark.parametrize(
    ("language", "typed", "command"),
    [
        ("zh", "签收", "acknowledge"), ("zh", "qs", "acknowledge"), ("zh", "伤亡", "figures"), ("zh", "password", "secret"),
        ("en", "acknowledge", "acknowledge"), ("en", "qs", "acknowledge"), ("en", "casualties", "figures"), ("zh", "f12", "emergency"),
    ],
)  # fmt: skip
async def test_the_help_is_looked_through_in_both_languages_and_by_initials(make_app, language, typed, command) -> None:
    i18n.use(language)
    app = make_app(lang=language)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot, app)
        assert command in fitting(app, typed)


async def test_the_help_filters_while_one_types_and_enter_does_it(make_app) -> None:
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot, app)
        await pilot.press("2", "question_mark")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen), "no help")
        whole = app.screen.pane.count
        assert app.screen.lines[0].target.startswith("Y2")
        await pilot.press(*"shuzi")
        await until(pilot, lambda: app.screen.pane.count == 0, "nothing is called so")
        await pilot.press("escape")  # what was looked for goes, the help stays
        await until(
            pilot, lambda: isinstance(app.screen, HelpScreen) and app.screen.pane.count == whole, "not whole again"
        )
        await pilot.press(*"szjl")
        app.screen.query_one(Input).value = "已办结的"
        await until(pilot, lambda: 0 < app.screen.pane.count < whole, "not filtered")
        app.screen.query_one(Input).value = "配色"
        await until(pilot, lambda: app.screen.pane.count == 1, "not filtered")
        theme = app.theme
        await pilot.press("enter")
        await until(pilot, lambda: app.theme != theme, "not run")
        assert app.screen is app.desk_screen


async def test_a_key_for_moving_is_told_and_runs_nothing(make_app) -> None:
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot, app)
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen), "no help")
        app.screen.query_one(Input).value = "f4"
        await until(pilot, lambda: app.screen.pane.count == 1, "not found")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)


# ---------------------------------------------------------------- the palette


def test_being_near_decides_among_equals_and_never_against_a_better_fit() -> None:
    match = Matcher("报告").match
    there, here = (fitness("报告", ("转发报告",), "", match, near=near) for near in (0, THIS))
    assert there < here < EXACT
    assert fitness("qs", ("签收",), "", Matcher("qs").match) == LIKE_INITIALS
    assert LIKE_INITIALS + 3 * NEARER < WITHIN
    assert fitness("无", ("签收",), "", Matcher("无").match, near=THIS) == 0


async def test_the_palette_begins_with_the_thing_under_the_cursor_then_with_what_is_used(make_app) -> None:
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot, app)
        await pilot.press("3")
        await pilot.pause()
        app.used["theme"] += 1
        rows = DeskCommands(app.screen)._all()
        words = [one.words.split()[0] for one in rows]
        assert set(words[:3]) == {"稍后", "办结时限", "不办"}
        assert "续报一 Y1" in rows[0].told
        near = [one for one in rows if one.near]
        assert rows[len(near)].words.startswith("配色")


# ---------------------------------------------------------------- jumping on the screen


async def test_a_jump_opens_a_matter_tells_of_a_person_and_goes_to_a_moment(make_app) -> None:
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot, app)

        async def jump(words: str) -> None:
            await pilot.press("colon")
            await until(pilot, lambda: isinstance(app.screen, JumpScreen), "no line")
            app.screen.query_one(Input).value = words
            await pilot.pause()
            await pilot.press("enter")

        await jump("a1")
        await until(pilot, lambda: isinstance(app.screen, MatterScreen) and app.screen.file is not None, "no file")
        assert app.screen.file.matter.label == "A1"
        await jump("y2")  # from one file to another: one way back
        await until(pilot, lambda: getattr(getattr(app.screen, "file", None), "matter", None) is not None, "no file")
        assert app.screen.file.matter.label == "Y2"
        assert len(app.screen_stack) == 2
        await jump("11:45")
        await until(pilot, lambda: app.screen is app.desk_screen, "not back")
        await until(pilot, lambda: app.desk_screen.log_pane.line is not None, "no line")
        assert app.desk_screen.log_pane.has_focus
        await jump("13")
        await until(pilot, lambda: app.desk_screen.log_pane.seqs[app.desk_screen.log_pane.cursor] >= 13, "not there")
        await jump("李娜")
        await until(pilot, lambda: "B岗" in str(getattr(app.screen, "text", "")), "no person")
        await pilot.press("escape")
        await jump("Y77")
        await pilot.pause()
        assert isinstance(app.screen, JumpScreen)
        assert "读作事项编号 Y77" in str(app.screen.query_one("#complaint-").render())
