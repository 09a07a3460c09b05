"""Titles that are proposed for what was said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutydesk.kernel.titles import LONGEST_NAME, proposed, whole


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("京藏高速出京方向发生三车追尾", "京藏高速出京方向发生三车追尾"),
        ("你好，我是望京派出所，望京地铁站自动扶梯发生故障，多人受伤，正在送医，请你们派人", "望京地铁站自动扶梯发生故障，多人受伤，正在送医"),
        ("关于做好汛期值守工作的通知。请各单位于12月1日前反馈。", "关于做好汛期值守工作的通知"),
        ("10:20左右在二广高速南召段1138公里处一辆大客车追尾货车造成2人死亡8人受伤", "二广高速南召段1138公里处大客车追尾货车"),
        ("\n\n  顺义7人反映被欠三个月工资  \n第二行", "顺义7人反映被欠三个月工资"),
        ("死亡1,200人", "死亡1,200人"),
        ("您好", "您好"),
        ("喂, 值班室吗? 东城区一老旧小区燃气泄漏", "东城区一老旧小区燃气泄漏"),
        ("信访局驻京接访组来电，今早7时50分许，汝州市12名群众到国家信访局门前", "汝州市12名群众到国家信访局门前"),
        ("G45大广高速河南开封段（K1820附近）一辆大货车与中巴车相撞，造成3人死亡", "G45大广高速河南开封段一辆大货车与中巴车相撞"),
        ("国务院办公厅关于做好2026年冬春保暖保供工作的通知：请各省于12月5日前报", "国务院办公厅关于做好2026年冬春保暖保供工作的通知"),
        ("经三路一仓库起火，2人受伤", "经三路一仓库起火，2人受伤"),
        ("", ""),
        (" \n ", ""),
    ],
)  # fmt: skip
def test_a_title_is_short_and_ends_at_a_mark(said: str, title: str) -> None:
    assert proposed(said) == title


@given(st.text(max_size=200))
def test_a_clause_without_a_place_to_end_stays_whole_up_to_a_limit(said: str) -> None:
    title = whole(said)
    assert len(title) <= LONGEST_NAME
    assert title or not said.strip()


@given(st.text(max_size=200))
def test_any_text_has_a_short_title_of_its_own_words(said: str) -> None:
    title = proposed(said)
    assert len(title) <= LONGEST_NAME
    assert "\n" not in title
    assert set(title) - set("，") <= set(said)
    assert bool(title) == bool(title.strip())
