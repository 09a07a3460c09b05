"""The small language of triggers and conditions in the rulebook.

``incident.received and (level in [I, II, III] or colour == red)``. Names with a dot are events: true when
that event has just happened. Names without a dot are facts of the matter: alone they are a flag, with
``==``, ``!=``, ``in [..]``, ``not in [..]``, ``>=`` they are compared. ``name(argument)`` asks a question
that the caller answers. There is nothing else, so an office can read every rule of its own rulebook.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from dutydesk.kernel.wording import Word, Worded

_TOKEN = re.compile(r"\s*(?:(?P<op>==|!=|>=|<=|>|<|[()\[\],])|(?P<word>[^\s()\[\],=!<>]+))")
Value = str | int | float | bool | None


class ConditionError(Worded):
    """The text of a condition cannot be read; the message shows where."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What a condition is held against.

    ``events``: names that have just happened. ``facts``: the matter's fields. ``ask``: answers
    ``name(argument)`` questions such as ``shift_holds(00:30)``.
    """

    events: frozenset[str] = frozenset()
    facts: Mapping[str, Value] = field(default_factory=dict[str, Value])
    ask: Callable[[str, str], bool] = lambda _name, _argument: False


@dataclass(frozen=True)
class Condition:
    """A parsed condition; ``holds`` evaluates it, ``events`` lists the event names it mentions."""

    text: str
    root: Node

    def holds(self, situation: Situation) -> bool:
        """Return whether the condition is true in the situation."""
        return self.root.holds(situation)

    @cached_property
    def events(self) -> tuple[str, ...]:
        """Event names mentioned, in order of appearance."""
        return tuple(dict.fromkeys(leaf.name for leaf in self.root.leaves() if leaf.is_event))

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """Fact names mentioned, in order of appearance."""
        return tuple(dict.fromkeys(leaf.name for leaf in self.root.leaves() if not leaf.is_event))

    def alternatives(self) -> list[frozenset[str]]:
        """Return the sets of events of which any one, complete, makes the condition true (for ``met_when``)."""
        return self.root.alternatives()


@dataclass(frozen=True, slots=True)
class Leaf:
    """One fact or event, perhaps compared with values."""

    name: str
    operator: str = ""
    values: tuple[str, ...] = ()

    @property
    def is_event(self) -> bool:
        """Whether the name is an event's (it has a dot)."""
        return "." in self.name

    def holds(self, situation: Situation) -> bool:
        """Return the leaf's truth."""
        if self.operator == "call":
            return situation.ask(self.name, self.values[0])
        if self.is_event:
            return self.name in situation.events
        value = situation.facts.get(self.name)
        if self.operator == "":
            return bool(value)
        if self.operator in {">=", "<=", ">", "<"}:
            return _compare(value, self.operator, self.values[0])
        inside = value is not None and str(value) in self.values
        return inside if self.operator in {"==", "in"} else not inside

    def leaves(self) -> list[Leaf]:
        """Return this leaf alone."""
        return [self]

    def alternatives(self) -> list[frozenset[str]]:
        """Return the event by itself; a fact asks for nothing."""
        return [frozenset({self.name})] if self.is_event else [frozenset[str]()]


@dataclass(frozen=True, slots=True)
class Branch:
    """``and``, ``or`` or ``not`` over parts."""

    operator: str
    parts: tuple[Node, ...]

    def holds(self, situation: Situation) -> bool:
        """Return the branch's truth."""
        if self.operator == "not":
            return not self.parts[0].holds(situation)
        test = all if self.operator == "and" else any
        return test(part.holds(situation) for part in self.parts)

    def leaves(self) -> list[Leaf]:
        """Return all leaves below."""
        return [leaf for part in self.parts for leaf in part.leaves()]

    def alternatives(self) -> list[frozenset[str]]:
        """Return the disjunctive form over events."""
        if self.operator == "or":
            return [found for part in self.parts for found in part.alternatives()]
        found = [frozenset[str]()]
        for part in self.parts:
            found = [left | right for left in found for right in part.alternatives()]
        return found


Node = Leaf | Branch


def _compare(value: Value, operator: str, limit: str) -> bool:
    if value is None or isinstance(value, str):
        return False
    number = float(limit)
    return {
        ">=": value >= number,
        "<=": value <= number,
        ">": value > number,
        "<": value < number,
    }[operator]


def parse_condition(text: str) -> Condition:
    """Parse a condition.

    Raises:
        ConditionError: with the place where reading stopped.
    """
    parser = _Parser(text)
    root = parser.any_of()
    parser.end()
    return Condition(text, root)


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[str] = []
        place = 0
        while text[place:].strip():
            match = _TOKEN.match(text, place)
            if match is None:
                raise ConditionError("读到 “{0}” 停下: {1}", text[place:], repr(text))
            self.tokens.append(match["op"] or match["word"])
            place = match.end()
        self.place = 0

    def peek(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def take(self, expected: str = "") -> str:
        token = self.peek()
        if not token or (expected and token != expected):
            raise ConditionError(
                "此处应为 “{0}”, 而不是 “{1}”: {2}", expected or Word("名称"), token or Word("结尾"), repr(self.text)
            )
        self.place += 1
        return token

    def end(self) -> None:
        if self.peek():
            raise ConditionError("多出 “{0}”: {1}", self.peek(), repr(self.text))

    def any_of(self) -> Node:
        parts = [self.all_of()]
        while self.peek() == "or":
            self.take()
            parts.append(self.all_of())
        return parts[0] if len(parts) == 1 else Branch("or", tuple(parts))

    def all_of(self) -> Node:
        parts = [self.one()]
        while self.peek() == "and":
            self.take()
            parts.append(self.one())
        return parts[0] if len(parts) == 1 else Branch("and", tuple(parts))

    def one(self) -> Node:
        if self.peek() == "not":
            self.take()
            return Branch("not", (self.one(),))
        if self.peek() == "(":
            self.take()
            inner = self.any_of()
            self.take(")")
            return inner
        return self.leaf()

    def leaf(self) -> Node:
        name = self.take()
        if not re.match(r"^[\w.:]+$", name) or name in {"and", "or", "in"}:
            raise ConditionError("不是名称: “{0}”: {1}", name, repr(self.text))
        following = self.peek()
        if following == "(":
            self.take()
            argument = self.take()
            self.take(")")
            return Leaf(name, "call", (argument,))
        if following in {"==", "!=", ">=", "<=", ">", "<"}:
            return Leaf(name, self.take(), (self.take(),))
        if following in {"in", "not"}:
            operator = self.take()
            if operator == "not":
                self.take("in")
                operator = "not in"
            return Leaf(name, operator, self.listed())
        return Leaf(name)

    def listed(self) -> tuple[str, ...]:
        self.take("[")
        values = [self.take()]
        while self.peek() == ",":
            self.take()
            values.append(self.take())
        self.take("]")
        return tuple(values)
