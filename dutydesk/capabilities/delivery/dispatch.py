"""What leaves the house: an alert becomes messages in the outbox, in the transaction that raises it.

Sending is the dispatcher's (``watch.outbox``). Whether a message gets through changes nothing on the desk: only a
person's acknowledgement holds the ladder.
"""

from __future__ import annotations

from dataclasses import replace

from dutydesk.capabilities.calls.events import EmergencyCalled
from dutydesk.capabilities.delivery.events import DispatchQueued
from dutydesk.capabilities.delivery.reads import called_since
from dutydesk.capabilities.delivery.rules import ChannelSpec, Outgoing, call_for_help, compose
from dutydesk.capabilities.obligations.events import AlertRaised
from dutydesk.capabilities.obligations.rules.obligations import REMINDER
from dutydesk.kernel.instants import MINUTE
from dutydesk.kernel.text import clean
from dutydesk.store.journal import Row
from dutydesk.store.views import AlertView, ClockView
from dutydesk.store.views.seen import holders
from dutydesk.usecase.work import Work

CALL = "call"
EMERGENCY = "emergency"
RESTRICTED = "限定知悉事项"
"""What a message says of a matter that only named people may know of."""

NOBODY = "无人在岗"
"""Stands for the people of a group posting when nobody holds the post; a call to nobody is none."""

AS_URGENT = {"red": ("red",), "yellow": ("red", "yellow"), "blue": ("red", "yellow", "blue")}
"""An earlier call counts for a later one only if it was at least as urgent."""


def queue(work: Work, alert: AlertRaised, view: ClockView) -> None:
    """Put a raised alert into the outbox, once for each channel that serves it."""
    _queue(work, view, alert.step, alert.how, alert.colour, alert.people, once="")


def queue_again(work: Work, alert: AlertView, view: ClockView, people: list[str]) -> None:
    """Put an alert that sounds again into the outbox, with keys of its own."""
    _queue(work, view, alert.step, alert.how, alert.colour, people, once=f"/{work.tx.head()[0]}")


def queue_call(work: Work, view: ClockView, colour: str, people: list[str]) -> None:
    """Put a call about a clock into the outbox that goes to others than those it was raised for."""
    _queue(work, view, "passed_on", CALL, colour, people, once=f"/{work.tx.head()[0]}")


def _queue(work: Work, view: ClockView, step: str, how: str, colour: str, people: list[str], *, once: str) -> None:
    if not work.books.channels.open(drill=False):
        return
    drill, _ = _about(work)
    restricted = holders(work.views, view.matter_id) is not None
    view = _unnamed(view) if restricted else view
    for spec in work.books.channels.serving(how, colour, drill=drill):
        names = _names(work, people)
        if restricted and not all(name in spec.people for name in names):
            continue  # a posting that others read too
        if how == CALL:
            called = _called(work, spec, view, colour)
            names = [name for name in names if name not in called]
            if not names:
                continue
        _put(work, view, spec, step, how, colour, names, once=once)


def _unnamed(view: ClockView) -> ClockView:
    """Return a clock of a restricted matter as it may be named outside: that there is one, and nothing of it."""
    return replace(view, label="", name=RESTRICTED, subject="", matter_title="")


def _put(
    work: Work, view: ClockView, spec: ChannelSpec, step: str, how: str, colour: str, names: list[str], *, once: str
) -> None:
    """Put one message about a clock into the outbox of one channel."""
    drill, site = _about(work)
    key = f"{view.id}/{step}/{spec.name}{once}"
    outgoing = Outgoing(key, "", "", colour, how, tuple(names), site, work.now, view.label, drill)
    places = outgoing.places()
    places["to"] = places["to"] or NOBODY
    clock = view.name if view.rule == REMINDER else view.title  # what a reminder says stays in the house
    heading, body = compose(
        work.books.channels.message, clock=clock, due_at=view.due_at, raised_at=work.now, places=places
    )
    queued = DispatchQueued(
        key=key,
        channel=spec.name,
        obligation=view.id,
        step=step,
        heading=heading,
        body=body,
        colour=colour,
        how=how,
        people=names,
        raised_at=work.now,
        label=view.label,
    )
    work.append_by_desk(queued, matter_id=view.matter_id)


def tell(work: Work, view: ClockView, person: str, *, once: str) -> None:
    """Tell one person of a clock that is theirs: by the channels that know them by name, else by those of the group."""
    drill, _ = _about(work)
    name = _names(work, [person])[0]
    known = [spec for spec in work.books.channels.open(drill=drill) if name in spec.people]
    view = _unnamed(view) if holders(work.views, view.matter_id) is not None else view
    for spec in known or [one for one in work.books.channels.open(drill=drill) if "group" in one.serves]:
        how = "group" if "group" in spec.serves else spec.serves[0]
        _put(work, view, spec, "told", how, view.colour or "yellow", [name], once=once)


def queue_emergency(work: Work, event: EmergencyCalled, row: Row, label: str) -> None:
    """Put a call for help into the outbox: red, through every channel that is open, whatever it serves otherwise."""
    if not work.books.channels.open(drill=False):
        return
    drill, site = _about(work)
    label = "" if holders(work.views, row.matter_id) is not None else label
    people = _names(work, event.call_list)
    for spec in work.books.channels.open(drill=drill):
        how = CALL if CALL in spec.serves else "group"
        key = f"{row.id}/{EMERGENCY}/{spec.name}"
        places = Outgoing(key, "", event.text, "red", how, tuple(people), site, work.now, label, drill).places()
        places["text"] = clean(event.text)  # 演练 is put before the whole when it is sent
        heading, body = call_for_help(work.books.channels.message, places)
        queued = DispatchQueued(
            key=key,
            channel=spec.name,
            obligation="",
            step=EMERGENCY,
            heading=heading,
            body=body,
            colour="red",
            how=how,
            people=people,
            raised_at=work.now,
            label=label,
        )
        work.append_by_desk(queued, matter_id=row.matter_id)


def _about(work: Work) -> tuple[bool, str]:
    meta = work.views.meta()
    return meta.get("drill") == "1", meta.get("site", "")


def _names(work: Work, people: list[str]) -> list[str]:
    officers = work.views.officers()
    return ["指挥中心" if who == "centre" else officers[who].name if who in officers else who for who in people]


def _called(work: Work, spec: ChannelSpec, view: ClockView, colour: str) -> frozenset[str]:
    """Who is being called by this channel for this matter already, within the minute: that is one call task (R13)."""
    if view.matter_id is None:
        return frozenset()
    return called_since(work.views, view.matter_id, spec.name, AS_URGENT[colour], work.now - MINUTE)
