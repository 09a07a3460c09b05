"""When a copy is due, what it is called, and which copies are kept. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import datetime, time, timedelta

from dutydesk.kernel.instants import SHANGHAI, Instant, at_local, from_datetime, local_date, to_datetime
from dutydesk.kernel.typed_numbers import COPIES, whole
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Worded

RULE = "backup_daily"
"""The clock that a proved copy meets."""

MET_BY = "backup.verified"

AT = time(3, 0)
"""When the daily copy is begun: an hour before it is owed."""

LEAST_MONTHLY = 6
"""Months for which a copy is kept at least: as long as logs must be (网络安全法, 不少于六个月)."""

MOST = 1000

SHORTEST_KEY = 12
"""Bytes of a key file or characters of a passphrase: what seals everything must not be guessed."""

SEALED = ".sealed"
_NAME = re.compile(r"dutydesk-(?P<store>[0-9a-f]{8})-(?P<at>\d{8}-\d{6})-(?P<count>\d+)\.db(?P<sealed>\.sealed)?")


@dataclass(frozen=True)
class Keep:
    """How many copies are kept: the newest of each of so many hours, days and months that have one."""

    hourly: int = 24
    daily: int = 14
    monthly: int = 12


@dataclass(frozen=True)
class Copy:
    """A copy as its name tells it: of which store, when it was made, how many rows it holds."""

    name: str
    store: str
    at: Instant
    count: int
    sealed: bool


def short(origin: str) -> str:
    """Return how a store is called in the names of its copies: the end of its id, which is the random part."""
    return origin.replace("-", "")[-8:]


def name_of(origin: str, at: Instant, count: int, *, sealed: bool) -> str:
    """Return the name of a copy."""
    return f"dutydesk-{short(origin)}-{to_datetime(at):%Y%m%d-%H%M%S}-{count}.db{SEALED if sealed else ''}"


def read_name(name: str) -> Copy | None:
    """Return what the name of a file tells, None where it is no copy."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    try:
        moment = datetime.strptime(found["at"], "%Y%m%d-%H%M%S").replace(tzinfo=SHANGHAI)
    except ValueError:
        return None
    return Copy(name, found["store"], from_datetime(moment), int(found["count"]), bool(found["sealed"]))


def superfluous(copies: Iterable[Copy], keep: Keep) -> list[Copy]:
    """Return the copies that need not be kept. What is counted is copies, not the calendar: where no new one comes, none goes."""
    newest_first = sorted(copies, key=lambda one: (one.at, one.count), reverse=True)
    kept: set[str] = {one.name for one in newest_first[:1]}
    for form, most in (("%Y%m%d%H", keep.hourly), ("%Y%m%d", keep.daily), ("%Y%m", keep.monthly)):
        seen: dict[str, str] = {}
        for one in newest_first:
            seen.setdefault(f"{to_datetime(one.at):{form}}", one.name)
        kept.update(list(seen.values())[:most])
    return [one for one in newest_first if one.name not in kept]


def is_due(now: Instant, proved_at: Instant) -> bool:
    """Return whether the daily copy is to be made: 03:00 has come since the last proved one."""
    today = local_date(now)
    begins = at_local(today, AT)
    return proved_at < (begins if now >= begins else at_local(today - timedelta(days=1), AT))


def read_most(typed: str, default: int, least: int = 0) -> int:
    """Return a typed number of copies.

    Raises:
        Worded: it is none, or too few are kept.
    """
    words = typed.strip()
    if not words:
        return default
    copies = whole(words, *COPIES)
    if copies is None or not least <= copies <= MOST:
        raise Worded("须为 {0} 至 {1} 的整数, 不是 {2}", least, MOST, words)
    return copies


def second_of(actor: str, roles: dict[str, tuple[str, ...]], second: str) -> Worded | None:
    """Return why somebody cannot be the second who agrees to putting back a copy, None where they can; not raised.

    The director agrees; where it is the director who acts, a leader or the admin; where nobody else could, nobody is asked.
    """
    wanted: Collection[str] = ("leader", "admin") if "director" in roles.get(actor, ()) else ("director",)
    able = [one for one, having in roles.items() if one != actor and not set(wanted).isdisjoint(having)]
    if not able and not second:
        return None
    if second in able:
        return None
    if second == actor:
        return Worded("第二人不能是操作者本人")
    words = "带班领导或管理员" if "director" in roles.get(actor, ()) else "主任"
    return Worded("恢复须{0}一同确认: --second 姓名", words)
