"""Search: every sign is found as it stands, words and numbers whole, newest first; compared with a plain scan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shelf import NOW, make, note

from dutydesk.kernel.events import REGISTRY
from dutydesk.store import connect, migrations, search
from dutydesk.store.bulk import join_index
from dutydesk.store.search import grams, match_expression, runs_of, unsearchable
from dutydesk.store.tables import SEARCH_TABLE
from dutydesk.store.views import Views

TEXTS = {
    2: "南召县委党校报告山洪, 转移群众 120 人",
    3: "农民工讨薪, 约30人聚集在信访局门口",
    4: "望京地铁站发生拥挤踩踏, Train G79 晚点",
    5: "火警误报; 灾情核实中",
    6: "南阳市火灾, 二广高速 K1230 处",
    7: "电话 010-65551234 占线",
    8: "姓𬱟的同志来访",
    9: "来电１３８００１３８０００",
    10: "启动Ⅰ级响应",
    11: "启动Ⅱ级响应, I级轴承",
    12: "车牌京A12345, 过火面积100㎡",
    13: "国办发〔2026〕12号 ①先期处置②转移",
    14: "收据#77 涨幅3.5% 🔥",
    15: "第①2组, ABC-123",
    16: "肇事车 豫Ｂ·D67890 逃逸",
    17: "肇事车 京A-88888D 冲卡",
    18: "李　娜 到岗, 张 伟 离岗",
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
        ("010-65551234", [7]),
        ("𬱟", [8]),
        ("姓𬱟", [8]),
        ("约30人", [3]),
        ("13800138000", [9]),
        ("１３８００１３８０００", [9]),
        ("来电13800138000", [9]),
        ("Ⅰ级", [10]),
        ("Ⅱ级", [11]),
        ("I级", [11]),
        ("Ⅰ", [10]),
        ("京A12345", [12]),
        ("京A·12345", [12]),
        ("豫BD67890", [16]),
        ("京A88888D", [17]),
        ("京A-88888D", [17]),
        ("李娜", [18]),
        ("张伟 李娜", [18]),
        ("李　娜", [18]),
        ("豫b·d67890", [16]),
        ("B·D67890", [16]),
        ("京a12345", [12]),
        ("A12345", [12]),
        ("12345", [12]),
        ("100㎡", [12]),
        ("100m2", [12]),
        ("㎡", [12]),
        ("国办发〔2026〕12号", [13]),
        ("〔2026〕12号", [13]),
        ("12号", [13]),
        ("2026〕12", [13]),
        ("①", [15, 13]),
        ("②转移", [13]),
        ("3.5%", [14]),
        ("#77", [14]),
        ("🔥", [14]),
        ("ABC-123", [15]),
        ("abc", [15]),
        ("①2组", [15]),
    ],
)
def test_found_newest_first(views: Views, words: str, seqs: list[int]) -> None:
    assert [entry.seq for entry in views.search(words, 10)] == seqs
    assert views.search_count(words) == len(seqs)


@pytest.mark.parametrize(
    "words",
    [
        "误报灾情", "校报山", "火情", "12x", "K12", "rain", "薪讨", "火灾 踩踏", "县党", "人聚在", "Ⅲ级", "A1234", "2345", "京12345",
        "35%", "3,5%", "国办发2026", "12组", "🔥🔥", "abc123", "138",
    ],
)  # fmt: skip
def test_not_found(views: Views, words: str) -> None:
    assert views.search(words, 10) == []
    assert views.search_count(words) == 0


@pytest.mark.parametrize("words", ["", "  ", "!?", '"', "*", "\x00", "\udcff", "()"])
def test_nothing_to_look_for(views: Views, words: str) -> None:
    assert views.search(words, 10) == []
    assert views.search_count(words) == 0


@pytest.mark.parametrize("words", ["火灾 \x01", "火灾 \udcff", "火灾 \u200b", "火灾\x07"])
def test_a_part_that_is_in_no_index_is_said_and_never_left_out(views: Views, words: str) -> None:
    assert unsearchable(words)
    assert views.search(words, 10) == []


@pytest.mark.parametrize("words", ["火灾", "京A12345 ㎡", "〔2026〕", "🔥", "姓𬱟", "火\u200d灾"])
def test_what_can_be_seen_can_be_searched(words: str) -> None:
    assert unsearchable(words) == []


@pytest.mark.parametrize("words", ['火灾"', "火灾*", "火灾 OR", "NOT 火灾", "grams:火灾", "火灾)", "^火灾"])
def test_operators_are_only_text(views: Views, words: str) -> None:
    assert views.search(words, 10) == []


def test_limit_keeps_the_newest(views: Views) -> None:
    assert [entry.seq for entry in views.search("南", 1)] == [6]
    assert views.search_count("南") == 2


def test_units() -> None:
    assert runs_of("约30人 Train-G79") == [["约", "30", "人"], ["train", "-", "g", "79"]]
    assert runs_of("Ⅰ级①2 ㎡") == [["ⅰ", "级", "1", "2"], ["m", "2"]]


def test_units_once_then_pairs() -> None:
    assert grams(["火灾a火"]) == "火 灾 a 0brk0 火灾 灾a a火 0brk0"


# ---------------------------------------------------------------- against a scan

SIGNS = st.text(
    alphabet="火灾山洪京南ABab12３①②ⅠⅡIVx㎡mé½ﬁ-〔〕.%#\"*'🔥 　\n(),，_\u0301\u200bßİкかガﾊﾟ가々〇𬱟",
    min_size=0,
    max_size=12,
)


def scan(texts: list[str], words: str) -> list[int]:
    """What should be found: every word's units stand together in a run of one of the text's."""

    def holds(text: str, wanted: list[str]) -> bool:
        return any(
            run[place : place + len(wanted)] == wanted
            for run in runs_of(text)
            for place in range(len(run) - len(wanted) + 1)
        )

    wanted = runs_of(words)
    return [number for number, text in enumerate(texts, 1) if wanted and all(holds(text, one) for one in wanted)]


def indexed(texts: list[str], words: str) -> list[int]:
    connection = connect.sqlite.connect(":memory:")
    connection.execute(SEARCH_TABLE)
    for number, text in enumerate(texts, 1):
        connection.execute("INSERT INTO search (rowid, grams) VALUES (?, ?)", (number, grams([text])))
    expression = match_expression(words)
    sql = "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid"
    found = [row[0] for row in connection.execute(sql, (expression,)).fetchall()] if expression else []
    connection.close()
    return found


@given(st.lists(SIGNS, min_size=1, max_size=5), SIGNS)
def test_the_index_finds_what_a_scan_finds(texts: list[str], words: str) -> None:
    assert indexed(texts, words) == scan(texts, words)


@given(st.lists(st.text(max_size=8), min_size=1, max_size=3), st.data())
def test_any_piece_of_any_text_is_found(texts: list[str], data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(texts))
    units = [run for run in runs_of(text) if run]
    if not units:
        return
    run = data.draw(st.sampled_from(units))
    start = data.draw(st.integers(0, len(run) - 1))
    piece = run[start : start + data.draw(st.integers(1, 6))]
    phrase = "".join(piece)
    if runs_of(phrase) != [piece]:
        return  # ① beside 2, cut out and folded, would be typed as 12
    assert texts.index(text) + 1 in indexed(texts, phrase)
    assert indexed(texts, phrase) == scan(texts, phrase)


# ---------------------------------------------------------------- what of an event can be found


NOT_SEARCHED = {
    "holders",
    "uncalled",
    "what",  # of a disposition: the message's own words, which are found where the message stands
    "way",
    "chosen",
    "beside", "check", "edited", "findings", "kinds", "read_agreement", "read_by",
    "asked", "comment", "fingerprint", "ssh_key", "ssh_kind", "terminal", "why",
    "answers", "changed", "column", "effect", "files", "limits", "version",
    "a", "act", "acts", "agreement", "also", "approved_by", "arithmetic", "b", "because", "body", "call", "call_list", "category",
    "cause", "cell", "change", "channel", "colour", "consent", "contact", "corrects", "detail", "difference", "digest", "director", "entry",
    "field", "figures", "first", "follows", "former", "forwards", "gaps", "grade", "group", "handover", "head", "heading",
    "how", "id_last4", "incoming", "instead_of", "into", "item", "joined", "key", "last", "layer", "leader", "leave", "left",
    "level", "listed", "loan", "matter_kind", "message", "missed", "newcomer", "obligation", "of", "officer", "older", "replaced", "waived_for", "origin", "other", "outcome",
    "outgoing", "page", "people", "period", "person", "post", "back_post", "previous", "proposal", "proposed", "highest", "relieved",
    "report", "report_kind", "resource", "result", "result_of", "role", "rule", "rulebook", "second", "second_reader", "sheet", "shift",
    "side", "signature", "signed", "signed_off", "state", "step", "subtype", "swap", "giver", "taker", "task", "termination",
    "to", "trigger", "units", "unread", "values", "verified_by", "verified_on", "visit", "warning", "words",
    "action", "seal", "name", "shown", "rests", "register", "sets", "before", "shipped",
    "reasons", "case", "label",
    "kind_before", "kind_name", "own", "told", "marks", "issue", "issued", "issued_year", "signer",
    "file", "sha256", "carried", "key_file", "command", "kept_aside", "former_key",
}  # fmt: skip
"""Fields of events that hold ids, codes, or what is computed: not what a person looks for in the log."""


def test_every_event_says_which_of_its_fields_can_be_found() -> None:
    unsaid: dict[str, set[str]] = {}
    for kind, event in REGISTRY.items():
        names = {item.name for item in fields(event)}
        assert set(event.SEARCHED) <= names, kind
        texts = {item.name for item in fields(event) if any(word in str(item.type) for word in ("str", "Any"))}
        if texts - set(event.SEARCHED) - NOT_SEARCHED:
            unsaid[kind] = texts - set(event.SEARCHED) - NOT_SEARCHED
    assert unsaid == {}, "text of people belongs into SEARCHED of its event; an id or a code into NOT_SEARCHED here"


# ---------------------------------------------------------------- the index of an older version


def test_an_older_index_is_filled_anew_once(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    store = make(path)
    note(store, "来电１３８００１３８０００")
    store.close()
    connection = connect.sqlite.connect(str(path), isolation_level=None)
    connection.execute("INSERT INTO search (search) VALUES ('delete-all')")
    connection.execute("DELETE FROM meta WHERE key = ?", (search.VERSION_KEY,))
    connection.execute("PRAGMA user_version = 3")
    connection.close()
    assert migrations.bring_up(path, NOW) is not None
    views = Views.open(path)
    assert [entry.seq for entry in views.search("13800138000", 5)] == [2]
    assert views.meta()[search.VERSION_KEY] == str(search.INDEX_VERSION)
    views.close()
    assert migrations.bring_up(path, NOW) is None


def test_the_index_keeps_no_text(views: Views) -> None:
    assert views.rows("SELECT grams FROM search WHERE rowid = 2") == [(None,)]


def test_a_joined_index_finds_the_same_and_has_one_part(tmp_path: Path) -> None:
    """The sixth byte of the structure record is the number of parts (the file format of FTS5)."""
    path = tmp_path / "desk.db"
    store = make(path)
    for number in range(24):
        note(store, f"第 {number} 件: 南召县强降雨 {'高速追尾' if number % 3 == 0 else ''}")
    views = Views.open(path)

    def parts() -> int:
        return int(views.rows("SELECT block FROM search_data WHERE id = 10")[0][0][5])

    before = [one.seq for one in views.search("高速追尾", 50)]
    assert parts() > 1
    assert len(before) == 8
    assert join_index(store, NOW)
    assert parts() == 1
    assert [one.seq for one in views.search("高速追尾", 50)] == before
    note(store, "又一件高速追尾")
    assert views.search_count("高速追尾") == len(before) + 1
    views.close()
    store.close()
