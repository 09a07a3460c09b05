"""Titles that are proposed for what was said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutydesk.kernel.titles import LONGEST, proposed


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("京藏高速出京方向发生三车追尾", "京藏高速出京方向发生三车追尾"),
        ("你好，我是望京派出所，望京地铁站自动扶梯发生故障，多人受伤，正在送医，请你们派人", "望京地铁站自动扶梯发生故障，多人受伤，正在送医"),
        ("关于做好汛期值守工作的通知。请各单位于12月1日前反馈。", "关于做好汛期值守工作的通知"),
        ("10:20左右在二广高速南召段1138公里处一辆大客车追尾货车造成2人死亡8人受伤", "二广高速南召段1138公里处一辆大客车追尾货车"),
        ("信访局驻京接访组来电：今早7时50分许，我省汝州市12名群众到国家信访局门前，反映取款难", "汝州市12名群众到国家信访局门前，反映取款难"),
        ("国务院办公厅关于认真做好2026年岁末年初能源保供工作的通知。请于12月5日前报。", "国务院办公厅关于认真做好2026年岁末年初能源保供工作的通知"),
        ("从来没有一个标点也没有什么可以断开的地方就这样一直说下去没有完", "从来没有一个标点也没有什么可以断开的地方就这样一…"),
        ("老周 02:14\n粮库塌了半边顶", "粮库塌了半边顶"),
        ("10点20左右,二广高速南召段大客车追尾半挂", "二广高速南召段大客车追尾半挂"),
        ("\n\n  顺义7人反映被欠三个月工资  \n第二行", "顺义7人反映被欠三个月工资"),
        ("死亡1,200人", "死亡1,200人"),
        ("您好", "您好"),
        ("喂, 值班室吗? 东城区一老旧小区燃气泄漏", "东城区一老旧小区燃气泄漏"),
        ("", ""),
        (" \n ", ""),
    ],
)  # fmt: skip
def test_a_title_is_short_and_ends_at_a_mark(said: str, title: str) -> None:
    assert proposed(said) == title


@given(st.text(max_size=200))
def test_any_text_has_a_short_title_of_its_own_words(said: str) -> None:
    title = proposed(said)
    assert len(title) <= LONGEST
    assert "\n" not in title
    assert set(title) - set("，…") <= set(said)
    assert bool(title) == bool(title.strip())
