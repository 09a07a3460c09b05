"""Help and completion come from a generated index: it says what the commands say, and nothing else is imported."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from dutydesk.cli import catalogue
from dutydesk.cli.completion import SHELLS, offered
from dutydesk.cli.main import build_parser, run


def test_one_command_is_built_whole_and_the_others_are_named() -> None:
    whole, alone = build_parser(), build_parser("due")
    names = [set(one._subparsers._group_actions[0].choices) for one in (whole, alone)]
    assert names[0] == names[1]
    assert alone.parse_args(["due", "--alerts"]).alerts


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (["compl"], ["completion"]),
        (["completion", ""], ["bash", "zsh", "fish"]),
        (["--lang", "z"], ["zh"]),
        (["--db", "x.db", "matt"], ["matters"]),
        (["--json", "matt"], ["matters"]),
        (["incident", "op"], ["open"]),
        (["message", ""], ["open", "dispose", "settle"]),
        (["message", "dispose", "--rea"], ["--reason"]),
        (["report", "--kin"], ["--kind"]),
        (["report", "--kind", ""], []),
        (["due", "--al"], ["--all", "--alerts"]),
        (["nothing like it", "x"], []),
    ],
)
def test_what_is_offered(typed: list[str], found: list[str]) -> None:
    assert offered(typed) == found


def test_every_command_is_offered_where_nothing_is_typed() -> None:
    assert set(offered([""])) == {name for name in catalogue.load() if " " not in name}


@pytest.mark.parametrize("shell", sorted(SHELLS))
def test_the_script_asks_this_program(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", shell]) == 0
    assert "dutydesk complete --" in capsys.readouterr().out


def test_bash_completes(tmp_path: Path) -> None:
    """The shell itself, with the script that the program prints."""
    script = f'dutydesk() {{ {sys.executable} -m dutydesk "$@"; }}\n{SHELLS["bash"]}'
    asked = 'COMP_WORDS=(dutydesk completion ""); COMP_CWORD=2; _dutydesk; printf "%s\\n" "${COMPREPLY[@]}"'
    done = subprocess.run(["bash", "-c", script + asked], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.split() == ["bash", "zsh", "fish"]


IMPORTED = """
import json, sys, contextlib, io
from dutydesk.__main__ import main
sys.argv = ["dutydesk", *sys.argv[1:]]
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    main()
print(json.dumps(sorted(sys.modules)))
"""


def imported(*words: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", IMPORTED, *words], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


def test_what_asks_little_imports_little(drill_template: Path) -> None:
    """Counted in modules, which no busy machine changes: the milliseconds are in the measurements."""
    assert "argparse" not in imported("--version")
    for words in (["--help"], ["complete", "--", "re"]):
        assert not {"dutydesk.usecase.acts", "dutydesk.cli.show", "sqlmodel", "textual"} & imported(*words)
    for words in (["due", "--json"], ["matters"], ["show", "M1"], ["search", "望京"]):
        found = imported("--db", str(drill_template), *words)
        assert not {"sqlmodel", "sqlalchemy", "pydantic", "textual", "rich"} & found, words
