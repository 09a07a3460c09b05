"""The handover sheet as it stands: every item with its automatic count, answer and remark."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field

from dutydesk.desk.duty_sheet import registers, with_visitors
from dutydesk.desk.lines import figures
from dutydesk.domain.handover import STATES, Checklist, Item
from dutydesk.domain.instants import Instant, local_date
from dutydesk.domain.matters import LEVEL_MARKS, Matter
from dutydesk.domain.values import dataclass
from dutydesk.domain.wording import Worded
from dutydesk.i18n import say, title, translate, when
from dutydesk.store.views import ClockView, ShiftView, Views
from dutydesk.store.views.duties import papers, ungraded, unset_grades

ONLY_SHOWN = frozenset({"seals", "keys"})
"""What the store knows about these items informs the officer, who counts and answers."""

CLASSIFIED = frozenset({"classified_register", "classified_pending"})

FAX = "%传真%"
"""How the channel of a fax is typed."""

HANDOVER_SIGN = "handover_sign"
"""The rule of the signature itself: not counted on its own sheet (clocks.md R27)."""


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


def rows(views: Views, checklist: Checklist, now: Instant) -> list[SheetRow]:
    """Return the sheet's lines in order, filled from the store."""
    shift = views.shift()
    answers = views.answers(shift.id) if shift else {}
    standing = _standing(views, shift, now)
    without_grade = bool(ungraded(views))
    found: list[SheetRow] = []
    for item in checklist.items.values():
        answer = answers.get(item.id)
        automatic = AUTOMATIC[item.auto](standing) if item.auto in AUTOMATIC else ""
        raw = answer.state if answer else ""
        found.append(
            SheetRow(
                item=item.id,
                group=item.group,
                text=item.text,
                must=item.must,
                state=translate(STATES.get(raw, raw)),
                note=answer.note if answer else "",
                automatic=automatic,
                answered=_answered(item, raw, automatic),
                raw_state=raw,
                alarming=without_grade and item.auto in CLASSIFIED,
            )
        )
    return found


def _answered(item: Item, raw: str, automatic: str) -> bool:
    return bool(raw) or (bool(automatic) and item.auto in AUTOMATIC and item.auto not in ONLY_SHOWN)


def _standing(views: Views, shift: ShiftView | None, now: Instant) -> Standing:
    matters = views.matters()
    unverified = [
        f"{matter.label} {figures({figure.field: figure.value})}"
        for matter in matters
        for figure in views.figures(matter.id).values()
        if not figure.verified
    ]
    names = {officer.id: officer.name for officer in views.officers().values()}
    rules = ("midnight_patrol", "backup_daily", "roll_call")
    since = shift.began_at if shift else 0
    over = [c for c in views.clocks(ended=True) if c.state != "open" and (c.ended_at or 0) >= since]
    ended = [c for c in over if c.rule in rules]
    late = sum(1 for c in over if c.state == "met_late")
    running = [clock for clock in views.clocks() if clock.rule != HANDOVER_SIGN]
    said = registers(views, since, now)
    kept = frozenset(paper.matter_id for paper in papers(views))
    return Standing(now, shift, matters, running, names, unverified, ended, late, _faxes(views, since), said, kept)


def _faxes(views: Views, since: Instant) -> int:
    """How many faxes came in since an instant."""
    rows = views.rows(
        "SELECT count(*) FROM entry e JOIN journal j ON j.seq = e.seq WHERE e.at >= ? AND j.kind = 'message.received' "
        "AND json_extract(j.payload, '$.channel') LIKE ?",
        (since, FAX),
    )
    return int(rows[0][0])


def unset_classifications(views: Views) -> list[tuple[str, str]]:
    """Return id and words of the documents in custody whose classification is not set."""
    return unset_grades(views)


def _listed(items: Sequence[str]) -> str:
    return say("{0} 件: {1}", len(items), "; ".join(items)) if items else translate("无")


def _clock_words(clock: ClockView, now: Instant) -> str:
    due = when(clock.due_at, local_date(now))
    return " ".join(part for part in (clock.label, title(clock.title), due) if part)


def _clocks(standing: Standing, keep: Callable[[ClockView], bool]) -> str:
    return _listed([_clock_words(clock, standing.now) for clock in standing.clocks if keep(clock)])


def _incidents(standing: Standing) -> str:
    words: list[str] = []
    for matter in standing.matters:
        if matter.kind != "incident":
            continue
        due = next((c for c in standing.clocks if c.matter_id == matter.id and c.rule == "follow_up"), None)
        level = LEVEL_MARKS.get(matter.level, "")
        lead = say("牵头 {0}", matter.lead) if matter.lead else ""
        report = say("下次续报 {0}", when(due.due_at)) if due else ""
        words.append(" ".join(part for part in (matter.label, level, matter.title, lead, report) if part))
    return _listed(words)


def _roster(standing: Standing) -> str:
    shift = standing.shift
    if shift is None:
        return ""
    posts = (("A", shift.a), ("B", shift.b), ("带班", shift.leader), ("主任", shift.director))
    return " ".join(f"{translate(post)} {standing.names.get(who, who) or translate('空缺')}" for post, who in posts)


def _overdue(standing: Standing) -> str:
    over = _clocks(standing, lambda clock: clock.due_at <= standing.now)
    return over if not standing.late else say("{0}; 本班超时办结 {1} 件", Worded("{0}", over), standing.late)


def _kind(standing: Standing, kind: str) -> str:
    return _listed([f"{matter.label} {matter.title}" for matter in standing.matters if matter.kind == kind])


def _carried(standing: Standing) -> str:
    since = standing.shift.began_at if standing.shift else standing.now
    return _listed([f"{matter.label} {matter.title}" for matter in standing.matters if matter.opened_at < since])


def _met(standing: Standing, rule: str) -> str:
    done = [f"{when(clock.met_at)} {title(clock.title)}" for clock in standing.ended if clock.rule == rule]
    open_ones = [_clock_words(clock, standing.now) for clock in standing.clocks if clock.rule == rule]
    return "; ".join([*done, *open_ones])


def _papers(standing: Standing) -> str:
    """Every paper of the register, and what older scripts owe without a line in it."""
    return "; ".join(part for part in (standing.registers["classified_register"], _unregistered(standing)) if part) or (
        translate("无")
    )


def _unregistered(standing: Standing) -> str:
    pending = [clock for clock in standing.clocks if clock.rule == "classified_transfer"]
    strange = [clock for clock in pending if clock.matter_id not in standing.papers]
    return "; ".join(_clock_words(clock, standing.now) for clock in strange)


def _patrols(standing: Standing) -> str:
    """What the patrols found; where nobody wrote one down, what the clock says."""
    return standing.registers["patrol"] or _met(standing, "midnight_patrol")


def _none(_standing: Standing) -> str:
    return translate("登记簿无记录")


AUTOMATIC: Mapping[str, Callable[[Standing], str]] = {
    "roster": _roster,
    "open_incidents": _incidents,
    "running_clocks": lambda s: _clocks(s, lambda c: c.due_at > s.now),
    "overdue": _overdue,
    "open_policies": lambda s: _kind(s, "policy"),
    "open_appeals": lambda s: with_visitors(_kind(s, "appeal"), s.registers),
    "unverified_facts": lambda s: _listed(list(s.unverified)),
    "inbox_count": lambda s: str(sum(1 for matter in s.matters if matter.state == "proposed")),
    "carried_over": _carried,
    "open_instructions": lambda s: _clocks(s, lambda c: c.rule.startswith("instruction_")),
    "meetings_today": lambda s: _clocks(s, lambda c: c.rule.startswith("meeting_")),
    "leave_register": lambda s: s.registers["leave_register"],
    "classified_register": _papers,
    "seals": lambda s: s.registers["seals"],
    "keys": lambda s: s.registers["keys"],
    "roster_changes": _none,
    "logistics": _none,
    "notices": lambda s: say("点名 {0} 次", sum(1 for c in s.ended if c.rule == "roll_call")),
    "documents_open": lambda s: say("收传真 {0} 份", s.faxes),
    "classified_pending": lambda s: _clocks(s, lambda c: c.rule == "classified_transfer"),
    "backup_status": lambda s: _met(s, "backup_daily"),
    "patrol": _patrols,
    "warnings_today": lambda s: _listed([f"{translate(m.warning)} {m.title}" for m in s.matters if m.warning]),
}
"""What the store fills in by itself, by the word in ``auto``; what has no register of its own says so."""
