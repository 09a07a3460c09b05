"""Events: what is written into the journal comes back as it was."""

from __future__ import annotations

import dataclasses
import json
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutydesk import capabilities
from dutydesk.capabilities import collect
from dutydesk.capabilities.coordination import events as coordination
from dutydesk.capabilities.log.events import ActRefused, Noted
from dutydesk.capabilities.obligations.events import AlertSoundedAgain, ObligationEnded, ObligationOpened, PlannedStep
from dutydesk.capabilities.shifts.events import OfficerAdded, ShiftEnded
from dutydesk.capabilities.timekeeping.events import Unwatched
from dutydesk.kernel.events import REGISTRY, Event, UnknownEventError, decode

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
instants = st.integers(-(2**62), 2**62)
numbers = st.one_of(st.integers(0, 10**12), st.floats(0, 1e12, allow_nan=False))
planned = st.builds(PlannedStep, step=texts, planned_at=instants, fires_at=instants, to=texts, how=texts)
frozen = st.builds(coordination.FrozenStep, text=texts, owner=texts, within=texts, must=st.booleans())
BY_TYPE: dict[Any, st.SearchStrategy[Any]] = {
    str: texts,
    int: instants,
    bool: st.booleans(),
    int | None: st.none() | instants,
    bool | None: st.none() | st.booleans(),
    list[str]: st.lists(texts, max_size=4),
    dict[str, float]: st.dictionaries(texts, numbers, max_size=4),
    dict[str, float | None]: st.dictionaries(texts, st.none() | numbers, max_size=4),
    dict[str, list[float | None]]: st.dictionaries(texts, st.lists(st.none() | numbers, max_size=2), max_size=4),
    dict[str, str]: st.dictionaries(texts, texts, max_size=4),
    list[dict[str, str]]: st.lists(st.dictionaries(texts, texts, max_size=4), max_size=3),
    dict[str, bool]: st.dictionaries(texts, st.booleans(), max_size=4),
    dict[str, Any]: st.dictionaries(texts, texts, max_size=4),
    list[PlannedStep]: st.lists(planned, max_size=4),
    list[coordination.FrozenStep]: st.lists(frozen, max_size=4),
}


collect("events")


def any_event(kind: type[Event]) -> st.SearchStrategy[Event]:
    hints = get_type_hints(kind)
    return st.builds(kind, **{one.name: BY_TYPE[hints[one.name]] for one in dataclasses.fields(kind)})


@pytest.mark.parametrize("kind", sorted(REGISTRY))
def test_every_event_comes_back_as_it_was(kind: str) -> None:
    @given(any_event(REGISTRY[kind]))
    def round_trip(event: Event) -> None:
        payload = event.payload()
        back = decode(kind, payload)
        assert back == event
        assert type(back) is type(event)
        assert back.payload() == payload

    round_trip()


def test_payloads_are_canonical() -> None:
    event = OfficerAdded(officer="zhou", role="officer", name="周明")
    assert event.payload() == '{"also":[],"name":"周明","officer":"zhou","role":"officer"}'


def test_steps_are_written_by_name() -> None:
    step = PlannedStep(step="due", planned_at=1, fires_at=2, to="A", how="bell")
    event = ObligationOpened(
        obligation="o", rule="r", rulebook="v", name="n", subject="", trigger="t.t", trigger_at=0, due_at=1,
        arithmetic="", steps=[step],
    )  # fmt: skip
    assert json.loads(event.payload())["steps"] == [
        {"step": "due", "planned_at": 1, "fires_at": 2, "to": "A", "how": "bell"}
    ]
    assert decode(event.KIND, event.payload()) == event


def test_a_field_that_an_older_version_did_not_write_gets_its_default() -> None:
    event = decode("entry.noted", '{"text":"x"}')
    assert event == Noted(text="x")
    older = decode("shift.ended", '{"relieved":true,"shift":"s"}')
    assert older == ShiftEnded(shift="s", relieved=True, reason="")


def test_an_unknown_field_is_an_error_that_names_it() -> None:
    """A store of a newer version is not opened at all, so what is not known here was written by nobody."""
    with pytest.raises(ValueError, match=r"entry\.noted: later is not known"):
        decode("entry.noted", '{"text":"x","later":1}')


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(UnknownEventError, match=r"entry\.sung"):
        decode("entry.sung", "{}")


def test_kinds_are_unique_and_versioned() -> None:
    assert all(kind == event.KIND and event.VERSION == 1 for kind, event in REGISTRY.items())
    assert {"entry.noted", "obligation.opened", "alert.raised", "act.refused"} <= set(REGISTRY)


@pytest.mark.parametrize(
    ("event", "quiet"),
    [
        (Noted(text="x"), False),
        (ActRefused(act="log", field="text", reason="x"), True),
        (ObligationEnded(obligation="o", outcome="met"), True),
        (ObligationEnded(obligation="o", outcome="met_late"), False),
        (ObligationEnded(obligation="o", outcome="waived"), False),
        (AlertSoundedAgain(obligation="o", step="due"), True),
        (Unwatched(since=0, until=1, missed=[]), False),
    ],
)
def test_what_the_daily_log_leaves_out(event: Event, quiet: bool) -> None:
    assert event.quiet is quiet


@pytest.mark.parametrize("kind", sorted(REGISTRY))
def test_a_kind_is_found_by_what_its_capability_says(kind: str) -> None:
    home = REGISTRY[kind].__module__.split(".")[2]
    homes = capabilities._homes()
    assert (homes.get(kind) or homes.get(kind.partition(".")[0])) == home
