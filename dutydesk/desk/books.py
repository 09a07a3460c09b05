"""The office's books: rulebook, taxonomy, plans, checklist, shift patterns, read from TOML once."""

from __future__ import annotations

import tomllib
from datetime import time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dutydesk.desk.accepted import Accepted, AcceptedFile
from dutydesk.domain.handover import Checklist, read_checklist
from dutydesk.domain.instants import Instant, at_local, local_date
from dutydesk.domain.reading import Problem, RulebookError
from dutydesk.domain.rights import Rights
from dutydesk.domain.rights_table import read_rights
from dutydesk.domain.values import dataclass
from dutydesk.resources import data_folder

if TYPE_CHECKING:
    from dutydesk.domain.allowance import Allowance
    from dutydesk.domain.channels import Channels
    from dutydesk.domain.holidays import Holidays
    from dutydesk.domain.kpi import Indicator
    from dutydesk.domain.meeting_rooms import MeetingRoom
    from dutydesk.domain.plans import Plans
    from dutydesk.domain.recipients import Addressing
    from dutydesk.domain.reporting import Reporting
    from dutydesk.domain.roster_book import Shifts
    from dutydesk.domain.rulebook import Rulebook
    from dutydesk.domain.taxonomy import Taxonomy


Source = Path | Accepted
"""Where books are read from: a folder, or what a store accepted."""

HOLIDAYS, ALLOWANCE = "holidays.toml", "allowance.toml"
YOUNGER = frozenset({"plans.toml", "reporting.toml", HOLIDAYS, ALLOWANCE})
"""Books that came later: an office's folder from before goes on working without them."""
CHANNELS = "channels.toml"
"""May be missing: an office that lets nothing out needs none."""


@dataclass(frozen=True)
class Books:
    """Everything an office may edit."""

    rules: Rulebook
    taxonomy: Taxonomy
    plans: Plans
    reporting: Reporting
    checklist: Checklist
    shifts: Shifts
    """Patterns, teams and limits of the roster."""

    holidays: Holidays
    allowance: Allowance
    rights: Rights
    channels: Channels
    """The ways out of the house; no part of the rulebook's version, for no clock depends on them."""

    recipients: tuple[Addressing, ...] = ()
    """Who gets which policy, by keyword."""
    meeting_rooms: tuple[MeetingRoom, ...] = ()
    """Video meetings by level."""

    @property
    def patterns(self) -> tuple[tuple[time, int], ...]:
        """Beginning (Asia/Shanghai) and length in hours of the shifts of a day."""
        return self.shifts.hours

    def scheduled(self, now: Instant) -> tuple[Instant, Instant]:
        """Return the scheduled hours of the shift that begins nearest to ``now`` by the pattern."""
        day = local_date(now)
        hours = [
            (at_local(day + timedelta(days=shift), begins), length)
            for shift in (-1, 0, 1)
            for begins, length in self.patterns
        ]
        begins, length = min(hours, key=lambda one: (abs(one[0] - now), one[0]))
        return begins, begins + length * 3_600_000_000


@lru_cache(maxsize=8)
def load_checklist(folder: Source | None = None) -> Checklist:
    """Read the checklist alone: the first frame needs no more.

    Raises:
        RulebookError: every problem of the file.
    """
    path = (folder or data_folder() / "rulebook") / "checklist.toml"
    return read_checklist(path.name, _read(path))


@lru_cache(maxsize=8)
def load_rights(folder: Source | None = None) -> Rights:
    """Read the rights alone: a session asks for its own before the first frame.

    Raises:
        RulebookError: every problem of the file.
    """
    path = _rights_file(folder or data_folder() / "rulebook")
    return read_rights(path.name, _read(path))


def _rights_file(folder: Source) -> Path | AcceptedFile:
    """The office's table, or the shipped one where the office has none of its own."""
    own = folder / "rights.toml"
    return own if own.exists() else data_folder() / "rulebook" / own.name


@lru_cache(maxsize=8)
def load_indicators(folder: Source | None = None) -> dict[str, Indicator]:
    """Read the indicators; an own folder without them has the shipped ones.

    Raises:
        RulebookError: every problem of the file.
    """
    from dutydesk.domain.kpi import read_indicators

    shipped = data_folder() / "rulebook" / "kpi.toml"
    own = folder / "kpi.toml" if folder is not None else shipped
    path = own if own.exists() else shipped
    return read_indicators(path.name, _read(path))


@lru_cache(maxsize=8)
def load_books(folder: Source | None = None) -> Books:
    """Read the books of a folder (the shipped ones by default).

    Raises:
        RulebookError: every problem of the first file that has any, with file, entry, key and nearest valid word.
    """
    import hashlib  # like the others not on the way to the first frame

    from dutydesk.domain.channels import Channels, read_channels
    from dutydesk.domain.meeting_rooms import read_rooms
    from dutydesk.domain.plans import read_plans
    from dutydesk.domain.recipients import read_recipients
    from dutydesk.domain.reporting import read_reporting
    from dutydesk.domain.roster_book import read_allowance, read_holidays, read_shifts
    from dutydesk.domain.rulebook import read_rules
    from dutydesk.domain.taxonomy import read_taxonomy

    folder = folder or data_folder() / "rulebook"
    digest = hashlib.sha256()
    documents: dict[str, dict[str, Any]] = {}
    for name in ("obligations.toml", "taxonomy.toml", "plans.toml", "reporting.toml", "checklist.toml", "shifts.toml"):
        documents[name] = _read(_own_or_shipped(folder, name), digest)
    documents["rights.toml"] = _read(_rights_file(folder), digest)
    version = digest.hexdigest()[:12]
    there = (folder / CHANNELS).exists()
    taxonomy = read_taxonomy("taxonomy.toml", documents["taxonomy.toml"])
    return Books(
        rules=read_rules("obligations.toml", documents["obligations.toml"], version),
        taxonomy=taxonomy,
        plans=read_plans(
            "plans.toml", documents["plans.toml"], {c.id: list(c.subtypes) for c in taxonomy.categories.values()}
        ),
        reporting=read_reporting("reporting.toml", documents["reporting.toml"]),
        checklist=read_checklist("checklist.toml", documents["checklist.toml"]),
        recipients=read_recipients("recipients.toml", _read_if_there(folder / "recipients.toml")),
        meeting_rooms=read_rooms("meeting_rooms.toml", _read_if_there(folder / "meeting_rooms.toml")),
        shifts=read_shifts("shifts.toml", documents["shifts.toml"]),
        holidays=read_holidays(HOLIDAYS, _read(_own_or_shipped(folder, HOLIDAYS))),
        allowance=read_allowance(ALLOWANCE, _read(_own_or_shipped(folder, ALLOWANCE))),
        channels=read_channels(CHANNELS, _read(folder / CHANNELS, hashlib.sha256())) if there else Channels(),
        rights=read_rights("rights.toml", documents["rights.toml"]),
    )


def load_holidays(folder: Source | None = None) -> Holidays:
    """Return the holidays of a folder; a folder without the file has the shipped ones."""
    return load_books(folder).holidays


def _read_if_there(path: Path | AcceptedFile) -> dict[str, Any]:
    """Read a book that an office may do without; it decides no clock, so it is no part of the version."""
    return _read(path) if path.exists() else {}


def load_allowance(folder: Source | None = None) -> Allowance:
    """Return the numbers of the allowance of a folder; a folder without the file has the shipped ones."""
    return load_books(folder).allowance


def _own_or_shipped(folder: Source, name: str) -> Path | AcceptedFile:
    """Return the office's own file; where its folder is older than the book, the shipped one."""
    own = folder / name
    return own if name not in YOUNGER or own.exists() else data_folder() / "rulebook" / name


def _read(path: Path | AcceptedFile, digest: Any = None) -> dict[str, Any]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise RulebookError([Problem(path.name, "-", "-", f"读不到文件: {error.strerror}")]) from error
    if digest is not None:
        digest.update(content)
    try:
        return tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RulebookError([Problem(path.name, "-", "-", f"不是 TOML: {error}")]) from error
