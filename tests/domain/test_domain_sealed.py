"""What of an event is sealed, and that opened it is what it was."""

from __future__ import annotations

import base64
import json
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutydesk.capabilities import collect
from dutydesk.kernel import events as e
from dutydesk.kernel import sealed

collect("events")

KNOWN = {item.name for kind in e.REGISTRY.values() for item in fields(kind)}
INSIDE = {"step", "to", "how", "within", "check"}
"""Open words of what an event holds in lists."""


def seal(told: str) -> str:
    return base64.urlsafe_b64encode(told.encode()).rstrip(b"=").decode()


def unseal(closed: str) -> str | None:
    return base64.urlsafe_b64decode(closed + "=" * (-len(closed) % 4)).decode()


def nothing(_closed: str) -> None:
    return None


PLAIN = st.text(alphabet=st.characters(exclude_categories=("Cs",), exclude_characters="⟦⟧"), min_size=1)
VALUE: st.SearchStrategy[Any] = st.recursive(
    PLAIN | st.none() | st.integers() | st.booleans() | st.just(""),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["deaths", "x", "step", "text"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["text", "title", "values", "officer", "count"]), VALUE, min_size=1))
def test_opened_a_payload_is_what_it_was(content: dict[str, Any]) -> None:
    payload = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    closed = sealed.sealed_payload("entry.noted", payload, seal)
    assert sealed.opened(closed, unseal) == payload
    assert json.loads(closed).keys() == content.keys()
    json.loads(sealed.opened(closed, nothing))


@given(PLAIN, PLAIN)
def test_a_word_in_a_column_is_opened_wherever_it_stands(word: str, beside: str) -> None:
    mark = f"{sealed.BEGINS}{seal(json.dumps(word))}{sealed.ENDS}"
    assert sealed.opened(mark, unseal) == word
    if beside[:1] not in '{["':
        assert sealed.opened(f"{beside}, {mark}", unseal) == f"{beside}, {word}"
    inside = json.dumps({"x": f"{beside} {mark}"}, ensure_ascii=False)
    assert json.loads(sealed.opened(inside, unseal)) == {"x": f"{beside} {word}"}


def test_words_figures_flags_colour_and_level_are_sealed_ids_times_and_codes_are_not() -> None:
    content = {
        "text": "家属", "recipients": ["省委"], "values": {"deaths": 1.0}, "matter_kind": "incident", "colour": "red", "label": "Z9", "level": "II",
        "received_at": 17, "officer": "liu", "findings": [{"check": "R3", "text": "没有地点"}], "reason": "", "affected": True, "copies": 3,
        "occurred_at": None, "renewals": 1,
    }  # fmt: skip
    payload = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    said = sealed.sealed_payload("matter.figures", payload, seal, {"received_at", "occurred_at"})
    closed = json.loads(said)
    for name in ("matter_kind", "label", "received_at", "officer", "reason", "occurred_at", "renewals"):
        assert closed[name] == content[name], name
    assert closed["findings"][0]["check"] == "R3"
    for name in ("text", "colour", "level", "affected", "copies"):
        assert sealed.is_mark(closed[name]), name
    for value in (closed["recipients"][0], closed["findings"][0]["text"]):
        assert sealed.is_mark(value)
    assert all(sealed.is_mark(one) for pair in closed["values"].items() for one in pair), "which figures there are, too"
    assert sealed.opened(said, unseal) == payload


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("colour", ["red", "yellow", "blue"]), ("level", ["I", "II", "III", "IV"]), ("affected", [True, False]), ("copies", [1, 20, 300]),
        ("result", ["reached", "busy", "no_answer"]), ("subtype", ["road", "petition"]), ("values", [{"deaths": 1}, {"missing": 12_000_000}]),
        ("outcome", ["done", "partly"]),
    ],
)  # fmt: skip
def test_the_length_of_a_mark_does_not_tell_which_of_a_few_it_is(name: str, values: list[Any]) -> None:
    kind = "matter.closed" if name == "outcome" else "matter.figures"
    closed = [sealed.sealed_payload(kind, json.dumps({name: one}), seal) for one in values]
    assert len({len(one) for one in closed}) == 1
    assert len({*closed}) == len(values)
    assert [json.loads(sealed.opened(one, unseal)) for one in closed] == [{name: one} for one in values]


@pytest.mark.parametrize(("value", "stands"), [(True, 1), (False, 0), (7, 7), (1.5, 1.5), ("red", "red")])
def test_a_column_that_is_one_mark_is_opened_as_columns_have_it(value: object, stands: object) -> None:
    found = sealed.opened(f"{sealed.BEGINS}{seal(json.dumps(value))}{sealed.ENDS}", unseal)
    assert (found, type(found)) == (stands, type(stands))


def test_what_nobody_can_open_counts_as_red_and_as_no_level() -> None:
    mark = f"{sealed.BEGINS}{seal(json.dumps('blue'))}{sealed.ENDS}"
    for value in (mark, sealed.opened(mark, nothing)):
        assert (sealed.loudest(value), sealed.known(value)) == ("red", "")
    assert (sealed.loudest("blue"), sealed.known("II")) == ("blue", "II")


@pytest.mark.parametrize("name", sorted(sealed.FIGURES))
def test_every_open_number_is_one_of_some_event(name: str) -> None:
    kinds = {
        str(item.type).partition(" ")[0] for kind in e.REGISTRY.values() for item in fields(kind) if item.name == name
    }
    assert kinds & {"int", "bool"}


@pytest.mark.parametrize("place", sorted(sealed.KEYED))
def test_every_object_with_sealed_names_is_a_field_of_its_event(place: str) -> None:
    kind, _, name = place.partition(":")
    assert [str(item.type)[:5] for item in fields(e.REGISTRY[kind]) if item.name == name] == ["dict["]


@pytest.mark.parametrize("name", sorted(sealed.OPEN))
def test_every_open_word_is_a_field_of_some_event(name: str) -> None:
    assert name in KNOWN | INSIDE


@pytest.mark.parametrize("place", sorted(sealed.OF_ONE_KIND | sealed.WORDS_OF_ONE_KIND))
def test_every_exception_is_a_field_of_its_event(place: str) -> None:
    kind, _, name = place.partition(":")
    assert name in {item.name for item in fields(e.REGISTRY[kind])}


@pytest.mark.parametrize("kind", sorted(e.REGISTRY))
def test_what_is_searched_is_sealed(kind: str) -> None:
    """What people look for by words is words: of that only numbers and names of clocks and facts stay readable."""
    readable = {f"{kind}:{name}" for name in e.REGISTRY[kind].SEARCHED if sealed.is_open(kind, name)}
    assert {one for one in readable - sealed.OF_ONE_KIND if not one.endswith((":label", ":no"))} <= OF_NO_MATTER


OF_NO_MATTER = {"item.checked:state"}
"""Events that belong to no matter, so that nothing of them is ever sealed."""
