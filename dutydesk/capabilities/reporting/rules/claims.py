"""What a text says about the dead, the missing, the injured and the loss, and where the record says otherwise.

Reads official Chinese as it is written: 2人死亡, 死亡两人, 造成2人死亡、1人失联、8人受伤（其中重伤3人）, 无人员伤亡,
直接经济损失约180万元. Not looked at: what stood before (原, 此前), what is added or taken away, what a correction quotes as wrong, what is said of some only.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from dutydesk.capabilities.reporting.rules.claimed import LIGHT, Claim
from dutydesk.capabilities.reporting.rules.claimed_all import buried, nobody, somebody, unsure
from dutydesk.capabilities.reporting.rules.claimed_people import (
    AFTER,
    BEFORE,
    BODIES,
    CALLED,
    CALLED_AFTER,
    IN_HOSPITAL,
    ROLE,
    TREATED,
)
from dutydesk.capabilities.reporting.rules.english_claims import CASUALTIES, english
from dutydesk.kernel.numerals import HAN, NUMBER, Amount, about, plain, value
from dutydesk.kernel.values import dataclass

LONGEST_CLAUSE, MOST_CLAUSES = 300, 12
"""How far back a word such as 此前 is looked for: characters of one clause, clauses that list on."""

# ---------------------------------------------------------------- words

_THEN_DIED = r"(?!(?:后|而|致)?(?:经?(?:抢救|医治|救治)无效)?(?:不治|死亡|身亡|遇难))"
_VERBS: tuple[tuple[str, str], ...] = (
    ("light_injuries", r"受?轻微?伤|伤势较?轻|轻症|皮外伤"),
    ("serious_injuries", rf"受?重伤{_THEN_DIED}|伤势(?:较|严|危)?重|伤情(?:较|严)重|病危|命危|(?:生命)?垂危|危重|重症"),
    ("casualties", r"死伤|伤亡"),
    ("deaths", (r"(?:(?:溺水|坠楼|触电|窒息|被埋|(?:食物|煤气|一氧化碳)?中毒|[受重]伤)(?:后|而)?)?(?:死亡(?!证明|保险|赔偿|通知|抚恤)|身亡)|遇难|罹难|丧生|丧命|殒命|毙命|遇害|溺亡|坠亡|牺牲|殉职|亡故|去世|离世"
               r"|(?:经|因)?(?:抢救|医治|救治)无效(?!死亡|身亡|去世|离世|后|而)|(?:已?无|没有|失去|丧失)生命体征|失去(?:了)?生命(?!体征)|(?:没了|停止)呼吸|不治(?!身|死|而|之|理|去世|离世)|生命体征(?:已经?)?消失|(?:没有?|未)能?(?:抢救|救)(?:[过回]来|活)|无一人?(?:幸免|生还|幸存)|无人(?:生还|幸存)"
               r"|[致压烧打撞砸摔淹炸踩毒冻电]?死(?!亡|里|守|角|机|伤)|(?<![死身伤溺坠阵消灭流])亡(?!故|羊)")),
    ("missing", r"失联失踪|失联|失踪|失去联[系络]|联[系络]不[上到]|(?:下落|去向)[不未]明|不知(?:去向|所踪|下落)|音[讯信]全无|杳无音[讯信]|生死(?:不明|未卜)|联[系络]中断|(?:没有?找[到着]|找不[到着]了?|不见了?|失去踪影|没出来)(?=[，。；、！的\n]|$)|(?:仍|尚|还|仍然)?未(?:能)?(?:找到|寻获|搜寻到)(?!原因|证据|起火)"),
    ("injured", (rf"不同程度受伤|(?:食物|煤气|一氧化碳)?中毒{_THEN_DIED}|受了?伤{_THEN_DIED}|负伤|挂了?彩|患病|[烧烫冻砸撞摔打咬刺挤踩炸擦划扭灼]伤"
                r"|(?<![受负重轻死微])伤(?!亡|势|情(?!况的)|员|者|及|害|残|口|病|寒)")),
)  # fmt: skip
_BECAME = "|".join(words for _, words in _VERBS)
_WORDS_OF: Mapping[str, str] = dict(_VERBS)
_VERB = "|".join(f"(?P<{name}>{words})" for name, words in _VERBS)
_ADVERB = (
    r"已经?|均|都|全部|全|至今|被(?=[压烧打撞砸摔淹炸踩毒冻电]死)|当场|现场|先后|相继|不幸|(?:送医后|送医|经医院|经|因)?(?:抢救|医治|救治)无效|在?送医途中|(?:医治|救治)?不治|因伤势?过重|因伤|因公|"
    r"被?(?:确认|证实)|仍然?|尚|目前|暂时?|处于|意外|被埋|被困|送[医院]后?|还|在(?=失)|落水|受(?!害人)|并?不同程度|经核实|据核实|系|（[^（）\n]{0,12}）"
)
_FILLER = re.compile(rf"(?:{_ADVERB})|(?:[^，。；：、！？（）\d\n]{{1,12}}的)?{ROLE}")
_GREW = r"(?:增加?|上升|升|减少?|下降|降|上|下|变更?|调整)[到至为]"
_LINK = re.compile(
    r"者|的(?=有|是|为|共|[约近]?\d)|掉了?|者|人员|同胞|人数|总人数|总数|数(?=[为是达：:])|员|群众|情况|了|（[人名]）|(?:由|从)[\d"
    + HAN
    + r"]+(?:人|名)?|[\d"
    + HAN
    + rf"]+(?:人|名)?(?={_GREW})|{_GREW}|更正为|修正为|核实为|核定为|为|是|达到?|有|已|共计?|合计|累计|总计|一共|目前|现|：|:"
)
_TOTAL = re.compile(r"共|累计|合计|总计|总共|总数")
_COUNT = re.compile(
    rf"(?P<before>{BEFORE})?(?P<number>{NUMBER})(?:(?:至|到|-|~|—)(?P<to>{NUMBER}))?(?P<scale>万)?(?P<after>{AFTER})?"
    r"(?P<unit>人次|个?人|名|位|例|口子|口人|口(?![径岸罩音头号碑腔服])|个(?!月|小时|县|市|乡|镇|村|百分))?(?P<behind>左右|以上|以下|上下)?"
)
_OTHER_UNIT = re.compile(
    r"[起次天年月日时分秒周%％届期号级岁米亩户间栋辆台吨元万亿点条项个县市只头匹棵株尾羽窝斤]|公斤|小时|公里"
)
_VAGUE = re.compile(
    r"(?P<vague>好多|好几|很多|许多|不少|多|数十|数百|数|若干|十几|几十|几|近百|上百|几百|部分|半数|过半|大半)(?:个人|人员|人|名|位|个(?![月小县乡镇村市]))"
)
_MEANT: Mapping[str, Amount] = {
    "多": Amount(3, math.inf),
    **dict.fromkeys(("好多", "好几", "很多", "许多", "不少"), Amount(3, math.inf)),
    "若干": Amount(2, math.inf),
    "数": Amount(2, 9),
    "几": Amount(2, 9),
    "十几": Amount(11, 19),
    "数十": Amount(20, 99),
    "几十": Amount(20, 99),
    "近百": Amount(80, 100),
    "上百": Amount(100, math.inf),
    "数百": Amount(200, 999),
    "几百": Amount(200, 999),
}
"""What words say that name no number; of 部分, 半数 and the like no more than that there is somebody."""

_GROUPS = re.compile(
    rf"(?P<one>{NUMBER})(?:名|个|位)?(?:大人?|成年?人|老人?|男(?:[子性生]|孩)?)、?(?P<two>\d+|[{HAN}]+)(?:名|个|位)?(?:小孩?|孩子?|少|儿童|幼儿|未成年人|女(?:[子性生]|孩)?)(?![时月组])"
)
"""People counted by what they are: 2大3小, 三男两女."""
_ONE = re.compile(
    rf"(?<![\d{HAN}名两各等])(?:司机|驾驶[员人]|船长|机长|店主|房主|户主|车主|老板|父亲|母亲|丈夫|妻子|副驾驶|保姆|矿长|押运员)(?:以及|及|和|与|、)$"
)
"""One person named before a number of others: 司机和2名乘客 are three."""
_BOTH = re.compile(r"双双|双(?=亡)")
_SUM = re.compile(
    rf"(?<![\d.{HAN}])(?P<one>{NUMBER})(?:人|名|位|个|口)(?:(?!{_BECAME})[^，。；：、！？\d\n{HAN}]){{0,6}}(?:以及|及|和|与)(?:其|另)?(?P<two>{NUMBER})(?:人|名|位|个)"
    rf"(?:{ROLE}|[^，。；：、！？\d\n]{{0,3}})??(?:{_ADVERB}|均|都)*(?={_BECAME})"
)
"""Two groups of people of whom one thing is said: 夫妻二人及三个孩子遇难."""
_EARLIER = re.compile(
    r"原(?=报|为|称|有|来|先|文|定|死|失|受|重|轻|伤|损|直接|统计|登记|数|[“\d"
    + HAN
    + r"])|此前|先前|之前|早前|前期|上次|前次|去年|上年|同期|历史上|往年|曾(?!经?无)|"
    r"(?:首报|初报|前报|续报[一二三四五六七八九十]*)(?=死|失|受|重|轻|伤|中|时|称|所|的|为|[“\d])|"
    r"[较比](?=上|首|前|昨|此|续|原|初|之|同|去)|与(?:上次|首报|前报|昨日)相比|系(?=[\d"
    + HAN
    + r"]+名)|又(?:有)?(?=[\d"
    + HAN
    + r"])|新增|"
    r"(?:增加|减少|上升|下降|增多)(?![到至为])|最后|第(?=[\d" + HAN + r"])(?![一二三四五六七八九十]+[一-龥]{0,4}医院)"
)
_AGAIN = re.compile(
    r"共|累计|合计|总计|目前|现(?!场)|截至|更正为|应为|实为|核实为|增至|升至|[增上减下](?:加|升|少|降)[到至为]"
)
_SOME = re.compile(
    r"(?:其余|其他|其它|另外|剩余|救援|施救|消防|参战|处置|搜救|抢险|执勤|周边|周围|四周|附近|沿线|毗邻|围观)[^，。；：、！？\d\n]{0,8}$|其余[\d"
    + HAN
    + r"]+(?:人|名)[^，。；\n]{0,6}$"
)
_RELATIVES = re.compile("家属|亲属")
_ENDS = "，。；！？\n"
_DENIED = re.compile(
    r"(?:不会|不能|[未没]有?(?:再)?(?:出现|造成|发生|导致|引发)|防止|避免|以免|杜绝|是否(?:有|已?造成)?|可能(?:会)?(?:造成|导致|引发)?)(?:出现|造成|发生|导致|引发|有)?$"
)
"""Before a number of people that is denied, feared or asked for: 未出现多人死亡, 无 一人伤亡."""
_RUMOUR = re.compile("网传|网上(?:称|说|传)|谣传|传言|谣言")
_UNTRUE = re.compile(r"”?(?:的)?(?:说法|消息|传闻|情况)?[均系是为]?(?:不实|不属实|谣言|假消息|误传)")
_GONE = re.compile(
    r"(?:经|因)?(?:抢救|医治|救治)无效(?!死亡|身亡|去世|离世)|身份|遗体|家属|已?(?:找到|获救|脱险|转院|出院|痊愈)|已?被?救出"
)

_MONEY = rf"(?P<before>{BEFORE})?(?P<number>{NUMBER})(?P<after>余|多|几)?(?P<scale>百万|千万|万|亿|千)?(?P<more>余|多)?元?(?:人民币)?(?P<behind>左右|以上|上下)?"
_LOSS = re.compile(
    r"(?:(?<=财)损|(?P<kind>间接|潜在|预计|可能|挽回|避免|减少)?(?:造成|的)?(?:直接)?(?:经济|财产)?损失)(?:总额|金额|总计|初步|估算|统计|估计|人民币)*"
    rf"(?:为|达到?|是|共计?|合计|累计|有|：|:|在)*[￥¥]?{_MONEY}"
)
_LOSS_AFTER = re.compile(rf"{_MONEY}(?:的)?(?P<kind>间接|潜在)?(?:直接)?(?:经济|财产)?损失")
_NO_LOSS = re.compile(
    r"(?:无|没有|未造成|没有造成|未发生|零)(?:任何|直接|明显)?(?:的)?(?:直接)?(?:经济|财产)损失|人员伤亡和(?:财产|经济)损失"
)
_SCALES = {"": 1.0, "千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8}


# ---------------------------------------------------------------- reading


def read(text: str) -> list[Claim]:
    """Return everything that a text says about the compared figures, in order."""
    line = plain(text)
    people = every(line)
    return _standing(line, [*people, *somebody(line, people), *buried(line)])


def counted(text: str) -> list[Claim]:
    """Return what a text counts by what became of people, and its losses; of wordings of all and of where they lie sorting has its own."""
    line = plain(text)
    return _standing(line, every(line))


def _standing(line: str, claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims that are about how things stand now, about all, and no part of another."""
    found = [claim for claim in claims if _counts(line, claim)]
    return sorted((claim for claim in found if not _part(line, claim, found)), key=lambda claim: claim.place)


@dataclass(frozen=True)
class _Token:
    """A number (``count``) or what became of people (``field``), from ``start`` to ``end``; ``noun``: 重伤员, not 重伤."""

    start: int
    end: int
    count: Amount | None = None
    field: str = ""
    noun: bool = False


def _people(line: str) -> Iterator[Claim]:
    """Yield the claims of numbers of people: 2人死亡 and 死亡2人, whichever way a run of them goes."""
    sums = [(match.start(), match.end()) for match in _SUM.finditer(line)]
    for run in _runs(line):
        kinds = ["v" if token.field else "n" for token in run]
        tokens = run[1:] if kinds[:1] == ["n"] and kinds[-1:] == ["n"] and "v" in kinds else run
        pairs = zip(tokens[::2], tokens[1::2], strict=False)
        for one, two in pairs:
            number, verb = (two, one) if one.field else (one, two)
            if number.count is None or not verb.field or verb.noun:
                continue
            if verb.field == CASUALTIES and number.count.high == 0:
                continue  # 零伤亡: said of each, below
            words = line[one.start : two.end]
            if any(begins <= number.start < ends for begins, ends in sums):
                continue  # of two groups together, below
            before = line[max(0, one.start - 12) : one.start]
            if _DENIED.search(before) or (words[0] == "一" and before.endswith(("无", "没", "有"))):
                continue
            total = bool(_TOTAL.search(line[_clause(line, one.start) : two.end]))
            if number.count.high == 0 and (unsure(line, one.start) or line.startswith("目标", two.end)):
                continue
            least = _besides(line, one.start, verb.field)
            amount = Amount(number.count.low, math.inf) if least else number.count
            yield Claim(verb.field, amount, words, one.start, total)


def _besides(line: str, place: int, field: str) -> bool:
    """Return whether a number only adds to those of whom its sentence says the same before: 司机死亡，另1名乘客死亡."""
    begins = max(line.rfind(mark, 0, place) for mark in "。；！？\n") + 1
    return line[:place].endswith(("另", "另有", "另外")) and re.search(_WORDS_OF[field], line[begins:place]) is not None


def _runs(line: str) -> Iterator[list[_Token]]:
    """Yield the longest runs of numbers and verbs that stand directly beside one another."""
    run: list[_Token] = []
    place = 0
    while place < len(line):
        token = _token(line, place, after_verb=bool(run) and bool(run[-1].field))
        if token is not None and token.noun and run and run[-1].count and (died := _DIED_OF.match(line, place)):
            run[-1] = replace(run[-1], count=Amount(run[-1].count.low, math.inf))  # 5名失联人员遇难: so many of them
            place = died.end()
            continue
        if token is not None and run and bool(token.field) == bool(run[-1].field):
            if run:
                yield run
            run = []
        if token is not None:
            run.append(token)
            place = token.end
            continue
        filler = _LINK.match(line, place) if run and run[-1].field else _FILLER.match(line, place) if run else None
        if filler is not None:
            place = filler.end()
            continue
        if run:
            yield run
            run = []
        place += 1
    if run:
        yield run


_VERB_PATTERN = re.compile(_VERB)
_DIED_OF = re.compile(
    rf"(?:失联|失踪|被困|[受重]?伤)(?:人员|员|者|学生|乘客|工人|群众|的)(?:{_ADVERB})*(?={_WORDS_OF['deaths']}|{_WORDS_OF['missing']})"
)
_NOUN = re.compile(r"(?:员|者|群众|人员|学生|乘客|工人|的)(?!人数|总数)")


def _token(line: str, place: int, *, after_verb: bool) -> _Token | None:
    verb = _VERB_PATTERN.match(line, place)
    if verb is not None:
        field = str(verb.lastgroup)
        noun = _NOUN.match(line, verb.end())
        behind = line[noun.end() :] if noun else ""
        is_noun = noun is not None and not re.match(rf"(?:为|：|:|有|共|达|{_GREW}|[约近]?(?:{NUMBER}))", behind)
        return _Token(place, verb.end(), field=field, noun=is_noun)
    if place and (line[place - 1].isdigit() or line[place - 1] in HAN + ".") and line[place] in HAN + "0123456789.":
        return None
    groups = _GROUPS.match(line, place)
    if groups is not None:
        together = value(groups["one"]) + value(groups["two"])
        return _Token(place, groups.end(), count=Amount(together, together))
    count = _COUNT.match(line, place)
    if count is not None and after_verb and re.compile(_GREW).match(line, count.end()):
        return None  # 死亡3人增加到5人: what it was before
    if count is not None and (after_verb or count["unit"] or _VERB_PATTERN.match(line, count.end())):
        if not count["unit"] and (count["scale"] or _OTHER_UNIT.match(line, count.end()) or count["unit"] == "人次"):
            return None
        amount = _amount(count)
        if not after_verb and _ONE.search(line, max(0, place - 8), place):
            amount = Amount(amount.low + 1, amount.high + 1)
        return _Token(place, count.end(), count=amount)
    both = _BOTH.match(line, place)
    if both is not None:
        return _Token(place, both.end(), count=Amount(2, 2))
    vague = _VAGUE.match(line, place)
    return _Token(place, vague.end(), count=_MEANT.get(vague["vague"], Amount(1, math.inf))) if vague else None


def _amount(count: re.Match[str]) -> Amount:
    word, size = count["number"], _SCALES[count.groupdict().get("scale") or ""]
    if count["to"]:
        return Amount(value(word) * size, value(count["to"]) * size)
    if len(word) > 1 and all(c in "一二两三四五六七八九" for c in word):  # 七八人, 两三人
        ends = [value(word[0]), value(word[-1])]
        return Amount(min(ends) * size, max(ends) * size)
    return about(value(word), count["before"] or "", count["after"] or count["behind"] or "", size)


def _together(line: str) -> Iterator[Claim]:
    """Yield what is said of two groups together."""
    for match in _SUM.finditer(line):
        verb = _VERB_PATTERN.match(line, match.end())
        assert verb is not None  # as the pattern looks ahead
        number = value(match["one"]) + value(match["two"])
        yield Claim(str(verb.lastgroup), Amount(number, number), line[match.start() : verb.end()], match.start())


def _bodies(line: str) -> Iterator[Claim]:
    for match in BODIES.finditer(line):
        yield Claim(
            "deaths", Amount(value(next(one for one in match.groups() if one)), math.inf), match[0], match.start()
        )


def _treated(line: str, said: Sequence[Claim]) -> Iterator[Claim]:
    """Yield N人送医治疗 as so many injured, where the text does not say by itself how many are: of these it may be a part."""
    if any(one.field in {"injured", "serious_injuries", LIGHT, CASUALTIES} and one.amount.low > 0 for one in said):
        return
    for match in TREATED.finditer(line):
        if not unsure(line, match.start()):
            yield Claim("injured", _amount(match), match[0], match.start(), bool(match["total"]))
    for match in IN_HOSPITAL.finditer(line):
        if not unsure(line, match.start()):
            least = value(match["number"] or match["late"] or match["taken"] or match["there"])
            yield Claim("injured", Amount(least, math.inf), match[0], match.start())


def _named(line: str) -> Iterator[Claim]:
    """Yield so many who are called by what became of them, 12名伤员, 死者3人, 12人住院: of these it may be a part, so at least so many."""
    for pattern in (CALLED, CALLED_AFTER):
        for match in pattern.finditer(line):
            if not unsure(line, match.start()):
                field = "deaths" if match["dead"] else "missing" if match["lost"] else "injured"
                least = about(value(match["number"]), match["before"] or "", "").low
                yield Claim(field, Amount(least, math.inf), match[0], match.start())


def _english(line: str) -> Iterator[Claim]:
    """Yield what an English sentence says in the plainest way: 5 killed, no casualties."""
    for field, number, words, place in english(line):
        for one in ("deaths", "injured", "missing") if field == CASUALTIES and not number else (field,):
            yield Claim(one, Amount(number, number), words, place)


def _losses(line: str) -> Iterator[Claim]:
    for pattern in (_LOSS, _LOSS_AFTER):
        for match in pattern.finditer(line):
            if match["kind"] or not (match["scale"] or "元" in match[0]):
                continue
            after = match["after"] or match["more"] or match["behind"] or ""
            said = about(value(match["number"]), match["before"] or "", after, _SCALES[match["scale"] or ""])
            yield Claim("loss_yuan", said, match[0], match.start(), bool(_TOTAL.search(match[0])))
    for match in _NO_LOSS.finditer(line):
        with_people = match[0].startswith("人员") and not list(nobody(line[max(0, match.start() - 6) : match.end()]))
        if not with_people and not unsure(line, match.start()):
            yield Claim("loss_yuan", Amount(0, 0), match[0], match.start())


def _clause(line: str, place: int) -> int:
    far = max(0, place - LONGEST_CLAUSE)
    return max(*(line.rfind(mark, far, place) for mark in _ENDS), far - 1) + 1


def every(line: str) -> list[Claim]:
    """Return everything that a plain line says, also of what was before or of some only."""
    people = [*_people(line), *_together(line), *nobody(line), *_bodies(line), *_named(line), *_english(line)]
    return [*people, *_treated(line, people), *_losses(line)]


def bare_count(word: str) -> Amount | None:
    """Return the amount of a plain number of people that stands alone, None for anything else."""
    found = _COUNT.fullmatch(word)
    return _amount(found) if found is not None else None


def _counts(line: str, claim: Claim) -> bool:
    """Return whether a claim is about how things stand now, and about all."""
    begins = _clause(line, claim.place)
    found = BODIES.match(line, claim.place)
    least = claim.field == "deaths" and claim.amount.high == math.inf  # 找到5名遇难者遗体: so many at least
    gone = _RELATIVES if least else _GONE
    if _RUMOUR.search(line, begins, claim.place) or _UNTRUE.match(line, claim.place + len(claim.words)):
        return False
    if _SOME.search(line[begins : claim.place]) or (not found and gone.match(line, claim.place + len(claim.words))):
        return False
    ends = claim.place + len(claim.words)
    for _ in range(MOST_CLAUSES):
        earlier = max((match.start() for match in _EARLIER.finditer(line, begins, ends)), default=-1)
        again = max((match.start() for match in _AGAIN.finditer(line, begins, ends)), default=-1)
        if earlier >= 0:
            return again > earlier
        if again >= 0 or begins == 0 or line[begins - 1] != "，" or not _goes_on(line, begins):
            return True
        ends, begins = begins, _clause(line, begins - 1)
    return True


def _part(line: str, claim: Claim, found: Sequence[Claim]) -> bool:
    """Return whether a claim counts only some of those whom its own sentence counts before it: 8人受伤，其中5人烧伤."""
    begins = max(line.rfind(mark, 0, claim.place) for mark in "。；！？\n") + 1
    among = line.rfind("其中", begins, claim.place)
    return among >= 0 and any(one.field == claim.field and begins <= one.place < among for one in found)


def _goes_on(line: str, begins: int) -> bool:
    """Return whether a clause only lists on what the one before it began: it opens with a number or a verb."""
    return _token(line, begins, after_verb=False) is not None
