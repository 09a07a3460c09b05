"""How many: the dead, the hurt and ill, the missing, the loss. A vague number is its lower bound."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from dutydesk.capabilities.reporting.rules import claims
from dutydesk.capabilities.triage.rules import plight, told
from dutydesk.capabilities.triage.rules.folding import clause, sentence
from dutydesk.kernel.numerals import HAN, value
from dutydesk.kernel.values import dataclass

_VAGUE = {"数百": 100, "几百": 100, "好几百": 200, "上百": 100, "上千": 1000, "数千": 1000, "几千": 1000, "上万": 10000, "数十": 20,
          "几十": 20, "好几十": 20, "十几": 11, "十来": 10, "百十": 100, "百把": 100, "成百上千": 100, "一两": 1, "两三": 2, "大批": 50}  # fmt: skip
_VAGUE_WORD = "|".join(sorted(_VAGUE, key=len, reverse=True))
_HUNDREDS = r"百(?=[余多来]?[名人位号])"
NUMBER = rf"(?:{_VAGUE_WORD}|\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?|[{HAN}]+万?|{_HUNDREDS})"
COUNT = re.compile(
    rf"(?<![\d.第{HAN}])(?P<number>{NUMBER})(?:(?:至|到|-|~|—)(?P<to>{NUMBER}))?(?P<more>余|多|来|几)?(?P<unit>名|位|个(?!月|小时|县|市|乡|镇|村|百分|工作日)|人(?!次|民|间)|例|具|口人?|(?=工人|矿工|民工|职工|员工|牧民|村民|渔民|男子|女子|老人|学生|儿童|游客|司机|孩子|留学生|公民|同胞|妇女|居民|师傅|乘客|船员|女童|男童|婴儿)|(?<=[两三])(?=在抢|都[被伤没送]|还[在没]|没[出上救]|被|重伤|轻伤|受伤)|(?<=[倒伤死][两三])(?=[，。；、\n]|$)|(?<=[来多])号(?![线楼房门])|号(?:人|(?=(?:花农|果农|菜农|农户|农民|村民|工人|民工|业主|群众|家长|司机|老人|职工|学生|储户|商户|摊主))))"
)
"""A number with what is counted: ``number``, ``to``, ``more``, ``unit``."""

_ILL = (
    r"疑似[^，。；\n]{0,6}(?:病人|患者)|阳性|[呛熏烫砸撞烧毒伤]着了?|[头肚胃眼腿胸手脚腰身嗓][^，。；\n]{0,3}[痛疼晕花麻胀肿软]|发麻|抢救(?!无效|队|人员|被)|[砍劈捅打放]倒|(?:危重|确诊|住院)?(?:病人|患者)|休克|吐泻|误食|洗胃|熏倒|电倒|到[^，。；\n]{0,4}医院|磕碰?伤|碰伤|[吐拉]了?(?=[，。、；]|$)|吐、|得了?[^，。；\n\d]{0,8}(?:病|痢疾|[肝肺脑腮脑膜]炎|水痘|麻疹|流感|腮腺)|闹肚子|跑肚|拉稀|[擦磕蹭]破|被踩|踩[伤踏]|缝了|撞[倒飞翻]|砸[中到倒]|中毒|呕吐|腹泻|发热|发烧|恶心|头晕|不适|腹痛|肚子疼|肚子痛|拉肚子|上吐下泻|昏迷|晕倒|中暑|发病|患病|感染|确诊|染病|疑似病例|病例|"
    r"[去拉抬进][了到]?[^，。；\n]{0,4}医院|入院|住院|送医|就诊|就医|送往[^，。；\n]{0,8}医院|送到?[^，。；\n]{0,8}医院|送[^，。；\n]{0,6}(?:医院|卫生院)|在[^，。；\n]{0,6}(?:医院|卫生院|诊所)|[皮红]疹|疹子|瘙痒|发痒|起疹|昏倒|流鼻血|抽搐|输液|打点滴|打吊针|挂水|吊水|"
    r"[受轻重擦划扭挫摔砸烫烧咬刺砍捅灼撞压炸冻]伤|负伤|伤者|伤员|受伤|挂彩|见血|骨折|被[^，。；\n]{0,4}[砍捅咬撞砸]|留观|观察治疗|救治"
)
_DEAD = r"(?:均|都|全)(?:已经?)?(?:死亡|遇难|身亡|没了)|遇难者|不行[了的]|没抢救过来|猝死|抢救无效|死亡|身亡|遇难|罹难|丧生|溺亡|坠亡|没了|(?<![自己行开逃跑搬带抬拉撤接送救取抓])走了|死了|当场死|不治|无生命体征|没有生命体征|没气了?|没救过来|[砍捅杀]死|抬出[^，。；\n]{0,3}遗体|遗体"
_LOST = r"失去联络|断联|失联|失踪|被困|受困|被埋|困在|埋在|压在|联系不上|下落不明|失去联系|被扣|扣押|劫持|被绑|挟持|走失|未找到|没找到|还没出来|没跑出来|落水(?!后)|冲走|卷走|绑架|困着|压着|埋着|没上来|没出来|下不来|出不来|上不来|没捞[着到上]|没挖[着到]|没扒出|绑走|掳走|里头埋着|盖(?:在)?底下|压(?:在)?底下|失了联系"
_SAVED = re.compile(
    r"(?:全部|均|都|全|悉数|先后)(?:已经?|被|安全|成功)*(?:救出|获救|脱险|脱困|找到|联系上|撤离|升井|救上|解救|转移|出来|平安|接走|接回|接出)|(?:均|都|全)已?(?:经)?(?:遇难|死亡|身亡)|(?:发现|找到|挖出|捞[上出]来?)[^，。；\n]{0,6}(?:遇难|死亡|身亡|无生命体征|没了?气|不行了)|已(?:被|经|全部|安全|成功)*(?:救出|获救|脱险|脱困|找到|联系上|解救)"
)
_STILL = re.compile(
    rf"(?:仍有|尚有|还有|另有?|剩余|余下|其余|还剩)({NUMBER})[名人位个]?[^，。；\n\d]{{0,6}}(?:{_LOST}|在(?:里头|里面|下面|底下|井下|洞里|找|搜)|没(?:找到|挖出|救出|捞[上到]|上来|出来))"
    rf"|(?P<sought>{NUMBER})[名人位个]人?(?:仍|还|尚)(?:在|未|没)[^，。；\n\d]{{0,3}}(?:搜寻|寻找|搜救|搜索|找到|打捞|下落)"
)
_NOT_PEOPLE = re.compile(r"^(?:[^，。；\n]{0,2})(?:头|只|羽|匹|条|尾)|(?:羊|牛|猪|鸡|鸭|鱼|狗|犬|畜|禽)")
_OTHERS = re.compile(
    r"(?:疏散|转移|撤离|救援|出动|投入|组织|调集|采样|检测|筛查|排查|监测|密接|密切接触|隔离|救出|营救|解救|载有?|乘客(?!$)|核载|搭载|全校|全厂|共有|车上|船上|机上|在场|安置|现有|受威胁|影响)[^，。；\n]{0,8}$"
)
_ABOARD_ONLY = re.compile(r"(?:车上|船上|机上|载有?|乘客|搭载|共有)[^，。；\n]{0,8}$")
"""Words before a number of people aboard: not hurt by that alone, but lost with what they are aboard of."""
_SAFE_ALL = re.compile(
    r"(?:[无没](?:有)?|未(?:造成|发生|发现|接到|出现)?|暂[无未]|零)(?:任何|造成|发现|接报|接到|出现|发生|有|人员|人|村民|群众|旅客|乘客|师生|学生|职工|工人|居民|游客|的|房屋|倒塌|损毁|倒损|财产损失|和|及|、|或)*(?:伤亡|死伤)"
    r"|(?:没|没有|未)(?:伤着|伤到|伤及|伤|砸到|砸着)[人谁一]|人(?:员)?(?:都|均|全)?(?:没事|平安|无恙|没伤|无大碍)|(?:无人|没人|没有人|未有人)(?:员)?(?:受?伤|死|伤亡)|(?:均|都|全部)(?:平安|安全无恙|无恙)|人没事|人倒?没事|人[^，。；\n]{0,4}没[碰伤砸挨撞][着到]|(?:没|没有|无)(?:学生|孩子|职工|村民|群众|旅客|乘客|游客)(?:不舒服|不适|受伤|碰着)|(?:没|没有|未)(?:有)?(?:人|人员)(?:受伤|发病|中毒)|(?:没|未)受伤"
)
_NO_HURT = re.compile(r"(?:无|没|没有|未有|未)(?:其他)?(?:人|人员|群众)?(?:受伤|发病|住院|中毒|感染|患病|不适)")
_LOSS = re.compile(
    rf"(?:损失|车损|货损|估损|报损|折价|(?<=，)值|(?P<burnt>[烧毁淹][了掉]))(?:了|初估|预估|估算|粗估|大概|大约|约|在|有|估计|初步|预计|得|要|怕是|少说|算下来|达|为|合计|共计|可能|至少|超过?|逾|近|不到|不少于|：|差不多|总共|共){{0,6}}(?P<number>{_VAGUE_WORD}|\d+(?:,\d{{3}})*(?:\.\d+)?|[{HAN}]+)(?P<more>余|多|几|来)?个?(?P<scale>百万|千万|万|亿|千)?(?P<more2>余|多)?(?:元|块|人民币)?"
)
_SCALES = {"": 1.0, "千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8}


@dataclass(frozen=True)
class Figure:
    """One number as it is read: its field, how many, and where its words stand in the line."""

    field: str
    number: float
    start: int
    end: int


def lower(word: str) -> float:
    """Return what a number says at the least: 七八 is 7, 二三十 is 20, 数百 is 100."""
    if word in _VAGUE:
        return _VAGUE[word]
    if word == "百":
        return 100
    scale = 10_000 if word.endswith("万") and word != "万" else 1
    word = word.removesuffix("万") if scale > 1 else word
    pair = re.fullmatch(r"([一二两三四五六七八九])([一二两三四五六七八九])([十百千]?)", word)
    if pair is not None:
        return value(pair[1] + pair[3]) * scale if pair[3] else value(pair[1]) * scale
    teens = re.fullmatch(r"(.*十)([一二三四五六七八九])[一二三四五六七八九]", word)
    if teens is not None:
        return value(teens[1] + teens[2]) * scale
    try:
        return value(word) * scale
    except (KeyError, ValueError):
        return 0


def read(line: str) -> list[Figure]:
    """Return what a line says of the dead, the hurt, the missing and the loss, one figure for each at most."""
    dead, hurt = _deaths(line), _injured(line)
    lost, loss = _missing(line), _loss(line)
    safe = _SAFE_ALL.search(line)
    if safe is not None and not _unsure(line, safe.end()):
        dead = dead or Figure("deaths", 0, safe.start(), safe.end())
        hurt = hurt or Figure("injured", 0, safe.start(), safe.end())
    if dead is not None and dead.number and hurt is not None:
        same = hurt.number == dead.number and hurt.start < dead.end and dead.start < hurt.end
        hurt = None if same else _without_dead(line, hurt, dead)
    unhurt = _NO_HURT.search(line)
    if unhurt is not None and hurt is None:
        hurt = Figure("injured", 0, unhurt.start(), unhurt.end())
    return [one for one in (dead, hurt, lost, loss) if one is not None]


def _unsure(line: str, end: int) -> bool:
    return re.match(r"[^，。；\n]{0,4}(?:不明|不详|不清|待核|情况)", line[end : end + 10]) is not None


def _amount(claim: claims.Claim) -> float:
    low, high = claim.amount.low, claim.amount.high
    words = claim.words
    if re.search(r"[近约]|接近|大概|左右|上下", words) and high != float("inf"):
        return high if re.search(r"近", words) else (low + high) / 2
    vague = re.search(_VAGUE_WORD, words)
    return float(_VAGUE[vague[0]]) if vague and claim.field != "loss_yuan" else low


def _claimed(line: str, field: str) -> Figure | None:
    found = [one for one in claims.read(line) if one.field == field and not _NOT_PEOPLE.search(one.words)]
    found = [one for one in found if not re.match(r"[头只羽匹条尾]", line[one.place + len(one.words) :])]
    if not found:
        return None
    totals = [one for one in found if one.total]
    if totals:
        best = totals[-1]
    else:
        best = max(found, key=_amount)
        if len(found) > 1 and len({one.place for one in found}) > 1 and field == "deaths" and _listed(line, found):
            number = sum(_amount(one) for one in found)
            return Figure(field, number, found[0].place, found[-1].place + len(found[-1].words))
    return Figure(field, _whole(_amount(best)), best.place, best.place + len(best.words))


def _listed(line: str, found: list[claims.Claim]) -> bool:
    between = line[found[0].place : found[-1].place + len(found[-1].words)]
    later = re.search(r"，(?:[^，。；]{0,4})(?:送医|经)?[^，。；]{0,4}(?:抢救|医治|救治)无效", between)
    return "其中" not in between and (later is not None or "又" in between or "另" in between)


def _whole(number: float) -> float:
    return float(int(number))


def _total(line: str, field: str) -> Figure | None:
    said = told.total(line, field, NUMBER)
    return Figure(field, lower(said[0]), said[1], said[2]) if said is not None and lower(said[0]) else None


def _deaths(line: str) -> Figure | None:
    risen = _total(line, "deaths")
    if risen is not None:
        return risen
    bodies = told.BODIES.search(line)
    if bodies is not None and lower(bodies["number"]):
        return Figure("deaths", lower(bodies["number"]), *bodies.span())
    found = _claimed(line, "deaths")
    short = re.search(rf"(?P<n>{NUMBER})死(?=[{HAN}\d]|，|。|；|$)", line)
    if short is not None and (found is None or not found.number):
        return Figure("deaths", lower(short["n"]), short.start(), short.end())
    if found is not None and found.number:
        return found
    counted = _counted(line, _DEAD, "deaths")
    if counted:
        return Figure("deaths", counted[0].number, counted[0].start, counted[0].end)
    alone = told.one_person(line, told.DIED) or next((one.span() for one in re.finditer(r"[男女浮]尸", line)), None)
    if alone is not None and found is None:
        return Figure("deaths", 2 if told.two(line, *alone) else 1, *alone)
    return found


def _injured(line: str) -> Figure | None:
    risen = _total(line, "injured")
    if risen is not None:
        return risen
    reads = [one for one in claims.read(line) if not _NOT_PEOPLE.search(one.words)]
    named = {
        field: [one for one in reads if one.field == field] for field in ("injured", "serious_injuries", claims.LIGHT)
    }
    serious = max((_amount(one) for one in named["serious_injuries"]), default=0)
    light = max((_amount(one) for one in named[claims.LIGHT]), default=0)
    whole = _claimed(line, "injured")
    short = re.search(rf"死[，、]?(?P<n>{NUMBER})(?:[名人个]?(?:重|轻|受))?伤", line)
    if short is not None and whole is None:
        whole = Figure("injured", lower(short["n"]), short.start(), short.end())
    parts = [*named["serious_injuries"], *named[claims.LIGHT]]
    counted = [
        one
        for one in (*_counted(line, _ILL, "injured"), *_carried(line))
        if not (whole and one.start < whole.end and whole.start < one.end)
    ]
    best = max(counted, key=lambda one: one.number, default=None)
    some = serious > 0 and not light and best is not None and best.number > serious
    if serious + light > (whole.number if whole else 0) and parts and not some:
        begin, end = min(one.place for one in parts), max(one.place + len(one.words) for one in parts)
        return Figure("injured", _whole(serious + light), begin, end)
    of_some = whole is not None and re.search(r"重|危", line[whole.start : whole.end + 4]) is not None
    if whole is not None and (best is None or whole.number >= best.number or (whole.number and not of_some)):
        return whole
    if best is not None:
        return best
    alone = told.one_person(line, told.HURT) if whole is None else None
    return whole if alone is None else Figure("injured", 2 if told.two(line, *alone) else 1, *alone)


def _without_dead(line: str, hurt: Figure, dead: Figure) -> Figure:
    """Return the hurt without those of them who died: 4人发病其中1人死亡 is three."""
    between = line[hurt.start : dead.end]
    among = re.search(
        rf"其中[^，。；\n]{{0,2}}[{HAN}\d]+[名人例]?[^，。；\n\d]{{0,6}}(?:{_DEAD})|(?:，|后)(?:有)?[^。；\n]{{0,6}}(?:抢救无效|医治无效)|，[一1][个名人][^，。；\n]{{0,4}}(?:{_DEAD})",
        between,
    )
    begins = line[hurt.start : hurt.end + 12]
    dead_among = (
        dead.start >= hurt.start
        and among is not None
        and ("其中" in between or not re.search(r"重伤|死亡\d", begins[: hurt.end - hurt.start]))
    )
    rest = re.search(rf"(?:另外?|其余|其他|剩下?|还有)(?:的)?({NUMBER})[名人位个]", line[dead.end :])
    if rest is not None and hurt.start < dead.start and lower(rest[1]) == hurt.number - dead.number:
        dead_among = True
    if dead_among and hurt.number > dead.number:
        return Figure(hurt.field, hurt.number - dead.number, hurt.start, hurt.end)
    return hurt


_CARRIED = re.compile(
    rf"(?:拉走|送走|送来|收治|收了|接诊|抬走|拉来|送进去|抬出)了?(?P<number>{NUMBER})(?:余|多|来)?[名个位人](?!月|小时)"
    rf"|(?:统计|算下来|数下来|加起来|一共|总共|累计)[^，。；\n\d]{{0,6}}?(?P<total>{NUMBER})(?:余|多|来)?[名个位人例](?!月|小时)"
)
"""People whom an ambulance took, whom a hospital has, or the total of those just told of."""


def _carried(line: str) -> list[Figure]:
    """Return the numbers of people who were taken away hurt or ill, and totals where the text tells of such."""
    ill = re.search(_ILL, line) is not None
    return [
        Figure("injured", lower(one["number"] or one["total"]), one.start(), one.end())
        for one in _CARRIED.finditer(line)
        if ill and not _outside(line, one.start(), aboard=False)
    ]


def _counted(line: str, verbs: str, field: str) -> list[Figure]:
    """Return numbers of people of whom some words say what became of them, before or behind the number."""
    return list(_people(line, verbs, field))


def _people(line: str, verbs: str, field: str) -> Iterator[Figure]:
    for count in COUNT.finditer(line):
        number = lower(count["number"])
        if (
            number <= 0
            or _outside(line, count.start(), aboard=field == "missing")
            or re.match(
                r"(?:[头只羽匹条尾](?!部)|[月年]|人?[都也]没(?:有|能)?(?:跑|出|上|回|找|伤|事|来))", line[count.end() :]
            )
        ):
            continue
        ahead = re.compile(
            rf"[^。；，！？：\d\n\x00]{{0,14}}?(?:，(?:(?![{HAN}]+[名人位个例])[^。；，！？\d\n\x00]){{0,8}}?)?(?P<said>{verbs})"
        ).match(line, count.end())
        if ahead is not None and "，" in ahead[0] and re.match(rf"{NUMBER}[个名人位]", line[ahead.end() :]):
            ahead = None  # those words have a number of their own: 四个人, 走了一个
        begin = max(clause(line, count.start())[0], count.start() - BEHIND)
        behind = re.search(rf"(?:{verbs})[^。；，！？\d\n\x00{HAN}]{{0,8}}$", line[begin : count.start()])
        rest = line[count.end() :]
        if field == "injured":
            if re.match(r"[^，。；\n]{0,8}(?:抢救|医治|救治)无效", rest):
                continue
            if count["unit"] == "例" and not re.match(r"[^，。；\n]{0,6}(?:阴性|排除|治愈|出院)", rest):
                yield Figure(field, number, count.start(), count.end())
                continue
        if behind is not None and not re.search(r"(?:就医|就诊|住院)的$", behind[0]):
            yield Figure(field, number, begin + behind.start(), count.end())
        elif ahead is not None and not re.search(
            r"[未没无](?:有)?[^，。；\n]{0,3}$|疏散|转移|撤离|赶赴|赶到|民警|医护|消防",
            line[count.end() : ahead.start("said")],
        ):
            if not count["unit"] and re.search(r"持|驾|开车|[拿骑把将被]|[砍撞捅打砸]", ahead[0]):
                continue
            yield Figure(field, number, count.start(), ahead.end())


def _outside(line: str, place: int, *, aboard: bool) -> bool:
    """Return whether the people counted are others than those it is about; ``aboard``: whoever is aboard is not."""
    begin = max(clause(line, place)[0], place - BEHIND)
    before = line[begin:place]
    return _OTHERS.search(before) is not None and not (aboard and _ABOARD_ONLY.search(before))


def _missing(line: str) -> Figure | None:
    risen = _total(line, "missing")
    if risen is not None:
        return risen
    still = _STILL.search(line)
    if still is not None:
        return Figure("missing", lower(still[1] or still["sought"]), still.start(), still.end())
    found = _claimed(line, "missing") or _aboard(line)
    each = [found] if found is not None and found.number else _counted(line, _LOST, "missing")
    if not each:
        each = _of_the_lost(line)
    doubtful = next((one for one in each if not saved(line, one.end)), None)
    return doubtful or (replace(each[0], number=0) if each else None)


BEHIND = 40
"""Characters before a number in which the words that belong to it stand."""
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
    return [Figure("missing", lower(one["number"]), one.start(), max(one.end(), place[1])) for one in best]


_ABOARD = re.compile(
    rf"(?:失联|失踪|失去联[系络]|联系不上|断联|沉没|被困)[^。；！？\n\d]{{0,14}}?(?:船|机|车|艇|井|楼|房|屋|洞)[上内下里中](?:共|有|载|还|约|尚)*(?P<number>{NUMBER})[名人位]"
    rf"|[搭乘]?载有?(?P<carried>{NUMBER})[名人位][^。；！？，\n\d]{{0,20}}?(?:失联|失踪|失去联[系络]|联系不上)"
)


def _aboard(line: str) -> Figure | None:
    """Return how many are aboard what is out of contact: 渔船失联, 船上11人."""
    found = _ABOARD.search(line)
    if found is None:
        return None
    return Figure("missing", lower(found["number"] or found["carried"]), found.start(), found.end())


def saved(line: str, place: int) -> bool:
    """Return whether the same or the next sentence says that all of them are safe."""
    _, end = sentence(line, place)
    _, end = sentence(line, min(end + 1, len(line)))
    found = _SAVED.search(line, place, end)
    return (
        found is not None
        and not re.search(rf"仍有|尚有|还有[{HAN}\d]|另有?[{HAN}\d]", line[place:end])
        and not re.match(rf"[^，。；\n]{{0,2}}[{HAN}\d]+(?:人|名)", line[found.end() : found.end() + 6])
    )


def _loss(line: str) -> Figure | None:
    found = _claimed_loss(line)
    if found is not None:
        return found
    for match in _LOSS.finditer(line):
        money = match[0].endswith(("元", "块"))
        if not (money or (match["scale"] and not match["burnt"])) or re.search(
            r"(?:间接|潜在|挽回|避免|减少)[^，。；\n]{0,4}$", line[max(0, match.start() - 8) : match.start()]
        ):
            continue
        number = float(round(lower(match["number"]) * _SCALES[match["scale"] or ""]))
        return Figure("loss_yuan", number, match.start(), match.end())
    return None


def _claimed_loss(line: str) -> Figure | None:
    found = [one for one in claims.read(line) if one.field == "loss_yuan" and one.amount.high > 0]
    best = max(found, key=_amount, default=None)
    if best is None:
        return None
    pair = re.search(rf"([{HAN}]{{2,3}})(?:多|余)?(?:万|亿|千)", best.words)
    if pair is not None and re.fullmatch(r"[一二两三四五六七八九]{2}[十百千]?", pair[1]):
        rest = best.words[pair.end(1) :]
        scale = next((_SCALES[one] for one in ("千万", "百万", "亿", "万", "千") if one in rest), 1.0)
        return Figure("loss_yuan", lower(pair[1]) * scale, best.place, best.place + len(best.words))
    return Figure("loss_yuan", float(round(_amount(best))), best.place, best.place + len(best.words))


_HOSPITAL = re.compile(
    r"送(?:往|到|至|去)?[^，。；\n]{0,12}(?:医院|卫生院|急救|诊所)|送医|住院|入院|在[^，。；\n]{0,12}医院|职防院|收治|[医院]收下|[去拉抬进][了到]?[^，。；\n]{0,4}医院|医院[^，。；\n]{0,6}(?:救治|治疗|抢救)|ICU|重症监护|就医|就诊|送诊|急诊"
)


def in_hospital(line: str) -> tuple[int, int] | None:
    """Return where it is said that somebody was taken to hospital."""
    for found in _HOSPITAL.finditer(line):
        if not re.search(
            r"(?:未|没|没有|无人|无需|不用|不需)[^，。；\n]{0,4}$", line[max(0, found.start() - 6) : found.start()]
        ) and ("出院" not in line[found.start() : found.end() + 12]):
            return found.span()
    return None
