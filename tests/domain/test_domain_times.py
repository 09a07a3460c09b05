"""Instants and durations: reading times as people type them, due phrases, boundaries of periods."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutydesk import i18n
from dutydesk.kernel.durations import Due, Duration, boundaries, period_start
from dutydesk.kernel.instants import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    BadTimeError,
    Until,
    at_local,
    day_and_hour,
    from_datetime,
    hhmm,
    iso,
    local_date,
    parse_clock,
    parse_instant,
    to_datetime,
)

NOW = parse_instant("2026-07-15T10:00:00+08:00", 0)
instants = st.integers(0, 4_000_000_000 * SECOND)


def at(text: str) -> int:
    return parse_instant(text, NOW)


# ---------------------------------------------------------------- instants


def test_an_instant_is_utc_and_shown_in_shanghai() -> None:
    assert from_datetime(datetime(2026, 7, 15, 2, 0, tzinfo=UTC)) == NOW
    assert iso(NOW) == "2026-07-15T10:00:00+08:00"
    assert iso(NOW + 1) == "2026-07-15T10:00:00.000001+08:00"
    assert iso(None) is None
    assert hhmm(NOW) == "10:00"
    assert hhmm(None) == "     "


def test_the_local_day_changes_at_midnight_in_shanghai() -> None:
    assert local_date(at("2026-07-15T00:00")) == date(2026, 7, 15)
    assert local_date(at("2026-07-15T00:00") - 1) == date(2026, 7, 14)


@pytest.mark.parametrize(
    ("moment", "today", "said"),
    [
        ("2026-07-15T09:05", "2026-07-15", ("", "09:05")),
        ("2026-07-16T05:08", "2026-07-15", ("明日", "05:08")),
        ("2026-07-14T23:59", "2026-07-15", ("", "07-14 23:59")),
        ("2026-07-17T00:00", "2026-07-15", ("", "07-17 00:00")),
        ("2027-01-01T00:00", "2026-12-31", ("明日", "00:00")),
        ("2027-01-01T00:00", "2026-12-30", ("", "2027-01-01 00:00")),
        ("2025-12-31T23:00", "2026-01-01", ("", "2025-12-31 23:00")),
    ],
)
def test_a_time_is_named_as_people_name_it(moment: str, today: str, said: tuple[str, str]) -> None:
    assert day_and_hour(at(moment), date.fromisoformat(today)) == said


@given(instants, instants)
def test_a_bare_time_is_always_of_today(one: int, other: int) -> None:
    word, digits = day_and_hour(one, local_date(other))
    assert (len(digits) == 5 and not word) == (local_date(one) == local_date(other))


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(BadTimeError, match="缺少时区"):
        from_datetime(datetime(2026, 7, 15, 10, 0))


@given(instants)
def test_an_instant_survives_iso(instant: int) -> None:
    assert parse_instant(str(iso(instant)), 0) == instant
    assert from_datetime(to_datetime(instant)) == instant


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("10:49", "2026-07-15T10:49:00+08:00"),
        (" 9:05 ", "2026-07-15T09:05:00+08:00"),
        ("19:12:01", "2026-07-15T19:12:01+08:00"),
        ("+00:12", "2026-07-16T00:12:00+08:00"),
        ("07-22 10:20", "2026-07-22T10:20:00+08:00"),
        ("2026-07-22 10:20", "2026-07-22T10:20:00+08:00"),
        ("2026-07-22T10:20", "2026-07-22T10:20:00+08:00"),
        ("2026-07-22T10:20:30.5", "2026-07-22T10:20:30.500000+08:00"),
        ("2026-07-22T02:20:00Z", "2026-07-22T10:20:00+08:00"),
        ("2026-07-22T02:20:00+00:00", "2026-07-22T10:20:00+08:00"),
    ],
)
def test_times_as_people_type_them(typed: str, read: str) -> None:
    assert iso(parse_instant(typed, NOW)) == read


@pytest.mark.parametrize("typed", ["", "24:00", "10:60", "1049", "十点", "02-30 10:00", "2026-02-29 10:00", "++10:00"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(BadTimeError):
        parse_instant(typed, NOW)


def test_a_time_of_day_is_not_a_date() -> None:
    assert parse_clock("04:00") == time(4, 0)
    for wrong in ("+04:00", "2026-07-15 04:00", "4", "25:00"):
        with pytest.raises(BadTimeError):
            parse_clock(wrong)


# ---------------------------------------------------------------- durations


@pytest.mark.parametrize(
    ("text", "months", "exact"),
    [
        ("PT2H", 0, 2 * HOUR),
        ("-PT30M", 0, -30 * MINUTE),
        ("+PT5M", 0, 5 * MINUTE),
        ("P7D", 0, 7 * DAY),
        ("P2W", 0, 14 * DAY),
        ("PT0S", 0, 0),
        ("P1DT2H3M4S", 0, DAY + 2 * HOUR + 3 * MINUTE + 4 * SECOND),
        ("P1M", 1, 0),
        ("-P1Y2M", -14, 0),
    ],
)
def test_durations_are_iso_8601(text: str, months: int, exact: int) -> None:
    duration = Duration.parse(text)
    assert (duration.months, duration.exact, duration.text) == (months, exact, text)


@pytest.mark.parametrize("text", ["", "P", "PT", "2H", "PT2", "P2H", "PT1D", "PT1.5H", "pt2h", "--PT1H"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="ISO 8601"):
        Duration.parse(text)


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        ("2026-01-31T18:00", "P1M", "2026-02-28T18:00"),
        ("2028-01-31T18:00", "P1M", "2028-02-29T18:00"),
        ("2028-02-29T18:00", "P1Y", "2029-02-28T18:00"),
        ("2026-12-31T23:59", "P1M", "2027-01-31T23:59"),
        ("2026-07-15T18:00", "P30D", "2026-08-14T18:00"),
    ],
)
def test_months_follow_the_calendar(start: str, length: str, end: str) -> None:
    assert Duration.parse(length).after(at(start)) == at(end)


def test_before_goes_back() -> None:
    assert Duration.parse("PT30M").before(at("10:15")) == at("09:45")
    assert Duration.parse("P1M").before(at("2026-03-31T18:00")) == at("2026-02-28T18:00")
    assert Duration.parse("-PT30M").after(at("10:15")) == at("09:45")


@given(instants, st.integers(0, 10**6))
def test_exact_durations_come_back(instant: int, seconds: int) -> None:
    duration = Duration.parse(f"PT{seconds}S")
    assert duration.before(duration.after(instant)) == instant


# ---------------------------------------------------------------- due phrases


@pytest.mark.parametrize(
    ("phrase", "trigger", "due"),
    [
        ("PT20M", "10:47", "11:07"),
        ("-PT30M", "15:00", "14:30"),
        ("at:00:30", "08:00", "2026-07-16T00:30"),
        ("at:17:00", "17:00", "17:00"),
        ("at:17:00", "17:01", "2026-07-16T17:00"),
        ("at:04:00", "00:00", "04:00"),
        ("day:5", "2026-08-01T00:00", "2026-08-05T18:00"),
        ("day:5", "2026-08-05T18:00", "2026-08-05T18:00"),
        ("day:5", "2026-08-05T18:01", "2026-09-05T18:00"),
        ("day:31", "2026-02-01T00:00", "2026-02-28T18:00"),
        ("quarter_day:20", "2026-10-01T00:00", "2026-10-20T18:00"),
        ("quarter_day:75", "2026-01-01T00:00", "2026-03-16T18:00"),
        ("quarter_day:92", "2026-01-01T00:00", "2026-03-31T18:00"),
        ("quarter_day:20", "2026-11-01T00:00", "2027-01-20T18:00"),
        ("year_day:01-20", "2027-01-01T00:00", "2027-01-20T18:00"),
        ("year_day:01-20", "2026-07-15T00:00", "2027-01-20T18:00"),
        ("year_day:12-31", "2026-12-31T18:00", "2026-12-31T18:00"),
    ],
)
def test_due_phrases(phrase: str, trigger: str, due: str) -> None:
    assert iso(Due.parse(phrase).after(at(trigger))) == iso(at(due))


def test_a_field_must_be_typed() -> None:
    assert Due.parse("field:policy.deadline").after(NOW) is None


@pytest.mark.parametrize(
    "phrase",
    [
        "at:25:00",
        "at:",
        "day:0",
        "day:32",
        "day:x",
        "quarter_day:93",
        "year_day:13-01",
        "year_day:02-30",
        "hour:3",
        "2h",
    ],
)
def test_what_is_no_due_phrase_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        Due.parse(phrase)


@given(instants, st.sampled_from(["day:5", "day:31", "quarter_day:92", "at:00:00", "at:23:59"]))
def test_a_calendar_due_time_is_never_before_its_trigger(trigger: int, phrase: str) -> None:
    due = Due.parse(phrase).after(trigger)
    assert due is not None
    assert trigger <= due <= trigger + 366 * DAY


# ---------------------------------------------------------------- periods


@pytest.mark.parametrize(
    ("period", "start"),
    [
        ("day", date(2026, 8, 20)),
        ("week", date(2026, 8, 17)),
        ("month", date(2026, 8, 1)),
        ("quarter", date(2026, 7, 1)),
        ("half_year", date(2026, 7, 1)),
        ("year", date(2026, 1, 1)),
    ],
)
def test_where_a_period_begins(period: str, start: date) -> None:
    assert period_start(period, date(2026, 8, 20)) == start
    assert period_start(period, start) == start


def test_boundaries_leave_out_the_beginning_and_take_the_end() -> None:
    midnight = at("2026-07-16T00:00")
    assert boundaries("day", midnight - 1, midnight) == [midnight]
    assert boundaries("day", midnight, midnight + DAY - 1) == []
    assert boundaries("day", NOW, NOW + 2 * DAY) == [midnight, midnight + DAY]


def test_boundaries_over_the_turn_of_the_year_oldest_first() -> None:
    found = boundaries("quarter", at("2026-07-15T08:00"), at("2027-04-01T00:00"))
    assert [iso(one) for one in found] == [
        "2026-10-01T00:00:00+08:00",
        "2027-01-01T00:00:00+08:00",
        "2027-04-01T00:00:00+08:00",
    ]
    assert boundaries("half_year", at("2026-07-15T08:00"), at("2026-12-31T23:59")) == []


@given(instants, st.integers(0, 100 * DAY), st.sampled_from(["day", "week", "month"]))
def test_every_boundary_is_a_midnight_within(since: int, length: int, period: str) -> None:
    found = boundaries(period, since, since + length)
    assert found == sorted(set(found))
    for one in found:
        assert since < one <= since + length
        assert to_datetime(one).time() == time(0, 0)


def test_at_local_is_the_wall_time_of_shanghai() -> None:
    assert at_local(date(2026, 7, 15), time(10, 0)) == NOW
    assert to_datetime(NOW).utcoffset() == timedelta(hours=8)


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ("2026-11-29T00:00", "11-28 24:00"),
        ("2026-11-29T08:00", "11-29 08:00"),
        ("2026-11-27T00:00", "24:00"),
        ("2026-11-28T00:00", "明日 24:00"),
        ("2027-01-01T00:00", "12-31 24:00"),
        ("2027-01-02T00:00", "2027-01-01 24:00"),
    ],
)
def test_the_end_of_a_day_is_of_that_day(ends: str, said: str) -> None:
    assert i18n.until(Until(parse_instant(ends, 0)), date(2026, 11, 26)) == said


@pytest.mark.parametrize(
    ("span", "chinese", "english"),
    [
        (0, "到期", "due"),
        (-59 * SECOND, "到期", "due"),
        (59 * SECOND, "剩不到1分", "<1m left"),
        (-MINUTE, "超时1分", "1m late"),
        (19 * HOUR + 14 * MINUTE, "剩19小时14分", "19h14m left"),
        (-2 * HOUR - 5 * MINUTE, "超时2小时05分", "2h05m late"),
        (-47 * HOUR - 59 * MINUTE, "超时47小时59分", "47h59m late"),
        (48 * HOUR, "剩2天00小时", "2d00h left"),
        (-99 * DAY - 23 * HOUR, "超时99天23小时", "99d23h late"),
        (365 * DAY, "剩365天", "365d left"),
    ],
)
def test_what_is_left_is_told_apart_from_an_hour_of_the_day(span: int, chinese: str, english: str) -> None:
    for language, said in (("zh", chinese), ("en", english)):
        with i18n.speaking(language):
            assert i18n.time_left(span) == said
            assert sum(1 + (ord(one) > 127) for one in said) <= i18n.LEFT_CELLS
            assert ":" not in said


@pytest.mark.parametrize(
    ("span", "said"), [(119 * SECOND, "剩1分59秒"), (5 * SECOND, "剩0分05秒"), (120 * SECOND, "剩2分")]
)
def test_the_last_two_minutes_go_by_the_second_where_a_countdown_may(span: int, said: str) -> None:
    assert i18n.time_left(span, seconds=True) == said
