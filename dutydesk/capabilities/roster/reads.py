"""Reads of the roster, for those who need them: functions that take a reader, not on the way to the first frame."""

from __future__ import annotations

from datetime import date

from dutydesk.capabilities.roster.rules.allowance import Stint
from dutydesk.capabilities.roster.rules.checks import Leave
from dutydesk.capabilities.roster.rules.roster import Overlay, PlannedShift, Stretch, resolve
from dutydesk.capabilities.roster.rules.swaps import Part, Swap
from dutydesk.kernel.holidays import Special
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.values import dataclass
from dutydesk.store.mapped import Mapped
from dutydesk.store.views.reader import Reader

_PLANNED = Mapped(PlannedShift, "roster")
_CHANGE = Mapped(Overlay, "roster_change", order="ordinal")
_STINT = Mapped(Stint, "stint")
_LEAVE = Mapped(Leave, "roster_leave")
_WITHIN = "WHERE ends > :since AND begins < :until "
_SWAP = (
    "SELECT id, giver, taker, begins, ends, post, back_begins, back_ends, back_post, state, reason FROM roster_swap "
)


@dataclass(frozen=True)
class StaffView:
    """What the roster knows of a person; dates as ISO text, ``newcomer`` yes, no or empty."""

    officer: str
    grade: str = ""
    group: str = ""
    joined: str = ""
    left: str = ""
    newcomer: str = ""
    part_time: int = 0


_STAFF = Mapped(StaffView, "roster_staff", group="team", left="left_on")


def planned(views: Reader, since: Instant, until: Instant) -> list[PlannedShift]:
    """Return the rotation's shifts that lie in a span, in whole or in part."""
    return _PLANNED.all(views, _WITHIN + "ORDER BY begins", {"since": since, "until": until})


def changes(views: Reader, since: Instant, until: Instant) -> list[Overlay]:
    """Return the changes that lie in a span, in whole or in part."""
    return _CHANGE.all(views, _WITHIN + "ORDER BY ordinal, begins", {"since": since, "until": until})


def change(views: Reader, typed: str) -> list[Overlay]:
    """Return the changes whose id ends with what was typed."""
    return _CHANGE.all(views, "WHERE id = :typed OR substr(id, -length(:typed)) = :typed", {"typed": typed})


def held(views: Reader, since: Instant, until: Instant) -> list[Stretch]:
    """Return the roster as it holds in a span; pieces at its ends are whole."""
    return [
        one
        for one in resolve(planned(views, since, until), changes(views, since, until))
        if one.ends > since and one.begins < until
    ]


def last_end(views: Reader) -> Instant | None:
    """Return when the last planned shift ends, None when there is no roster at all."""
    rows = views.rows(
        "SELECT max(ends) FROM (SELECT ends FROM roster UNION ALL SELECT ends FROM roster_change) AS every"
    )
    return int(rows[0][0]) if rows and rows[0][0] is not None else None


def shift_before(views: Reader, begins: Instant) -> PlannedShift | None:
    """Return the last planned shift that begins before an instant."""
    return _PLANNED.first(views, "WHERE begins < :begins ORDER BY begins DESC LIMIT 1", {"begins": begins})


def planned_next(views: Reader, begins: Instant, ends: Instant) -> PlannedShift | None:
    """Return the planned shift that follows one of these hours: it begins after it, nearest to its end."""
    where = "WHERE begins > :begins ORDER BY abs(begins - :ends), begins LIMIT 1"
    return _PLANNED.first(views, where, {"begins": begins, "ends": ends})


def approver(views: Reader, change: Overlay) -> str:
    """Return who approved a change or a swap of the roster, empty where that is not known."""
    rows = views.rows("SELECT actor FROM journal WHERE seq = :seq", {"seq": change.order})
    return str(rows[0][0]) if rows else ""


def leaves(views: Reader, since: Instant, until: Instant) -> list[tuple[str, Leave]]:
    """Return leaves that overlap a span, with their ids."""
    order, span = _WITHIN + "ORDER BY begins, seq", {"since": since, "until": until}
    ids = [str(key) for (key,) in views.rows("SELECT id FROM roster_leave " + order, span)]  # noqa: S608 - own words
    return list(zip(ids, _LEAVE.all(views, order, span), strict=True))


def periods(views: Reader) -> list[tuple[str, Special]]:
    """Return the important periods that were set on the desk, with their ids."""
    sql = "SELECT id, name, first, last, reason FROM roster_period ORDER BY first, seq"
    return [
        (str(key), Special(str(name), date.fromisoformat(first), date.fromisoformat(last), str(reason)))
        for key, name, first, last, reason in views.rows(sql)
    ]


def periods_since(views: Reader) -> list[tuple[Special, Instant]]:
    """Return the important periods that were set on the desk, with when that was."""
    set_at = {str(key): int(at) for key, at in views.rows("SELECT id, set_at FROM roster_period")}
    return [(period, set_at[key]) for key, period in periods(views)]


def swaps(views: Reader, *, waiting: bool = False) -> list[Swap]:
    """Return swaps, oldest first; ``waiting``: only those that still want an answer."""
    sql = _SWAP + ("WHERE state IN ('requested', 'accepted') " if waiting else "") + "ORDER BY asked_at, seq"
    return [_swap(row) for row in views.rows(sql)]


def _swap(row: tuple[object, ...]) -> Swap:
    key, giver, taker, begins, ends, post, back_begins, back_ends, back_post, state, reason = row
    back = Part(back_begins, back_ends, back_post) if back_begins is not None else None  # pyright: ignore[reportArgumentType]
    return Swap(key, giver, taker, Part(begins, ends, post), back, state, reason)  # pyright: ignore[reportArgumentType]


def staff(views: Reader) -> dict[str, StaffView]:
    """Return what is known of people, by account."""
    return {one.officer: one for one in _STAFF.all(views, "ORDER BY officer")}


def stints(views: Reader, since: Instant, until: Instant) -> list[Stint]:
    """Return who stood where in a span, oldest first."""
    where = "WHERE begins < :until AND (ends IS NULL OR ends > :since) ORDER BY begins, post"
    return _STINT.all(views, where, {"since": since, "until": until})
