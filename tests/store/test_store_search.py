"""Search: words of one to six characters, words and numbers whole, newest first."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shelf import make, note

from dutydesk.store.search import grams, match_expression, runs_of
from dutydesk.store.views import Views

TEXTS = {
    2: "南召县委党校报告山洪, 转移群众 120 人",
    3: "农民工讨薪, 约30人聚集在信访局门口",
    4: "望京地铁站发生拥挤踩踏, Train G79 晚点",
    5: "火警误报; 灾情核实中",
    6: "南阳市火灾, 二广高速 K1230 处",
    7: "电话 010-65551234 占线",
    8: "姓𬱟的同志来访",
}


@pytest.fixture(scope="module")
def views(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Views]:
    path = tmp_path_factory.mktemp("search") / "desk.db"
    store = make(path)
    for text in TEXTS.values():
        note(store, text)
    store.close()
    opened = Views.open(path)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("words", "seqs"),
    [
        ("灾", [6, 5]),
        ("讨薪", [3]),
        ("火灾", [6]),
        ("党校", [2]),
        ("地铁站", [4]),
        ("二广高速", [6]),
        ("农民工讨薪", [3]),
        ("南召县委党校", [2]),
        ("火灾 高速", [6]),
        ("南", [6, 2]),
        ("g79", [4]),
        ("TRAIN g79", [4]),
        ("30", [3]),
        ("120 群众", [2]),
        ("K1230", [6]),
        ("65551234", [7]),
        ("𬱟", [8]),
        ("姓𬱟", [8]),
        ("约30人", [3]),
    ],
)
def test_found_newest_first(views: Views, words: str, seqs: list[int]) -> None:
    assert [entry.seq for entry in views.search(words, 10)] == seqs
    assert views.search_count(words) == len(seqs)


@pytest.mark.parametrize(
    "words", ["误报灾情", "校报山", "火情", "12", "K12", "rain", "薪讨", "火灾 踩踏", "县党", "人聚在"]
)
def test_not_found(views: Views, words: str) -> None:
    assert views.search(words, 10) == []
    assert views.search_count(words) == 0


@pytest.mark.parametrize("words", ["", "  ", "!?,", '"', "*", "\x00", "\udcff", "()"])
def test_nothing_to_look_for(views: Views, words: str) -> None:
    assert views.search(words, 10) == []
    assert views.search_count(words) == 0


@pytest.mark.parametrize("words", ['火灾"', "火灾*", "火灾 OR", "NOT 火灾", "grams:火灾", "火灾)", "^火灾"])
def test_operators_are_only_text(views: Views, words: str) -> None:
    assert {entry.seq for entry in views.search(words, 10)} <= {6}


def test_limit_keeps_the_newest(views: Views) -> None:
    assert [entry.seq for entry in views.search("南", 1)] == [6]
    assert views.search_count("南") == 2


def test_runs() -> None:
    assert runs_of("约30人 Train-G79") == ["约", "30", "人", "train", "g79"]


def test_singles_then_pairs() -> None:
    assert grams(["火灾a"]) == "火 灾 0brk0 火灾 0brk0 a"


HAN = st.text(alphabet="火灾山洪县委党校", min_size=1, max_size=8)


@given(HAN, st.data())
def test_every_piece_of_a_run_is_found(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    piece = text[start : start + data.draw(st.integers(1, 6))]
    wanted = match_expression(piece).strip('"').split()
    index = grams([text]).split()
    places = range(len(index) - len(wanted) + 1)
    assert any(index[place : place + len(wanted)] == wanted for place in places)


def test_the_index_keeps_no_text(views: Views) -> None:
    assert views.rows("SELECT grams FROM search WHERE rowid = 2") == [(None,)]
