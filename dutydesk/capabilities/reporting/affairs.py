"""What policies, appeals, instructions and meetings share: who is named, whose matter it is, which clock ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from dutydesk.capabilities.consents.handlers import consents
from dutydesk.capabilities.consents.rules import Consent
from dutydesk.capabilities.matters.rules import Matter
from dutydesk.capabilities.obligations import dues
from dutydesk.capabilities.obligations import handlers as owing
from dutydesk.capabilities.obligations.rules import obligations as o
from dutydesk.capabilities.reporting.handlers import recipients_of
from dutydesk.kernel.instants import Instant, When
from dutydesk.kernel.refusal import Refused
from dutydesk.kernel.wording import nearest
from dutydesk.store.views import ClockView, OfficerView
from dutydesk.usecase.work import Work


def officer(work: Work, field: str, typed: str) -> OfficerView:
    """Return the person named by id or name.

    Raises:
        Refused: nobody, or several.
    """
    officers = work.views.officers()
    found = [one for one in officers.values() if typed.strip() in {one.id, one.name}]
    if len(found) != 1:
        known = {one.id: one.name for one in officers.values()}
        raise Refused(field, "没有这个人: {0}, {1}", typed, nearest(typed, known))
    return found[0]


def approver(work: Work, field: str, typed: str, at: Instant, since: Instant) -> Consent:
    """Return the consent of the leader or director who approved; the actor's, if that is one, when nobody is named.

    ``since``: from when on one can have agreed.

    Raises:
        Refused: nobody is named, or someone who may not.
    """
    nobody = Refused(field, "须写明同意的带班领导或主任", traced=True)
    return consents.leader(work, field, typed, nobody, at=at, since=since)


def names(work: Work, field: str, words: list[str], *, required: bool = True) -> list[str]:
    """Return units as typed, several in one word allowed, each once.

    Raises:
        Refused: none where there must be some.
    """
    found = [work.text(field, name) for name in recipients_of(words)]
    if required and not found:
        raise Refused(field, "还没有填")
    return list(dict.fromkeys(found))


def listed_only(field: str, typed: Iterable[str], known: Sequence[str]) -> None:
    """Refuse a unit that is not on the list.

    Raises:
        Refused: naming it and the nearest that is.
    """
    for name in typed:
        if name not in known:
            raise Refused(field, "{0} 不在名单上, {1}", name, nearest(name, known))


def refuse_again(field: str, name: str, at: Instant) -> NoReturn:
    """Refuse what was marked before.

    Raises:
        Refused: always.
    """
    raise Refused(field, "{0} 已于 {1} 标记", name, When(at))


def running(work: Work, matter: Matter, act: str) -> list[ClockView]:
    """Return the open clocks of a matter that an act alone would meet, by due time."""
    rules = work.books.rules.rules
    views = work.views.clocks(matter_id=matter.id)
    return [view for view in views if view.rule in rules and o.is_met_by(rules[view.rule], {act})]


def meet(
    work: Work, acts: set[str], matter: Matter, at: Instant, *, subject: str | None = None, **how: Any
) -> list[ClockView]:
    """Meet the open clocks of a matter that the acts meet: those of one subject (``""`` is one), or all.

    ``how`` goes to ``dues.meet``: ``last`` for no next cycle.

    Raises:
        Refused: the act's own time lies before all of them.
    """
    rules = work.books.rules.rules
    owed = [
        view
        for view in work.views.clocks(matter_id=matter.id)
        if subject in {None, view.subject} and view.rule in rules and o.is_met_by(rules[view.rule], acts)
    ]
    if owed and all(dues.not_owed_yet(work, view, at) for view in owed):
        owing.refuse_before_trigger(work, "at", owed[0], at)
    if subject is None:
        return dues.meet(work, acts, matter, at, **how)
    return dues.meet(work, acts, matter, at, subject=subject, besides=owed[0], **how) if owed else []


def one_subject(work: Work, matter: Matter, act: str, typed: str) -> str:
    """Return which of the clocks that an act meets is meant: the named one, or the only one.

    Raises:
        Refused: there are several, or none of that name.
    """
    subjects = [view.subject for view in running(work, matter, act)]
    if typed.strip():
        if typed.strip() not in subjects:
            raise Refused("subject", "没有这一项: {0}", typed.strip())
        return typed.strip()
    if len(subjects) > 1:
        raise Refused("subject", "有 {0} 项在办, 请写明哪一项: {1}", len(subjects), [one or "-" for one in subjects])
    return subjects[0] if subjects else ""
