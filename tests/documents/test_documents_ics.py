"""A person's shifts as iCalendar: what another program reads is what stands in the roster."""

from __future__ import annotations

from datetime import timedelta

from icalendar import Calendar

from dutydesk import i18n
from dutydesk.capabilities.roster.rules.roster import Overlay, PlannedShift, resolve
from dutydesk.documents.ics import calendar
from dutydesk.kernel.instants import DAY, HOUR, parse_instant, to_datetime

MONDAY = parse_instant("2026-11-23T08:00", 0)
NAMES = {"zhou": "周,明;\\ [/]", "he": "何静\x1b]52;c;AAAA\x07\r\nDTSTART:19700101", "liu": "长" * 120}
SHIFTS = [
    PlannedShift(MONDAY, MONDAY + DAY, "zhou", "he", "liu"),
    PlannedShift(MONDAY + DAY, MONDAY + 2 * DAY, "he", "", "liu"),
    PlannedShift(MONDAY + 2 * DAY, MONDAY + 3 * DAY, "he", "zhou", "liu"),
]


def export(person: str = "zhou", *overlays: Overlay) -> bytes:
    return calendar(resolve(SHIFTS, overlays), person, NAMES, "驻京值班室", MONDAY)


def test_another_program_reads_the_shifts() -> None:
    book = Calendar.from_ical(export())
    events = list(book.walk("VEVENT"))
    assert [(event.decoded("dtstart"), event.decoded("dtend")) for event in events] == [
        (to_datetime(MONDAY + n * DAY), to_datetime(MONDAY + (n + 1) * DAY)) for n in (0, 2)
    ]
    assert [str(event["summary"]) for event in events] == ["值班 A岗", "值班 B岗"]
    assert str(events[0]["description"]).splitlines()[0] == "A岗 周,明;\\ [/]"
    assert {event.decoded("dtstart").utcoffset() for event in events} == {timedelta(hours=8)}
    assert [str(zone["tzid"]) for zone in book.walk("VTIMEZONE")] == ["Asia/Shanghai"]


def test_lines_end_and_fold_as_the_standard_says() -> None:
    content = export()
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    content.decode("utf-8")


def test_no_name_can_act_or_begin_a_line() -> None:
    content = export("he")
    assert not any(byte < 0x20 and byte not in b"\r\n" for byte in content)
    assert b"\r\nDTSTART:19700101" not in content
    assert len(list(Calendar.from_ical(content).walk("VEVENT"))) == 3


def test_the_same_shift_keeps_its_identity() -> None:
    uids = [str(event["uid"]) for event in Calendar.from_ical(export()).walk("VEVENT")]
    later = calendar(resolve(SHIFTS), "zhou", NAMES, "驻京值班室", MONDAY + HOUR)
    assert [str(event["uid"]) for event in Calendar.from_ical(later).walk("VEVENT")] == uids
    assert len(set(uids)) == 2


def test_what_holds_is_exported_not_what_was_planned() -> None:
    swapped = Overlay("o", "override", MONDAY, MONDAY + DAY, 1, a="he", b="liu")
    assert len(list(Calendar.from_ical(export("zhou", swapped)).walk("VEVENT"))) == 1


def test_nobody_has_an_empty_calendar_that_still_reads() -> None:
    assert list(Calendar.from_ical(export("nobody")).walk("VEVENT")) == []


def test_in_english() -> None:
    i18n.use("en")
    try:
        assert b"SUMMARY:" in export()
    finally:
        i18n.use("zh")
