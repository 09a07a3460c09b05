"""备班 beside the roster: who is called in by day, a register of its own (papers 4.16), is nobody who stands that day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from dutydesk.capabilities.registers import reads as registers
from dutydesk.capabilities.roster.rules.checks import POST_WORDS, Finding
from dutydesk.capabilities.roster.rules.roster import Stretch
from dutydesk.kernel.instants import Instant, local_date
from dutydesk.kernel.wording import Word, Worded
from dutydesk.store.views.people import PeopleReads

REGISTER = "standby"
ON_DUTY = Word("备班人当天值主班或副班")
"""What is said where somebody is put down for standby who stands that day."""


def put_down(values: Mapping[str, object]) -> tuple[date, str] | None:
    """Return who is on standby when by a row; None where an office that declares the register itself has other fields."""
    try:
        return date.fromisoformat(str(values["day"])), str(values["person"])
    except (KeyError, ValueError):
        return None


def stands(stretches: Sequence[Stretch], day: date, person: str) -> list[tuple[Stretch, str]]:
    """Return where a person stands as A or B of the shifts that begin on a day."""
    return [
        (one, post)
        for one in stretches
        for post in ("a", "b")
        if local_date(one.shift_begins) == day and one.posts.get(post) == person
    ]


def findings(
    views: PeopleReads, held: Sequence[Stretch], since: Instant, until: Instant, severity: str
) -> list[Finding]:
    """Return who is on standby on a day of a span on which they stand as A or B."""
    names = views.names()
    found: list[Finding] = []
    for row in registers.rows(views, REGISTER):
        known = put_down(row.values)
        if known is None:
            continue
        person = known[1]
        for one, post in stands(held, *known)[:1]:
            if since < one.ends and one.shift_begins < until:
                sentence = Worded("{0} 当天值 {1}, 又排了备班", names.get(person, person), POST_WORDS[post])
                found.append(Finding("on_standby", severity, one.shift_begins, one.ends, person, sentence))
    return found
