"""Whose consent: the one mechanism for every act that another person reads, approves or signs.

An act names the person; ``leader`` and ``another`` say how they agreed, ``keep`` writes it once the act's own row is there.
The person signed if the own secret was given with the act (``Work.signed``); else naming them means that they agreed by
telephone, which is logged as a call, told to them at once and owed a countersignature. Nobody's name alone is a signature.
"""

from __future__ import annotations

from typing import NoReturn

from dutydesk.capabilities.calls import events as calls_ev
from dutydesk.capabilities.calls.reads import contacts_of
from dutydesk.capabilities.consents import acts, reads
from dutydesk.capabilities.consents import events as ev
from dutydesk.capabilities.consents import rules as c
from dutydesk.capabilities.consents.rules import Consent
from dutydesk.capabilities.delivery import dispatch
from dutydesk.capabilities.matters.rules import MERGED, Matter
from dutydesk.capabilities.obligations import dues
from dutydesk.capabilities.obligations.rules.obligations import OPEN
from dutydesk.kernel.instants import MINUTE, Instant, When
from dutydesk.kernel.refusal import Refused
from dutydesk.store.journal import Row
from dutydesk.store.views import OfficerView
from dutydesk.usecase.handling import handles
from dutydesk.usecase.people import officer_named
from dutydesk.usecase.work import Work


def leader(
    work: Work,
    field: str,
    typed: str,
    nobody: Refused,
    *,
    since: Instant,
    at: Instant | None = None,
    by_phone: bool = True,
) -> Consent:
    """Return the consent of a leader: the named one's, else the actor's own if that is a leader.

    Args:
        work: the act under way.
        field: the act's field.
        typed: the leader's account or name, empty where the actor is meant.
        nobody: raised when nobody agreed.
        since: from when on one can have agreed: what it is about was not known before.
        at: when it was said on the telephone; now where that is not typed.
        by_phone: whether a word on the telephone is enough for now.

    Raises:
        Refused: nobody was named and the actor is no leader, the named person is none, or must sign here.
    """
    officer = named(work, field, typed)
    if officer is None:
        officer = work.views.officers().get(work.actor)
        if officer is None or not work.books.rights.may(officer.roles, "approve"):
            raise nobody
    elif not work.books.rights.may(officer.roles, "approve"):
        raise Refused(field, "{0} 不是带班领导或主任", officer.name, traced=True)
    return _how(work, field, officer, at, since, by_phone=by_phone)


def another(
    work: Work,
    field: str,
    typed: str,
    own: str,
    *,
    since: Instant,
    at: Instant | None = None,
    by_phone: bool = True,
) -> Consent:
    """Return the consent of a second person, who is never the actor; nobody's where none is named.

    Args:
        work: the act under way.
        field: the act's field.
        typed: account or name.
        own: template said, with the name, where the actor names the own self.
        since: from when on one can have agreed.
        at: when it was said on the telephone; now where that is not typed.
        by_phone: whether a word on the telephone is enough for now.

    Raises:
        Refused: nobody of that name, the actor, someone without the right to write, or must sign here.
    """
    officer = named(work, field, typed)
    if officer is None:
        return Consent()
    if officer.id == work.actor:
        raise Refused(field, own, officer.name, traced=True)
    lacking = work.books.rights.lacking(officer.name, officer.roles, "write")
    if lacking is not None:
        raise Refused(field, lacking.template, *lacking.values, traced=True)
    return _how(work, field, officer, at, since, by_phone=by_phone)


def own_or(work: Work, field: str, typed: str, *, since: Instant, at: Instant | None = None) -> Consent:
    """Return the consent of a named person of any post, the actor's own where nobody is named.

    Raises:
        Refused: nobody of that name, or someone without the right to write.
    """
    officer = named(work, field, typed)
    if officer is None or officer.id == work.actor:
        return _own(work)
    return another(work, field, typed, "", since=since, at=at)


def named(work: Work, field: str, typed: str) -> OfficerView | None:
    """Return the named person, who must be in use."""
    who = officer_named(work, field, typed.strip())
    officer = work.views.officers().get(who)
    if officer is not None and officer.disabled:
        raise Refused(field, "{0} 的账号已停用", officer.name, traced=True)
    return officer


def _own(work: Work) -> Consent:
    """Return the actor's own consent, whether they named themselves or nobody."""
    work.check_own()
    return Consent(work.actor, c.OWN, work.said, work.actor)


def _how(
    work: Work, field: str, officer: OfficerView, at: Instant | None, since: Instant, *, by_phone: bool
) -> Consent:
    if officer.id == work.actor:
        return _own(work)
    if officer.id in work.signed:
        return Consent(officer.id, c.SIGNED, work.said, work.actor)
    if not by_phone:
        raise Refused(field, "须 {0} 本人签字 (在场输入本人口令, --signed), 电话同意不行", officer.name, traced=True)
    if at is not None and at // MINUTE < since // MINUTE:  # a call is known to the minute
        template = "{0} 不会在 {1} 同意: 所请示的事 {2} 才有"
        raise Refused("agreed_at", template, officer.name, When(at), When(since), traced=True)
    return Consent(officer.id, c.PHONE, work.said if at is None else at, work.actor)


# ---------------------------------------------------------------- writing it down


def keep(work: Work, given: Consent, row: Row, matter: Matter | None) -> None:
    """Write how somebody agreed to what a row says; a telephone call is logged and owes the countersignature.

    The call starts no hold (R16): it is a word about an act, no act on the matter.
    """
    if given.how in ("", c.OWN):
        return
    name = work.views.officers()[given.person].name
    call = _log_call(work, given, name, matter).id if given.by_phone else ""
    event = ev.ConsentGiven(
        entry=row.id, first=work.tx.appended[0].id, act=row.kind, person=given.person, how=given.how, agreed_at=given.at, call=call
    )  # fmt: skip
    work.append(event, at=given.at, matter=matter)
    if not given.by_phone:
        return
    dues.trigger(work, {c.BY_PHONE: given.at}, matter, subject=name)
    for view in work.views.find_clocks(rule=c.COUNTERSIGN, matter_id=matter.id if matter else None, subject=name):
        if view.state == OPEN:
            dispatch.tell(work, view, given.person, once=f"/{work.tx.head()[0]}")


def _log_call(work: Work, given: Consent, name: str, matter: Matter | None) -> Row:
    found = [*contacts_of(work.views, name), *contacts_of(work.views, given.person)]
    number = next((one.numbers[0] for one in found if one.numbers), "")
    said = "电话请示, 本人同意"
    logged = calls_ev.CallLogged(name=name, number=number, result="reached", text=said, reached=True)
    return work.append(logged, at=given.at, matter=matter)


# ---------------------------------------------------------------- the person's own word


@handles(acts.Countersign)
def countersign(work: Work, act: acts.Countersign) -> Row:
    """Sign for what one agreed to by telephone, or say that it was not so: then it is red and nothing is undone."""
    found = reads.consents_of(work.views, act.entry.strip())
    mine = [one for one in found if one.person == work.actor and one.how == c.PHONE]
    if not mine and any(one.person == work.actor for one in found):
        raise Refused("entry", "{0} 没有记为电话同意, 不欠补签; 等本人签字的请用 sign", act.entry)
    if not mine:
        not_mine(work, act.entry, found)
    owed = next((one for one in mine if one.state == c.OWED), None)
    if owed is None:
        raise Refused("entry", "这一条不欠补签: {0}", c.STATE_NAMES[mine[-1].state])
    reason = work.text("reason", act.reason, required=act.refused)
    row = work.append(
        ev.ConsentDenied(consent=owed.id, entry=owed.entry, act=owed.act, reason=reason)
        if act.refused
        else ev.ConsentSigned(consent=owed.id, entry=owed.entry, act=owed.act, note=reason),
        matter=owed.matter_id,
    )
    settle(work, owed, c.COUNTERSIGN)
    return row


def not_mine(work: Work, typed: str, found: list[reads.ConsentView]) -> NoReturn:
    """Refuse what is nobody's to sign, or another's."""
    if not found:
        raise Refused("entry", "没有欠补签的这一条: {0}", typed)
    names = work.views.names()
    raise Refused("entry", "补签须由本人: {0}", [names.get(one.person, one.person) for one in found], traced=True)


def settle(work: Work, answered: reads.ConsentView, rule: str) -> None:
    """The clock ends when the person owes no other answer of the kind on the matter (R5: they share one)."""
    home = _home(work, answered.matter_id)
    still = reads.waiting_for(work.views, answered.person)
    if any(one.state == answered.state and _home(work, one.matter_id) == home for one in still):
        return
    name = work.views.officers()[answered.person].name
    for view in work.views.find_clocks(rule=rule, matter_id=home, subject=name):
        if view.state == OPEN:
            dues.end_met(work, view, work.said)


def _home(work: Work, matter_id: str | None) -> str | None:
    """Return where a matter lives on: itself, or what it was merged into (R9)."""
    matter = work.views.matter(matter_id) if matter_id else None
    while matter is not None and matter.state == MERGED and matter.merged_into:
        matter = work.views.matter(matter.merged_into)
    return matter.id if matter is not None else None
