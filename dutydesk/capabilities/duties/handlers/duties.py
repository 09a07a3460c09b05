"""Roll calls, the patrol, the line and device check."""

from __future__ import annotations

from dutydesk.capabilities.duties import events as ev
from dutydesk.capabilities.duties import reads
from dutydesk.capabilities.duties import rules as d
from dutydesk.capabilities.duties.acts import duties as acts
from dutydesk.capabilities.handover.rules import Item, note_missing, read_state
from dutydesk.capabilities.obligations import dues
from dutydesk.capabilities.obligations.reads import nearest
from dutydesk.capabilities.obligations.rules import obligations as o
from dutydesk.capabilities.shifts import events as e
from dutydesk.capabilities.shifts.handlers import find_item
from dutydesk.kernel.instants import MINUTE, Instant, When
from dutydesk.kernel.refusal import Refused, naming
from dutydesk.store.journal import Row
from dutydesk.usecase.handling import handles
from dutydesk.usecase.work import Work


@handles(acts.RollCallReceive)
def receive_call(work: Work, act: acts.RollCallReceive) -> Row:
    """Write down a roll call; its answer is owed."""
    at = act.at
    caller = act.who.strip()
    waiting = [one for one in reads.open_calls(work.views) if one.caller == caller]
    if waiting:
        raise Refused("who", "{0} 的点名还没有应答", When(waiting[0].received_at))
    row = work.append(ev.RollCallReceived(call=work.new_id("call"), caller=caller), at=at)
    dues.trigger(work, {"roll_call.received": at}, None, subject=caller)
    return row


@handles(acts.RollCallAnswer)
def answer_call(work: Work, act: acts.RollCallAnswer) -> Row:
    """Answer the oldest open roll call, or the one of somebody; the record names officer and time."""
    waiting = [one for one in reads.open_calls(work.views) if not act.who or one.caller == act.who.strip()]
    if not waiting:
        raise Refused("who" if act.who else "", "没有待应答的点名")
    call = waiting[0]
    at = act.at
    if at // MINUTE < call.received_at // MINUTE:
        raise Refused("at", "应答时间 {0} 早于点名时间 {1}", When(at), When(call.received_at))
    at = max(at, call.received_at)
    note = act.note
    row = work.append(ev.RollCallAnswered(call=call.id, caller=call.caller, note=note), at=at)
    view = work.views.clock(call.obligation) if call.obligation else None
    if view is not None and view.state == o.OPEN:
        dues.meet(work, {"roll_call.answered"}, None, at, subject=view.subject, besides=view)
    return row


@handles(acts.Patrol)
def patrol(work: Work, act: acts.Patrol) -> Row:
    """Save a patrol; it meets the clock of its night."""
    at = act.at
    text = act.text
    note = act.note
    if act.abnormal and not note.strip():
        raise Refused("note", "巡查异常, 须写备注", traced=True)
    row = work.append(ev.PatrolSaved(text=text, abnormal=act.abnormal, note=note), at=at)
    _meet_nearest(work, "patrol.saved", at)
    return row


def _meet_nearest(work: Work, done: str, at: Instant) -> None:
    """Meet the clock that an act is about: of each rule the one due nearest to it, unless that has ended.

    So a patrol at 00:45 meets last midnight's clock, late, and neither one of the week before nor tomorrow's.
    """
    for rule in work.books.rules.enabled():
        if not o.is_met_by(rule, {done}):
            continue
        view = work.views.clock(nearest(work.views, rule.id, at))
        if view is not None and view.state == o.OPEN:
            dues.meet(work, {done}, None, at, subject=view.subject, besides=view)


# ---------------------------------------------------------------- lines and devices


@handles(acts.LinesCheck)
def check_lines(work: Work, act: acts.LinesCheck) -> Row:
    """Save the answers of the line and device check together and meet its clock; one bad answer and none is saved."""
    running = work.shift()
    if running is None:
        raise Refused("", "现在没有班次; 请先接班 (shift begin)")
    answers = [_answer(work, typed) for typed in act.answers]
    if not answers:
        raise Refused("answers", "还没有填")
    seen: set[str] = set()
    for item, state, note in answers:
        if item.id in seen:
            raise Refused(item.id, "“{0}” 填了两次", item.text)
        seen.add(item.id)
        if note_missing(item, state, note):
            raise Refused(item.id, "“{0}” 异常, 须写备注", item.text, traced=True)
    rows = [
        work.append(e.ItemChecked(shift=running.id, item=item.id, state=state, note=note))
        for item, state, note in answers
    ]
    _meet_nearest(work, "line_check.saved", work.said)
    return rows[0]


def _answer(work: Work, typed: str) -> tuple[Item, str, str]:
    """Return item, state and remark of ``l3=异常:备用机尾号37``."""
    name, equals, rest = typed.partition("=")
    if not equals:
        raise Refused("answers", "须写成 项=状态, 如 l1=正常, 不是 {0}", typed)
    item = find_item(work, name.strip())
    if item.group != d.LINES_GROUP:
        raise Refused("answers", "“{0}” 不是线路设备项", item.text)
    kept = work.text(item.id, rest)
    word, note = d.split_answer(kept)
    if item.answer == "state":
        word = d.state_word(word)
    with naming(item.id):
        return item, read_state(item, word), note
