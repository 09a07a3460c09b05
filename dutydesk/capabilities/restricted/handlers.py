"""Restricting a matter, lifting it, and what becomes of it at a handover."""

from __future__ import annotations

from dutydesk.capabilities.restricted import acts
from dutydesk.capabilities.restricted import events as ev
from dutydesk.capabilities.restricted.reads import annex, restricted_labels, standing
from dutydesk.capabilities.restricted.rules import LABELS, read_label
from dutydesk.kernel.refusal import Refused, naming
from dutydesk.store.emergency_log import keep_numbers
from dutydesk.store.journal import Row
from dutydesk.store.views import ShiftView
from dutydesk.store.views.seen import holders, label_of, seen_by
from dutydesk.usecase.handling import handles
from dutydesk.usecase.people import officer_named
from dutydesk.usecase.work import Work


@handles(acts.Restrict)
def restrict(work: Work, act: acts.Restrict) -> Row:
    """Name who may know of a matter; who says so is among them, and whoever holds all of its mark."""
    reason = work.text("reason", act.reason)
    before = label_of(work.views, act.matter.id)
    with naming("label"):
        label = read_label(act.label.strip()) or before
    own = [work.actor] if work.actor in work.views.officers() else []
    in_use = {one.id for one in work.views.officers().values() if not one.disabled}
    people = sorted({*_named(work, act.holder), *own, *(in_use & {*standing(work.views, label)})})
    if people == holders(work.views, act.matter.id) and label == before:
        raise Refused("holder", "{0} 的知悉人没有变化", act.matter.label)
    row = work.append(ev.MatterRestricted(holders=people, reason=reason, label=label), matter=act.matter)
    _keep_numbers(work)
    return row


@handles(acts.NameStanding)
def name_standing(work: Work, act: acts.NameStanding) -> Row:
    """Name who holds every matter that is marked so from now on; those that are marked already keep theirs."""
    with naming("label"):
        label = read_label(act.label.strip())
    people = sorted(set(_named(work, act.holder)))
    if people == standing(work.views, label):
        raise Refused("", "{0} 的固定知悉人没有变化", LABELS[label])
    return work.append(ev.StandingNamed(label=label, holders=people, reason=act.reason))


def _named(work: Work, typed: list[str]) -> list[str]:
    """Return the people named, all of them in use."""
    found = [who for one in typed if (who := officer_named(work, "holder", one))]
    disabled = [one.name for one in work.views.officers().values() if one.id in found and one.disabled]
    if disabled:
        raise Refused("holder", "{0} 的账号已停用", disabled[0])
    return found


@handles(acts.Unrestrict)
def lift(work: Work, act: acts.Unrestrict) -> Row:
    """Let everybody know of it."""
    if holders(work.views, act.matter.id) is None:
        raise Refused("matter", "{0} 没有限定知悉", act.matter.label)
    row = work.append(ev.RestrictionLifted(reason=work.text("reason", act.reason)), matter=act.matter)
    _keep_numbers(work)
    return row


def _keep_numbers(work: Work) -> None:
    """Once it is saved: the emergency log takes no text of these matters, though the store may not be there to be asked."""
    path, labels = work.tx.path, restricted_labels(work.views)
    if path is not None:
        work.tx.after_commit.append(lambda: keep_numbers(path, labels))


@handles(acts.ReadAnnex)
def sign(work: Work, act: acts.ReadAnnex) -> Row:
    """Sign for every restricted matter that the actor may see and has not signed for in this shift."""
    shift = work.shift()
    if shift is None:
        raise Refused("", "现在没有班次; 请先接班 (shift begin)")
    mine = annex(seen_by(work.views, work.actor))
    waiting = [one.matter for one in mine if work.actor not in {signed.officer for signed in one.signed}]
    if not waiting:
        raise Refused("", "附页上没有待您签阅的事项")
    rows = [work.append(ev.AnnexSigned(shift=shift.id, note=act.note.strip()), matter=matter) for matter in waiting]
    return rows[0]


def hand_on(work: Work, incoming: ShiftView) -> None:
    """Write down who keeps each restricted matter that none of those who come on holds: the leader, by name."""
    coming = {incoming.a, incoming.b, incoming.leader, incoming.director} - {""}
    for one in annex(work.views):
        leader = incoming.leader or incoming.director
        if leader and not coming & set(one.holders):
            work.append_by_desk(ev.KeptByLeader(shift=incoming.id, leader=leader), matter_id=one.matter.id)
