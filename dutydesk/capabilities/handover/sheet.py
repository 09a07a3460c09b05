"""The handover sheet as it stands: every item with its automatic count, answer and remark."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field

from dutydesk.capabilities import collect
from dutydesk.capabilities.duties.reads import papers, ungraded, unset_grades
from dutydesk.capabilities.duties.sheet_words import registers, with_visitors
from dutydesk.capabilities.handover import handed_on
from dutydesk.capabilities.handover.reads import walkthrough
from dutydesk.capabilities.handover.rules import STATES, Checklist, Item
from dutydesk.capabilities.handover.rules.walkthrough import Posts, Walkthrough
from dutydesk.capabilities.intake.reads import count_since, count_undisposed
from dutydesk.capabilities.log.lines import figures_at_odds, standing_figures
from dutydesk.capabilities.matters.reads import facts_of_open
from dutydesk.capabilities.matters.rules import LEVEL_MARKS, Matter
from dutydesk.capabilities.reporting.reads import at_odds
from dutydesk.i18n import say, title, translate, when
from dutydesk.kernel.instants import Instant, local_date
from dutydesk.kernel.text import clauses, one_line
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Worded
from dutydesk.store.views import ClockView, ShiftView, Views
from dutydesk.store.views.rows import levels_reached

ONLY_SHOWN = frozenset({"seals", "keys", "leader_contact", "notices", "warnings_today"})
"""What the store knows about these items informs the officer, who counts and answers."""

LOOKED_AT = frozenset({"roster", "documents_open", "classified_register"})
"""Items of which a register knows what should be there, not that anybody looked: ticked by whoever reads them out."""

CLASSIFIED = frozenset({"classified_register", "classified_pending"})

FAX = "%传真%"
"""How the channel of a fax is typed."""

HANDOVER_SIGN = "handover_sign"
"""The rule of the signature itself: not counted on its own sheet (clocks.md R27)."""


Odds = Mapping[str, Mapping[str, float | None]]
"""What each recipient was told, by figure, where they were told different ones."""


@dataclass(frozen=True)
class SheetRow:
    """One line of the sheet. ``answered``: it needs nothing more; ``state`` is in the reader's language."""

    item: str
    group: str
    text: str
    must: bool
    state: str
    note: str
    automatic: str
    answered: bool
    raw_state: str = ""
    alarming: bool = False
    """A paper in custody has no grade: shown in red, and it blocks the handover."""
    ticked: bool = False
    """The sheet says of it that it is done: somebody said so, or a register that knows it all."""


@dataclass(frozen=True)
class Standing:
    """What the automatic items are computed from."""

    now: Instant
    shift: ShiftView | None
    matters: Sequence[Matter]
    clocks: Sequence[ClockView]
    names: Mapping[str, str]
    unverified: Sequence[str]
    ended: Sequence[ClockView]
    late: int = 0
    """How many clocks ended late in this shift."""
    faxes: int = 0
    registers: Mapping[str, str] = field(default_factory=dict[str, str])
    """What the registers of the room say, by the word in ``auto``."""

    papers: frozenset[str] = frozenset()
    """Matters that the register of papers has a line for."""

    lists: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    """What is unfinished or changed, each as a line of its own, by the word in ``auto``."""

    inbox: int = 0
    """Messages that nobody has disposed of (R34)."""

    figures: Mapping[str, str] = field(default_factory=dict[str, str])
    """The current figures of each incident, by the matter's id."""

    odds: Mapping[str, Odds] = field(default_factory=dict[str, Odds])
    """Figures that recipients of an incident's reports were told differently, by the matter's id (IN-14)."""

    leader: str = ""
    walk: Walkthrough | None = None


ALSO: list[Callable[[Views], Mapping[str, str]]] = []
"""What capabilities say on lines of the sheet beside what is there: words by item. They only inform."""


def rows(views: Views, checklist: Checklist, now: Instant) -> list[SheetRow]:
    """Return the sheet's lines in order, filled from the store."""
    collect("sheet")
    also = [one(views) for one in ALSO]
    shift = views.shift()
    answers = views.answers(shift.id) if shift else {}
    standing = _standing(views, shift, now)
    without_grade = bool(ungraded(views))
    found: list[SheetRow] = []
    for item in checklist.items.values():
        answer = answers.get(item.id)
        automatic = AUTOMATIC[item.auto](standing) if item.auto in AUTOMATIC else ""
        raw = answer.state if answer else ""
        told = [one.get(item.id, "") for one in also]
        answered, alarming = _answered(item, raw, automatic, standing), without_grade and item.auto in CLASSIFIED
        found.append(
            SheetRow(
                item=item.id,
                group=item.group,
                text=item.text,
                must=item.must,
                state=one_line(translate(STATES.get(raw, raw))),
                note=one_line(answer.note) if answer else "",
                automatic=one_line(clauses(part for part in (automatic, *told) if part)),
                answered=answered,
                raw_state=raw,
                alarming=alarming,
                ticked=answered and not alarming and (bool(raw) or _looked_at(item, standing)),
            )
        )
    return found


def _answered(item: Item, raw: str, automatic: str, standing: Standing) -> bool:
    """Whether a line needs nothing more: a person answered it, or a register that knows did."""
    if raw:
        return True
    if not automatic or item.auto not in AUTOMATIC or item.auto in ONLY_SHOWN:
        return False
    settled = SETTLED.get(item.auto)
    return settled is None or settled(standing)


def _looked_at(item: Item, standing: Standing) -> bool:
    """Whether what the store knows of a line is all of it, or the page was read out in this handover."""
    if item.auto == "signatures":
        return handed_on.all_signed(standing.walk)
    if item.auto == "classified_register" and not (standing.registers[item.auto] or _unregistered(standing)):
        return True  # there is no paper to look at
    return item.auto not in LOOKED_AT or (standing.walk is not None and item.id in standing.walk.read)


def _standing(views: Views, shift: ShiftView | None, now: Instant) -> Standing:
    matters = views.matters()
    current, told_of, clocks = views.figures_of_open(), facts_of_open(views), views.clocks()
    doubtful = {key: {name: one for name, one in told.items() if not one.verified} for key, told in current.items()}
    unverified = [
        f"{matter.label} {standing_figures(told)}{handed_on.ask_of(*(one.source for one in told.values()))}"
        for matter in matters
        if (told := doubtful.get(matter.id))
    ]
    unsure = (handed_on.to_verify(matter, told_of.get(matter.id, {}).values()) for matter in matters)
    names = views.names()
    rules = ("midnight_patrol", "backup_daily", "roll_call")
    since = shift.began_at if shift else 0
    over = views.clocks_ended(since)
    return Standing(
        now,
        shift,
        matters,
        [clock for clock in clocks if clock.rule != HANDOVER_SIGN],
        names,
        [*unverified, *(words for some in unsure for words in some)],
        [clock for clock in over if clock.rule in rules],
        sum(1 for clock in over if clock.state == "met_late"),
        _faxes(views, since),
        registers(views, since, now),
        frozenset(paper.matter_id for paper in papers(views)),
        {
            "open_policies": handed_on.policies_unfinished(views, matters),
            "open_appeals": handed_on.appeals_without_plan(views, matters),
            "open_instructions": handed_on.instructions_open(views, clocks),
            "meetings_today": handed_on.meetings_of_the_day(views, now),
            "roster_changes": handed_on.roster_changes(views, shift, names),
            "denials": handed_on.denials(views, since, names),
            "reports_unsent": handed_on.reports_unsent(views, since),
        },
        count_undisposed(views),
        {key: standing_figures(told) for key, told in current.items()},
        at_odds(views),
        handed_on.leader_contact(views, shift, names),
        walkthrough(views),
    )


def _faxes(views: Views, since: Instant) -> int:
    """How many faxes came in since an instant."""
    return count_since(views, since, FAX)


def unset_classifications(views: Views) -> list[tuple[str, str]]:
    """Return id and words of the documents in custody whose classification is not set."""
    return unset_grades(views)


def _listed(items: Sequence[str]) -> str:
    return say("{0} 件: {1}", len(items), clauses(items)) if items else translate("无")


def _clock_words(clock: ClockView, now: Instant) -> str:
    due = when(clock.due_at, local_date(now))
    return " ".join(part for part in (clock.label, title(clock.title), due) if part)


def _clocks(standing: Standing, keep: Callable[[ClockView], bool]) -> str:
    return _listed([_clock_words(clock, standing.now) for clock in standing.clocks if keep(clock)])


def _incidents(standing: Standing) -> str:
    words: list[str] = []
    reached = levels_reached(standing.clocks)
    follow_ups: dict[str | None, ClockView] = {}
    for clock in standing.clocks:
        if clock.rule == "follow_up":
            follow_ups.setdefault(clock.matter_id, clock)
    for matter in standing.matters:
        if matter.kind != "incident":
            continue
        due = follow_ups.get(matter.id)
        level = LEVEL_MARKS.get(matter.level, translate("未定级"))
        lead = say("牵头 {0}", matter.lead) if matter.lead else translate("未定牵头单位")
        report = say("下次续报 {0}", when(due.due_at)) if due else translate("无续报时限")
        above = say("按表应定{0}级, 未定", reached[matter.id]) if matter.id in reached else ""
        told = standing.figures.get(matter.id, "")
        odds = figures_at_odds(standing.odds.get(matter.id, {}))
        words.append(
            " ".join(part for part in (matter.label, level, above, matter.title, lead, told, report, odds) if part)
        )
    return clauses((_listed(words), *standing.lists["denials"]))


def _roster(standing: Standing) -> str:
    shift = standing.shift
    if shift is None:
        return ""
    walk = standing.walk
    if walk is None or walk.shift != shift.id:
        return _seats(shift, standing.names)
    return clauses(
        (
            say("交班 {0}", _seats(shift, standing.names)),
            say("接班 {0}", _seats(walk.incoming, standing.names)),
        )
    )


def _seats(held: ShiftView | Posts, names: Mapping[str, str]) -> str:
    posts = (("A", held.a), ("B", held.b), ("带班", held.leader), ("主任", held.director))
    return " ".join(f"{translate(post)} {names.get(who, who) or translate('空缺')}" for post, who in posts)


def _overdue(standing: Standing) -> str:
    over = _clocks(standing, lambda clock: clock.due_at <= standing.now)
    return over if not standing.late else say("{0}; 本班超时办结 {1} 件", Worded("{0}", over), standing.late)


def _carried(standing: Standing) -> str:
    since = standing.shift.began_at if standing.shift else standing.now
    return _listed([f"{matter.label} {matter.title}" for matter in standing.matters if matter.opened_at < since])


def _met(standing: Standing, rule: str) -> str:
    done = [f"{when(clock.met_at)} {title(clock.title)}" for clock in standing.ended if clock.rule == rule]
    open_ones = [_clock_words(clock, standing.now) for clock in standing.clocks if clock.rule == rule]
    return clauses([*done, *open_ones])


def _papers(standing: Standing) -> str:
    """Every paper of the register, and what older scripts owe without a line in it."""
    return clauses(part for part in (standing.registers["classified_register"], _unregistered(standing)) if part) or (
        translate("无")
    )


def _unregistered(standing: Standing) -> str:
    pending = [clock for clock in standing.clocks if clock.rule == "classified_transfer"]
    strange = [clock for clock in pending if clock.matter_id not in standing.papers]
    return clauses(_clock_words(clock, standing.now) for clock in strange)


def _patrols(standing: Standing) -> str:
    """What the patrols found; where nobody wrote one down, what the clock says."""
    return standing.registers["patrol"] or _met(standing, "midnight_patrol")


def _documents(standing: Standing) -> str:
    """Faxes that came in, and reports that were written and, as far as anybody wrote down, not sent."""
    return clauses((say("收传真 {0} 份", standing.faxes), *standing.lists["reports_unsent"]))


def _named(word: str) -> Callable[[Standing], str]:
    return lambda standing: _listed(standing.lists[word])


AUTOMATIC: Mapping[str, Callable[[Standing], str]] = {
    "roster": _roster,
    "open_incidents": _incidents,
    "running_clocks": lambda s: _clocks(s, lambda c: c.due_at > s.now),
    "overdue": _overdue,
    "open_policies": _named("open_policies"),
    "open_appeals": lambda s: with_visitors(_listed(s.lists["open_appeals"]), s.registers),
    "unverified_facts": lambda s: _listed(list(s.unverified)),
    "inbox_count": lambda s: str(s.inbox),
    "carried_over": _carried,
    "open_instructions": _named("open_instructions"),
    "meetings_today": _named("meetings_today"),
    "leave_register": lambda s: s.registers["leave_register"],
    "classified_register": _papers,
    "seals": lambda s: s.registers["seals"],
    "keys": lambda s: s.registers["keys"],
    "roster_changes": _named("roster_changes"),
    "notices": lambda s: say("点名 {0} 次", sum(1 for c in s.ended if c.rule == "roll_call")),
    "documents_open": _documents,
    "classified_pending": lambda s: _clocks(s, lambda c: c.rule == "classified_transfer"),
    "backup_status": lambda s: _met(s, "backup_daily"),
    "patrol": _patrols,
    "leader_contact": lambda s: s.leader,
    "readback": lambda s: handed_on.readback(s.walk),
    "signatures": lambda s: handed_on.signatures(s.walk, s.names),
    "warnings_today": lambda s: _listed([f"{translate(m.warning)} {m.title}" for m in s.matters if m.warning]),
}
"""What the store fills in by itself, by the word in ``auto``; what no register knows is left to a person."""

SETTLED: Mapping[str, Callable[[Standing], bool]] = {
    "patrol": lambda s: bool(s.registers["patrol"]) or any(c.rule == "midnight_patrol" for c in s.ended),
    "backup_status": lambda s: any(c.rule == "backup_daily" for c in s.ended),
    "signatures": lambda s: handed_on.both_signed(s.walk),
}
"""Lines that show what is still to be done too: what answers them, where to be shown is not to be done."""
