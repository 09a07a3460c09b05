"""What a text says of the dead, the missing, the injured and the loss, beside the record (P-12, P-13)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutydesk.capabilities.obligations.rules.obligations import numeral
from dutydesk.capabilities.reporting.rules.claims import read
from dutydesk.capabilities.reporting.rules.corrections import fixes, said_right
from dutydesk.capabilities.reporting.rules.differences import contradictions
from dutydesk.capabilities.reporting.rules.english_claims import spaced
from dutydesk.kernel.numerals import plain

STANDS = {"deaths": 2.0, "missing": 1.0, "injured": 8.0, "serious_injuries": 3.0, "loss_yuan": 1_800_000.0}
NONE = dict.fromkeys(STANDS, 0.0)


def differing(text: str, stands: dict[str, float]) -> set[str]:
    return {one.field for one in contradictions(read(text), stands)}


AGREEING = (
    "死亡1人增加到2人",
    "夫妻双亡",
    "2名遇难者家属5人到场",
    "5名遇难者家属已到",
    "2名遇难者遗体已找到",
    "尽快将失联人员全部找到",
    "伤亡情况：暂无统计数字",
    "屡禁不治的占道5处",
    "受害人家属5人",
    "兩人死亡，八人受傷",
    "2名死者、8名伤者",
    "8名伤员均已送医",
    "两名伤员转往市医院",
    "一名伤员因抢救无效死亡",
    "已有8人住院治疗",
    "8人入院，2人不治身亡",
    "十余人被困，仍有1人未找到",
    "不超过3人死亡",
    "Two people were killed and 8 injured",
    "No deadline was given",
    "死亡贰人",
    "夫妻双双身亡",
    "两口子不幸遇难",
    "发现2具遗体",
    "找到遗体1具",
    "2人经抢救无效，不幸死亡",
    "2人抢救无效",
    "其余人员均安全。",
    "确保全部人员安全。",
    "被困群众均已平安。",
    "大陆居民2人死亡",
    "登陆人员2人死亡",
    "队伍8人受伤",
    "造成2人死亡、1人失联、8人受伤（其中重伤3人）",
    "造成2人死亡，1人失联，8人受伤，其中3人重伤。",
    "两人遇难，一人下落不明，八人受伤",
    "死亡2人，失踪1人，受伤8人",
    "死亡 2 人　受伤 8 人",
    "死亡２人、受伤８人",
    "2死8伤",
    "死2人伤8人",
    "车上37人，其中2人死亡、8人受伤",
    "车上37人死亡2人受伤8人",
    "事故共造成2名乘客当场死亡，8名乘客不同程度受伤",
    "2名工人经抢救无效死亡",
    "遇难人数为2，受伤人数8人",
    "死者2人，伤者8人",
    "死亡人数由1人增至2人",
    "死亡人数上升到2人，受伤人数降至8人",
    "直接经济损失约180万元",
    "直接经济损失180万元",
    "初步统计，损失1,800,000元",
    "造成直接经济损失一百八十万元",
    "造成180余万元的经济损失",
    "直接经济损失近200万元",
    "直接经济损失正在统计",
    "至少2人死亡",
    "多人受伤",
    "3人重伤、5人轻伤",
    "3人受重伤，5人受轻伤",
    "五人轻伤",
    "造成10人死伤",
    "甲县死亡1人，乙县死亡1人",
    "甲县死亡1人，乙县死亡1人，共死亡2人",
    # taken to hospital: so many injured, unless the text counts them itself
    "造成2人死亡，8人送医治疗",
    "2人死亡、8名乘客已送往南召县人民医院救治",
    "共8人住院治疗",
    "8人受伤，其中5人送医治疗",
    "3人重伤，5人送医治疗",
    "2人送医抢救无效死亡",
    "2人送医治疗后死亡",
    "3人送医治疗后出院",
    "有无人员送医治疗正在核实",
    "此前9人送医治疗，现8人受伤",
    # what stood before, what changed
    "原报死亡3人，受伤9人，现核实为死亡2人、受伤8人",
    "此前无人员伤亡，现已造成2人死亡",
    "此前报告的死亡3人、受伤9人有误",
    "首报中3人死亡的说法不实",
    "较上次增加1人死亡",
    "较首报增加1人死亡、减少1人受伤，系1名重伤员经抢救无效死亡。",
    "较续报二死亡增加1人，受伤减少1人",
    "新增1人死亡，累计2人死亡",
    "去年同期该路段事故致5人死亡",
    # of some only, unknown, to be feared
    "收治8人，其中重伤3人",
    "1名司机和1名乘客死亡，8人受伤",
    "造成2人死亡和8人受伤",
    "2具遗体已找到",
    "车上其余27人情况正在核实",
    "其余27人未受伤",
    "救援人员无伤亡",
    "周围居民无伤亡",
    "未造成新的人员伤亡",
    "未造成重大人员伤亡",
    "有无人员伤亡正在核实",
    "是否有人员伤亡尚不清楚",
    "人员伤亡情况正在核实",
    "要求确保零伤亡",
    "防止造成人员伤亡",
    "避免无人员伤亡的误报",
    "派出20人救助受伤群众",
    "已救出3人，1人失联",
    "2名遇难者遗体已运回",
    "最后1名失联人员仍在搜寻",
    "第3名伤员已转院",
    "挽回经济损失50万元，间接经济损失100万元",
    "死亡赔偿金80万元",
    "发生死亡事故3起，死亡率3%",
    "10时20分许，二广高速南召段，一辆载有37人的大客车追尾一辆半挂货车",
    "转移群众300人，安置120户",
    "截至7月15日12时20分",
    "现场约60人聚集，剩余45人",
    "启动Ⅳ级响应，110、120已到场",
)


@pytest.mark.parametrize("text", AGREEING)
def test_a_text_that_agrees_or_says_nothing_passes(text: str) -> None:
    assert differing(text, STANDS) == set()


DIFFERING: tuple[tuple[str, set[str]], ...] = (
    # words that name no number, traditional signs, people called by what became of them, English
    ("造成近百人死亡", {"deaths"}),
    ("现场近百人受伤", {"injured"}),
    ("数十人受伤", {"injured"}),
    ("多人死亡", {"deaths"}),
    ("兩人死亡，十二人受傷", {"injured"}),
    ("五人遇難", {"deaths"}),
    ("失聯5人", {"missing"}),
    ("重傷5人", {"serious_injuries"}),
    ("造成叁死八傷", {"deaths"}),
    ("伤员12名", {"injured"}),
    ("12名伤者", {"injured"}),
    ("伤者12", {"injured"}),
    ("12名伤员送医", {"injured"}),
    ("送医12人", {"injured"}),
    ("住院12人", {"injured"}),
    ("12人入院", {"injured"}),
    ("死者3名", {"deaths"}),
    ("5人不治身亡", {"deaths"}),
    ("仍有5人未找到", {"missing"}),
    ("损失3百余万元", {"loss_yuan"}),
    ("不超过1人死亡", {"deaths"}),
    ("5 killed, 12 injured", {"deaths", "injured"}),
    ("no casualties", {"deaths", "injured", "missing"}),
    # bodies that were found, other words for dying, two groups of whom one thing is said, who lies in hospital, the yuan sign
    ("5具遗体已找到。", {"deaths"}),
    ("五人殒命。", {"deaths"}),
    ("遇难同胞人数为五。", {"deaths"}),
    ("夫妻二人及三个孩子遇难。", {"deaths"}),
    ("3名工人和1名司机失联", {"missing"}),
    ("全部获救。", {"deaths", "missing"}),
    ("被困人员全部获救", {"missing"}),
    ("5人命危", {"serious_injuries"}),
    ("5人生命垂危", {"serious_injuries"}),
    ("收治18人。", {"injured"}),
    ("市医院接诊伤员18人", {"injured"}),
    ("18人在院治疗。", {"injured"}),
    ("直接损失￥500万。", {"loss_yuan"}),
    ("造成500万元损失", {"loss_yuan"}),
    # as forms have it, as people talk, as newspapers say it; what was and what it became
    ("死亡（人）：5", {"deaths"}),
    ("死亡数为5", {"deaths"}),
    ("5个人死亡", {"deaths"}),
    ("死了5个人", {"deaths"}),
    ("遇难者增加到5人", {"deaths"}),
    ("死亡2人增加到5人", {"deaths"}),
    ("5名受害人死亡", {"deaths"}),
    ("夺去5人生命", {"deaths"}),
    ("5条人命没了", {"deaths"}),
    ("5人失去了生命", {"deaths"}),
    ("5人停止呼吸", {"deaths"}),
    ("5人送医不治", {"deaths"}),
    ("5人送医后不治身亡", {"deaths"}),
    ("找到5名遇难者遗体", {"deaths"}),
    ("5人失去联络", {"missing"}),
    ("5人去向不明", {"missing"}),
    ("仍有5人被困失联", {"missing"}),
    ("失联人员均已找到。", {"missing"}),
    ("人员伤亡情况：暂无", {"deaths", "missing", "injured", "serious_injuries"}),
    ("全员平安。", {"deaths", "missing", "injured", "serious_injuries"}),
    # numbers as forms and old hands write them; households, couples, bodies, what doctors say; safety told of all
    ("死亡廿人", {"deaths"}),
    ("死亡廿三人", {"deaths"}),
    ("死亡叁人", {"deaths"}),
    ("已致伍人罹难", {"deaths"}),
    ("受伤拾贰人", {"injured"}),
    ("仨人遇难", {"deaths"}),
    ("一家五口死亡", {"deaths"}),
    ("抬出遗体4具", {"deaths"}),
    ("发现4具遗体", {"deaths"}),
    ("4人抢救无效", {"deaths"}),
    ("4人无生命体征", {"deaths"}),
    ("生命体征消失4人", {"deaths"}),
    ("全部人员安全", {"deaths", "missing", "injured", "serious_injuries"}),
    ("车上乘客均安然无恙。", {"deaths", "missing", "injured", "serious_injuries"}),
    ("造成3人死亡、1人失联、8人受伤（其中重伤3人）", {"deaths"}),
    ("造成2人死亡、2人失联、8人受伤（其中重伤3人）", {"missing"}),
    ("造成2人死亡、1人失联、9人受伤（其中重伤4人）", {"injured", "serious_injuries"}),
    ("三人遇难", {"deaths"}),
    ("死亡十二人", {"deaths"}),
    ("死亡 3 人", {"deaths"}),
    ("死亡３人", {"deaths"}),
    ("现死亡4人,受伤6人", {"deaths", "injured"}),
    ("3死8伤", {"deaths"}),
    ("死亡人数由2人增至4人", {"deaths"}),
    ("遇难者增至4人", {"deaths"}),
    ("较上次增加2人死亡，共造成4人死亡", {"deaths"}),
    ("原因正在调查，造成3人死亡", {"deaths"}),
    ("原因不明造成3人死亡", {"deaths"}),
    ("围观群众增加，造成3人死亡", {"deaths"}),
    ("此前情况不明，现有3人死亡", {"deaths"}),
    ("车上37人，其中3人死亡", {"deaths"}),
    ("3名来自南召县的群众不幸遇难", {"deaths"}),
    ("5名矿工当场身亡", {"deaths"}),
    ("十余人受伤", {"injured"}),
    ("2人死亡，6人送医治疗", {"injured"}),
    ("2人死亡，十名群众被紧急送往市第一医院抢救", {"injured"}),
    ("共15人住院治疗", {"injured"}),
    ("约20人受伤", {"injured"}),
    ("至少3人死亡", {"deaths"}),
    ("7人轻伤", {"injured"}),
    ("3人重伤、7人轻伤", {"injured"}),
    ("12名学生食物中毒", {"injured"}),
    ("造成15人死伤", {"casualties"}),
    ("1人失踪，3人下落不明", {"missing"}),
    ("直接经济损失约380万元", {"loss_yuan"}),
    ("直接经济损失1.8亿元", {"loss_yuan"}),
    ("损失二百万元", {"loss_yuan"}),
    ("造成200余万元直接经济损失", {"loss_yuan"}),
    ("未造成经济损失", {"loss_yuan"}),
    ("无人员伤亡", {"deaths", "missing", "injured", "serious_injuries"}),
    ("未造成人员伤亡", {"deaths", "missing", "injured", "serious_injuries"}),
    ("目前没有人员伤亡", {"deaths", "missing", "injured", "serious_injuries"}),
    ("零伤亡", {"deaths", "missing", "injured", "serious_injuries"}),
    ("暂未接到人员伤亡报告", {"deaths", "missing", "injured", "serious_injuries"}),
    ("人员伤亡：无", {"deaths", "missing", "injured", "serious_injuries"}),
    ("无人员伤亡，1人失联", {"deaths", "injured", "serious_injuries"}),
    ("无人死亡", {"deaths"}),
    ("无一人死亡", {"deaths"}),
    ("没有人受伤", {"injured", "serious_injuries"}),
    ("死亡0人", {"deaths"}),
    ("甲县死亡1人，乙县死亡2人", {"deaths"}),
)


@pytest.mark.parametrize(("text", "fields"), DIFFERING)
def test_a_text_that_says_otherwise_is_caught(text: str, fields: set[str]) -> None:
    assert differing(text, STANDS) == fields


@pytest.mark.parametrize("text", ["无人员伤亡", "未造成人员伤亡和财产损失", "死亡0人", "现场情况正在核实"])
def test_nobody_hurt_agrees_with_no_figures_and_with_nought(text: str) -> None:
    assert differing(text, NONE) == differing(text, {}) == set()


def test_a_number_that_nobody_recorded_differs() -> None:
    (one,) = contradictions(read("2人死亡"), {})
    assert one.spelled() == "死亡: 正文“2人死亡”, 记录未登记"


def test_both_stand_side_by_side() -> None:
    found = contradictions(read("造成3人死亡，直接经济损失2000万元"), STANDS)
    assert [one.spelled() for one in found] == [
        "死亡: 正文“3人死亡”, 记录2人",
        "直接损失: 正文“直接经济损失2000万元”, 记录180万元",
    ]


@given(
    st.integers(0, 99), st.integers(0, 99), st.sampled_from(["{0}人死亡", "死亡{0}人", "造成{0}名群众遇难", "{0}死"])
)
def test_any_number_is_read_in_figures_and_in_han(said: int, stands: int, form: str) -> None:
    for number in (str(said), numeral(said).replace("〇", "零")):
        assert bool(differing(form.format(number), {"deaths": float(stands)})) is (said != stands)


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_the_house_s_own_sentence_always_agrees_with_its_figures(dead: int, lost: int, hurt: int, serious: int) -> None:
    serious = min(serious, hurt)  # a part of them
    text = f"造成{dead}人死亡、{lost}人失联、{hurt}人受伤（其中重伤{serious}人）"
    stands = {"deaths": dead, "missing": lost, "injured": hurt, "serious_injuries": serious}
    assert differing(text, {name: float(number) for name, number in stands.items()}) == set()


@given(
    st.text(
        alphabet="死亡受伤失联重轻人员名无未造成零0123456789一二十百万元损失约余共较增加，。、；（） \n原此前其余",
        max_size=40,
    )
)
def test_no_text_is_too_odd(text: str) -> None:
    for claim in read(text):
        assert claim.words in plain(text)
    contradictions(read(text), STANDS)
    fixes(text, text)
    said_right(text)


# ---------------------------------------------------------------- corrections

SENT = "现场剩余45人, 正在继续劝导。已造成3人死亡、8人受伤。"


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("续报一中“剩余45人”应为“剩余15人”。", ["剩余15人"]),
        ("首报中死亡3人应为2人", ["2人"]),
        ("原文“3人死亡”有误，应为“2人死亡”。", ["2人死亡"]),
        ("续报一所称3人死亡，现更正为2人死亡。", ["2人死亡"]),
        ("“3人死亡”应为“2人死亡”，“8人受伤”应为“9人受伤”。", ["2人死亡", "9人受伤"]),
    ],
)
def test_a_correction_quotes_what_was_wrong_and_what_is_right(text: str, right: list[str]) -> None:
    corrected = SENT.replace("3人死亡", "死亡3人，即3人死亡") if "死亡3人" in text else SENT
    assert [one.right for one in fixes(text, corrected)] == right


@pytest.mark.parametrize(
    "text",
    [
        "更正",
        "现场剩余15人。",
        "“剩余50人”应为“剩余15人”。",
        "“剩余45人”应为“剩余45人”。",
        "“剩余45人”有误。",
        "应为15人",
    ],
)
def test_a_correction_that_does_not_is_no_correction(text: str) -> None:
    assert fixes(text, SENT) == []


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("首报中“死亡3人”应为“死亡2人”。", set()),
        ("首报中“死亡3人”应为“死亡4人”。", {"deaths"}),
        ("首报死亡3人应为2人", set()),
        ("首报死亡3人应为5人", {"deaths"}),
        ("“死亡3人”应为“死亡2人”，“受伤9人”应为“受伤8人”。其余内容不变。", set()),
        ("“剩余45人”应为“剩余15人”。另，目前死亡5人。", {"deaths"}),
    ],
)
def test_of_a_correction_only_what_is_right_is_compared(text: str, fields: set[str]) -> None:
    assert {one.field for one in contradictions(said_right(text), STANDS)} == fields


@pytest.mark.parametrize("figure", ["事故共造成2人死亡、8人受伤", "事故造成2人死亡、8人受伤", "累计2人死亡、8人受伤"])
@pytest.mark.parametrize("nobody", ["未造成人员伤亡", "无人员伤亡", "没有人员伤亡"])
def test_nobody_hurt_never_stands_beside_a_figure(figure: str, nobody: str) -> None:
    """Neither a total nor a sum hides it: 8 and none are 8, and one of them is wrong."""
    found = contradictions(read(f"{figure}。{nobody}。"), {"deaths": 2, "injured": 8})
    assert {one.field for one in found} == {"deaths", "injured"}
    assert all(nobody in one.words for one in found)


@pytest.mark.parametrize(
    ("plain", "quoted"),
    [
        ("5killed", "5 killed"),
        ("Nocasualties", "No casualties"),
        ("3peoplewereinjured", "3 people were injured"),
        ("twounaccountedfor", "two unaccounted for"),
        ("2人死亡", "2人死亡"),
    ],
)
def test_an_english_sentence_is_quoted_with_its_blanks(plain: str, quoted: str) -> None:
    assert spaced(plain) == quoted
