"""What an act is, and how its fields are declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, fields
from datetime import date
from typing import Any, ClassVar, Protocol, Self

from dutydesk.kernel.figures import ALIASES, FIELDS
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.values import Value
from dutydesk.kernel.when import Meaning

SIGNED_RIGHTS = ("waive", "people", "unlock", "own_secret", "rulebook")
"""Rights whose every act is one that a person signs for."""

REGISTRY: dict[str, type[Act]] = {}
NO = ("", "否", "no", "n", "0", "false")
"""Words that say no where a form or a script answers a yes-or-no field."""


def arg(
    help_text: str,
    *,
    positional: bool = False,
    many: bool = False,
    flag: bool = False,
    required: bool = False,
    choices: tuple[str, ...] = (),
    graded: bool = False,
    when: Meaning | None = None,
    after: str = "",
    consent: bool = False,
    vacant: bool = False,
    of: str = "",
    agreed: bool = False,
    needed: bool = False,
    now: bool = False,
    typed: bool = False,
    matter: str = "",
    kind: str = "",
    file: bool = False,
    own: bool = False,
) -> Any:
    """Declare a field: how it stands on the command line and what it is for (Chinese; translated when shown).

    ``graded``: a grade of secrecy is what it holds, where every other field refuses one. A field that is a time
    says by ``when`` how it is read, and by ``after`` which field it follows. ``consent``: it names somebody who
    must agree; ``consents.handlers.consents`` says how that is proved; ``agreed``: it is when they did, by telephone too. ``vacant``: left
    out (None) and empty are two things. ``of``: what it refers to (a person, a unit, a matter …), by the name of a vocabulary
    that a form lists.

    What the use case gets (``Act.read``): text fit to be kept, refused while empty where it is ``needed``; of a time its
    instant (its date where ``when`` wants a day), the act's own with ``now`` and else None where nothing was typed; with
    ``matter`` the matter itself, which must be ``open``, ``open_or_closed`` or ``any``, and of a ``kind`` if one is
    named. ``typed``: as it was typed, since what it means depends on more than the field. ``file``: it names a file or
    folder of the machine (``-``: what comes with the command), which nobody from outside does. ``own``: it is the
    act's own time, by which all that the act does happened (``own_time``).
    """
    metadata = {
        "help": help_text, "positional": positional, "many": many, "flag": flag, "required": required,
        "choices": choices, "graded": graded, "when": when, "after": after, "consent": consent, "of": of,
        "agreed": agreed, "needed": needed, "now": now, "typed": typed, "matter": matter, "kind": kind,
        "file": file, "own": own,
    }  # fmt: skip
    if many:
        return field(default_factory=list[Any], metadata=metadata)
    return field(default=False if flag else None if vacant else "", metadata=metadata)


def figures_field() -> Any:
    """Declare the figures of an act: ``deaths=2`` and the like."""
    metadata = {
        "help": "数字, 如 deaths=2 injured=8 loss_yuan=180万", "positional": True, "many": True, "flag": False,
        "required": False, "choices": (), "pairs": True,
    }  # fmt: skip
    return field(default_factory=dict[str, Any], metadata=metadata)


def times_of(act: type[Act]) -> dict[str, tuple[Meaning, str]]:
    """Return the fields of an act that are times: how each is read, and which field it follows."""
    return {
        item.name: (item.metadata["when"], item.metadata["after"]) for item in fields(act) if item.metadata.get("when")
    }


class Reads(Protocol):
    """Who reads what was typed, inside the act's transaction; each refusal names the field."""

    def time(self, field: str, typed: str | None, *, since: Instant | None = None) -> Instant:
        """Return a typed time, that of the act when nothing was typed."""
        ...

    def text(self, field: str, typed: str | None, *, required: bool = True) -> str:
        """Return text fit to be kept."""
        ...

    def day(self, field: str, typed: str, *, since: date | None = None) -> date:
        """Return a typed day."""
        ...

    def matter_in(self, state: str, name: str, field: str, kind: str) -> Any:
        """Return the named matter, which must be in that state and of that kind."""
        ...


class Act(Value):
    """Base of all acts.

    ``NAME`` is the word on the command line and in drill files (two words: a family and its verb), ``HELP`` one
    line for people (Chinese, translated when shown; so is ``DOES``), ``RIGHT`` what a role must have.
    """

    NAME: ClassVar[str] = ""
    HELP: ClassVar[str] = ""
    FAMILY: ClassVar[str] = ""
    """What its family is about, said by one act of a family that holds nothing but acts; a module of ``cli`` adds the others."""
    RIGHT: ClassVar[str] = "write"
    DOES: ClassVar[str] = "保存"
    """What pressing the form's key does, in a word: whoever presses it reads what will have happened."""
    SIGNED: ClassVar[bool] = False
    """Whether it is a signature: who came in by a key alone gives the own secret for it."""
    ADDS: ClassVar[bool] = False
    """Whether two of them about the same thing are two things (a line, a call), and none writes over the other."""
    WHICH: ClassVar[tuple[str, ...]] = ()
    """Fields of its event that say which thing it is about, beside the matter; left out: the act's first argument."""
    ENDS: ClassVar[tuple[str, ...]] = ()
    """Events of the rulebook that only this act may say happened: no clock that waits for one is met by hand."""
    SAID: ClassVar[Mapping[str, str]] = {}
    """Words that are no names in Python (``from``), with the field each stands for."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if cls.NAME:
            REGISTRY[cls.NAME] = cls

    @classmethod
    def proves(cls) -> bool:
        """Whether the own secret is asked again where a session proved only a key: signatures, waivers, accounts."""
        return cls.SIGNED or cls.RIGHT in SIGNED_RIGHTS

    @classmethod
    def consent_fields(cls) -> tuple[str, ...]:
        """Return the fields that name somebody who must agree."""
        return tuple(item.name for item in fields(cls) if item.metadata.get("consent"))

    @classmethod
    def own_time(cls) -> str:
        """Return the field that is the act's own time, empty where it happens when it is said or an event has a time of its own."""
        return next((item.name for item in fields(cls) if item.metadata.get("own")), "")

    @classmethod
    def agreed_field(cls) -> str:
        """Return the field that holds when somebody agreed, empty where a word on the telephone is never enough."""
        return next((item.name for item in fields(cls) if item.metadata.get("agreed")), "")

    def read(self, reads: Reads) -> Self:
        """Return the act with its values, as its use case gets it; what its fields do not declare stays as typed."""
        values: dict[str, Any] = {}
        for item in fields(self):
            typed = getattr(self, item.name)
            values[item.name] = _value(item.name, typed, item.metadata, reads, values) if typed is not None else None
        return type(self)(**values)

    @classmethod
    def from_words(cls, words: dict[str, Any]) -> Self:
        """Build the act from a mapping of words (drill files, forms); dashes and underscores are the same.

        Raises:
            KeyError: a word that this act does not take.
        """
        known = {item.name: item.metadata for item in fields(cls)}
        values: dict[str, Any] = {}
        figures: dict[str, Any] = {}
        for raw, value in words.items():
            key = cls.SAID.get(raw, raw.replace("-", "_"))
            if key in known:
                values[key] = _shaped(value, known[key])
            elif "figures" in known and (key in FIELDS or key in ALIASES):
                figures[key] = value
            else:
                raise KeyError(raw)
        if figures:
            values["figures"] = {**values.get("figures", {}), **figures}
        return cls(**values)


def _shaped(value: Any, metadata: Any) -> Any:
    if metadata.get("pairs"):
        return value if isinstance(value, dict) else dict(pair.split("=", 1) for pair in value)  # pyright: ignore[reportUnknownVariableType]
    if metadata["many"]:
        return [str(item) for item in value] if isinstance(value, list) else [str(value)]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    if metadata["flag"]:
        return value.strip().lower() not in NO if isinstance(value, str) else bool(value)
    return value if isinstance(value, dict) else str(value)  # pyright: ignore[reportUnknownVariableType]


def _value(name: str, typed: Any, declared: Mapping[str, Any], reads: Reads, before: Mapping[str, Any]) -> Any:
    """Return the value of a field. ``before``: those declared above it, which a time may follow."""
    if not isinstance(typed, str) or declared["typed"] or declared["graded"]:
        return typed
    if declared["matter"]:
        return (
            reads.matter_in(declared["matter"], typed, name, declared["kind"])
            if typed or declared["required"]
            else None
        )
    if not declared["when"]:
        return reads.text(name, typed, required=declared["needed"] or declared["required"])
    if not typed.strip() and not declared["now"]:
        return reads.text(name, typed) if declared["needed"] or declared["required"] else None
    since = before.get(declared["after"])
    if declared["when"].alone == "day":
        return reads.day(name, typed, since=since)
    return reads.time(name, typed, since=since)
