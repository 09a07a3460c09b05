"""What may stand in a field, by what its act says that it refers to: read from the desk's own records, never typed as a code.

An act declares ``arg(…, of="unit")``; the form of the act, whichever command shows it, then lists units. A vocabulary
is either closed (people with an account, matters, levels) or a proposal: other words may be written there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields as fields_of
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dutydesk.capabilities.calls import reads as calls
from dutydesk.capabilities.instructions import reads as instructions
from dutydesk.capabilities.intake import reads as messages
from dutydesk.capabilities.matters.rules import OPEN, PROPOSED, Matter
from dutydesk.capabilities.roster.reads import held
from dutydesk.capabilities.roster.rules.checks import POST_WORDS
from dutydesk.capabilities.roster.rules.roster import VACANT
from dutydesk.i18n import listed, translate, when
from dutydesk.kernel.fields import KINDS
from dutydesk.kernel.instants import DAY, Instant, to_datetime
from dutydesk.kernel.telephones import shown as shown_number
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.vocabulary import CHANNELS
from dutydesk.kernel.when import WEEKDAYS
from dutydesk.store.views import Views, used
from dutydesk.store.views.seen import seen_by
from dutydesk.tui import choices
from dutydesk.tui.choices import Choice
from dutydesk.tui.fields import SEVERAL, Field
from dutydesk.tui.text import brief
from dutydesk.usecase.said import field_note, field_word

if TYPE_CHECKING:
    from dutydesk.kernel.acts import Act
    from dutydesk.tui.screens.host import CommandScreen
    from dutydesk.tui.state import DeskState
    from dutydesk.usecase.books import Books

AHEAD = 60 * DAY
"""How far ahead shifts are listed."""

NAMED = 80
"""Cells by which a list names a text."""

CLOSED_LISTED = 50
"""Closed matters that are listed behind the open ones."""

EMERGENCY_NUMBERS = {"110": "公安", "119": "消防", "120": "急救", "122": "交通事故"}


@dataclass(frozen=True)
class Known:
    """What vocabularies are made of."""

    views: Views
    books: Books
    state: DeskState
    now: Instant
    matter: Matter | None
    """What the form is about, None where that is no matter."""


def _often(counted: Mapping[str, int]) -> tuple[Choice, ...]:
    """Return words written before, the most used first."""
    return tuple(Choice(word, word, used=times) for word, times in Counter(counted).most_common())


# ---------------------------------------------------------------- closed vocabularies


def _people(known: Known) -> tuple[Choice, ...]:
    return choices.people(known.state.officers.values())


def _holders(known: Known) -> tuple[Choice, ...]:
    """Whoever may hold a post on the roster, or nobody."""
    return (*_people(known), Choice(VACANT, "空缺"))


def _matters(known: Known) -> tuple[Choice, ...]:
    """Open matters in the desk's order, then those closed last."""
    ended = [one for one in known.views.matters(ended=True) if one.state not in {PROPOSED, OPEN}]
    ended.sort(key=lambda one: one.closed_at or one.opened_at, reverse=True)
    every = (*known.state.matters, *ended[:CLOSED_LISTED])
    return tuple(Choice(one.id, one.label, said=f"{one.label} {one.title}") for one in every)


def _reports(known: Known) -> tuple[Choice, ...]:
    """The reports of the matter, the newest first."""
    if known.matter is None:
        return ()
    sent = reversed(known.views.reports(known.matter.id))
    return tuple(
        Choice(one.id, one.title, said=f"{when(one.sent_at)} {one.title} → {listed(one.recipients)}") for one in sent
    )


def _sent_to(known: Known) -> tuple[Choice, ...]:
    """Units that reports of the matter went to."""
    if known.matter is None:
        return ()
    sent = reversed(known.views.reports(known.matter.id))
    return tuple(Choice(name, name) for name in dict.fromkeys(name for one in sent for name in one.recipients))


def _file_channels(known: Known) -> tuple[Choice, ...]:
    """Channels that carry a report as a file."""
    drill = known.views.is_drill()
    return tuple(Choice(one.name, one.name) for one in known.books.channels.open(drill=drill) if one.files)


def _messages(known: Known) -> tuple[Choice, ...]:
    """Messages, the newest first."""
    found = list(reversed(messages.messages(known.views)))[: used.NEWEST]
    return tuple(Choice(one.id, f"{when(one.received_at)} {brief(one.text, NAMED)}") for one in found)


def _instructions(known: Known) -> tuple[Choice, ...]:
    if known.matter is None:
        return ()
    found = instructions.instructions(known.views, known.matter.id)
    return tuple(Choice(str(one.number), str(one.number), said=f"{one.who}: {brief(one.text, NAMED)}") for one in found)


def _policy_items(known: Known) -> tuple[Choice, ...]:
    """What runs on the policy under a name of its own."""
    if known.matter is None:
        return ()
    names = dict.fromkeys(one.subject for one in known.views.clocks(matter_id=known.matter.id) if one.subject)
    return tuple(Choice(name, name) for name in names)


def shift_choice(begins: Instant, note: str) -> Choice:
    """A shift by the minute that it begins, with its weekday and what else is to be said of it."""
    at = to_datetime(begins)
    code = f"{at:%Y-%m-%d %H:%M}"
    return Choice(code, code, said=" ".join((f"{at:%m-%d %H:%M}", translate(WEEKDAYS[at.weekday()]), note)))


def _shifts(known: Known) -> tuple[Choice, ...]:
    """The shifts of others that are still to come."""
    actor, names = known.state.actor, known.state.names
    return tuple(
        shift_choice(one.shift_begins, f"{translate(POST_WORDS[post])} {names.get(who, who)}")
        for one in held(known.views, known.now, known.now + AHEAD)
        for post, who in one.posts.items()
        if who and who != actor and one.shift_begins >= known.now
    )


def _subtypes(known: Known) -> tuple[Choice, ...]:
    counted = used.subtypes(known.views)
    return tuple(
        replace(one, used=counted[one.code]) if counted[one.code] else one
        for one in choices.subtypes(known.books.taxonomy)
    )


# ---------------------------------------------------------------- proposals


def _units(known: Known) -> tuple[Choice, ...]:
    """Units of the contact book and of the rulebook's lists, and those written before."""
    counted = used.units(known.views)
    names = dict.fromkeys(one.unit for one in calls.contacts(known.views) if one.unit)
    names |= dict.fromkeys(name for rule in known.books.recipients for name in rule.to)
    names |= dict.fromkeys(counted)
    return tuple(Choice(name, name, used=counted[name]) for name in names)


def _contacts(known: Known) -> tuple[Choice, ...]:
    """People of this desk, people and units of the contact book."""
    found = {name: Choice(name, name) for name in known.state.names.values()}
    for one in calls.contacts(known.views):
        for name in filter(None, (one.name, one.unit)):
            found.setdefault(name, Choice(name, name, said=one.spoken if name == one.name else ""))
    return tuple(found.values())


def _numbers(known: Known) -> tuple[Choice, ...]:
    found = {
        number: Choice(number, number, said=f"{number} {translate(who)}") for number, who in EMERGENCY_NUMBERS.items()
    }
    for one in calls.contacts(known.views):
        for number in map(shown_number, one.numbers):
            found.setdefault(number, Choice(number, number, said=f"{number} {one.spoken}"))
    return tuple(found.values())


CLOSED: Mapping[str, Callable[[Known], Iterable[Choice]]] = {
    "person": _people,
    "post_holder": _holders,
    "matter": _matters,
    "report": _reports,
    "message": _messages,
    "instruction": _instructions,
    "subtype": _subtypes,
    "level": lambda _: choices.LEVELS,
    "colour": lambda _: choices.COLOURS,
    "sent_way": lambda _: choices.SENT_WAYS,
    "report_kind": lambda _: choices.REPORTS,
    "closing_report": lambda _: choices.CLOSING_REPORTS,
    "cause": lambda _: choices.CAUSES,
    "outcome": lambda _: choices.OUTCOMES,
    "call_result": lambda _: choices.CALLS,
    "post": lambda _: choices.POSTS,
    "mark": lambda _: choices.MARKS,
}
"""What nothing else may stand for."""

PROPOSALS: Mapping[str, Callable[[Known], Iterable[Choice]]] = {
    "unit": _units,
    "sent_to": _sent_to,
    "file_channel": _file_channels,
    "contact": _contacts,
    "phone": _numbers,
    "policy_item": _policy_items,
    "shift": _shifts,
    "place": lambda known: _often(used.places(known.views)),
    "channel": lambda known: _often(used.channels(known.views) | Counter(dict.fromkeys(CHANNELS, 0))),
    "thing": lambda known: _often(used.things(known.views) | Counter(dict.fromkeys(choices.THINGS, 0))),
    "cabinet": lambda known: _often(used.cabinets(known.views)),
    "leader": lambda known: (*_often(used.leaders(known.views)), *_people(known)),
    "instructor": lambda known: _often(used.instructors(known.views)),
    "warning": lambda _: choices.WARNINGS,
    "trend": lambda _: choices.TRENDS,
    "finding": lambda _: choices.FOUND_SO,
    "grade": lambda _: choices.GRADES,
}
"""What is proposed; other words may be written."""


def asked_of(act: type[Act]) -> dict[str, Mapping[str, Any]]:
    """Return what an act declares of its fields, by name."""
    return {item.name: item.metadata for item in fields_of(act)}


def vocabulary_of(declared: Mapping[str, Any]) -> str:
    """Return the vocabulary of a field of an act, empty where it has none."""
    return declared.get("of", "") or ("person" if declared.get("consent") else "")


async def completed(
    screen: CommandScreen, act: type[Act], fields: Sequence[Field], about: Mapping[str, Any]
) -> list[Field]:
    """Return the fields of an act's form with what the act declares of them: name, remark, choices, several, required, yes or no.

    Args:
        screen: where the form is shown.
        act: whose form it is.
        fields: what is asked.
        about: words of the act that are not asked.
    """
    declared = asked_of(act)
    wanted = {
        name
        for field in fields
        if not (field.choices or field.area) and (name := vocabulary_of(declared.get(field.name, {})))
    }
    found: dict[str, tuple[Choice, ...]] = {}
    if wanted:
        state, now = screen.state, screen.gateway.now()
        makers = {**CLOSED, **PROPOSALS}

        def read(views: Views, books: Books) -> dict[str, tuple[Choice, ...]]:
            known = Known(views, books, state, now, _matter_of(views, about))
            return {name: tuple(makers[name](known)) for name in wanted}

        actor = screen.gateway.actor  # nothing of a matter that is restricted to others is proposed
        found = await screen.gateway.write(
            lambda container: read(seen_by(container.views, actor), container.desk.books)
        )
    return [_completed(field, declared.get(field.name, {}), found) for field in fields]


def _matter_of(views: Views, about: Mapping[str, Any]) -> Matter | None:
    """Return the matter that a form is about: the one that is named, or that of the report."""
    report = views.report(str(about["report"])) if about.get("report") else None
    name = report.matter_id if report is not None else str(about.get("matter", ""))
    return views.matter(name) if name else None


def _hint(declared: Mapping[str, Any]) -> str:
    """Return the remark of a declaration; without one, how such a field is written."""
    note = field_note(str(declared["help"]))
    if note or vocabulary_of(declared):
        return note or (SEVERAL if declared["many"] else "")
    if declared["when"]:
        return KINDS["day" if declared["when"].alone == "day" else "when"].hint
    return SEVERAL if declared["many"] else ""


def _completed(field: Field, declared: Mapping[str, Any], found: Mapping[str, tuple[Choice, ...]]) -> Field:
    name = vocabulary_of(declared)
    field = replace(
        field,
        label=field.label or field_word(str(declared["help"])),
        hint=field.hint or (_hint(declared) if not field.label else ""),
        required=field.required or bool(declared.get("required") or declared.get("needed")),
        many=field.many or bool(declared.get("many")),
    )
    if field.choices or field.area:
        return field
    if declared.get("flag"):
        return replace(field, choices=choices.YES)
    return replace(field, choices=found.get(name, ()), free=field.free or name in PROPOSALS)
