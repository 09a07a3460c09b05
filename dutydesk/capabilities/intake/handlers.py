"""Messages taken in: each has a clock from its receipt, is opened by a person, and is disposed of by one (R34).

Whatever way it came and whatever was proposed for it: ``open_message`` runs from ``received_at``, opening it starts
``triage_confirm``, and only a disposition ends that. A message that a person typed is opened by the same act.
"""

from __future__ import annotations

from dataclasses import replace

from dutydesk.capabilities.intake import events as ev
from dutydesk.capabilities.intake import reads
from dutydesk.capabilities.intake.figures import figures_told
from dutydesk.capabilities.intake.reads import MessageView
from dutydesk.capabilities.intake.rules import AS, BELONGS, DUPLICATE, FORWARD, LOG, NEW, NONE, SPOKEN, VISIT, source_of
from dutydesk.capabilities.log import acts
from dutydesk.capabilities.matters.acts import Open
from dutydesk.capabilities.matters.merging import drop, lessens, merge_into
from dutydesk.capabilities.matters.rules import INCIDENT, KINDS, OPEN, PROPOSED, Matter
from dutydesk.capabilities.obligations import dues
from dutydesk.capabilities.obligations.rules import obligations as o
from dutydesk.capabilities.triage.rules.kept import RULE, SORTED, place_of, plain
from dutydesk.kernel import titles
from dutydesk.kernel.instants import Instant, When
from dutydesk.kernel.people import DESK
from dutydesk.kernel.refusal import Refused
from dutydesk.kernel.wording import nearest
from dutydesk.store.journal import Row
from dutydesk.usecase.handling import handles
from dutydesk.usecase.work import Work

RED, BLUE = "red", "blue"
DANGER = "A-R1"
"""The line of the colour rule by which somebody's life or liberty is in danger now."""
RECEIVED, OPENED, DISPOSED = "message.received", "message.opened", "message.disposed"


def subject_of(seq: int) -> str:
    """Return how the clocks of a message are told apart: by the number of its entry."""
    return f"#{seq}"


def taken_in(work: Work, row: Row, received_at: Instant, channel: str, matter: Matter | None) -> None:
    """Start the clock of a message just written; a person has opened it by typing it, a matter named disposes of it."""
    dues.trigger(work, {RECEIVED: received_at}, None, subject=subject_of(row.seq))
    found = _named(work, row.id, "entry")
    if work.actor != DESK:
        # a call was heard as it was taken, whenever it is typed; what is to be done with it counts from the typing
        _open(work, found, received_at if channel in SPOKEN else work.said)
    if matter is not None:
        _dispose(work, found, ev.MessageDisposed(message=row.id, how=BELONGS), matter)


@handles(acts.MessageOpen)
def open_one(work: Work, act: acts.MessageOpen) -> Row:
    """Note that a person has looked at a message that came by itself."""
    found = _named(work, act.entry, "entry")
    if found.opened_at is not None:
        raise Refused("entry", "这条消息已于 {0} 打开", When(found.opened_at))
    return _open(work, found, work.said)


def _open(work: Work, found: MessageView, at: Instant) -> Row:
    row = work.append(ev.MessageOpened(message=found.id), at=at, matter=found.matter_id)
    _meet(work, found, OPENED, at)
    dues.trigger(work, {OPENED: work.said}, None, subject=subject_of(found.seq))
    return row


def _meet(work: Work, found: MessageView, act: str, at: Instant) -> None:
    rules = work.books.rules.rules
    for view in work.views.clocks():
        mine = view.matter_id is None and view.subject == subject_of(found.seq)
        if mine and view.rule in rules and o.is_met_by(rules[view.rule], {act}):
            dues.end_met(work, view, at)


def _named(work: Work, typed: str, field: str) -> MessageView:
    """Return the message named by its entry: id, its unique end, or number.

    Raises:
        Refused: there is none.
    """
    found = reads.message(work.views, typed.strip()) if typed.strip() else None
    if found is None or not (work.may_see(found.matter_id) and work.may_see(found.proposed or None)):
        raise Refused(field, "没有这条消息: {0}", typed)
    return found


def _undisposed(work: Work, typed: str, field: str) -> MessageView:
    found = _named(work, typed, field)
    if found.disposed:
        raise Refused(field, "这条消息已于 {0} 处理: {1}", When(found.disposed_at), AS[found.disposed])
    return found


# ---------------------------------------------------------------- dispositions


@handles(acts.MessageDispose)
def dispose(work: Work, act: acts.MessageDispose) -> Row:
    """Say what became of a message: the only thing that ends its clocks."""
    found = _undisposed(work, act.entry, "entry")
    proposed = pending(work, found, None)
    how = {name: word for word, name in AS.items()}.get(act.how.strip(), act.how.strip())
    if how not in AS:
        raise Refused("as", "没有去向 {0}, {1}", act.how, nearest(how, AS))
    matter = act.matter
    if how in {NEW, BELONGS} and matter is None:
        raise Refused("matter", "请写明事项 (--matter); 新立事项也可用 open … --message")
    if proposed is not None and matter is not None and matter.id == proposed.id:
        template = "红色建议 {0} 还待确认: 请确认立项 (open --label {0}), 或归入别的事项"
        raise Refused("matter", template, proposed.label, traced=True)
    other = _named(work, act.of, "of") if act.of.strip() else None
    if how == DUPLICATE and (other is None or other.id == found.id):
        raise Refused("of", "请写明与哪一条重复 (--of)")
    to = act.to.strip()
    same = work.views.matter(other.matter_id) if how == DUPLICATE and other is not None and other.matter_id else None
    into = matter or same
    dropped = proposed is not None and (into is None or into.state != OPEN)
    if dropped and not act.reason.strip():
        raise Refused("reason", "红色建议 {0} 不立项, 须写明理由 (带班领导会看到)", proposed.label if proposed else "")
    reason = work.text("reason", act.reason, required=how in {LOG, VISIT, NONE} or (how == FORWARD and not to))
    less = dropped or (proposed is not None and into is not None and lessens(proposed, into))
    event = ev.MessageDisposed(message=found.id, how=how, to=to, reason=reason, of=other.id if other else "", less=less)
    row = _dispose(work, found, event, into)
    if proposed is not None:
        _ = drop(work, proposed, reason) if dropped or into is None else merge_into(work, proposed, into, reason=reason)
    return row


@handles(acts.MessageSettle)
def settle(work: Work, act: acts.MessageSettle) -> Row:
    """Dispose of blue messages together, each by its own event; one that is not blue stops all of it."""
    named = [_undisposed(work, typed, "entries") for typed in act.entries if typed.strip()]
    found = named or [one for one in reads.undisposed(work.views) if one.colour == BLUE]
    if not found:
        raise Refused("entries", "没有待处理的蓝色消息")
    for one in found:
        if one.colour != BLUE:
            raise Refused("entries", "第 {0} 条的建议不是蓝色, 请单独处理", one.seq)
    rows = [_dispose(work, one, ev.MessageDisposed(message=one.id, how=LOG, reason=act.reason), None) for one in found]
    return rows[0]


def _dispose(work: Work, found: MessageView, event: ev.MessageDisposed, matter: Matter | None) -> Row:
    if _named(work, found.id, "entry").opened_at is None:
        _open(work, found, work.said)
    called = str(found.proposal.get("title") or titles.proposed(found.text))
    row = work.append(replace(event, what=called), matter=matter or found.matter_id)
    _meet(work, found, DISPOSED, work.said)
    return row


def of_opening(
    work: Work, typed: str, received: Instant | None, named: Matter | None, colour: str
) -> MessageView | None:
    """Return which message a matter is opened from: the named one, the one that proposed it, the only one of that minute.

    Args:
        work: the act under way.
        typed: the message that was named, empty where none was.
        received: when the matter was received, where that was said.
        named: the matter whose label was typed.
        colour: the new matter's: below red it is taken for a red message's only where that was named.

    Raises:
        Refused: the named one is none, or disposed of.
    """
    if typed.strip():
        return _undisposed(work, typed, "message")
    waiting = reads.undisposed(work.views)
    if named is not None and named.state == PROPOSED:
        return next((one for one in waiting if one.proposed == named.id), None)
    same = [one for one in waiting if one.received_at == received]
    if len(same) != 1 or (colour != RED and pending(work, same[0], None) is not None):
        return None
    return same[0]


def as_proposed(work: Work, act: Open) -> Open:
    """Return an opening with what its message proposes in every field that was left empty; nothing of it is verified.

    Raises:
        Refused: no message is named, or nothing is proposed for it.
    """
    if not act.message.strip():
        raise Refused("message", "照建议立项: 请写明是哪条消息 (--message)")
    found = _undisposed(work, act.message, "message")
    kept, text = found.proposal, found.text
    if kept.get("kind") not in KINDS:
        raise Refused("kind", "第 {0} 条没有建议, 请自己写明类别", found.seq)
    said = {name: str(kept.get(name) or "") for name in ("title", *SORTED)}
    said["source"] = source_of(found.sender, text, found.channel)
    own = {name: getattr(act, name) or value for name, value in said.items() if name != "kind"}
    own["received"] = act.received or found.received_at
    own["danger_to_life"] = act.danger_to_life or kept.get(RULE) == DANGER
    if kept["kind"] == INCIDENT:
        at = kept.get("occurred_at")
        known = at if at is not None and at <= found.received_at else None
        own |= {"place": act.place or place_of(kept, text), "occurred": act.occurred or known}
        told = {name: str(plain(value)) for name, (value, _) in figures_told(kept, text).items()}
        own["figures"] = {**told, **act.figures}
    return replace(act, kind=kept["kind"], **own)


def pending(work: Work, message: MessageView | None, named: Matter | None) -> Matter | None:
    """Return the red proposal that waits to be confirmed: the message's own, or the one that was named by its label."""
    own = work.views.matter(message.proposed) if message is not None and message.proposed else None
    return next((one for one in (own, named) if one is not None and one.state == PROPOSED), None)


def became(work: Work, found: MessageView | None, matter: Matter, how: str = NEW, reason: str = "") -> None:
    """Dispose of the message that a matter was opened from, or that belongs to it; what was chosen is kept beside what was proposed."""
    if found is None:
        return
    chosen = {name: getattr(matter, name) for name in SORTED} if how == NEW else {}
    less = found.colour == RED != matter.colour
    event = ev.MessageDisposed(message=found.id, how=how, reason=reason if less else "", chosen=chosen, less=less)
    _dispose(work, found, event, matter)


def proposal_merged(work: Work, proposed: Matter, into: Matter, reason: str = "") -> None:
    """A red proposal was merged: its message belongs to the surviving matter."""
    found = next((one for one in reads.undisposed(work.views) if one.proposed == proposed.id), None)
    became(work, found, into, BELONGS, reason)
