"""What the registers say on the handover sheet, by the word in ``auto``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dutydesk.capabilities.duties import reads
from dutydesk.capabilities.duties import rules as d
from dutydesk.i18n import say, translate, until, when
from dutydesk.kernel.instants import Instant, Until
from dutydesk.kernel.text import clauses
from dutydesk.store.views import Views


def registers(views: Views, since: Instant, now: Instant) -> dict[str, str]:
    """Return what each register says: leave_register, classified_register, seals, keys, patrol, visitors.

    Args:
        views: the store.
        since: signature of the running shift.
        now: what is past its end is said to be.
    """
    out = reads.loans(views)
    return {
        "leave_register": counted([_away(one, now) for one in reads.leaders_away(views)]),
        "classified_register": clauses(paper_words(one) for one in reads.papers(views)),
        "seals": _out([one for one in out if one.what == d.SEAL]),
        "keys": _out([one for one in out if one.what == d.KEY]),
        "patrol": clauses(_patrol(one) for one in reads.patrols(views, since)),
        "visitors": clauses(visitor_words(one) for one in reads.visitors(views)),
    }


def counted(items: Sequence[str]) -> str:
    """Return how many there are and which, or 无."""
    return say("{0} 件: {1}", len(items), clauses(items)) if items else translate("无")


def grade_words(grade: str, period: str) -> str:
    """Return a grade as the cover has it, 机密★10年, or that it is not set."""
    name = translate(d.GRADE_NAMES.get(grade, d.UNSET_WORDS))
    return f"{name}★{period}" if period else name


def paper_words(paper: reads.PaperView) -> str:
    """Return a paper in custody in one line: label, number, grade, copies, place or holder."""
    where = paper.holder or paper.place
    copies = say("{0} 份", paper.copies)
    return " ".join(
        part for part in (paper.label, paper.number, grade_words(paper.grade, paper.period), copies, where) if part
    )


def visitor_words(visitor: reads.VisitorView) -> str:
    """Return visitors in one line: number, name, unit, how many, since when."""
    people = say("{0} 人", visitor.count)
    return " ".join((visitor.label, visitor.name, visitor.unit, people, when(visitor.came_at)))


def away_words(one: reads.LeaderLeaveView) -> str:
    """Return a leader's absence in one line."""
    span = f"{when(one.since)} - {until(Until(one.until))}"
    return say("{0} {1} 在 {2}, {3} 代行", one.name, span, one.place, one.deputy)


def _away(one: reads.LeaderLeaveView, now: Instant) -> str:
    return away_words(one) + (translate(" (已到期未销)") if one.until <= now else "")


def _out(loans: Sequence[reads.LoanView]) -> str:
    if not loans:
        return translate("无领出")
    words = [" ".join((one.item, one.name, when(one.taken_at))) for one in loans]
    return say("领出 {0}: {1}", len(words), clauses(words))


def _patrol(one: reads.PatrolView) -> str:
    head = f"{when(one.at)} {one.text}"
    return head + say(" 异常: {0}", one.note) if one.abnormal else head


def with_visitors(appeals: str, said: Mapping[str, str]) -> str:
    """Return the item of appeals with the visitors who are in the house."""
    return say("{0}; 在场来访 {1}", appeals, said["visitors"]) if said["visitors"] else appeals
