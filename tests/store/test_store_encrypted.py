"""The whole store encrypted (SQLCipher), and the same on a plain one: run as a process each, for a process has one SQLite."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

PLAIN, ENCRYPTED = "plain", "encrypted"
WORD = "望京地铁站"
"""Stands in the demo's log."""

KILLED = """
import os, signal, sys
from pathlib import Path
from dutydesk.store import backups
moment = sys.argv[3]
def told(step, share):
    if step == moment:
        os.kill(os.getpid(), signal.SIGKILL)
backups.make(Path(sys.argv[1]), Path(sys.argv[2]), 1_700_000_000_000_000, b"", told)
"""

READ = """
import sys
from pathlib import Path
from dutydesk.store import connect, encrypted, rescue
from dutydesk.store.library import sqlite
print(sqlite.__name__, connect.library_version() >= (3, 51, 3), bool(encrypted.salt_of(Path(sys.argv[1]))))
connection = connect.connect(Path(sys.argv[1]), readonly=True)
said = rescue.save(connection, Path(sys.argv[1]))
connection.close()
"""

IDS = """
import sys
from pathlib import Path
from dutydesk.store.views.reader import Reader
print(*(row[0] for row in Reader.open(Path(sys.argv[1])).rows("SELECT id FROM journal")))
"""

needs = pytest.mark.skipif(
    importlib.util.find_spec("sqlcipher3") is None, reason="sqlcipher3 is not installed: pip install -e '.[encrypted]'"
)
both = pytest.mark.parametrize("kind", [PLAIN, pytest.param(ENCRYPTED, marks=needs)])


class House:
    """A folder with a demo's store, and commands on it in processes of their own."""

    def __init__(self, folder: Path, kind: str) -> None:
        self.folder, self.kind = folder, kind
        self.path = folder / "desk.db"
        self.key = folder / "store.key"
        if not self.key.exists():
            self.key.write_text("a key that nobody guesses\n", encoding="ascii")
            self.key.chmod(0o600)
        self.copies = folder / "copies"
        self.copies.mkdir(exist_ok=True)
        self.environ = {name: value for name, value in os.environ.items() if not name.startswith("DUTYDESK_")}
        self.environ |= {"DUTYDESK_LANG": "zh", "DUTYDESK_CONFIG": str(folder / "none.toml")}
        if kind == ENCRYPTED:
            self.environ["DUTYDESK_STORE_KEY"] = str(self.key)

    def python(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *map(str, words)]
        return subprocess.run(command, env=self.environ, capture_output=True, text=True, check=False)

    def run(self, *words: str | Path, code: int = 0) -> str:
        """Run a command of the program; return what it said."""
        done = self.python("-m", "dutydesk", *words[:1], "--db", self.path, *words[1:])
        assert done.returncode == code, (words, done.stdout, done.stderr)
        return done.stdout + done.stderr

    def readable(self) -> list[str]:
        """Return which files hold the word open."""
        done = subprocess.run(["grep", "-rlaF", WORD, str(self.folder)], capture_output=True, text=True, check=False)
        return done.stdout.split()


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Folders with a store each, by kind: made once, copied for each test."""
    return {"": tmp_path_factory.mktemp("houses")}


@pytest.fixture
def house(tmp_path: Path, kind: str, shelf: dict[str, Path]) -> House:
    if kind not in shelf:
        shelf[kind] = shelf[""] / kind
        shelf[kind].mkdir()
        made = House(shelf[kind], kind)
        made.run("demo", "--no-ui")
        made.run("people", "add", "guan", "--name", "关工", "--role", "admin", "--as", "chen")
    shutil.copytree(shelf[kind], tmp_path, dirs_exist_ok=True)
    return House(tmp_path, kind)


@both
def test_copies_are_made_proved_and_put_back_and_no_word_stands_open_where_it_is_encrypted(house: House) -> None:
    house.run("log", f"{WORD}补记", "--as", "zhang")
    house.run("backup", house.copies, "--as", "chen")
    (copy,) = house.copies.glob("*.db")
    assert bool(house.readable()) is (house.kind == PLAIN)
    assert (copy.read_bytes()[:16] == b"SQLite format 3\x00") is (house.kind == PLAIN)
    assert "已由备份恢复" in house.run("restore", copy, "--second", "陈主任", "--as", "关工")
    assert "日志完整" in house.run("verify")
    house.run("rebuild", "--as", "chen")
    assert WORD in house.run("search", WORD)
    assert bool(house.readable()) is (house.kind == PLAIN)


@both
@pytest.mark.parametrize("moment", ["copy", "check"])
def test_a_copy_that_is_killed_leaves_none_and_the_store_whole(house: House, moment: str) -> None:
    done = house.python("-c", KILLED, house.path, house.copies, moment)
    assert done.returncode == -signal.SIGKILL
    assert not list(house.copies.glob("*.db"))
    house.run("backup", house.copies, "--as", "chen")
    assert len(list(house.copies.iterdir())) == 2, "the copy and its anchor: what was begun is gone"
    assert "日志完整" in house.run("verify")


@both
def test_a_writer_killed_at_any_moment_loses_nothing(house: House) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom dutydesk.bootstrap import open_container\n"
        "from dutydesk.capabilities.log.acts import Log\n"
        "desk = open_container(Path(sys.argv[1])).desk\nnumber = 0\n"
        "while True:\n    print(desk.perform(Log(text=f'第 {number} 条'), actor='zhang').id, flush=True)\n    number += 1\n"
    )
    said: list[str] = []
    for _ in range(3):
        command = [sys.executable, "-c", code, str(house.path)]
        with subprocess.Popen(command, env=house.environ, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            said += [process.stdout.readline().strip() for _ in range(20)]
            process.kill()
            said += [line.strip() for line in process.stdout if line.endswith("\n")]
    there = house.python("-c", IDS, house.path).stdout.split()
    assert "日志完整" in house.run("verify")
    assert len(said) >= 60
    assert set(said) <= set(there)


@needs
@pytest.mark.parametrize("kind", [ENCRYPTED])
def test_another_key_and_no_key_are_refused_and_the_file_is_as_it_was(house: House) -> None:
    before = house.path.read_bytes()
    other = house.folder / "other.key"
    other.write_text("another key altogether\n", encoding="ascii")
    other.chmod(0o600)
    house.environ["DUTYDESK_STORE_KEY"] = str(other)
    said = house.run("matters", code=1)
    assert "密钥不对" in said
    assert "ERROR" not in said, "the library writes nothing onto the screen"
    other.chmod(0o644)
    assert "别人也能读" in house.run("matters", code=1)
    other.unlink()
    assert "读不出" in house.run("matters", code=1)
    del house.environ["DUTYDESK_STORE_KEY"]
    assert "store_key" in house.run("matters", code=1)
    assert house.path.read_bytes() == before


@needs
@pytest.mark.parametrize("kind", [ENCRYPTED])
def test_a_cut_file_and_one_flipped_byte_are_found(house: House) -> None:
    house.run("backup", house.copies, "--as", "chen")
    (copy,) = house.copies.glob("*.db")
    content = copy.read_bytes()
    for number, spoilt in enumerate(
        (content[: len(content) // 2], content[:90_000] + b"\x00\x01\x02" + content[90_003:])
    ):
        path = house.folder / f"spoilt{number}.db"
        path.write_bytes(spoilt)
        before = house.path.read_bytes()
        house.run("restore", path, "--second", "陈主任", "--as", "关工", code=1)
        assert house.path.read_bytes() == before


@needs
@pytest.mark.parametrize("kind", [PLAIN])
def test_a_plain_store_becomes_encrypted_by_a_copy_that_is_put_back(house: House) -> None:
    house.run("backup", house.copies, "--as", "chen", "--quick")
    (copy,) = house.copies.glob("*.db")
    settings = house.folder / "config.toml"
    settings.write_text(f'store_key = "{house.key}"\n', encoding="utf-8")
    house.environ["DUTYDESK_CONFIG"] = str(settings)
    told = house.python("-m", "dutydesk", "doctor", "--db", house.path)
    assert "还是明文" in told.stdout
    house.run("restore", copy, "--second", "陈主任", "--as", "关工")
    assert house.path.read_bytes()[:16] != b"SQLite format 3\x00"
    assert "日志完整" in house.run("verify")
    assert WORD in house.run("search", WORD)


@both
def test_what_is_rescued_opens_as_the_store_does(house: House) -> None:
    done = house.python("-c", READ, house.path)
    assert done.returncode == 0, done.stderr
    name = "sqlcipher3" if house.kind == ENCRYPTED else "pysqlite3"
    assert done.stdout.split() == [f"{name}.dbapi2", "True", str(house.kind == ENCRYPTED)]
    (rescued,) = [one for one in house.folder.glob("desk.db.rescue*") if one.suffix not in (".anchor", ".jsonl")]
    assert bool(house.readable()) is (house.kind == PLAIN)
    done = house.python("-m", "dutydesk", "verify", "--journal", "--db", rescued)
    assert "日志完整" in done.stdout, done.stderr


@both
@pytest.mark.soak
def test_the_whole_day_is_played_on_it(house: House) -> None:
    done = house.python("-m", "dutydesk", "drill", "play", "day", "--check", "--db", house.folder / "day.db")
    assert done.returncode == 0, done.stdout[-2000:]
