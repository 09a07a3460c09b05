"""Drill files: reading them, with errors that name the line of the script.

The format is DESIGN §9: people, roster, steps with expectations, and a final table of clocks. Times are
honest local times: ``HH:MM[:SS]``, ``+HH:MM`` for the next day, ISO beyond.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path, PurePath
from typing import Any

from dutydesk.capabilities.limits.rules import DRILL
from dutydesk.kernel import system_errors
from dutydesk.kernel.durations import Duration
from dutydesk.kernel.instants import BadTimeError, Instant, from_datetime, parse_instant, to_datetime
from dutydesk.kernel.toml_faults import toml_fault, toml_line
from dutydesk.kernel.wording import Worded, worded
from dutydesk.resources import data_folder
from dutydesk.usecase.acts import REGISTRY

CONTROLS = ("crash", "start", "clock", "wait", "drop", "message", "login", "draft")
"""Steps that are not acts of an officer.

``login``: ``by`` proves who they are at ``terminal``, after ``wrong`` wrong secrets, or not at all with ``only_wrong``.
``drop``: ``file``, holding ``text``, is put into the drill's watched folder; ``label`` names the entry that comes of it.
``draft``: ``by`` has typed ``text`` at ``place`` and not saved it; an empty text is a draft that was used.
"""

CAPABILITIES = frozenset(
    {
        "accounts",
        "appeals",
        "calls",
        "custody",
        "figures",
        "grading",
        "handover",
        "instructions",
        "intake",
        "meetings",
        "plans",
        "policies",
        "registers",
        "roster",
        "units",
        "log",
        "reports",
        "response",
        "assess",
        "shift",
        "checklist",
        "reminder",
        "merge",
        "statistics",
    }
)
"""What ``needs`` may name and have played; any other word leaves the step out, and the player lists it."""

_REFERENCES = {
    "handover cosign": "obligation",
    "met": "obligation",
    "waive": "obligation",
    "ack": "alert",
    "snooze": "alert",
}
_REFERENCE_KEYS = ("matter", "rule", "subject", "step", "trigger")
_ALIASES = {"from": "sender", "time": "time"}


class DrillError(Worded):
    """A drill file cannot be read; the message names file and step."""


@dataclass(frozen=True, slots=True)
class DrillStep:
    """One step: who does what when, and what must then be seen."""

    line: str
    at: Instant
    by: str
    do: str
    args: Mapping[str, Any]
    needs: str
    expect: tuple[Mapping[str, Any], ...]
    signed: tuple[str, ...] = ()
    """Others who sign the act with their own secret: account ids or names."""
    ask: str = ""
    """Who is asked to sign it in a session of their own."""


@dataclass(frozen=True, slots=True)
class Drill:
    """A whole drill file. ``people`` and ``roster`` are tables as written; ``clocks`` the final table."""

    id: str
    title: str
    start: Instant
    end: Instant
    people: tuple[Mapping[str, Any], ...]
    roster: tuple[Mapping[str, Any], ...]
    steps: tuple[DrillStep, ...]
    clocks: tuple[Mapping[str, Any], ...] = field(default=())
    limits: str = DRILL
    """The column of reporting limits that the drill keeps."""

    def time(self, text: str) -> Instant:
        """Return the instant of a time as written in this file."""
        return _time(str(text), self.start)


def _time(text: str, start: Instant) -> Instant:
    plus = text.count("+") if text.startswith("+") else 0
    instant = parse_instant(text[plus:] if plus else text, start)
    return from_datetime(to_datetime(instant) + timedelta(days=plus))


def find(name: str) -> Path:
    """Return the path of a drill named on the command line: a path, or the name of a shipped one.

    Raises:
        DrillError: there is none.
    """
    path = Path(name)
    if path.suffix == ".toml" and path.exists():
        return path
    shipped = data_folder() / "drills" / f"{name}.toml"
    if shipped.exists():
        return shipped
    if path.exists():
        return path
    raise DrillError("没有演练脚本 {0}; 可用: {1}", name, ", ".join(listed()))


def listed() -> list[str]:
    """Return the names of the shipped drills."""
    return sorted(path.stem for path in (data_folder() / "drills").glob("*.toml"))


def read(path: Path) -> Drill:
    """Read a drill file.

    Raises:
        DrillError: what is wrong, with the step's line.
    """
    try:
        text = path.read_text(encoding="utf-8")
        document = tomllib.loads(text)
    except OSError as error:
        raise DrillError("{0}: 读不出 ({1})", path.name, system_errors.reason_of(error)) from error
    except tomllib.TOMLDecodeError as error:
        where = toml_line(text, str(error))  # pyright: ignore[reportPossiblyUnboundVariable]
        raise DrillError("{0}:{1}: 不是 TOML: {2}", path.name, where, toml_fault(str(error))) from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise DrillError("{0}: {1}", path.name, str(error)) from error
    try:
        return _drill(path, document)
    except DrillError:
        raise
    except (TypeError, ValueError, AttributeError, LookupError) as error:  # a value of another type than is looked for
        raise DrillError("{0}: 有值的类型不对 ({1})", path.name, worded(error)) from error


def _drill(path: Path, document: Mapping[str, Any]) -> Drill:
    try:
        head = document["drill"]
        start, end = from_datetime(head["start"]), from_datetime(head["end"])
    except (KeyError, BadTimeError, AttributeError) as error:
        raise DrillError("{0} [drill]: 缺少 start 或 end, 或没有时区 ({1})", path.name, worded(error)) from error
    steps = tuple(_step(path.name, number, table, start) for number, table in enumerate(document.get("step", []), 1))
    return Drill(
        id=str(head.get("id", path.stem)),
        title=str(head.get("title", "")),
        start=start,
        end=end,
        people=tuple(document.get("people", [])),
        roster=tuple(document.get("roster", [])),
        steps=tuple(sorted(steps, key=lambda step: step.at)),
        clocks=tuple(document.get("clock", [])),
        limits=str(head.get("limits", DRILL)),
    )


def _step(file: str, number: int, table: Mapping[str, Any], start: Instant) -> DrillStep:
    line = str(table.get("line", number))
    try:
        do, args = act_words(str(table["do"]), dict(table.get("args", {})))
        if do == "clock":
            Duration.parse(str(args["step"]))
        if do == "drop":
            args["file"] = _file_name(str(args["file"]))
        return DrillStep(
            line=line,
            at=_time(str(table["at"]), start),
            by=str(table.get("by", "")),
            do=do,
            args=args,
            needs=str(table.get("needs", "")),
            expect=tuple(table.get("expect", [])),
            signed=_names(table.get("signed", [])),
            ask=str(table.get("ask", "")),
        )
    except KeyError as error:
        raise DrillError("{0} step {1}: 缺少 {2}", file, line, str(error)) from error
    except (BadTimeError, ValueError, Worded) as error:
        raise DrillError("{0} step {1}: {2}", file, line, worded(error)) from error


def _file_name(value: str) -> str:
    """Return the name of a file in the drill's own folder: no way leads out of it."""
    if not value or PurePath(value).name != value or value == ".." or "\0" in value:
        raise Worded("file 须为文件名, 不是 {0}", value)
    return value


def _names(value: Any) -> tuple[str, ...]:
    """Return a list of people; one alone may stand without brackets."""
    if not isinstance(value, str | list):
        raise Worded("signed 须为人名列表, 不是 {0}", repr(value))
    return tuple(map(str, [value] if isinstance(value, str) else value))  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]


def act_words(do: str, args: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the act's name as the command line has it, and its words with references gathered."""
    words = do.replace("_", " ").split()
    if words[0] == "incident" and len(words) > 1:
        if words[1] == "open":
            args.setdefault("kind", "incident")
        words = words[1:]
    if words[0] in {"handover", "people", "shift"} and len(words) == 1:
        for key in ("do", "act", "action", "verb"):
            if key in args:
                words.append(str(args.pop(key)))
                break
    name = "-".join(words) if words[:1] == ["confirm"] else " ".join(words)
    act = REGISTRY.get(name)
    own = act.SAID if act is not None else {}  # its own words as the command line has them: visit in --from
    args = {(key if key in own else _ALIASES.get(key, key)).replace("-", "_"): value for key, value in args.items()}
    reference = _REFERENCES.get(name)
    if reference is not None and reference not in args:
        args[reference] = {key: args.pop(key) for key in _REFERENCE_KEYS if key in args}
    return name, args
