"""The log: a line, a correction, a message as it arrived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from dutydesk.capabilities.attachments.bringing import Brought, beginning, named, whole_of
from dutydesk.capabilities.attachments.handlers import keep_whole
from dutydesk.capabilities.intake import handlers as messages
from dutydesk.capabilities.log import acts
from dutydesk.capabilities.log.events import Corrected, MessageReceived, Noted
from dutydesk.capabilities.matters import rules as m
from dutydesk.capabilities.matters.events import MatterProposed
from dutydesk.capabilities.matters.handlers import fresh_label, next_label, read_taxonomy
from dutydesk.capabilities.obligations import dues
from dutydesk.capabilities.triage import handlers as triage
from dutydesk.capabilities.triage.rules.kept import RULE, SORTED
from dutydesk.kernel import titles
from dutydesk.kernel.events import decode
from dutydesk.kernel.refusal import Refused, naming
from dutydesk.kernel.text import MAX_CHARACTERS
from dutydesk.store.journal import Row
from dutydesk.store.views import EntryView
from dutydesk.usecase.handling import brings, handles
from dutydesk.usecase.work import Work

CORRECTABLE = (Noted.KIND, Corrected.KIND)


@handles(acts.Log)
def write(work: Work, act: acts.Log) -> Row:
    """Write a line, or a correction of one."""
    text = act.text
    at = act.at
    matter = act.matter
    opinion = act.opinion
    if act.result_of and act.corrects:
        raise Refused("result_of", "更正不能同时是另一条的结果")
    if act.result_of:
        of = _answered(work, act.result_of)
        return work.append(Noted(text=text, opinion=opinion, result_of=of.id), at=at, matter=matter or of.matter_id)
    if not act.corrects:
        return work.append(Noted(text=text, opinion=opinion), at=at, matter=matter)
    entry = work.views.entry_by_id(act.corrects)
    if entry is None or not work.may_see(entry.matter_id):
        raise Refused("corrects", "没有这一条: {0}", act.corrects)
    if entry.kind not in CORRECTABLE:
        raise Refused("corrects", "只有日志条目可以这样更正; 这一条由动作产生, 请另记一条说明")
    if entry.struck_by is not None:
        raise Refused("corrects", "这一条已被更正, 请更正新的一条: 第 {0} 条", entry.struck_by)
    before = decode(entry.kind, entry.payload)
    assert isinstance(before, Noted | Corrected)
    corrected = Corrected(entry=entry.id, text=text, opinion=opinion or before.opinion)
    return work.append(corrected, at=at, matter=matter or entry.matter_id)


def _answered(work: Work, name: str) -> EntryView:
    """Return the entry whose result is written down: one that stands, and is no result itself."""
    entry = work.views.entry_by_id(name)
    if entry is None:
        raise Refused("result_of", "没有这一条: {0}", name)
    if entry.struck_by is not None:
        raise Refused("result_of", "这一条已被更正, 请写在新的一条下: 第 {0} 条", entry.struck_by)
    before = decode(entry.kind, entry.payload) if entry.kind == Noted.KIND else None
    if isinstance(before, Noted) and before.result_of:
        raise Refused("result_of", "这一条本身是结果, 请写原来那一条的编号")
    return entry


@handles(acts.Message)
def message(work: Work, act: acts.Message) -> Row:
    """Take in a message. A proposal of a red matter opens a provisional file whose alarm rings at once (R15)."""
    whole = work.brought if isinstance(work.brought, Brought) else None
    text = work.text("text", beginning(act.text, whole) if whole is not None else act.text)
    received_at = act.received
    matter = act.matter
    given = {name: value for name in SORTED if (value := work.text(name, getattr(act, name), required=False))}
    if given.get("colour"):
        with naming("colour"):
            given["colour"] = m.read_colour(given["colour"])
    proposal = triage.proposed(work.books, text, received_at, given)
    received = MessageReceived(
        text=text,
        channel=act.channel,
        sender=act.sender,
        received_at=received_at,
        proposal=proposal,
        waits=True,
        opinion=act.opinion,
    )
    row = work.append(received, matter=matter)
    if matter is None and proposal.get("colour") == "red":
        _propose(work, replace(act, text=text), proposal, received_at, row.id)
    messages.taken_in(work, row, received_at, received.channel, matter)
    if whole is not None:
        keep_whole(work, whole, row.id)
    return row


@brings(acts.Message)
def _whole(act: acts.Message, store: Path) -> Brought | None:
    """Keep the whole of a text that is too long for a message."""
    return whole_of(store, act.text, named(act.matter)) if len(act.text) > MAX_CHARACTERS else None


def _propose(work: Work, act: acts.Message, proposal: Mapping[str, Any], received_at: int, message_id: str) -> None:
    kind = str(proposal.get("kind") or "incident")
    if kind not in m.KINDS:
        raise Refused("kind", "没有类别 {0}", kind)
    category, subtype = read_taxonomy(work, str(proposal.get("category", "")), str(proposal.get("subtype", "")))
    rule = str(proposal.get(RULE, ""))
    matter_id = work.new_id("matter")
    proposed = MatterProposed(
        label=next_label(work, m.PROPOSAL_LETTER) if rule and not act.label else fresh_label(work, kind, act.label),
        matter_kind=kind,
        title=str(proposal.get("title", "")) or titles.proposed(act.text),
        colour="red",
        received_at=received_at,
        category=category,
        subtype=subtype,
        message=message_id,
        rule=rule,
    )
    work.append(proposed, matter=matter_id)
    matter = work.matter(matter_id)
    dues.trigger(work, {"triage.proposed_red": received_at}, matter)
