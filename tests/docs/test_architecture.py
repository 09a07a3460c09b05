"""What ARCHITECTURE.md says of the rooms and of long files is so."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "dutydesk" / "ARCHITECTURE.md").read_text(encoding="utf-8")
LONG = 400


def test_a_long_file_says_why() -> None:
    files = {
        str(path.relative_to(ROOT / "dutydesk")): len(path.read_text(encoding="utf-8").splitlines())
        for path in (ROOT / "dutydesk").rglob("*.py")
    }
    told = set(re.findall(r"^\| `([\w/]+\.py)` \|", TEXT.partition("## Files over 400 lines")[2], re.MULTILINE))
    assert told == {name for name, lines in files.items() if lines > LONG}


def test_every_room_is_there_and_named() -> None:
    rooms = {path.name for path in (ROOT / "dutydesk").iterdir() if path.is_dir() and (path / "__init__.py").exists()}
    table = TEXT.partition("## The rooms")[2].partition("Beside them")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == rooms


def test_the_contracts_have_the_same_order() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    rooms = next(one for one in settings["tool"]["importlinter"]["contracts"] if one["name"].startswith("rooms"))
    layers = [layer.split(".")[1] for layer in rooms["layers"]]
    table = TEXT.partition("## The rooms")[2].partition("Beside them")[0]
    told = re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)
    assert told == list(dict.fromkeys(layers))
