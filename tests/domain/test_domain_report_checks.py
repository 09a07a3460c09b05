"""Thirty checks of a finished text: what each finds, what it leaves, and what one key puts there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dutydesk.capabilities.reporting.rules.checks import findings
from dutydesk.capabilities.reporting.rules.findings import BLOCK, GATES, MEND, NAMES, WARN, Text, mended
from dutydesk.kernel.instants import at_local

DAY = date(2026, 7, 15)


def at(hour: int, minute: int = 0) -> int:
    return at_local(DAY, time(hour, minute))


FIRST = Text(
    kind="first", text="", title="关于二广高速南召段道路交通事故致2死8伤情况的报告（首报）", name="首报",
    figures={"deaths": 2, "injured": 8}, unverified=["deaths", "injured"], level="IV",
    occurred=at(10, 20), received=at(10, 47), now=at(11, 35), reached=["省公安厅交管局", "省卫生健康委"],
    accounts=["zhouming"],
)  # fmt: skip
FOLLOW = replace(
    FIRST, kind="follow_up", name="续报一", title="关于二广高速南召段道路交通事故致4死6伤情况的报告（续报一）",
    figures={"deaths": 4, "injured": 6}, unverified=(), level="III", last_name="首报",
    last_figures={"deaths": 2, "injured": 8}, now=at(12, 31),
)  # fmt: skip
FINAL = replace(
    FIRST, kind="final", name="终报", title="关于二广高速南召段道路交通事故情况的报告（终报）",
    figures={"deaths": 4, "injured": 6, "serious_injuries": 2}, unverified=(), cause_known=True, level="III",
)  # fmt: skip

FIRST_TEXT = (
    "7月15日10时47分，我办接高速交警三大队电话报告：7月15日10时20分许，二广高速南阳市南召段，一辆载有37人的大客车追尾一辆半挂货车。\n"
    "据初步核实，事故已造成2人死亡、8人受伤（重伤人数正在核实），伤员已送南召县人民医院；车上其余27人情况正在核实；直接经济损失正在统计。\n"
    "事故原因正在调查，路段通行受影响情况正在核实。按现有伤亡人数，初判为一般（Ⅳ级），最终以主管部门认定为准。\n"
    "现场处置由南阳市人民政府牵头，现场负责人及电话正在核实；事发地是否已按程序上报，正在向南阳市政府值班室核实。\n"
    "我办已启动内部应急值守，10时59分转告省公安厅交管局、省卫生健康委，两单位已回执。\n"
    "下一步，我办将跟踪伤员救治和伤亡变化，随时核实续报。有新情况续报。"
)
FOLLOW_TEXT = (
    "截至7月15日12时20分，据南阳市卫生健康委电话报告，事故共造成4人死亡、6人受伤（重伤人数正在核实）。"
    "较首报增加2人死亡、减少2人受伤，系2名重伤员经抢救无效死亡。\n"
    "车上其余27人情况、直接经济损失和事故原因正在核实。\n"
    "按现有伤亡人数，初判由一般调整为较大（Ⅲ级），最终以主管部门认定为准。\n"
    "我办内部应急值守相应提级。\n有新情况续报。"
)
FINAL_TEXT = "一、基本情况。事故共造成4人死亡、6人受伤（其中重伤2人）。\n二、原因和后果。经省应急管理厅核实，系大客车疲劳驾驶所致。\n特此报告。"


@pytest.mark.parametrize(
    "good", [replace(FIRST, text=FIRST_TEXT), replace(FOLLOW, text=FOLLOW_TEXT), replace(FINAL, text=FINAL_TEXT)]
)
def test_the_papers_examples_pass(good: Text) -> None:
    assert [(one.check, one.words) for one in findings(good)] == []


def first(old: str, new: str) -> Text:
    assert old in FIRST_TEXT
    return replace(FIRST, text=FIRST_TEXT.replace(old, new))


def follow(old: str, new: str) -> Text:
    assert old in FOLLOW_TEXT
    return replace(FOLLOW, text=FOLLOW_TEXT.replace(old, new))


BAD: list[tuple[str, str, Text]] = [
    ("P-01", MEND, first("许，二广", "许,二广")),
    ("P-02", MEND, first("有新情况续报。", "有新情况续报。。")),
    ("P-02", BLOCK, first("（Ⅳ级）", "（Ⅳ级")),
    ("P-03", MEND, first("载有37人", "载有 37 人")),
    ("P-03", MEND, first("载有37人", "载有３７人")),
    ("P-04", MEND, first("一辆载有", "（豫政[2026]18号）一辆载有")),
    ("P-05", MEND, first("7月15日10时20分许", "07月15日10时20分许")),
    ("P-05", BLOCK, first("7月15日10时20分许", "2月30日10时20分许")),
    ("P-06", WARN, first("7月15日10时20分许", "今天10时20分许")),
    ("P-07", BLOCK, follow("截至7月15日12时20分", "截止7月15日12时20分")),
    ("P-07", BLOCK, follow("截至7月15日12时20分", "截至7月15日13时20分")),
    ("P-08", BLOCK, replace(FIRST, text=FIRST_TEXT, title="二广高速事故。")),
    ("P-09", BLOCK, replace(FIRST, text=FIRST_TEXT, title="关于妥善处置二广高速事故情况的报告（首报）")),
    ("P-10", BLOCK, follow("截至7月15日", "本续报三：截至7月15日")),
    ("P-11", WARN, replace(FINAL, text=FINAL_TEXT.replace("二、", "三、"))),
    ("P-12", BLOCK, first("2人死亡", "1人死亡")),
    ("P-13", BLOCK, replace(FIRST, figures={}, unverified=(), text=FIRST_TEXT.replace("2人死亡、8人受伤（重伤人数正在核实）", "无人员伤亡"))),
    ("P-14", WARN, first("（重伤人数正在核实）", "")),
    ("P-15", WARN, first("2人死亡、8人受伤", "死亡2人、8人受伤")),
    ("P-15", WARN, follow("4人死亡、6人受伤（重伤人数正在核实）", "6人受伤（重伤人数正在核实）、4人死亡")),
    ("P-16", BLOCK, follow("截至7月15日12时20分，", "")),
    ("P-17", BLOCK, follow("增加2人死亡", "增加1人死亡")),
    ("P-17", BLOCK, follow("较首报", "较续报三")),
    ("P-17", BLOCK, follow("，系2名重伤员经抢救无效死亡", "")),
    ("P-18", BLOCK, first("据初步核实，事故", "事故")),
    ("P-19", BLOCK, follow("我办内部应急值守相应提级", "无新进展")),
    ("P-20", BLOCK, first("事故原因正在调查", "系疲劳驾驶所致")),
    ("P-21", BLOCK, first("初判为一般（Ⅳ级）", "初判为较大（Ⅲ级）")),
    ("P-22", BLOCK, first("我办已启动内部应急值守", "我办已启动Ⅳ级响应")),
    ("P-23", BLOCK, replace(FIRST, text=FIRST_TEXT, recipients=["省委办公厅", "省委办公厅"])),
    ("P-23", BLOCK, first("转告省公安厅交管局", "转告省交通运输厅")),
    ("P-24", WARN, first("，随时核实续报。有新情况续报。", "。")),
    ("P-24", BLOCK, replace(FINAL, text=FINAL_TEXT.replace("特此报告。", "请批示。特此报告。"))),
    ("P-26", BLOCK, first("南召县人民医院", "××医院")),
    ("P-26", BLOCK, first("随时核实续报", "由zhouming随时核实续报")),
    ("P-27", WARN, first("一辆载有37人", "一辆载有约60余人")),
    ("P-27", MEND, first("直接经济损失正在统计", "保险金额1800000元")),
    ("P-28", BLOCK, first("现场负责人及电话正在核实", "联系人13812345678")),
    ("P-28", BLOCK, first("现场负责人及电话正在核实", "身份证410101198001011234")),
    ("P-29", WARN, first("有新情况续报", "高度重视，有新情况续报")),
    ("P-30", WARN, first("有新情况续报", "继续核实。" * 120 + "有新情况续报")),
]  # fmt: skip


@pytest.mark.parametrize(("check", "weight", "text"), BAD, ids=[f"{check}-{n}" for n, (check, _, _) in enumerate(BAD)])
def test_each_check_finds_what_fails_only_it(check: str, weight: str, text: Text) -> None:
    found = findings(text)
    assert {one.check for one in found} == {check}, [(one.check, one.words, str(one.said)) for one in found]
    assert {one.weight for one in found} == {weight}
    for one in found:
        whole = text.title if one.title else text.text
        assert whole[one.start : one.end] == one.words or one.start == one.end == 0, "each names its place"


def test_every_check_of_a_text_has_one_that_fails_it() -> None:
    """P-25 is about who signs: the desk says so at sending."""
    assert {check for check, _, _ in BAD} == set(NAMES) - {"P-25"}


@pytest.mark.parametrize(("check", "weight", "text"), BAD)
def test_what_one_key_puts_there_is_right(check: str, weight: str, text: Text) -> None:
    found = [one for one in findings(text) if one.right is not None and not one.title]
    for one in found:
        rest = findings(replace(text, text=mended(text.text, [one])))
        assert len([other for other in rest if other.check == check]) < len(findings(text))


def test_the_known_bad_text_fails_as_it_should() -> None:
    text = "据初步核实, 死亡2人(待核实), 受伤8人(待核实)。\n我办已启动Ⅳ级响应, 牵头单位南阳市政府"
    assert {"P-01", "P-14", "P-15", "P-22"} <= {one.check for one in findings(replace(FIRST, text=text))}


def test_a_duty_telephone_of_who_commands_may_stand() -> None:
    text = first("现场负责人及电话正在核实", "现场负责人王某，电话13812345678")
    assert findings(replace(text, named=["13812345678"])) == []


def test_a_correction_quotes_what_is_wrong() -> None:
    text = Text(kind="correction", text="续报一中“剩余45人”应为“剩余15人”。", figures={"participants": 60})
    assert [one for one in findings(text) if one.weight == BLOCK] == []


COUNTS = st.integers(0, 400)


TYPED = st.integers(1, 400)


@given(COUNTS, COUNTS, TYPED, TYPED)
def test_a_text_typed_against_the_figures_is_caught(deaths: int, injured: int, typed: int, hurt: int) -> None:
    text = f"据初步核实，事故已造成{typed}人死亡、{hurt}人受伤（重伤人数正在核实）。有新情况续报。"
    found = findings(
        Text("first", text, figures={"deaths": deaths, "injured": injured}, unverified=["deaths", "injured"])
    )
    gated = [one for one in found if one.check in {"P-12", "P-13"}]
    assert bool(gated) == (typed != deaths or hurt != injured)
    assert all(one.gates for one in gated)


@given(COUNTS, COUNTS, st.booleans(), st.sampled_from(["未造成人员伤亡", "无人员伤亡", "没有造成人员伤亡", "无人伤亡"]))
@example(0, 0, False, "未造成人员伤亡")
def test_nobody_hurt_is_said_only_of_verified_noughts(deaths: int, injured: int, verified: bool, words: str) -> None:
    names = ("deaths", "injured")
    text = Text(
        "first",
        f"{words}。有新情况续报。",
        figures={"deaths": deaths, "injured": injured},
        unverified=() if verified else names,
    )
    gated = [one for one in findings(text) if one.gates]
    assert bool(gated) == (deaths > 0 or injured > 0 or not verified)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=200))
def test_any_text_is_read_to_its_end(text: str) -> None:
    for base in (FIRST, FOLLOW, FINAL):
        for one in findings(replace(base, text=text)):
            assert one.check in NAMES
            assert 0 <= one.start <= one.end <= max(len(text), len(base.title))
    assert set(GATES) <= set(NAMES)


# ---------------------------------------------------------------- typed by hand: the same in other widths, marks and words


def hit(check: str, text: str, **more: object) -> list[str]:
    """The words that a check finds in a text of the follow-up."""
    return [one.words for one in findings(replace(FOLLOW, text=text, **more)) if one.check == check]


@pytest.mark.parametrize(
    ("text", "words", "right"),
    [
        ("联系电话138 1234 5678。", "138 1234 5678", "138****5678"),
        ("联系电话138-1234-5678。", "138-1234-5678", "138****5678"),
        ("联系电话１３８１２３４５６７８。", "１３８１２３４５６７８", "138****5678"),
        ("卡号6222 0212 3456 7894。", "6222 0212 3456 7894", "6222****7894"),
        ("患者张伟（男，34岁）送医。", "张伟", "张某"),
        ("学生李小明，女，12岁，受伤。", "李小明", "李某某"),
        ("信访人王建国，现年60岁。", "王建国", "王某某"),
    ],
)
def test_persons_are_masked_in_whatever_way_they_are_typed(text: str, words: str, right: str) -> None:
    found = [one for one in findings(replace(FOLLOW, text=text)) if one.check == "P-28"]
    assert [(one.words, one.right) for one in found] == [(words, right)]


@pytest.mark.parametrize(
    "text",
    [
        "联系电话010-60000000。",
        "订单2026-0715-1038-1234，货车编号13812345。",
        "患者已送医，伤者正在救治。",
        "患者张某（男，34岁）送医。",
        "学生李某某，女，12岁。",
        "伤者高度烧伤，女性2人。",
        "死者常住地正在核实。",
        "长途1381 2345公里。",
    ],
)
def test_what_is_no_person_stays(text: str) -> None:
    assert hit("P-28", text) == []


@pytest.mark.parametrize(
    ("title", "bad"),
    [
        ("关于妥善处理二广高速南召段道路交通事故情况的报告（续报一）", True),
        ("关于圆满化解聚集事件情况的报告（续报一）", True),
        ("关于有效应对暴雨情况的报告（续报一）", True),
        ("关于二广高速南召段道路交通事故处置情况的报告（续报一）", False),
        ("关于污水处理厂泄漏情况的报告（续报一）", False),
    ],
)
def test_a_title_says_not_how_well_it_was_handled(title: str, bad: bool) -> None:
    assert bool(hit("P-09", "", title=title)) is bad


@pytest.mark.parametrize(
    ("kind", "to", "bad"),
    [
        ("first", ["省委办公厅", "王海峰主任"], ["王海峰主任"]),
        ("first", ["省长办公会议", "主任办公室"], []),
        ("first", ["南召县政府"], []),
        ("final", ["省政府", "南召县政府"], ["南召县政府"]),
        ("final", ["省政府", "南阳市政府"], []),
        ("final", ["省政府", "省政府"], ["省政府"]),
    ],
)
def test_recipients_are_organs_once_and_none_below(kind: str, to: list[str], bad: list[str]) -> None:
    found = findings(replace(FIRST, kind=kind, text=FIRST_TEXT, recipients=to))
    assert [one.words for one in found if one.check == "P-23"] == bad


def test_short_paragraphs_fill_pages_too() -> None:
    assert hit("P-30", "\n".join(["救援进展顺利。"] * 40)) != []
    assert hit("P-30", "\n".join(["救援进展顺利。"] * 20)) == []


@pytest.mark.parametrize(
    ("check", "text", "bad"),
    [
        ("P-20", "事故因司机疲劳驾驶所致。", True),
        ("P-20", "肇事司机已被控制。", True),
        ("P-20", "事故原因正在调查。", False),
        ("P-20", "因道路湿滑救援受阻。", False),
        ("P-22", "我办责成南阳市政府核实。", True),
        ("P-22", "我办转告南阳市政府，请其核实。", False),
        ("P-22", "省应急管理厅指挥救援，我办派员了解情况。", False),
    ],
)
def test_cause_and_role_in_other_words(check: str, text: str, bad: bool) -> None:
    assert bool(hit(check, text)) is bad
