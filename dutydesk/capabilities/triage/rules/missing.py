"""How many are missing, trapped, out of contact or held, where they are counted."""

from __future__ import annotations

import re
from dataclasses import replace

from dutydesk.capabilities.triage.rules import plight, told
from dutydesk.capabilities.triage.rules.counting import (
    COUNT,
    NUMBER,
    Figure,
    beside_of,
    claimed,
    lower,
    some_of,
    told_of,
    total_of,
)
from dutydesk.capabilities.triage.rules.folding import clause, negated, sentence
from dutydesk.kernel.numerals import HAN

_LOST = r"陷[进入]|没顶|没着家|[埋压掩围]{1,2}[埋压困盖]|悬空|悬停|(?:没|未|没有)点[到着]名?|扣留|羁押|拘押|失去联络|断联|失联(?!人数|情况)|失踪(?!人数|情况)|被困|受困|被埋|困在|埋在|压在|联系不上|下落不明|失去联系|被扣|扣押|劫持|被绑|挟持|走失|未找到|没有?找[到着]|还没出来|没跑出来|落水(?!后)|冲走|卷走|绑架|困着|压着|埋着|(?:压|埋|捂|盖|扣|困|卡)(?:在|到)?了?(?:下[面头边]|底下|里[面头边]|土里)|[掉落坠跌滑摔][到进入下]了?[^，。；\n]{0,3}(?:[井坑沟]底|井[里下]|崖下|[河江水池窖]里)|(?:晕|倒|昏|躺|趴)在(?:里[头面边]|下[面头边]|底下|[井坑池罐窖洞]里)|围在[^，。；\n]{0,4}[洲滩岛岩礁石河水]|在(?:废墟|瓦砾|土石|淤泥|雪|楼板|塌方体?)[^，。；\n]{0,2}[下里底中]|没上来|没出来|下不来|出不来|上不来|没捞[着到上]|没挖[着到]|没扒出|绑走|掳走|里头埋着|盖(?:在)?底下|压(?:在)?底下|失了联系"
_SAVED = re.compile(
    r"已?[由被让][^，。；\n]{1,8}(?:接|救|拉|背|抬|捞|送)(?:[走出上下]|回(?!家的))|(?:自行|自己)[^，。；\n]{0,2}(?:走出|下山|返回|脱险|脱困|回来|走回|上岸)|(?:全部|均|都|全|悉数|先后)(?:已经?|被|安全|成功)*(?:救出|[扒挖刨抬背拉捞]出|获救|脱险|脱困|找到|联系上|撤离|升井|救上|解救|转移|出来|平安|接走|接回|接出)|(?:均|都|全)已?(?:经)?(?:遇难|死亡|身亡)|(?:发现|找到|挖出|捞[上出]来?)[^，。；\n]{0,6}(?:遇难|死亡|身亡|无生命体征|没了?气|不行了)|已(?:被|经|全部|安全|成功)*(?:救出|获救|脱险|脱困|找到|联系上|解救|放出)"
)
_AT_ONCE = re.compile(
    r"(?:工人|矿工|村民|群众|人员|乘客|游客|老人|学生)?(?:已经?|被|都|全|均|安全|成功|先后|顺利)*(?:救出|获救|脱险|脱困|升井)"
)
"""Right behind how many were lost: 被困两人救出."""
_STILL = re.compile(
    rf"(?:仍有|尚有|还有|另有?|剩余|余下|其余|还剩)({NUMBER})[名人位个]?[^，。；\n\d]{{0,6}}(?:{_LOST}|在(?:里头|里面|下面|底下|井下|洞里|找|搜)|没有?(?:找到|挖出|刨出|扒出|救出|捞[上到]|上来|出来))"
    rf"|(?:其余|余下|另有?|剩余|还有|仍有|尚有|剩下)的?(?P<searched>{NUMBER})[名人位个]人?[^，。；\n\d]{{0,3}}(?:搜救|搜寻|搜索|打捞|救援|营救|施救|寻找)中"
    rf"|(?:剩下|其余|余下|底下|里[头面]|井下|那|另外?)的?(?P<unseen>{NUMBER})(?:[名人位个口]人?)?(?:还|仍|都|至今|到现在|目前)?(?:是|也|都)?(?:没|未|看不|见不|找不|够不)[^，。；\n伤事]{{1,4}}(?<![伤事])(?=[，。；！\n了]|$)"
    rf"|(?P<sought>{NUMBER})[名人位个]人?(?:仍|还|尚|正)(?:在|未|没)[^，。；\n\d]{{0,6}}(?:搜寻|寻找|搜救|搜索|找到|打捞|下落|捞|找(?!工作|活)|挖|刨|扒|施救|营救|救援|破拆)"
)


def missing(line: str) -> Figure | None:
    """Return how many are not back; 0 where all who were are said to be safe, None where nobody is counted."""
    risen = total_of(line, "missing")
    if risen is not None:
        return risen
    still = _STILL.search(line)
    if still is not None:
        return Figure(
            "missing",
            lower(still[1] or still["searched"] or still["unseen"] or still["sought"]),
            still.start(),
            still.end(),
        )
    found = claimed(line, "missing") or _aboard(line) or _not_back(line)
    shut = _SHUT_IN.search(line)
    if found is None and shut is not None and not negated(line, shut.start()):
        found = Figure("missing", lower(shut["number"]), *shut.span())
    each = [found] if found is not None and found.number else told_of(line, _LOST, "missing")
    if not each:
        each = _of_the_lost(line)
    if not each and (alone := _one_lost(line)) is not None:
        each = [alone]
    left = [replace(one, number=one.number - saved(line, one)) for one in each]
    return next((one for one in left if one.number > 0), replace(each[0], number=0) if each else None)


_SHUT_IN = re.compile(
    rf"(?:关|困|锁|堵|卡|埋|夹|捂|埋压|掩埋|围困|压埋)(?:了|着|住)*(?P<number>{NUMBER})(?:余|多|来|几)?(?:[名个位口]?人|[名个位口])(?=[^，。；\n]{{0,3}}(?:在[里下]|，|。|；|$|\n))"
)
"""So many shut in: 关了四个人在里头, 埋压4人."""
_REST = re.compile(r"(?:剩|余|其余|还有|还差|差)[^，。；\n\d]{0,3}$")
"""Words before a number that is what is left over of all: it is the one that is meant, not the total before it."""
_NO_COUNT = re.compile(r"[岁楼层点时分日号月年米万都也]")


def _of_the_lost(line: str) -> list[Figure]:
    """Return how many they are who have not come out or cannot be reached: the number nearest before those words."""
    place = plight.fate(line)
    if place is None:
        return []
    _, end = sentence(line, place[1])
    counts = [
        one
        for one in COUNT.finditer(line, place[0], end)
        if lower(one["number"]) > 0
        and not _NO_COUNT.match(line[one.end() : one.end() + 1])
        and not re.match(
            r"[^，。；\n]{0,3}(?:出来|上来|升井|获救|救出|逃出|跑出|民警|消防|救援|队员|家人)|家", line[one.end() :]
        )
    ]
    before = [one for one in counts if one.start() < place[1]]
    left = [one for one in counts if _REST.search(line, place[0], one.start())]
    best = (left or before or counts)[-1:]
    together = [(one, *beside_of(line, clause(line, one.start())[0], one.start())) for one in best]
    return [
        Figure("missing", lower(one["number"]) + more, begin, max(one.end(), place[1])) for one, begin, more in together
    ]


_A_PERSON = re.compile(rf"有一?[个名位](?!别|事|情况|电话|消息|问题)[^，。；\n]{{0,6}}?(?:{told.ONE}|人)")

_SWEPT = re.compile(
    rf"(?:{told.ONE})[^，。；\n\d]{{0,6}}?(?:被[^，。；\n]{{0,4}}(?:[冲卷刮]走|[掩活]?埋)|(?:掉|滑|坠|栽|跌)[进入到下落]?[^，。；\n]{{0,4}}[江河湖海井渠塘库崖谷涧窟])(?=[^。\n]{{0,20}}(?:搜|找|打捞|捞|寻|救援队))"
)
"""One person who was taken by water or earth and is looked for: 一钓鱼的老汉被水冲走, 救援队在打捞."""
_A_PERSON_LOST = re.compile(rf"{_A_PERSON.pattern}[^，。；\n]{{0,12}}?(?:{told.LOST})")


def _one_lost(line: str) -> Figure | None:
    """Return the one person who is said to be lost without a number: 有个娃掉井里了."""
    place = plight.fate(line)
    found = None if place is None else _A_PERSON.search(line, *place)
    if found is not None and place is not None:
        return Figure("missing", 1, found.start(), place[1])
    told_of = _A_PERSON_LOST.search(line) or _SWEPT.search(line)
    return None if told_of is None else Figure("missing", 1, *told_of.span())


_ABOARD = re.compile(
    rf"(?:失联|失踪|失去联[系络]|联系不上|断联|断了联系|沉没|被困|雷达|回波|信号中断)[^。；！？\n\d]{{0,14}}?(?:船|机|车|艇|井|楼|房|屋|洞)[上内下里中](?:共|有|载|还|约|尚)*(?P<number>{NUMBER})[名人位个]"
    rf"|[搭乘]?载有?(?P<carried>{NUMBER})[名人位][^。；！？，\n\d]{{0,20}}?(?:失联|失踪|失去联[系络]|联系不上)"
)


def _aboard(line: str) -> Figure | None:
    """Return how many are aboard what is out of contact: 渔船失联, 船上11人."""
    found = _ABOARD.search(line)
    if found is None:
        return None
    return Figure("missing", lower(found["number"] or found["carried"]), found.start(), found.end())


_OF_ALL = re.compile(
    rf"(?:[船车机井艇楼屋洞][上内下里中]|一行|共有?|载有?|当班)(?:共|有|载)*(?P<all>{NUMBER})[名人位个][^。；\n\d]{{0,12}}?"
    rf"(?:救[起出上]来?|获救|上岸|升井|捞[起上]来?|[逃跑出][出来上]来?)了?(?P<back>{NUMBER})[名人位个](?![^。；\n]*(?:还有|还差|剩|其余|另))[^\n]{{0,20}}?(?:搜寻|搜救|寻找|打捞|搜索|没找|未找)"
)


_ONLY = re.compile(
    rf"(?P<all>{NUMBER})[名人位个口][^。；\n]{{0,16}}?(?:只|就|才|仅)[^，。；\n\d{HAN}]{{0,4}}?(?:出来|跑出|逃出|救出|爬出|上来|上岸|回来|找到|联系上|升井|出)来?了?(?:其中)?(?P<back>{NUMBER})[名人位个]"
)
"""Of so many only so many came out: 一家五口只出来三个."""


_UP_AGAIN = re.compile(
    rf"(?:当班|入井|下井|井下|船上|机上|班组)(?:共|有|作业|计)*(?P<all>{NUMBER})[名人位个][^。；\n\d]{{0,8}}?(?:升井|出井|生还|获救|救出|上岸)(?:了|的)?(?P<back>{NUMBER})[名人位个]"
)
"""Of so many below so many are up again: 当班31人升井29人."""


_OUT_OF_IT = re.compile(
    rf"(?<![\d{HAN}])(?P<all>{NUMBER})[名人位个](?:落水|被困|被埋|失联|失踪)[^。；\n\d]{{0,10}}?[捞救挖找拉][起出到上]来?了?(?P<back>{NUMBER})[名人位个](?![^。；\n]*(?:还有|还差|剩|其余|另))"
)
"""Of so many in danger so many are out: 7人落水，捞起5人."""


def _not_back(line: str) -> Figure | None:
    """Return how many of all are not back: 船上7人，救起4人，继续搜寻 are three; 五口只出来三个 two."""
    found = _OF_ALL.search(line) or _ONLY.search(line) or _UP_AGAIN.search(line) or _OUT_OF_IT.search(line)
    rest = 0.0 if found is None else lower(found["all"]) - lower(found["back"])
    return None if found is None or rest <= 0 else Figure("missing", rest, *found.span())


def saved(line: str, lost: Figure) -> float:
    """Return how many of those who were lost the same or the next sentence says are safe: all of them, some, or none."""
    place = lost.end
    _, end = sentence(line, place)
    _, end = sentence(line, min(end + 1, len(line)))
    found = _AT_ONCE.match(line, place, end) or _SAVED.search(line, place, end)
    if found is None or re.search(
        rf"仍有|尚有|还有[{HAN}\d]|另有?[{HAN}\d](?![^，。；\n]{{0,4}}(?:送医|住院|[受轻重]伤|获救|救出))",
        line[place:end],
    ):
        return 0
    some = some_of(line, lost.start, found.start())
    if some is not None:
        return some
    return (
        0 if re.match(rf"[^，。；\n]{{0,2}}[{HAN}\d]+(?:人|名)", line[found.end() : found.end() + 6]) else lost.number
    )
