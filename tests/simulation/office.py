"""A random office: its people, its shifts, its variations of the rulebook, its channel out of the house."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random

from dutydesk.capabilities.obligations.rules.rulebook import read_rules
from dutydesk.capabilities.rulebooks.events import RulebookAccepted
from dutydesk.capabilities.rulebooks.handlers import check, texts_of, version_of
from dutydesk.capabilities.shifts.events import OfficerAdded, RosterPlanned
from dutydesk.kernel.instants import DAY, HOUR, Instant, parse_instant
from dutydesk.kernel.reading import RulebookError
from dutydesk.store.engine import Transaction, create_store

FIRST_MORNING = parse_instant("2026-01-12T07:59:00+08:00", 0)
NAMES = ("周明", "何静", "孙涛", "马丽", "吴刚", "郑洁", "冯伟", "陈露", "褚宁")
LEADERS = ("刘副主任", "赵副主任", "钱副主任")
CHANNEL = "gateway"
VARIATIONS = 24
"""So many rulebooks there are: each is parsed once a process."""

_CHANNEL = f"""
[[channel]]
name = "{CHANNEL}"
kind = "webhook"
enabled = true
drills = true
serves = ["bell", "group", "call"]
colours = ["red", "yellow", "blue"]
url = "https://gateway.example/alerts"
per_minute = %d
"""
_DUE = re.compile(r'^due = "PT\d+[MH]"$', re.MULTILINE)
_OFFSET = re.compile(r'at = "PT\d+M"')
_SWITCH = re.compile(r"^enabled = (?:true|false)$", re.MULTILINE)
_DUES = ("PT4M", "PT10M", "PT15M", "PT25M", "PT40M", "PT1H", "PT90M", "PT3H")
_OFFSETS = ("PT2M", "PT5M", "PT10M", "PT20M", "PT45M")


@dataclass(frozen=True)
class Posts:
    """Who holds the posts of one shift."""

    a: str
    b: str
    leader: str
    director: str

    def words(self) -> dict[str, str]:
        """As an act names them."""
        return {"a": self.a, "b": self.b, "leader": self.leader, "director": self.director}


@dataclass(frozen=True)
class Office:
    """Everything that stays the same for as long as a day's plan runs."""

    began: Instant
    people: tuple[tuple[str, str, str], ...]
    hours: int
    """Of a shift: 24 or 12."""
    rostered: bool
    """Whether the shifts stand in the roster; otherwise they are named at the handover."""
    teams: tuple[Posts, ...]
    texts: Mapping[str, str]

    def posts(self, number: int) -> Posts:
        """Return who is to hold the posts of the n-th shift."""
        return self.teams[number % len(self.teams)]

    def shift_ends(self, number: int) -> Instant:
        """Return when the n-th shift ends by the pattern, in µs after the beginning."""
        return (number + 1) * self.hours * HOUR + self.began % (60_000_000) + 60_000_000

    def create(self, path: Path, days: int) -> None:
        """Make the store as ``init`` does, with its people and rulebook."""
        store = create_store(path, site="模拟值班室", drill=True, now=self.began)

        def fill(tx: Transaction) -> None:
            accepted = RulebookAccepted(version=version_of(self.texts), files=dict(self.texts), first=True)
            tx.append(accepted, actor="desk")
            for officer, name, role in self.people:
                tx.append(OfficerAdded(officer=officer, name=name, role=role), actor="desk")
            eight = self.began + 60_000_000
            for number in range((days + 1) * 24 // self.hours if self.rostered else 0):
                begins = eight + number * self.hours * HOUR
                words = self.posts(number).words()
                tx.append(RosterPlanned(begins=begins, ends=begins + self.hours * HOUR, **words), actor="desk")

        store.write(fill, now=self.began)
        store.close()


def office_of(seed: int) -> Office:
    """Return the office of a seed."""
    chance = Random(f"office {seed}")
    officers = [(f"o{index}", name, "officer") for index, name in enumerate(NAMES[: chance.randint(4, len(NAMES))])]
    leaders = [(f"l{index}", name, "leader") for index, name in enumerate(LEADERS[: chance.randint(1, 3)])]
    people = (*officers, *leaders, ("d0", "王主任", "director"), ("x0", "审计员", "auditor"))
    ids = [one[0] for one in officers]
    chance.shuffle(ids)
    teams = tuple(
        Posts(ids[index], ids[index + 1], leaders[index // 2 % len(leaders)][0], "d0")
        for index in range(0, len(ids) - 1, 2)
    )
    variation = chance.randrange(VARIATIONS)
    hours = 12 if variation % 3 == 2 else 24
    return Office(
        FIRST_MORNING + chance.randrange(300) * DAY, people, hours, chance.random() < 0.6, teams, _rulebook(variation)
    )


@lru_cache(maxsize=VARIATIONS)
def _rulebook(variation: int) -> Mapping[str, str]:
    """Return the files of one variation: other limits, other ladders, rules on and off, another scheme of shifts."""
    chance = Random(f"rulebook {variation}")
    texts = texts_of(None)
    if variation % 3 == 2:
        texts["shifts.toml"] = texts["shifts.toml"].replace('scheme = "24h"', 'scheme = "12h"', 1)
    texts["channels.toml"] += _CHANNEL % chance.choice((0, 0, 20))
    for _ in range(chance.randint(0, 10)):
        pattern, words = chance.choice(((_DUE, _DUES), (_OFFSET, _OFFSETS), (_SWITCH, ("true", "false"))))
        found = chance.choice(list(pattern.finditer(texts["obligations.toml"])))
        key = found[0].rpartition(" = ")[0]
        value = chance.choice(words)
        new = f"{key} = {value}" if pattern is _SWITCH else f'{key} = "{value}"'
        text = texts["obligations.toml"]
        tried = {**texts, "obligations.toml": text[: found.start()] + new + text[found.end() :]}
        try:
            read_rules("obligations.toml", tomllib.loads(tried["obligations.toml"]), "")
        except RulebookError:
            continue  # an office could not accept it either
        texts = tried
    check(texts)
    return texts
