"""Two doors to one desk: the same words as a command line and as a step of a drill, and the refusals that the code can give."""

from __future__ import annotations

import ast
import dataclasses
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from room import Room

import dutydesk
from dutydesk.cli.main import run
from dutydesk.drill.script import act_words
from dutydesk.drill.worker import Worker
from dutydesk.kernel.instants import iso
from dutydesk.usecase.acts import REGISTRY

PROGRAM = Path(dutydesk.__file__).parent
Known = Callable[[Room], str]
"""Finds an id that nobody can write down beforehand."""


@dataclass(frozen=True)
class Doing:
    """One act: its name, who does it and its words, as a drill's file has them."""

    name: str
    by: str = "zhou"
    signed: tuple[str, ...] = ()
    words: dict[str, Any] = field(default_factory=dict[str, Any])
    ask: str = ""
    """Who is asked to sign it in a session of their own."""

    def spelled(self, room: Room) -> dict[str, Any]:
        """Its words with every id filled in."""
        return {key: value(room) if callable(value) else value for key, value in self.words.items()}


def does(name: str, by: str = "zhou", /, *, signed: tuple[str, ...] = (), ask: str = "", **words: Any) -> Doing:
    """Spell an act."""
    return Doing(name, by, signed, words, ask)


def options(name: str, words: dict[str, Any]) -> list[str]:
    """Return the words of an act as the command line takes them: by the act's own declaration, positional ones first."""
    act, first, rest = REGISTRY[name], list[str](), list[str]()
    known = {item.name: item.metadata for item in dataclasses.fields(act)}
    pairs: list[str] = []
    for word in [*(one for one in known if one in words), *(one for one in words if one not in known)]:
        value, declared = words[word], known.get(act.SAID.get(word, word))
        values = [str(one) for one in value] if isinstance(value, list) else [str(value)]
        if declared is None:
            pairs += [f"{word}={value}"]
        elif declared["positional"]:
            first += values
        else:
            rest += [f"--{word.replace('_', '-')}", *(() if declared["flag"] else values)]
    return [*name.split(), *first, *pairs, *rest]


def by_drill(room: Room, act: Doing) -> tuple[str, str]:
    """Do an act as a drill's worker does a step; return field and sentence of its refusal."""
    name, words = act_words(act.name.replace(" ", "_"), act.spelled(room))
    worker = Worker(room.path, room.now(), 0)
    try:
        told = {"honest": room.now(), "actor": act.by, "name": name, "words": words, "signed": act.signed}
        told |= {"ask": act.ask}
        answer = worker.act(told)
    finally:
        worker.views.close()
        worker.desk.store.close()
    assert "refused" in answer, answer
    return answer["field"], answer["refused"]


def by_command(room: Room, act: Doing, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    """Do an act by the command line; return the one line of its refusal."""
    capsys.readouterr()
    where = ["--db", str(room.path), "--clock", str(iso(room.now())), "--as", act.by]
    asked = ["--ask", act.ask] if act.ask else []
    status = run([*where, *options(act.name, act.spelled(room)), *asked, *more])
    out, err = capsys.readouterr()
    assert (status, out, err.count("\n")) == (1, "", 1), (status, out, err)
    return err.strip()


# ---------------------------------------------------------------- what the code can say


def matches(template: str, sentence: str) -> bool:
    """Whether a sentence is this template filled in."""
    pieces = re.split(r"\{\d\}", template)
    return re.fullmatch(".*".join(map(re.escape, pieces)), sentence, re.DOTALL) is not None


def refusals() -> tuple[set[str], set[str]]:
    """Return every sentence that the desk refuses by a rule with, and the functions that take theirs from elsewhere.

    A refusal by a rule is one that leaves a trace (R30); slips of typing leave none.
    """
    found: set[str] = set()
    elsewhere: set[str] = set()
    for path in (
        path
        for room in ("kernel", "desk", "usecase", "capabilities")
        for path in sorted((PROGRAM / room).rglob("*.py"))
    ):
        for function in functions(path):
            for call in (one for one in ast.walk(function) if isinstance(one, ast.Call)):
                if called(call) == "Refused" and any(word.arg == "traced" for word in call.keywords):
                    said = sentences(call.args[1], function)
                    found |= said
                    elsewhere |= set() if said else {f"{named(path)}.{function.name}"}
                if called(call) in {"another", "approver"} and len(call.args) > 3:
                    found |= {one for one in sentences(call.args[3], function) if one}
    return found, elsewhere


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    """Return the functions of a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return (one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef))


def named(path: Path) -> str:
    """Return a module for a table: its name, with its capability where that has many of this name."""
    return path.parent.name if path.stem == "handlers" else path.stem


def called(call: ast.Call) -> str:
    """Return the last name of what is called."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def sentences(node: ast.expr, function: ast.FunctionDef) -> set[str]:
    """Return the sentences that an expression stands for: constants, or a local name that holds some."""
    if isinstance(node, ast.Name):
        held = [
            one.value
            for one in ast.walk(function)
            if isinstance(one, ast.Assign)
            and any(isinstance(name, ast.Name) and name.id == node.id for name in one.targets)
        ]
        return {said for value in held for said in sentences(value, function)}
    if isinstance(node, ast.IfExp):
        return sentences(node.body, function) | sentences(node.orelse, function)
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def said_by(module: str, name: str, call: str = "Worded") -> set[str]:
    """Return the sentences of the calls in one function or class of a module of rules."""
    tree = ast.parse((PROGRAM / f"{module}.py").read_text(encoding="utf-8"))
    (there,) = [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef | ast.ClassDef) and one.name == name]
    calls = [one for one in ast.walk(there) if isinstance(one, ast.Call) and called(one) == call]
    return {
        arg.value
        for one in calls
        for arg in one.args[:2]
        if isinstance(arg, ast.Constant) and isinstance(arg.value, str) and not arg.value.isascii()
    }
