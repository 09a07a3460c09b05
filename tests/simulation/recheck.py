"""Take each protection out of a copy of the program, and see the simulation find it within two hundred days.

    python -m tests.simulation.recheck                    # all of them
    python -m tests.simulation.recheck "one transaction"  # one

Exit 0 when each was found by the promise that it keeps. The table stands in README.md beside this.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

TOP = Path(__file__).parent.parent.parent
DAYS = 200
COPIED = ("dutydesk", "data", "tests/simulation", "tests/desk")


@dataclass(frozen=True)
class Protection:
    """What protects, the line that does it, what is left without it, and the promises one of which is then broken first."""

    name: str
    file: str
    line: str
    instead: str
    promises: tuple[str, ...]


PROTECTIONS = (
    Protection(
        "one transaction",
        "dutydesk/store/connect.py",
        '        connection.execute("BEGIN IMMEDIATE")\n',
        '        connection.execute("SELECT 1")\n',
        ("what was not saved is not there", "nothing half is saved"),
    ),
    Protection(
        "each step once",
        "dutydesk/capabilities/obligations/projection.py",
        """"UPDATE step SET state='raised', raised_at=:raised_at WHERE obligation=:obligation AND step=:step",\n""",
        """"UPDATE step SET raised_at=:raised_at WHERE obligation=:obligation AND step=:step",\n""",
        ("a step rings once",),
    ),
    Protection(
        "rings though the disk is full",
        "dutydesk/watch/standby.py",
        "                new.extend(self._ring(one, now, effective_now))\n",
        "                continue\n",
        ("what is due rings",),
    ),
    Protection(
        "acceptance ends the old shift",
        "dutydesk/capabilities/handover/handlers/acceptance.py",
        '    work.append(ShiftEnded(shift=found.shift.id, relieved=True, reason=""))\n',
        "",
        ("exactly one is responsible",),
    ),
    Protection(
        "the anchor only after the commit",
        "dutydesk/store/anchors.py",
        "    tx.after_commit.append(lambda: _keep(path, kept))\n",
        "    _keep(path, kept)\n",
        ("a sound store is not refused", "the signed heads verify"),
    ),
    Protection(
        "wall or elapsed",
        "dutydesk/watch/tick.py",
        "            effective_now = max(work.now, work.effective_now(view.born_seq))\n",
        "            effective_now = work.now\n",
        ("what is due rings",),
    ),
    Protection(
        "the same act once",
        "dutydesk/desk/service.py",
        "            return Done(error.row_id, 0, again=True)\n",
        "            return self.perform(act, actor=actor, signed=signed, ask=ask)\n",
        ("an act is saved once",),
    ),
)


def found_by(one: Protection) -> tuple[str, int]:
    """Play a copy without a protection; return the promise that breaks first, and how many days had held before."""
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder)
        for name in COPIED:
            shutil.copytree(TOP / name, program / name, ignore=shutil.ignore_patterns("__pycache__"))
        file = program / one.file
        text = file.read_text(encoding="utf-8")
        assert text.count(one.line) == 1, f"{one.name}: the line stands {text.count(one.line)} times in {one.file}"
        file.write_text(text.replace(one.line, one.instead), encoding="utf-8")
        command = [sys.executable, "-m", "tests.simulation", "--days", str(DAYS), "--shrink", "0"]
        environ = {**os.environ, "PYTHONPATH": str(program)}  # before what is installed
        done = subprocess.run(command, cwd=program, env=environ, capture_output=True, text=True, check=False)
        broken = re.search(r"^seed \d+: BROKEN: (.*)$", done.stdout, re.MULTILINE)
        days = [int(held) for held in re.findall(r"\] (\d+)/", done.stderr)]
        if broken is None and done.returncode != 0:
            raise SystemExit(f"{one.name} was not played:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        return (broken[1] if broken else ""), max(days, default=0)


def recheck(one: Protection) -> bool:
    """Say whether a protection taken out is found, and by what."""
    promise, days = found_by(one)
    print(
        f"{one.name}: {f'found after {days} days: {promise}' if promise else f'NOT FOUND in {DAYS} days'}", flush=True
    )
    return promise in one.promises


def main() -> int:
    """Recheck what is named, or all."""
    wanted = [one for one in PROTECTIONS if not sys.argv[1:] or one.name in sys.argv[1:]]
    results = [recheck(one) for one in wanted]
    return 0 if results and all(results) else 1


if __name__ == "__main__":
    raise SystemExit(main())
