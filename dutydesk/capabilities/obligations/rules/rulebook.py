"""The rulebook: which clocks the office keeps, as data.

This module turns parsed TOML into rules and refuses what it cannot read, naming file, entry, key and the
nearest valid word. An office may add a rule without code: any event name is allowed, since every clock can
be started by ``owe`` and met by the generic 办结; only a name that nearly is a known one is refused, as a
typing error that would leave a clock silent.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dutydesk.kernel.conditions import Condition, parse_condition
from dutydesk.kernel.durations import Due, Duration
from dutydesk.kernel.reading import Entry, Problem, RulebookError, tables
from dutydesk.kernel.wording import Word, Worded, nearest

if TYPE_CHECKING:
    from dutydesk.capabilities.limits.rules import Column

POSTS = ("A", "B", "leader", "director", "centre", "person")
HOWS = ("screen", "bell", "group", "call")
BASES = ("plan", "law", "practice", "ours")
FACTS = (
    "category",
    "colour",
    "danger_to_life",
    "first_report_sent",
    "highest_level",
    "kind",
    "level",
    "response_level",
    "shift_holds",
    "subtype",
    "warning_only",
)
"""Names a condition may ask about; ``obligations.dues`` supplies them."""

EVENTS = (
    "account.locked",
    "account.reviewed",
    "action.assigned",
    "action.done",
    "alert.acknowledged",
    "all_recipients.pushed",
    "appeal.received",
    "calendar.day_start",
    "calendar.half_year_start",
    "calendar.month_start",
    "calendar.quarter_start",
    "calendar.special_period",
    "calendar.week_start",
    "calendar.year_start",
    "classified_document.locked_away",
    "classified_document.registered",
    "classified_document.transferred",
    "consent.answered",
    "consent.asked",
    "consent.by_phone",
    "consent.countersigned",
    "consent.returned",
    "disposal_plan.approved",
    "handover.signed_by_both",
    "incident.became_yellow",
    "incident.closed",
    "incident.level_raised",
    "incident.level_raised_while_red",
    "incident.level_reached",
    "incident.occurred",
    "incident.people_figure_raised",
    "incident.received",
    "instruction.feedback_sent",
    "instruction.received",
    "instruction.relayed_and_acknowledged",
    "interpretation.signed",
    "level.decided",
    "line_check.saved",
    "line_test.saved",
    "matter.became_red",
    "meeting.end",
    "meeting.notice_sent",
    "meeting.receipts_complete",
    "meeting.start",
    "message.disposed",
    "message.opened",
    "message.received",
    "minutes.approved",
    "patrol.saved",
    "peak.expected",
    "policy.answer_sent",
    "policy.deadline_entered",
    "plan.joint.approved",
    "police_or_rescue.called",
    "policy.received",
    "policy.window_confirmed",
    "policy.window_entered",
    "report.declined_with_reason",
    "report.delivered",
    "report.final.sent",
    "report.first.phone_logged",
    "report.first.sent",
    "report.follow_up.sent",
    "report.received",
    "resource.answered",
    "resource.asked",
    "resource.refused",
    "resource.settled",
    "response.activated",
    "response.declined_with_reason",
    "roll_call.answered",
    "roll_call.received",
    "shift.end",
    "shift.start",
    "triage.proposed_red",
    "unit.acknowledged",
    "unit.notified",
)
"""Events that the desk itself makes. Others are legal: they come by ``owe`` and 办结 alone."""

RULE_KEYS = (
    "id",
    "name",
    "trigger",
    "due",
    "repeat",
    "until",
    "warn_before",
    "met_when",
    "requires",
    "ladder",
    "basis",
    "source",
    "note",
    "enabled",
    "replaces",
    "superseded_by",
    "ends_with_matter",
    "own_books",
    "ahead",
)
ALWAYS, UNLESS_HELD = "always", "not_held"
"""When a clock ends with its matter: always (``true``), or only where what it counts from was not held."""
SPECIAL_DAY = "calendar.special_period"
PEAK = "peak.expected"
"""The month in which a type of affair recurs begins."""

TYPING_ERROR = 0.9
"""Likeness (difflib ratio) above which an unknown event name is taken for a mistyped known one."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One entry of a ladder: who is told, how, at which offset from due (negative = before)."""

    at: Duration
    to: str
    how: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One clock of the rulebook. ``source`` is the resolved title of the text that the number rests on."""

    id: str
    name: str
    trigger: Condition
    due: Due
    warn_before: tuple[Duration, ...]
    met_when: Condition
    ladder: tuple[Rung, ...]
    requires: tuple[str, ...] = ()
    repeat: Duration | None = None
    until: str = ""
    replaces: str = ""
    superseded_by: tuple[str, ...] = ()
    ends_with_matter: str = ""
    """``ALWAYS``, ``UNLESS_HELD``, or empty: the clock lives on when its matter is closed (R8)."""
    own_books: bool = False
    """The desk keeps its own books by it: leaders read what is due on a matter, not who has still to sign."""
    ahead: bool = False
    basis: str = "ours"
    source: str = ""
    note: str = ""
    enabled: bool = True

    @property
    def calendar_period(self) -> str:
        """``day``, ``month`` …: the period whose boundary bears this clock, or empty."""
        for event in self.trigger.events:
            if event.startswith("calendar.") and event.endswith("_start"):
                return event.removeprefix("calendar.").removesuffix("_start")
        return ""

    @property
    def repeats_by_itself(self) -> bool:
        """Whether each cycle follows the one before at a fixed distance, met or not (weekly contact, risk review)."""
        return self.repeat is not None and not (self.calendar_period or self.on_special_days or self.repeats_when_met)

    @property
    def on_special_days(self) -> bool:
        """Whether the clock is borne on each day of an important period: the roster says which those are (R32)."""
        return SPECIAL_DAY in self.trigger.events

    @property
    def repeats_when_met(self) -> bool:
        """Whether the next cycle counts from the act that met this one: follow-ups and instructions (R6)."""
        ended_by_act = bool(self.until) and self.until.split(".")[0] != "calendar"
        return self.repeat is not None and ended_by_act and not self.of_shift

    @property
    def of_shift(self) -> bool:
        """Whether each shift has a clock of its own by this rule, and again for each day that it goes on (R26)."""
        return any(event.startswith("shift.") for event in self.trigger.events)

    @property
    def is_acknowledgement(self) -> bool:
        """Whether the clock asks for nothing but an acknowledgement (``red_ack``, ``yellow_ack``)."""
        return self.met_when.events == ("alert.acknowledged",)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rules by id, and the version (a digest of the files) that every obligation carries."""

    version: str
    rules: Mapping[str, Rule]
    limits: Mapping[str, Column] = field(default_factory=dict[str, "Column"])
    """Columns of reporting limits by id; the office chooses one."""

    def enabled(self) -> list[Rule]:
        """Return the rules that bear clocks."""
        return [rule for rule in self.rules.values() if rule.enabled]

    def triggered_by(self, events: Iterable[str]) -> list[Rule]:
        """Return enabled rules whose trigger names one of the events; the condition is not yet judged."""
        named = set(events)
        return [rule for rule in self.enabled() if named.intersection(rule.trigger.events)]


def read_rules(file: str, document: Mapping[str, Any], version: str) -> Rulebook:
    """Build the rulebook from the parsed ``obligations.toml``.

    Raises:
        RulebookError: with every problem of the file.
    """
    problems: list[Problem] = []
    sources: Mapping[str, Any] = document.get("sources", {})
    rules: dict[str, Rule] = {}
    for number, table in enumerate(tables(file, document, "obligation", problems), 1):
        entry = Entry(file, str(table.get("id", f"#{number}")), table, problems)
        if entry.name in rules:
            entry.problem("id", Worded("重复的编号"))
        rule = _read_rule(entry, sources)
        if rule is not None:
            rules[rule.id] = rule
    for rule in rules.values():
        for key, named in (("replaces", (rule.replaces,)), ("superseded_by", rule.superseded_by)):
            problems.extend(
                Problem(file, rule.id, key, Worded("没有规则 “{0}”, {1}", other, nearest(other, rules)))
                for other in named
                if other and other not in rules
            )
    from dutydesk.capabilities.limits.rules import read_limits  # it knows rules

    limits = read_limits(file, document, sources, rules, problems)
    if not rules and not problems:
        problems.append(Problem(file, "-", "obligation", Worded("一条规则也没有")))
    if problems:
        raise RulebookError(problems)
    return Rulebook(version, rules, limits)


def _condition(entry: Entry, key: str) -> Condition | None:
    """Return the parsed condition of a key, its names checked."""
    condition = entry.parsed(key, entry.text(key), parse_condition)
    for name in condition.facts if condition else ():
        if name not in FACTS:
            entry.problem(key, Worded("不认识的事实 “{0}”, {1}", name, nearest(name, FACTS)))
    for name in condition.events if condition else ():
        close = difflib.get_close_matches(name, EVENTS, n=1, cutoff=TYPING_ERROR) if name not in EVENTS else ()
        if close:
            entry.problem(key, Worded("“{0}” 疑为笔误, 最接近的是 “{1}”", name, close[0]))
    return condition


def _read_rule(entry: Entry, sources: Mapping[str, Any]) -> Rule | None:
    before = len(entry.problems)
    entry.only(RULE_KEYS)
    trigger, met_when = _condition(entry, "trigger"), _condition(entry, "met_when")
    due = entry.parsed("due", entry.text("due"), Due.parse)
    texts = entry.texts("warn_before")
    warnings = [entry.parsed("warn_before", text, Duration.parse) for text in texts]
    repeat_text = entry.text("repeat", "")
    repeat = entry.parsed("repeat", repeat_text, Duration.parse) if repeat_text else None
    if len(set(texts)) < len(texts):
        entry.problem("warn_before", Worded("重复的提前量"))
    if repeat is not None and repeat.months <= 0 and repeat.exact <= 0:
        entry.problem("repeat", Worded("周期须大于零"))
    source = entry.word("source", sources)
    rule_id, name = entry.text("id"), entry.text("name")
    basis = entry.word("basis", BASES)
    ladder = _read_ladder(entry)
    if len(entry.problems) > before:
        return None
    assert trigger is not None
    assert met_when is not None
    assert due is not None
    return Rule(
        id=rule_id,
        name=Word(name),
        trigger=trigger,
        due=due,
        warn_before=tuple(warning for warning in warnings if warning is not None),
        met_when=met_when,
        ladder=ladder,
        requires=tuple(entry.texts("requires")),
        repeat=repeat,
        until=entry.text("until", ""),
        replaces=entry.text("replaces", ""),
        superseded_by=tuple(entry.texts("superseded_by")),
        ends_with_matter=_read_end(entry),
        own_books=entry.flag("own_books", default=False),
        ahead=entry.flag("ahead", default=False),
        basis=basis,
        source=str(sources.get(source, source)),
        note=entry.text("note", ""),
        enabled=entry.flag("enabled", default=True),
    )


def _read_end(entry: Entry) -> str:
    if entry.table.get("ends_with_matter") == UNLESS_HELD:
        if not entry.flag("ahead", default=False):
            entry.problem("ends_with_matter", Worded("{0} 只用于 ahead 的规则", UNLESS_HELD))
        return UNLESS_HELD
    return ALWAYS if entry.flag("ends_with_matter", default=False) else ""


def _read_ladder(entry: Entry) -> tuple[Rung, ...]:
    rungs: list[Rung] = []
    for index, table in enumerate(tables(entry.file, entry.table, "ladder", entry.problems, entry.name)):
        rung = Entry(entry.file, f"{entry.name}.ladder[{index}]", table, entry.problems)
        rung.only(("at", "to", "how"))
        at = rung.parsed("at", rung.text("at"), Duration.parse)
        to, how = rung.word("to", POSTS), rung.word("how", HOWS)
        if at is not None:
            rungs.append(Rung(at, to, how))
    return tuple(rungs)
