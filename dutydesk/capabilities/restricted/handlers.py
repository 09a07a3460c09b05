"""Restricting a matter, lifting it, and what becomes of it at a handover."""

from __future__ import annotations

import json

from dutydesk.capabilities.restricted import acts
from dutydesk.capabilities.restricted import events as ev
from dutydesk.capabilities.restricted.reads import (
    annex,
    plain_rows,
    restricted_labels,
    sealed_matters,
    standing,
    written_of,
)
from dutydesk.capabilities.restricted.rules import LABELS, read_label
from dutydesk.kernel.refusal import Refused, naming
from dutydesk.kernel.sealed import marks_in
from dutydesk.store.emergency_log import keep_numbers
from dutydesk.store.journal import Row
from dutydesk.store.sealed import Cipher, add_key, cipher_of, make_key
from dutydesk.store.views import ShiftView
from dutydesk.store.views.seen import holders, is_sealed, label_of, seen_by
from dutydesk.usecase.entitled import check_right
from dutydesk.usecase.handling import handles
from dutydesk.usecase.people import officer_named
from dutydesk.usecase.work import Work

AT_OPENING = "立项即封存"
"""The reason of a matter that is sealed from its first word on."""


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


@handles(acts.Seal)
def seal(work: Work, act: acts.Seal) -> Row:
    """Seal what is written of a restricted matter from now on."""
    if holders(work.views, act.matter.id) is None:
        raise Refused("matter", "{0} 没有限定知悉: 先写明谁可以知悉 (restrict set), 再封存", act.matter.label)
    if is_sealed(work.views, act.matter.id):
        raise Refused("matter", "{0} 已经封存", act.matter.label)
    return _sealed(work, act.matter.id, work.text("reason", act.reason), plain_rows(work.views, act.matter.id))


@handles(acts.Unseal)
def unseal(work: Work, act: acts.Unseal) -> Row:
    """Tell what was sealed, all of it: afterwards nothing of the tables needs the key."""
    if not is_sealed(work.views, act.matter.id):
        raise Refused("matter", "{0} 没有封存", act.matter.label)
    cipher = _cipher(work)
    told: list[str] = []
    for mark in _marks(work, act.matter.id):
        plain = cipher.unseal(mark)
        if plain is None:
            raise Refused("matter", "{0} 有封存的内容打不开: 密钥文件里没有当时的密钥", act.matter.label)
        told += [mark, plain]
    return work.append(ev.MatterUnsealed(reason=work.text("reason", act.reason), told=told), matter=act.matter)


@handles(acts.ChangeKey)
def change_key(work: Work, act: acts.ChangeKey) -> Row:
    """Put a new key below the older ones, and what is sealed of every matter under it."""
    matters = sealed_matters(work.tx)
    path = work.tx.path
    if path is None or not matters:
        raise Refused("", "没有封存的事项: 没有密钥可换")
    before = _cipher(work)
    plain = {matter: [(mark, before.unseal(mark)) for mark in _marks(work, matter)] for matter in matters}
    if any(value is None for values in plain.values() for _, value in values):
        raise Refused("", "有封存的内容打不开: 密钥文件里没有当时的密钥, 未换")
    cipher = add_key(path)
    row = work.append(ev.KeyChanged(key=cipher.name, reason=work.text("reason", act.reason)))
    for matter, values in plain.items():
        marks = [one for mark, value in values for one in (mark, cipher.seal(matter, value or ""))]
        work.append_by_desk(ev.MatterRemarked(key=cipher.name, marks=marks), matter_id=matter)
    return row


def _cipher(work: Work) -> Cipher:
    cipher = cipher_of(work.tx.path)
    if cipher is None:
        raise Refused("", "读不到封存密钥: 请放回密钥文件")
    return cipher


def _marks(work: Work, matter_id: str) -> list[str]:
    """Return every mark that the journal or a table has of a matter, each once, in their order."""
    found: dict[str, None] = {}
    for kind, payload in written_of(work.tx, matter_id):
        found.update(dict.fromkeys(marks_in(payload)))
        if kind == ev.MatterRemarked.KIND:  # what the tables have since a key was changed
            found.update(dict.fromkeys(json.loads(payload)["marks"][1::2]))
    return list(found)


def open_sealed(work: Work, matter_id: str, label: str) -> None:
    """Restrict a matter to who opens it and seal it, before a word of it is written.

    Raises:
        Refused: the actor may not.
    """
    check_right(work, acts.Seal.RIGHT)
    act_id, work.act_id = work.act_id, None  # the act's own row is the one that opens the matter
    work.append(ev.MatterRestricted(holders=[work.actor], reason=AT_OPENING), matter=matter_id)
    _sealed(work, matter_id, AT_OPENING)
    work.act_id = act_id
    _keep_numbers(work, label)


def _sealed(work: Work, matter_id: str, reason: str, before: int = 0) -> Row:
    """Write that it is sealed; its key is made, and on the disk, before anything stands under it."""
    path = work.tx.path
    if path is None:
        raise Refused("", "封存须有本机的库文件")
    return work.append(ev.MatterSealed(key=make_key(path).name, reason=reason, before=before), matter=matter_id)


@handles(acts.Unrestrict)
def lift(work: Work, act: acts.Unrestrict) -> Row:
    """Let everybody know of it."""
    if holders(work.views, act.matter.id) is None:
        raise Refused("matter", "{0} 没有限定知悉", act.matter.label)
    if is_sealed(work.views, act.matter.id):
        raise Refused("matter", "{0} 已封存: 先启封 (restrict unseal), 或另列知悉人 (restrict set)", act.matter.label)
    row = work.append(ev.RestrictionLifted(reason=work.text("reason", act.reason)), matter=act.matter)
    _keep_numbers(work)
    return row


def _keep_numbers(work: Work, opening: str = "") -> None:
    """Once it is saved: the emergency log takes no text of these matters, though the store may not be there to be asked."""
    path, labels = work.tx.path, [*restricted_labels(work.views), *([opening] if opening else [])]
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
