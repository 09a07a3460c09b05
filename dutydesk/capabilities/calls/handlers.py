"""The telephone: calls with their result, the contact book, the call for help."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from dutydesk.capabilities.calls import acts, reads
from dutydesk.capabilities.calls import events as ev
from dutydesk.capabilities.calls.rules import COLUMNS
from dutydesk.capabilities.coordination import reads as coordination
from dutydesk.capabilities.coordination.rules.coordination import CALL_RESULTS
from dutydesk.capabilities.delivery import dispatch
from dutydesk.capabilities.obligations import dues
from dutydesk.kernel import telephones
from dutydesk.kernel.refusal import Refused, naming
from dutydesk.kernel.wording import nearest
from dutydesk.store.journal import Row
from dutydesk.usecase.handling import handles, perform
from dutydesk.usecase.lines import all_or_none, refuse_marked_cell
from dutydesk.usecase.people import officer_named
from dutydesk.usecase.work import Work

_RESULT_WORDS = {
    **{word: word for word in CALL_RESULTS},
    **{name: word for word, name in CALL_RESULTS.items()},
    "接通": "reached",
    "无应答": "no_answer",
    "忙": "busy",
}


@handles(acts.Call)
def call(work: Work, act: acts.Call) -> Row:
    """Log a call; it closes the call task it answers, and for a rescue number meets what is owed to life (R24)."""
    matter = act.matter
    at = act.at
    result = _RESULT_WORDS.get(act.result.strip() or "reached", "")
    if not result:
        raise Refused("result", "没有结果 {0}; 可填 接通, 无人接听, 占线", act.result)
    task = reads.task(work.views, act.task) if act.task else _task_for(work, act.name, matter.id if matter else None)
    if act.task and task is None:
        raise Refused("task", "没有这个呼叫任务, 或已结束: {0}", act.task)
    name = act.name.strip()
    number = _typed_number(work, act.number) or _number_of(work, name)
    matter = matter or (work.views.matter(task.matter_id) if task and task.matter_id else None)
    event = ev.CallLogged(
        name=name,
        number=number,
        result=result,
        text=act.text,
        task=task.id if task else "",
        opinion=act.opinion,
        reached=result == "reached",
    )
    row = work.append(event, at=at, matter=matter)
    if matter is not None:
        dues.acted(work, matter)
        rescue = work.books.reporting.rescue_numbers
        if result == "reached" and (name in rescue or number in rescue):
            dues.meet(work, {"police_or_rescue.called"}, matter, at)
    return row


def _task_for(work: Work, name: str, matter_id: str | None) -> reads.CallTaskView | None:
    """The open task that a call to somebody answers: of the matter if one is named, else the oldest."""
    names = work.views.names()
    waiting = [one for one in reads.open_tasks(work.views) if name in (one.person, names.get(one.person, ""))]
    return next((one for one in waiting if matter_id is None or one.matter_id == matter_id), None)


def _typed_number(work: Work, typed: str) -> str:
    """The number that was typed, as it is kept, empty when none was."""
    text = work.text("number", typed, required=False).strip()
    with naming("number"):
        return telephones.number_of(text) if text else ""


def _number_of(work: Work, name: str) -> str:
    """The number of whoever is called: the name itself where it is one, else of the contact book."""
    with suppress(telephones.BadNumberError):
        return telephones.number_of(name)
    names = {one.name: one.id for one in work.views.officers().values()}
    found = [*reads.contacts_of(work.views, name), *reads.contacts_of(work.views, names.get(name, name))]
    return next((one.numbers[0] for one in found if one.numbers), "")


# ---------------------------------------------------------------- the contact book


@handles(acts.ContactSave)
def save_contact(work: Work, act: acts.ContactSave) -> Row:
    """Add or replace a line of the contact book."""
    typed = [work.text("number", number) for number in act.number]
    with naming("number"):
        numbers = list(dict.fromkeys(number for text in typed for number in telephones.numbers_of(text)))
    replaced = reads.contact(work.views, act.contact) if act.contact else None
    if act.contact and replaced is None:
        raise Refused("contact", "通讯录没有这一条: {0}", act.contact)
    verified = act.verified.isoformat() if act.verified is not None else ""
    event = ev.ContactSaved(
        contact=replaced.id if replaced else work.new_id("contact"),
        unit=act.unit.strip(),
        post=act.post.strip(),
        name=act.name.strip(),
        numbers=numbers,
        officer=officer_named(work, "officer", act.officer),
        verified_on=verified,
        note=act.note,
    )
    return work.append(event)


@handles(acts.ContactImport)
def import_contacts(work: Work, act: acts.ContactImport) -> Row:
    """Take in a table of contacts, all of it or nothing: whoever is known (unit and name, else post) is replaced, another added.

    Raises:
        Refused: what is wrong with each line.
    """
    return all_or_none(act.rows, lambda typed: _take(work, typed))


def _take(work: Work, typed: dict[str, str]) -> Row | None:
    """Take in one line; None where the contact book says the same. What the table has no column for stays as it is."""
    titles = {column.id: column.name for column in COLUMNS}
    for name, value in typed.items():
        refuse_marked_cell(name, titles.get(name, name), value)
    unit, name, post = (typed.get(part, "").strip() for part in ("unit", "name", "post"))
    same = [
        one
        for one in reads.contacts(work.views)
        if one.unit == unit
        and ((one.name == name and post in ("", one.post)) if name else one.post == post and not one.name)
    ]
    before = same[0] if len(same) == 1 else None
    kept = {"post": before.post, "note": before.note, "verified": before.verified_on} if before else {}
    words: dict[str, Any] = {**kept, **{part: value for part, value in typed.items() if part in titles}}
    words["number"] = [words["number"]] if words.get("number") else list(before.numbers) if before else []
    words |= {"contact": before.id, "officer": words.get("officer") or before.officer} if before else {}
    try:
        found = acts.ContactSave.from_words(words)
        if before is not None and _says(work, found) == _kept(before):
            return None
        return perform(work, found)
    except Refused as refusal:
        title = titles.get(refusal.field, "")
        raise (Refused(refusal.field, "{0}: {1}", title, refusal) if title else refusal) from refusal


def _says(work: Work, act: acts.ContactSave) -> tuple[object, ...]:
    """Return what a line would say."""
    read = act.read(work)
    with naming("number"):
        numbers = [number for text in act.number for number in telephones.numbers_of(text)]
    verified = read.verified.isoformat() if read.verified is not None else ""
    officer = officer_named(work, "officer", read.officer)
    return read.unit.strip(), read.post.strip(), read.name.strip(), numbers, officer, verified, read.note


def _kept(one: reads.ContactView) -> tuple[object, ...]:
    return one.unit, one.post, one.name, list(one.numbers), one.officer, one.verified_on, one.note


@handles(acts.ContactRetire)
def retire_contact(work: Work, act: acts.ContactRetire) -> Row:
    """Take a line out of the contact book."""
    found = reads.contact(work.views, act.contact)
    if found is None:
        known = [one.unit for one in reads.contacts(work.views)]
        raise Refused("contact", "通讯录没有这一条: {0}, {1}", act.contact, nearest(act.contact, known))
    reason = act.reason
    return work.append(ev.ContactRetired(contact=found.id, unit=found.spoken, reason=reason))


# ---------------------------------------------------------------- the call for help


@handles(acts.Emergency)
def emergency(work: Work, act: acts.Emergency) -> Row:
    """Call for help (MO-03): the running plan's call list, else who stands behind the desk, in order."""
    matter = act.matter
    plan = coordination.running_plan(work.views, matter.id) if matter else None
    shift = work.shift()
    behind = [shift.leader, shift.director] if shift else []
    posts = {"leader": behind[0], "director": behind[1], "A": shift.a, "B": shift.b} if shift else {}
    listed = [posts.get(one, one) for one in plan.call_list] if plan else []
    call_list = [one for one in dict.fromkeys([*behind, *listed, "centre"]) if one and one != work.actor]
    event = ev.EmergencyCalled(text=act.text, call_list=call_list)
    row = work.append(event, matter=matter)
    dispatch.queue_emergency(work, event, row, matter.label if matter else "")
    if matter is not None:
        dues.acted(work, matter)
    return row
