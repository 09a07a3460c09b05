"""What waits for a person, as lines: messages to be disposed of, consents to be signed for. The same on every door."""

from __future__ import annotations

import json
from collections.abc import Mapping

from dutydesk.capabilities.consents import rules as c
from dutydesk.capabilities.consents.reads import ConsentView, denied
from dutydesk.capabilities.intake.reads import MessageView
from dutydesk.capabilities.intake.rules import AS
from dutydesk.capabilities.log.lines import told
from dutydesk.capabilities.matters.rules import COLOUR_NAMES
from dutydesk.i18n import explain, offered, say, translate, when
from dutydesk.kernel.instants import Instant, local_date
from dutydesk.kernel.text import clean, one_line
from dutydesk.kernel.wording import Word
from dutydesk.store.views import Views


def message_line(one: MessageView, now: Instant) -> str:
    """Return a message in one line: number of its entry, when, from whom, what, and how far it is."""
    at = when(one.received_at, local_date(now))
    source = " ".join(part for part in (offered(one.channel), one.sender) if part)
    waits = "未打开" if one.opened_at is None else "待处理"
    state = AS.get(one.disposed, waits)
    colour = COLOUR_NAMES.get(one.colour, "") if not one.disposed else ""
    head = " ".join(part for part in (at, translate(colour) if colour else "", translate(state), source) if part)
    return one_line(f"{say('第 {0} 条', one.seq)}  {head}: {one.text}")


def lowered_line(one: MessageView, names: Mapping[str, str], now: Instant) -> str:
    """Return of a message that was proposed red what it became, who decided, and why."""
    became = COLOUR_NAMES.get(one.chosen.get("colour", ""), AS.get(one.disposed, one.disposed))
    who, at = names.get(one.disposed_by, one.disposed_by), when(one.disposed_at, local_date(now))
    return one_line(say("▲ 红色建议改为 {0}: {1} {2}, {3}", Word(became), at, who, one.reason))


def to_be_signed(one: ConsentView, names: Mapping[str, str]) -> str:
    """Return what a person is asked to sign, as the line of the log will say it; empty where nothing waits."""
    if not one.words:
        return ""
    shown = one.words["shown"]
    found = [
        f"{item['check']} “{item['words']}” {item['said']} {item['excused']}" for item in shown.get("findings", [])
    ]
    return clean("\n".join([told(one.act, json.dumps({**shown, "agreement": {}}), names), *map(str.rstrip, found)]))


def denial(one: ConsentView, names: Mapping[str, str]) -> str:
    """Return in one line that a recorded consent was none: what, who says so, what was recorded, why. Red wherever there are colours."""
    how = c.words({"how": one.how, "at": one.agreed_at or 0, "by": one.recorded_by}, names)
    said = f" ({explain(how)})" if how is not None and one.agreed_at is not None else ""
    who, what = names.get(one.person, one.person), translate(c.what(one.act))
    return one_line(say("▲ 本人不认可: {0}, {1} 没有同意过{2}: {3}", what, who, said, one.reason))


def denials(views: Views, matter_id: str, names: Mapping[str, str]) -> list[str]:
    """Return every such line of a matter."""
    return [denial(one, names) for one in denied(views, matter_id)]


def consent_line(one: ConsentView, names: Mapping[str, str], now: Instant) -> str:
    """Return a consent in one line: number of the entry, matter, what, who, and what is still owed."""
    agreement = {"how": one.how, "at": one.agreed_at or now, "by": one.recorded_by}
    how = c.words(agreement, names) if one.agreed_at is not None else None
    said = f" ({explain(how)})" if how is not None else ""
    who = names.get(one.person, one.person)
    if one.words:
        said = say(" ({0}请签): {1}", names.get(one.recorded_by, one.recorded_by), to_be_signed(one, names))
    return one_line(
        f"{one.seq:>5} {one_line(one.label)} {translate(c.what(one.act))} {who} {translate(c.STATE_NAMES[one.state])}{said}"
        + (say(", 理由: {0}", one.reason) if one.reason else "")
    )
