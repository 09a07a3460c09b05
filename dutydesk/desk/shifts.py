"""Shifts, posts, the checklist, people."""

from __future__ import annotations

import re

from dutydesk.desk import acts, clocks
from dutydesk.desk.refusal import Refused, naming
from dutydesk.desk.roster_state import ran_out, taken_at
from dutydesk.desk.work import Work
from dutydesk.domain import events as e
from dutydesk.domain.events.roster import RosterRanOut
from dutydesk.domain.handover import Item, note_missing, read_state
from dutydesk.domain.instants import HOUR, MINUTE, Instant, iso
from dutydesk.domain.people import ROLES
from dutydesk.domain.roster_checks import stamp
from dutydesk.domain.wording import nearest
from dutydesk.ids import new_id
from dutydesk.store.journal import Row
from dutydesk.store.views import ShiftView

POSTS = ("a", "b", "leader", "director")
_ACCOUNT = re.compile(r"^[\w.-]{1,40}$")


def begin(work: Work, act: acts.ShiftBegin) -> Row:
    """Begin a shift by signature; a running one ends at the same instant (R32)."""
    typed = {post: officer_named(work, post, getattr(act, post)) for post in POSTS}
    begins, ends, planned = _schedule(work, act)
    people = typed if any(typed.values()) else planned
    last = ran_out(work.views, work.now)
    if not any(people.values()):
        if last is not None:
            raise Refused("a", "排班已到期: 最后一班止于 {0}; 请写明 --a 等岗位", stamp(last))
        raise Refused("a", "没有排班, 请写明 --a 等岗位")
    running = work.shift()
    if running is not None:
        work.append(
            e.ShiftEnded(shift=running.id, relieved=True, reason=work.text("reason", act.reason, required=False))
        )
        _sign_handover(work)
    shift = new_id()
    began = e.ShiftBegan(
        shift=shift, begins=begins, ends=ends, reason=work.text("reason", act.reason, required=False), **people
    )
    row = work.append(began)
    if last is not None:
        work.append_by_desk(RosterRanOut(last=last))
    if running is not None:
        clocks.reset_for_handover(work)
    view = work.shift()
    assert view is not None
    clocks.happened(work, {"shift.start": begins, "shift.end": ends}, None, shift=view)
    return row


def _sign_handover(work: Work) -> None:
    for view in work.views.clocks():
        rule = work.books.rules.rules.get(view.rule)
        if rule is not None and "handover.signed_by_both" in rule.met_when.events:
            clocks.end_met(work, view, work.now)


def _schedule(work: Work, act: acts.ShiftBegin) -> tuple[Instant, Instant, dict[str, str]]:
    """The scheduled hours: as typed, else of the roster, else of the office's pattern."""
    planned = taken_at(work.views, work.now)
    if planned is not None and not act.begins:
        return planned.begins, planned.ends, planned.posts
    if act.begins:
        begins = work.time("begins", act.begins, ahead=True)
        ends = work.time("ends", act.ends, ahead=True) if act.ends else begins + 24 * HOUR
        if ends <= begins:
            raise Refused("ends", "排定结束 {0} 不晚于开始 {1}", iso(ends), iso(begins))
    else:
        begins, ends = work.books.scheduled(work.now)
    return begins, ends, dict.fromkeys(POSTS, "")


def officer_named(work: Work, field: str, typed: str) -> str:
    """Return the id of a person named by id or name; empty stays empty.

    Raises:
        Refused: nobody, or several, are called so.
    """
    if not typed:
        return ""
    officers = work.views.officers()
    found = [one.id for one in officers.values() if typed in (one.id, one.name)]
    if len(found) != 1:
        known = [*officers, *(one.name for one in officers.values())]
        raise Refused(field, "没有这个人: {0}, {1}", typed, nearest(typed, known))
    return found[0]


def _running(work: Work) -> ShiftView:
    running = work.shift()
    if running is None:
        raise Refused("", "现在没有班次; 请先接班 (shift begin)")
    return running


def end(work: Work, act: acts.ShiftEnd) -> Row:
    """End the running shift; what it left unsigned stays owed."""
    return work.append(
        e.ShiftEnded(shift=_running(work).id, relieved=False, reason=work.text("reason", act.reason, required=False))
    )


def relief(work: Work, act: acts.ShiftRelief) -> Row:
    """Other people within the shift (R29): no new shift clocks, holds end as at acceptance."""
    running = _running(work)
    reason = work.text("reason", act.reason)
    people = {post: officer_named(work, post, getattr(act, post)) or getattr(running, post) for post in POSTS}
    if all(people[post] == getattr(running, post) for post in POSTS):
        raise Refused("a", "没有换人")
    row = work.append(e.ShiftRelieved(shift=running.id, reason=reason, **people))
    clocks.reset_for_handover(work)
    return row


def away(work: Work, act: acts.ShiftAway) -> Row:
    """A steps out for some minutes: A's bells go to B (R14)."""
    running = _running(work)
    post = (act.post or "A").upper()
    if post not in {"A", "B"}:
        raise Refused("post", "岗位须为 A 或 B, 不是 {0}", act.post)
    if not act.minutes.strip().isdecimal() or int(act.minutes) > 120:
        raise Refused("minutes", "分钟须为 0 至 120, 不是 {0}", act.minutes)
    other = running.away_post if running.away_until is not None and running.away_until > work.now else ""
    if other and other != post and int(act.minutes):
        raise Refused("post", "{0}岗已离开, 两岗不能同时离开", other, traced=True)
    return work.append(e.PostAway(shift=running.id, post=post, until=work.now + int(act.minutes) * MINUTE))


def check(work: Work, act: acts.Check) -> Row:
    """Answer an item of the checklist; an abnormal device needs its remark."""
    running = _running(work)
    item = find_item(work, act.item)
    with naming("state"):
        state = read_state(item, work.text("state", act.state))
    note = work.text("note", act.note, required=False)
    if note_missing(item, state, note):
        raise Refused("note", "“{0}” 异常, 须写备注", item.text, traced=True)
    return work.append(e.ItemChecked(shift=running.id, item=item.id, state=state, note=note))


def find_item(work: Work, typed: str) -> Item:
    """Return an item by id or by words of its text.

    Raises:
        Refused: none or several.
    """
    items = work.books.checklist.items
    if typed in items:
        return items[typed]
    found = [item for item in items.values() if typed and typed in item.text]
    if len(found) != 1:
        raise Refused("item", "清单里没有 {0}, {1}", typed, nearest(typed, items))
    return found[0]


def add_officer(work: Work, act: acts.AddOfficer) -> Row:
    """Add a person, or change name and role of one."""
    officer = work.text("officer", act.officer).strip()
    if not _ACCOUNT.match(officer):
        raise Refused("officer", "账号须为 1 至 40 个字母、数字或汉字: {0}", officer)
    role = act.role or "officer"
    if role not in ROLES:
        raise Refused("role", "没有角色 {0}, {1}", role, nearest(role, ROLES))
    name = work.text("name", act.name, required=False).strip() or officer
    row = work.append(e.OfficerAdded(officer=officer, name=name, role=role))
    if act.digest:
        work.tx.execute("DELETE FROM secret WHERE officer = ?", (officer,))
        work.tx.execute("INSERT INTO secret (officer, digest, set_at) VALUES (?,?,?)", (officer, act.digest, work.now))
    return row
