"""What a message's proposal puts into the form of the matter that is opened from it, and what it says of itself in lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dutydesk.capabilities.intake.figures import figures_told
from dutydesk.capabilities.intake.reads import MessageView
from dutydesk.capabilities.intake.rules import source_of
from dutydesk.capabilities.matters.rules import COLOUR_NAMES, KIND_NAMES, Matter
from dutydesk.capabilities.policies.dated import last_days
from dutydesk.capabilities.triage.rules.kept import place_of, words_of
from dutydesk.i18n import say, translate
from dutydesk.kernel import titles
from dutydesk.kernel.figures import NAMES, spell_yuan
from dutydesk.kernel.instants import Instant, hhmm, local_date
from dutydesk.kernel.people import ROLE_NAMES
from dutydesk.kernel.text import one_line
from dutydesk.kernel.values import dataclass

if TYPE_CHECKING:
    from dutydesk.capabilities.triage.rules.book import Sending

LONGEST_NOTE = 240
"""Characters of the original that stand above a form; all of it stands in the inbox."""


@dataclass(frozen=True)
class Filled:
    """What is known of one field, and the words of the message that say so (empty: it is not in the text)."""

    name: str
    value: str
    words: str = ""


def filled(one: MessageView, now: Instant) -> list[Filled]:
    """Return what a message fills into the form of a new matter; nothing in it is verified.

    Args:
        one: the message with its proposal.
        now: the day that times without a date are read on.
    """
    kept, text = one.proposal, one.text
    found = [
        Filled("title", str(kept.get("title") or titles.proposed(text))),
        Filled("source", source_of(one.sender, one.text, one.channel)),
        Filled("received", _typed(one.received_at, now)),
        Filled("colour", one.colour),
    ]
    if kept.get("kind") != "incident":
        return [fill for fill in found if fill.value]
    at = kept.get("occurred_at")
    if at is not None and at <= one.received_at:
        found.append(Filled("occurred", _typed(at, now), words_of(kept, text, "occurred_at")))
    place = place_of(kept, text)
    found += [
        Filled("place", place, place),
        Filled("subtype", str(kept.get("subtype") or "")),
        *(
            Filled(name, f"{value:g}" if value < 1e6 else f"{value:.0f}", words)
            for name, (value, words) in figures_told(kept, text).items()
        ),
    ]
    return [fill for fill in found if fill.value]


def _typed(at: Instant, now: Instant) -> str:
    """Return an instant as it is typed: its hour, with the date where it was another day."""
    day = local_date(at)
    return hhmm(at) if day == local_date(now) else f"{day.isoformat()} {hhmm(at)}"


def headline(one: MessageView, subtype_name: str = "") -> str:
    """Return what is proposed for a message in a few words: colour, kind, what it is; empty where nothing is."""
    kept = one.proposal
    colour, kind = str(kept.get("colour") or ""), str(kept.get("kind") or "")
    words = [COLOUR_NAMES.get(colour, ""), KIND_NAMES.get(kind, kind), subtype_name]
    return " ".join(translate(word) for word in words if word)


def facts_of(one: MessageView) -> list[str]:
    """Return the facts that the text tells, each with its words."""
    kept, text = one.proposal, one.text
    told: list[str] = []
    if words := words_of(kept, text, "occurred_at"):
        at = kept.get("occurred_at")
        ahead = at is not None and at > one.received_at
        told.append(say("时间: {0} (晚于收到的时间, 请核对)", words) if ahead else say("时间: {0}", words))
    if kept.get("kind") == "policy" and (days := last_days(text)):
        told.append(say("原文期限: {0}", list(days)))
    place = place_of(kept, text)
    told += [say("地点: {0}", place)] if place else []
    for name, (value, words) in figures_told(kept, text).items():
        number = spell_yuan(value) if name == "loss_yuan" else f"{value:.0f}"
        told.append(f"{translate(NAMES[name])} {number} “{words}”")
    contact = words_of(kept, text, "contact")
    return told + ([say("电话: {0}", contact)] if contact else [])


def notes(one: MessageView) -> Sequence[str]:
    """Return what stands above the form: the original's own words, and what it is said to mean, unverified."""
    text = one_line(one.text)
    cut = text if len(text) <= LONGEST_NOTE else f"{text[:LONGEST_NOTE]}…"
    facts = facts_of(one)
    return [say("原文: {0}", cut), *([say("待核实: {0}", ", ".join(map(one_line, facts)))] if facts else [])]


def reported_to(matter: Matter, sendings: Sequence[Sending]) -> list[str]:
    """Return the offices to which a matter that came as a message is reported (IN-06): no person here, nobody to verify with there.

    They follow from what the matter is now, not from what its message was taken for: a peaceful appeal is no case for the police.
    """
    offices = [name for one in sendings if one.fits(matter.kind, matter.colour, matter.category) for name in one.to]
    return [name for name in dict.fromkeys(offices) if "{" not in name and name not in ROLE_NAMES.values()]
