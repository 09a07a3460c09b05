"""What is told of people without a plain count: one person named by what they are, a total said before its number."""

from __future__ import annotations

import re

from dutydesk.capabilities.triage.rules.folding import clause, negated
from dutydesk.kernel.numerals import HAN

ONE = (
    r"被害人|受害人|司机|驾驶[员人]|男子|女子|男[孩童生]|女[孩童生]|[婴幼]儿|儿童|孩子|小孩|娃娃?|老人|老头子?|老太太?|老汉|[农村]妇|大爷|大妈|大娘|老乡|妇女|孕妇|女士|先生|"
    r"[电焊瓦民矿环卫小杂]+工|工人|员工|职工|船员|渔民|学生|伤者|嫌疑人|患者|病人|村民|行人|骑[车行]人|骑手|乘客|保安|住户|户主|店主|居民|市民|游客|作业人员|"
    r"[一-龥]{1,2}(?<![人成动全满官复议会党委])员|前妻|前夫|男友|女友|女方|男方|邻居|厨师|师傅|选手|教练|同志|同事|[检维]修工|[木水管架]工|装卸工|(?<![一-龥])[老小][赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹窦章苏潘葛范彭郎马方俞任袁柳史唐薛雷贺汤罗郝毛康元孟黄萧尹姚邵汪狄明成戴宋庞熊纪舒屈项祝董梁杜阮席季贾路江童颜郭梅林钟徐邱高夏蔡田胡凌霍万柯卢莫房丁邓洪左石崔龚程陆翁]|[一-龥]某某?(?!些|个|一|县|市|区|镇|乡|村|厂|校|公司|小区|单位|地|处|路|矿|项目|企业|酒店|工地|家)|护林员|养殖户|牧民|农民|渔民|孩童|游人|社员|干部|警察|辅警|消防员|外卖员|快递员|教师|老师|医生|大夫|法警|[组班队店站]长|护士|业主|母亲|父亲|女儿|儿子|丈夫|妻子|客人|老板|旅客|儿媳|孙子|孙女|男的|女的|小的|老的|考生"
)
"""Who one person is said to be. A word for several (们, 多名, 一些) is asked for apart."""

DIED = r"不行了|没救活|已经?凉了?|没了?气|[打砍捅杀勒掐撞砸压轧电淹烧炸]死(?!也|都|了?的|[我你他她咱谁])|身[子体](?:都|已)?凉|人没保住|没保住命|没挺过[来去]|断了?气|咽了?气|(?:没了?|没有|已无|无)(?:呼吸|心跳)|(?:当场|人)(?:就|已)?过去了|停止了?(?:呼吸|心跳)|[撞轧压砸摔炸烧]亡|死亡|身亡|遇难|溺亡|坠亡|丧生|离世|去世|没救过来|没抢救过来|抢救无效|没保住|没抢过来|猝死|不治|(?:人)?(?:已经|就|都)?没了"
HURT = (
    r"癫痫|皮外伤|轻?微伤|擦破皮|[受轻重擦划扭挫摔砸烫烧咬刺砍捅灼撞压炸冻]伤|骨[折裂]|昏迷|晕倒|中暑|中毒|触电|确诊|感染|抢救(?!无效|过来)|(?:腿|胳膊|手臂|手|脚|肋骨|腰|锁骨|骨头)[^，。；\n]{0,2}断|断了[^，。；\n]{0,2}(?:腿|胳膊|手|肋骨)|"
    r"被[^，。；\n]{0,4}[砍捅咬撞砸刺]|[去到进]了?[^，。；\n]{0,3}医院|送(?:往|到|去|至)?[^，。；\n]{0,8}(?:医院|卫生院)|(?:救护车|120)?拉[到去][^，。；\n]{0,8}(?:医院|卫生院)"
)
HURT_BY = re.compile(
    rf"(?:[打砍捅刺咬撞砸烧轧]伤|把(?=[^，。；\n\d]{{0,10}}(?:[打砍捅踢撞]成|[咬砍捅烫夹轧抓]了)))了?(?:一[名个位])?[^，。；\n\d]{{0,4}}?(?:{ONE})"
)
"""One person whom somebody hurt: 打伤前妻."""

LOST = r"迷路|走失|走丢|失踪|失联|被困|[掉摔跌滑坠栽][进到入下]?[^，。；\n]{0,3}[井沟坑河江湖窖崖塘渠洞]|落水(?!后)|冲走|卷走|没影|联系不上|失去联"
_SEVERAL = re.compile(rf"们|多名|数名|一些|部分|若干|大批|多个|好几|[{HAN}\d]+(?:余|多)?[名位个人例户辆]")
_RISEN = rf"(?:人数|总数|者|员)?(?:(?:由|从)[^，。；\n\d{HAN}]{{0,4}}[\d{HAN}]+[人名例个]?)?(?:已经?|现|仍|累计|共计?|合计|目前|增加|上升|增|升|达|为|是|到|至|了|：|有|加){{0,4}}"
_SUM = r"(?:(?:累计|共计|合计|总计|一共)[^，。；\n\d]{0,4}?)?"
_TOTALS = {
    "deaths": rf"{_SUM}(?:死亡|遇难|身亡){_RISEN}",
    "injured": rf"{_SUM}(?:受伤|伤者|伤员|伤){_RISEN}",
    "missing": rf"{_SUM}(?:失联|失踪|被困){_RISEN}",
}
_TOLD_TOTAL = re.compile(r"人数|总数|仍|增|升|累计|共|合计|目前|者|员|达")
"""What makes a word before a number a total: 伤者增至14人, 死亡人数仍为2人; plain 死亡2人 is read elsewhere."""

BODIES = re.compile(rf"(?P<number>[{HAN}\d]+)具[^，。；\n]{{0,6}}?(?:尸|遗体)")


_ONE_OR_MORE = re.compile(
    r"学生|工人|员工|职工|村民|居民|游客|乘客|市民|病人|患者|渔民|船员|业主|行人|作业人员|孩子|儿童|小孩"
)
"""May be several where it is said that they are hurt: 学生被砍伤 says of no number."""


def one_person(line: str, what: str) -> tuple[int, int] | None:
    """Return where one person without a number is said to have died or been hurt; None where nobody or several are.

    Args:
        line: as it is read.
        what: ``DIED``, ``HURT`` or ``LOST``.
    """
    ahead = rf"(?:{ONE})[^，。；！？\d\n\x00]{{0,12}}?(?P<further>(?:，[^，。；！？\d\n\x00]{{0,12}}?){{0,2}})(?P<said>{what})"
    for found in re.finditer(ahead, line):
        begin, _ = clause(line, found.start())
        before = re.sub(r"[一1][名位个]", "", line[begin : found.start("said")])
        further = found["further"] or ""
        if what != DIED and _ONE_OR_MORE.match(found[0]):
            continue
        if _SEVERAL.search(before) or re.search(ONE, further) or negated(line, found.start("said")):
            continue
        return found.start(), found.end()
    return None


_TWO = re.compile(rf"(?:{ONE})(?:[和跟与、])(?:他|她|其|一[名个])?(?:的)?(?:{ONE}|媳妇|老婆|老公|爱人|老伴)")


def two(line: str, start: int, end: int) -> bool:
    """Return whether one person found at a place has somebody with them: 店主和他媳妇."""
    begin, _ = clause(line, start)
    return _TWO.search(line, begin, end) is not None


def total(line: str, field: str, number: str) -> tuple[str, int, int] | None:
    """Return the number of a total that is said before it, with its place: 伤者增至14人; the last one told counts.

    Args:
        line: as it is read.
        field: deaths, injured or missing.
        number: how a number is written, a pattern.
    """
    found = [
        one
        for one in re.finditer(rf"(?P<said>{_TOTALS[field]})(?P<number>{number})(?=[人名例])", line)
        if _TOLD_TOTAL.search(one["said"]) and not negated(line, one.start())
    ]
    return (found[-1]["number"], found[-1].start(), found[-1].end()) if found else None
