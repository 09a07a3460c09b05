"""The office's books: rulebook, taxonomy, plans, checklist, shift patterns, read from TOML once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import field
from datetime import time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from dutydesk.capabilities.handover.rules import Checklist, read_checklist
from dutydesk.kernel.instants import HOUR, Instant, at_local, local_date
from dutydesk.kernel.reading import Problem, RulebookError
from dutydesk.kernel.rights import Rights
from dutydesk.kernel.rights_table import read_rights
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Worded
from dutydesk.usecase.shelf import Shelf, Source, made_of

if TYPE_CHECKING:
    from dutydesk.capabilities.coordination.rules.plans import Plans
    from dutydesk.capabilities.delivery.rules import Channels
    from dutydesk.capabilities.grading.rules.taxonomy import Taxonomy
    from dutydesk.capabilities.meetings.rules import MeetingRoom
    from dutydesk.capabilities.obligations.rules.rulebook import Rulebook
    from dutydesk.capabilities.papers.rules import Papers, Receivers
    from dutydesk.capabilities.reporting.rules.recipients import Addressing
    from dutydesk.capabilities.reporting.rules.reporting import Reporting
    from dutydesk.capabilities.reporting.rules.wording import Wording
    from dutydesk.capabilities.roster.rules.allowance import Allowance
    from dutydesk.capabilities.roster.rules.book import Shifts
    from dutydesk.capabilities.statistics.rules.kpi import Indicator
    from dutydesk.capabilities.triage.rules.book import Triage
    from dutydesk.kernel.holidays import Holidays
    from dutydesk.kernel.registers import Register
    from dutydesk.kernel.retention import Retention
    from dutydesk.usecase.shelf import Reader

Subtypes = Mapping[str, Collection[str]]
"""The kinds below each category."""

EARLY: Instant = 4 * HOUR
"""How long before a shift by the pattern somebody who signs is taken to begin it (ours)."""

HOLIDAYS, ALLOWANCE, RETENTION = "holidays.toml", "allowance.toml", "retention.toml"
REGISTERS = "registers.toml"
TAXONOMY, PLANS, TRIAGE = "taxonomy.toml", "plans.toml", "triage.toml"
WORDING, CASES = "wording.toml", "cases.toml"
PAPERS, RECIPIENTS = "papers.toml", "recipients.toml"
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

    registers: Mapping[str, Register]
    """What the office keeps lists of."""

    wording: Wording
    """How reports are said; no part of the rulebook's version, for no clock depends on it."""

    papers: Papers
    """What the office prints, and its own data on it."""

    recipients: tuple[Addressing, ...] = ()
    """Who gets which policy, by keyword."""
    meeting_rooms: tuple[MeetingRoom, ...] = ()
    """Video meetings by level."""
    retention: tuple[Retention, ...] = ()
    """How long records are kept; the desk deletes nothing by it."""
    receivers: Mapping[str, Receivers] = field(default_factory=dict[str, "Receivers"])
    """Whom each paper goes to."""
    problems: tuple[Problem, ...] = ()
    """What could not be used of the office's files: there the shipped file counts."""
    source: Source | None = None
    """Where they were read; None: the shipped ones."""

    @property
    def words(self) -> Triage:
        """The words by which messages are sorted; read when the first message comes in."""
        return load_triage(self.source)

    @property
    def patterns(self) -> tuple[tuple[time, int], ...]:
        """Beginning (Asia/Shanghai) and length in hours of the shifts of a day."""
        return self.shifts.hours

    def scheduled(self, now: Instant) -> tuple[Instant, Instant]:
        """Return the scheduled hours of the shift that begins nearest to ``now`` by the pattern: that of whoever relieves another."""
        return min(self._about(now), key=lambda span: (abs(span[0] - now), span[0]))

    def under_way(self, now: Instant) -> tuple[Instant, Instant]:
        """Return the scheduled hours that somebody takes up where nobody is on duty: those running, or the next within ``EARLY``."""
        spans = self._about(now)
        taken = [span for span in spans if span[0] - now <= EARLY and span[1] > now]
        return taken[-1] if taken else next(span for span in spans if span[0] > now)

    def _about(self, now: Instant) -> list[tuple[Instant, Instant]]:
        """Return the hours of the pattern's shifts of yesterday, today and tomorrow, in order."""
        day = local_date(now)
        begins = [
            (at_local(day + timedelta(days=shift), begins), hours)
            for shift in (-1, 0, 1)
            for begins, hours in self.patterns
        ]
        return sorted((at, at + hours * HOUR) for at, hours in begins)


@lru_cache(maxsize=8)
def load_checklist(folder: Source | None = None) -> Checklist:
    """Read the checklist alone: the first frame needs no more.

    Raises:
        RulebookError: every problem of the shipped file.
    """
    shelf = Shelf(folder)
    return shelf.usable(shelf.take("checklist.toml", read_checklist))


@lru_cache(maxsize=8)
def load_rights(folder: Source | None = None) -> Rights:
    """Read the rights alone: a session asks for its own before the first frame.

    Raises:
        RulebookError: every problem of the shipped file.
    """
    shelf = Shelf(folder)
    return shelf.usable(shelf.take("rights.toml", read_rights))


@lru_cache(maxsize=8)
def load_indicators(folder: Source | None = None) -> dict[str, Indicator]:
    """Read the indicators; an own folder without them has the shipped ones.

    Raises:
        RulebookError: every problem of the shipped file.
    """
    shelf = Shelf(folder)
    return shelf.usable(_indicators(shelf))


@lru_cache(maxsize=8)
def load_registers(folder: Source | None = None) -> Mapping[str, Register]:
    """Read the registers alone: what the handover sheet says of them.

    Raises:
        RulebookError: every problem of the shipped file.
    """
    return (shelf := Shelf(folder)).usable(_registers(shelf))


@lru_cache(maxsize=8)
def load_papers(folder: Source | None = None) -> Papers:
    """Read the papers alone; an own folder without them has the shipped ones.

    Raises:
        RulebookError: every problem of the shipped file.
    """
    from dutydesk.capabilities.papers.rules import read_papers

    shelf = Shelf(folder)
    return shelf.usable(shelf.take(PAPERS, read_papers))


@lru_cache(maxsize=8)
def load_triage(folder: Source | None = None) -> Triage:
    """Read the words by which messages are sorted; an own folder without them has the shipped ones.

    Raises:
        RulebookError: every problem of the shipped file.
    """
    shelf = Shelf(folder)
    return shelf.usable(_triage(shelf))


@lru_cache(maxsize=8)
def load_books(folder: Source | None = None) -> Books:
    """Read the books of a folder (the shipped ones by default); for a file that cannot be used the shipped one counts.

    Raises:
        RulebookError: every problem of the shipped files, with file, line, entry, key and nearest valid word.
    """
    shelf = Shelf(folder)
    return shelf.usable(_books(shelf))


@lru_cache(maxsize=8)
def load_taxonomy(folder: Source | None = None) -> Taxonomy:
    """Read the taxonomy alone.

    Raises:
        RulebookError: every problem of the shipped file.
    """
    shelf = Shelf(folder)
    return shelf.usable(_taxonomy(shelf))


def problems_of(folder: Source | None) -> tuple[Problem, ...]:
    """Return what cannot be used of a rulebook, every file of it; empty when it can be accepted."""
    from dutydesk.capabilities.cases.rules import read_cases

    shelf = Shelf(folder)
    _books(shelf)
    _indicators(shelf)
    _triage(shelf)
    shelf.take(CASES, read_cases)
    return tuple({(one.where, one.entry, one.key, str(one.message)): one for one in shelf.problems}.values())


def _indicators(shelf: Shelf) -> dict[str, Indicator]:
    from dutydesk.capabilities.statistics.rules.kpi import read_indicators

    return shelf.take("kpi.toml", read_indicators)


def read_triage_words(name: str, content: bytes) -> Triage:
    """Return the words that the bytes of a file make, as they would count.

    Raises:
        RulebookError: what is wrong, with the line.
    """
    return _versioned(made_of(name, content, _triage_reader(Shelf(None))), content)


def _triage(shelf: Shelf) -> Triage:
    book = shelf.take(TRIAGE, _triage_reader(shelf))
    return _versioned(book, shelf.used[-1])


def _triage_reader(shelf: Shelf) -> Reader[Triage]:
    return _triage_by(_subtypes(_taxonomy(shelf)))


def _triage_by(subtypes: Subtypes) -> Reader[Triage]:
    from dutydesk.capabilities.triage.rules.book import read_triage

    return lambda file, document: read_triage(file, document, subtypes)


def _plans_by(subtypes: Subtypes) -> Reader[Plans]:
    from dutydesk.capabilities.coordination.rules.plans import read_plans

    return lambda file, document: read_plans(file, document, subtypes)


def _wording_by(subtypes: Subtypes) -> Reader[Wording]:
    from dutydesk.capabilities.reporting.rules.wording import read_wording

    return lambda file, document: read_wording(file, document, subtypes)


def _taxonomy(shelf: Shelf) -> Taxonomy:
    """Return the office's taxonomy, if the books that name its kinds can be read with it; else the shipped one.

    An office that takes a kind away takes it out of its own plans, wording and sorting words too.
    """
    from dutydesk.capabilities.grading.rules.taxonomy import read_taxonomy

    taxonomy = shelf.take(TAXONOMY, read_taxonomy)
    if shelf.used[-1] == (shelf.shipped / TAXONOMY).read_bytes():
        return taxonomy
    subtypes = _subtypes(taxonomy)
    for name, read in ((PLANS, _plans_by(subtypes)), (WORDING, _wording_by(subtypes)), (TRIAGE, _triage_by(subtypes))):
        try:
            Shelf(shelf.source).take(name, read)
        except RulebookError as error:
            told = Worded("{0} 不能照这份分类来读, 现按随附的分类: {1}", name, error.problems[0].worded)
            shelf.problems.append(Problem(TAXONOMY, "-", "-", told))
            return shelf.take_shipped(TAXONOMY, read_taxonomy)
    return taxonomy


def _subtypes(taxonomy: Taxonomy) -> Subtypes:
    return {category.id: list(category.subtypes) for category in taxonomy.categories.values()}


def _versioned(book: Triage, content: bytes) -> Triage:
    from dataclasses import replace
    from hashlib import sha256

    return replace(book, version=sha256(content).hexdigest()[:12])


def _registers(shelf: Shelf) -> Mapping[str, Register]:
    from dutydesk.kernel.registers import read_registers

    return shelf.take(REGISTERS, read_registers)


def _books(shelf: Shelf) -> Books:
    import hashlib  # like the others not on the way to the first frame
    from dataclasses import replace

    from dutydesk.capabilities.delivery.rules import Channels, read_channels
    from dutydesk.capabilities.meetings.rules import read_rooms
    from dutydesk.capabilities.obligations.rules.rulebook import read_rules
    from dutydesk.capabilities.papers.rules import read_papers, read_receivers
    from dutydesk.capabilities.reporting.rules.recipients import read_recipients
    from dutydesk.capabilities.reporting.rules.reporting import read_reporting
    from dutydesk.capabilities.roster.rules.book import read_allowance, read_holidays, read_shifts
    from dutydesk.kernel.retention import read_retention

    rules = shelf.take("obligations.toml", lambda file, document: read_rules(file, document, ""))
    taxonomy = _taxonomy(shelf)
    subtypes = _subtypes(taxonomy)
    plans = shelf.take(PLANS, _plans_by(subtypes))
    reporting = shelf.take("reporting.toml", read_reporting)
    checklist = shelf.take("checklist.toml", read_checklist)
    shifts = shelf.take("shifts.toml", read_shifts)
    rights = shelf.take("rights.toml", read_rights)
    version = hashlib.sha256(b"".join(shelf.used)).hexdigest()[:12]
    return Books(
        rules=replace(rules, version=version),
        taxonomy=taxonomy,
        plans=plans,
        reporting=reporting,
        checklist=checklist,
        recipients=shelf.take(RECIPIENTS, read_recipients, ()),
        papers=shelf.take(PAPERS, read_papers),
        receivers=shelf.take(RECIPIENTS, read_receivers, {}),
        meeting_rooms=shelf.take("meeting_rooms.toml", read_rooms, ()),
        shifts=shifts,
        holidays=shelf.take(HOLIDAYS, read_holidays),
        allowance=shelf.take(ALLOWANCE, read_allowance),
        retention=shelf.take(RETENTION, read_retention),
        registers=_registers(shelf),
        wording=shelf.take(WORDING, _wording_by(subtypes)),
        channels=shelf.take(CHANNELS, read_channels, Channels()),
        rights=rights,
        problems=tuple(shelf.problems),
        source=None if shelf.source == shelf.shipped else shelf.source,
    )
