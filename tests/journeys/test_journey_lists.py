"""Lists: whatever is longer than its pane is reached, the cursor never leaves the screen, new lines are followed or counted."""

from __future__ import annotations

import re

import pytest
from desks import OpenDesk
from journey import Desk, split

PAST = 3000


@pytest.fixture(scope="module")
def past(open_shared: OpenDesk) -> Desk:
    """A desk with a past of some weeks."""
    desk = open_shared(history=PAST)
    desk.until(lambda screen: re.search(r"/3,0\d\d", screen.text), "the whole log")
    return desk


def in_sight(desk: Desk, name: str) -> str:
    """The cursor's row of a pane, which must be on the screen."""
    desk.until(lambda _: desk.pane(name).cursor is not None, f"the cursor of {name}")
    return desk.pane(name).cursor_row


def what(row: str) -> str:
    """A row without the time that is left and its bar, which run."""
    return re.sub(r"[▓░]|(?:剩|超时)[不到小时分天\d]*", "", row[15:47]).rstrip()


def test_the_log_from_its_first_line_to_its_last(past: Desk) -> None:
    """Home shows the first line, End the last; arrows, j, k and pages keep the cursor in the pane all the way."""
    past.keys("1 home")
    past.until(lambda _: "建库" in in_sight(past, "log"), "the first line")
    assert past.pane("log").cursor == 0
    assert " 1/3,0" in past.pane("log").title
    for key in ("j", "down", "pagedown") * 15:
        past.keys(key)
        in_sight(past, "log")
    assert re.search(r"值班日志  [4-9]\d\d/3,0", past.pane("log").title)
    for key in ("k", "up", "pageup") * 15:
        past.keys(key)
    past.until(lambda _: "建库" in in_sight(past, "log"), "the first line again")
    past.keys("end")
    past.until(lambda _: past.pane("log").cursor == past.pane("log").height - 1, "the last line at the bottom")
    last = past.command("show", "Y1", "--json")
    assert last
    past.keys("home G")
    past.until(lambda _: past.pane("log").cursor == past.pane("log").height - 1, "the last line by G")


def test_the_wheel_moves_the_log_and_the_cursor_comes_along(past: Desk) -> None:
    """Some notches up: older lines stand there, the cursor among them; down again to the end it follows."""
    past.keys("1 end")
    past.until(lambda _: at_the_end(past), "the last line")
    past.wheel("log", -6)
    past.until(lambda _: not at_the_end(past), "older lines")
    in_sight(past, "log")
    past.wheel("log", 20)
    past.until(lambda _: at_the_end(past), "the last line again")


def test_the_wheel_waits_its_turn_among_the_keys(past: Desk) -> None:
    """To the end and some notches up, in one packet behind a dialog that opens and closes: the notches come last."""
    past.keys("1 home")
    past.until(lambda _: behind(past) > PAST - 1, "the first line")
    past.send(b"".join((*split("g esc end"), past.notches("log", -6))))
    past.until(lambda _: 0 < behind(past) < PAST // 2, "some lines above the last one")
    past.send(past.notches("log", -6) + b"G")
    past.until(lambda _: at_the_end(past), "the last line")


def behind(desk: Desk) -> int:
    """How many lines the log has below its cursor, by its place."""
    place = re.search(r"([\d,]+)/([\d,]+)", desk.pane("log").title)
    return int(place[2].replace(",", "")) - int(place[1].replace(",", "")) if place else -1


def at_the_end(desk: Desk) -> bool:
    """Whether the log's place says its last line."""
    return behind(desk) == 0


def test_go_to_a_date(past: Desk) -> None:
    """``g`` and a day: that day's first line is under the cursor; ``gg`` the first line of all, ``gG`` the last."""
    past.keys("1 home")
    past.until(lambda _: in_sight(past, "log")[:5].count("-") == 1, "a line with its day")
    past.keys("pagedown " * 12)
    day = in_sight(past, "log")[:5]
    past.keys("end")
    past.until(lambda _: not in_sight(past, "log").startswith(day), "another day")
    past.keys("g")
    past.sees("日志到日期")
    past.type(f"2026-{day}")
    past.keys("enter")
    past.until(lambda _: in_sight(past, "log").startswith(day), f"the first line of {day}")
    rows, at = past.pane("log").rows(), past.pane("log").cursor
    assert at
    assert not rows[at - 1].startswith(day)
    past.keys("g")
    past.sees("日志到日期")
    past.keys("g")
    past.until(lambda _: "建库" in in_sight(past, "log"), "the first line")
    past.keys("g")
    past.sees("日志到日期")
    past.keys("G")
    past.until(lambda _: past.pane("log").cursor == past.pane("log").height - 1, "the last line")


def test_a_day_that_cannot_be_read_is_said_beside_the_line(past: Desk) -> None:
    """What was typed stays, and Escape leaves everything where it was."""
    past.keys("1 g")
    past.sees("日志到日期")
    past.type("13月45日")
    past.keys("enter")
    past.until(lambda screen: screen.text.count("13月45日") == 2, "the complaint names what was typed")
    past.keys("escape")
    past.lacks("日志到日期")


def test_find_and_stand_there(past: Desk) -> None:
    """Enter on a result puts the log's cursor on that line, inside the pane; a list of results scrolls as every list does."""
    past.keys("1 end /")
    past.sees("查找日志")
    past.type("来访登记")
    past.until(lambda screen: "来访登记" in screen.text.replace("查找", "", 1) and "共" in screen.text, "results")
    past.keys("end")
    results = past.pane_titled("50/50")
    assert results.cursor == results.height - 1
    past.keys("up up home down")
    found = re.search(r"(\d\d:\d\d) (\S+ \S+)", past.pane_titled("2/50").cursor_row)
    assert found
    past.keys("enter")
    past.lacks("查找日志")
    past.until(lambda _: all(part in in_sight(past, "log") for part in found.groups()), "the line in the log")
    past.keys("end")
    past.until(lambda _: past.pane("log").cursor == past.pane("log").height - 1, "the last line")


def test_new_lines_are_counted_away_from_the_end_and_followed_at_it(past: Desk) -> None:
    """Reading the past, what arrives is counted and nothing moves; End follows it again."""
    past.keys("1 home")
    past.until(lambda _: "建库" in in_sight(past, "log"), "the first line")
    rows = past.pane("log").rows()
    for n in range(3):
        past.command("log", f"远处又来一条 {n}", actor="li")
    past.until(lambda _: came(past) >= 3, "three new lines counted")  # the desk's own may be among them
    assert past.pane("log").rows() == rows
    past.keys("end")
    past.until(lambda _: at_the_end(past), "the newest line")
    past.until(lambda _: any("远处又来一条 2" in row for row in past.pane("log").rows()), "what came")
    past.lacks("条新记录")
    past.command("log", "再来的一条", actor="li")
    past.until(lambda _: any("再来的一条" in row for row in past.pane("log").rows()), "it follows")
    assert at_the_end(past)


def came(desk: Desk) -> int:
    """How many new lines the log's edge counts."""
    counted = re.search(r"(\d+) 条新记录 ↓ End", desk.pane("log").title)
    return int(counted[1]) if counted else 0


@pytest.mark.parametrize(("number", "pane"), [(2, "matters"), (3, "clocks"), (4, "checklist")])
def test_the_other_panes(past: Desk, number: int, pane: str) -> None:
    """To the last row and back: the cursor is inside the pane at every step."""
    past.keys(f"{number} home")
    first = what(in_sight(past, pane))
    seen = {first}
    for _ in range(40):
        past.keys("j")
        seen.add(what(in_sight(past, pane)))
    past.keys("end")
    assert what(in_sight(past, pane)) in seen
    past.keys("k k pageup pageup pageup pageup pageup pageup")
    assert what(in_sight(past, pane)) == first
    rows = past.pane(pane).rows()
    if len(seen) > past.pane(pane).height:
        assert len(rows) == past.pane(pane).height
        assert re.search(r"1/\d+", past.pane(pane).title)


def test_another_size_keeps_the_cursor_in_sight(past: Desk) -> None:
    """A smaller terminal, a narrow one, the old one again: the cursor's line stands on the screen each time."""
    past.keys("1 end k k")
    line = in_sight(past, "log")[:24]  # time, person and matter: what stands there however wide the row is
    for columns, rows in ((100, 24), (80, 24), (60, 20), (120, 36)):
        past.resize(columns, rows)
        past.until(lambda screen, size=(columns, rows): (screen.columns, screen.rows) == size, "the size")
        past.until(lambda _: past.pane("log").cursor is not None, "the cursor")
    past.until(lambda _: in_sight(past, "log").startswith(line), "the line under the cursor")
    past.keys("4 end")
    last = in_sight(past, "checklist")[:10]
    past.resize(60, 20)
    past.until(lambda _: past.pane("checklist").cursor_row[:10] == last, "the last item")
    past.resize(120, 36)
    past.until(lambda _: past.pane("checklist").cursor_row[:10] == last, "the last item again")


@pytest.mark.everywhere
def test_ways_to_everything_stay_at_every_size(desk: Desk) -> None:
    """Palette and help stand in the key line, and all four panes are a key away."""
    desk.sees("^p", "? ")
    for number, pane in enumerate(("log", "matters", "clocks", "checklist"), 1):
        desk.keys(str(number))
        desk.until(lambda _, pane=pane: desk.pane(pane).cursor is not None, f"the cursor in {pane}")
