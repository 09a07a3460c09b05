"""One gigabyte: a copy while three sessions write, put back and verified, and what must be refused. One command:

    nice python tests/bench/large.py                     # a store of 1 GB, in the system's temporary folder
    python tests/bench/large.py --entries 20000 --place /mnt/disk

Prints a table; exits 1 where a bound of it does not hold or something that must be refused was taken. It needs about six
times the store's size on the disk. The times are of a machine that does nothing else; each is said with its reference in the
same run.

What was measured stands in README.md beside this. On a machine that does nothing else it was not run yet.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

ENTRIES = 1_900_000
"""So many lines of the demo's past are about a gigabyte."""

WRITERS = 3
KEY = "a key of this measurement"

WRITER = """
import sys, time
from pathlib import Path
from dutydesk.bootstrap import open_container
from dutydesk.capabilities.log.acts import Log
container = open_container(Path(sys.argv[1]))
print("ready", flush=True)
slowest = count = 0
while not Path(sys.argv[2]).exists():
    began = time.monotonic()
    container.desk.perform(Log(text=f"{sys.argv[3]} 第 {count} 条"), actor="zhang")
    slowest, count = max(slowest, time.monotonic() - began), count + 1
    time.sleep(0.02)
container.close()
print(count, slowest)
"""

COPIER = """
import json, sys, time
from pathlib import Path
from dutydesk.clock import SystemClock
from dutydesk.store import backups
times = {}
def told(step, share):
    times.setdefault(step, [time.monotonic(), 0.0])[1] = time.monotonic()
made = backups.make(Path(sys.argv[1]), Path(sys.argv[2]), SystemClock().wall(), sys.argv[3].encode(), told)
print(json.dumps({"file": str(made.path), "count": made.holds.count, **{step: end - begin for step, (begin, end) in times.items()}}))
"""

READER = """
import hashlib, sys, time
from pathlib import Path
from dutydesk.store import connect
from dutydesk.store.integrity import verify_chain
from dutydesk.store.journal import COLUMNS
path = Path(sys.argv[1])
def read():
    connection = connect.connect(path, readonly=True)
    cursor = connection.execute(f"SELECT {COLUMNS} FROM journal ORDER BY seq")
    while batch := cursor.fetchmany(2_000):
        for row in batch:
            hashlib.sha256(b"".join(
                one if isinstance(one, bytes) else one.encode() if isinstance(one, str) else b"" if one is None
                else one.to_bytes(8, "big", signed=True) for one in row
            )).digest()
    connection.close()
def verify():
    assert verify_chain(path).ok
for work in (read, verify, read, verify):
    began = time.monotonic(); work(); print(work.__name__, time.monotonic() - began, flush=True)
"""


class Bench:
    """The store under measurement, and the table."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.path = place / "desk.db"
        self.failed = False
        (place / "none").mkdir()
        self.environ = {**os.environ, "DUTYDESK_CONFIG": str(place / "none.toml"), "DUTYDESK_LANG": "zh"}
        self.environ["XDG_CACHE_HOME"] = str(place / "none")

    def python(self, code: str, *words: str | Path) -> subprocess.Popen[str]:
        """Start a process of the measurement."""
        command = [sys.executable, "-c", code, *map(str, words)]
        return subprocess.Popen(command, env=self.environ, stdout=subprocess.PIPE, text=True)

    def run(self, *words: str | Path, actor: str = "", db: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command of the program."""
        said = [*map(str, words), *(["--as", actor] if actor else [])]
        command = [sys.executable, "-m", "dutydesk", *said[:1], "--db", str(db or self.path), *said[1:]]
        return subprocess.run(command, env=self.environ, capture_output=True, text=True, check=False)

    def done(self, *words: str | Path, actor: str = "", db: Path | None = None) -> str:
        """Run a command that must work; return what it printed."""
        ended = self.run(*words, actor=actor, db=db)
        assert ended.returncode == 0, (words, ended.stdout, ended.stderr)
        return ended.stdout

    def tell(self, what: str, value: str, beside: str = "", *, ok: bool | None = None) -> None:
        """Print a line of the table."""
        mark = "" if ok is None else "ok" if ok else "NOT MET"
        self.failed = self.failed or ok is False
        print(f"{what:44}  {value:>14}  {beside:48}  {mark}".rstrip(), flush=True)


def seconds(work: Callable[[], Any]) -> float:
    """Return how long something takes."""
    began = time.monotonic()
    work()
    return time.monotonic() - began


def copied(bench: Bench, copies: Path, secret: str = "") -> dict[str, Any]:
    """Make a copy while three sessions write; tell the longest that one of their writes took."""
    stop = bench.place / f"stop-{time.monotonic_ns()}"
    writers = [bench.python(WRITER, bench.path, stop, f"会话{number}") for number in range(WRITERS)]
    for one in writers:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    copier = bench.python(COPIER, bench.path, copies, secret)
    told = copier.communicate()[0]
    assert copier.returncode == 0, told
    stop.touch()
    ends = [one.communicate()[0].split() for one in writers]
    made: dict[str, Any] = json.loads(told)
    return {**made, "written": sum(int(count) for count, _ in ends), "slowest": max(float(slow) for _, slow in ends)}


def refusals(bench: Bench, copy: Path, sealed: Path, older: Path) -> None:
    """Try to put back what must not be: cut, older, by a wrong key; the store is byte for byte as it was."""
    wrong = bench.place / "wrong.key"
    wrong.write_text("another key altogether\n", encoding="ascii")
    wrong.chmod(0o600)
    cut = bench.place / copy.name
    with copy.open("rb") as source, cut.open("wb") as target:
        shutil.copyfileobj(source, target)
        target.truncate(copy.stat().st_size * 2 // 3)
    before = hashlib.sha256(bench.path.read_bytes()).hexdigest()
    for what, words in {
        "truncated": (cut,),
        "older": (older,),
        "wrong key": (sealed, "--key-file", wrong),
    }.items():
        took = time.monotonic()
        ended = bench.run("restore", *words, "--second", "陈主任", actor="关工")
        took = time.monotonic() - took
        refused = ended.returncode != 0 and before == hashlib.sha256(bench.path.read_bytes()).hexdigest()
        said = ended.stderr.strip().splitlines()[-1] if ended.stderr.strip() else ""
        bench.tell(f"refused: {what}", f"{took:,.1f} s", said[:48], ok=refused)
    cut.unlink()


def main() -> int:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--entries", type=int, default=ENTRIES)
    parser.add_argument("--place", type=Path, default=None, help="a folder with room")
    parser.add_argument(
        "--store", type=Path, default=None, help="measure a copy of this one, made so before, with its key"
    )
    parser.add_argument("--keep", type=Path, default=None, help="a folder into which the store that was made is copied")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dutydesk-large-", dir=given.place) as name:
        bench = Bench(Path(name))
        if given.store is not None:
            took = seconds(lambda: copy_files(given.store, bench.path))
        else:
            took = seconds(lambda: bench.done("demo", "--history", str(given.entries), "--no-ui"))
            bench.done("people", "add", "guan", "--name", "关工", "--role", "admin", actor="chen")
        if given.keep is not None:
            copy_files(bench.path, given.keep / bench.path.name)
        size = bench.path.stat().st_size
        bench.tell("store", f"{size / 1e9:,.2f} GB", f"made in {took:,.0f} s")
        measure(bench, size)
        return int(bench.failed)


def copy_files(store: Path, target: Path) -> None:
    """Copy a store that nobody has open, with its key and anchor."""
    for side in ("", ".key", ".anchor"):
        shutil.copyfile(store.with_name(store.name + side), target.with_name(target.name + side))
        target.with_name(target.name + side).chmod(0o600)


def measure(bench: Bench, size: int) -> None:
    """Fill the table."""
    copies = bench.place / "copies"
    copies.mkdir()
    plain = bench.place / "cat"
    cat = f"cat '{bench.path}' > '{plain}' && sync '{plain}'"

    def in_turn(secret: str = "") -> dict[str, Any]:
        """Copy by ``cat`` and by the program, one after the other: what else the machine does falls on both."""
        took.append(seconds(lambda: subprocess.run(["sh", "-c", cat], check=True)))
        plain.unlink()
        return copied(bench, copies, secret)

    took: list[float] = []
    made, sealed = in_turn(), in_turn(KEY)
    bench.done("log", "备份以后写的一条", actor="zhang")
    newest = in_turn()
    rounds = (made, sealed, newest)
    reference, copying = median(took), median(one["copy"] for one in rounds)
    slowest = max(one["slowest"] for one in rounds)
    bench.tell(
        "cat of the file into another, synced",
        f"{reference:,.2f} s",
        f"{size / 1e6 / reference:,.0f} MB a second, median of 3",
    )
    bench.tell(
        "copy while three sessions write",
        f"{copying:,.2f} s",
        f"{copying / reference:.1f} x cat, at most 5",
        ok=copying <= 5 * reference,
    )
    bench.tell("its check (file, chain, heads)", f"{median(one['check'] for one in rounds):,.2f} s")
    written = sum(one["written"] for one in rounds)
    bench.tell("longest write meanwhile", f"{slowest:,.3f} s", f"of {written:,}, at most 1 s", ok=slowest <= 1)
    bench.tell("sealing a copy by a key", f"{sealed['seal']:,.2f} s", "beyond copy and check")
    reader = bench.python(READER, bench.path)
    assert reader.stdout is not None
    lines = [line.split() for line in reader.stdout]
    read = min(float(value) for what, value in lines if what == "read")
    verified = min(float(value) for what, value in lines if what == "verify")
    bench.tell(
        "verify --journal",
        f"{verified:,.2f} s",
        f"{verified / read:.2f} x reading and hashing ({read:,.2f} s), at most 1.5",
        ok=verified <= 1.5 * read,
    )
    refusals(bench, Path(newest["file"]), Path(sealed["file"]), Path(made["file"]))
    for file in (made["file"], sealed["file"]):
        Path(file).unlink()
    bench.path.unlink()
    for side in ("-wal", "-shm"):
        bench.path.with_name(bench.path.name + side).unlink(missing_ok=True)
    took_back = seconds(lambda: bench.done("restore", newest["file"], "--second", "陈主任", "--older", actor="关工"))
    bench.tell("restore", f"{took_back:,.1f} s", f"{newest['count']:,} rows")
    checked = seconds(lambda: bench.done("verify", "--journal"))
    bench.tell("verify --journal of what was put back", f"{checked:,.1f} s", "the whole command", ok=True)
    bench.tell("verify --tables", f"{seconds(lambda: bench.done('verify', '--tables')):,.1f} s", "apart, no bound")


if __name__ == "__main__":
    raise SystemExit(main())
