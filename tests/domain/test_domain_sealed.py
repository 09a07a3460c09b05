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


def test_words_and_figures_are_sealed_ids_times_and_codes_are_not() -> None:
    content = {
        "text": "家属", "recipients": ["省委"], "values": {"deaths": 1.0}, "matter_kind": "incident", "colour": "red", "label": "Z9",
        "received_at": 17, "officer": "liu", "findings": [{"check": "R3", "text": "没有地点"}], "reason": "",
    }  # fmt: skip
    closed = json.loads(sealed.sealed_payload("x", json.dumps(content, ensure_ascii=False), seal))
    for name in ("matter_kind", "colour", "label", "received_at", "officer", "reason"):
        assert closed[name] == content[name], name
    assert closed["findings"][0]["check"] == "R3"
    for value in (closed["text"], closed["recipients"][0], closed["values"]["deaths"], closed["findings"][0]["text"]):
        assert value.startswith(sealed.BEGINS)


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
