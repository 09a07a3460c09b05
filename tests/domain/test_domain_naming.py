"""Where and what: a place that the title repeats is told once, and none is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutydesk.capabilities.reporting.rules.naming import parted


@pytest.mark.parametrize(
    ("place", "title", "where", "what"),
    [
        ("二广高速南召段", "二广高速南召段大客车追尾事故", "二广高速南召段", "大客车追尾事故"),
        ("北京朝阳望京地铁站", "望京地铁站踩踏", "北京朝阳望京地铁站", "踩踏"),
        ("洛阳市栾川县潭头镇", "栾川县潭头镇山洪灾害", "洛阳市栾川县潭头镇", "山洪灾害"),
        ("信阳市浉河区某中学", "信阳市某中学学生食物中毒", "信阳市浉河区某中学", "学生食物中毒"),
        ("郑州市金水区某商业综合体", "郑州火灾", "郑州市金水区某商业综合体", "火灾"),
        ("郑州市金水区", "郑州大学火灾", "郑州市金水区", "郑州大学火灾"),
        ("郑州市金水区", "金水河溺水", "郑州市金水区", "金水河溺水"),
        ("三门峡市", "山西垣曲3.8级地震，三门峡有震感", "", "山西垣曲3.8级地震，三门峡有震感"),
        ("北京市丰台区", "40名农民工反映被拖欠工资", "北京市丰台区", "40名农民工反映被拖欠工资"),
        ("某小区", "张某在某小区坠楼", "", "张某在某小区坠楼"),
        ("", "某地火灾", "", "某地火灾"),
    ],
)
def test_where_and_what(place: str, title: str, where: str, what: str) -> None:
    assert parted(place, title) == (where, what)


@given(st.text("郑州市金水区河火灾", max_size=8), st.text("郑州市金水区河火灾", max_size=10))
def test_nothing_of_the_title_is_lost(place: str, title: str) -> None:
    """What is left out of a title stands in the place, which is told before it."""
    where, what = parted(place, title)
    assert title.endswith(what)
    gone = iter(where)
    assert all(letter in gone for letter in title[: len(title) - len(what)])
    assert where in {"", place}
    assert where or not place or set(place) & set(title)
