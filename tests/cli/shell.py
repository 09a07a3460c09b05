"""The command line inside the test's own process, on a drill store or a real one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from exported import texts_of
from pysqlite3 import dbapi2 as sqlite
from words import raw_in, typed

from dutydesk import i18n
from dutydesk.capabilities.shifts.events import OfficerAdded, ShiftBegan
from dutydesk.cli.main import run
from dutydesk.kernel.instants import DAY, parse_instant
from dutydesk.store.engine import Transaction, create_store
from dutydesk.store.views import Views

NOON = parse_instant("2026-07-15T12:00:00+08:00", 0)
AT_NOON = ("--clock", "2026-07-15T12:00")
SECRET = "correct horse"
RAW_BY_NATURE = {"--json", "--help", "help", "--version", "completion", "json", "rulebook"}
"""What is read by programs, help that has a test of its own, and files printed as they are."""

USAGE = {"zh": "用法:", "en": "usage:"}


FOR_PEOPLE = {".docx", ".xlsx", ".csv", ".txt", ".md"}
"""Files that a person reads; .json and .ics are for programs."""


def _exported(words: tuple[str, ...]) -> list[str]:
    """Return every text of the file that a command wrote for a person, paragraph by paragraph and cell by cell."""
    path = Path(words[words.index("--out") + 1]) if "--out" in words else None
    return texts_of(path) if path is not None and path.suffix in FOR_PEOPLE and path.is_file() else []


@dataclass(frozen=True)
class Said:
    """What a command left: exit status and both outputs."""

    status: int
    out: str
    err: str

    @property
    def object(self) -> dict[str, Any]:
        """The one JSON object that was printed."""
        (line,) = self.out.splitlines()
        return json.loads(line)

    @property
    def objects(self) -> list[dict[str, Any]]:
        """One JSON object a line."""
        return [json.loads(line) for line in self.out.splitlines()]


class Shell:
    """Runs commands on one store."""

    def __init__(self, path: Path, capsys: pytest.CaptureFixture[str], *options: str) -> None:
        self.path = path
        self.capsys = capsys
        self.options = ("--db", str(path), *options)

    def bare(self, *words: str) -> Said:
        """Run exactly these words."""
        self.capsys.readouterr()
        try:
            status = run(words)
        except SystemExit as stop:
            status = int(stop.code or 0)
        said = Said(status, *self.capsys.readouterr())
        self._no_raw_words(words, said)
        return said

    def _no_raw_words(self, words: tuple[str, ...], said: Said) -> None:
        """Every answer to a person is in words of the person's language, whatever a test looks at."""
        if said.status not in (0, 1) or RAW_BY_NATURE.intersection(words):
            return
        own = "\n".join([typed(self.path) if self.path.is_file() else "", *words])
        found = raw_in(said.out + said.err, i18n.current(), own)
        assert not found, (found, words)
        found = raw_in("\n".join(_exported(words) if said.status == 0 else ()), i18n.current(), own)
        assert not found, (found, words)

    def __call__(self, *words: str) -> Said:
        """Run a command on the store."""
        return self.bare(*self.options, *words)

    def done(self, *words: str) -> Said:
        """Run a command that must succeed without a word on stderr."""
        said = self(*words)
        assert (said.status, said.err) == (0, ""), said
        return said

    def refused(self, *words: str) -> str:
        """Run a command that must be refused in one line; nothing may be written."""
        before = self.head() if self.path.is_file() else 0
        said = self(*words)
        assert (said.status, said.out) == (1, ""), said
        assert said.err.count("\n") == 1, said.err
        if before:
            assert self.head() == before
        return said.err.strip()

    def head(self) -> int:
        """Newest seq."""
        views = Views.open(self.path)
        seq = views.head()[0]
        views.close()
        return seq

    def copy(self, to: Path) -> Path:
        """Copy the store as it stands, open or not."""
        connection = sqlite.connect(str(self.path), isolation_level=None)
        connection.execute("VACUUM INTO ?", (str(to),))
        connection.close()
        to.chmod(0o600)
        return to


def drill_store(path: Path) -> Path:
    """Create a drill store with four people on duty at noon (six rows)."""
    store = create_store(path, site="测试驻京办", drill=True, now=NOON)

    def people(tx: Transaction) -> None:
        roles = {"zhou": ("周明", "officer"), "he": ("何静", "officer"), "liu": ("刘副主任", "leader")}
        for officer, (name, role) in {**roles, "wang": ("王主任", "director")}.items():
            tx.append(OfficerAdded(officer=officer, name=name, role=role), actor="desk")
        shift = ShiftBegan(shift="s1", begins=NOON, ends=NOON + DAY, a="zhou", b="he", leader="liu", director="wang")
        tx.append(shift, actor="zhou")

    store.write(people, now=NOON)
    store.close()
    return path
