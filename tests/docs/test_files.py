"""Lint: ``write_file`` is the only way in which a file leaves; the few that write beside it keep the desk's own files."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import dutydesk

CODE = Path(dutydesk.__file__).parent
OWN = {
    "config.py": "the last good text of the settings",
    "documents/files.py": "write_file itself",
    "documents/printing.py": "what the printing command reads, in a folder that goes with it",
    "documents/pdf.py": "what LibreOffice reads, in a folder that goes with it",
    "wholefile.py": "how a file is written whole",
    "faults.py": "the log of failures",
    "store/emergency_log.py": "lines written down while the store cannot be",
    "store/aside.py": "drafts that the store could not take",
    "store/anchors.py": "the key and the newest anchor of a store",
    "store/sealed.py": "the key of sealed matters",
    "desk/backups.py": "the newest anchor, among the copies of a store",
    "store/backups.py": "copies of a store",
    "store/engine.py": "a new store",
    "store/restoring.py": "a copy that takes the place of a store",
    "store/migrations.py": "the copy of a store before it is brought up",
    "store/rescue.py": "the copy of what can still be read of a store",
    "tui/app.py": "where the desk crashed",
    "preferences.py": "theme and language of an account",
    "drill/player.py": "what a drill drops into its own folder",
    "store/attachments.py": "files that a store keeps, and their copies",
    "store/bundles.py": "attachments for the command that carries copies elsewhere; nobody types the name",
    "store/encrypted.py": "the encrypted form of a copy that is put back, beside it; nobody types the name",
    "documents/opening.py": "the copy that the opening command reads",
    "watch/mailbox.py": "the number of the newest mail that was taken in",
    "watch/lease.py": "the lock of who takes in",
    "watch/heartbeat.py": "the time of the last look",
    "watch/presence.py": "who has a desk open",
}
"""Who writes files of the desk's own, which no person names."""

WRITING = {"write_text", "write_bytes", "touch", "copyfile", "copy", "copy2", "copytree", "move", "mkstemp", "NamedTemporaryFile", "TemporaryFile", "symlink_to", "hardlink_to", "write_new", "replace"}  # fmt: skip
ELSEWHERE = {"copy": ("shutil",), "move": ("shutil",), "replace": ("wholefile", "os")}
"""Names that other things have too: only as this module's function."""


def writes(tree: ast.AST) -> Iterator[int]:
    """Yield the lines that open a file for writing, or make one."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        owner = ast.unparse(node.func.value) if isinstance(node.func, ast.Attribute) else ""
        if name in WRITING and (name not in ELSEWHERE or owner in ELSEWHERE[name]):
            yield node.lineno
        if name == "open":
            words = [ast.unparse(one) for one in (*node.args, *(key.value for key in node.keywords))]
            flags = any("O_WRONLY" in word or "O_RDWR" in word or "O_CREAT" in word for word in words)
            mode = any(word[:1] in "'\"" and len(word) <= 5 and set(word[1:-1]) & set("wax+") for word in words)
            if (flags and "O_DIRECTORY" not in str(words)) or mode:
                yield node.lineno


def test_nobody_else_opens_files_for_writing() -> None:
    found = [
        f"{path.relative_to(CODE)}:{line}"
        for path in sorted(CODE.rglob("*.py"))
        if path.relative_to(CODE).as_posix() not in OWN
        for line in writes(ast.parse(path.read_text(encoding="utf-8")))
        if "os.devnull" not in path.read_text(encoding="utf-8").splitlines()[line - 1]
    ]
    assert found == []


def test_the_lint_sees_every_way() -> None:
    ways = ("open(p, 'w')", "p.open('ab')", "open(p, mode='x')", "os.open(p, os.O_RDWR)", "p.write_bytes(b)", "shutil.copy(a, b)", "p.open('r+b')")  # fmt: skip
    assert [way for way in ways if not list(writes(ast.parse(way)))] == []
    reads = ("open(p)", "p.open('rb')", "open_store(p)", "values.copy()", "Views.open(path)", "clock.move('x')")
    assert [way for way in reads if list(writes(ast.parse(way)))] == []


def test_what_the_system_refused_is_said_in_words() -> None:
    """The system's own words are English on every machine: ``system_errors`` says them."""
    own = {"store/emergency_log.py"}  # makes an error of its own, and shows none
    named = {
        str(path.relative_to(CODE)) for path in CODE.rglob("*.py") if "strerror" in path.read_text(encoding="utf-8")
    }
    assert named == own
