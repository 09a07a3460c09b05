"""Take each protection out of a copy of the program, and see the journey that watches it fail.

    python tests/journeys/recheck.py                 # all of them
    python tests/journeys/recheck.py "key order"     # one

Exit 0 when every journey fails without its protection and holds with it. The table stands in README.md beside this.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

TOP = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Protection:
    """What protects, the line that does it, what is left without it, and the journey that then fails."""

    name: str
    file: str
    line: str
    instead: str
    journey: str


PROTECTIONS = (
    Protection(
        "scroll fix",
        "dutydesk/tui/widgets/paint.py",
        "    Beneath = object\n",
        "    from textual.widget import Widget as Beneath\n",
        "test_journey_lists.py::test_the_wheel_moves_the_log_and_the_cursor_comes_along",
    ),
    Protection(
        "key order",
        "dutydesk/tui/gate.py",
        "ORDERED = (events.Key, events.Paste, events.MouseDown, events.MouseUp, *WHEEL)\n",
        "ORDERED = ()\n",
        "test_journey_keys.py::test_a_letter_behind_the_key_of_the_line_is_written_and_acknowledges_nothing",
    ),
    Protection(
        "alarm layer",
        "dutydesk/tui/alarmed.py",
        "        widgets.insert(0, AlarmBar())\n",
        "        widgets[:0] = [AlarmBar()] if len(self.app.screen_stack) < 2 else []\n",
        "test_journey_alarms.py::test_the_alarm_is_seen_and_ticks_over_every_screen[120x36-zh]",
    ),
    Protection(
        "form draft",
        "dutydesk/tui/app.py",
        '        every(self, drafts.SECONDS, self.drafts.save, "draft")\n',
        "",
        "test_journey_lost.py::test_a_form_half_filled_when_the_process_is_killed_is_offered_on_return",
    ),
    Protection(
        "worker policy",
        "dutydesk/tui/workers.py",
        "            self.failed(task, error)\n            return False\n",
        "            return False\n",
        "test_journey_lost.py::test_failing_reads_are_said_and_the_desk_recovers",
    ),
)


def holds(journey: str, program: Path, folder: str = "tests/journeys") -> bool:
    """Run a journey, or another test of a folder, against a copy of the program, wherever this checkout stands and however it was installed.

    Raises:
        SystemExit: it could not be run at all, which is neither holding nor failing.
    """
    where = ["-c", str(TOP / "pyproject.toml"), "--rootdir", str(TOP)]
    command = [sys.executable, "-m", "pytest", *where, "-q", "-p", "no:cacheprovider"]
    environ = {**os.environ, "PYTHONPATH": str(program)}  # before what is installed
    done = subprocess.run(
        [*command, str(TOP / folder / journey)],
        cwd=program,
        env=environ,
        capture_output=True,
        check=False,
        text=True,
    )
    if done.returncode not in {0, 1} or " error" in done.stdout.splitlines()[-1]:
        raise SystemExit(f"{journey} was not run:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.returncode == 0


def recheck(one: Protection, folder: str = "tests/journeys") -> bool:
    """Say what a journey does with and without its protection; return whether that is right."""
    with tempfile.TemporaryDirectory() as made:
        program = Path(made)
        for name in ("dutydesk", "data"):
            shutil.copytree(TOP / name, program / name, ignore=shutil.ignore_patterns("__pycache__"))
        with_it = holds(one.journey, program, folder)
        file = program / one.file
        text = file.read_text(encoding="utf-8")
        assert text.count(one.line) == 1, f"{one.name}: the line stands {text.count(one.line)} times in {one.file}"
        file.write_text(text.replace(one.line, one.instead), encoding="utf-8")
        without = holds(one.journey, program, folder)
    print(f"{one.name}: with it {'holds' if with_it else 'FAILS'}, without it {'HOLDS' if without else 'fails'}")
    return with_it and not without


def main() -> int:
    """Recheck what is named, or all."""
    wanted = [one for one in PROTECTIONS if not sys.argv[1:] or one.name in sys.argv[1:]]
    results = [recheck(one) for one in wanted]
    return 0 if results and all(results) else 1


if __name__ == "__main__":
    raise SystemExit(main())
