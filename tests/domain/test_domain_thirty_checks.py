"""The thirty checks one by one (papers §5): what each must find, with its weight and place, and what it must leave alone.

A sentence is put into a report that has nothing to be found in it, so that whatever is found is found in the sentence.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any, NamedTuple

import pytest

from dutydesk.capabilities.reporting.rules.checks import findings
from dutydesk.capabilities.reporting.rules.findings import BLOCK, GATES, MEND, NAMES, REASONED, WARN, Text, mended
from dutydesk.kernel.instants import at_local

DAY = date(2026, 7, 15)


def at(hour: int, minute: int = 0) -> int:
    return at_local(DAY, time(hour, minute))


# ---------------------------------------------------------------- the papers' own examples, word for word

FIRST = Text(
    kind="first", name="首报", title="关于二广高速南召段道路交通事故情况的报告（首报）",
    text="7月15日10时47分，我办接高速交警三大队电话报告：7月15日10时20分许，二广高速南阳市南召段，一辆载有37人的大客车追尾一辆半挂货车。\n"
    "据初步核实，事故已造成2人死亡、8人受伤（重伤人数正在核实），伤员已送南召县人民医院；车上其余27人情况正在核实；直接经济损失正在统计。\n"
    "事故原因正在调查，路段通行受影响情况正在核实。按现有伤亡人数，初判为一般（Ⅳ级），最终以主管部门认定为准。\n"
    "现场处置由南阳市人民政府牵头，现场负责人及电话正在核实；事发地是否已按程序上报，正在向南阳市政府值班室核实。\n"
    "我办已启动内部应急值守，10时59分转告省公安厅交管局、省卫生健康委，两单位已回执。\n"
    "下一步，我办将跟踪伤员救治和伤亡变化，随时核实续报。",
    figures={"deaths": 2, "injured": 8}, unverified=["deaths", "injured"], level="IV",
    occurred=at(10, 20), received=at(10, 47), now=at(11, 35), reached=["省公安厅交管局", "省卫生健康委"],
    accounts=["zhouming"], labels=["Y1"],
)  # fmt: skip
FOLLOW = replace(
    FIRST, kind="follow_up", name="续报一", title="关于二广高速南召段道路交通事故情况的报告（续报一）",
    text="截至7月15日12时20分，据南阳市卫生健康委电话报告，事故共造成4人死亡、6人受伤（重伤人数正在核实）。"
    "较首报增加2人死亡、减少2人受伤，系2名重伤员经抢救无效死亡。\n"
    "车上其余27人情况、直接经济损失和事故原因正在核实。\n"
    "按现有伤亡人数，初判由一般调整为较大（Ⅲ级），最终以主管部门认定为准。\n"
    "我办内部应急值守相应提级，刘志远副主任到值班室，12时26分转告省应急管理厅、省公安厅交管局、省卫生健康委。\n"
    "下一步，我办将继续核实伤员救治和原因调查情况。有新情况续报。",
    figures={"deaths": 4, "injured": 6}, unverified=(), level="III", last_name="首报", last_figures={"deaths": 2, "injured": 8},
    now=at(12, 31), reached=["省应急管理厅", "省公安厅交管局", "省卫生健康委"],
)  # fmt: skip
QUIET = replace(
    FOLLOW, name="续报六", title="关于二广高速南召段道路交通事故情况的报告（续报六）", last_name="续报五",
    text="截至7月15日22时20分，事故累计造成4人死亡、6人受伤（重伤人数正在核实），较续报五无变化。"
    "22时15分向南阳市政府值班室核实，救治和调查无新进展。有新情况续报。",
    last_figures={"deaths": 4, "injured": 6}, now=at(22, 30),
)  # fmt: skip
FINAL = Text(
    kind="final", name="终报", title="河南省人民政府驻北京办事处关于“7·15”群众聚集反映诉求事件情况的报告",
    text="2026年7月15日17时05分许，我省群众约60人在京某部委接待场所门口聚集反映诉求，21时10分全部离开。现将有关情况报告如下：\n"
    "一、基本情况。17时20分，我办接北京市公安局西城分局电话。聚集人员反映某楼盘逾期交付问题，未接到人员伤亡和财物损失报告。\n"
    "二、处置经过。17时30分，我办启动内部应急值守，派员到场，请省信访局牵头，通报公安、宣传部门；17时41分电话、18时12分书面首报；"
    "19时27分联合处置方案经批准；20时05分剩余15人；21时10分人员全部离开。\n"
    "三、原因和后果。经省信访局核实，诉求为要求明确交房时间，属首次来京反映。\n"
    "四、善后和责任。省信访局已受理登记并告知办理期限，属地处理情况由省信访局跟踪。我办续报一将“剩余15人”误为“45人”，20时14分已更正，相关人员已作检查。\n"
    "五、意见建议。建议属地及时公开工程进展，畅通信访渠道。\n特此报告。\n附件：报送情况一览表",
    figures={"participants": 60}, unverified=["participants"], level="III", cause_known=True,
    occurred=at(17, 5), received=at(17, 20), now=at(23), reached=["省信访局", "省公安厅", "省委宣传部"],
)  # fmt: skip
CRASH = replace(
    FINAL, title="关于二广高速南召段道路交通事故情况的报告（终报）", occurred=at(10, 20), received=at(10, 47), cause_known=True,
    text="一、基本情况。事故共造成4人死亡、6人受伤（其中重伤2人）。\n二、原因和后果。经省应急管理厅核实，系大客车疲劳驾驶所致。\n特此报告。",
    figures={"deaths": 4, "injured": 6, "serious_injuries": 2}, unverified=(),
)  # fmt: skip
CORRECTION = Text(
    kind="correction", name="更正", title="关于群众聚集反映诉求事件情况的报告（更正）",
    text="我办7月15日20时05分所报《关于群众聚集反映诉求事件情况的报告（续报一）》（第18期）中，“剩余45人”应为“剩余15人”，系录入错误，其他内容不变。\n"
    "请以本更正为准。由此带来不便，特此说明。",
    figures={"participants": 60}, received=at(17, 20), now=at(20, 14),
)  # fmt: skip
EXAMPLES = {"首报": FIRST, "续报": FOLLOW, "无新进展": QUIET, "终报": FINAL, "事故终报": CRASH, "更正": CORRECTION}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_have_nothing_to_be_found(name: str) -> None:
    found = findings(EXAMPLES[name])
    assert [(one.check, one.words, str(one.said)) for one in found] == []


# ---------------------------------------------------------------- one sentence more, or one changed


def said(words: str, base: Text = FIRST, **more: Any) -> Text:
    """A sentence more in the report, before its closing."""
    lines = base.text.split("\n")
    at_end = next((n for n, line in enumerate(lines) if line.startswith(("下一步", "特此"))), len(lines) - 1)
    return replace(base, text="\n".join([*lines[:at_end], words, *lines[at_end:]]), **more)


def put(old: str, new: str, base: Text = FIRST, **more: Any) -> Text:
    """A report with other words in one place."""
    assert old in base.text, old
    return replace(base, text=base.text.replace(old, new), **more)


class Check(NamedTuple):
    """A check: its number, its weight, texts that it finds something in (with the words found), texts that it leaves."""

    number: str
    weight: str
    bad: list[tuple[Text, str]]
    good: list[Text]


TWELVE = "12时20分"
MOSTLY = replace(FIRST, figures={"deaths": 2, "injured": 8, "missing": 3})
NOBODY = replace(
    FIRST, figures={"deaths": 0, "injured": 0}, unverified=(), text="7月15日，事故未造成人员伤亡。有新情况续报。"
)

CHECKS = [
    Check("P-01", MEND,
        [(said("现场已封闭,救援正在进行。"), ","), (said("现场有2人(均为司机)。"), "("), (said("气温39℃,救援正在进行。"), ","), (said("共有3辆车,5人在场。"), ",")],
        [said("值班电话010-60000000，传真(010)60000001。"), said("网址https://example.org/a,b?c=1，可查。"), said("车速为90km/h，限速10:47公布。"), said("比例为3:1。")]),
    Check("P-02", BLOCK,
        [(said("现场（南召段已封闭。"), "（"), (said("通知《关于防汛工作要求。"), "《"), (said('他说"已封闭。'), '"')],
        [said("现场（南召段）已封闭。"), said("“已封闭”。"), said("文号为国办发明电〔2026〕9号。"), said("气温39.5度……仍在上升。")]),
    Check("P-02", MEND,
        [(said("现场已封闭.救援正在进行。"), "."), (said("伤员正在抢救．"), "．"), (said("现场已封闭。。"), "。。"), (said('他说"已封闭"。'), '"'), (said("情况复杂...正在核实。"), "...")],
        [said("气温39.5度。"), said("版本为3.1.4。")]),
    Check("P-03", MEND,
        [(said("现场有 3 辆车。"), " "), (said("现场有３辆车。"), "３"), (said("现场 已封闭。"), " ")],
        [said("车型为Model 3轿车。"), said("联系人张某　电话正在核实。"), said("时间7月15日10:47 封闭。")]),
    Check("P-04", MEND,
        [(said("依据豫政[2026]18号办理。"), "[2026]"), (said("依据豫政〔2026〕第18号办理。"), "第"), (said("依据豫政〔2026〕018号办理。"), "0"), (said("依据豫政〔26〕18号办理。"), "〔26〕"), (said("依据豫政(2026)第18号办理。"), "(2026)第")],
        [said("依据豫政〔2026〕18号办理。"), said("第18号台风正在靠近（2026年）。"), said("现场有18号、19号两辆车。")]),
    Check("P-05", MEND,
        [(said("07月5日已整改。"), "07"), (said("15号上午已整改。"), "15号"), (said("本月12号，已整改。"), "12号"), (said("26年7月已整改。"), "26年"), (said("二〇二六年已整改。"), "二〇二六年"), (said("2026-07-14已整改。"), "2026-07-14"), (said("于14号前整改。"), "14号")],
        [said("工龄26年，密级期限10年。"), said("住在15号楼，乘3号线。"), said("到15号泊位，查8号文。"), said("第5号台风正在靠近。"), said("京15号公路。")]),
    Check("P-05", BLOCK,
        [(said("2月30日已整改。"), "2月30日"), (said("2月29日已整改。"), "2月29日"), (said("7月14日25时已整改。"), "25时"), (said("7月14日10时75分已整改。"), "10时75分"), (said("7月14日24时30分已整改。"), "24时30分")],
        [said("2024年2月29日已整改。"), said("截至7月14日24时，已整改。"), said("7月14日10时05分已整改。")]),
    Check("P-06", WARN,
        [(said("今天已整改。"), "今天"), (said("昨晚已整改。"), "昨晚"), (said("下午3时已整改。"), "下午"), (said("近日已整改。"), "近日"), (said("日前已整改。"), "日前"), (said("晚8时已整改。"), "8时"), (said("10点半已整改。"), "10点半"), (said("7月14日24时发生余震。"), "24时"),
         (replace(FIRST, text="当日已整改。有新情况续报。"), "当日")],
        [said("7月20日前整改。"), said("三日前已整改。"), said("文件要求“请于今日18时前反馈”。"), said("目前已整改。"), said("靠近日本海域。"), said("至7月14日24时已整改。"), said("7月14日，当日已整改。"), said("按3点整改意见办理。"), said("假日前已整改。")]),
    Check("P-07", BLOCK,
        [(put("截至", "截止", FOLLOW), "截止"), (put(f"截至7月15日{TWELVE}", "截至7月15日13时20分", FOLLOW), "截至7月15日13时20分"), (put(f"截至7月15日{TWELVE}", "截至7月15日9时20分", FOLLOW), "截至7月15日9时20分"),
         (put("10时20分许", "10时02分许"), "7月15日10时02分"), (put("7月15日10时47分，我办", "7月15日10时37分，我办"), "7月15日10时37分")],
        [said("报名截止时间为7月20日。"), put("7月15日12时20分", "7月15日12时", FOLLOW), put("10时20分许", "10时左右"), said("10时52分，我办接省卫生健康委电话。"), put("7月15日10时47分，我办", "10时47分，我办"),
         replace(FOLLOW, text=FOLLOW.text.replace("截至7月15日12时20分", "截至7月15日24时"), now=at_local(date(2026, 7, 16), time(0, 10)))]),
    Check("P-08", BLOCK,
        [(replace(FIRST, title="二广高速事故"), "二广高速事故"), (replace(FIRST, title="关于二广高速事故情况的报告（首报）。"), "关于二广高速事故情况的报告（首报）。"), (replace(FIRST, title="关于二广高速事故情况的报告（续报一）"), "关于二广高速事故情况的报告（续报一）")],
        [FIRST, FOLLOW, FINAL, CORRECTION]),
    Check("P-09", BLOCK,
        [(replace(FIRST, title="关于妥善处置二广高速事故情况的报告（首报）"), "妥善处置"),
         (replace(FIRST, title="关于二广高速火灾事故情况的报告（首报）", events={"火灾事故": ("火灾事故",)}), "火灾事故")],
        [FIRST, replace(FIRST, events={"火灾事故": ("火灾事故",)}), replace(FIRST, title="关于二广高速事故处置情况的报告（首报）", events={"火灾事故": ("火灾事故",)}), replace(FIRST, title="关于污水处理厂泄漏情况的报告（首报）")]),
    Check("P-10", BLOCK,
        [(said("本续报三所称情况属实。", FOLLOW), "续报三"), (said("关于二广高速事故情况的报告（续报二）", FOLLOW), "续报二")],
        [said("本续报一所称情况属实。", FOLLOW), said("有关情况见续报三。", FOLLOW)]),
    Check("P-11", WARN,
        [(put("二、", "三、", CRASH), "三"), (said("（一）查明原因。（三）公布结果。", CRASH), "三"), (said("1.查明原因。3.公布结果。", CRASH), "3")],
        [CRASH, FINAL, said("（一）查明原因。（二）公布结果。", CRASH), said("1.查明原因。2.公布结果。", CRASH), said("伤情（2）另报。", CRASH), said("气温3.5度。", CRASH)]),
    Check("P-11", MEND,
        [(said("1、查明原因。", CRASH), "1、"), (said("（一）、查明原因。", CRASH), "、"), (put("附件：报送情况一览表", "附件：报送情况一览表。", FINAL), "。")],
        [said("3人死亡（一）、其他。", replace(CRASH, figures={})), said("7、8人在场。", CRASH)]),
    Check("P-12", BLOCK,
        [(put("2人死亡", "3人死亡"), "3人死亡"), (put("8人受伤", "十人受伤"), "十人受伤"), (said("失联9人。", MOSTLY), "失联9人"), (said("死者已增至4名。"), "死者已增至4名"), (said("遇难人员上升到4人。"), "遇难人员上升到4人"), (said("直接经济损失20万元。", replace(FIRST, figures={"deaths": 2, "injured": 8, "loss_yuan": 1_800_000})), "直接经济损失20万元")],
        [said("其中2人死亡系司机。"), said("投入救援120人。"), said("车辆载有37人。"), said("直接经济损失180万元。", replace(FIRST, figures={"deaths": 2, "injured": 8, "loss_yuan": 1_800_000}))]),
    Check("P-13", BLOCK,
        [(replace(NOBODY, figures={}), "未造成人员伤亡"), (replace(NOBODY, unverified=("deaths", "injured")), "未造成人员伤亡"), (replace(NOBODY, figures={"deaths": 1, "injured": 0}), "未造成人员伤亡"), (replace(NOBODY, figures={}, text="7月15日，现场无人员伤亡。有新情况续报。"), "无人员伤亡")],
        [NOBODY, replace(NOBODY, figures={}, text="7月15日，暂未接到人员伤亡报告。有新情况续报。"), replace(NOBODY, figures={}, text="人员伤亡情况正在核实。有新情况续报。")]),
    Check("P-14", WARN,
        [(put("（重伤人数正在核实）", ""), "8人受伤"), (put("（重伤人数正在核实）", "，重伤2人", figures={"deaths": 2, "injured": 8, "serious_injuries": 2}), "8人受伤")],
        [FIRST, put("（重伤人数正在核实）", "（其中重伤2人）", figures={"deaths": 2, "injured": 8, "serious_injuries": 2}), put("（重伤人数正在核实）", "", figures={"deaths": 2, "injured": 8, "serious_injuries": 0})]),
    Check("P-14", BLOCK,
        [(put("（其中重伤2人）", "", CRASH), "6人受伤"), (put("其中重伤2人", "其中重伤9人", CRASH, figures={"deaths": 4, "injured": 6, "serious_injuries": 9}), "6人受伤")],
        [CRASH, said("伤员6人在省人民医院治疗。", CRASH)]),
    Check("P-15", WARN,
        [(put("2人死亡、8人受伤", "死亡2人、8人受伤"), "死亡2人"), (put("2人死亡、8人受伤（重伤人数正在核实）", "8人受伤（重伤人数正在核实）、2人死亡"), "8人受伤（重伤人数正在核实）、2人死亡"), (put("其余27人", "其余30人"), "其余30人"), (said("事故死伤10人。"), "死伤10人")],
        [FIRST, said("死亡2人次登记。"), said("2名死亡人员家属已到场。"), put("载有37人的", "")]),
    Check("P-16", BLOCK,
        [(put("截至7月15日12时20分，", "", FOLLOW), ""), (put("共造成", "造成", FOLLOW), ""), (replace(FOLLOW, figures={"deaths": 4, "injured": 6, "missing": 3}, last_figures={"deaths": 2, "injured": 8, "missing": 3}), ""),
         (replace(FOLLOW, last_figures={"deaths": 2, "injured": 8, "loss_yuan": 1_800_000}, text=FOLLOW.text.replace("、直接经济损失", "")), "")],
        [FOLLOW, QUIET, put("事故共造成", "事故累计造成", FOLLOW), said("直接经济损失正在统计。", FOLLOW, last_figures={"deaths": 2, "injured": 8, "loss_yuan": 1_800_000})]),
    Check("P-17", BLOCK,
        [(put("增加2人死亡", "增加3人死亡", FOLLOW), "增加3人死亡"), (put("较首报", "较续报三", FOLLOW), "续报三"), (put("，系2名重伤员经抢救无效死亡", "", FOLLOW), "较首报增加2人死亡、减少2人受伤"), (put("较首报增加2人死亡、减少2人受伤，系2名重伤员经抢救无效死亡。", "", FOLLOW), "")],
        [FOLLOW, QUIET, said("较上年同期降水偏多。", FOLLOW)]),
    Check("P-18", BLOCK,
        [(put("据初步核实，事故", "事故"), "事故已造成2人死亡、8人受伤（重伤人数正在核实），伤员已送南召县人民医院；"),
         (said("货车制动系统失灵导致追尾。", facts={"起因": "货车制动系统失灵导致追尾"}), "货车制动系统失灵导致追尾。")],
        [FIRST, FOLLOW, said("据初步核实，货车制动系统失灵导致追尾。", facts={"起因": "货车制动系统失灵导致追尾"}), said("货车制动系统正在检测。", facts={"起因": "货车制动系统失灵导致追尾"})]),
    Check("P-18", WARN,
        [(put("事故共造成", "据初步核实，事故共造成", FOLLOW), "截至7月15日12时20分，据南阳市卫生健康委电话报告，据初步核实，事故共造成4人死亡、6人受伤（重伤人数正在核实）。"), (said("车况（待核实）、路况（待核实）、车速（待核实）、时间（待核实）。"), "")],
        [FOLLOW, said("车速（待核实）。")]),
    Check("P-19", BLOCK,
        [(replace(QUIET, text="无新进展。有新情况续报。"), "无新进展"), (put("22时15分向南阳市政府值班室核实，", "", QUIET), "无新进展")],
        [QUIET, FOLLOW]),
    Check("P-20", BLOCK,
        [(said("事故系疲劳驾驶所致。"), "系疲劳驾驶所致"), (said("货车司机违规变道。"), "违规"), (said("货车司机负全部责任。"), "负全部责任"), (said("肇事者已被控制。"), "肇事者"), (put("经省应急管理厅核实，", "", CRASH), "系大客车疲劳驾驶所致")],
        [FIRST, CRASH, said("事故原因正在调查。"), said("是否违规正在调查。"), said("因道路湿滑，救援受阻。"), said("未发现违法行为。")]),
    Check("P-21", BLOCK,
        [(put("一般（Ⅳ级）", "较大（Ⅲ级）"), "较大（Ⅲ级）"), (put("一般（Ⅳ级）", "一般（Ⅲ级）"), "Ⅲ"), (said("省政府启动较大响应。"), "较大响应"), (put("初判为一般（Ⅳ级）", "初判为普通（Ⅳ级）"), "普通（Ⅳ级）"), (put("初判为一般（Ⅳ级）", "初判为Ⅳ级（一般）"), "Ⅳ级（一般）")],
        [FIRST, FOLLOW, said("如伤亡增加，可能达到较大事故报送标准以上。"), said("对交通影响较大。"), said("省应急管理厅已启动三级应急响应。"), said("这是重大突发情况，不是一般问题。")]),
    Check("P-21", MEND, [(put("（Ⅳ级）", "（IV级）"), "IV")], [FIRST]),
    Check("P-22", BLOCK,
        [(put("已启动内部应急值守", "已启动Ⅳ级响应"), "启动Ⅳ级响应"), (said("我办责令南阳市政府整改。"), "责令"), (said("我办组织救援。"), "组织救援"), (said("我办指挥现场处置。"), "指挥"), (said("我办立即启动应急响应。"), "启动应急响应")],
        [FIRST, said("我办转告省应急厅启动Ⅳ级响应事宜。"), said("我办获悉省政府启动Ⅳ级响应。"), said("省应急管理厅指挥现场处置。"), said("我办与现场指挥部保持联系。"), said("我办未启动响应。"), said("我办派员到场协助指挥疏散。")]),
    Check("P-23", BLOCK,
        [(replace(FIRST, recipients=["省委办公厅", "省委办公厅"]), "省委办公厅"), (replace(FINAL, recipients=["王海峰主任"]), "王海峰主任"), (replace(FINAL, recipients=["南召县政府"]), "南召县政府"), (put("转告省公安厅交管局", "转告省交通运输厅"), "省交通运输厅"), (replace(FIRST, reached=()), "省公安厅交管局")],
        [FIRST, FOLLOW, replace(FINAL, recipients=["省政府", "省委办公厅"]), put("省卫生健康委", "省卫健委"), said("我办拟转告省民政厅。"), put("转告省公安厅交管局", "转告有关情况，电话请示省公安厅交管局")]),
    Check("P-23", WARN, [(replace(FIRST, recipients=["王海峰主任"]), "王海峰主任")], [replace(FIRST, recipients=["主任办公室", "南召县政府"])]),
    Check("P-24", BLOCK,
        [(put("特此报告。", "请批示。特此报告。", FINAL), "请批示"), (said("妥否，请示下。", FINAL), "妥否"), (said("恳请省政府支持。", FINAL), "恳请"), (said("建议省财政厅拨付救灾资金。", FINAL), "建议省财政厅拨付")],
        [FINAL, CRASH, said("群众请求明确交房时间。", FINAL), said("省财政厅已拨付救灾资金200万元。", FINAL), said("请批示。", FIRST)]),
    Check("P-24", WARN,
        [(put("，随时核实续报。", "。"), ""), (put("特此报告。", "", CRASH), "")],
        [FIRST, FOLLOW, FINAL, CORRECTION]),
    Check("P-25", BLOCK,
        [(replace(FIRST, signer="", signed=True), ""), (replace(FIRST, signer="周明", drafter="周明"), "")],
        [replace(FIRST, signer="刘志远", drafter="周明", signed=True), FIRST, replace(FIRST, kind="phone", signer="", signed=True)]),
    Check("P-25", WARN, [(replace(FIRST, signer=""), "")], [replace(FIRST, signer="刘志远")]),
    Check("P-26", BLOCK,
        [(put("南召县人民医院", "××医院"), "××"), (said("负责人[ ]已到场。"), "[ ]"), (said("【待补】"), "【待补】"), (said("负责人{name}已到场。"), "{name}"), (said("负责人None已到场。"), "None"), (said("编号0f8fad5b-d9cb-469f-a165-70867728950e。"), "0f8fad5b-d9cb-469f-a165-70867728950e"), (said("状态为follow_up。"), "follow_up"), (said("类别为incident。"), "incident"), (said("由zhouming核实。"), "zhouming"), (said("时间2026-07-15T10:47:00.123456。"), "2026-07-15T10:47:00.123456")],
        [FIRST, said("王某某×副省长批示。"), said("经GPS定位，WiFi正常。"), said("邮箱duty@example.org可用。"), said("【演练】"), said("网址https://example.org/first/open可查。"), said("iphone定位可用。")]),
    Check("P-26", WARN, [(said("Y1正在处置。"), "Y1")], [said("京Y12345货车。"), said("XY1型设备。")]),
    Check("P-27", MEND,
        [(said("保险金额1800000元。"), "1800000元"), (said("现场有2-3人。"), "2-3"), (said("气温上升.5度。"), "."), (said("安置3万5千人。", replace(FIRST, figures={})), "3万5千"), (said("降幅10～15%。"), "10～15%")],
        [said("保险金额180万元。"), said("电话010-60000000。"), said("保险金额9400元。"), said("降幅10%～15%。"), said("20～30岁人员。")]),
    Check("P-27", WARN,
        [(said("现场约60余人。"), "约60余"), (said("现场近100多人。"), "近100多"), (said("现场约60人左右。"), "约60人左右"), (said("现场有7、8人。"), "7、8")],
        [said("现场约60人。"), said("现场60余人。"), said("现场七八人。"), said("3、5日后复查。"), said("现场20～30人。"), said("两车分别有3、4人。")]),
    Check("P-28", BLOCK,
        [(said("联系人13812345678。"), "13812345678"), (said("身份证410101198001011234。"), "410101198001011234"), (said("卡号6222021234567894。"), "6222021234567894"), (said("患者张伟（男，34岁）送医。"), "张伟"), (said("机密★10年"), "机密★")],
        [FIRST, said("值班电话010-60000000。"), said("联系人138****5678。"), said("患者张某（男，34岁）送医。"), said("货车编号13812345。"), said("做好保密工作。"), said("伤者高烧。")]),
    Check("P-29", WARN,
        [(said("来访人员多为上访户。"), "上访户"), (said("据传已有人员死亡。", replace(FIRST, figures={})), "据传"), (said("网传现场混乱。"), "网传"), (said("损失惨重。"), "惨重"), (said("有关部门高度重视。"), "高度重视"), (said("2人遇难。"), "遇难")],
        [said("依据传真办理。"), said("经互联网传播。"), said("乘航空前往。"), said("网传现场混乱，未经证实。"), said("通过内网传输文件。"), said("真空前处理完毕。")]),
    Check("P-30", WARN,
        [(said("继续核实。" * 130), ""), (said("\n".join(["救援进展顺利。"] * 45), FOLLOW), "")],
        [FIRST, FOLLOW, said("继续核实。" * 30), said("\n".join(["救援进展顺利。"] * 10), FOLLOW), said("继续核实。" * 300, FINAL)]),
]  # fmt: skip

BAD = [(check, *one) for check in CHECKS for one in check.bad]
GOOD = [(check, one) for check in CHECKS for one in check.good]


def named(rows: list[Any]) -> list[str]:
    return [f"{row[0].number}-{number}" for number, row in enumerate(rows)]


def test_every_check_is_tried_both_ways() -> None:
    assert {check.number for check in CHECKS} == set(NAMES) == {f"P-{n:02d}" for n in range(1, 31)}
    assert all(check.bad and check.good for check in CHECKS)


@pytest.mark.parametrize(("check", "text", "words"), BAD, ids=named(BAD))
def test_it_is_found_in_its_place_with_its_weight(check: Check, text: Text, words: str) -> None:
    found = [one for one in findings(text) if one.check == check.number and one.words == words]
    assert found, [(one.check, one.words, str(one.said)) for one in findings(text)]
    for one in found:
        whole = text.title if one.title else text.text
        assert one.weight == check.weight
        assert str(one.said).strip()
        assert not one.words or whole[one.start : one.end] == one.words or one.start == one.end == 0
        assert one.gates == (check.weight == BLOCK and check.number in GATES)


@pytest.mark.parametrize(("check", "text"), GOOD, ids=named(GOOD))
def test_it_leaves_what_is_right(check: Check, text: Text) -> None:
    found = [one for one in findings(text) if one.check == check.number and one.weight == check.weight]
    assert [(one.words, str(one.said)) for one in found] == []


@pytest.mark.parametrize(("check", "text", "words"), BAD, ids=named(BAD))
def test_one_key_mends_it(check: Check, text: Text, words: str) -> None:
    """What is put there has nothing to be found any more; a mend that is found again would never end."""
    one = next(one for one in findings(text) if one.check == check.number and one.words == words)
    assert one.right is not None or check.weight != MEND, "what may be mended by itself has one right form"
    if one.right is None or one.title:
        return
    after = mended(text.text, [one])
    again = [other for other in findings(replace(text, text=after)) if other.check == check.number]
    assert len(again) < len([other for other in findings(text) if other.check == check.number]), after


def test_what_stops_the_sending() -> None:
    """Six checks stop it, two of them go with a reason; nothing that only warns or mends stops anything."""
    assert GATES == ("P-10", "P-12", "P-13", "P-25", "P-26", "P-28")
    assert REASONED == ("P-12", "P-13")
