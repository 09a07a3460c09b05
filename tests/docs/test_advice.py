"""No sentence advises a command that does not exist."""

from __future__ import annotations

import argparse
import ast
import re
from pathlib import Path

import pytest

from dutydesk.cli.main import build_parser
from dutydesk.i18n import read_po

TOP = Path(__file__).parents[2]
ADVISED = re.compile(r"dutydesk ([a-z][a-z-]+)")
HAN = re.compile("[\u4e00-\u9fff]")
NOT_COMMANDS = {"made": "“a newer dutydesk made this store”", "store": "“not a dutydesk store”"}


def commands() -> set[str]:
    parser = build_parser()
    subparsers = next(one for one in parser._actions if isinstance(one, argparse._SubParsersAction))
    return set(subparsers.choices)


def sentences() -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted((TOP / "dutydesk").rglob("*.py")):
        tree = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        docs = {
            id(node.body[0].value)
            for node in tree
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in tree:
            said = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
            if said and HAN.search(node.value):
                found[node.value] = f"{path.relative_to(TOP)}:{node.lineno}"
    for path in sorted((TOP / "dutydesk" / "locale" / "en").glob("*.po")):
        for words in read_po(path.read_text(encoding="utf-8")).values():
            found[words] = str(path.relative_to(TOP))
    return found


def test_every_advised_command_exists() -> None:
    known = commands() | set(NOT_COMMANDS)
    assert {"verify", "init", "demo"} <= known
    wrong = {
        f"{where}: {sentence}"
        for sentence, where in sentences().items()
        for word in ADVISED.findall(sentence)
        if word not in known
    }
    assert not wrong


@pytest.mark.parametrize("word", ["unsave", "revive"])
def test_the_look_for_advice_finds_a_command_that_is_not_there(word: str) -> None:
    assert ADVISED.findall(f"若有备份请恢复: dutydesk {word} FILE") == [word]
    assert word not in commands()
