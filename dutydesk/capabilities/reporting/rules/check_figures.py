"""Checks of what a report says of people and money, against the record of its time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dutydesk.capabilities.reporting.rules.claims import CASUALTIES, Claim, read
from dutydesk.capabilities.reporting.rules.corrections import said_right
from dutydesk.capabilities.reporting.rules.differences import Difference, contradictions
from dutydesk.capabilities.reporting.rules.findings import WARN, Finding, Text, found, sentences
from dutydesk.capabilities.reporting.rules.reporting import NOTHING_NEW, names_asked
from dutydesk.kernel import casualties
from dutydesk.kernel import figures as f
from dutydesk.kernel.numerals import Amount, plain
from dutydesk.kernel.wording import Word, Worded

_MARKED = re.compile("初步|初判|待核实|据报|据[^，。；]{2,20}报告")
_SERIOUS = re.compile("重伤|重症|伤势|危重")
_ANY_HURT = re.compile("伤亡|死伤")
_NO_REPORT = re.compile("接到|收到|接报")
"""暂未接到人员伤亡报告 says only that nobody reported any."""


def figures(text: Text) -> Iterator[Finding]:
    """Yield findings of casualties, totals and differences."""
    claims = said_right(text.text) if text.corrects else read(text.text)
    yield from _against(text, claims)
    if text.corrects:
        return
    yield from _nobody(text, claims)
    if not text.incident:
        return
    yield from _serious(text)
    yield from _form(text)
    yield from _aboard(text)
    yield from _unmarked(text)
    yield from _unmarked_facts(text)
    if text.follows:
        yield from _totals(text, claims)
        yield from _difference(text)
        yield from _no_news(text, claims)


def place_of(text: str, words: str) -> tuple[int, int]:
    """Return where plain words stand in the text as typed; the whole text where they cannot be found."""
    at = text.find(words)
    if at >= 0:
        return at, at + len(words)
    pattern = r"\s*".join(re.escape(c) if c.isalnum() else "." for c in words)
    match = re.search(pattern, "".join(plain(c) or " " if len(plain(c)) == 1 else c for c in text))
    return (match.start(), match.end()) if match else (0, len(text))


def _against(text: Text, claims: list[Claim]) -> Iterator[Finding]:
    """P-12, and P-13 where nobody is said to be hurt though somebody is."""
    for one in contradictions(claims, text.figures):
        every = one.words.split("、")
        start, end = place_of(text.text, every[0])
        said = [claim for claim in claims if claim.words in every and claim.field == one.field]
        nobody = bool(said) and all(claim.amount == Amount(0, 0) for claim in said) and one.field not in f.MONEY
        check = "P-13" if nobody else "P-12"
        right = casualties.sentence(text.figures, text.unverified) if nobody else _put_right(one, every[0])
        yield found(text, check, start, end, one_said(one), right=right)


def one_said(one: Difference) -> Worded:
    """Return what a text and the record say of one figure, side by side (not raised)."""
    return Worded("{0}", one.spelled())


def _put_right(one: Difference, words: str) -> str | None:
    """Return the words with the recorded number, where they hold one plain number of people."""
    numbers = re.findall(r"\d+", words)
    if not one.recorded or one.field == CASUALTIES or one.field in f.MONEY or len(numbers) != 1 or "万" in words:
        return None
    return words.replace(numbers[0], f"{one.recorded:.0f}")


def _nobody(text: Text, claims: Iterable[Claim]) -> Iterator[Finding]:
    """P-13: that nobody was hurt is said only of figures that are all 0 and verified."""
    seen: set[int] = set()
    for claim in claims:
        if claim.amount != Amount(0, 0) or claim.field == "loss_yuan" or claim.place in seen:
            continue
        wanted = ("deaths", "injured") if _ANY_HURT.search(claim.words) else (claim.field,)
        recorded = any(text.figures.get(name) for name in casualties.FIELDS if name in wanted)
        if recorded or _NO_REPORT.search(claim.words):
            continue  # P-12 says so, with the figures
        sure = all(name in text.figures and name not in text.unverified for name in wanted)
        if not sure:
            seen.add(claim.place)
            right = casualties.sentence(text.figures, text.unverified)
            start, end = place_of(text.text, claim.words)
            said = Worded("记录不是全部为0且已核实, 应写 “{0}”", right)
            yield found(text, "P-13", start, end, said, right=right)


def _serious(text: Text) -> Iterator[Finding]:
    """P-14: the injured without how many seriously; a part that is more than the whole."""
    split: list[float] = []
    for begins, sentence in sentences(text.text):
        claims = read(sentence)
        injured = next((one for one in claims if one.field == "injured" and one.amount.low > 0), None)
        if injured is not None and _SERIOUS.search(sentence):
            split.append(injured.amount.low)
        elif injured is not None and injured.amount.low in split:
            continue  # the same people once more: 伤员3人在医院治疗
        serious = next((one for one in claims if one.field == "serious_injuries"), None)
        if injured is None:
            continue
        start, end = place_of(sentence, injured.words)
        if serious is not None and serious.amount.low > injured.amount.high:
            yield found(text, "P-14", begins + start, begins + end, Worded("重伤多于受伤"))
        elif serious is not None and "其中" not in sentence:
            said = Worded("重伤是受伤的一部分, 写在括号里: 其中{0}几人", text.hurt[1])
            yield found(text, "P-14", begins + start, begins + end, said, WARN if text.kind != "final" else "block")
        elif not _SERIOUS.search(sentence):
            known = text.figures.get("serious_injuries")
            if known == 0 and "serious_injuries" not in text.unverified:
                continue  # none of them: a number that is nought is left out
            inside = (
                f"其中{text.hurt[1]}{casualties.persons(known)}" if known is not None else f"{text.hurt[1]}人数正在核实"
            )
            weight = "block" if text.kind == "final" else WARN
            right = f"{sentence[start:end]}（{inside}）"
            yield found(text, "P-14", begins + start, begins + end, Worded("应写明 “（{0}）”", inside), weight, right)


_LABELLED = re.compile(r"(?P<word>死亡|失联|受伤)(?P<number>\d+)人(?!员|次)")


def _form(text: Text) -> Iterator[Finding]:
    """P-15: 2人死亡 and not 死亡2人; dead, missing, injured in this order; never the dead and injured in one number."""
    for match in _LABELLED.finditer(text.text):
        right = f"{match['number']}人{match['word']}"
        yield found(text, "P-15", match.start(), match.end(), Worded("应为 “{0}”", right), WARN, right)
    for match in re.finditer(r"死伤\d+人|伤亡\d+人", text.text):
        yield found(text, "P-15", match.start(), match.end(), Worded("死亡和受伤分开写"), WARN)
    order = ("deaths", "missing", "injured")
    for begins, sentence in sentences(text.text):
        named = [one for one in read(sentence) if one.field in order and one.amount.low > 0]
        ranks = [order.index(one.field) for one in named]
        if ranks != sorted(ranks):
            start, _ = place_of(sentence, named[0].words)
            _, end = place_of(sentence, named[-1].words)
            yield found(text, "P-15", begins + start, begins + max(start, end), Worded("次序为死亡、失联、受伤"), WARN)


_ABOARD = re.compile(
    r"(?:载有?|乘坐|车上共?有?|船上共?有?|机上共?有?|楼内共?有?|现场共?有?|涉及)(?P<number>\d+)人(?!死|受|失|重|被)"
)
_OTHERS = re.compile(r"其余(?P<number>\d+)人")


def _aboard(text: Text) -> Iterator[Finding]:
    """P-15: everybody aboard is accounted for: dead, missing, hurt and the others are as many as were there."""
    aboard, others = list(_ABOARD.finditer(text.text)), list(_OTHERS.finditer(text.text))
    if len(aboard) != 1 or len(others) != 1:
        return
    told = {one.field: one.amount for one in read(text.text) if one.field in {"deaths", "missing", "injured"}}
    exact = all(amount.low == amount.high for amount in told.values())
    as_recorded = all(text.figures.get(name, amount.low) == amount.low for name, amount in told.items())
    if not any(amount.low for amount in told.values()) or not exact or not as_recorded:
        return  # P-12 says so first
    rest = int(aboard[0]["number"]) - sum(int(amount.low) for amount in told.values())
    if rest != int(others[0]["number"]):
        said = Worded("{0}人减去死亡、失联、受伤是{1}人", aboard[0]["number"], rest)
        right = f"其余{rest}人" if rest > 0 else None
        yield found(text, "P-15", others[0].start(), others[0].end(), said, WARN, right)


SHORTEST_FACT = 6
"""Letters of a fact that are looked for in a text: fewer are anybody's words."""


def _unmarked_facts(text: Text) -> Iterator[Finding]:
    """P-18: what was said and nobody verified stands in a sentence that says so."""
    for name, words in text.facts.items():
        if len(words) < SHORTEST_FACT:
            continue
        for begins, sentence in sentences(text.text):
            at = sentence.find(words)
            if at >= 0 and not _MARKED.search(sentence) and not _OPEN.search(sentence):
                said = Worded("{0}还没有核实, 句首应写 “{1}”", name, "据初步核实")
                head = len(sentence) - len(sentence.lstrip("\u3000 \n"))
                whole = text.text[begins + head : begins + len(sentence)]
                yield found(text, "P-18", begins + head, begins + len(sentence), said, right=f"据初步核实，{whole}")


_OPEN = re.compile("正在|尚未|有待|待核实|不详|据")


def _unmarked(text: Text) -> Iterator[Finding]:
    """P-18: a figure that nobody verified says so, at the head of its sentence; one that was does not."""
    for begins, sentence in sentences(text.text):
        told = [one.field for one in read(sentence) if one.field in text.figures and one.amount.low > 0]
        doubtful = [name for name in told if name in text.unverified]
        if doubtful and not _MARKED.search(sentence):
            mark = "初步统计，" if all(name in f.MONEY for name in doubtful) else "据初步核实，"
            head = re.match(r"[\s\u3000]*(?:截[至止][^，。]*，)?", sentence)
            start = begins + (head.end() if head else 0)
            said = Worded("{0}还没有核实, 句首应写 “{1}”", [f.NAMES[name] for name in doubtful], mark.rstrip("，"))
            yield found(
                text,
                "P-18",
                start,
                begins + len(sentence),
                said,
                right=f"{mark}{text.text[start : begins + len(sentence)]}",
            )
        elif told and not doubtful and re.search("据初步核实|待核实", sentence):
            yield found(text, "P-18", begins, begins + len(sentence), Worded("这些数字已经核实, 不写初步"), WARN)
    if text.text.count("待核实") > 3:
        yield found(text, "P-18", 0, 0, Worded("（待核实）太多: 一句标一次"), WARN)


# ---------------------------------------------------------------- follow-ups


def _totals(text: Text, claims: Iterable[Claim]) -> Iterator[Finding]:
    """P-16: a follow-up never loses a total that was reported before."""
    if not re.search(r"截[至止][^，。]*\d时", text.text):
        yield found(text, "P-16", 0, 0, Worded("续报须写截至几月几日几时"))
    said = {one.field for one in claims}
    for name in (*casualties.FIELDS, "loss_yuan"):
        if name == "serious_injuries" or not text.last_figures.get(name) or name in said:
            continue
        gone = text.figures.get(name) == 0 and re.search(rf"减少\d+人{f.NAMES[name]}", text.text)
        word = "损失" if name in f.MONEY else f.NAMES[name]
        if gone or re.search(rf"{word}[^。；]{{0,12}}正在(?:核实|统计)", text.text):
            continue
        yield found(text, "P-16", 0, 0, Worded("{0}报过{1}, 这次没有写", text.last_name or "上次", f.NAMES[name]))
    told = {one.field for one in claims if one.amount.low > 0 and one.field in casualties.FIELDS}
    if told and not re.search("共|累计", text.text):
        yield found(text, "P-16", 0, 0, Worded("总数前写共或累计"))


_COMPARED = re.compile(r"[较比](?P<name>首报|电话首报|续报[一二三四五六七八九十〇]+)(?P<rest>[^。；\n]*)")
_STEP = re.compile(
    r"(?P<way>增加|减少|新报)(?P<number>\d+(?:\.\d+)?)(?P<scale>万)?人(?P<word>死亡|失联|受伤|重伤|患病|中毒|重症)"
)
_FIELD_OF = {"死亡": "deaths", "失联": "missing", "受伤": "injured", "患病": "injured", "中毒": "injured",
             "重伤": "serious_injuries", "重症": "serious_injuries"}  # fmt: skip


def _difference(text: Text) -> Iterator[Finding]:
    """P-17: the difference names the last report, adds up, and a fall says why."""
    moved = [
        name
        for name in ("deaths", "missing", "injured")
        if name in text.figures and text.last_figures.get(name, 0) != text.figures[name]
    ]
    matches = list(_COMPARED.finditer(text.text))
    if moved and not matches:
        yield found(text, "P-17", 0, 0, Worded("数字有变, 须写较{0}增减多少", text.last_name))
    for match in matches:
        if text.last_name and match["name"] != text.last_name:
            start, end = match.start("name"), match.end("name")
            said = Worded("上一份是 {0}", text.last_name)
            yield found(text, "P-17", start, end, said, right=text.last_name)
            continue
        told: set[str] = set()
        for step in _STEP.finditer(match["rest"]):
            name = _FIELD_OF[step["word"]]
            told.add(name)
            number = round(float(step["number"]) * (casualties.MYRIAD if step["scale"] else 1))
            change = number * (-1 if step["way"] == "减少" else 1)
            before, now = text.last_figures.get(name), text.figures.get(name)
            start = match.start("rest") + step.start()
            if before is not None and now is not None and before + change != now:
                said = Worded("上次{0}人, 现在{1}人, 差数不对", f"{before:.0f}", f"{now:.0f}")
                step_now = now - before
                right = (
                    f"{'增加' if step_now > 0 else '减少'}{casualties.persons(abs(step_now))}{step['word']}"
                    if step_now
                    else None
                )
                yield found(text, "P-17", start, start + len(step[0]), said, right=right)
        fallen = any(step["way"] == "减少" for step in _STEP.finditer(match["rest"]))
        if fallen and not re.search("系|因|经核实|更正", match["rest"]):
            yield found(text, "P-17", match.start(), match.end(), Worded("人数减少须写明原因: 系…"))
        if told and (missed := [name for name in moved if name not in told]):
            yield found(
                text,
                "P-17",
                match.start(),
                match.end(),
                Worded("{0}也有变化, 没有写", [f.NAMES[one] for one in missed]),
            )


def _no_news(text: Text, claims: Iterable[Claim]) -> Iterator[Finding]:
    """P-19: 无新进展 stands with totals, the hour, whom one asked and when."""
    at = text.text.find(NOTHING_NEW)
    if at < 0:
        return
    lacking: list[Word] = []
    recorded = any(text.figures.get(name) for name in casualties.FIELDS)
    if recorded and not any(one.field in casualties.FIELDS for one in claims):
        lacking.append(Word("总数"))
    if not re.search(r"\d时", text.text):
        lacking.append(Word("时间"))
    if not names_asked(text.text):
        lacking.append(Word("向谁核实"))
    if lacking:
        yield found(text, "P-19", at, at + 4, Worded("无新进展须同时写明: {0}", lacking))
