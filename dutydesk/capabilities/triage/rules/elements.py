"""What a message names of the elements of a report: who is in charge on the spot, the means there, how far it reaches.

Each is given in the message's own words. It is what somebody said, verified by nobody; a fact that a person records stands above it.
"""

from __future__ import annotations

import re

_CLAUSE = re.compile(r"(?:[^，。；！？,;\n\x00]|(?<=\d),(?=\d))+")
_MANY = "[\\d一二两三四五六七八九十百千万]{1,12}余?"
_NAME = r"[\u4e00-\u9fff·]{2,4}?"
_POST = r"(?:[（(][^（）()\n]{1,16}[）)]|[\u4e00-\u9fff]{0,8}(?:长|主任|书记|政委|主席|经理))?"
_CHIEF = re.compile(
    rf"(?P<spot>现场|前线|前方|前指)?(?:总|副)?(?P<post>负责人|负责同志|指挥长|指挥员|总指挥|指挥|联系人)(?:为|是|：|:|系)?\s*"
    rf"(?P<who>{_NAME}{_POST})\s*[，,、（(]?\s*(?:(?:联系|手机)?(?:电话|方式|手机|号码)(?:为|是)?)?[：:]?\s*"
    r"(?P<phone>1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}-?\d{7,8}|(?<!\d)\d{7,8}(?!\d))?(?=[^\u4e00-\u9fff\d]|$)"
)
_NOT_ON_SPOT = re.compile(
    r"(?:企业|公司|工厂|厂|店|酒店|学校|矿|项目|单位|肇事|涉事|施工|村|带队|上访|信访|群众|家属)方?$"
)
_PLANNED = re.compile(r"(?:拟|计划|准备|将于|下一步|打算)")
_ASKED = re.compile(
    r"(?:请求|恳请|希望|请(?:省|贵办|驻京|你办|协调|支援)|需(?:要)?[^，。；\n]{0,8}(?:协调|支援|支持|帮助))"
)
_OPEN = re.compile(r"正在(?:调查|核实|统计|核查)|待(?:查|核|统计|核实)|不明|不详|不清|尚未|未知|进一步")
_CAUSE = re.compile(
    r"原因(?:初步)?(?:判断|判定|分析|认定|查明)?(?:疑似|疑|可能)?(?:为|是|系|：|:)|系[^，。；\n]{2,24}(?:引发|引起|导致|所致|造成)|(?:疑|疑似|初判|初步判断)(?:为|是|系)"
)
_LEAD = re.compile(
    r"^(?:据|经)?(?:初步|初判|疑似|疑)*(?:判断|判定|分析|调查|了解|认定|查明)*(?:[事起案]\w?[件故火发]?)?(?:原因)?(?:疑似|疑|可能|初步判断)?(?:为|是|系|：)+"
)
"""What stands before a cause: a report says 初步判断 itself."""
_EXTENT = re.compile(
    r"面积|(?:过火|燃烧|受灾|淹没|污染|波及|影响|涉及)[^，。；\n]{0,10}[\d一二两三四五六七八九十百千万]"
    r"|(?:道路|交通|双向|单向|全线|车道|公路|铁路|线路|航班|列车|班次|供电|供水|供气|供暖|通信|信号)[^，。；\n]{0,10}(?:中断|停运|停电|停水|停气|受阻|拥堵|取消|延误|滞留)"
    r"|[\d一二两三四五六七八九十百千万多余]{1,12}(?:户|栋|间|亩|公顷|平方米|平方公里|个村)[^，。；\n]{0,8}(?:受|停|倒|损|淹|毁|断)"
)
_TREND = re.compile(
    r"(?:火势|明火|险情|水位|疫情|灾情|事态|局势|情绪|现场秩序|泄漏)[^，。；\n]{0,10}(?:控制|扑灭|蔓延|扩大|上涨|回落|平稳|稳定|堵住|解除|激动|好转)"
)
_MEANS = re.compile(
    r"(?:出动|调集|调派|增派|派出|投入|赶赴|赶往|到场|抵达|到达现场|已到现场|集结)"
    r"|(?:消防车|救护车|警车|吊车|排险车|冲锋舟|救援队|救援人员|消防员|指战员|民警|警力|医护)[^，。；\n]{0,12}(?:处置|救援|扑救|搜救|救治|到|参|在)"
    r"|[正已][^，。；\n]{0,10}(?:扑救|搜救|搜寻|救援|救治|处置|抢修|抢险|抢通|疏散|转移|安置|撤离|封闭|封锁|管制|疏导|劝返|劝离|送医|送往|启动)"
    r"|(?:伤[员者]|患者|病人|人员|[\d一二两三四五六七八九十]人)[^，。；\n]{0,8}(?:送|转)(?:往|至|到|入)?[^，。；\n]{0,14}(?:医院|卫生院|诊所)"
    r"|(?:疏散|转移|撤离|安置)[^，。；\n]{0,12}[\d一二两三四五六七八九十百千万]"
    r"|组织[^，。；\n]{0,8}(?:扑救|搜救|救援|抢修|抢险|疏散)|(?:消防|公安|交警|120|卫健|应急)[^，。；\n]{0,10}(?:在场|到场|救援|处置|施救)"
)
_REPORTED = re.compile(
    r"已(?:按程序|按规定|逐级|同时|分别)*(?:上报|报告|报)(?!警|名|废|价)(?:至|给|了|到)?[\u4e00-\u9fff]{2,20}"
)
_PARTY = re.compile(
    rf"(?:来自)?[\u4e00-\u9fff]{{0,12}}?{_MANY}[名位个]?(?:人|[\u4e00-\u9fff]{{0,6}}?(?:群众|村民|居民|业主|储户|工人|职工|农民工|家属|教师|老师|学生|司机|老人|"
    r"退役军人|代表|人员))"
)
_BEFORE_PARTY = re.compile(r"^(?:今[天日早晚]|昨[天日晚]|目前|现有?|共有?|涉及|有)+")
_GONE_BY = re.compile(r"去年|前年|往年|上次|曾经|当时|演练|演习")


def elements(text: str) -> dict[str, str]:
    """Return the facts that a text names, by the name under which a report has them, in its own words.

    ``commander`` 张强，13703710001 · ``handling`` what is done and with what · ``scope`` · ``trend`` · ``cause`` · ``measures`` what is
    meant to be done · ``requests`` what is asked for · ``reported`` to whom the place has reported.
    """
    found: dict[str, list[str]] = {}
    taken: list[tuple[int, int]] = []
    for chief in _CHIEF.finditer(text):
        in_charge = chief["spot"] or (chief["phone"] and chief["post"] != "联系人")  # whom to ring is not who commands
        if in_charge and not _NOT_ON_SPOT.search(text, 0, chief.start()):
            found["commander"] = ["，".join(filter(None, (chief["who"].strip(), chief["phone"])))]
            taken.append(chief.span())
    for clause in _CLAUSE.finditer(text):
        words = clause[0].split("：")[-1].strip(" 　、")
        if any(begin < clause.end() and clause.start() < end for begin, end in taken) or _GONE_BY.search(words):
            continue
        name = _named(words)
        if name:
            found.setdefault(name, []).append(_LEAD.sub("", words) if name == "cause" else words)
    return {name: "，".join(dict.fromkeys(said)) for name, said in found.items()}


def party(text: str) -> str:
    """Return who came or asks, as a text counts them: 汝州市12名群众; empty where it counts nobody."""
    found = _PARTY.search(text)
    return _BEFORE_PARTY.sub("", found[0]) if found is not None else ""


def _named(words: str) -> str:
    """Return which element a clause names, empty for none: the first that fits of what is most particular."""
    if _REPORTED.search(words):
        return "reported"
    if _CAUSE.search(words):
        return "" if _OPEN.search(words) else "cause"
    if _ASKED.search(words):
        return "requests"
    if _PLANNED.match(words):
        return "measures"
    for name, pattern in (("trend", _TREND), ("scope", _EXTENT), ("handling", _MEANS)):
        if pattern.search(words) and not _OPEN.search(words):
            return name
    return ""
