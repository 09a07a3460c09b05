"""CSV that no spreadsheet runs and JSON that reads back (case 38)."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutydesk.documents.data import FORMULA, csv_text, json_text, neutral
from dutydesk.kernel.text import clean

texts = st.text(st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from('=+-@\t\r\n,"＝\u202e\x1b\x9b')))


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", " =", "\u3000+", "\n="])
def test_a_formula_is_text(first: str) -> None:
    assert neutral(f"{first}1+1").startswith("'")
    assert neutral(f"值班{first}1") == clean(f"值班{first}1", keep_newlines=False)


@given(st.lists(st.tuples(texts, texts), max_size=6))
def test_csv_has_one_harmless_line_a_row(rows: list[tuple[str, str]]) -> None:
    text = csv_text(["一", "二"], rows)
    assert text.count("\n") == len(rows) + 1
    assert clean(text) == text
    back = list(csv.reader(io.StringIO(text)))
    assert back == [["一", "二"], *([neutral(field) for field in row] for row in rows)]
    assert [field for row in back for field in row if field.lstrip()[:1] and field.lstrip()[0] in FORMULA] == []


@given(st.dictionaries(texts, st.one_of(texts, st.integers(), st.none(), st.lists(texts))))
def test_json_reads_back_and_cannot_act(content: dict) -> None:
    text = json_text(content)
    assert json.loads(text) == content
    assert clean(text, keep_newlines=False) == text


def test_json_keeps_chinese_readable() -> None:
    assert json_text({"题": "值班\u202e\U000e0041"}) == '{"题": "值班\\u202e\\udb40\\udc41"}'
