"""Lines of a title: words that are known stay whole, names keep their ends, the lines are nearly equal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutydesk.capabilities.papers.setting import title_words
from dutydesk.documents.titles import printed_width, title_lines
from dutydesk.usecase.books import load_books

MOST = 20


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        (
            "关于卢氏县官道口镇杨家沟村山体滑坡致1死7失联3伤情况的报告（首报）",
            ["关于卢氏县官道口镇杨家沟村山体滑坡", "致1死7失联3伤情况的报告（首报）"],
        ),
        (
            "关于洛阳市涧西区牡丹花园小区居民楼起火事故情况的报告（首报）",
            ["关于洛阳市涧西区牡丹花园小区", "居民楼起火事故情况的报告（首报）"],
        ),
        ("二广高速南召段发生一起道路交通事故致4死6伤", ["二广高速南召段发生一起", "道路交通事故致4死6伤"]),
        (
            "关于北京市丰台区某大厦新乡市农民工在京聚集反映欠薪问题情况的报告（首报）",
            ["关于北京市丰台区某大厦新乡市农民工", "在京聚集反映欠薪问题情况的报告（首报）"],
        ),
        (
            "关于信阳市商城县长竹园乡武桥村西畈至铁炉冲小流域山洪泥石流冲毁民房致2死4失联4伤情况的报告（续报一）",
            [
                "关于信阳市商城县长竹园乡武桥村",
                "西畈至铁炉冲小流域山洪泥石流冲毁民房",
                "致2死4失联4伤情况的报告（续报一）",
            ],
        ),
    ],
)
def test_words_that_the_desk_knows_stay_whole(title: str, lines: list[str]) -> None:
    assert title_lines(title, MOST, title_words(load_books(), title)) == lines


def test_known_words_come_from_the_places_and_the_words_of_messages() -> None:
    found = title_words(load_books(), "卢氏县某小区山体滑坡和道路交通事故")
    assert {"卢氏县", "滑坡", "山体", "道路交通事故"} <= found
    assert not title_words(load_books(), "关于情况的函")


@given(st.text("甲乙丙丁县镇的和0123（）《》", max_size=70))
def test_no_character_is_lost_and_no_line_runs_over(title: str) -> None:
    lines = title_lines(title, MOST)
    assert "".join(lines) == title
    if len(lines) > 1:
        assert all(printed_width(one) <= MOST for one in lines)
        assert not any(one[-1] in "（《" for one in lines[:-1])
        assert not any(one[0] in "）》的" for one in lines[1:])


@pytest.mark.parametrize("wide", range(21, 60))
def test_lines_without_any_known_word_are_nearly_equal(wide: int) -> None:
    lines = [len(one) for one in title_lines("汛" * wide, MOST)]
    assert max(lines) - min(lines) <= 1
