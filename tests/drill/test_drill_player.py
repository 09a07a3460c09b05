"""Playing drills: the shipped day holds in every point, and a wrong expectation is found."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from words import hours_without_a_day, typed

from dutydesk.cli.main import run
from dutydesk.drill.expectations import Found
from dutydesk.drill.player import Played, Player
from dutydesk.drill.script import find, read
from dutydesk.kernel.instants import parse_instant
from dutydesk.store.integrity import rebuild, verify_chain
from dutydesk.store.views import Views

HEAD = """
[drill]
id = "short"
title = "短演练"
start = 2026-07-15T07:59:00+08:00
end = 2026-07-15T09:30:00+08:00
[[people]]
id = "zhou"
name = "周明"
[[people]]
id = "he"
name = "何静"
[[people]]
id = "liu"
name = "刘副主任"
role = "leader"
[[roster]]
begin = 2026-07-15T08:00:00+08:00
end = 2026-07-16T08:00:00+08:00
a = "zhou"
b = "he"
leader = "liu"
"""
SHORT = (
    HEAD
    + """
[[step]]
line = "1"
at = "08:00"
by = "zhou"
do = "shift begin"
[[step]]
line = "2"
at = "08:10"
by = "zhou"
do = "open"
args = { kind = "incident", label = "Y1", received = "08:05", colour = "yellow", subtype = "road" }
[[step.expect]]
clock = { matter = "Y1", rule = "activate_response", due = "08:25", state = "running" }
[[step.expect]]
text = { view = "matters", has = "Y1", has_not = "Y2" }
[[step]]
line = "3"
at = "08:11"
by = "he"
do = "ack"
args = { matter = "Y1", rule = "yellow_ack" }
[[step]]
line = "4"
at = "08:12"
by = "zhou"
do = "activate"
args = { matter = "Y1", level = "IV", lead = "南阳市政府" }
[[step.expect]]
refused = "风险评估未完成"
[[step]]
line = "5"
at = "08:20"
by = "zhou"
do = "assess"
args = { matter = "Y1", level = "IV" }
[[step]]
line = "5"
at = "08:31"
by = "zhou"
do = "activate"
args = { matter = "Y1", level = "IV", lead = "南阳市政府" }
[[step.expect]]
text = { view = "log", has = "南阳市政府" }
[[clock]]
matter = "Y1"
rule = "activate_response"
trigger = "08:05"
due = "08:25"
met = "08:31"
state = "met_late"
raised = ["warn:PT10M@08:15", "warn:PT5M@08:20", "ladder:0@08:25"]
not_raised = ["ladder:1"]
[[clock]]
rule = "midnight_patrol"
state = "running"
due = "+00:30"
[[clock]]
matter = "Y1"
rule = "red_ack"
state = "none"
"""
)


def play(tmp_path: Path, text: str) -> Played:
    file = tmp_path / "short.toml"
    file.write_text(text, encoding="utf-8")
    return Player(read(file), tmp_path / "drill.db").play()


def wrong(played: Played) -> list[Found]:
    return [one for one in played.found if not one.ok]


# ---------------------------------------------------------------- the day


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> tuple[Played, Path]:
    path = tmp_path_factory.mktemp("day") / "day.db"
    return Player(read(find("day")), path).play(), path


def test_the_day_holds_in_every_point(day: tuple[Played, Path]) -> None:
    played, _ = day
    assert wrong(played) == []
    assert played.ok
    assert len(played.found) >= 280


def test_the_day_holds_where_matters_are_opened_as_proposed(tmp_path: Path) -> None:
    """What the officer chose is taken out where the script expects the proposal; everything else is word for word the day."""
    own, other = (tomllib.loads(find(name).read_text(encoding="utf-8")) for name in ("day-proposals", "day"))
    assert own["clock"] == other["clock"]
    opened = [one["args"] for one in own["step"] if one["do"] == "open"]
    assert len(opened) == 7
    assert all(set(one) == {"kind", "message", "label"} and one["kind"] == "proposed" for one in opened)
    for step, same in zip(own["step"], other["step"], strict=True):
        assert step.get("expect") == same.get("expect")
        assert step["do"] in {"open", "message"} or step == same
        assert step["do"] != "message" or not {"kind", "colour", "category", "subtype"} & set(step["args"])
    assert wrong(Player(read(find("day-proposals")), tmp_path / "drill.db").play()) == []


def test_all_fifty_clocks_of_the_day_were_compared(day: tuple[Played, Path]) -> None:
    rows = [one for one in day[0].found if one.line == "clock"]
    assert len(rows) == 50
    assert {one.found for one in rows} == {"ok"}


def test_the_day_is_the_written_table(day: tuple[Played, Path]) -> None:
    document = tomllib.loads(find("day").read_text(encoding="utf-8"))
    late = [(row["rule"], row.get("subject", "")) for row in document["clock"] if row["state"] == "met_late"]
    assert sorted(rule for rule, _ in late) == ["follow_up", "red_ack", "reminder", "unit_ack"]
    assert sum(row["state"] in {"running", "overdue"} for row in document["clock"]) == 9


LATER = "2026-07-26T12:34"
READ = {
    *("due", "matters", "calls", "channels list", "roll-call list", "custody list", "visit list", "keys list"),
    *("leave list", "inbox", "to-sign", "plan missing", "people here", "roster show", "roster check", "shift show"),
    *("shift responsibility", "shift since", "policy windows", "search 南阳", "search 10:49"),
    *(f"show {label}" for label in ("Y1", "Y2", "A1", "A3", "P1", "M1", "D1", "R1")),
    *(f"ledger {label}" for label in ("Y1", "A1", "P1")),
    *("policy show P1", "meeting show M1", "similar Y1"),
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("read_later", sorted(READ))
def test_what_is_read_on_another_day_names_its_day(
    day: tuple[Played, Path], read_later: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ten days later nothing on a list happened today: each hour stands behind its day."""
    run(["--db", str(day[1]), "--as", "zhou", "--lang", language, "--clock", LATER, *read_later.split()])
    told = capsys.readouterr()
    assert "用法" not in told.err
    assert hours_without_a_day(told.out, typed(day[1])) == []


def test_one_entry_tells_of_the_outage(day: tuple[Played, Path]) -> None:
    views = Views.open(day[1])
    rows = views.rows("SELECT payload FROM journal WHERE kind = 'watch.unwatched'")
    views.close()
    assert len(rows) == 1
    assert f'"since":{parse_instant("2026-07-15T19:12:00+08:00", 0)}' in rows[0][0]
    assert f'"until":{parse_instant("2026-07-15T19:16:00+08:00", 0)}' in rows[0][0]


def test_the_chain_of_the_day_verifies_and_no_step_came_twice(day: tuple[Played, Path]) -> None:
    assert verify_chain(day[1]).ok
    views = Views.open(day[1])
    doubled = views.rows(
        "SELECT json_extract(payload, '$.obligation') AS o, json_extract(payload, '$.step') AS s, count(*) FROM journal "
        "WHERE kind = 'alert.raised' GROUP BY o, s HAVING count(*) > 1"
    )
    views.close()
    assert doubled == []


def test_the_day_is_rebuilt_from_its_journal(day: tuple[Played, Path]) -> None:
    from dutydesk.store.engine import open_store

    views, store = Views.open(day[1]), open_store(day[1])
    before = (
        views.rows("SELECT * FROM obligation ORDER BY id"),
        views.rows("SELECT * FROM step ORDER BY obligation, step"),
    )
    rebuild(store, views.head()[2])
    after = (
        views.rows("SELECT * FROM obligation ORDER BY id"),
        views.rows("SELECT * FROM step ORDER BY obligation, step"),
    )
    views.close()
    store.close()
    assert after == before


def test_changed_expectations_of_the_day_fail_and_only_they(tmp_path: Path) -> None:
    text = find("day").read_text(encoding="utf-8")
    head, table = text.split("[[clock]]", 1)
    for old, new in (
        (
            'rule = "line_check", trigger = "08:00", due = "09:00"',
            'rule = "line_check", trigger = "08:00", due = "09:01"',
        ),
        ('refused = "备注"', 'refused = "没有这样的理由"'),
        ('has = ["接班: A 周明 B 何静"]', 'has = ["接班: A 何静 B 周明"]'),
    ):
        head = changed(head, old, new)
    for old, new in (
        ('met = "+03:02"', 'met = "+03:03"'),
        ('raised = ["ladder:0@19:16"]', 'raised = ["ladder:0@19:13"]'),
    ):
        table = changed(table, old, new)
    text = f"{head}[[clock]]{table}"
    played = play(tmp_path, text)
    assert not played.ok
    failed = [(one.line, one.found) for one in wrong(played)]
    assert [line for line, _ in failed] == ["1", "1", "3", "clock", "clock"]
    for (_, found), words in zip(
        failed, ["due=2026-07-15T09:00", "missing: 接班", "备注", "ladder:0@", "met="], strict=True
    ):
        assert words in found


# ---------------------------------------------------------------- a short drill


def test_the_short_drill_holds(tmp_path: Path) -> None:
    played = play(tmp_path, SHORT)
    assert wrong(played) == []
    assert [one.line for one in played.found].count("clock") == 3


STEP_CHANGES = [
    ('due = "08:25", state', 'due = "08:26", state', "due=2026-07-15T08:25"),
    ('state = "running" }', 'state = "met" }', "state=running"),
    ('has = "Y1"', 'has = "Y9"', "missing: Y9"),
    ('has_not = "Y2"', 'has_not = "Y1"', "shown: Y1"),
]
CLOCK_CHANGES = [
    ('trigger = "08:05"', 'trigger = "08:06"', "none"),
    ('due = "08:25"', 'due = "08:26"', "due=2026-07-15T08:25"),
    ('met = "08:31"', 'met = "08:30"', "met=2026-07-15T08:31"),
    ('met = "08:31"', 'met = "-"', "met=2026-07-15T08:31"),
    ('state = "met_late"', 'state = "met"', "state=met_late"),
    ("ladder:0@08:25", "ladder:0@08:24", "ladder:0@2026-07-15T08:25"),
    ("ladder:0@08:25", "ladder:1", "ladder:1 not raised"),
    ("warn:PT5M@08:20", "warn:PT30M", "warn:PT30M not raised"),
    ('not_raised = ["ladder:1"]', 'not_raised = ["ladder:0"]', "ladder:0 raised @2026-07-15T08:25"),
    ('matter = "Y1"', 'matter = "Y2"', "none"),
    ('rule = "activate_response"', 'rule = "red_ack"', "none"),
    ('state = "met_late"', 'state = "none"', "met_late"),
]


def changed(text: str, old: str, new: str) -> str:
    assert old in text, old
    return text.replace(old, new, 1)


@pytest.fixture(scope="module")
def all_wrong(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """The short drill with one wrong copy of an expectation for each change."""
    head, step = SHORT.index("[[step.expect]]"), SHORT.index('[[step]]\nline = "3"')
    expectations, row = SHORT[head:step], SHORT[SHORT.index("[[clock]]") : SHORT.index('[[clock]]\nrule = "midnight')]
    steps = "".join(changed(expectations, old, new) for old, new, _ in STEP_CHANGES)
    rows = "".join(changed(row, old, new) for old, new, _ in CLOCK_CHANGES)
    return play(tmp_path_factory.mktemp("wrong"), SHORT[:head] + steps + SHORT[step:] + rows)


def test_each_changed_expectation_fails_and_says_what_was_found(all_wrong: Played) -> None:
    failed = [(one.line, one.found) for one in wrong(all_wrong)]
    wanted = [("2", found) for _, _, found in STEP_CHANGES] + [("clock", found) for _, _, found in CLOCK_CHANGES]
    assert len(failed) == len(wanted)
    for (line, found), (wanted_line, words) in zip(failed, wanted, strict=True):
        assert line == wanted_line
        assert words in found
    assert not all_wrong.ok


@pytest.mark.parametrize(
    ("old", "new", "line", "found"),
    [
        ('refused = "风险评估未完成"', 'refused = "牵头单位"', "4", "风险评估未完成"),
        ('do = "ack"', 'do = "acknowledge"', "3", "没有这个动作"),
        ('args = { matter = "Y1", level = "IV" }', 'args = { matter = "Y1", levels = "IV" }', "5", "levels"),
        (
            'args = { matter = "Y1", level = "IV" }',
            'args = { matter = "Y3", level = "IV" }',
            "5",
            "refused: 没有这个事项",
        ),
    ],
)
def test_one_changed_act_makes_it_fail(tmp_path: Path, old: str, new: str, line: str, found: str) -> None:
    first = wrong(play(tmp_path, changed(SHORT, old, new)))[0]
    assert first.line == line
    assert found in first.found


def test_an_act_expected_to_be_refused_that_is_done_fails(tmp_path: Path) -> None:
    extra = '\n[[step]]\nline = "6"\nat = "08:40"\ndo = "log"\nargs = { text = "一" }\n[[step.expect]]\nrefused = ""\n'
    (failed,) = wrong(play(tmp_path, SHORT + extra))
    assert (failed.line, failed.found) == ("6", "done")


def test_any_reason_is_enough_where_none_is_named(tmp_path: Path) -> None:
    extra = '\n[[step]]\nline = "6"\nat = "08:40"\ndo = "log"\nargs = { text = "" }\n[[step.expect]]\nrefused = ""\n'
    assert wrong(play(tmp_path, SHORT + extra)) == []


def test_steps_that_need_what_is_not_there_are_left_out_and_listed(tmp_path: Path) -> None:
    extra = '\n[[step]]\nline = "7"\nat = "08:40"\ndo = "fly"\nneeds = "wings"\n[[step.expect]]\nrefused = "x"\n'
    played = play(tmp_path, SHORT + extra)
    assert played.ok
    assert played.left_out == [("7", "wings")]


def test_between_crash_and_start_nothing_ticks(tmp_path: Path) -> None:
    steps = """
[[step]]
line = "8"
at = "08:40"
do = "remind"
args = { time = "08:45", text = "回电" }
[[step]]
line = "9"
at = "08:44"
do = "crash"
[[step]]
line = "9"
at = "08:46"
do = "log"
args = { text = "无人" }
[[step]]
line = "10"
at = "08:50"
do = "start"
[[step.expect]]
text = { view = "log", has = ["08:44", "延迟"] }
[[clock]]
rule = "reminder"
subject = "回电"
due = "08:45"
state = "overdue"
raised = ["ladder:0@08:50", "ladder:1@08:55"]
"""
    (failed,) = wrong(play(tmp_path, SHORT + steps))
    assert (failed.line, failed.found) == ("9", "the desk is not running")


def test_a_dropped_file_is_taken_in_at_once_or_when_the_desk_starts(tmp_path: Path) -> None:
    steps = """
[[step]]
line = "8"
at = "08:30"
do = "drop"
args = { file = "a.txt", label = "传真甲", text = "食堂今晚吃饺子" }
[[step]]
line = "8"
at = "08:31"
do = "message open"
args = { entry = "传真甲" }
[[step.expect]]
clock = { rule = "open_message", trigger = "08:30", met = "08:31", state = "met" }
[[step]]
line = "9"
at = "08:40"
do = "crash"
[[step]]
line = "9"
at = "08:41"
do = "drop"
args = { file = "a.txt", label = "传真乙", text = "老板欠薪" }
[[step]]
line = "9"
at = "08:42"
do = "drop"
args = { file = "b.txt", text = "浏阳市一烟花厂爆炸，3人死亡，17人受伤" }
[[step]]
line = "10"
at = "08:43"
do = "start"
[[step.expect]]
text = { view = "matters", has = "待确认" }
[[step]]
line = "10"
at = "08:44"
do = "message open"
args = { entry = "传真乙" }
[[step.expect]]
clock = { rule = "open_message", trigger = "08:41", met = "08:44", state = "met" }
[[step]]
line = "10"
at = "08:45"
do = "open"
args = { kind = "incident", title = "烟花厂爆炸", message = "b.txt", colour = "red" }
"""
    assert wrong(play(tmp_path, SHORT + steps)) == []
    assert len(list((tmp_path / "drill.db.inbox" / "taken").iterdir())) == 3


def test_a_step_of_the_clock_keeps_honest_time(tmp_path: Path) -> None:
    steps = """
[[step]]
line = "8"
at = "08:40"
do = "remind"
args = { time = "08:50", text = "回电" }
[[step]]
line = "9"
at = "08:42"
do = "clock"
args = { step = "-PT7M" }
[[clock]]
rule = "reminder"
raised = ["ladder:0@08:50:00", "ladder:1@09:00"]
"""
    played = play(tmp_path, SHORT + steps)
    assert [one.found for one in wrong(played)] == []


def test_a_store_of_a_drill_is_marked_and_never_overwritten(tmp_path: Path) -> None:
    play(tmp_path, SHORT)
    views = Views.open(tmp_path / "drill.db")
    meta: dict[str, Any] = views.meta()
    views.close()
    assert (meta["drill"], meta["site"]) == ("1", "短演练")
    with pytest.raises(Exception, match="已有文件"):
        play(tmp_path, SHORT)
