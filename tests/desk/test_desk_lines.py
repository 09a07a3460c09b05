"""A row that cannot be shown is one line that names it: on the screen, in print, in every export."""

from __future__ import annotations

import pytest

from dutydesk.capabilities.log.lines import line_of, print_line, text_of
from dutydesk.i18n import use
from dutydesk.kernel.events import decoded
from dutydesk.store.views import EntryView

SPOILT = [
    ("newer.kind", "{}"),
    ("alert.raised", "{}"),
    ("alert.raised", "not json"),
    ("alert.raised", "[]"),
    (
        "alert.raised",
        '{"obligation":"o","step":"due","to":"moon","people":[],"how":"bell","colour":"red","planned_at":1}',
    ),
    (
        "alert.raised",
        '{"obligation":"o","step":"due","to":"A","people":[],"how":"pigeon","colour":"red","planned_at":1}',
    ),
    ("matter.level_set", '{"level":"V","previous":"","reason":""}'),
    ("obligation.opened", '{"steps":[{"newer":1}]}'),
    ("entry.noted", "null"),
]


def entry(kind: str, payload: str) -> EntryView:
    return EntryView(85, "id", 1, 1, "zhou", kind, None, payload, False, None, "", False)


@pytest.mark.parametrize(("kind", "payload"), SPOILT)
def test_a_row_that_cannot_be_shown_is_one_line_that_names_it(kind: str, payload: str) -> None:
    assert text_of(entry(kind, payload), {}) == f"第 85 条无法显示 ({kind})"
    assert f"第 85 条无法显示 ({kind})" in print_line(line_of(entry(kind, payload), {}))
    use("en")
    assert text_of(entry(kind, payload), {}) == f"row 85 cannot be shown ({kind})"


@pytest.mark.parametrize(("kind", "payload"), SPOILT[:4])
def test_a_read_of_many_rows_goes_on(kind: str, payload: str) -> None:
    assert decoded(kind, payload) is None


def test_words_and_fields_of_a_newer_version_beside_known_ones_are_no_harm() -> None:
    assert text_of(entry("entry.noted", '{"text":"一条","newer":7}'), {}) == "一条"
