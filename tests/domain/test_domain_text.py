"""Text: what is stored, what is refused, and that nothing unsafe survives on the way out."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dutydesk.i18n import explain
from dutydesk.kernel.text import (
    MAX_CHARACTERS,
    BadTextError,
    clauses,
    clean,
    is_han,
    is_marked_secret,
    one_line,
    stored,
)
from dutydesk.kernel.wording import Worded

HOSTILE = "\x1b[2J\x9b31m\x00\x07\x08\r\t\x7f\u202e\u2066\u200b\u200e\u2028\u2029\ufeff\ud800\ufff9\U000e0041"
texts = st.text(st.one_of(st.characters(), st.sampled_from(HOSTILE), st.characters(categories=["Cs"])), max_size=60)
UNSAFE_CATEGORIES = {"Cc", "Cs", "Zl", "Zp"}
BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def is_safe(text: str) -> bool:
    return not any(
        (unicodedata.category(one) in UNSAFE_CATEGORIES and one != "\n") or one in BIDI or one in "\ufeff\u200b"
        for one in text
    )


@given(texts)
@example(HOSTILE)
def test_no_unsafe_character_survives(text: str) -> None:
    assert is_safe(clean(text))
    assert "\n" not in one_line(text)
    assert is_safe(one_line(text))


@given(texts)
@example(HOSTILE)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert one_line(one_line(text)) == one_line(text)


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=40))
def test_ordinary_text_is_left_as_it_is(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m红", "␛[31m红"),
        ("a\x00b", "a␀b"),
        ("a\tb", "a    b"),
        ("a\x7fb", "a␡b"),
        ("a\rb", "a␍b"),
        ("a\u202eb", "a\ufffdb"),
        ("a\x9bb", "a\ufffdb"),
        ("一\n二", "一\n二"),
        ("👨\u200d👩", "👨\u200d👩"),
        ("❤\ufe0f", "❤\ufe0f"),
    ],
)
def test_unsafe_characters_are_replaced_visibly(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_line_breaks_are_shown_on_one_line() -> None:
    assert one_line("一\n二\x1b") == "一⏎二␛"


# ---------------------------------------------------------------- what is stored


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60))
def test_stored_text_is_composed_and_stays_so(text: str) -> None:
    if is_marked_secret(text):
        return
    kept = stored(text)
    assert unicodedata.is_normalized("NFC", kept)
    assert kept == unicodedata.normalize("NFC", text)
    assert unicodedata.normalize("NFC", kept) == kept


@pytest.mark.parametrize("text", ["\x00", "前\x00后", "\ud800", "半\udfff"])
def test_nul_and_lone_surrogates_are_refused(text: str) -> None:
    with pytest.raises(BadTextError):
        stored(text)


@pytest.mark.parametrize(
    ("length", "taken"), [(MAX_CHARACTERS - 1, True), (MAX_CHARACTERS, True), (MAX_CHARACTERS + 1, False)]
)
def test_the_limit_is_a_limit_and_never_a_cut(length: int, taken: bool) -> None:
    text = "字" * length
    if taken:
        assert stored(text) == text
    else:
        with pytest.raises(BadTextError, match="20001"):
            stored(text)


def test_a_shorter_limit_may_be_asked_for() -> None:
    assert stored("abc", limit=3) == "abc"
    with pytest.raises(BadTextError):
        stored("abcd", limit=3)


def test_han_characters_of_all_blocks() -> None:
    assert all(is_han(one) for one in "一龥㐀𠀀〇")
    assert not any(is_han(one) for one in "aあ、1😀")


def test_a_full_stop_stands_before_no_semicolon() -> None:
    assert clauses(("先通医院。", "", "找谁: 交警")) == "先通医院; 找谁: 交警"
    assert clauses(["names one.", "whom to call: the police."]) == "names one; whom to call: the police."


def test_a_refusal_says_back_how_a_long_text_begins() -> None:
    typed = "长" * 500
    said = explain(Worded("须为整数, 不是 {0}", typed))
    assert said == f"须为整数, 不是 {'长' * 39}…"
    assert explain(Worded("还有: {0}", typed)) == f"还有: {typed}", "what is no quotation is whole"
