"""Killed while a matter is sealed, a file kept for it, its key changed, while it is unsealed: before the row or after it, never half."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from faults import command, make_store

from dutydesk.store import sealed
from dutydesk.store.audit import tables_differ
from dutydesk.store.integrity import verify_chain

KILLED = """
import json, os, signal, sys
from pathlib import Path
from dutydesk.bootstrap import open_container
from dutydesk.capabilities.restricted import handlers
from dutydesk.store import attachments, engine
from dutydesk.usecase.acts import REGISTRY
path, name, words, moment = Path(sys.argv[1]), sys.argv[2], json.loads(sys.argv[3]), sys.argv[4]
def then_die(function):
    def run(*args, **options):
        function(*args, **options)
        os.kill(os.getpid(), signal.SIGKILL)
    return run
container = open_container(path)
if moment == "key":
    handlers.make_key, handlers.add_key = then_die(handlers.make_key), then_die(handlers.add_key)
elif moment == "file":
    attachments.put = then_die(attachments.put)
elif moment == "row":
    engine.Transaction.append = then_die(engine.Transaction.append)
container.desk.perform(REGISTRY[name].from_words(words), actor="liu")
os.kill(os.getpid(), signal.SIGKILL)
"""

SAID = "家属要求不外传"
FILE = "病历摘要一页"


def run(path: Path, *words: str) -> str:
    done = command("--db", str(path), "--as", "liu", *words)
    assert done.returncode == 0, (words, done.stdout.decode(), done.stderr.decode())
    return done.stdout.decode()


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("DUTYDESK_DB", "DUTYDESK_AS", "DUTYDESK_SECRET_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DUTYDESK_CONFIG", str(tmp_path / "none.toml"))
    monkeypatch.setenv("DUTYDESK_LANG", "zh")
    made = make_store(tmp_path / "desk.db")
    run(made, "open", "incident", "--label", "Z9", "--title", "某人突发就医", "--subtype", "road", "--colour", "red")
    run(made, "restrict", "set", "Z9", "--holder", "何静", "--reason", "值班")
    return made


def killed(path: Path, name: str, words: dict[str, str], moment: str) -> None:
    """Perform an act in a process that dies at a moment of it."""
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(path), name, json.dumps(words), moment],
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr


def sound(path: Path) -> None:
    """The chain holds, and the tables are those that the journal makes."""
    assert verify_chain(path).ok
    assert tables_differ(path, 0) is None


@pytest.mark.parametrize("moment", ["key", "row", "saved"])
def test_killed_while_it_is_sealed(path: Path, moment: str) -> None:
    killed(path, "restrict seal", {"matter": "Z9", "reason": "家属"}, moment)
    again = command("--db", str(path), "--as", "liu", "restrict", "seal", "Z9", "--reason", "家属")
    assert (again.returncode == 0) is (moment != "saved"), again.stderr.decode()
    run(path, "log", SAID, "--matter", "Z9")
    assert SAID in run(path, "show", "Z9")
    assert subprocess.run(["grep", "-raqF", SAID, str(path.parent)], check=False).returncode == 1
    sound(path)


@pytest.mark.parametrize("moment", ["file", "row", "saved"])
def test_killed_while_a_file_is_kept_for_it_nothing_of_it_lies_open(path: Path, tmp_path: Path, moment: str) -> None:
    run(path, "restrict", "seal", "Z9", "--reason", "家属")
    source = tmp_path / "elsewhere" / "病历.txt"
    source.parent.mkdir()
    source.write_text(FILE, encoding="utf-8")
    killed(path, "attach", {"file": str(source), "matter": "Z9"}, moment)
    content = source.read_bytes()
    source.unlink()
    assert subprocess.run(["grep", "-raqF", FILE, str(tmp_path)], check=False).returncode == 1
    source.write_bytes(content)
    again = command("--db", str(path), "--as", "liu", "attach", str(source), "--matter", "Z9")
    assert (again.returncode == 0) is (moment != "saved"), again.stderr.decode()
    assert "病历.txt" in run(path, "attachments", "list", "Z9")
    sound(path)


@pytest.mark.parametrize("moment", ["key", "row", "saved"])
def test_killed_while_the_key_is_changed_everything_is_still_read(path: Path, moment: str) -> None:
    run(path, "restrict", "seal", "Z9", "--reason", "家属")
    run(path, "log", SAID, "--matter", "Z9")
    killed(path, "restrict rekey", {"reason": "外泄"}, moment)
    assert len(sealed.key_path(path).read_text(encoding="ascii").split()) == 2
    assert SAID in run(path, "show", "Z9")
    run(path, "amend", "Z9", "--place", "海淀医院")
    assert "海淀医院" in run(path, "show", "Z9")
    run(path, "restrict", "rekey", "--reason", "外泄")
    assert SAID in run(path, "show", "Z9")
    sound(path)


@pytest.mark.parametrize("moment", ["row", "saved"])
def test_killed_while_it_is_unsealed(path: Path, moment: str) -> None:
    run(path, "restrict", "seal", "Z9", "--reason", "家属")
    run(path, "amend", "Z9", "--place", "海淀医院")
    killed(path, "restrict unseal", {"matter": "Z9", "reason": "通报"}, moment)
    again = command("--db", str(path), "--as", "liu", "restrict", "unseal", "Z9", "--reason", "通报")
    assert (again.returncode == 0) is (moment != "saved"), again.stderr.decode()
    assert "海淀医院" in run(path, "show", "Z9")
    sound(path)
