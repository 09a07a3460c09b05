"""Messages sorted: the lines of the colour rule, kinds, facts; whatever the text, spans lie inside it and nothing is raised."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutydesk.capabilities.reporting.rules import claims
from dutydesk.capabilities.triage.known import load_known
from dutydesk.capabilities.triage.rules.elements import elements, party
from dutydesk.capabilities.triage.rules.folding import fold
from dutydesk.capabilities.triage.rules.likeness import learn
from dutydesk.capabilities.triage.rules.people import read
from dutydesk.capabilities.triage.rules.sorting import Proposal, sort
from dutydesk.kernel.instants import iso, parse_instant
from dutydesk.kernel.numerals import plain
from dutydesk.usecase.books import load_triage

NOW = parse_instant("2026-07-15T11:00:00+08:00", 0)


def proposed(text: str) -> Proposal:
    return sort(text, load_triage(), load_known(), NOW)


LINES = [
    ("有个娃掉机井里了, 消防正在救, 还能听见哭声", "I-R2"),
    ("女子站在某大厦28楼天台, 民警正在劝说", "I-R3"),
    ("一名在押人员从医院脱逃, 正在搜捕", "I-R3"),
    ("摆渡船翻了, 船上人数还没弄清楚", "I-R3"),
    ("楼房坍塌, 救出6人, 废墟下可能还有人", "I-R2"),
    ("柴油外泄入沟, 正在围堵", "I-R3"),
    ("男子来电称再不解决就在门口点汽油", "A-R1"),
    ("我被传销组织扣着不让走, 救我", "A-R1"),
    ("16个工友的工资被欠了四个月, 求你们管管", "A-Y1"),
    ("某矿井下3人死亡", "I-R1"),
    ("食堂午饭后12名学生呕吐, 已送医", "I-R1"),
    ("厂房起火, 直接经济损失约一千二百万元, 无人员伤亡", "I-R1"),
    ("渔船沉没, 2名船员失联", "I-R2"),
    ("5人被困电梯, 已全部救出, 无人受伤", "I-B"),
    ("山火正向王家村蔓延, 村民正在撤离", "I-R3"),
    ("男子站在楼顶要跳楼, 消防已到场", "I-R3"),
    ("男子在楼顶欲轻生, 已被民警救下, 人没事", "I-B"),
    ("疾控报告1例疑似霍乱病例", "I-R4"),
    ("气象台15时发布暴雨红色预警信号", "I-R5"),
    ("约80名工人聚集在县政府门口讨薪", "I-R6"),
    ("两车追尾, 1人死亡", "I-Y1"),
    ("仓库起火已扑灭, 直接损失150万元, 无人员伤亡", "I-Y2"),
    ("客车侧翻后道路仍封闭, 无人员伤亡", "I-Y3"),
    ("民警查获自制土枪一支, 嫌疑人已控制", "I-Y4"),
    ("12名村民在镇政府门口聚集, 情绪平稳", "I-Y5"),
    ("气象台10时发布雷电黄色预警信号", "I-Y6"),
    ("Gunmen abducted two engineers near Port Harcourt", "I-R2"),
    ("小货车自燃, 明火已扑灭, 无人员伤亡", "I-B"),
    ("【特提】国务院办公厅关于防汛工作的紧急通知", "P-R1"),
    ("省政府办公厅通知: 请各单位2小时内书面反馈落实情况", "P-R2"),
    ("关于报送安全生产情况的通知, 今日18时前报送", "P-Y2"),
    ("财政部印发《专项资金管理办法》, 自发布之日起施行", "P-Y3"),
    ("关于印发《地震应急预案》的通知, 请认真贯彻落实", "P-B"),
    ("王某来电反映被拖欠工资, 扬言要跳楼", "A-R1"),
    ("业主反映开发商违约, 称将组织60人来京上访", "A-R2"),
    ("张某等38名农民工反映工资没发", "A-Y1"),
    ("村民李某反映村道路灯坏了, 希望解决", "A-B"),
    ("值班电话打不通, 请立即报修", "O-Y1"),
    ("值班室保密电话中断", "O-Y2"),
    ("明天上午九点会议室开会, 请参会人员准时", "O-B"),
    ("【演练】化工厂爆炸5人死亡", "O-B"),
]


@pytest.mark.parametrize(("text", "line"), LINES)
def test_the_first_line_that_holds_decides(text: str, line: str) -> None:
    found = proposed(text)
    assert found.line == line, found


FACTS: list[tuple[str, dict[str, Any]]] = [
    ("3死17伤", {"deaths": 3, "injured": 17}),
    ("事故造成2人重伤、6人轻伤", {"injured": 8}),
    ("疫情共4人发病, 其中1人死亡", {"injured": 3, "deaths": 1}),
    ("大火损失八百多万元", {"loss_yuan": 8_000_000}),
    ("爆炸致七八个工人受伤", {"injured": 7}),
    ("火灾无人员伤亡", {"deaths": 0, "injured": 0}),
    ("車禍造成３人死亡", {"deaths": 3}),
    ("泥石流冲毁民房, 12人失联", {"missing": 12}),
    ("泥石流后砸死5头牛, 无人员伤亡", {"deaths": 0, "injured": 0}),
    ("火灾后疏散群众200人, 暂无伤亡", {"deaths": 0, "injured": 0}),
    # a total said before its number, the last one told; who died later was among nobody else
    ("伤者增至14人, 其中1人危重, 死亡仍为2人", {"deaths": 2, "injured": 14}),
    ("事故死亡人数上升至6人, 受伤人数8人", {"deaths": 6, "injured": 8}),
    ("塔吊倒塌, 两名工人当场死亡, 一人送医抢救无效死亡", {"deaths": 3}),
    ("爆炸后5人送医, 其中2人死亡", {"deaths": 2, "injured": 3}),
    # one person without a number; several without one are no number
    ("小区里一个老头煤气中毒, 抬出来的时候人已经没了", {"deaths": 1}),
    ("货车侧翻, 驾驶员轻伤", {"injured": 1}),
    ("学生被砍伤, 送医抢救", {}),
    ("工人们在爆炸中遇难", {}),
    ("河道里打捞起一具无名男尸, 公安正在调查", {"deaths": 1}),
    # aboard what is out of contact; still in there; still looked for
    ("渔船在外海失联, 船上11人", {"missing": 11}),
    ("一架载6人的直升机失去联络", {"missing": 6}),
    ("矿洞冒顶埋了三个, 挖出来一个, 还有俩在里头", {"missing": 2}),
    ("运砂船沉没, 船上5人, 救起4人, 1人仍在搜寻", {"missing": 1}),
    ("医院报告3例肺结核病例", {"injured": 3}),
    # what a text itself calls untrue
    ("网传大桥坍塌死了上百人, 核实为谣言, 系外地旧图", {}),
]


@pytest.mark.parametrize(
    "text", ["粮站仓库东墙鼓出来了, 声音不对头", "河面起了一层红泡沫", "塔机今天自己转起来了", "某县铁路道口栏杆被撞断"]
)
def test_what_is_not_understood_in_an_incident_is_never_blue(text: str) -> None:
    found = proposed(text)
    assert (found.kind, found.colour == "blue") == ("incident", False)


@pytest.mark.parametrize(("text", "numbers"), FACTS)
def test_numbers_are_read(text: str, numbers: dict[str, float]) -> None:
    found = proposed(text)
    assert {name: found.figure(name) for name in numbers} == numbers


def test_words_of_time_and_place_stand_as_they_were_typed() -> None:
    text = "７月15日10時20分許，湖南省瀏陽市大瑶镇枫林村某花炮厂发生爆炸，联系人13800138000"
    found = proposed(text)
    words = {name: fact.span.words for name, fact in found.facts.items()}
    assert words["occurred_at"] == "７月15日10時20分許"
    assert iso(found.occurred_at) == "2026-07-15T10:20:00+08:00"
    assert (words["province"], words["district"], words["spot"]) == ("湖南省", "瀏陽市", "大瑶镇枫林村某花炮厂")
    assert words["contact"] == "13800138000"
    assert all(fact.status == "待核实" for fact in found.facts.values())


@pytest.mark.parametrize("text", ["截至7月15日12时，无人伤亡", "预计7月16日8时恢复通车，道路塌方"])
def test_a_cut_off_or_a_forecast_is_no_time_of_the_event(text: str) -> None:
    assert "occurred_at" not in proposed(text).facts


PARTS = st.sampled_from(
    [
        *"一二三十百万0123456789死伤人名，。、：（）\n 　\x00\u200b|",
        "死亡",
        "失联",
        "损失",
        "万元",
        "７月",
        "10時",
        "浏阳市",
        "其中",
        "𠀀",
        "①",
    ]
)


@given(st.one_of(st.text(), st.lists(PARTS, max_size=40).map("".join)))
def test_no_text_is_too_odd_and_spans_lie_inside_it(text: str) -> None:
    found = proposed(text)
    for span in (*(why.span for why in found.why), *(fact.span for fact in found.facts.values())):
        assert text[span.start : span.end] == span.words
    assert found.line
    folded = fold(text, load_known().simpler)
    assert len(folded.line) == len(folded.places)
    assert plain(folded.line) == folded.line


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("县城一珠宝店被抢, 劫匪骑摩托逃跑", "incident"),
        ("请问异地就医备案怎么办理, 跑了三趟都没办成", "appeal"),
        ("人大代表转来建议: 希望增开北京到南阳的高铁", "appeal"),
        ("请各市于今晚22时前报告山洪危险区群众转移情况", "policy"),
        ("昨夜无事, 一切正常, 交班", "routine"),
    ],
)
def test_a_kind_is_told_by_what_a_message_reads_like(text: str, kind: str) -> None:
    assert proposed(text).kind == kind


@pytest.mark.parametrize(
    ("text", "district"),
    [
        ("方城县值班室刘强: 二广高速南召段K1525处两车追尾, 3人受伤", "南召"),
        ("方城县值班室: 一货车侧翻, 1人受伤", "方城县"),
        ("南阳市应急局: 南召县两车追尾, 3人受伤", "南召县"),
    ],
)
def test_who_says_it_is_not_where_it_happened_where_the_text_names_another_place(text: str, district: str) -> None:
    found = proposed(text).facts
    assert found["district"].span.words == district
    assert ("city" in found) == text.startswith("南阳市")


def test_what_reads_like_nothing_speaks_for_nothing_and_is_bounded() -> None:
    likeness = learn([("着火了快来", "a"), ("着火了救人", "a"), ("开会通知", "b")])
    assert not any(likeness.of("zzzz", 1, 4).values())
    assert likeness.of("着火了快来救人", 1, 4) == {"a": 4, "b": 0}
    assert 0 < likeness.of("着火", 0.1, 4)["a"] < 4
    assert learn([]).of("着火", 1, 4) == {}


@given(st.text(alphabet="一二三两3名人死伤亡被困，。、着火车船楼没有已全部救出还失联", max_size=40))
def test_figures_are_never_below_nothing_and_lie_in_the_line(line: str) -> None:
    for one in read(line):
        assert one.number >= 0
        assert 0 <= one.start <= one.end <= len(line)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("朝阳区应急局来电：朝阳区十八里店乡一物流仓库起火，3人受伤。", "朝阳区十八里店乡"),
        ("南召县政府来电：南召县城郊乡发生山体滑坡。", "南召县城郊乡"),
        ("南召县石门乡山洪冲走2人", "南召县石门乡"),
    ],
)
def test_a_place_that_is_named_twice_stands_once(text: str, place: str) -> None:
    found = proposed(text).facts
    assert "".join(found[level].span.words for level in ("district", "spot")) == place


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("报两件事：一是某县厂房火灾已扑灭，无人员伤亡；二是某镇山洪冲走2名村民，正在搜救。", "I-R2"),
        ("两个情况：1、高速追尾已处置完毕，道路恢复通行；2、某化工厂氨气泄漏，仍在不断往外冒。", "I-R3"),
        ("某小区火灾已扑灭，无人员伤亡。另有一起：某矿透水，井下3人失联。", "I-R2"),
    ],
)
def test_what_is_over_in_one_of_several_matters_says_nothing_of_the_others(text: str, line: str) -> None:
    found = proposed(text)
    assert (found.kind, found.colour, found.line) == ("incident", "red", line)


@pytest.mark.parametrize(
    ("text", "line", "when", "place"),
    [
        (
            "南阳市应急局报两件事：一是8时10分镇平县一厂房起火，1人受伤；二是9时20分社旗县一小学35名学生呕吐。",
            "I-R1", "9时20分", ["南阳市", "社旗县", "一小学"],
        ),
        (
            "值班室报告：一是昨日22时方城县一民房火灾已扑灭，无伤亡；二是今晨6时南召县崔庄乡山体滑坡，埋压4人。",
            "I-R2", "今晨6时", ["南召县", "崔庄乡"],
        ),
        (
            "1. 西峡县：今天5时一辆货车侧翻，1人死亡。\n2. 淅川县：7时20分一渔船翻沉，2人失踪。\n3. 内乡县：平安无事。",
            "I-R2", "7时20分", ["淅川县"],
        ),
        ("西峡县：5时一货车侧翻，1人死亡。\n淅川县：7时一渔船翻沉，2人失踪。", "I-R2", "7时", ["淅川县"]),
    ],
)  # fmt: skip
def test_time_and_place_go_with_the_matter_that_the_figures_are_of(
    text: str, line: str, when: str, place: list[str]
) -> None:
    found = proposed(text)
    assert found.line == line
    facts = {name: fact.span.words for name, fact in found.facts.items()}
    assert facts["occurred_at"] == when
    assert [facts[level] for level in ("province", "city", "district", "spot") if level in facts] == place


@pytest.mark.parametrize(
    "text",
    [
        "某矿透水事故处置完毕：1、被困3人已全部救出；2、无人员伤亡。",
        "某县火灾的处置：一是立即组织扑救，二是疏散周边群众120人，三是做好伤员救治。目前2人受伤送医。",
    ],
)
def test_points_of_one_matter_are_not_several(text: str) -> None:
    found = proposed(text)
    assert found.colour != "red"


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("刘工 07:21:\n化工园氨罐还在漏\n张科 07:25: 两个人中毒送医院", None),
        ("[07:25] 张科：泄漏点还没堵上，两人中毒", None),
        ("07:25 西峡县一货车侧翻，1人死亡", "07:25"),
        ("西峡县07:25：一货车侧翻，1人死亡", "07:25"),
    ],
)
def test_the_hour_of_a_line_in_a_chat_is_not_when_it_happened(text: str, when: str | None) -> None:
    fact = proposed(text).facts.get("occurred_at")
    assert (fact.span.words if fact is not None else None) == when


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("群众报警称有人在某广场四楼护栏外坐着", "I-R3"),
        ("我儿子十四, 昨天跑出去, 找了一夜没找着, 求求帮忙", "A-R1"),
        ("我闺女让传销的骗到外地了, 偷偷发信息说出不来", "A-R1"),
        ("再不给钱我就带着液化气罐上你们驻京办", "A-R1"),
        ("我们厂下岗职工商量好了, 礼拜五坐车进京, 少说一百口子", "A-R2"),
        ("俺们工地的塔吊司机没结到钱, 求帮忙", "A-B"),
    ],
)
def test_what_is_red_by_how_it_is_built(text: str, line: str) -> None:
    assert proposed(text).line == line


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("游乐场过山车停在半坡,上头十一个人下不来,消防搭云梯", "red"),
        ("某水库坝脚翻沙冒水,正组织抢护", "red"),
        ("有人从微信群里看到,几个货车司机在串联,明天几百台车去收费站堵路", "red"),
        ("男子骑坐在女儿墙上,喊着就跳,民警都到了在劝", "red"),
        ("江上一条渔船翻了,船上爷俩没捞上来", "red"),
        ("蒙面男子持斧头抢了金店,往西跑了,正在追捕", "red"),
        ("某厂酸罐裂了口子,酸液还在往外流,周围村民往外撤", "red"),
    ],
)
def test_what_people_say_of_lives_in_doubt_is_red(text: str, colour: str) -> None:
    found = proposed(text)
    assert (found.kind, found.colour) == ("incident", colour), (found.kind, found.line)


@pytest.mark.parametrize(
    "text",
    [
        "我闺女在北京上学,前天说去见个人,到现在手机关机,求你们帮忙找找",
        "我儿子15岁,昨晚从宿舍走了,至今联系不上,求帮忙",
    ],
)
def test_a_child_that_cannot_be_reached_is_red(text: str) -> None:
    found = proposed(text)
    assert (found.kind, found.colour) == ("appeal", "red"), (found.kind, found.line)


@pytest.mark.parametrize(
    "text",
    [
        "采石场塌方,把两个人压在底下了,正在扒",
        "污水池清理,一个人下去没动静,另一个栽里头了",
        "景区两名游客掉队,从昨夜起断了联系",
        "七八十号村民拉着横幅堵在镇政府门口",
        "某寄宿学校32名学生起红疹发痒,原因在查",
    ],
)
def test_further_words_for_lives_in_doubt_and_crowds_are_red(text: str) -> None:
    found = proposed(text)
    assert (found.kind, found.colour) == ("incident", "red"), (found.kind, found.line)


def test_about_so_many_people_are_no_day_of_the_month() -> None:
    assert proposed("八九十号花农堵在县政府大门口").kind == "incident"


@pytest.mark.parametrize("run", ["1", "一", "12 ", "１", "1人", "一是", "二〇"])
def test_a_run_of_figures_without_end_holds_nobody_up(run: str) -> None:
    """Eighteen thousand of them took hours, and every message behind it waited; they take a third of a second."""
    text = "某地火灾，3人死亡。" + run * (18_000 // len(run))
    began = time.process_time()
    assert proposed(text).facts["deaths"].value == 3
    elements(text)
    party(text)
    claims.read(text)
    assert time.process_time() - began < 30


def test_a_longer_run_than_any_number_stands_in_no_number_and_moves_nothing() -> None:
    text = "流水号" + "7" * 40 + "，3人死亡"
    assert plain(text) == "流水号" + "□" * 40 + "，3人死亡"
    assert fold(text, {}).line == plain(text)
    assert plain("账号6222021234567890123") == "账号6222021234567890123"


def test_what_a_text_lacks_and_how_often_a_label_comes_speak_too() -> None:
    often = [(f"开会通知{n}", "b") for n in "一二三四五六七八九"]
    likeness = learn([("会上打起来了，有人受伤，救护车来了，警察也来了", "a"), *often])
    margins = likeness.margins("会")
    assert margins["b"] > 0 > margins["a"] == -margins["b"]
    assert learn([("甲乙", "a"), ("丙丁", "b"), ("甲戊", "a")], least=2).margins("丙丁") == {"a": 0, "b": 0}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("自本公告印发之日起, 全县河道一律禁止采砂", "P-Y3"),
        ("即刻起至年底, 林区禁止野外用火", "P-Y3"),
        ("老板欠薪半年, 请求帮助", "A-B"),
    ],
)
def test_what_reads_like_something_does_not_outvote_what_is_said(text: str, line: str) -> None:
    assert proposed(text).line == line
