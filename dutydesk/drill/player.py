"""Plays a drill: tells the desk process what happens when, and compares what the script expects."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dutydesk.capabilities.limits.events import LimitsChosen
from dutydesk.capabilities.limits.rules import DRILL
from dutydesk.capabilities.rulebooks.handlers import starts_with
from dutydesk.capabilities.shifts import events as e
from dutydesk.drill.expectations import Found, clock_row, spell, text_shown
from dutydesk.drill.script import CAPABILITIES, CONTROLS, Drill, DrillStep
from dutydesk.drill.worker import box_of
from dutydesk.kernel.acts import times_of
from dutydesk.kernel.durations import Duration
from dutydesk.kernel.instants import Instant, from_datetime, iso
from dutydesk.store.engine import Transaction, create_store
from dutydesk.store.views import Views
from dutydesk.store.views.seen import opened
from dutydesk.usecase.acts import REGISTRY
from dutydesk.usecase.books import load_books

MAKES_MATTER = ("open", "meeting plan")
"""Acts whose ``label`` names the matter that they make; of any other it names the entry, for later steps.

A message's names both: its entry, and the matter that it proposes.
"""

ENTRY_WORDS = ("corrects", "entry", "message", "of", "result_of")
"""Arguments that name an entry: by its id, or by a label of an earlier step."""


@dataclass(slots=True)
class Played:
    """Result of a drill: every comparison, and the steps left out with what they need."""

    found: list[Found] = field(default_factory=list[Found])
    left_out: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    @property
    def ok(self) -> bool:
        """Whether everything expected was found."""
        return all(one.ok for one in self.found)


class DeskProcess:
    """The desk process of the drill, as the player sees it."""

    def __init__(self, path: Path, honest: Instant, skew: Instant) -> None:
        command = [sys.executable, "-m", "dutydesk.drill.worker", str(path), str(honest), str(skew)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def read(self) -> dict[str, Any]:
        """Return its next answer."""
        assert self._process.stdout is not None
        text = self._process.stdout.readline()
        if not text:
            raise RuntimeError("the desk process of the drill ended by itself")
        return json.loads(text)

    def tell(self, **told: Any) -> dict[str, Any]:
        """Tell it something and return its answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(told, ensure_ascii=False) + "\n")
        self._process.stdin.flush()
        return self.read()

    def kill(self) -> None:
        """SIGKILL."""
        self._process.kill()
        self._close()

    def stop(self) -> None:
        """Let it end."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=60)
        self._close()

    def _close(self) -> None:
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None and not stream.closed:
                stream.close()
        self._process.wait(timeout=60)


def create(drill: Drill, path: Path) -> None:
    """Create the drill's store with its people and roster."""
    store = create_store(path, site=drill.title or drill.id, drill=True, now=drill.start)

    def work(tx: Transaction) -> None:
        tx.append(starts_with(None), actor="desk")
        for person in drill.people:
            role = str(person.get("role", "officer"))
            added = e.OfficerAdded(officer=str(person["id"]), name=str(person.get("name", person["id"])), role=role)
            tx.append(added, actor="desk")
        if drill.limits != DRILL:
            tx.append(LimitsChosen(column=drill.limits), actor="desk")
        for row in drill.roster:
            posts = {post: str(row.get(post, "")) for post in ("a", "b", "leader", "director")}
            planned = e.RosterPlanned(begins=from_datetime(row["begin"]), ends=from_datetime(row["end"]), **posts)
            tx.append(planned, actor="desk")

    store.write(work, now=drill.start)
    store.close()


class Player:
    """Plays one drill on one store."""

    def __init__(self, drill: Drill, path: Path, pause: Callable[[Instant], None] | None = None) -> None:
        self.drill = drill
        self.path = path
        self.pause = pause
        self.result = Played()
        self.raised: dict[tuple[str, str], Instant] = {}
        self.labels: dict[str, str] = {}
        self._dropped: dict[str, str] = {}
        self.skew: Instant = 0
        self.process: DeskProcess | None = None

    def play(self) -> Played:
        """Play the whole file and compare everything."""
        create(self.drill, self.path)
        views = opened(Views.open(self.path))
        self._start(self.drill.start)
        try:
            for at, steps in _by_instant(self.drill.steps):
                self._advance(at, inclusive=False)
                if self.pause is not None:
                    self.pause(at)
                outcomes = [(step, self._do(step, at)) for step in steps]
                self._advance(at, inclusive=True)
                for step, outcome in outcomes:
                    self._compare(views, step, outcome, at)
            self._advance(self.drill.end, inclusive=True)
            self._table(views)
        finally:
            views.close()
            if self.process is not None:
                self.process.stop()
        return self.result

    # ------------------------------------------------------------ the desk process

    def _start(self, at: Instant) -> None:
        self.process = DeskProcess(self.path, at, self.skew)
        self._note(self.process.read())

    def _note(self, answer: Mapping[str, Any]) -> Mapping[str, Any]:
        for obligation, step, honest in answer.get("raised", []):
            self.raised[(obligation, step)] = honest
        taken: Mapping[str, str] = answer.get("taken", {})
        self.labels.update({self._dropped[file]: entry for file, entry in taken.items()})
        return answer

    def _advance(self, at: Instant, *, inclusive: bool) -> None:
        if self.process is not None:
            self._note(self.process.tell(op="advance", honest=at, inclusive=inclusive))

    # ------------------------------------------------------------ steps

    def _do(self, step: DrillStep, at: Instant) -> Mapping[str, Any] | None:
        """Do a step; return the act's answer, None when the step was left out or was no act."""
        if step.needs and step.needs not in CAPABILITIES:
            self.result.left_out.append((step.line, step.needs))
            return None
        if step.do in CONTROLS and step.do != "message":
            return self._control(step, at)
        if self.process is None:
            return {"error": "the desk is not running"}
        words = dict(step.args)
        label = str(words.get("label", "")) if step.do not in MAKES_MATTER else ""
        if label and step.do != "message":
            words.pop("label")
        for key in ENTRY_WORDS:
            if str(words.get(key, "")) in self.labels:
                words[key] = self.labels[str(words[key])]
        words = self._times(step.do, words)
        actor = step.by or ("desk" if step.do == "message" else "")
        answer = self._note(
            self.process.tell(
                op="act", honest=at, actor=actor, name=step.do, words=words, signed=step.signed, ask=step.ask
            )
        )
        if label and "id" in answer:
            self.labels[label] = str(answer["id"])
        return answer

    def _times(self, name: str, words: Mapping[str, Any]) -> dict[str, Any]:
        """Spell out ``+HH:MM``: in a file it is the day after the first, whenever the step is."""
        act = REGISTRY.get(name)
        times = times_of(act) if act is not None else {}
        spelled = dict(words)
        for key, text in words.items():
            field = act.SAID.get(key, key) if act is not None else key
            if field in times and str(text).startswith("+"):
                spelled[key] = iso(self.drill.time(str(text)))
        return spelled

    def _control(self, step: DrillStep, at: Instant) -> Mapping[str, Any] | None:
        if step.do == "crash" and self.process is not None:
            self.process.kill()
            self.process = None
        elif step.do == "start" and self.process is None:
            self._start(at)
        elif step.do == "clock":
            by = Duration.parse(str(step.args["step"])).exact
            self.skew += by
            if self.process is not None:
                self._note(self.process.tell(op="step", honest=at, by=by))
        elif step.do == "drop":
            return self._drop(step, at)
        elif step.do in {"login", "draft"}:
            if self.process is None:
                return {"error": "the desk is not running"}
            return self._note(self.process.tell(op=step.do, honest=at, officer=step.by, words=dict(step.args)))
        return None

    def _drop(self, step: DrillStep, at: Instant) -> Mapping[str, Any] | None:
        """Put a file into the watched folder, written now by the wall clock; a desk that runs takes it in at once."""
        file = str(step.args["file"])
        self._dropped[file] = str(step.args.get("label", file))
        path = box_of(self.path) / file
        path.parent.mkdir(exist_ok=True)
        path.write_text(str(step.args.get("text", "")), encoding="utf-8")
        written = (at + self.skew) * 1000
        os.utime(path, ns=(written, written))
        return self._note(self.process.tell(op="look", honest=at)) if self.process is not None else None

    # ------------------------------------------------------------ comparing

    def _compare(self, views: Views, step: DrillStep, outcome: Mapping[str, Any] | None, at: Instant) -> None:
        if any(line == step.line and step.needs == needs for line, needs in self.result.left_out) and step.needs:
            return
        if outcome is not None:
            self._compare_outcome(step, outcome, at)
        for table in step.expect:
            if not set(table) <= {"clock", "text", "refused"}:
                self._add(step.line, at, spell(table), "unknown expectation", ok=False)
            if "clock" in table:
                ok, found = clock_row(self.drill, views, table["clock"], self.raised, at + self.skew)
                self._add(step.line, at, spell(table["clock"]), found, ok)
            if "text" in table:
                ok, found = text_shown(views, load_books(), table["text"], at + self.skew)
                self._add(step.line, at, spell(table["text"]), found, ok)

    def _compare_outcome(self, step: DrillStep, outcome: Mapping[str, Any], at: Instant) -> None:
        wanted = [str(table["refused"]) for table in step.expect if "refused" in table]
        refused = outcome.get("refused")
        if "error" in outcome:
            self._add(step.line, at, step.do, str(outcome["error"]), ok=False)
        elif wanted:
            ok = refused is not None and all(word in str(refused) for word in wanted)
            self._add(step.line, at, f"refused={wanted[0]}", str(refused) if refused is not None else "done", ok)
        else:
            found = "done" if refused is None else f"refused: {refused}"
            self._add(step.line, at, f"{step.do} done", found, refused is None)

    def _table(self, views: Views) -> None:
        for table in self.drill.clocks:
            ok, found = clock_row(self.drill, views, table, self.raised, self.drill.end + self.skew)
            self._add("clock", self.drill.end, spell(table), found, ok)

    def _add(self, line: str, at: Instant, expected: str, found: str, ok: bool) -> None:
        self.result.found.append(Found(line, str(iso(at)), expected, found, ok))


def _by_instant(steps: tuple[DrillStep, ...]) -> list[tuple[Instant, list[DrillStep]]]:
    grouped: dict[Instant, list[DrillStep]] = {}
    for step in steps:
        grouped.setdefault(step.at, []).append(step)
    return sorted(grouped.items())
