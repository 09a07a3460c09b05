"""An act that waits until somebody signs it in a session of their own.

``ask`` tries the act as if it were signed, so that whatever the desk would refuse is refused at once, takes the trial back
and keeps the words. ``sign`` does it, once, at the time of the signature, if nothing that it rests on has changed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields
from functools import reduce
from typing import Any
from uuid import UUID

from dutydesk.capabilities.consents import events as ev
from dutydesk.capabilities.consents import rules as c
from dutydesk.capabilities.consents.acts import Sign
from dutydesk.capabilities.consents.handlers import consents
from dutydesk.capabilities.consents.reads import ConsentView, asked_by, consents_of
from dutydesk.capabilities.delivery import dispatch
from dutydesk.capabilities.matters import rules as m
from dutydesk.capabilities.obligations import dues
from dutydesk.capabilities.obligations.rules.obligations import OPEN
from dutydesk.capabilities.reporting.events import ReportSent
from dutydesk.kernel import figures as f
from dutydesk.kernel.acts import Act, times_of
from dutydesk.kernel.events import decode
from dutydesk.kernel.instants import Instant, iso
from dutydesk.kernel.refusal import Refused, naming
from dutydesk.kernel.when import read
from dutydesk.kernel.wording import Worded
from dutydesk.store.journal import Row
from dutydesk.store.views import OfficerView
from dutydesk.usecase import acts
from dutydesk.usecase.handling import handles, perform
from dutydesk.usecase.work import Work

SIGNED_ANEW = frozenset({"agreement", "read_by", "read_agreement", "unread", "edited", "beside"})
"""Fields of a row that the signature itself fills in, or that tell of a report beside its text."""


class _TriedError(Exception):
    """Takes a trial back."""


def ask(work: Work, act: Act, typed: str) -> Row:
    """Keep an act until the named person signs it; they are told and rung for.

    Raises:
        Refused: the act itself would be refused, needs no signature of that person, or waits for it already.
    """
    person = consents.named(work, "ask", typed)
    if person is None:
        raise Refused("ask", "请写明请谁签字")
    if person.id == work.actor:
        raise Refused("ask", "不能请自己签字: {0}", person.name, traced=True)
    act = _asking(work, act, person)
    rows = _tried(work, act, person.id)
    signed = _signed_row(rows, person.id)
    if signed is None:
        raise Refused("ask", "这件事不必由 {0} 签字", person.name)
    if signed.at < work.said:
        raise Refused("at", "请人签的事以签字时间为准, 不填过去的时间")
    matter = work.views.matter(signed.matter_id) if signed.matter_id else None
    asked = ev.ConsentAsked(
        person=person.id,
        name=act.NAME,
        words=_kept(act, rows),
        act=signed.kind,
        shown=json.loads(signed.payload),
        rests=_rests(work, signed.kind, matter),
    )
    for one in asked_by(work.views, work.actor):
        if one.person == person.id and (one.words["name"], one.words["words"]) == (asked.name, asked.words):
            raise Refused("ask", "同样的事已在等 {0} 签字: 第 {1} 条", person.name, one.seq)
    row = work.append(asked, matter=matter)
    _ring(work, matter, person.id, person.name)
    return row


def _ring(work: Work, matter: m.Matter | None, person: str, name: str) -> None:
    """Ring for the person: a request that joins an earlier one rings anew, for it is another thing to read."""
    where = matter.id if matter is not None else None
    for view in work.views.find_clocks(rule=c.REQUEST, matter_id=where, subject=name):
        if view.state == OPEN:
            dues.cancel(work, view, "joined")
    dues.trigger(work, {c.ASKED: work.said}, matter, subject=name)
    for view in work.views.find_clocks(rule=c.REQUEST, matter_id=where, subject=name):
        if view.state == OPEN:
            dispatch.tell(work, view, person, once=f"/{work.tx.head()[0]}")


def _asking(work: Work, act: Act, person: OfficerView) -> Act:
    """Return the act with the person as the one who agrees, and its times spelled out: they are read now, not later.

    Raises:
        Refused: it needs nobody's signature, names another, or a time is none.
    """
    named = act.consent_fields()
    if not named:
        raise Refused("ask", "这件事不需要别人签字")
    words = _words(act)
    if words.get("agreed_at"):
        raise Refused("agreed_at", "本人来签的以签字时间为准, 不填电话同意的时间")
    given = {str(words.get(field, "")).strip() for field in named} - {""}
    if not given or (not str(words.get(named[0], "")).strip() and not given & {person.id, person.name}):
        words[named[0]] = person.id
    instants: dict[str, Instant] = {}
    for field, (meaning, after) in times_of(type(act)).items():
        typed = words.get(field)
        if isinstance(typed, str) and typed.strip():
            with naming(field):
                instants[field] = read(
                    typed, work.said, meaning, since=instants.get(after), drill=work.views.is_drill()
                )
            words[field] = iso(instants[field])
    return type(act).from_words(words)


def _words(act: Act) -> dict[str, Any]:
    """Return what was typed for an act, as a drill would write it; what was left out is left out."""
    found: dict[str, Any] = {}
    for item in fields(act):
        value = getattr(act, item.name)
        left_out = item.default if item.default is not MISSING else None
        if value != left_out and value not in ([], {}):
            found[item.name] = value
    return found


def _kept(act: Act, rows: list[Row]) -> dict[str, Any]:
    """Return the words to be kept: a report's text is the one that was shown, whatever the desk would draft later."""
    words = _words(act)
    sent = next((decode(row.kind, row.payload) for row in rows if row.kind == ReportSent.KIND), None)
    if isinstance(sent, ReportSent):
        words.pop("text_file", None)
        place = words["report"] if isinstance(words.get("report"), dict) else words
        place["text"] = sent.text
    return words


def _tried(work: Work, act: Act, person: str) -> list[Row]:
    """Do the act as signed, return the rows that it wrote, and take all of it back."""
    rows: list[Row] = []
    hooks = len(work.tx.after_commit)
    try:
        with work.tx.part():
            _do(work, act, work.actor, person)
            rows += work.tx.appended
            raise _TriedError  # noqa: TRY301 - only an error undoes a part of a transaction
    except _TriedError:
        del work.tx.after_commit[hooks:]
    return rows


def _do(work: Work, act: Act, actor: str, person: str) -> Row:
    """Do an act on behalf of who asked for it, signed by the person."""
    from dutydesk.usecase.entitled import check_right

    times = times_of(type(act))
    own = Work(
        work.tx,
        work.views,
        work.books,
        actor,
        work.now,
        work.said,
        work.effective_now,
        None,
        times,
        frozenset({person}),
        elsewhere=True,
    )
    check_right(own, act.RIGHT)
    return perform(own, act)


def _signed_row(rows: list[Row], person: str) -> Row | None:
    """Return the row that the person's signature is for."""
    by_id = {row.id: row for row in rows}
    for row in rows:
        given = decode(row.kind, row.payload) if row.kind == ev.ConsentGiven.KIND else None
        if isinstance(given, ev.ConsentGiven) and given.person == person and given.how == c.SIGNED:
            return by_id[given.entry]
    return None


# ---------------------------------------------------------------- the answer


@handles(Sign)
def sign(work: Work, act: Sign) -> Row:
    """Sign what was asked for, and so do it; or give it back; or take back what one asked for oneself."""
    found = [one for one in consents_of(work.views, act.entry.strip()) if one.words]
    waiting = [one for one in found if one.state == c.WAITING]
    if found and not waiting:
        raise Refused("entry", "这一条不在等签字: {0}", c.STATE_NAMES[found[-1].state])
    mine = next((one for one in waiting if work.actor in (one.person, one.recorded_by)), None)
    if mine is None:
        consents.not_mine(work, act.entry, waiting)
    asker = mine.recorded_by == work.actor
    reason = act.back
    if act.withdraw != asker:
        template = "不能签自己请人签的; 撤回用 --withdraw" if asker else "撤回须由请签的人; 不签用 --return 写明理由"
        raise Refused("entry", template, traced=True)
    if asker or reason:
        return _give_back(work, mine, reason)
    row = _done(work, mine)
    signed = ev.ConsentSigned(consent=mine.id, entry=row.id, act=mine.act, asked=True)
    answer = work.append(signed, matter=row.matter_id)
    consents.settle(work, mine, c.REQUEST)
    return answer


def _give_back(work: Work, asked: ConsentView, reason: str) -> Row:
    returned = ev.ConsentReturned(consent=asked.id, act=asked.act, person=asked.person, reason=reason)
    row = work.append(returned, matter=asked.matter_id)
    consents.settle(work, asked, c.REQUEST)
    if work.actor != asked.recorded_by:
        matter = work.views.matter(asked.matter_id) if asked.matter_id else None
        name = work.views.officers()[asked.recorded_by].name
        dues.trigger(work, {c.CAME_BACK: work.said}, matter, subject=name)
    return row


def _done(work: Work, asked: ConsentView) -> Row:
    """Do the act that waited; refuse it when what it rests on is no longer what was asked to be signed."""
    kept = asked.words
    matter = work.views.matter(asked.matter_id) if asked.matter_id else None
    now = _rests(work, asked.act, matter)
    before: Mapping[str, str] = kept["rests"]
    changed = [
        Worded("{0} {1} → {2}", c.RESTS[name], before.get(name) or "-", now.get(name) or "-")
        for name in c.RESTS
        if before.get(name, "") != now.get(name, "")
    ]
    _refuse_changed(changed)
    try:
        act = acts.REGISTRY[str(kept["name"])].from_words(dict(kept["words"]))
        _do(work, act, asked.recorded_by, asked.person)
    except KeyError as error:  # an act, or a word of it, of another version
        raise Refused("entry", "请签的事现在办不成, 未签: {0}", str(error)) from error
    except Refused as error:
        why = Worded(error.template, *error.values)
        raise Refused("entry", "请签的事现在办不成, 未签: {0}", why, traced=True) from error
    row = _signed_row(work.tx.appended, asked.person)
    if row is None:
        raise Refused("entry", "请签的事现在办不成, 未签: {0}", Worded("已不必本人签字"), traced=True)
    if row.kind != asked.act or _differs(kept["shown"], json.loads(row.payload), row.at):
        _refuse_changed([Worded("所签条目的内容")])
    return row


def _refuse_changed(changed: list[Worded]) -> None:
    """Refuse, naming every change."""
    if changed:
        every = reduce(lambda one, other: Worded("{0}; {1}", one, other), changed)
        raise Refused("entry", "请签以后情况有变, 未签 (请退回, 由请签的人重新请): {0}", every, traced=True)


def _rests(work: Work, kind: str, matter: m.Matter | None) -> dict[str, str]:
    """Return what an act rests on, as it stands now, in words."""
    if matter is None:
        shift = work.views.shift() if kind.startswith("shift.") else None
        if shift is None:
            return {}
        names = work.views.names()
        posts = (shift.a, shift.b, shift.leader, shift.director)
        return {"posts": " ".join(names.get(who, who) for who in posts if who)}
    current = {name: one.value for name, one in work.views.figures(matter.id).items()}
    newest = work.views.newest_of(matter.id, kind)
    return {
        "title": matter.title,
        "state": matter.state,
        "colour": m.COLOUR_NAMES.get(matter.colour, ""),
        "level": m.LEVEL_MARKS.get(matter.level, ""),
        "response": m.LEVEL_MARKS.get(matter.response_level, ""),
        "figures": f.spell(current),
        "reports": str(len(work.views.reports(matter.id))),
        "newest": str(newest) if newest else "",
    }


def _differs(asked: Mapping[str, Any], done: Mapping[str, Any], at: Instant) -> bool:
    """Whether the signed row is not the one that was shown, but for its own time and new ids."""
    names = {*asked, *done} - SIGNED_ANEW
    return not all(_same(asked.get(name), done.get(name), at) for name in names)


def _same(asked: Any, done: Any, at: Instant) -> bool:
    return done in (asked, at) or (_is_id(asked) and _is_id(done))


def _is_id(value: Any) -> bool:
    try:
        UUID(value)
    except (ValueError, TypeError, AttributeError):
        return False
    return True
