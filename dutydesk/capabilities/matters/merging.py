"""How a matter ends without being closed: merged into another (R9), or dropped while it was only proposed.

Nothing that is known or owed may go under by it: the surviving matter takes over the higher figures and the leader's
instructions; what cannot go along, that the other was the worse one and what was still open on it, wants a reason and a
leader, as closing it does.
"""

from __future__ import annotations

from collections import defaultdict

from dutydesk.capabilities.closing.left import left_open
from dutydesk.capabilities.consents.handlers import consents
from dutydesk.capabilities.consents.rules import ANSWERED, COUNTERSIGNED, Consent
from dutydesk.capabilities.coordination.reads import running_plan
from dutydesk.capabilities.grading import levels
from dutydesk.capabilities.instructions import handlers as instructions
from dutydesk.capabilities.matters import rules as m
from dutydesk.capabilities.matters.events import MatterMerged, ProposalDropped
from dutydesk.capabilities.matters.figures import record
from dutydesk.capabilities.matters.rules import Matter
from dutydesk.capabilities.obligations import dues
from dutydesk.capabilities.obligations.events import ObligationMoved
from dutydesk.kernel import figures as f
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.refusal import Refused
from dutydesk.kernel.wording import Word, Worded, together
from dutydesk.store.journal import Row
from dutydesk.store.views import Views
from dutydesk.store.views.seen import is_sealed
from dutydesk.usecase.work import Work

GOES_ALONG = frozenset({"unit.acknowledged", ANSWERED, COUNTERSIGNED, "report.received"})
"""What meets the clocks that go over to the surviving matter when two are merged (R9): somebody still owes an answer."""


def merge_into(
    work: Work, matter: Matter, into: Matter, *, reason: str = "", consent: str = "", agreed_at: Instant | None = None
) -> Row:
    """Merge one matter into another: its clocks are cancelled or go along, both sources stay.

    Raises:
        Refused: one is sealed and the other is not, they are of kinds that are not one affair, or something would be lost
            that nobody has let go.
    """
    if is_sealed(work.views, matter.id) != is_sealed(work.views, into.id):
        raise Refused("into", "封存的事项与未封存的不并案: 并入后文字会露出来")
    lost = _lost(work.views, matter, into)
    agreed = _let_go(work, matter, into, lost, reason, consent, agreed_at)
    row = work.append(
        MatterMerged(
            into=into.id,
            label=into.label,
            beside=figures_beside(work.views, matter, into),
            lost=[str(one) for one in lost],
            reason=reason if lost else "",
            consent=agreed.person,
            agreement=agreed.agreement,
        ),
        matter=matter,
    )
    instructions.go_along(work, matter, into)
    for view in work.views.clocks(matter_id=matter.id):
        rule = work.books.rules.rules.get(view.rule)
        goes = rule is not None and bool(GOES_ALONG.intersection(rule.met_when.events))
        there = work.views.find_clocks(rule=view.rule, matter_id=into.id, subject=view.subject) if goes else []
        same = [other for other in there if other.state == "open"]
        if not goes or any(other.due_at <= view.due_at for other in same):
            dues.cancel(work, view, "merged")
            continue
        for other in same:  # of two the earlier stands, with its bells: merging puts nothing off
            dues.cancel(work, other, "merged")
        work.append(ObligationMoved(obligation=view.id, name=view.title, origin=matter.id), matter=into)
    _take_over(work, matter, into)
    levels.weigh(work, into)
    consents.keep(work, agreed, row, work.refreshed(into))
    return row


def lessens(matter: Matter, into: Matter) -> bool:
    """Return whether a red proposal becomes less by going into a matter that is not red (R15)."""
    return matter.state == m.PROPOSED and matter.colour == "red" != into.colour


def figures_beside(views: Views, matter: Matter, into: Matter) -> dict[str, list[float | None]]:
    """Return the figures that two matters tell differently: the first one's, the other's (None where it has none)."""
    mine, theirs = views.figures(matter.id), views.figures(into.id)
    standing = {name: theirs[name].value if name in theirs else None for name in mine}
    return {name: [mine[name].value, standing[name]] for name in mine if mine[name].value != standing[name]}


def _lost(views: Views, matter: Matter, into: Matter) -> list[Worded]:
    """Return what would go under, worst first.

    A plan's steps go on in the surviving matter's own plan where it has one; the missing are a figure and go along.

    Raises:
        Refused: the kinds are not one affair.
    """
    if matter.state == m.PROPOSED:
        return []
    if not _one_affair(matter.kind, into.kind):
        template = "{0} ({1}) 不能并入 {2} ({3}): 要办的事和时限不同; 分别办理"
        if _one_affair(into.kind, matter.kind):
            template = "{0} ({1}) 不能并入 {2} ({3}): 要办的事和时限不同; 可反过来并, 或分别办理"
        kinds = m.KIND_NAMES[matter.kind], m.KIND_NAMES[into.kind]
        raise Refused("into", template, matter.label, kinds[0], into.label, kinds[1], traced=True)
    worse = [Worded("{0} 是{1}, {2} 是{3}", matter.label, _weight(matter), into.label, _weight(into))]
    here = {"missing"} if running_plan(views, into.id) is None else {"missing", "step"}
    return [
        *(worse if _is_worse(matter, into) else []),
        *(one.sentence for one in left_open(views, matter) if one.kind not in here),
    ]


def _one_affair(kind: str, into: str) -> bool:
    return kind in {into, "routine"} or (kind, into) == ("appeal", "incident")


def _is_worse(matter: Matter, into: Matter) -> bool:
    if m.higher_colour(matter.colour, into.colour) != into.colour:
        return True
    levels = ((matter.level, into.level), (matter.response_level, into.response_level))
    return any(mine and m.is_higher(mine, theirs or "IV") for mine, theirs in levels)


def _weight(matter: Matter) -> Worded:
    colour = Word(m.COLOUR_NAMES.get(matter.colour, ""))
    return Worded("{0}色{1}级", colour, m.LEVEL_MARKS[matter.level]) if matter.level else Worded("{0}色", colour)


def _let_go(
    work: Work, matter: Matter, into: Matter, lost: list[Worded], reason: str, consent: str, agreed_at: Instant | None
) -> Consent:
    """Return the consent of the leader to what is lost; nobody's where nothing is.

    Raises:
        Refused: listing all of it, or nobody who may agreed.
    """
    if lessens(matter, into) and not reason.strip():
        colour = Word(m.COLOUR_NAMES.get(into.colour, ""))
        raise Refused("reason", "红色建议 {0} 并入{1}色的 {2}, 须写明理由", matter.label, colour, into.label)
    if not lost:
        return Consent()
    if not reason.strip():
        template = "并入会丢下: {0}. 请反过来并 (merge {1} --into {2}) 或先办完; 确要这样并, 须写理由和同意的带班领导"
        raise Refused("reason", template, together(lost), into.label, matter.label, traced=True)
    template = "并入会丢下: {0}. 须带班领导同意: 写明同意的领导 (--consent), 或由领导本人操作"
    nobody = Refused("consent", template, together(lost), traced=True)
    return consents.leader(
        work, "consent", consent, nobody, at=agreed_at, since=max(matter.received_at, into.received_at)
    )


def _take_over(work: Work, matter: Matter, into: Matter) -> None:
    """Have the surviving matter tell the higher figures, unverified, by their source; a rise is one as any (R23)."""
    mine, theirs = work.views.figures(matter.id), work.views.figures(into.id)
    before = {name: one.value for name, one in theirs.items()}
    higher: dict[str, dict[str, float]] = defaultdict(dict)
    for name, one in mine.items():
        if name not in before or one.value > before[name]:
            higher[one.source][name] = one.value
    for source, values in higher.items():
        record(
            work,
            into,
            values,
            source=str(Worded("{0}并案 {1}", matter.label, source)).strip(),
            verified=False,
            at=work.said,
        )
    taken = {name: value for values in higher.values() for name, value in values.items()}
    if into.kind == m.INCIDENT and into.first_sent_at is not None and f.risen(taken, before):
        dues.trigger(work, {"incident.people_figure_raised": work.said}, work.refreshed(into))
    if taken:
        dues.reconsider(work, work.refreshed(into))


def drop(work: Work, matter: Matter, reason: str) -> Row:
    """End a red proposal that becomes no matter; its alarm stops with it."""
    row = work.append(ProposalDropped(reason=reason), matter=matter)
    for view in work.views.clocks(matter_id=matter.id):
        dues.cancel(work, view, "not_red")
    return row
