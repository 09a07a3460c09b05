"""How many came together or are said to come, and how many ask for something together."""

from __future__ import annotations

import re

from dutydesk.capabilities.triage.rules.counting import COUNT, NUMBER, Figure, lower
from dutydesk.capabilities.triage.rules.folding import clause, sentence
from dutydesk.kernel.numerals import HAN

_CROWD = (
    r"聚集|围堵|围观|静坐|拉横幅|打横幅|上访|集访|一[起块同]儿?[去上到]|堵(?:在|住|了|着|路|门)|[来进赴]京(?!体检|开会|参会|培训|考察|参观|疗养|出差|学习|拜访|汇报|调研|旅游|看病|就医)|来访|讨薪|集结|示威|游行|封堵|围住|围在|下跪|罢工|罢运|停工|维权|群殴|把[^，。；\n]{0,10}[路门口]占[了住着]|占[了住着][^，。；\n]{0,6}[路门口]|"
    r"斗殴|械斗|冲击|参与(?!救|抢|搜|处|扑|演|培|调)|滞留[^，。；\n]{0,8}门|排队取款|排[起着了]*长队|挤兑|要说法|讨说法|守在|坐在|到[^，。；\n]{0,12}(?:门口|门前|大院|政府)|在[^，。；\n]{0,14}(?:门口|门前|广场|大厅|楼下|楼前|大堂|院里|院子|[东南西北正侧]门)|来人|(?<!座)[站坐蹲跪]了|[打举拉扯]着?[^，。；\n]{0,12}(?:的布|白布|横幅|条幅|标语|牌子)|聚在|拦车|集会|报名|[举打扯拉]着横幅|不肯走|[去到上][^，。；\n]{0,10}(?:门口|门前|大厅|部里|省里|市里|京里|政府|北京|省里|信访|部委|上访|集会)"
)
_CALLED = r"打算|准备|计划|要去|去|聚集|集合|组织|召集|号召|串联|约(?:了|好|上|着)|带|发动|纠集|来了|到场|现场|已有|群里|门口|聚|围|堵"
_JOINED = r"联名|签名|联合|按手印|我们|共同|一起|集体|等|代表"
_ROLES = r"工友|老乡|同乡|同事|乡亲|邻居|农户|股东|家庭|队员|旅客|游客|会员|工人|农民工|民工|业主|村民|群众|职工|员工|家长|司机|老师|教师|学生|居民|人|投资人|退役|储户|摊主|商户|住户|户"


_AT_LEAST = (
    r"(?:少说|不下|不少于|起码|最少|至少|总共|一共|约莫|能有|得有|怕有|合起来|加起来|大?约|大概|估摸)(?:也?[有得])?$"
)
"""Before a number of people of whom it was said before what they do: 坐车进京, 少说一百口."""
_COUNTED = re.compile(r"(?:点了[点数一]|数了[数一]|数下来|清点)[^，。；\n]{0,3}，(?:有|大概|大约|约)?$")
_SPOKEN = re.compile(
    rf"(?:报名|接龙|来了|到场|约好|聚了|围了|集合)[^，。；！？\n\x00]{{0,4}}?(?P<bare>[{HAN}\d]*[百千])(?:多|来|余)?了?(?=[，。；！？\n]|$)"
    rf"|(?:车|机|高铁)?票[^，。；！？\n\x00]{{0,4}}?[买订]了?(?P<seats>{NUMBER})(?:多|来|余)?张"
    rf"|(?P<cars>{NUMBER})(?:多|来|余)?[台辆部](?:[货出租大客轿]{{0,2}}车|大巴)?[^，。；！？\n\x00]{{0,4}}?(?:堵|围|来京|进京|集结|去堵|上访)"
    rf"|(?P<homes>{NUMBER})(?:多|来|余)?户(?:人家|人|业主|村民|居民|住户|商户)?[^，。；！？\n\x00]{{0,4}}?(?:一起|一块儿?|集体|都|全|准备|打算|要)[^，。；！？\n\x00]{{0,2}}?[去到上来]"
)
"""A crowd without a word for people: 报名的二百多, 车票买了八十多张, 300台车来京; households that come count one each, the lower bound."""


def gathered(line: str) -> Figure | None:
    """Return the largest crowd that is said to be together, or announced."""
    best: Figure | None = None
    for said in _SPOKEN.finditer(line):
        number = lower(said["bare"] or said["seats"] or said["cars"] or said["homes"])
        if best is None or number > best.number:
            best = Figure("gathered", number, *said.span())
    for count in COUNT.finditer(line):
        number = lower(count["number"])
        ahead = re.compile(rf"[^。；！？\d\n\x00]{{0,18}}?(?:{_CROWD})").match(line, count.end())
        begin = max(clause(line, count.start())[0], count.start() - 14)
        behind = re.search(rf"(?:{_CROWD}|{_CALLED})[^。；，\d\n\x00]{{0,6}}$", line[begin : count.start()])
        least = re.search(_AT_LEAST, line[begin : count.start()]) or _COUNTED.search(
            line, max(0, begin - 12), count.start()
        )
        if behind is None and least is not None:
            said_before = re.search(
                rf"(?:{_CROWD})", line[max(sentence(line, count.start())[0], count.start() - 44) : count.start()]
            )
            behind = least if said_before is not None else None
        if (ahead is None and behind is None) or re.search(
            r"出动|民警|警力|派出|安排|特警|疏散|转移|救援|救治|消防", line[begin : count.start()]
        ):
            continue
        if re.match(r"[^，。；\n]{0,2}(?:民警|警力|干部|特警|消防|医护|工作人员|保安)", line[count.end() :]):
            continue
        if best is None or number > best.number:
            end = ahead.end() if ahead else count.end()
            best = Figure("gathered", number, count.start() if behind is None else begin + behind.start(), end)
    return best


def joined(line: str) -> Figure | None:
    """Return how many people ask together: 我们12户业主, 张某等38人, 56名工人联名."""
    best: Figure | None = None
    pattern = re.compile(
        rf"(?:{_JOINED}|^|(?<=[\u4e00-\u9fff，。、：；])(?<![第约{HAN}]))(?P<number>{NUMBER})(?:余|多|来|几)?(?:名|位|个|多?户|人|家)(?:{_ROLES})?[^。；\n\d]{{0,30}}"
    )
    for match in pattern.finditer(line):
        words = match[0]
        asks = re.search(
            r"联名|签名|反映|要求|投诉|请求|我们|拖欠|没发|欠|工资|结账|不结|没结|不给|讨|退|恳请|希望|业主|上访|信访|代表|求",
            line[max(0, match.start() - 12) : match.end() + 20],
        )
        if asks and re.search(_ROLES, words) and not re.search(r"死|伤|岁", words):
            number = lower(match["number"])
            if best is None or number > best.number:
                best = Figure("joined", number, match.start("number"), match.start("number") + len(match["number"]) + 1)
    return best
