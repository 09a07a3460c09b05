"""One person's shifts as an iCalendar file (RFC 5545), for the telephone in the pocket.

The ``icalendar`` library folds, escapes and ends the lines; what stands here is what a shift is called, an identity
that stays the same from export to export, and the zone of Beijing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from dutydesk import __version__
from dutydesk.capabilities.roster.rules.checks import POST_WORDS
from dutydesk.capabilities.roster.rules.roster import POSTS, Stretch
from dutydesk.i18n import say, translate
from dutydesk.kernel.instants import Instant, to_datetime
from dutydesk.kernel.text import one_line

if TYPE_CHECKING:
    from icalendar import Timezone

ZONE = "Asia/Shanghai"


def calendar(stretches: Iterable[Stretch], person: str, names: Mapping[str, str], site: str, now: Instant) -> bytes:
    """Return the calendar of one person.

    Args:
        stretches: the roster as it holds.
        person: whose shifts.
        names: names by account.
        site: name of the desk, part of every identity.
        now: when the file is made.
    """
    from icalendar import Calendar, Event, vText  # only where a file is written

    book = Calendar()
    book.add("prodid", f"-//dutydesk//{__version__}//ZH")
    book.add("version", "2.0")
    book.add("calscale", "GREGORIAN")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", vText(say("{0} 值班", one_line(names.get(person, person)))))
    book.add("x-wr-timezone", vText(ZONE))
    book.add_component(_zone())
    for one in stretches:
        for post in (post for post in POSTS if one.posts[post] == person):
            event = Event()
            event.add("uid", _identity(one, post, person, site))
            event.add("dtstamp", to_datetime(now).astimezone(UTC))
            event.add("dtstart", _local(one.begins), {"TZID": ZONE})
            event.add("dtend", _local(one.ends), {"TZID": ZONE})
            event.add("summary", say("值班 {0}", POST_WORDS[post]))
            event.add("description", _description(one, names))
            event.add("location", one_line(site))
            event.add("transp", "OPAQUE")
            book.add_component(event)
    return book.to_ical(sorted=False)


def _local(instant: Instant) -> datetime:
    return to_datetime(instant).replace(tzinfo=None)


def _identity(one: Stretch, post: str, person: str, site: str) -> str:
    content = f"{site}\x1f{person}\x1f{post}\x1f{one.begins}"
    return f"{hashlib.sha256(content.encode()).hexdigest()[:32]}@dutydesk"


def _description(one: Stretch, names: Mapping[str, str]) -> str:
    words = [
        f"{translate(POST_WORDS[post])} {one_line(names.get(who, who)) or translate('空缺')}"
        for post, who in one.posts.items()
    ]
    return "\n".join(words)


def _zone() -> Timezone:
    """Beijing: one offset, no daylight saving since 1991."""
    from icalendar import Timezone, TimezoneStandard

    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", ZONE)
    standard.add("dtstart", datetime(1991, 9, 15, 1))  # noqa: DTZ001 - a zone's own beginning is local by definition
    standard.add("tzoffsetfrom", timedelta(hours=9))
    standard.add("tzoffsetto", timedelta(hours=8))
    standard.add("tzname", "CST")
    zone.add_component(standard)
    return zone
