"""Every command that only reads, in English, on the demo's day: what the program or its data says is no Chinese.

``Shell`` looks at each answer (``words.raw_in``): what people typed into the demo may stand, nothing else.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from shell import Shell

from dutydesk.cli.catalogue import load

READ = [
    "attachments list Y1",
    "backups list",
    "calls",
    "case list",
    "case near Y1",
    "case show E1",
    "channels list",
    "config check",
    "config show",
    "contact list",
    "custody list",
    "day",
    "doctor",
    "drill list",
    "due",
    "emergency-log show",
    "export matter Y2",
    "grading",
    "grading coal_mine",
    "grading earthquake",
    "grading mine",
    "grading rail",
    "grading rainstorm",
    "grading wildfire",
    "handover check",
    "handover show",
    "heat",
    "inbox",
    "keys list",
    "leave list",
    "ledger Y1",
    "limits",
    "matters",
    "meeting rooms",
    "meeting show M1",
    "paper",
    "people here",
    "people list",
    "people rights",
    "plan missing",
    "plan show petition III",
    "policy lag",
    "policy show P1",
    "policy windows",
    "register list",
    "register show materials",
    "restrict",
    "restrict annex",
    "restrict marks",
    "retention",
    "roll-call list",
    "roster actual",
    "roster check",
    "roster show",
    "rulebook diff",
    "rulebook show",
    "search 家属",
    "sent Y1",
    "setup",
    "shift responsibility",
    "shift show",
    "shift since",
    "shift statistics --shift current",
    "show A1",
    "show P1",
    "show Y1",
    "show Y2",
    "similar Y1",
    "to-sign",
    "verify",
    "visit list",
]
"""Commands that write nothing."""

NOT_WALKED = {
    "attachments open": "runs a program of the machine",
    "attachments save": "writes a file that somebody keeps",
    "backup": "takes a copy of the store",
    "channels test": "sends something out of the house",
    "completion": "lines for a shell",
    "config path": "the name of a file",
    "contact import": "takes a table in",
    "demo": "makes a store",
    "drill play": "plays for minutes: tests/drill",
    "emergency-log write": "writes into a file beside the store",
    "export log": "an official paper",
    "export handover": "an official paper",
    "export report": "an official paper",
    "help": "the manual, which is a text of its own",
    "init": "makes a store",
    "keys-for-ssh": "lines for sshd",
    "login": "begun by sshd",
    "meeting draft": "an official paper",
    "people key": "acts only",
    "print": "an official paper",
    "proof": "prints the draft of an official report",
    "rebuild": "works the tables out anew",
    "register export": "a table for somebody else",
    "register import": "takes a table in",
    "restore": "puts a copy in the store's place",
    "roster swap": "acts only",
    "roster export": "a table for somebody else",
    "roster import": "takes a table in",
    "triage": "reads messages, which are Chinese",
    "watch": "runs on",
}
"""Commands that are no act and that are not walked, each with its reason."""


def _all() -> set[str]:
    """Every command and every verb, by name."""
    found: set[str] = set()
    for name, entry in load().items():
        verbs = entry.get("verbs", {})
        found |= {f"{name} {verb}" for verb in verbs} if verbs else {name}
    return found


@pytest.fixture(scope="module")
def demo_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo's day that stands, an example taken over."""
    from dutydesk.cli.main import run

    path = tmp_path_factory.mktemp("english") / "demo.db"
    run(["--db", str(path), "demo", "--no-ui"])
    run(["--db", str(path), "--as", "zhang", "case", "take", "Y2"])
    return path


@pytest.mark.parametrize("words", READ)
def test_a_command_answers_in_english(demo_template: Path, capsys: pytest.CaptureFixture[str], words: str) -> None:
    said = Shell(demo_template, capsys, "--lang", "en", "--as", "zhang")(*words.split())
    assert said.status in (0, 1), said


def test_every_command_that_is_no_act_is_walked_or_named() -> None:
    from dutydesk.usecase.acts import REGISTRY

    acts = {" ".join(name.split()[:2]) for name in REGISTRY} | {f"incident {name}" for name in REGISTRY}
    walked = {one for words in READ for one in (" ".join(words.split()[:2]), words.split()[0])}
    assert sorted(_all() - acts - walked - set(NOT_WALKED)) == []
    assert sorted(set(NOT_WALKED) - _all()) == []
