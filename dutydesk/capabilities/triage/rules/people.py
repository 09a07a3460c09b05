"""How many: the dead, the hurt and ill, the missing, the loss. A vague number is its lower bound."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from dutydesk.capabilities.reporting.rules import claims
from dutydesk.capabilities.triage.rules import english, told
from dutydesk.capabilities.triage.rules.counting import (
    NOT_PEOPLE,
    NUMBER,
    VAGUE_WORD,
    Figure,
    amount,
    claimed,
    claims_of,
    lower,
    outside,
    told_of,
    total_of,
)
from dutydesk.capabilities.triage.rules.folding import sentence
from dutydesk.capabilities.triage.rules.missing import missing
from dutydesk.kernel.numerals import HAN

_ILL = (
    r"疑似[^，。；\n]{0,6}(?:病人|患者)|阳性|[呛熏烫砸撞烧毒伤]着了?|[头肚胃眼腿胸手脚腰身嗓][^，。；\n]{0,3}[痛疼晕花麻胀肿软]|发麻|(?:肋骨|腿|胳膊|手臂|手|脚|锁骨|骨头)[^，。；\n]{0,2}断|(?:120|救护车)[^，。；\n]{0,4}[拉接送]走|划了?[^，。；\n]{0,3}口子|抢救(?!无效|队|人员|被)|[砍劈捅打放]倒|(?:危重|确诊|住院)?(?:病人|患者)|休克|吐泻|误食|洗胃|熏倒|电倒|到[^，。；\n]{0,4}医院|磕碰?伤|碰伤|[吐拉]了?(?=[，。、；]|$)|吐、|得了?[^，。；\n\d]{0,8}(?:病|痢疾|[肝肺脑腮脑膜]炎|水痘|麻疹|流感|腮腺)|闹肚子|跑肚|拉稀|[擦磕蹭]破|被踩|踩[伤踏]|缝了|撞[倒飞翻]|砸[中到倒]|中毒|呕吐|腹泻|出现[高低][热烧]|发热|发烧|恶心|头晕|高[热烧]|透析|手术台|手足口|诺如|挨了?[一二两三四五\d]*[刀枪棍拳脚]|皮外伤|[炸砸轧]没了|突发[^，。；\n]{0,2}(?:癫痫|疾病|心梗|哮喘|心脏病)|送[^，。；\n]{0,4}[总附一二三四五六七八九十\d]院|[腰颈脊]椎断|不适|腹痛|肚子疼|肚子痛|拉肚子|上吐下泻|昏迷|晕倒|中暑|发病|患病|感染|确诊|染病|疑似病例|病例|"
    r"[去拉抬进][了到]?[^，。；\n]{0,4}医院|入院|住院|送医|就诊|就医|送往[^，。；\n]{0,8}医院|送到?[^，。；\n]{0,8}医院|送[^，。；\n]{0,6}(?:医院|卫生院)|在(?!押)[^，。；\n从]{0,6}(?:医院|卫生院|诊所)|中[刀枪弹箭]|热射病|伤了(?=[一二两三四五六七八九十几\d]|$)|[皮红疱]疹|疱|(?:霍乱|鼠疫)[^，。；]{0,10}阳性|登革热|疟疾|猴痘|疹子|瘙痒|发痒|起疹|昏倒|流鼻血|抽搐|输液|打点滴|打吊针|挂水|吊水|"
    r"[受轻重擦划扭挫摔砸烫烧咬刺砍捅灼撞压炸冻打殴踢咬崩]伤|负伤|轻?微伤|伤者|伤员|受伤|挂彩|见血|骨[折裂]|被[^，。；\n]{0,4}[砍捅咬撞砸]|留观|观察治疗|救治|ICU|重症监护|[摔跌绊滑]倒(?=[^。\n]{0,20}(?:擦|碰|骨折|伤|医院))|在院(?!子|长)|(?:接受|正在?|还在)治疗"
)
_DEAD = r"没救活|不治(?!之)|身[子体](?:都|已)?凉|人没保住|没保住命|没挺过[来去]|断了?气|咽了?气|(?:没了?|没有|已无|无)(?:呼吸|心跳)|(?:当场|人)(?:就|已)?过去了|停止了?(?:呼吸|心跳)|(?:均|都|全)(?:已经?)?(?:死亡|遇难|身亡|没了)|遇难者|不行[了的]|没抢救过来|猝死|抢救无效|死亡|身亡|遇难|罹难|丧生|溺亡|坠亡|(?<![炸砸轧烧跑丢])没了|(?<![自己行开逃跑搬带抬拉撤接送救取抓药])走了|没的(?=[，。；]|$)|死了|当场死|[撞轧压砸摔炸烧]亡|不治|无生命体征|没有生命体征|没气了?|没救过来|[砍捅杀]死|抬出[^，。；\n]{0,3}遗体|遗体"
_SAFE_ALL = re.compile(
    r"(?:[无没](?:有)?|未(?:造成|发生|发现|接到|出现)?|暂[无未]|零)(?:任何|造成|发现|接报|接到|出现|发生|有|人员|人|村民|群众|旅客|乘客|师生|学生|职工|工人|居民|游客|的|房屋|建筑|设施|道路|桥梁|倒塌|损毁|倒损|损坏|受损|垮塌|财产损失|和|及|、|或)*(?:伤亡|死伤)"
    r"|(?:无一|没一?个|一个(?:也|都)?没|无一人?)(?:人|个)?(?:受|损|死|被)?(?:伤|亡|碰着)[亡着到]?(?!亡不明)|(?<![来多余几名])人(?:员|畜)?(?:也|都|全|倒)?(?:都|全)?(?:好好的|好着呢?|挺好|没咋|没啥事?|没磕着|囫囵)"
    r"|(?:没|未)(?:有)?(?:听说|接到|收到|听到|发现)(?:有)?(?:伤人|死人|伤着人)|(?:没|没有|未)(?:伤着|伤到|伤及|伤|砸到|砸着)[人谁一]|人(?:员)?(?:都|均|全)?(?:没事|平安|无恙|没伤|无大碍)|报了?平安|(?:看过|查过|检查)[^，。；\n]{0,3}没(?:有)?(?:受)?伤(?=[，。；\n]|$)|(?<=[，。；])没(?:啥|什么|得|大)?事儿?(?=[，。；\n]|$)|人(?:员)?(?:目前|现在|暂时|倒|现)(?:都|均|全)?(?:没事|平安|无恙|没伤|无大碍|正常)|(?:无人|没人|没有人|未有人)(?:员)?(?:受?伤|死|伤亡)|(?:均|都|全部)(?:平安|安全无恙|无恙)|(?:[上出]来|上岸|脱险|获救|安全)了?，?(?:人)?(?:都|均)?没(?:有)?受?伤|(?<=[，惊吓也都均])(?:没|未)(?:有)?受?伤(?=[，。；]|$)|(?<=，)(?:人员?)?无恙|人畜(?:均|都)?(?:没事|平安|无恙|安全)|人没事|人倒?没事|人[^，。；\n]{0,4}没[碰伤砸挨撞][着到]|(?:没|未)(?:有)?[碰伤砸撞][着到及](?:旅客|乘客|行人|游客|学生|群众|村民)|(?:没|没有|无)人?(?:学生|孩子|职工|村民|群众|旅客|乘客|游客|人)(?:不舒服|不适|受伤|碰着)|(?:没|没有|未)(?:有)?(?:人|人员)(?:受伤|发病|中毒)|(?:没|未)受伤"
)
_NO_HURT = re.compile(
    r"(?:无|没|没有|未有|未)(?:其他)?(?:人|人员|群众)?(?:受伤|发病|住院|中毒|感染|患病|不适|伤者|伤员|患者)"
)
_NO_DEAD = re.compile(r"(?:无|没|没有|未有|未)(?:发生|造成|出现|有)?(?:人员?)?(?:死人|人死|死亡)(?!.?不明)")
_LOSS = re.compile(
    rf"(?:损失|算(?:下来|账|起来|上|一算)?(?=[^，。；\n]{{0,3}}[\d一二两三四五六七八九几][^，。；\n]{{0,5}}万)|对了?账，?|赔进去|赔了|车损|货损|估损|报损|折价|(?<=，)值|(?P<burnt>[烧毁淹][了掉]))(?:了|的|也|核定|认定|评估|核算|测算|货值|货物|物资|设备|家当|东西|价值|货物|折合|初估|预估|估算|粗估|大概|大约|约|在|有|估计|初步|预计|得|要|怕是|少说|算下来|达|为|合计|共计|可能|至少|超过?|逾|近|不到|不少于|：|差不多|总共|共){{0,6}}(?P<number>{VAGUE_WORD}|\d+(?:,\d{{3}})*(?:\.\d+)?|[{HAN}]+)(?P<more>余|多|几|来)?个?(?P<scale>百万|千万|万|亿|千)?(?P<more2>余|多)?(?:元|块|人民币)?"
)
_GONE = re.compile(
    rf"(?:(?P<burnt>[烧毁坏淹泡塌])|[损折赔亏]|(?<!价)值|算)了?(?!偿)[^。；\n\d]{{0,12}}?(?<![\d{HAN}])(?P<number>{VAGUE_WORD}|\d+(?:\.\d+)?|[{HAN}]+)(?P<more>余|多|几|来)?(?P<scale>百万|千万|万|亿)(?P<more2>余|多)?(?:元|块钱?)?(?=[，。；、\n]|$)"
)
"""What is burnt, spoilt or gone, and how much money that is, where nothing else is counted."""
_SCALES = {"": 1.0, "千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8}


def read(line: str) -> list[Figure]:
    """Return what a line says of the dead, the hurt, the missing and the loss, one figure for each at most."""
    return list(_read(line))


@lru_cache(maxsize=8)
def _read(line: str) -> tuple[Figure, ...]:
    dead, hurt = _deaths(line), _and_driver(line, _injured(line))
    lost, loss = missing(line), _loss(line)
    safe = _SAFE_ALL.search(line)
    if safe is not None and not _unsure(line, safe.end()):
        nobody = [Figure(name, 0, safe.start(), safe.end()) for name in ("deaths", "injured")]
        dead, hurt = (  # 无一受伤 is not one
            zero if one is None or (one.start < safe.end() and safe.start() < one.end) else one
            for one, zero in zip((dead, hurt), nobody, strict=True)
        )
    if dead is not None and dead.number and hurt is not None:
        same = hurt.number == dead.number and hurt.start < dead.end and dead.start < hurt.end
        hurt = None if same else _without_dead(line, hurt, dead)
    undead = _NO_DEAD.search(line)
    if undead is not None and dead is None:
        dead = Figure("deaths", 0, undead.start(), undead.end())
    unhurt = _NO_HURT.search(line)
    if unhurt is not None and hurt is None:
        hurt = Figure("injured", 0, unhurt.start(), unhurt.end())
    found = {one.field: one for one in (dead, hurt, lost, loss) if one is not None}
    for field, number, start, end in english.numbers(line):
        known = found.get(field)
        if known is None or (line[known.start : known.end].isascii() and known.number < number):
            found[field] = Figure(field, number, start, end)
    return tuple(found.values())


def _unsure(line: str, end: int) -> bool:
    return re.match(r"[^，。；\n]{0,4}(?:不明|不详|不清|待核|情况)", line[end : end + 10]) is not None


def _deaths(line: str) -> Figure | None:
    risen = total_of(line, "deaths")
    if risen is not None:
        return risen
    bodies = told.BODIES.search(line)
    if bodies is not None and lower(bodies["number"]):
        return Figure("deaths", lower(bodies["number"]), *bodies.span())
    found = claimed(line, "deaths")
    short = re.search(
        rf"(?P<n>{NUMBER})死(?=[{HAN}\d]|，|。|；|$)|[闷熏淹砸压烧炸]死了?(?P<m>[{HAN}\d]+)(?=，|。|；|$)", line
    )
    if short is not None and (found is None or not found.number):
        return Figure("deaths", lower(short["n"] or short["m"]), short.start(), short.end())
    if found is not None and found.number:
        more = _DIED_SINCE.search(line, found.end)
        since = 0 if more is None else lower(more["number"])
        return replace(found, number=found.number + since, end=more.end()) if more is not None else found
    counted = told_of(line, _DEAD, "deaths")
    if counted:
        apart = [
            one
            for one, before in zip(counted, [None, *counted], strict=False)
            if before is None or one.start >= before.end
        ]
        words = line[apart[0].start : apart[-1].end]
        if re.search(r"其中|[累合总]计|共|含|包括", words) or any(one.number > 1 for one in apart[1:]):
            apart = apart[:1]
        return Figure("deaths", sum(one.number for one in apart), apart[0].start, apart[-1].end)
    alone = told.one_person(line, told.DIED) or next((one.span() for one in re.finditer(r"[男女浮]尸", line)), None)
    if alone is not None and found is None:
        return Figure("deaths", 2 if told.two(line, *alone) else 1, *alone)
    return found


def _injured(line: str) -> Figure | None:
    risen = total_of(line, "injured")
    if risen is not None:
        return risen
    reads = [one for one in claims_of(line) if not NOT_PEOPLE.search(one.words)]
    named = {
        field: [one for one in reads if one.field == field] for field in ("injured", "serious_injuries", claims.LIGHT)
    }
    serious = max((amount(one) for one in named["serious_injuries"]), default=0)
    light = max((amount(one) for one in named[claims.LIGHT]), default=0)
    whole = claimed(line, "injured")
    short = re.search(rf"死[，、]?(?P<n>{NUMBER})(?:[名人个]?(?:重|轻|受))?伤", line)
    if short is not None and whole is None:
        whole = Figure("injured", lower(short["n"]), short.start(), short.end())
    parts = [*named["serious_injuries"], *named[claims.LIGHT]]
    counted = [
        one
        for one in (*told_of(line, _ILL, "injured"), *_carried(line), *_hit(line))
        if not (whole and one.start < whole.end and whole.start < one.end)
    ]
    best = max(
        [*counted, *_together(line, [one for found in named.values() for one in found], counted)],
        key=lambda one: one.number,
        default=None,
    )
    some = serious > 0 and not light and best is not None and best.number > serious
    if serious + light > (whole.number if whole else 0) and parts and not some:
        begin, end = min(one.place for one in parts), max(one.place + len(one.words) for one in parts)
        return Figure("injured", float(int(serious + light)), begin, end)
    if (
        whole is not None
        and best is not None
        and best.start <= whole.start
        and whole.end < best.end
        and best.number > whole.number
    ):
        return best
    of_some = whole is not None and re.search(r"重|危", line[whole.start : whole.end + 4]) is not None
    of_some = of_some or (best is not None and _OF_THE_ILL.match(line, best.end) is not None)
    if whole is not None and (best is None or whole.number >= best.number or (whole.number and not of_some)):
        return whole
    if best is not None:
        return best
    hurt_by = told.HURT_BY.search(line)
    alone = told.one_person(line, told.HURT) if whole is None else None
    if whole is None and alone is None and hurt_by is not None:
        alone = hurt_by.span()
    return whole if alone is None else Figure("injured", 2 if told.two(line, *alone) else 1, *alone)


_DIED_SINCE = re.compile(
    rf"又有?(?P<number>{NUMBER})[名人个位](?:[重危]?伤[员者]|危重[病伤]?[员人])[^，。；\n\d]{{0,8}}?(?:{_DEAD})"
)
"""Who died since of those that were hurt: 昨报死亡3人, 今晨又有2名重伤员医治无效死亡 are five."""
_BESIDE = re.compile(r"(?:、|和|以及|及)(?:另有?|还有)?")


def _together(line: str, said: list[claims.Claim], counted: list[Figure]) -> list[Figure]:
    """Return the sum of people named one after another: 9人受伤、1人中毒 are ten."""
    plain = [Figure("injured", amount(one), one.place, one.place + len(one.words)) for one in said]
    plain += [one for one in counted if not any(one.start < two.end and two.start < one.end for two in plain)]
    found: list[Figure] = []
    for one in sorted(plain, key=lambda one: one.start):
        last = found[-1] if found else None
        if last is not None and last.end < one.start and _BESIDE.fullmatch(line, last.end, one.start) is not None:
            found[-1] = Figure("injured", last.number + one.number, last.start, one.end)
        elif last is None or last.end <= one.start:
            found.append(one)
    return found


_DRIVER = re.compile(
    r"，(?:但|另|还有)?(?:司机|驾驶员)(?:也|则)?[^，。；\n\d]{0,4}(?:骨折|[重受轻擦烧]伤|住院|昏迷|送医)"
)
_CARRIES = re.compile(r"学生|乘客|旅客|游客|师生|孩子|幼儿")


def _and_driver(line: str, hurt: Figure | None) -> Figure | None:
    """Return the hurt with the driver, where those counted are passengers and the driver is told of apart."""
    if hurt is None or hurt.number <= 0:
        return hurt
    begin, end = sentence(line, hurt.start)
    found = _DRIVER.search(line, hurt.end, end)
    if found is None or _CARRIES.search(line, begin, hurt.end) is None or "其中" in line[hurt.start : found.start()]:
        return hurt
    return replace(hurt, number=hurt.number + 1, end=found.end())


_OF_THE_ILL = re.compile(
    rf"[^，。；\n\d]{{0,8}}，(?:其中)?[^，。；\n\d]{{0,3}}{NUMBER}[名人个]?[^，。；\n]{{0,2}}(?:住院|送医|入院|重|危)"
)
"""Of those just told of some are in hospital: 5口吃了恶心呕吐，3人住院 are five."""


def _without_dead(line: str, hurt: Figure, dead: Figure) -> Figure:
    """Return the hurt without those of them who died: 4人发病其中1人死亡 is three."""
    between = line[hurt.start : dead.end]
    among = re.search(
        rf"其中[^，。；\n]{{0,2}}[{HAN}\d]+[名人例]?[^，。；\n\d]{{0,6}}(?:{_DEAD})|(?:，|后)(?:有)?[^。；\n]{{0,6}}(?:抢救无效|医治无效)|，[一1][个名人][^，。；\n]{{0,4}}(?:{_DEAD})|，[^，。；\n\d]{{0,2}}?(?:{told.ONE})[^，。；\n]{{0,3}}(?:没救过来|没抢救过来|没救活|没保住|不治)|，{NUMBER}[个名人位][^，。；\n\d]{{0,4}}(?:没救过来|没抢救过来|没救活|不治)",
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
    if dead.start >= hurt.end and re.search(_FELL_ILL, words := line[hurt.start : hurt.end]) and "伤" not in words:
        dead_among = dead_among or re.search(r"另|还有|又", between) is None
    if dead_among and hurt.number > dead.number:
        return Figure(hurt.field, hurt.number - dead.number, hurt.start, hurt.end)
    return hurt


_FELL_ILL = r"中毒|[晕昏熏电]倒|发病|患病|送医|送[^，。；]{0,8}医院|昏迷|感染|确诊|病例"
"""Of so many who fell ill or were taken away hurt, those who are said to have died next were some."""

_CARRIED = re.compile(
    rf"(?:拉走|送走|送来|收治|收了|接诊|抬走|拉来|送进去|抬出)了?(?P<number>{NUMBER})(?:余|多|来)?[名个位人](?!月|小时)"
    rf"|(?:截[至止]目前|到目前|截至现在|统计|算下来|数下来|加起来|一共|总共|累计)[^，。；\n\d]{{0,6}}?(?P<total>{NUMBER})(?:余|多|来)?[名个位人例](?!月|小时)"
)
"""People whom an ambulance took, whom a hospital has, or the total of those just told of."""


def _carried(line: str) -> list[Figure]:
    """Return the numbers of people who were taken away hurt or ill, and totals where the text tells of such."""
    ill = re.search(_ILL, line) is not None
    return [
        Figure("injured", lower(one["number"] or one["total"]), one.start(), one.end())
        for one in _CARRIED.finditer(line)
        if ill and not outside(line, one.start(), aboard=False)
    ]


_HIT = re.compile(
    rf"(?<![没未])(?:砸|撞|烫|烧|炸|熏|呛|毒|咬|捅|砍|扎|轧|刮|踩|刺|崩|电|蜇|伤)(?:[了倒翻中着到伤]){{1,3}}(?P<number>{NUMBER})(?:余|多|来|几)?(?:[名个位]?人|[名个位](?=(?:{told.ONE}|的|[，。；\n]|$)))(?!家|民|工)"
)
"""People whom something or somebody hit: 砸了十三个人."""


def _hit(line: str) -> list[Figure]:
    """Return the numbers of people whom something hit."""
    return [Figure("injured", lower(one["number"]), *one.span()) for one in _HIT.finditer(line)]


def _loss(line: str) -> Figure | None:
    found = _claimed_loss(line)
    if found is not None:
        return found
    for match in (*_LOSS.finditer(line), *_GONE.finditer(line)):
        money = match[0].endswith(("元", "块")) or "值" in match[0]
        goods = re.search("货|物|设备|家当|东西", match[0]) is not None
        if not (money or (match["scale"] and (goods or not match["burnt"]))) or re.search(
            r"(?:间接|潜在|挽回|避免|减少)[^，。；\n]{0,4}$", line[max(0, match.start() - 8) : match.start()]
        ):
            continue
        number = float(round(lower(match["number"]) * _SCALES[match["scale"] or ""]))
        return Figure("loss_yuan", number, match.start(), match.end())
    return None


def _claimed_loss(line: str) -> Figure | None:
    found = [one for one in claims_of(line) if one.field == "loss_yuan" and one.amount.high > 0]
    best = max(found, key=amount, default=None)
    if best is None:
        return None
    said = re.search(
        rf"(?<![{HAN}])(?P<number>[{HAN}]*[一二三四五六七八九]{{2}}[{HAN}]*)(?:多|余)?(?P<scale>万|亿)?", best.words
    )
    if said is not None:  # 七八百万 is 7,000,000, 一千二三百万 12,000,000
        number = lower(said["number"]) * _SCALES[said["scale"] or ""]
        return Figure("loss_yuan", number, best.place, best.place + len(best.words))
    return Figure("loss_yuan", float(round(amount(best))), best.place, best.place + len(best.words))


_HOSPITAL = re.compile(
    r"送(?:往|到|至|去)?[^，。；\n]{0,12}(?:医院|卫生院|急救|诊所)|送医|转(?:往|到|至|入|院)?[^，。；\n]{0,6}医院|住院|入院|在[^，。；\n]{0,12}医院|职防院|收治|[医院]收下|[去拉抬进][了到]?[^，。；\n]{0,4}医院|医院[^，。；\n]{0,6}(?:救治|治疗|抢救)|[Hh]ospital|ICU|重症监护|就医|就诊|送诊|急诊"
)


def in_hospital(line: str) -> tuple[int, int] | None:
    """Return where it is said that somebody was taken to hospital."""
    for found in _HOSPITAL.finditer(line):
        if not re.search(
            r"(?:未|没|没有|无人|无需|不用|不需)[^，。；\n]{0,4}$", line[max(0, found.start() - 6) : found.start()]
        ) and ("出院" not in line[found.start() : found.end() + 12]):
            return found.span()
    return None
