"""What desks a journey may open: when, at which sizes and in which languages, and the stores they are copied from."""

from __future__ import annotations

import contextlib
import fcntl
import io
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from journey import Desk

from dutydesk.kernel.instants import SECOND, SHANGHAI, Instant, from_datetime, iso

AT: Instant = from_datetime(datetime(2026, 7, 15, 14, 20, 0, tzinfo=SHANGHAI))
"""The demo's now, a Wednesday afternoon: 45 s later a follow-up of Y1 falls due, its alert comes over whatever is done."""

CALM: Instant = AT - 150 * SECOND
"""When a drill's journey begins that is not about that alert: after the day's last act, so early that a slow machine is
through before it rings."""

SECRET = "correct horse"
"""What everybody's secret is in the office."""

SIZES = {"120x36": (120, 36), "80x24": (80, 24), "60x20": (60, 20)}
VIEWS = [f"{size}-{lang}" for size in SIZES for lang in ("zh", "en")]
FIRST = VIEWS[0]

OpenDesk = Callable[..., Desk]
"""What the fixtures ``open_desk`` and ``open_shared`` are."""


class Templates:
    """Stores that journeys copy, each built when it is first wanted; workers of one run share them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def demo(self, history: int = 0) -> Path:
        """The demo's day under way at ``CALM``, with so many lines of the past."""
        from dutydesk.drill.demo import build

        return self._made(f"demo-{history}", lambda path: build(path, now=AT, until=CALM, history=history))

    def office(self) -> Path:
        """A fresh office on a real store: zhang and li on duty, wang leading, all with ``SECRET``; nothing has happened."""
        return self._made("office", build_office)

    def _made(self, name: str, build: Callable[[Path], None]) -> Path:
        path = self.folder / name / "desk.db"
        with (self.folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not path.exists():
                half = self.folder / f"{name}.half"
                shutil.rmtree(half, ignore_errors=True)
                half.mkdir()
                build(half / "desk.db")
                half.rename(path.parent)
        return path


def init_office(path: Path) -> None:
    """Make a store as ``init`` does: the director, with ``SECRET``, and nothing else."""
    from dutydesk.cli.main import run

    file = path.with_name("secret")
    file.write_text(SECRET + "\n", encoding="utf-8")
    with contextlib.redirect_stdout(io.StringIO()):
        assert run(["--db", str(path), "init", "--site", "某省驻京办", "--secret-file", str(file)]) == 0


def build_office(path: Path) -> None:
    """Make an office as ``init`` does, with four people, their secrets and a shift of today."""
    from dutydesk.bootstrap import open_container
    from dutydesk.capabilities.accounts.acts import SetSecret
    from dutydesk.capabilities.accounts.login import new_digest
    from dutydesk.capabilities.shifts.acts import AddOfficer, ShiftBegin

    init_office(path)
    container = open_container(path)
    people = {"zhang": ("张伟", "officer"), "li": ("李娜", "officer"), "wang": ("王建国", "leader")}
    for officer, (name, role) in people.items():
        digest = new_digest(container.views, container.desk.books.rights, officer, SECRET)
        container.desk.perform(AddOfficer(officer=officer, name=name, role=role, digest=digest), actor="director")
        container.desk.perform(SetSecret(officer=officer, digest=digest), actor=officer)
    now = str(iso(container.desk.now()))
    posts = {"a": "zhang", "b": "li", "leader": "wang", "director": "director"}
    container.desk.perform(ShiftBegin(**posts, begins=now), actor="zhang")
    container.views.close()
    container.close()


def copied(template: Path, folder: Path) -> Path:
    """Copy a template's files into a folder; return the store there."""
    for one in template.parent.iterdir():
        shutil.copy2(one, folder / one.name)
    return folder / template.name
