"""Checks of marks, times, words and persons: of every paper that leaves the house."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from dutydesk.capabilities.reporting.rules.findings import MEND, WARN, Finding, Text, found
from dutydesk.kernel.instants import DAY, MINUTE, Instant, from_datetime, to_datetime
from dutydesk.kernel.markings import find
from dutydesk.kernel.prose import HAN, mends
from dutydesk.kernel.wording import Worded

_PAIRS = ("（）", "《》", "“”", "〔〕", "【】", "「」")


def style(text: Text) -> Iterator[Finding]:
    """Yield findings of marks, times, words, persons and leftovers."""
    yield from _marks(text)
    yield from _pairs(text)
    yield from _days(text)
    yield from _times(text)
    yield from _headings(text)
    yield from _leftovers(text)
    yield from _persons(text)
    yield from _words(text)


def _marks(text: Text) -> Iterator[Finding]:
    for one in mends(text.text):
        said = Worded("应为 “{0}”", one.right) if one.right else Worded("应删去")
        yield found(text, one.check, one.start, one.end, said, MEND, one.right)
    for match in re.finditer(r"〔20\d\d〕(?P<extra>第?0*)(?=\d+号)", text.text):
        if match["extra"]:
            said = Worded("文号不写第, 不编虚位")
            yield found(text, "P-04", match.start("extra"), match.end("extra"), said, MEND, "")
    for match in re.finditer(r"(?P<open>[〔\[(（])(?P<year>\d{2})(?P<close>[〕\])）])(?=第?\d{1,5}号)", text.text):
        said = Worded("文号的年份写四位, 用六角括号")
        yield found(text, "P-04", match.start(), match.end(), said, MEND, f"〔20{match['year']}〕")


def _pairs(text: Text) -> Iterator[Finding]:
    """Brackets and quotes that have no partner."""
    characters = list(text.text)
    for one in mends(text.text):
        if one.end - one.start == len(one.right) == 1:
            characters[one.start] = one.right  # what is mended by itself is no partner that is missing
    for opening, closing in _PAIRS:
        waiting: list[int] = []
        for place, character in enumerate(characters):
            if character == opening:
                waiting.append(place)
            elif character == closing:
                if not waiting:
                    yield found(text, "P-02", place, place + 1, Worded("{0} 没有前半", closing))
                else:
                    waiting.pop()
        for place in waiting:
            yield found(text, "P-02", place, place + 1, Worded("{0} 没有后半", opening))
    begins = 0
    for line in text.text.split("\n"):
        if line.count('"') % 2 and re.search(f"[{HAN}]", line) and line.count("“") == line.count("”"):
            place = begins + line.rindex('"')
            yield found(text, "P-02", place, place + 1, Worded("直引号不成对, 中文用 “ ”"))
        begins += len(line) + 1


_NUMBERED_DAY = re.compile(
    r"(?<![\d\u4e00-\u9fff-])(?P<day>[12]?\d|3[01])号(?=[上下早晚凌])|(?<=[本上下]月)(?P<month>[12]?\d|3[01])号(?=[上下早晚凌，。、前]|\d{1,2}时)"
    r"|(?<=[于从自在至到])(?P<since>[12]?\d|3[01])号(?=[上下早晚凌前]|\d{1,2}时)|(?<![\d月第])(?P<hour>[12]?\d|3[01])号(?=\d{1,2}时)"
)
"""15号 of a month, where it is no house, road or paper: a time of day follows, or a word of time stands before it."""
_NO_HOUR = re.compile(r"\d{1,2}日(?P<hour>\d{1,2})时(?:(?P<minute>\d{1,2})分)?")
NEXT_YEARS = (0, -1, 1)
"""A day without its year is one of this year, the last or the next."""


def _days(text: Text) -> Iterator[Finding]:
    """P-05: days of the calendar, 15日 and not 15号, hours and minutes that there are."""
    for match in re.finditer(r"(?<!\d)(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日", text.text):
        this = to_datetime(text.now).year if text.now else LEAP_YEAR
        years = [int(match["year"])] if match["year"] else [this + step for step in NEXT_YEARS]
        if not any(_is_day(year, int(match["month"]), int(match["day"])) for year in years):
            yield found(text, "P-05", match.start(), match.end(), Worded("没有这一天"))
    for match in _NUMBERED_DAY.finditer(text.text):
        day = next(filter(None, match.groups()))
        end = match.start() + match[0].index("号") + 1
        yield found(text, "P-05", match.start(), end, Worded("日期写几月几日"), MEND, f"{day}日")
    for match in _NO_HOUR.finditer(text.text):
        if int(match["hour"]) > 24 or int(match["minute"] or 0) > 59 or (match["hour"] == "24" and match["minute"]):
            yield found(text, "P-05", match.start("hour"), match.end(), Worded("没有这个钟点"))
    for match in re.finditer(r"20\d\d-\d{1,2}-\d{1,2}(?:T[\d:.]+)?", text.text):
        if not any(one.start <= match.start() < one.end for one in mends(text.text)):
            yield found(text, "P-05", match.start(), match.end(), Worded("没有这一天"))


LEAP_YEAR = 2024
"""Where nobody knows when a text was written: a year that has every day."""


def _is_day(year: int, month: int, day: int) -> bool:
    with suppress(ValueError):
        date(year, month, day)
        return True
    return False


_RELATIVE = re.compile(
    "今天|昨天|前天|明天|后天|昨日|明日|今日(?!头条|关注)|今晨|明晨|今早|明早|今晚|昨晚|明晚|昨夜|今夜|深夜|傍晚|凌晨|清晨|早晨|上午|中午|下午|晚上"
    "|近日(?!本)|(?<![\\d一二三四五六七八九十两数几多当次作节生假即末])日前|刚才|刚刚"
    "|(?<=[早晚])[1-9]时|[0-2]?\\d点(?:\\d{1,2}分|半|钟|整(?![改理治顿体个合])|许|左右)"
)
_QUOTED = re.compile("“[^”]*”|《[^》]*》")
_SAME_DAY = re.compile("当日|当天|当晚")
_FULL_DATE = re.compile(r"\d{1,2}月\d{1,2}日")
_MIDNIGHT = re.compile(r"(?<!\d)24时(?!\d)")
_AN_END = re.compile(r"(?:截[至止]|至|到|—|～|-)(?:\d{4}年)?(?:\d{1,2}月)?(?:\d{1,2}日)?$")
_MOMENT = r"(?P<at>(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月)?(?:(?P<day>\d{1,2})日)?(?P<hour>\d{1,2})时(?:(?P<minute>\d{1,2})分)?)"
_AS_OF = re.compile(rf"(?P<word>截[至止]){_MOMENT}")
_HEARD = re.compile(rf"{_MOMENT}，?我办(?:接|收)")
_HAPPENED = re.compile(rf"{_MOMENT}(?:许|左右)")
NEARLY = 5 * MINUTE
"""Two sayings of one time: 许 and 左右 are no minutes."""


def _times(text: Text) -> Iterator[Finding]:
    """P-06, P-07: times by the calendar and the 24-hour clock, in their order, and as the record has them."""
    quoted = [(match.start(), match.end()) for match in _QUOTED.finditer(text.text)]
    outside = [
        match
        for pattern in (_RELATIVE, _SAME_DAY, _MIDNIGHT)
        for match in pattern.finditer(text.text)
        if not any(start <= match.start() < end for start, end in quoted)
    ]
    for match in outside:
        said = Worded("写明几月几日几时, 用24小时制")
        if match.re is _SAME_DAY:
            if _FULL_DATE.search(text.text[: match.start()]):
                continue
            said = Worded("前文没有写明是哪一天")
        elif match.re is _MIDNIGHT:
            if _AN_END.search(text.text[: match.start()]):
                continue
            said = Worded("24时只用作终了的时间, 开始的时间写0时")
        yield found(text, "P-06", match.start(), match.end(), said, WARN)
    for match in _AS_OF.finditer(text.text):
        if match["word"] == "截止":
            end = match.start() + 2
            yield found(text, "P-07", match.start(), end, Worded("已到的时间用 “截至”, “截止” 是终止"), right="截至")
        moment = _instant(match, text.now) if text.now else None
        if moment is not None and moment > text.now + MINUTE:
            yield found(text, "P-07", match.start(), match.end(), Worded("截至的时间晚于发出时间"))
        elif moment is not None and text.received is not None and moment < text.received - MINUTE:
            yield found(text, "P-07", match.start(), match.end(), Worded("截至的时间早于接报时间"))
    if text.occurred is not None and text.received is not None and text.occurred > text.received:
        yield Finding("P-07", 0, 0, "", Worded("发生时间晚于接报时间"))
    if text.incident and text.kind in {"phone", "first"}:
        yield from _as_recorded(text, _HEARD, text.received, Worded("与记录的接报时间不一致"), 0)
        yield from _as_recorded(text, _HAPPENED, text.occurred, Worded("与记录的发生时间不一致"), NEARLY)


def _as_recorded(
    text: Text, pattern: re.Pattern[str], recorded: Instant | None, said: Worded, nearly: int
) -> Iterator[Finding]:
    """P-07: a time that a text gives as that of the event or of the report is the recorded one, if none in it is."""
    if recorded is None or not text.now:
        return
    told = [(match, _instant(match, text.now)) for match in pattern.finditer(text.text)]
    told = [(match, at) for match, at in told if at is not None]
    if not told or any(_same(match, at, recorded, nearly) for match, at in told):
        return
    match, _ = told[0]
    yield found(text, "P-07", match.start("at"), match.end("at"), said)


def _same(match: re.Match[str], told: Instant, recorded: Instant, nearly: int) -> bool:
    """Whether two times are one: to the minute, or to the hour where only that is told; without a date of any day."""
    one, two = to_datetime(told), to_datetime(recorded)
    if match["minute"] is None:
        return one.hour == two.hour and (match["day"] is None or one.date() == two.date())
    if match["day"] is None:
        one = one.replace(year=two.year, month=two.month, day=two.day)
    return abs(from_datetime(one) - from_datetime(two.replace(second=0, microsecond=0))) <= nearly


def _instant(match: re.Match[str], now: Instant) -> Instant | None:
    """Return the moment that a text tells of: what it leaves out is taken from ``now``, so that it lies nearest."""
    moment = to_datetime(now)
    years = [int(match["year"])] if match["year"] else [moment.year, moment.year - 1, moment.year + 1]
    hour, found_ones = int(match["hour"]), list[Instant]()
    for year in years if match["month"] else years[:1]:
        with suppress(ValueError):
            day = moment.replace(
                year=year,
                month=int(match["month"] or moment.month),
                day=int(match["day"] or moment.day),
                hour=hour % 24,
                minute=int(match["minute"] or 0),
                second=0,
                microsecond=0,
            )
            found_ones.append(from_datetime(day) + (DAY if hour == 24 else 0))
    return min(found_ones, key=lambda at: abs(at - now), default=None)


# ---------------------------------------------------------------- headings

_HAN_NUMBERS = ["", *"一二三四五六七八九十", *(f"十{one}" for one in "一二三四五六七八九"), "二十"]
_HEADING = re.compile(
    r"(?:^[\s\u3000]*|(?<=[。；：]))(?:(?P<first>[一二三四五六七八九十]{1,3})、|（(?P<second>[一二三四五六七八九十]{1,3})）"
    r"|(?P<third>\d{1,2})\.(?!\d)|（(?P<fourth>\d{1,2})）)",
    re.MULTILINE,
)
"""The four orders of headings: 一、（一）1.（1） (GB/T 9704-2012, 7.3.3)."""
ORDERS: tuple[str, ...] = ("first", "second", "third", "fourth")


def _headings(text: Text) -> Iterator[Finding]:
    """P-11: headings of each order counted from one without a gap, begun anew below a higher one; marks behind them."""
    counted: dict[str, int] = dict.fromkeys(ORDERS, 0)
    for match in _HEADING.finditer(text.text):
        order = next(name for name in ORDERS if match[name])
        number = match[order]
        here = int(number) if number.isdecimal() else _HAN_NUMBERS.index(number) if number in _HAN_NUMBERS else 0
        expected = counted[order] + 1
        begins_late = order in {"third", "fourth"} and counted[order] == 0  # （2） alone is a remark, no heading
        if here != expected and not begins_late and expected < len(_HAN_NUMBERS):
            right = str(expected) if number.isdecimal() else _HAN_NUMBERS[expected]
            said = Worded("层次序号应为 {0}", right)
            yield found(text, "P-11", match.start(order), match.end(order), said, WARN, right)
        counted[order] = expected
        for lower in ORDERS[ORDERS.index(order) + 1 :]:
            counted[lower] = 0
    for match in re.finditer(r"(?:^|(?<=。))[\s\u3000]*(?P<wrong>\d{1,2}、)(?!\d)", text.text, re.MULTILINE):
        right = match["wrong"].replace("、", ".")
        yield found(text, "P-11", match.start("wrong"), match.end("wrong"), Worded("应为 “{0}”", right), MEND, right)
    for match in re.finditer(r"(?<=）)、", text.text):
        if re.search(r"(?:^|[。；：\s\u3000])（[一二三四五六七八九十\d]{1,3}）$", text.text[: match.start()]):
            yield found(text, "P-11", match.start(), match.end(), Worded("带括号的序号后不用顿号"), MEND, "")
    for match in re.finditer(r"^[\s\u3000]*附件：(?P<names>.*)$", text.text, re.MULTILINE):
        wrong = re.search(r"[。；，]+$", match["names"])
        if wrong is not None:
            start = match.start("names") + wrong.start()
            yield found(text, "P-11", start, start + len(wrong[0]), Worded("附件名称后不用标点"), MEND, "")


# ---------------------------------------------------------------- what was left over, and persons

SHORTEST_ACCOUNT = 3
"""Letters of an account that is looked for: a shorter one may be a word."""
_LEFT_OVER = re.compile(
    r"×{2,}|[xX]{3,}|\[ *\]|【[^】]*(?:待补|待填|填写|此处)[^】]*】|【 *】|\{[^{}\n]*\}|_{3,}|此处(?:填写|补充)|[〇○]{2,}(?=[县市局厅人])"
    r"|(?<![A-Za-z0-9_])(?:None|null|NaN|undefined|True|False|Traceback|TODO)(?![A-Za-z0-9_])"
    r"|(?<![A-Za-z0-9])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f-]{12,}"
    r"|\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d\.\d+)"
    r"|(?<![A-Za-z0-9_@./-])[a-z]+(?:_[a-z]+)+(?![A-Za-z0-9_@./-])"
)

_CODE = re.compile(
    r"(?<![A-Za-z0-9_@./-])(?:incident|policy|appeal|meeting|first|final|correction|phone|change|accident|natural|health|security|open|closed|"
    r"activated|merged|deaths|injured|missing|loss|unverified|verified|unknown|pending|true|false|null|nan)(?![A-Za-z0-9_@./-])"
)
"""Words of the program as they stand in its files: none of them is a word of a Chinese paper."""


def _leftovers(text: Text) -> Iterator[Finding]:
    for match in _LEFT_OVER.finditer(text.text):
        yield found(text, "P-26", match.start(), match.end(), Worded("没有填好的残留"))
    for label in text.labels:
        for match in re.finditer(rf"(?<![A-Za-z0-9]){re.escape(label)}(?![A-Za-z0-9])", text.text):
            yield found(
                text, "P-26", match.start(), match.end(), Worded("事项编号只在本办单据上写, 外发写事项名称"), WARN
            )
    if re.search(f"[{HAN}]", text.text):
        for match in _CODE.finditer(text.text):
            yield found(text, "P-26", match.start(), match.end(), Worded("程序里的英文代码"))
    for account in text.accounts if re.search(f"[{HAN}]", text.text) else ():
        if len(account) >= SHORTEST_ACCOUNT:
            for match in re.finditer(rf"(?<![A-Za-z0-9_@.-]){re.escape(account)}(?![A-Za-z0-9_@-])", text.text):
                yield found(text, "P-26", match.start(), match.end(), Worded("账号不是姓名"))


_IDENTITY = re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dXx])")
_CARD = re.compile(r"(?<![\d.])\d(?:[ -]?\d){15,18}(?![\dXx])")
_MOBILE = re.compile(r"(?<![\d-])1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![\d-])")
_HALF = {ord("０") + n: str(n) for n in range(10)} | {ord("－"): "-", ord("Ｘ"): "X"}
"""Signs of full width, each for one of half width: places stay."""

_SURNAME = re.compile(
    "[赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹苏潘葛范彭郎鲁韦马苗方俞任袁柳鲍史唐费薛雷贺倪汤罗毕郝安常"
    "于傅齐康余顾孟黄穆萧尹姚邵汪毛狄米戴宋庞熊纪舒项祝董梁杜阮季贾路江童颜郭梅林钟徐邱骆高夏蔡田樊胡霍卢莫房解应丁宣邓洪包石崔龚程]"
)
_NAMED_PERSON = re.compile(
    r"(?:患者|伤者|死者|病人|信访人|反映人|来访人|上访人|学生|儿童|男童|女童|未成年人)"
    rf"(?P<name>{_SURNAME.pattern}[\u4e00-\u9fff]{{1,2}})(?=[（，、,(](?:男|女|\d+岁|现年|身份证))"
)
"""A patient, a minor, a petitioner by name: only where sex, age or number follows, so that no other words are taken for a name."""


def _persons(text: Text) -> Iterator[Finding]:
    secret = find(text.text)
    if secret is not None:
        yield found(text, "P-28", *secret, Worded("密级标志: 本系统不处理涉密内容"))
    plain = text.text.translate(_HALF)
    for match in _IDENTITY.finditer(plain):
        right = f"{match[0][:6]}********{match[0][-4:]}"
        yield found(text, "P-28", match.start(), match.end(), Worded("身份证号, 外发须遮盖"), right=right)
    for match in _CARD.finditer(plain):
        digits = re.sub(r"[ -]", "", match[0])
        if _is_card(digits) and not _IDENTITY.fullmatch(digits):
            right = f"{digits[:4]}****{digits[-4:]}"
            yield found(text, "P-28", match.start(), match.end(), Worded("银行卡号, 外发须遮盖"), right=right)
    for match in _MOBILE.finditer(plain):
        digits = re.sub(r"[ -]", "", match[0])
        if digits not in text.named:
            right = f"{digits[:3]}****{digits[-4:]}"
            yield found(text, "P-28", match.start(), match.end(), Worded("个人手机号, 外发须遮盖"), right=right)
    for match in _NAMED_PERSON.finditer(text.text):
        if "某" not in match["name"]:
            said = Worded("患者、未成年人、信访人的姓名, 外发须遮盖")
            right = f"{match['name'][0]}某{'某' if len(match['name']) > 2 else ''}"
            yield found(text, "P-28", match.start("name"), match.end("name"), said, right=right)


def _is_card(digits: str) -> bool:
    """Whether the last figure is right for the others (Luhn): any long number is no card."""
    doubled = [int(c) * (2 if place % 2 else 1) for place, c in enumerate(reversed(digits))]
    return sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0


# ---------------------------------------------------------------- words

_BAD_WORDS = re.compile(
    "上访户|闹访|缠访|截访|劝返|稳控|刁民|惨重|(?<![真时航])空前(?![后方往台])|高度重视|迅速反应|遇难|罹难"
)
_RUMOUR = re.compile("据传(?![真达输来送感])|(?<![联域上入])网传(?![播输真送来感])")
"""Not 依据传真, not 互联网传播."""
_STYLE = re.compile(
    r"约\d[\d.]*[万亿]?(?:余|多)|近\d[\d.]*[万亿]?(?:余|多)|[至到]少\d+(?:余|多)"
    r"|(?:约|近)\d[\d.]*[万亿]?[人名户辆起件公里米元]{1,2}(?:左右|上下)|\d+(?:余|多)[人名户辆起件](?:左右|上下)"
)
_ABOUT = re.compile(r"(?<![\d.、第])(?P<one>[1-9])、(?P<two>[1-9])(?=[人名户辆天件])")


def _words(text: Text) -> Iterator[Finding]:
    for match in _BAD_WORDS.finditer(text.text):
        right = "死亡" if match[0] in {"遇难", "罹难"} else None
        yield found(text, "P-29", match.start(), match.end(), Worded("报告不用这个词"), WARN, right)
    for begins, sentence in _lines(text.text):
        for match in _RUMOUR.finditer(sentence):
            if "未经证实" not in sentence and "未经核实" not in sentence:
                start = begins + match.start()
                yield found(text, "P-29", start, start + 2, Worded("须写明未经证实"), WARN)
    for match in _STYLE.finditer(text.text):
        yield found(text, "P-27", match.start(), match.end(), Worded("约和余只用一个"), WARN)
    for match in _ABOUT.finditer(text.text):
        if (
            int(match["two"]) == int(match["one"]) + 1
            and "分别" not in text.text[max(0, match.start() - 12) : match.start()]
        ):
            right = f"{_HAN_NUMBERS[int(match['one'])]}{_HAN_NUMBERS[int(match['two'])]}"
            yield found(text, "P-27", match.start(), match.end(), Worded("概数用汉字: {0}", right), WARN, right)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    begins = 0
    for line in text.split("\n"):
        yield begins, line
        begins += len(line) + 1
