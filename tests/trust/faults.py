"""Processes to be killed, and what must be true of the store afterwards."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from dutydesk.capabilities.shifts.events import OfficerAdded, ShiftBegan
from dutydesk.clock import SystemClock
from dutydesk.store.engine import Transaction, create_store
from dutydesk.store.integrity import quick_check, verify_chain
from dutydesk.store.views import Views

HERE = Path(__file__).parent
PEOPLE = {"zhou": ("周明", "officer"), "he": ("何静", "officer"), "liu": ("刘副主任", "leader")}


def make_store(path: Path, now: int | None = None) -> Path:
    """Create a closed drill store with its people on duty (five rows)."""
    now = SystemClock().wall() if now is None else now
    store = create_store(path, site="测试", drill=True, now=now)

    def people(tx: Transaction) -> None:
        for officer, (name, role) in PEOPLE.items():
            tx.append(OfficerAdded(officer=officer, name=name, role=role), actor="desk")
        shift = ShiftBegan(shift="s1", begins=now, ends=now + 86_400_000_000, a="zhou", b="he", leader="liu")
        tx.append(shift, actor="zhou")

    store.write(people, now=now)
    store.close()
    return path


class Process:
    """One of the scripts beside this file, in a process of its own."""

    running: ClassVar[list[Process]] = []
    python: ClassVar[list[str]] = [sys.executable]

    def __init__(self, script: str, *arguments: object) -> None:
        command = [sys.executable, str(HERE / script), *map(str, arguments)]
        self.popen = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0)
        self.said: list[str] = []
        self.running.append(self)

    def wait_for_line(self) -> None:
        """Wait until it says something."""
        assert self.popen.stdout is not None
        line = self.popen.stdout.readline()
        assert line.endswith(b"\n"), self.popen.stderr.read() if self.popen.stderr else b""
        self.said.append(line.decode().strip())

    def end(self, *, kill: bool) -> str:
        """Kill it (SIGKILL), or let it finish; keep the whole lines it said and return its errors."""
        self.running.remove(self)
        if kill:
            self.popen.kill()
        out, errors = self.popen.communicate(timeout=120)
        self.said.extend(line.decode().strip() for line in out.splitlines(keepends=True) if line.endswith(b"\n"))
        return errors.decode()


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    """Run a query on a closed or open store."""
    views = Views.open(path)
    found = views.rows(sql)
    views.close()
    return found


def sound(path: Path) -> int:
    """Assert chain, file and seqs; return the number of rows."""
    report = verify_chain(path)
    assert report.ok, report.detail
    assert quick_check(path) == ""
    seqs = [row[0] for row in rows(path, "SELECT seq FROM journal ORDER BY seq")]
    assert seqs == list(range(1, len(seqs) + 1))
    assert rows(path, "SELECT count(*) FROM entry") == [(len(seqs),)]
    return len(seqs)


def command(*words: str | bytes, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run the command line as a person's shell would; words may be any bytes."""
    line: Sequence[str | bytes] = [sys.executable, "-m", "dutydesk", *words]
    return subprocess.run(line, capture_output=True, timeout=60, check=False, env={**os.environ, **(env or {})})


def on_a_terminal(*words: str) -> tuple[int, bytes]:
    """Run the command line on a real pty; return its exit status and every byte the terminal got."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "dutydesk", *words], stdin=follower, stdout=follower, stderr=follower, close_fds=True
    )
    os.close(follower)
    received = b""
    while True:
        try:
            piece = os.read(leader, 65_536)
        except OSError:  # the other side is closed
            break
        if not piece:
            break
        received += piece
    os.close(leader)
    return process.wait(timeout=60), received
