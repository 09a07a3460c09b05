"""Numbers of people in a line: how they are written, who is counted with them, and which are meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from dutydesk.capabilities.reporting.rules import claims
from dutydesk.capabilities.triage.rules import told
from dutydesk.capabilities.triage.rules.folding import clause
from dutydesk.kernel.numerals import HAN, value
from dutydesk.kernel.values import dataclass

VAGUE = {"数百": 100, "几百": 100, "好几百": 200, "上百": 100, "上千": 1000, "数千": 1000, "几千": 1000, "上万": 10000, "数十": 20,
          "几十": 20, "好几十": 20, "十几": 11, "十来": 10, "百十": 100, "百把": 100, "成百上千": 100, "一两": 1, "两三": 2, "大批": 50}  # fmt: skip
VAGUE_WORD = "|".join(sorted(VAGUE, key=len, reverse=True))
_HUNDREDS = r"百(?=[余多来]?[名人位号])"
NUMBER = rf"(?:{VAGUE_WORD}|\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?|[{HAN}]+万?|{_HUNDREDS})"
COUNT = re.compile(
    rf"(?<![\d.第无{HAN}])(?P<number>{NUMBER})(?:(?:至|到|-|~|—)(?P<to>{NUMBER}))?(?P<more>余|多|来|几)?(?P<unit>名|位|个(?!月|小时|县|市|乡|镇|村|百分|工作日)|人(?!次|民|间)|例|具|口人?|(?=工人|矿工|民工|职工|员工|牧民|村民|渔民|男子|女子|老人|学生|儿童|游客|司机|孩子|留学生|公民|同胞|妇女|居民|师傅|乘客|船员|女童|男童|婴儿)|(?<=[两三俩仨])(?=[一-龥]{{1,4}}的(?![一-龥])|[钓打捡挖采放赶骑开][一-龥]{{1,3}}的|在抢|都[被伤没送]|还[在没]|没[出上救]|被|重伤|轻伤|受伤)|(?<=[倒伤死][两三])(?=[，。；、\n]|$)|(?<=[少缺差]了[两三])(?=[，。；、\n]|$)|(?=[一-龥]{{1,2}}籍)|(?<=一)(?=[一-龥]{{0,3}}(?:老汉|老人|工|牧民|游客|女子|男子|学生)[^，。；]{{0,6}}(?:被|遭|失|进山|陷|掉|坠|落))|(?<=[来多])号(?![线楼房门])|号(?:人|(?=(?:花农|果农|菜农|农户|农民|村民|工人|民工|业主|群众|家长|司机|老人|职工|学生|储户|商户|摊主))))"
)
"""A number with what is counted: ``number``, ``to``, ``more``, ``unit``."""

NOT_PEOPLE = re.compile(
    r"^(?:[^，。；\n]{0,2})(?:头(?![部晕痛疼昏胀皮发])|只|羽|匹|条|尾)|(?:羊|牛|猪|鸡|鸭|鱼|狗|犬|畜|禽)"
)
_OTHERS = re.compile(
    r"(?:疏散|转移|撤离|救援|出动|投入|组织|调集|采样|检测|筛查|排查|监测|密接|密切接触|隔离|救出|营救|解救|载有?|乘客(?!$)|核载|搭载|全校|全厂|共有|车上|船上|机上|在场|安置|受威胁|影响)[^，。；\n]{0,8}$"
)
_ABOARD_ONLY = re.compile(r"(?:车上|船上|机上|载有?|乘客|搭载|共有)[^，。；\n]{0,8}$")
"""Words before a number of people aboard: not hurt by that alone, but lost with what they are aboard of."""
KIN = r"(?:的)?(?:亲属|家属|家人|亲友|家里)"
_WITH = re.compile(
    rf"(?:(?P<n>{NUMBER})[名位个口人](?:(?![死亡难伤住送病救失困])[^，。；\n\d]){{0,6}}?|(?:{told.ONE}))(?:和|与|及|以及|、|跟)(?:另外?)?$"
)
"""One person, or so many, named before a number that goes on with them: 老板和两名游客 are three."""
_DIED_FIRST = re.compile(rf"(?:{told.DIED}|丧生)[^，。；]{{0,3}}、|、(?:{NUMBER})[名人位个]")
BEHIND = 40
"""Characters before a number in which the words that belong to it stand."""


@dataclass(frozen=True)
class Figure:
    """One number as it is read: its field, how many, and where its words stand in the line."""

    field: str
    number: float
    start: int
    end: int


def lower(word: str) -> float:
    """Return what a number says at the least: 七八 is 7, 二三十 is 20, 数百 is 100."""
    if word in VAGUE:
        return VAGUE[word]
    if word == "百":
        return 100
    scale = 10_000 if word.endswith("万") and word != "万" else 1
    word = word.removesuffix("万") if scale > 1 else word
    pair = re.fullmatch(r"([一二两三四五六七八九])([一二两三四五六七八九])([十百千]?)", word)
    if pair is not None:
        return value(pair[1] + pair[3]) * scale if pair[3] else value(pair[1]) * scale
    within = re.fullmatch(r"(.*[千百])([一二三四五六七八九])([一二三四五六七八九])([十百])", word)
    if within is not None:  # 一千二三百 is 1200
        return value(within[1] + within[2] + within[4]) * scale
    teens = re.fullmatch(r"(.*十)([一二三四五六七八九])[一二三四五六七八九]", word)
    if teens is not None:
        return value(teens[1] + teens[2]) * scale
    try:
        return value(word) * scale
    except (KeyError, ValueError):
        return 0


def amount(claim: claims.Claim) -> float:
    """Return how many a claim means: the lower bound, or about what 近 and 约 say."""
    low, high = claim.amount.low, claim.amount.high
    words = claim.words
    if re.search(r"[近约]|接近|大概|左右|上下", words) and high != float("inf"):
        return high if re.search(r"近", words) else (low + high) / 2
    vague = re.search(VAGUE_WORD, words)
    return float(VAGUE[vague[0]]) if vague and claim.field != "loss_yuan" else low


@lru_cache(maxsize=8)
def claims_of(line: str) -> tuple[claims.Claim, ...]:
    """Return what the words that reports use say in a line; one line is asked for the dead, the hurt, the missing and the loss."""
    return tuple(claims.counted(line))


def claimed(line: str, field: str) -> Figure | None:
    """Return what the words that reports use say of a field; animals and the kin of the dead are not counted."""
    found = [one for one in claims_of(line) if one.field == field and not NOT_PEOPLE.search(one.words)]
    behind = re.compile(rf"[头只羽匹条尾]|{KIN}")
    found = [one for one in found if not behind.match(line, one.place + len(one.words))]
    if not found:
        return None
    totals = [one for one in found if one.total]
    if totals:
        best = totals[-1]
    else:
        best = max(found, key=amount)
        if len(found) > 1 and len({one.place for one in found}) > 1 and field == "deaths" and _listed(line, found):
            number = sum(amount(one) for one in found)
            return Figure(field, number, found[0].place, found[-1].place + len(found[-1].words))
    return Figure(field, float(int(amount(best))), best.place, best.place + len(best.words))


def _listed(line: str, found: list[claims.Claim]) -> bool:
    between = line[found[0].place : found[-1].place + len(found[-1].words)]
    later = re.search(r"，(?:[^，。；]{0,4})(?:送医|经)?[^，。；]{0,4}(?:抢救|医治|救治)无效", between)
    return "其中" not in between and (later is not None or "又" in between or "另" in between)


def total_of(line: str, field: str) -> Figure | None:
    """Return the total that a line names for a field: 伤者增至14人, 累计死亡7人."""
    said = told.total(line, field, NUMBER)
    return Figure(field, lower(said[0]), said[1], said[2]) if said is not None and lower(said[0]) else None


def told_of(line: str, verbs: str, field: str) -> list[Figure]:
    """Return numbers of people of whom some words say what became of them, before or behind the number."""
    return list(_people(line, verbs, field))


@lru_cache(maxsize=8)
def _near(verbs: str) -> re.Pattern[str]:
    return re.compile(rf"[^，。；！？：、\d\n\x00]{{0,6}}?[^，。；！？：\d\n\x00]{{0,8}}?(?:{verbs})")


def _people(line: str, verbs: str, field: str) -> Iterator[Figure]:
    for count in COUNT.finditer(line):
        number = lower(count["number"])
        if (
            number <= 0
            or (
                outside(
                    line, count.start(), aboard=field == "missing" or _near(verbs).match(line, count.end()) is not None
                )
                and not (field == "deaths" and re.match(r"遇难者|死者|罹难者", line[count.end() :]))
            )
            or re.match(
                r"(?:(?:头(?![部晕痛疼昏胀皮发])|[只羽匹条尾](?!部))|[月年]|人?[都也]没(?:有|能)?(?:跑|出|上|回|找|伤|事|来))",
                line[count.end() :],
            )
        ):
            continue
        ahead = re.compile(
            rf"(?:\d{{1,3}}多?岁的?)?[^。；，！？：\d\n\x00]{{0,14}}?(?:，(?!男的|女的|老的|小的|母亲|父亲|司机|其中|[^，。；\d\n]{{0,2}}?(?:{told.ONE}))(?:(?![{HAN}]+[名人位个例])[^。；，！？\d\n\x00]){{0,8}}?)?(?P<said>{verbs})"
        ).match(line, count.end())
        if ahead is not None and "，" in ahead[0] and re.match(rf"{NUMBER}[个名人位]", line[ahead.end() :]):
            ahead = None  # those words have a number of their own: 四个人, 走了一个
        if ahead is not None and COUNT.search(line, count.end(), ahead.start("said")) is not None:
            ahead = None  # a number nearer to those words is theirs: 一家五口三个没了呼吸
        if ahead is not None and field == "injured" and _DIED_FIRST.search(line, count.end(), ahead.start("said")):
            ahead = None  # 两名老人死亡、一名儿童重伤
        begin = max(clause(line, count.start())[0], count.start() - BEHIND)
        behind = re.search(rf"(?:{verbs})[^。；，！？\d\n\x00{HAN}]{{0,8}}$", line[begin : count.start()])
        rest = line[count.end() :]
        if field == "injured":
            if re.match(
                r"[^，。；\n]{0,8}(?:(?:抢救|医治|救治)无效|(?:路上|途中|半路)[^，。；\n]{0,2}(?:没|死|身亡|走))", rest
            ):
                continue
            if count["unit"] == "例" and not re.match(
                r"[^，。；\n]{0,6}(?:阴性|排除|治愈|出院)|[^。；\n]{0,24}(?:检测|结果|复核|复检)[^，。；\n]{0,6}阴性|[^。；\n]{0,24}已(?:经)?排除",
                rest,
            ):
                yield Figure(field, number, count.start(), count.end())
                continue
        if behind is not None and not re.search(r"(?:就医|就诊|住院)的$", behind[0]):
            yield Figure(field, number, begin + behind.start(), count.end())
        elif ahead is not None and not re.search(
            r"[未没无](?:有)?[^，。；\n]{0,3}$|疏散|转移|撤离|赶赴|赶到|民警|医护|消防",
            line[count.end() : ahead.start("said")],
        ):
            hit = re.search(r"被[^，。]{0,6}[雷车砸撞打砍捅树石]", ahead[0])
            if hit is None and not count["unit"] and re.search(r"持|驾|开车|[拿骑把将被]|[砍撞捅打砸]", ahead[0]):
                continue
            of_one = r"(?:，|^)?[男女]的(?=[^，]{0,8}$)|其中" + ("" if field == "missing" else "|[一1][个名位]")
            if re.search(of_one, line[count.end() : ahead.start("said")]):
                continue  # of those only one: 一对情侣女的受伤, 两名钳工一个当场死亡
            if re.match(KIN, line[ahead.end() :]):
                continue  # 30余名死者亲属 are not the dead
            first, more = beside_of(line, begin, count.start())
            yield Figure(field, number + more, first, ahead.end())


def some_of(line: str, lost: int, safe: int) -> float | None:
    """Return how many are said to be safe at a place where more were lost before it: 5人被困, 1人被救出; None where it may be all.

    Args:
        line: as it is read.
        lost: where it is said that people are lost.
        safe: where it is said that somebody is safe.
    """
    begin, end = clause(line, safe)
    mine = [lower(one["number"]) for one in COUNT.finditer(line, max(begin, lost), end)]
    all_of_them = [lower(one["number"]) for one in COUNT.finditer(line, clause(line, lost)[0], begin)]
    return mine[-1] if mine and all_of_them and 0 < mine[-1] < max(all_of_them) else None


def beside_of(line: str, begin: int, place: int) -> tuple[int, float]:
    """Return where those begin who are named together with a number at a place, and how many they are."""
    found = _WITH.search(line, begin, place)
    if found is None:
        return place, 0
    return found.start(), lower(found["n"]) if found["n"] else 1


def outside(line: str, place: int, *, aboard: bool) -> bool:
    """Return whether the people counted are others than those it is about; ``aboard``: whoever is aboard is not."""
    begin = max(clause(line, place)[0], place - BEHIND)
    before = line[begin:place]
    return _OTHERS.search(before) is not None and not (aboard and _ABOARD_ONLY.search(before))
