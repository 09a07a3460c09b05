"""Times as people type them: one table for every place."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutydesk.kernel import when
from dutydesk.kernel.instants import DAY, MINUTE, BadTimeError, iso, local_date, parse_instant, start_of, to_datetime
from dutydesk.kernel.when_echo import echo
from dutydesk.kernel.wording import Worded

THURSDAY = parse_instant("2026-11-26T10:00", 0)
MINUTES = st.integers(1_600_000_000 // 60, 4_000_000_000 // 60).map(lambda minute: minute * MINUTE)


def said(text: str, meaning: when.Meaning = when.DUE, now: int = THURSDAY) -> str:
    return str(iso(when.read(text, now, meaning))).removesuffix(":00+08:00")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("12-1", "2026-12-01T18:00"),
        ("12/2", "2026-12-02T18:00"),
        ("12.2", "2026-12-02T18:00"),
        ("12月1日", "2026-12-01T18:00"),
        ("12月1日 9时", "2026-12-01T09:00"),
        ("12 月 1 日 9 时", "2026-12-01T09:00"),
        ("12月1号上午9点", "2026-12-01T09:00"),
        ("十二月一日八点半", "2026-12-01T08:30"),
        ("2026年12月1日", "2026-12-01T18:00"),
        ("二〇二六年十二月二十一日", "2026-12-21T18:00"),
        ("26年12月1日", "2026-12-01T18:00"),
        ("2026-12-1", "2026-12-01T18:00"),
        ("2026/12/1 8:00", "2026-12-01T08:00"),
        ("2026.12.01", "2026-12-01T18:00"),
        ("2026-12-01 8:00", "2026-12-01T08:00"),
        ("2026-12-01T08:00", "2026-12-01T08:00"),
        ("2026-12-01T00:00:00Z", "2026-12-01T08:00"),
        ("2026-12-01 24:00", "2026-12-02T00:00"),
        ("2026-12-31 24时", "2027-01-01T00:00"),
        ("20261201", "2026-12-01T18:00"),
        ("20261201 0830", "2026-12-01T08:30"),
        ("202612010830", "2026-12-01T08:30"),
        ("２０２６－１２－０１　８：３０", "2026-12-01T08:30"),
        ("12-1 周二", "2026-12-01T18:00"),
        ("2026年12月4日（星期五）", "2026-12-04T18:00"),
        ("12月4日(周五)17点30分", "2026-12-04T17:30"),
        ("3号 8点", "2026-12-03T08:00"),
        ("下月3日", "2026-12-03T18:00"),
        ("明年1月5日 8:00", "2027-01-05T08:00"),
        ("今天", "2026-11-26T18:00"),
        ("明天", "2026-11-27T18:00"),
        ("明日 8:30", "2026-11-27T08:30"),
        ("明早8点", "2026-11-27T08:00"),
        ("今晚8点", "2026-11-26T20:00"),
        ("今晚12点", "2026-11-27T00:00"),
        ("后天", "2026-11-28T18:00"),
        ("大后天 12:00", "2026-11-29T12:00"),
        ("次日08:00", "2026-11-27T08:00"),
        ("tomorrow 8:00 am", "2026-11-27T08:00"),
        ("friday", "2026-11-27T18:00"),
        ("周四", "2026-11-26T18:00"),
        ("周四 18:00", "2026-11-26T18:00"),
        ("周四 9:00", "2026-12-03T09:00"),
        ("周五", "2026-11-27T18:00"),
        ("星期天 8:00", "2026-11-29T08:00"),
        ("周三", "2026-12-02T18:00"),
        ("本周三 8:00", "2026-11-25T08:00"),
        ("下周一", "2026-11-30T18:00"),
        ("下周五 8:00", "2026-12-04T08:00"),
        ("10:00", "2026-11-26T10:00"),
        ("9:00", "2026-11-27T09:00"),
        ("9：05", "2026-11-27T09:05"),
        ("８时", "2026-11-27T08:00"),
        ("8时30分", "2026-11-27T08:30"),
        ("8点半", "2026-11-27T08:30"),
        ("8点一刻", "2026-11-27T08:15"),
        ("8点整", "2026-11-27T08:00"),
        ("17点30分", "2026-11-26T17:30"),
        ("下午3点", "2026-11-26T15:00"),
        ("晚8点", "2026-11-26T20:00"),
        ("晚上8:15", "2026-11-26T20:15"),
        ("凌晨2点", "2026-11-27T02:00"),
        ("中午", "2026-11-26T12:00"),
        ("24:00", "2026-11-27T00:00"),
        ("01-05 08:00", "2027-01-05T08:00"),
        ("2-29 8:00", "2028-02-29T08:00"),
    ],
)
def test_what_is_due_is_read_ahead(typed: str, read: str) -> None:
    assert said(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("10:00", "2026-11-26T10:00"),
        ("10:01", "2026-11-26T10:00"),
        ("23:50", "2026-11-25T23:50"),
        ("24:00", "2026-11-26T00:00"),
        ("12-31 23:50", "2025-12-31T23:50"),
        ("11-26 9:00", "2026-11-26T09:00"),
        ("周四 9:00", "2026-11-26T09:00"),
        ("周三 8:00", "2026-11-25T08:00"),
        ("上周五 8:00", "2026-11-20T08:00"),
        ("昨天 23:50", "2026-11-25T23:50"),
        ("昨晚11点", "2026-11-25T23:00"),
        ("昨晚11点左右", "2026-11-25T23:00"),
        ("约昨晚11点半前后", "2026-11-25T23:30"),
        ("前天8点", "2026-11-24T08:00"),
        ("30日 8:00", "2026-10-30T08:00"),
        ("2026-11-27 08:00", "2026-11-27T08:00"),
    ],
)
def test_what_has_happened_is_read_back(typed: str, read: str) -> None:
    assert said(typed, when.PAST) == read


@pytest.mark.parametrize("typed", ["12-1", "昨天", "周三", "2026-11-25", "11月25日（周三）"])
def test_a_past_moment_needs_its_hour(typed: str) -> None:
    with pytest.raises(BadTimeError, match="须写明时刻"):
        when.read(typed, THURSDAY, when.PAST)


def test_a_day_alone_is_the_whole_of_it_for_what_lasts() -> None:
    assert said("12-1", when.BEGINS) == "2026-12-01T00:00"
    assert said("12-1", when.ENDS) == "2026-12-02T00:00"
    assert said("2026-07-10", when.DATED) == "2026-07-10T00:00"
    assert when.read_day("12-1", THURSDAY).isoformat() == "2026-12-01"
    assert when.read_day("12-1", THURSDAY, -1).isoformat() == "2025-12-01"
    with pytest.raises(BadTimeError, match="只填日期"):
        when.read_day("12-1 8:00", THURSDAY)


def test_scheduled_hours_are_the_nearest_either_way() -> None:
    five_past = parse_instant("2026-11-26T08:05", 0)
    assert said("08:00", when.SCHEDULED, five_past) == "2026-11-26T08:00"
    assert said("20:00", when.SCHEDULED, parse_instant("2026-11-26T00:10", 0)) == "2026-11-25T20:00"
    assert said("01-01 00:00", when.SCHEDULED, parse_instant("2026-12-31T23:50", 0)) == "2027-01-01T00:00"


def test_an_end_follows_its_beginning() -> None:
    begins = parse_instant("2026-12-01T20:00", 0)
    for typed, read in (
        ("08:00", "2026-12-02T08:00"),
        ("20:00", "2026-12-02T20:00"),
        ("次日8时", "2026-12-02T08:00"),
        ("24:00", "2026-12-02T00:00"),
        ("12-3", "2026-12-04T00:00"),
    ):
        assert str(iso(when.read(typed, THURSDAY, when.ENDS, since=begins))).startswith(read), typed


def test_an_end_before_its_beginning_is_no_end_of_next_year() -> None:
    begins = when.read("12-5", THURSDAY, when.SINCE)
    with pytest.raises(BadTimeError, match="早于开始的 2026-12-05"):
        when.read("12-3", THURSDAY, when.DUE, since=begins)
    assert iso(when.read("1-3", THURSDAY, when.DUE, since=begins)).startswith("2027-01-03")
    assert iso(when.read("2027-12-3", THURSDAY, when.DUE, since=begins)).startswith("2027-12-03")


def test_the_year_turns() -> None:
    assert said("12-31 23:50", when.PAST, parse_instant("2027-01-01T00:10", 0)) == "2026-12-31T23:50"
    assert said("01-01 08:00", when.DUE, parse_instant("2026-12-31T23:50", 0)) == "2027-01-01T08:00"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "不是时间"),
        ("abc", "不是时间"),
        ("8:5", "不是时间"),
        ("1049", "不是时间"),
        ("12-1-2026", "不是时间"),
        ("十点钟半", "不是时间"),
        ("2月31日", "没有这个日期"),
        ("2026-02-29", "没有这个日期"),
        ("2026-13-01", "没有这个日期"),
        ("20261301", "没有这个日期"),
        ("32日 8:00", "没有这个日期"),
        ("0000-01-01", "没有这个日期"),
        ("9999-01-01 08:00", "没有这个日期"),
        ("25:00", "没有这个时刻"),
        ("24:30", "没有这个时刻"),
        ("12:60", "没有这个时刻"),
        ("2026-11-27T25:00:00Z", "没有这个时刻"),
        ("上午15点", "上午 没有 15 点"),
        ("夜里2点", "夜里 没有 2 点"),
        ("12-1 周三", "2026-12-01 是周二, 不是 周三"),
        ("今天（周五）", "2026-11-26 是周四, 不是 周五"),
        ("12月1日 9时xx", "看不懂"),
        ("+08:00", "演练"),
    ],
)
def test_nonsense_is_refused_with_a_sentence(typed: str, why: str) -> None:
    with pytest.raises(BadTimeError, match=why):
        when.read(typed, THURSDAY, when.DUE)


SPELLINGS = [
    line.split("\t") for line in Path(__file__).with_name("spellings.tsv").read_text(encoding="utf-8").splitlines()
]
"""What people type, and how it is read on Thursday 26 November 2026, 10:00: of what is over, and of what is due."""


@pytest.mark.parametrize(("typed", "past", "due"), SPELLINGS, ids=[one[0] for one in SPELLINGS])
def test_a_spelling_is_read_right_or_refused(typed: str, past: str, due: str) -> None:
    for meaning, expected in ((when.PAST, past), (when.DUE, due)):
        if expected.startswith("! "):
            with pytest.raises(BadTimeError) as refused:
                when.read(typed, THURSDAY, meaning)
            assert all(part in str(refused.value) for part in expected.removeprefix("! ").split("…"))
        else:
            assert str(iso(when.read(typed, THURSDAY, meaning))).removesuffix("+08:00").removesuffix(":00") == expected


@pytest.mark.parametrize(
    ("typed", "meaning", "read"),
    [
        ("3天内", when.ENDS, "2026-11-30T00:00"),
        ("月底", when.ENDS, "2026-12-01T00:00"),
        ("月底", when.NEXT_DAY, "2026-11-30T00:00"),
        ("月底", when.PAST_DAY, "2026-10-31T00:00"),
        ("3天后", when.BEGINS, "2026-11-29T00:00"),
        ("12月1日下班", when.BEGINS, "2026-12-01T18:00"),
        ("12.10", when.NEXT_DAY, "2026-12-10T00:00"),
        ("2小时前", when.SINCE, "2026-11-26T08:00"),
        ("3天内", when.BEGINS, ""),
        ("下午", when.BEGINS, ""),
        ("12月1日上午", when.ENDS, ""),
        ("2小时后", when.NEXT_DAY, ""),
        ("12月1日前", when.ENDS, ""),
    ],
)
def test_what_a_term_is_in_other_fields(typed: str, meaning: when.Meaning, read: str) -> None:
    if read:
        assert said(typed, meaning) == read
        return
    with pytest.raises(BadTimeError):
        when.read(typed, THURSDAY, meaning)


def test_a_distance_behind_a_beginning_is_not_guessed() -> None:
    begins = parse_instant("2026-12-01T20:00", 0)
    with pytest.raises(BadTimeError, match="从何时算起"):
        when.read("2小时后", THURSDAY, when.ENDS, since=begins)


def test_plus_is_the_next_day_in_drills_only() -> None:
    assert iso(when.read("+08:00", THURSDAY, when.DUE, drill=True)) == "2026-11-27T08:00:00+08:00"
    with pytest.raises(BadTimeError):
        when.read("++08:00", THURSDAY, when.DUE, drill=True)


@given(MINUTES, MINUTES, st.sampled_from([when.PAST, when.DUE, when.ENDS, when.SCHEDULED]))
def test_a_time_in_full_is_what_it_is_however_it_is_written(instant: int, now: int, meaning: when.Meaning) -> None:
    moment = to_datetime(instant)
    for form in (
        f"{moment:%Y-%m-%d %H:%M}",
        f"{moment:%Y/%m/%d %H:%M}",
        f"{moment:%Y%m%d%H%M}",
        f"{moment.year}年{moment.month}月{moment.day}日{moment.hour}时{moment.minute}分",
        f"{moment:%Y.%m.%d}（周{'一二三四五六日'[moment.weekday()]}）{moment.hour}点{moment.minute:02d}分",
        moment.isoformat(),
    ):
        assert when.read(form, now, meaning) == instant, form


@given(MINUTES, MINUTES)
def test_without_a_year_or_a_day_it_is_the_nearest_in_the_direction(instant: int, now: int) -> None:
    moment = to_datetime(instant)
    for form, farthest in ((f"{moment:%m-%d %H:%M}", 366 * 8), (f"{moment:%H:%M}", 1)):
        back, ahead = when.read(form, now, when.DATED), when.read(form, now, when.DUE)
        assert now - farthest * DAY <= back <= now <= ahead <= now + farthest * DAY, form
        for found in (back, ahead):
            assert to_datetime(found).strftime("%H:%M") == moment.strftime("%H:%M")
        nearer = {back + DAY, ahead - DAY} if farthest == 1 else set()
        assert all(one > now or one < now or one in (back, ahead) for one in nearer)


@given(MINUTES, st.integers(0, 6))
def test_a_weekday_includes_today(now: int, weekday: int) -> None:
    today = local_date(now)
    day = when.read_day(f"周{'一二三四五六日'[weekday]}", now)
    assert day.weekday() == weekday
    assert today <= day < today + timedelta(days=7)


@given(st.text(max_size=30), MINUTES, st.booleans())
def test_anything_typed_is_read_or_refused(text: str, now: int, drill: bool) -> None:
    for meaning in (when.PAST, when.DUE, when.ENDS, when.NEXT_DAY):
        with suppress(Worded):
            assert str(echo(when.read(text, now, meaning, drill=drill), now, meaning))


DATE_PARTS = st.lists(
    st.sampled_from([*"0123456789年月日时点分半周一二五十今明晚上午:-/. +（）", "12", "2026", "24:00", "次日"]),
    max_size=9,
).map("".join)


@given(DATE_PARTS, MINUTES)
def test_what_looks_like_a_time_is_read_or_refused(text: str, now: int) -> None:
    for meaning in (when.PAST, when.DUE, when.SCHEDULED):
        with suppress(Worded):
            when.read(text, now, meaning)


@pytest.mark.parametrize(
    ("typed", "meaning", "words"),
    [
        ("12月1日", when.DUE, "12月1日 周二 18:00, 5 天后"),
        ("2026-12-03", when.ENDS, "12月3日 周四 24:00, 7 天后"),
        ("1月5日", when.DUE, "2027-01-05 周二 18:00, 40 天后"),
        ("18:00", when.DUE, "11月26日 周四 18:00, 8 小时 0 分后"),
        ("9:15", when.PAST, "11月26日 周四 09:15, 45 分钟前"),
        ("昨天 8:00", when.PAST, "11月25日 周三 08:00, 1 天前"),
        ("10:00", when.PAST, "11月26日 周四 10:00, 现在"),
        ("12-1", when.NEXT_DAY, "12月1日 周二, 5 天后"),
        ("1-1", when.NEXT_DAY, "2027-01-01 周五, 36 天后"),
    ],
)
def test_the_reading_is_said_back(typed: str, meaning: when.Meaning, words: str) -> None:
    assert str(echo(when.read(typed, THURSDAY, meaning), THURSDAY, meaning)) == words


def test_a_clock_of_its_own_has_twenty_four_hours() -> None:
    assert when.read_clock("8点半") == (8, 30, 0)
    assert when.on_day(local_date(THURSDAY), when.read_clock("24:00")) == start_of(local_date(THURSDAY)) + DAY
    for wrong in ("12-1 8:00", "次日8:00", "x"):
        with pytest.raises(BadTimeError):
            when.read_clock(wrong)


@pytest.mark.parametrize(
    "typed",
    [
        "八九十号",
        "十八九号",
        "七八点",
        "八九十点",
        "两三点半",
        "十一二月",
        "三四月五六号",
        "二三十分钟后",
        "十七八小时前",
    ],
)
@pytest.mark.parametrize("meaning", [when.DUE, when.PAST])
def test_about_so_many_is_no_time_or_one_that_is_read(typed: str, meaning: when.Meaning) -> None:
    with suppress(BadTimeError):
        when.read(typed, THURSDAY, meaning)


@given(st.text(alphabet="零一二三四五六七八九十两百半点时分号日月年前后天周小:0123456789 今明昨上下午晚", max_size=9))
def test_whatever_numbers_are_typed_a_time_is_read_or_refused(typed: str) -> None:
    for meaning in (when.DUE, when.PAST):
        with suppress(BadTimeError):
            when.read(typed, THURSDAY, meaning)


@pytest.mark.parametrize(
    ("typed", "now", "read"),
    [
        ("12:20", "12:19", "2026-11-27T12:19"),  # another clock is a minute fast
        ("12时24分", "12:19", "2026-11-27T12:19"),
        ("11-27 12:20", "12:19", "2026-11-27T12:19"),
        ("周五 12:20", "12:19", "2026-11-27T12:19"),
        ("12:19", "12:19", "2026-11-27T12:19"),
        ("12:18", "12:19", "2026-11-27T12:18"),
        ("23:50", "00:10", "2026-11-26T23:50"),  # nearer than tonight
        ("昨天 23:00", "12:19", "2026-11-26T23:00"),
    ],
)
def test_a_clock_that_is_fast_loses_no_day(typed: str, now: str, read: str) -> None:
    moment = parse_instant(f"2026-11-27T{now}:00+08:00", 0)
    assert when.read(typed, moment, when.PAST) == parse_instant(f"{read}:00+08:00", 0)


@pytest.mark.parametrize("typed", ["12:25", "12:40", "23:00", "11-27 12:40", "周五 13:00"])
def test_an_hour_that_today_has_not_seen_is_yesterdays_only_where_that_is_said(typed: str) -> None:
    with pytest.raises(BadTimeError):
        when.read(typed, parse_instant("2026-11-27T12:19:00+08:00", 0), when.PAST)
