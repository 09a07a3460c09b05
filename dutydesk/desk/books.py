"""The office's books: rulebook, taxonomy, plans, checklist, shift patterns, read from TOML once."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from datetime import time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dutydesk.domain.handover import Checklist, read_checklist
from dutydesk.domain.instants import Instant, at_local, local_date, parse_clock
from dutydesk.domain.reading import Entry, Problem, RulebookError, tables
from dutydesk.resources import data_folder

if TYPE_CHECKING:
    from dutydesk.domain.kpi import Indicator
    from dutydesk.domain.plans import Plans
    from dutydesk.domain.rulebook import Rulebook
    from dutydesk.domain.taxonomy import Taxonomy


@dataclass(frozen=True)
class Books:
    """Everything an office may edit."""

    rules: Rulebook
    taxonomy: Taxonomy
    plans: Plans
    checklist: Checklist
    patterns: tuple[tuple[time, int], ...]
    """Beginning (Asia/Shanghai) and length in hours of the shifts of a day."""

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
def load_checklist(folder: Path | None = None) -> Checklist:
    """Read the checklist alone: the first frame needs no more.

    Raises:
        RulebookError: every problem of the file.
    """
    path = (folder or data_folder() / "rulebook") / "checklist.toml"
    return read_checklist(path.name, _read(path, hashlib.sha256()))


@lru_cache(maxsize=8)
def load_indicators(folder: Path | None = None) -> dict[str, Indicator]:
    """Read the indicators; an own folder without them has the shipped ones.

    Raises:
        RulebookError: every problem of the file.
    """
    from dutydesk.domain.kpi import read_indicators

    shipped = data_folder() / "rulebook" / "kpi.toml"
    own = folder / "kpi.toml" if folder is not None else shipped
    path = own if own.exists() else shipped
    return read_indicators(path.name, _read(path, hashlib.sha256()))


@lru_cache(maxsize=8)
def load_books(folder: Path | None = None) -> Books:
    """Read the books of a folder (the shipped ones by default).

    Raises:
        RulebookError: every problem of the first file that has any, with file, entry, key and nearest valid word.
    """
    from dutydesk.domain.plans import read_plans  # not on the way to the first frame
    from dutydesk.domain.rulebook import read_rules
    from dutydesk.domain.taxonomy import read_taxonomy

    folder = folder or data_folder() / "rulebook"
    digest = hashlib.sha256()
    documents: dict[str, dict[str, Any]] = {}
    for name in ("obligations.toml", "taxonomy.toml", "plans.toml", "checklist.toml", "shifts.toml"):
        documents[name] = _read(folder / name, digest)
    version = digest.hexdigest()[:12]
    taxonomy = read_taxonomy("taxonomy.toml", documents["taxonomy.toml"])
    return Books(
        rules=read_rules("obligations.toml", documents["obligations.toml"], version),
        taxonomy=taxonomy,
        plans=read_plans(
            "plans.toml", documents["plans.toml"], {c.id: list(c.subtypes) for c in taxonomy.categories.values()}
        ),
        checklist=read_checklist("checklist.toml", documents["checklist.toml"]),
        patterns=_patterns(documents["shifts.toml"]),
    )


def _patterns(document: dict[str, Any]) -> tuple[tuple[time, int], ...]:
    problems: list[Problem] = []
    patterns: list[tuple[time, int]] = []
    for number, row in enumerate(tables("shifts.toml", document, "pattern", problems), 1):
        entry = Entry("shifts.toml", f"pattern #{number}", row, problems)
        begins = entry.parsed("begins", entry.text("begins"), parse_clock)
        hours = row.get("hours")
        if not isinstance(hours, int) or not 1 <= hours <= 24:
            entry.problem("hours", f"须为 1 至 24 的整数, 不是 {hours!r}")
        elif begins is not None:
            patterns.append((begins, hours))
    if problems:
        raise RulebookError(problems)
    return tuple(patterns) or ((time(8, 0), 24),)


def _read(path: Path, digest: Any) -> dict[str, Any]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise RulebookError([Problem(path.name, "-", "-", f"读不到文件: {error.strerror}")]) from error
    digest.update(content)
    try:
        return tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RulebookError([Problem(path.name, "-", "-", f"不是 TOML: {error}")]) from error
