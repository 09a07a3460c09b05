"""Marks and figures of official papers: what is mended, what is left, and that mending twice changes nothing."""

from __future__ import annotations

import itertools
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutydesk.kernel.instants import at_local
from dutydesk.kernel.prose import day_words, hour_words, mended, mends, official

MENDED = (
    ("P-01", "据初步核实, 死亡2人(待核实), 受伤8人.", "据初步核实，死亡2人（待核实），受伤8人。"),
    ("P-01", "关于追尾事故情况的报告(续报一)", "关于追尾事故情况的报告（续报一）"),
    ("P-01", "电话:010-60000000", "电话：010-60000000"),
    ("P-01", "死亡2, 受伤8人", "死亡2，受伤8人"),
    ("P-01", "是否上报? 尚未;正在核实!", "是否上报？尚未；正在核实！"),
    ("P-01", "（一)处置情况", "（一）处置情况"),
    ("P-01", "占50%, 其余正常", "占50%，其余正常"),
    ("P-02", "伤员已送医院.路段恢复通行.", "伤员已送医院。路段恢复通行。"),
    ("P-02", "正在核实。。", "正在核实。"),
    ("P-02", "正在核实...", "正在核实……"),
    ("P-02", '更正为"剩余15人"', "更正为“剩余15人”"),
    ("P-03", "死亡２人，Ａ座", "死亡2人，A座"),
    ("P-03", "造成 2 人 死亡", "造成2人死亡"),
    ("P-03", "震级４．５级", "震级4.5级"),
    ("P-04", "豫政驻京[2026]18号", "豫政驻京〔2026〕18号"),
    ("P-04", "豫政驻京（2026）18号", "豫政驻京〔2026〕18号"),
    ("P-05", "07月05日08时5分", "7月5日8时05分"),
    ("P-05", "7月15号", "7月15日"),
    ("P-05", "26年7月", "2026年7月"),
    ("P-05", "二〇二六年七月", "2026年七月"),
    ("P-05", "于2026-07-15印发", "于2026年7月15日印发"),
    ("P-05", "于2026-07-15 10:47接报", "于2026年7月15日10时47分接报"),
    ("P-27", "损失1800000元", "损失180万元"),
    ("P-27", "损失1,800,000元", "损失180万元"),
    ("P-27", "损失250000000元", "损失2.5亿元"),
    ("P-27", "损失3万5千元", "损失3.5万元"),
    ("P-27", "约2-3人", "约2至3人"),
    ("P-27", "下降10～15%", "下降10%～15%"),
    ("P-27", "震级变化.5级", "震级变化0.5级"),
)

LEFT = (
    "时间10:47，比分3:2，共1,200人。",
    "电话(010)60000000",
    "网址https://www.example.gov.cn/a,b?c:d见附件",
    "邮箱duty@example.com",
    "值班电话010-60000000，车牌豫A-12345，编号JY-0715-03，诉2026-118。",
    "机密★10年",
    "工龄12年3个月",
    "20～30人，10%～15%，180万元，9.4万元，0.5级。",
    "二广高速K1234+500处",
    "GB/T 9704-2012",
    "损失9999元",
    "2月30日",
    "Two cars, one lorry.",
    "　　7月15日8时至16日8时，接报突发事件2起。",
    "15时5分钟后",
    "约60余人",
    "2026-13-45",
)


@pytest.mark.parametrize(("check", "typed", "right"), MENDED)
def test_what_has_one_right_form_is_mended(check: str, typed: str, right: str) -> None:
    assert official(typed) == right
    assert check in {one.check for one in mends(typed)}


@pytest.mark.parametrize("text", LEFT)
def test_what_is_right_or_has_no_single_right_form_is_left(text: str) -> None:
    assert official(text) == text


WORDS = st.lists(
    st.sampled_from(
        [
            *'死伤人核实报，。；：（）()[],.;:?!"“”-~～%\n 　',
            "12",
            "2026",
            "07",
            "月",
            "日",
            "时",
            "分",
            "年",
            "号",
            "元",
            "万",
            "千",
            "３",
            "Ａ",
            "…",
            "..",
            "a",
            "0.",
            "一",
        ]
    ),
    max_size=24,
).map("".join)


@given(WORDS)
def test_mending_comes_to_an_end_and_twice_changes_nothing(text: str) -> None:
    once = official(text)
    assert mends(once) == []
    assert official(once) == once


@given(WORDS)
def test_each_mend_names_its_place(text: str) -> None:
    found = mends(text)
    assert all(0 <= one.start <= one.end <= len(text) and text[one.start : one.end] != one.right for one in found)
    assert all(one.end <= two.start for one, two in itertools.pairwise(found))
    assert len(mended(text, found[:1])) == len(text) + sum(len(m.right) - (m.end - m.start) for m in found[:1])


@given(WORDS)
def test_no_han_and_no_figure_is_lost(text: str) -> None:
    def han(line: str) -> str:
        return "".join(c for c in line if c in "死伤人核实报")

    assert han(official(text)) == han(text)


def test_hours_as_papers_write_them() -> None:
    assert hour_words(at_local(date(2026, 7, 15), time(10, 5))) == "10时05分"
    assert day_words(at_local(date(2026, 7, 5), time(8, 0))) == "7月5日8时"
