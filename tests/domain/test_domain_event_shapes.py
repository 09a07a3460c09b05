"""A payload is looked at before it becomes an event: what is wrong with it names kind and field."""

from __future__ import annotations

import json
from dataclasses import fields

import pytest

from dutydesk.capabilities import collect
from dutydesk.kernel.events import REGISTRY, BadEventError, UnknownEventError, decode, decoded, types_of

collect("events")


@pytest.mark.parametrize("kind", sorted(REGISTRY))
def test_every_field_of_every_event_has_a_type_that_json_has(kind: str) -> None:
    assert all(types_of(str(item.type)) for item in fields(REGISTRY[kind]))


@pytest.mark.parametrize(
    ("annotation", "types"),
    [
        ("str", {str}),
        ("Instant | None", {int, type(None)}),
        ("dict[str, float | None]", {dict}),
        ("list[str] | None", {list, type(None)}),
        ("float", {int, float}),
        ("bool | None", {bool, type(None)}),
    ],
)
def test_types_of_annotations(annotation: str, types: set[type]) -> None:
    assert types_of(annotation) == types


GOOD = {"obligation": "o", "name": "n", "trigger": "t", "trigger_at": 1}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"trigger_at": "noon"}, "trigger_at"),
        ({"trigger_at": True}, "trigger_at"),
        ({"trigger_at": 1.5}, "trigger_at"),
        ({"name": None}, "name"),
        ({"colour": "red"}, "colour"),
        ({"obligation": ...}, "obligation"),
    ],
)
def test_what_is_wrong_is_named(change: dict[str, object], field: str) -> None:
    assert decode("obligation.joined", json.dumps(GOOD))
    payload = {name: value for name, value in {**GOOD, **change}.items() if value is not ...}
    with pytest.raises(BadEventError, match=f"obligation.joined: {field} ") as caught:
        decode("obligation.joined", json.dumps(payload))
    assert caught.value.field == field
    assert (decoded("obligation.joined", json.dumps(payload)) is None) == (field != "colour")  # read, not checked


def test_a_payload_that_is_no_object_and_a_kind_of_a_newer_version() -> None:
    with pytest.raises(BadEventError):
        decode("obligation.joined", "[1]")
    with pytest.raises(UnknownEventError):
        decode("weather.changed", "{}")
