"""What a text says of all or of nobody, without a number: 无人员伤亡, 全部获救, 无一生还; and who lies under what came down."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from dutydesk.capabilities.reporting.rules.claimed import Claim
from dutydesk.capabilities.reporting.rules.claimed_people import AFTER, BEFORE, ROLE
from dutydesk.kernel.numerals import HAN, NUMBER, Amount, about, value

_PERSONS = "人员|师生|学生|乘客|群众|游客|旅客|工人|职工|员工|船员|矿工|村民|居民|住户"
_SAVED = r"(?:成功|安全|顺利|已|被){0,2}(?:获救|脱险|救出|救起|脱困|升井)(?=[，。；！\n]|$)"
_WELL = r"(?:安全|平安无?事?|安然无恙|无恙|无碍|没事|没有事|无事)(?=[，。；！\n]|$)"
_ZERO = re.compile(
    r"(?P<no>(?:均|都|也|并|尚|暂|目前)?(?:无|没有|未有|未造成|没有造成|未发生|没有发生|未发现|没有发现|未出现|未见|未接到|未接报|未收到|没有接到|没有收到|未导致|"
    r"未引发|未致|不存在|零|0))(?:任何|一|有|1)?(?:人员|人|群众|名?学生|名)?(?:的)?"
    r"(?P<what>伤亡|死伤|死亡|遇难|身亡|失联|失踪|受伤|重伤|(?P<who>伤员|伤者|死者)(?=[，。；、！\n]|$))"
    r"|(?:无|没有?)死(?:亡)?[、，]?(?:也)?(?:无|没有?)(?P<neither>伤)"
    r"|(?P<each>(?:(?:死亡|遇难|失联|失踪|受伤|重伤)[、，和及与]?){2,})(?:人员|人数|数|情况)?(?:均|都)?(?:为|：|:)(?:零|0|无)(?![.\d])"
    r"|(?P<late>伤亡|死亡|失联|失踪|受伤|重伤)(?:人员|人数|总数|数字?|情况)?(?:均?为|：|:)(?:(?:零|0|无|没有)(?!\.)|(?:[暂尚]无|[暂尚]?未发[现生])(?=[，。；！\n]|$))"
    r"|(?P<found>(?:失联|失踪|被困|被埋|受困|落水)(?:人员|者|群众|的人?)(?:均已?|都已?|已经?全部|已经?均|全部|全都|全|都)已?经?被?(?:找到|寻获|取得联系|联系上|救出来?|获救|脱险)了?"
    rf"|(?<![\d{HAN}其别他旁])人(?:都|全|全都)(?:已|被)?(?:救出来|找到|出来)了)(?=[，。；！\n]|$)"
    rf"|(?P<rescued>全部{_SAVED}|(?:所有|全体|全部)(?:{_PERSONS}|人)(?:均|都){_SAVED})"
    rf"|(?P<safe>(?:全部|全体|所有)(?:在场|车上|船上|井下)?(?:{_PERSONS}|人)(?:均|都|已|目前)*{_WELL}"
    rf"|(?:全员|(?:{_PERSONS}|大家)(?:均|都|全部|全员|全))已?{_WELL}|(?<![其别他她该旁家\d{HAN}])人(?:均|都)(?:没事|没有事|无恙|平安)(?=[，。；！\n]|$)|(?<![\d{HAN}][人名位])全部(?:平安(?:无事)?|安然无恙|无恙)(?=[，。；！\n]|$)|(?:^|(?<=[，。；！：\n]))人员?{_WELL})"
    r"|(?P<unhurt>(?:无人|没有人|无一人?|未有人|没人|没有?|未)(?P<fate>伤亡|死亡|遇难|失联|失踪|受伤|重伤|伤着人|(?<=人没)伤着|死(?:人|了人)?(?=[，。；！\n]|$)))",
    re.MULTILINE,
)
_UNSURE = re.compile(
    r"有$|是否[^，。；\n]{0,6}$|如$|若$|避免$|防止$|确保[^，。；\n]{0,4}$|力争[^，。；\n]{0,6}$|争取[^，。；\n]{0,6}$|不排除$|可能$|杜绝$|尚不清楚$|(?:保障|保证|保护|维护|关系|事关|危及)[^，。；\n]{0,4}$"
    r"|实现$|(?:愿|祝|祈|直到|直至|待|等|尽快|要求|务必|必须|全力|尽力|把|将)[^，。；\n]{0,6}$"
)
_SAFE_OF_SOME = re.compile(r"(?:其余|其他|其它|另外|剩余|获救|转移|撤离|疏散|安置)[^，。；\n]{0,6}$")
_LOST_OF_ALL = re.compile(
    rf"(?:被困|受困|被埋|失联|失踪|落水|遇险|涉险)(?:人员|群众|者|[^，。；\n\d{HAN}]{{0,4}}|[^。；\n]{{0,12}}，)?(?:{NUMBER}(?:人|名|位))?已?$"
)
"""Of those who were lost all are saved: nobody is lost any more, and nothing is said of the dead."""
RESCUED = "获救"
BACK = "找到"
_ZERO_FIELDS = {
    "伤亡": ("deaths", "injured", "serious_injuries", "missing"),
    "死伤": ("deaths", "injured", "serious_injuries", "missing"),
    RESCUED: ("deaths", "missing"),
    BACK: ("missing",),
    "死亡": ("deaths",),
    "死": ("deaths",),
    "遇难": ("deaths",),
    "身亡": ("deaths",),
    "死者": ("deaths",),
    "无死无伤": ("deaths", "injured", "serious_injuries"),
    "失联": ("missing",),
    "失踪": ("missing",),
    "受伤": ("injured", "serious_injuries"),
    "伤": ("injured", "serious_injuries"),
    "重伤": ("serious_injuries",),
}


def unsure(line: str, place: int) -> bool:
    """Return whether what stands at a place is only asked for, feared or wanted: 是否有12人; 已有12人 is said."""
    return bool(_UNSURE.search(line[max(0, place - 12) : place].removesuffix("有")))


def nobody(line: str) -> Iterator[Claim]:
    """Yield a claim of nought for each figure that a text says nobody stands in."""
    for match in _ZERO.finditer(line):
        before = line[max(0, match.start() - 30) : match.start()]
        if line.startswith(("目标", "的目标"), match.end()):
            continue
        if _UNSURE.search(before) or (match["no"] in {"0", "零"} and before[-1:].isdigit()):
            continue
        saved = bool(match["rescued"])
        of_lost = saved and _LOST_OF_ALL.search(before) is not None
        if (match["safe"] or saved) and (_SAFE_OF_SOME.search(before) or (not saved and _LOST_OF_ALL.search(before))):
            continue
        for field in dict.fromkeys(field for what in _what(match, of_lost=of_lost) for field in _ZERO_FIELDS[what]):
            yield Claim(field, Amount(0, 0), match[0], match.start())


def _what(match: re.Match[str], *, of_lost: bool) -> list[str]:
    """Return what nobody became, in the words of ``_ZERO_FIELDS``."""
    if match["each"]:
        return re.findall("死亡|遇难|失联|失踪|受伤|重伤", match["each"])
    if match["neither"]:
        return ["无死无伤"]
    if match["rescued"]:
        return [BACK if of_lost else RESCUED]
    if match["found"]:
        return [BACK]
    word = match["who"] or match["what"] or match["late"] or match["fate"] or "伤亡"
    return [word if word in _ZERO_FIELDS else "死" if word.startswith("死") else "伤"]


_DIED = r"(?:遇难|罹难|身亡|丧生|丧命|殒命|溺亡|牺牲)"
_SOMEBODY = re.compile(
    rf"(?P<all>(?:全部|全员|全体|悉数|尽数|全都|全家|全|均|都)(?:已经?|不幸|当场|均|都){{0,2}}(?:{_DIED}|(?P<beasts>死亡|死了|没了|没救过来)))(?!者|人员|的|[\d{HAN}约近])"
    rf"|(?P<none>(?:无一人?|无人|没有一?人|没一个人?)(?:幸免|生还|存活|幸存))(?!的|于|难)"
    rf"|(?:死人了|死了人|(?:出|闹出)了?人命)|(?<![没未是])(?:已经?|确|现)有(?:{_PERSONS}|人)(?:死亡|{_DIED})(?!的)"
    rf"|(?:司机|驾驶[员人]|船长|父亲|母亲|男子|女子|老人|男童|女童|婴儿|当事人)(?:已经?|不幸|当场|均|经?(?:抢救|救治)无效|送医后){{0,2}}(?:死亡|{_DIED})(?![者的后证人])"
)
"""That somebody died, by words that name no number."""
_PEOPLE_BEFORE = re.compile(
    r"[人员客工生众民童家口名位俩仨][^，。；\n]{0,4}$|[机车船舱屋室井]内?[里上下中内]?[^，。；\n]{0,3}$"
)
_NOT_PEOPLE = re.compile(r"[猪羊牛鸡鸭鱼苗树畜禽][^，。；\n]{0,6}$|(?:商户|户|房|屋|楼|店|车辆|作物|秧|田)[均都]?$")
_FEARED = re.compile(
    r"(?:[没未别勿]|不要|不能|不会|不得|再|防止|避免|以免|谨防|严防|可能|是否|如|若|万一|一旦|怕|担心)[^，。；\n]{0,6}$"
)


def somebody(line: str, said: Sequence[Claim]) -> Iterator[Claim]:
    """Yield at least one dead where words say so that name no number, and none that does stands there."""
    for match in _SOMEBODY.finditer(line):
        before = line[max(0, match.start() - 12) : match.start()]
        people = (match["beasts"] is None and match["none"] is None) or _PEOPLE_BEFORE.search(before)
        if not people or _NOT_PEOPLE.search(before) or _FEARED.search(before):
            continue
        if not any(
            one.field == "deaths" and one.place <= match.end() <= one.place + len(one.words) + 2 for one in said
        ):
            yield Claim("deaths", Amount(1, math.inf), match[0], match.start())


_UNDER = rf"(?:埋(?:[了着](?=[\d{HAN}]))|压在[^，。；\d]{{0,4}}[下里]|埋压|活埋|掩埋|压埋|被埋|冲走|卷走|吞没|埋在)"
_BURIED = re.compile(
    rf"(?<!其中)(?<![\d.{HAN}])(?P<before>{BEFORE})?(?P<number>{NUMBER})(?:{AFTER})?(?:个?人|名|位|个(?!月|小时)){ROLE}?(?:已|均|都|全部|仍|尚|还){{0,2}}"
    rf"(?:[被遭][^，。；、！？\d\n]{{0,6}})?{_UNDER}(?![点者的后处]|身亡|致死|死|窒息|受伤)"
    rf"|{_UNDER}(?:了|有|约|共|人员|：|:)*(?P<late>{NUMBER})(?:{AFTER})?(?:个?人|名|位)"
)
_GONE = re.compile(
    rf"(?<![\d.{HAN}])(?:(?P<number>{NUMBER})(?:个?人|名|位|口|个)?(?:{ROLE})?(?:已经?|都|全|当场){{0,2}}没了(?=[，。；！\n]|$)|没了(?P<late>{NUMBER})(?:个?人|名|位))"
)
_BROKEN = re.compile(rf"(?<!其中)(?<![\d.{HAN}])(?P<number>{NUMBER})(?:人|名|位|个){ROLE}?骨折(?![医科])")
_CAME_OUT = re.compile(
    r"救[出起]|获救|脱险|找到|寻获|挖出|扒出|搜出|生还|遇难|死亡|身亡|罹难|丧生|溺亡|失联|失踪|下落不明|自救|致死|[压砸]死"
)


def buried(line: str) -> Iterator[Claim]:
    """Yield so many at least who lie under what came down, or were carried away, where no word says what became of anybody; who broke a bone, who 没了."""
    for match in _BROKEN.finditer(line):
        yield Claim("injured", Amount(value(match["number"]), math.inf), match[0], match.start())
    for match in _GONE.finditer(line):
        number = value(match["number"] or match["late"])
        yield Claim("deaths", Amount(number, number), match[0], match.start())
    if _CAME_OUT.search(line):
        return
    for match in _BURIED.finditer(line):
        if not unsure(line, match.start()):
            low = about(value(match["number"] or match["late"]), match["before"] or "", "").low
            yield Claim("missing", Amount(low, math.inf), match[0], match.start())
