"""The desk process of a drill: a real process that can really be killed.

It performs acts and ticks on a store, on a clock moved by hand, told line by line on standard input (one
JSON object a line) and answering each on standard output. The player kills it where the script says crash.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from dutydesk.bootstrap import Container
from dutydesk.capabilities.accounts.acts import SetSecret
from dutydesk.capabilities.accounts.login import check_secret, check_signature, log_in, new_digest
from dutydesk.capabilities.obligations.reads import moments, raised_after
from dutydesk.clock import ManualClock, Timekeeper
from dutydesk.desk.service import Desk
from dutydesk.i18n import explain
from dutydesk.kernel.instants import DAY, Instant, at_local, local_date, parse_clock
from dutydesk.kernel.people import DESK
from dutydesk.kernel.refusal import Refused
from dutydesk.store import drafts
from dutydesk.store.engine import open_store
from dutydesk.store.views import Views
from dutydesk.store.views.seen import opened
from dutydesk.usecase.acts import REGISTRY
from dutydesk.usecase.books import load_books
from dutydesk.watch.folder import SETTLED, Folder
from dutydesk.watch.tick import Watch

MIDNIGHT = parse_clock("00:00")
SECRET, WRONG = "an officer of the drill 1", "not the officer of the drill"
"""What people of a drill type when they log in: a drill's store is nobody's."""


def box_of(store: Path) -> Path:
    """Return the watched folder of a drill, beside its store."""
    return store.with_name(store.name + ".inbox")


class Worker:
    """One desk process without a screen."""

    def __init__(self, path: Path, honest: Instant, skew: Instant) -> None:
        self.clock = ManualClock(honest)
        self.clock.step(skew)
        self.views = opened(Views.open(path))
        self.desk = Desk(open_store(path), Timekeeper(self.clock), load_books())
        self.watch = Watch(self.desk, self.views)
        self.skews = [skew]
        self._folder = Folder(box_of(path), now=lambda: self.clock.wall() + SETTLED)  # what the player drops is whole
        self._seen = self.views.head()[0]

    def act(self, told: dict[str, Any]) -> dict[str, Any]:
        """Perform an act at an honest instant; no tick (acts come before that minute's tick)."""
        self.clock.set(told["honest"])
        act_class = REGISTRY.get(told["name"])
        if act_class is None:
            return {"error": f"没有这个动作: {told['name']}"}
        try:
            act = act_class.from_words(told["words"])
            signed = [self._signs(str(name)) for name in told.get("signed", [])]
            actor = self._actor(str(told["actor"]))
            done = self.desk.perform(act, actor=actor, signed=signed, ask=str(told.get("ask", "")))
        except KeyError as error:
            return {"error": f"{told['name']} 没有参数 {error}"}
        except Refused as refusal:
            return {"refused": explain(refusal), "field": refusal.field}
        return {"id": done.id, "seq": done.seq}

    def _signs(self, name: str) -> str:
        """Let a person sign at this terminal, by the door that everybody uses."""
        found = [one.id for one in self.views.officers().values() if name in (one.id, one.name)]
        if len(found) != 1:
            raise Refused("signed", "没有这个人: {0}", name)
        check_signature(self.desk, found[0], SECRET, "drill")
        return found[0]

    def login(self, told: dict[str, Any]) -> dict[str, Any]:
        """Type secrets at a terminal: so many wrong ones, then, unless these are all, the right one."""
        self.clock.set(told["honest"])
        officer, words = str(told["officer"]), told["words"]
        terminal = str(words.get("terminal", "drill"))
        refused: dict[str, Any] = {}
        try:
            if officer in self.views.officers() and not self.views.secret(officer):
                digest = new_digest(self.views, self.desk.books.rights, officer, SECRET)
                self.desk.perform(SetSecret(officer=officer, digest=digest), actor=officer)
            for _ in range(int(words.get("wrong", 0))):
                refused = self._refused(officer, WRONG, terminal)
            if not words.get("only_wrong"):
                refused = self._refused(officer, SECRET, terminal)
                if not refused:
                    log_in(self.desk, officer, terminal)
        except Refused as refusal:
            return {"refused": explain(refusal), "field": refusal.field}
        return refused

    def _refused(self, officer: str, secret: str, terminal: str) -> dict[str, Any]:
        try:
            check_secret(self.desk, officer, secret, terminal)
        except Refused as refusal:
            return {"refused": explain(refusal), "field": refusal.field}
        return {}

    def draft(self, told: dict[str, Any]) -> dict[str, Any]:
        """Keep what was typed and not saved, as a desk does behind the keys."""
        self.clock.set(told["honest"])
        words = told["words"]
        text, place = str(words.get("text", "")), str(words.get("place", "entry"))
        kept = drafts.keep(self.desk.store, str(told["officer"]), place, text, self.desk.now())
        return {} if kept else {"refused": "不能存为草稿", "field": "text"}

    def _actor(self, told: str) -> str:
        return DESK if told == DESK else told or self._on_duty()

    def _on_duty(self) -> str:
        shift = self.views.shift()
        return shift.a if shift and shift.a else DESK

    def advance(self, told: dict[str, Any]) -> dict[str, Any]:
        """Tick at every instant up to ``honest`` at which anything falls due, and at the end if ``inclusive``."""
        target: Instant = told["honest"]
        inclusive: bool = told["inclusive"]
        raised: list[list[Any]] = []
        while (moment := self._next(target)) is not None:
            self.clock.set(moment)
            self.watch.attended()
            self.watch.tick()
            raised.extend(self.raised())
        self.clock.set(target)
        self.watch.attended()
        if inclusive:
            self.watch.tick()
        return {"raised": raised}

    def _next(self, target: Instant) -> Instant | None:
        """The next honest instant before ``target`` at which a step, a cycle or a midnight may be due."""
        now = self.clock.elapsed()
        wall = self.clock.wall()
        low, high = min(self.skews), max(self.skews)
        due = moments(self.views, now + low, target + high)
        midnight = at_local(local_date(wall + DAY), MIDNIGHT)
        honest = {moment - skew for moment in due for skew in self.skews} | {midnight - self.skews[-1]}
        return min((moment for moment in honest if now < moment < target), default=None)

    def look(self, told: dict[str, Any]) -> dict[str, Any]:
        """Take in what lies in the drill's watched folder; return the entries by the names of their files."""
        self.clock.set(told["honest"])
        if not self._folder.path.is_dir():
            return {}
        house = Container(self.desk, self.views, self.watch, self.watch.faults)
        return {"taken": {one.name: one.entry for one in self._folder.look(house)}}

    def step(self, told: dict[str, Any]) -> dict[str, Any]:
        """Step the wall clock."""
        self.clock.set(told["honest"])
        self.clock.step(told["by"])
        self.skews.append(self.skews[-1] + told["by"])
        return {}

    def raised(self) -> list[list[Any]]:
        """Return the alerts raised since the last answer, with the honest time now."""
        found = [json.loads(payload) for payload in raised_after(self.views, self._seen)]
        self._seen = self.views.head()[0]
        return [[one["obligation"], one["step"], self.clock.elapsed()] for one in found]


def main(arguments: list[str]) -> int:
    """Run until standard input ends. Arguments: store, honest time, skew (both µs)."""
    worker = Worker(Path(arguments[0]), int(arguments[1]), int(arguments[2]))
    answers = {
        "act": worker.act,
        "advance": worker.advance,
        "step": worker.step,
        "login": worker.login,
        "draft": worker.draft,
        "look": worker.look,
    }
    worker.watch.tick()
    _answer({**worker.look({"honest": int(arguments[1])}), "raised": worker.raised()})
    for text in sys.stdin:
        told = json.loads(text)
        answer = answers[told["op"]](told)
        _answer({**answer, "raised": [*answer.get("raised", []), *worker.raised()]})
    return 0


def _answer(content: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(content, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
