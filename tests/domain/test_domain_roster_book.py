"""Shift patterns, holidays and allowance as shipped, and what is said about a file that is wrong."""

from __future__ import annotations

import shutil
import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest

from dutydesk.capabilities.roster.rules.allowance import Night, Stint, formula, hours_of, spell_hours
from dutydesk.capabilities.roster.rules.book import read_allowance, read_holidays, read_shifts
from dutydesk.capabilities.roster.rules.checks import KINDS
from dutydesk.kernel.holidays import Special, YearMissingError
from dutydesk.kernel.instants import DAY, HOUR, MINUTE, parse_instant
from dutydesk.kernel.reading import RulebookError
from dutydesk.resources import data_folder
from dutydesk.usecase.books import load_books

BOOKS = data_folder() / "rulebook"


def problems(reader, text: str) -> str:
    with pytest.raises(RulebookError) as caught:
        reader("file.toml", tomllib.loads(text))
    return str(caught.value)


# ---------------------------------------------------------------- shifts.toml


def test_the_shipped_shifts() -> None:
    shifts = load_books().shifts
    assert [(one.id, one.hours) for one in shifts.patterns] == [("day24", 24)]
    assert shifts.limits.rest == 11 * HOUR
    assert (shifts.limits.days_on, shifts.limits.days_off) == (4, 3)
    assert set(shifts.limits.severity) == set(KINDS)
    assert dict(shifts.staffing) == {"处级": 1, "科级": 3, "骨干": 5, "兼职": 10}
    assert len(shifts.groups) == 4
    assert shifts.teams == ()


def test_the_twelve_hour_scheme_is_one_word_away() -> None:
    text = (BOOKS / "shifts.toml").read_text(encoding="utf-8").replace('scheme = "24h" #', 'scheme = "12h" #')
    shifts = read_shifts("shifts.toml", tomllib.loads(text))
    assert [one.id for one in shifts.patterns] == ["day12", "night12"]


def test_a_file_of_the_first_kind_still_reads() -> None:
    shifts = read_shifts("shifts.toml", tomllib.loads('[[pattern]]\nbegins = "07:30"\nhours = 12\n'))
    assert shifts.hours == ((parse_time("07:30"), 12),)
    assert read_shifts("shifts.toml", {}).hours == ((parse_time("08:00"), 24),)


def parse_time(text: str):
    from dutydesk.kernel.instants import parse_clock

    return parse_clock(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[pattern]]\nbegins = "25:00"\nhours = 12', "begins"),
        ('[[pattern]]\nbegins = "08:00"\nhours = 25', "1 至 24"),
        ('[[pattern]]\nbegins = "08:00"\nhours = 24\nrrule = "FREQ=SECONDLY"', "FREQ 须为"),
        ('[[pattern]]\nbegins = "08:00"\nhours = 24\nhour = 1', "最接近的是 “hours”"),
        ('scheme = "8h"\n[[pattern]]\nscheme = "24h"\nbegins = "08:00"\nhours = 24', "8h"),
        ('[[pattern]]\nbegins = "08:00"\nhours = 24\nteams = ["三组"]\n[[team]]\nname = "二组"', "没有班组 “三组”"),
        (
            '[[pattern]]\nid = "x"\nname = "白班"\nbegins = "08:00"\nhours = 12\n[[pattern]]\nid = "y"\nbegins = "20:00"\nhours = 12\nalso = ["白班"]',
            "“白班” 已是 x 的名称",
        ),
        ('[[pattern]]\nbegins = "08:00"\nhours = 24\nalso = "早"', "须为文字列表"),
        ('[limits]\nrest = "eleven"', "rest"),
        ("[limits]\ndays_on = 0", "days_on"),
        ('[severity]\ngap = "stop"', "不认识 “stop”"),
        ('[severity]\ngaps = "warn"', "最接近的是 “gap”"),
        ('[leaders]\nevery = "month"', "every"),
        ("limits = 3", "须为表"),
    ],
)
def test_what_is_wrong_in_the_shifts_is_named(text: str, said: str) -> None:
    assert said in problems(read_shifts, text)


# ---------------------------------------------------------------- holidays.toml


def test_the_shipped_years_say_where_they_are_from() -> None:
    years = load_books().holidays.years
    assert sorted(years) == [2025, 2026, 2027]
    assert [(y.status, y.verified) for y in years.values()] == [("published", "text")] * 2 + [("expected", "memory")]
    assert all(year.source for year in years.values())


@pytest.mark.parametrize(("year", "off", "worked"), [(2025, 28, 5), (2026, 33, 6), (2027, 19, 0)])
def test_how_many_days_a_year_has(year: int, off: int, worked: int) -> None:
    one = load_books().holidays.years[year]
    assert (len(one.off), len(one.worked)) == (off, worked)
    assert all(day.weekday() >= 5 for day in one.worked), "made up for on a weekend"


@pytest.mark.parametrize(
    ("day", "kind", "name", "free"),
    [
        ("2025-01-28", "holiday", "春节", True),
        ("2025-10-11", "makeup", "国庆节、中秋节", False),
        ("2026-02-14", "makeup", "春节", False),
        ("2026-02-23", "holiday", "春节", True),
        ("2026-02-24", "workday", "", False),
        ("2026-11-28", "weekend", "", True),
        ("2027-02-06", "holiday", "春节", True),
    ],
)
def test_what_a_day_is(day: str, kind: str, name: str, free: bool) -> None:
    found = load_books().holidays.day(date.fromisoformat(day))
    assert (found.kind, found.name, found.free, found.expected) == (kind, name, free, day.startswith("2027"))


def test_a_year_that_is_not_shipped_says_so() -> None:
    with pytest.raises(YearMissingError, match="没有 2028 年"):
        load_books().holidays.day(date(2028, 1, 1))
    assert load_books().holidays.missing(date(2026, 12, 1), date(2029, 1, 1)) == [2028, 2029]
    assert load_books().holidays.expected(date(2026, 12, 1), date(2029, 1, 1)) == [2027]


def test_important_periods_are_holidays_and_what_the_desk_set() -> None:
    more = [Special("全国两会", date(2026, 3, 3), date(2026, 3, 12))]
    periods = load_books().holidays.periods(more)
    held = [one.name for one in periods if one.holds(date(2026, 3, 12))]
    assert held == ["全国两会"]
    assert [(one.first, one.last) for one in periods if one.name == "春节" and one.first.year == 2026] == [
        (date(2026, 2, 15), date(2026, 2, 23))
    ]
    assert not any(one.holds(date(2026, 2, 24)) for one in periods)


def test_an_office_adds_a_year_without_code(tmp_path: Path) -> None:
    text = (BOOKS / "holidays.toml").read_text(encoding="utf-8")
    year = '[[year]]\nyear = 2028\nstatus = "published"\nsource = "通知"\nverified = "text"\n'
    own = year + 'holiday = [{ name = "元旦", from = 2028-01-01, to = 2028-01-03, workdays = [2028-01-08] }]\n'
    for name in ("obligations.toml", "taxonomy.toml", "checklist.toml", "shifts.toml"):
        shutil.copy(BOOKS / name, tmp_path)
    (tmp_path / "holidays.toml").write_text(f"{text}\n{own}", encoding="utf-8")
    assert load_books(tmp_path).holidays.day(date(2028, 1, 8)).kind == "makeup"
    assert load_books(tmp_path).allowance == load_books().allowance, "a file that the folder lacks is the shipped one"


HEAD = '[[year]]\nyear = 2028\nstatus = "published"\nsource = "x"\nverified = "text"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + 'holiday = [{ name = "元旦", from = 2028-01-03, to = 2028-01-01 }]', "早于 from"),
        (HEAD + 'holiday = [{ name = "元旦", from = "2028-01-03", to = 2028-01-05 }]', "须为日期"),
        (HEAD + 'holiday = [{ name = "元旦", from = 2027-12-31, to = 2028-01-01 }]', "不在 2028 年"),
        (
            HEAD + 'holiday = [{ name = "x", from = 2028-01-01, to = 2028-01-01, workdays = [2028-01-01] }]',
            "既放假又上班",
        ),
        (HEAD + HEAD, "重复的年份"),
        (HEAD.replace("text", "rumour"), "不认识 “rumour”"),
        ('[[special]]\nname = "两会"\nfrom = 2027-03-05\nto = 2027-03-01\nsource = "x"', "早于 from"),
    ],
)
def test_what_is_wrong_in_the_holidays_is_named(text: str, said: str) -> None:
    assert said in problems(read_holidays, text)


# ---------------------------------------------------------------- night hours and the allowance

NIGHT = Night()
EVENING = parse_instant("2026-02-14T20:00", 0)


def test_hours_of_the_night() -> None:
    assert sum(NIGHT.hours(EVENING, EVENING + 12 * HOUR).values()) == 8 * HOUR
    assert NIGHT.hours(EVENING, EVENING + 2 * HOUR) == {}
    assert NIGHT.hours(EVENING + 9 * HOUR, EVENING + 12 * HOUR) == {date(2026, 2, 14): HOUR}
    assert sum(NIGHT.hours(EVENING, EVENING + 10 * DAY).values()) == 80 * HOUR


def test_hours_by_person_with_important_periods_apart() -> None:
    stints = [
        Stint("zhou", "a", EVENING, EVENING + 12 * HOUR),
        Stint("zhou", "leader", EVENING, EVENING + 12 * HOUR),
        Stint("he", "b", EVENING + DAY, None),
    ]
    periods = load_books().holidays.periods()
    zhou, he = sorted(
        hours_of(stints, EVENING, EVENING + DAY + 6 * HOUR + 30 * MINUTE, NIGHT, ("a", "b"), periods),
        key=lambda one: one.officer != "zhou",
    )
    assert (zhou.stood, zhou.night) == (12 * HOUR, 8 * HOUR)
    assert (zhou.special, zhou.special_night) == (8 * HOUR, 6 * HOUR), "Spring Festival begins at midnight"
    assert (he.stood, spell_hours(he.night)) == (6 * HOUR + 30 * MINUTE, "4.5")


def test_the_formula_shows_its_numbers() -> None:
    hours = hours_of([Stint("zhou", "a", EVENING, EVENING + 12 * HOUR)], EVENING, EVENING + DAY, NIGHT, ("a",), [])
    said = str(formula(hours[0], load_books().allowance))
    assert said == "夜班补贴 = 夜间 8 小时 × 小时基本工资 × 1.5 (小时基本工资 = 月基本工资 ÷ 21.75 ÷ 8)"


def test_what_is_wrong_in_the_allowance_is_named() -> None:
    text = (BOOKS / "allowance.toml").read_text(encoding="utf-8")
    assert "factor" in problems(read_allowance, text.replace("factor = 1.5", 'factor = "1.5"'))
    assert "没有岗位 “c”" in problems(read_allowance, text.replace('["a", "b"]', '["a", "c"]'))


def test_nights_that_begin_after_midnight() -> None:
    early = Night(parse_time("00:00"), parse_time("05:00"))
    assert early.of(date(2026, 2, 14))[0] == EVENING - 20 * HOUR
    assert sum(early.hours(EVENING, EVENING + timedelta(days=1) // timedelta(microseconds=1)).values()) == 5 * HOUR
