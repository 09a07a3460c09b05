"""What no person may meet on a screen, a print, a paper or in an answer: what is raw, and what is in the wrong language.

Chinese holds no English word but proper terms (``TERMS``), what a person typed, and how a thing is typed in brackets
behind its word: ``首报 (first)``, ``种类 (--kind)``. English holds no Chinese but what a person typed, names, and the
texts of the rulebook's files that have no English: names of groups and grades, meeting rooms, sources, formulas.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from dutydesk import i18n
from dutydesk.cli.catalogue import load
from dutydesk.store.errors import StoreError
from dutydesk.store.views import Views

BOOKS = Path(__file__).parents[1] / "data" / "rulebook"
NAMES = (
    *("recipients.toml", "shifts.toml", "meeting_rooms.toml", "papers.toml", "wording.toml"),
    *("registers.toml", "triage.toml", "reporting.toml"),
)
"""Books whose words are names, official texts, or typed exactly so: in Chinese whoever reads."""
HAN = re.compile("[\u3400-\u9fff]+")
LATIN = re.compile(r"(?<![0-9A-Za-z])(?![A-Z]{1,2}\d*\b)[A-Za-z][A-Za-z0-9_]+")
"""A word in Latin letters; labels (Y1, JY) are none."""

CODE = re.compile(r"[a-z0-9_.:/-]*")
RAW = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d"  # an ISO time
    r"|\d\d:\d\d:\d\d\.\d"  # parts of a second
    r"|[0-9a-f]{8}-[0-9a-f]{4}-"  # a row's id
    r"|-00:00"
    r"|\bdelta\b"
    r"|\bP(?:T?\d+[DHMSY])+\b"  # an ISO duration
    r"|\bNone\b|\bTrue\b|\bFalse\b"
    r"|Traceback|\bdict\(|Word\("
)
HASH = re.compile(r"\b(?=[a-f]*\d)[0-9a-f]{6,64}\b")
"""Heads of the chain, digests, and the ends of ids that are typed."""

PLACES = re.compile(r"[^\s:,;]*/[^\s:,;]*|\b[\w.-]+\.[a-z]{2,5}\b|\bdutydesk(?: [a-z-]+){1,2}|\bchmod \d+")
"""Files, and commands as an advice names them."""

FOR_MACHINES = re.compile(r"TOML|\.toml|应为")
"""What names keys of the rulebook's files to who keeps them, and steps of a drill's file to who writes it."""

TERMS = frozenset(
    [
        "AM",
        "PM",
        "SSH",
        "SQLite",
        "WAL",
        "SHA",
        "UTF",
        "TOML",
        "JSON",
        "CSV",
        "XLSX",
        "DOCX",
        "PDF",
        "ICS",
        "SMTP",
        "PIN",
        "UTC",
        "HTTP",
        "URL",
        "GB",
        "ext4",
        "overlay",
        "tmpfs",
        "xfs",
        "docx",
        "txt",
        "csv",
        "json",
        "xlsx",
        "ics",
        "toml",
        "db",
        "utf",
        "gb18030",
        "dutydesk",
        "DUTYDESK_SECRET_FILE",
        "DUTYDESK_CONFIG",
        "DUTYDESK_DB",
        "DUTYDESK_AS",
        "bash",
        "zsh",
        "fish",
        "Esc",
        "Enter",
        "Tab",
        "Ctrl",
        "Shift",
        "Alt",
        "Home",
        "End",
        "PgUp",
        "PgDn",
        "Del",
        "F1",
        "F2",
        "F3",
        "F12",
        "III",
        "Art",
        "HH",
        "MM",
        "wecom",
        "dingtalk",
        "feishu",
        "app",
        "webhook",
        "mail",
        "voice",
        "hook",
        "national",
        "province",
        "henan",
        "city",
        "county",
        "unset",
        "none",
        "Sheet",
        "zh",
        "en",
        "Linux",
        "Python",
    ]
) | {word for path in BOOKS.with_name("drills").glob("*.toml") for word in path.stem.split("-")}
"""Terms, formats, keys, names of channels, columns and drills (typed as they are) and of articles: in both languages the same."""

OFFICIAL = re.compile(
    "演练"  # the mark of an official paper
    "|续报[一二三四五六七八九十]+"  # the name of an official report, by which its clock is called
    "|截至|.*分无新进展|有新情况续报|目前"  # drafts of official reports
    "|[红橙黄蓝]|绝密|机密|秘密|无|正常|异常|停用"  # typed exactly so: colours of warnings, grades, states
    "|并案|微信"  # typed, and words of the desk too
    "|消防救援"  # a unit as it is written to, which is the owner of a plan's step too
)
"""Chinese that stands on an English screen on purpose."""

HOW_TYPED = re.compile(r"\(-{0,2}[A-Za-z0-9_.:/=+-]+(?: [^()]*)?\)|(?<![\w-])--[a-z][a-z-]*|\b[a-z]+=")
"""How a thing is typed, behind its word."""


@lru_cache(maxsize=1)
def commands() -> re.Pattern[str]:
    """Commands with their verbs, as an advice names them."""
    names = [
        f"{name} {verb}" if verb else name
        for name, entry in load().items()
        for verb in (*entry.get("verbs", ()), "")
        if verb or "-" in name or name in {"sign", "verify", "doctor", "limits"}
    ]
    return re.compile("|".join(rf"\b{re.escape(one)}\b" for one in sorted(names, key=len, reverse=True)))


def strings(value: Any) -> Iterator[str]:
    """Yield every string in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, below in value.items():
            yield key
            yield from strings(below)
    elif isinstance(value, list | tuple):
        for below in value:
            yield from strings(below)


@lru_cache(maxsize=1)
def books() -> str:
    """What of the rulebook's files is shown as it stands: names of units, groups, grades and meeting rooms, and the texts of papers."""
    import tomllib

    known = i18n.catalogue("en")
    found = [
        text
        for name in NAMES
        for text in strings(tomllib.loads((BOOKS / name).read_text(encoding="utf-8")))
        if HAN.search(text) and text not in known
    ]
    plans = tomllib.loads((BOOKS / "plans.toml").read_text(encoding="utf-8"))["plan"]
    found += [text for plan in plans for text in plan.get("criteria", ())]  # one is typed exactly so
    return "\n".join(found)


def typed(path: Path) -> str:
    """What people typed into a store: every text of its journal that is no word of the desk's own."""
    known = i18n.catalogue("en")
    try:
        views = Views.open(path)
    except StoreError:  # a test about a file that is none
        return ""
    try:
        found = {
            text for (payload,) in views.rows("SELECT payload FROM journal") for text in strings(json.loads(payload))
        }
        names = {text for one in views.officers().values() for text in (one.name, one.id)}
    finally:
        views.close()
    return "\n".join(sorted({text for text in found if not CODE.fullmatch(text) and text not in known} | names))


def raw_in(text: str, language: str, own: str = "", people: Iterable[str] = ()) -> list[str]:
    """Return what stands in a text that a person must not meet, each with its line; empty for none.

    Args:
        text: what is shown.
        language: of the person.
        own: everything that people typed, in one text.
        people: account ids, which may stand in brackets only.
    """
    ids = set(people)
    bad: list[str] = []
    for line in [] if "BEGIN:VCALENDAR" in text else text.splitlines():
        plain = HASH.sub("", PLACES.sub(" ", line))
        found = [one[0] for one in RAW.finditer(line) if one[0] not in own]
        rest = commands().sub(" ", HOW_TYPED.sub(" ", plain))
        if FOR_MACHINES.search(line):
            found, rest = [], ""
        if language == "zh":
            found += [one for one in LATIN.findall(rest) if one not in TERMS and one not in own]
        else:
            found += [
                one
                for one in HAN.findall(plain)
                if one not in own and one not in books() and not OFFICIAL.fullmatch(one)
            ]
        found += [one for one in re.findall(r"[a-z_0-9]+", rest) if one in ids]
        bad += [f"{one!r} in {line!r}" for one in dict.fromkeys(found)]
    return bad


HOUR = re.compile(r"(?<![\d:.])\d\d:\d\d(?!:?\d)")
DATED = re.compile(r"\d\d-\d\d|\d月\d+日|明日|tomorrow")


def _goes_on(above: str, line: str) -> bool:
    """Whether a line is the rest of the row above: set in, or ending a bracket that it did not open."""
    set_in = len(line) - len(line.lstrip()) > len(above) - len(above.lstrip())
    return set_in or line.count(")") > line.count("(")


def hours_without_a_day(text: str, own: str = "") -> list[str]:
    """Return the lines in which an hour stands before any day is named: read on another day it would be taken for today's.

    Args:
        text: what is shown, read on a day on which nothing happened that it tells of.
        own: everything that people typed, a text a line; hours in it are theirs.
    """
    typed_hours = sorted((one for one in own.splitlines() if HOUR.search(one)), key=len, reverse=True)
    found: list[str] = []
    above = ""
    for line in text.splitlines():
        rest = line
        for one in typed_hours:
            rest = rest.replace(one, "")
        hour = HOUR.search(rest)
        wrapped = _goes_on(above, line) and DATED.search(above)
        if hour is not None and not wrapped and not DATED.search(rest[: hour.start()]):
            found.append(line)
        above = line
    return found
