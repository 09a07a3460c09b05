"""Text on the screen: where it is broken, and what gives way where there is too little room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from dutydesk.i18n import explain
from dutydesk.store.errors import DiskError, StoreMissingError
from dutydesk.tui.text import columned, fit, flowed, reason_of
from dutydesk.tui.widgets.paint import Part, squeezed

RED = "a 签收    Enter 签收并打开事项    Esc 暂收起 (铃声继续)"
FORM = "Enter 或 Tab 下一栏, F3 列出可选, F2 保存; Esc 返回, 草稿保留"


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        (RED, 60, [RED]),
        (RED, 42, ["a 签收    Enter 签收并打开事项", "Esc 暂收起 (铃声继续)"]),
        (FORM, 40, ["Enter 或 Tab 下一栏, F3 列出可选,", "F2 保存; Esc 返回, 草稿保留"]),
        ("", 10, [""]),
    ],
)
def test_a_hint_is_broken_between_two_keys(text, width, lines) -> None:
    assert flowed(text, width) == lines


@pytest.mark.parametrize(
    ("text", "width", "hang", "lines"),
    [
        ("填办理时间和说明", 9, 2, ["填办理时", "  间和说", "  明"]),
        ("规则允许时 (如不启动), 可", 22, 0, ["规则允许时 (如不启动),", "可"]),
        ("see the leader's instruction", 14, 0, ["see the", "leader's", "instruction"]),
        ("dutydesk.very.long.name", 10, 0, ["dutydesk.v", "ery.long.n", "ame"]),
    ],
)
def test_a_sentence_fills_its_lines(text, width, hang, lines) -> None:
    assert flowed(text, width, hang, phrases=False) == lines


@given(st.text(alphabet="a b，、,;(（）)签收到期 Esc", max_size=60), st.integers(4, 40), st.booleans())
def test_nothing_is_lost_and_nothing_is_too_wide(text: str, width: int, phrases: bool) -> None:
    lines = flowed(text, width, phrases=phrases)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_what_is_said_of_a_name_stays_in_its_column() -> None:
    assert columned(" a  签收", "签收最急的提醒, 铃声停", 10, 24) == [
        (" a  签收  ", "签收最急的提"),
        (" " * 10, "醒, 铃声停"),
    ]
    assert columned("a very long name", "short", 10, 24) == [("a very long name", ""), (" " * 10, "short")]


@pytest.mark.parametrize(
    ("room", "shown"),
    [
        (60, "▲黄 续报一 超时00:09 Y1 二广高速南召段 响铃张伟"),
        (42, "▲黄 续报一 超时00:09 Y1 二广高速南召段 响…"),
        (38, "▲黄 续报一 超时00:09 Y1 二广高速南召段"),
        (31, "▲黄 续报一 超时00:09 Y1 二广高…"),
        (26, "▲黄 续报一 超时00:09 Y1 "),
        (20, "▲黄 超时00:09 Y1 "),
    ],
)
def test_colour_time_and_label_stay_at_every_width(room, shown) -> None:
    parts = [
        (Part("▲黄 "), 0),
        (Part("续报一 "), 1),
        (Part("超时00:09 "), 0),
        (Part("Y1 "), 0),
        (Part("二广高速南召段"), 2),
        (Part(" 响铃张伟"), 3),
    ]
    found = squeezed(parts, room)
    assert sum(part.width for part in found) <= room
    assert "".join(fit(part.text, part.width) for part in found) == shown


def test_that_what_was_typed_stands_there_is_said_where_it_does() -> None:
    """The store says what was not saved; only a screen has what was typed, a command or a service has nothing to show."""
    full = DiskError("磁盘已满; 本次未保存, 已保存的都在. 腾出空间后再试: {0}", "desk.db")
    assert reason_of(full).startswith(f"{explain(full)}; 输入仍在")
    assert "输入" not in explain(full)
    gone = StoreMissingError("没有库文件: {0}", "desk.db")
    assert reason_of(gone).startswith(explain(gone))
