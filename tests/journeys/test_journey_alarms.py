"""Alarms are above everything: seen over every screen, ticking, and their keys act on what they show."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from desks import AT, SIZES, VIEWS, OpenDesk
from journey import Desk
from pysqlite3 import dbapi2 as sqlite

from dutydesk.kernel.instants import SECOND

CLOCK = re.compile(r"\d\d:\d\d:\d\d")
FOLLOW_UP = "续报一"

OVER = {
    "a form": "n",
    "a form over a file": "2 enter f",
    "a file": "2 end enter",
    "the finder": "/",
    "the date line": "g",
    "a choice": "N",
    "the help": "?",
    "the palette": "ctrl+p",
    "the handover": "h",
    "the palette with words": "ctrl+p x",
}
"""Every kind of screen, and the keys that open it from the desk."""

FAMILIES = ("a form over a file", "the help", "the palette", "the handover")
"""One of each family: a form over a screen, a dialog, Textual's own palette, a screen with keys of its own."""


def bar(desk: Desk) -> tuple[str, str]:
    """The clock of the first line, and the strip below it."""
    lines = desk.lines
    found = CLOCK.search(lines[0])
    return found.group() if found else "", lines[1]


def shows_and_ticks(desk: Desk, over: str) -> None:
    due = desk.words(FOLLOW_UP)
    desk.until(lambda _: due in bar(desk)[1], f"the alarm over {over}")
    before, _ = bar(desk)
    desk.until(lambda _: bar(desk)[0] not in {"", before}, f"the clock ticking over {over}")


def alarmed(open_desk: OpenDesk, where: str) -> Desk:
    """A desk at a size and in a language, with the follow-up on its strip."""
    size, lang = where.split("-")
    columns, rows = SIZES[size]
    desk = open_desk(columns=columns, rows=rows, lang=lang, clock=AT + 43 * SECOND)
    desk.sees("[a]")
    return desk


def goes_over(desk: Desk, names: Iterable[str]) -> None:
    for name in names:
        desk.keys(OVER[name])
        shows_and_ticks(desk, name)
        desk.keys("esc esc esc 1")  # more than any of them needs; at the log the strip's keys are about its own alert
        desk.sees("[r]")


@pytest.mark.parametrize("where", VIEWS)
def test_the_alarm_is_seen_and_ticks_over_every_screen(where: str, open_desk: OpenDesk) -> None:
    """One of each family in the default run, at every size and in both languages."""
    goes_over(alarmed(open_desk, where), FAMILIES)


@pytest.mark.matrix
@pytest.mark.parametrize("where", VIEWS)
def test_the_alarm_is_seen_and_ticks_over_all_other_screens(where: str, open_desk: OpenDesk) -> None:
    goes_over(alarmed(open_desk, where), [name for name in OVER if name not in FAMILIES])


@pytest.mark.everywhere
@pytest.mark.starts(36)
def test_what_falls_due_under_a_form_is_seen_and_the_form_stays(desk: Desk) -> None:
    desk.keys("t")
    desk.sees("提醒什么")
    desk.keys("1 9 : 1 3 enter")
    desk.type("abc")
    desk.until(lambda _: desk.words(FOLLOW_UP) in bar(desk)[1], "the alarm over the form")
    desk.sees("19:13")
    desk.until(lambda _: desk.cursor_after("abc"), "the cursor in the field")
    desk.type("def")
    desk.until(lambda _: desk.cursor_after("abcdef"), "the field with what was typed")


RED = (
    "open",
    "incident",
    "--title",
    "水库溃坝",
    "--colour",
    "red",
    "--label",
    "Y9",
    "--received",
    "14:20",
    "--source",
    "x",
)


@pytest.mark.everywhere
def test_a_red_alert_comes_over_a_half_written_form_and_gives_it_back(desk: Desk) -> None:
    desk.keys("t")
    desk.sees("提醒什么")
    desk.keys("1 9 : 1 3 enter")
    desk.type("abc")
    desk.stop()  # so that the keys are there before the alert, however long the other session takes
    desk.command(*RED, actor="li")
    desk.packet("aaa")  # meant for the form, whichever of the two it meets
    desk.go_on()
    desk.sees("▲▲▲", "红色预警", "水库溃坝")
    desk.until(lambda _: not desk.has("[a]"), "no keys of the strip over the red alert")
    desk.terminal.settle(1.0, 1.0)  # keys of its first 400 ms are meant for what lay below it
    desk.keys("esc")
    desk.lacks("▲▲▲")
    desk.until(lambda _: "abc" in desk.text, "the form")
    desk.type("x")
    desk.until(lambda _: desk.cursor_after("x"), "the cursor in the field")
    waiting = [one for one in desk.command("due", "--alerts", "--json") if one["colour"] == "red"]
    assert all(one["acknowledged_at"] is None for one in waiting[-1:]), "a key meant for the form acknowledged it"


@pytest.mark.starts(43)
def test_the_red_alert_comes_over_the_palette_and_is_acknowledged_there(desk: Desk) -> None:
    desk.keys("ctrl+p")
    desk.sees("签收最急的提醒")
    desk.command(*RED, actor="li")
    desk.sees("▲▲▲", "水库溃坝")
    desk.until(lambda _: (desk.keys("a"), not desk.has("▲▲▲"))[1], "the alert acknowledged")
    desk.sees("签收最急的提醒")


@pytest.mark.starts(43)
def test_what_was_acknowledged_and_is_overdue_stays_in_sight(desk: Desk) -> None:
    desk.sees(FOLLOW_UP, "[a]签收")
    desk.keys("a")
    desk.sees("超时 1 件, 已签收: 续报一 ", " Y1 二广高速")
    assert not desk.has("没有待签收的提醒")


@pytest.mark.starts(43)
def test_the_strip_s_keys_are_about_the_alert_that_it_shows(desk: Desk) -> None:
    """The cursor stands on another matter first, then nowhere; a key that would act elsewhere is not shown."""
    desk.sees("[a]签收 [r]报告")
    desk.keys("2 home")
    desk.until(lambda _: "Y2" in desk.pane("matters").cursor_row, "the cursor on Y2")
    desk.until(lambda _: "[r]" not in desk.lines[1] and "[a]" in desk.lines[1], "no [r] while r is about Y2")
    desk.keys("1")
    desk.sees("[r]报告")
    desk.keys("r")
    desk.sees("报告: Y1")


@pytest.mark.starts(43)
def test_a_click_on_the_strip_s_words_does_what_they_say(desk: Desk) -> None:
    desk.sees("[a]签收 [r]报告")
    desk.keys("2 home")  # the cursor on Y2 changes nothing for the mouse
    row, _ = desk.places("报告")[0]
    assert row == 1
    desk.click_at(*desk.places("报告")[0])
    desk.sees("报告: Y1")
    desk.keys("esc")
    desk.sees("[a]签收")
    desk.click("[a]")
    desk.sees("超时 1 件, 已签收")
    desk.keys("esc")


@pytest.mark.starts(43)
def test_the_strip_s_keys_work_while_one_reads(desk: Desk) -> None:
    desk.sees("[a]签收")
    desk.keys("1 home enter")
    desk.sees("第 1 条", "Esc 返回")
    desk.keys("a")
    desk.sees("超时 1 件, 已签收")
    desk.sees("第 1 条", "Esc 返回")


def test_six_units_are_one_line_and_one_key(desk: Desk) -> None:
    units = ("南阳市", "公安厅", "应急厅", "卫健委", "交通厅", "消防队")
    desk.command("notify", "Y1", "--unit", *units, "--text", "请派员到场", "--at", "13:40", actor="li")
    desk.sees("6 件", "南阳市")
    assert desk.lines[1].count("[a]") == 1
    before = acknowledged(desk)
    desk.keys("a")
    desk.until(lambda screen: "已签收" in screen.lines[1], "the bundle acknowledged, and still in sight")
    given = acknowledged(desk)[len(before) :]
    assert len(given) == len(set(given)) == 6, "each by its own event"
    rows = [one for one in desk.command("due", "--alerts", "--json") if one["obligation"] in given]
    assert {one["acknowledged_by"] for one in rows} == {"zhang"}


def acknowledged(desk: Desk) -> list[str]:
    """Clocks of the alerts that were acknowledged, one for each event, in the journal's order."""
    connection = sqlite.connect(str(desk.store), timeout=10)
    asked = "SELECT payload ->> 'obligation' FROM journal WHERE kind = 'alert.acknowledged' ORDER BY seq"
    given = [row[0] for row in connection.execute(asked).fetchall()]
    connection.close()
    return given


def test_a_locked_desk_shows_the_alarm_and_no_matter(open_desk: OpenDesk) -> None:
    desk = open_desk("office")
    desk.command(
        "open",
        "incident",
        "--title",
        "水库溃坝",
        "--colour",
        "yellow",
        "--source",
        "x",
        "--received",
        f"{datetime.now(ZoneInfo('Asia/Shanghai')) - timedelta(hours=5):%Y-%m-%d %H:%M}",
        actor="zhang",
    )
    desk.keys("K")
    desk.sees("Enter 解锁, 回到原处")
    assert CLOCK.search(desk.lines[0])
    assert "水库溃坝" not in desk.text
    before = bar(desk)[0]
    desk.until(lambda _: bar(desk)[0] != before, "the clock ticking over the lock")
