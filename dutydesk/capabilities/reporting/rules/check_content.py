"""Checks of what a report is and says: its title and number, cause and blame, level, our office's role, its length."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from dutydesk.capabilities.matters.rules import LEVEL_MARKS, LEVEL_NAMES
from dutydesk.capabilities.reporting.rules.findings import BLOCK, MEND, WARN, Finding, Text, found, sentences
from dutydesk.kernel.prose import official
from dutydesk.kernel.wording import Worded

LONGEST_FIRST = 600
"""Characters of a first report: known first, the rest later (papers 4.3)."""
LINES, INDENT = 22, 2
"""Lines of a page and characters before a paragraph (GB/T 9704-2012, 5.2.3); a duty paper has two pages, head and foot included."""
HEAD_AND_FOOT = 12

_TITLE = re.compile(r"^[^。\n]*关于[^。\n]+的报告(?:[（(](?P<name>[^）)\n]+)[）)])?$")
_NAMED = re.compile(r"^[\s\u3000]*关于[^。\n]+的报告[（(](?P<name>[^）)\n]+)[）)][\s\u3000]*$", re.MULTILINE)
_THIS_ONE = re.compile(r"(?:本|此|这)(?:次|份|期)?(?P<name>续报[一二三四五六七八九十〇]+)")
SOFT = re.compile(r"(?:及时|妥善|成功|迅速|有效|顺利|圆满|稳妥)(?:地)?(?:处置|处理|化解|应对|平息|解决)")
"""What a title never says of an event (papers 4.7)."""


def content(text: Text) -> Iterator[Finding]:
    """Yield findings of title, number, cause, level, role, recipients, closing and length."""
    yield from _title(text)
    yield from _number(text)
    if text.incident and not text.corrects:
        yield from _blame(text)
        yield from _level(text)
    yield from role(text)
    yield from _recipients(text)
    yield from _signer(text)
    if not text.corrects and text.kind != "phone":
        yield from _closing(text)
        yield from _length(text)


def _title(text: Text) -> Iterator[Finding]:
    """P-08, P-09: the title has its form, its bracket names the kind, and it softens nothing."""
    if not text.title:
        return
    title = official(text.title)
    match = _TITLE.match(title)
    if match is None or (text.name and match["name"] not in {None, text.name}):
        said = Worded("标题应为 关于…的报告（{0}）, 末尾没有标点", text.name)
        yield Finding("P-08", 0, len(text.title), text.title, said, title=True)
    for kind, words in text.events.items():
        wrong = next((word for word in words if word in title), None)
        if wrong is not None:
            start = title.index(wrong)
            said = Worded("标题写的是{0}, 记录的类别不是", kind)
            weight = WARN if kind in text.kin else BLOCK
            yield Finding("P-09", start, start + len(wrong), wrong, said, weight, title=True)
    soft = SOFT.search(title)
    if soft is not None:
        yield Finding("P-09", soft.start(), soft.end(), soft[0], Worded("标题不写处置得如何"), title=True)


def _number(text: Text) -> Iterator[Finding]:
    """P-10: what a text calls itself is what the ledger calls it."""
    for pattern in (_NAMED, _THIS_ONE):
        for match in pattern.finditer(text.text):
            if text.name and match["name"] != text.name:
                said = Worded("这一份是 {0}", text.name)
                yield found(text, "P-10", match.start("name"), match.end("name"), said, right=text.name)


_BLAME = re.compile(
    "(?:系|因|由于)[^，。；\n]{2,20}所致|违规|违章|违法|负(?:全部|主要|同等|次要)责任|肇事(?:者|司机|驾驶员|人)|酒驾|醉驾|酒后驾驶|责任事故"
)

_AUTHORITY = re.compile("[经据由][^，。；\n]{2,24}(?:认定|核实|查明|调查|通报|鉴定|报告|公布|确认)")
_DENIED = re.compile("(?:未发现|没有|无|排除|是否)[^，。；\n]{0,8}$")
_LOOKED_FOR = re.compile("^[^，。；\n]{0,10}(?:正在(?:调查|核实|侦办|认定)|待认定|有待)")


def _blame(text: Text) -> Iterator[Finding]:
    """P-20: no cause and no blame before the body that finds it has found it."""
    if text.cause_known and text.kind != "final":
        return
    for begins, sentence in sentences(text.text):
        if text.cause_known and _AUTHORITY.search(sentence):
            continue
        said = (
            Worded("写明由哪个部门认定: 经…认定") if text.cause_known else Worded("原因和责任还没有主管部门认定的记录")
        )
        for match in _BLAME.finditer(sentence):
            if _DENIED.search(sentence[: match.start()]) or _LOOKED_FOR.search(sentence[match.end() :]):
                continue
            start = begins + match.start()
            yield found(text, "P-20", start, start + len(match[0]), said)


_WORDS = {name: level for level, name in LEVEL_NAMES.items()}
_EVENT_LEVEL = re.compile(
    r"(?P<word>特别重大|(?<!特别)重大|较大|一般)(?=（[ⅠⅡⅢⅣ]级）|级(?!响应|别|以)|(?:级)?(?:道路|生产安全|交通|火灾|突发)?(?:事故|事件))"
)
_MARK = re.compile(r"(?<![A-Za-z])(?P<mark>I{1,3}|IV)(?=级)")
_BRACKET = re.compile(r"(?P<word>特别重大|(?<!特别)重大|较大|一般)[（(](?P<mark>[ⅠⅡⅢⅣ]|I{1,3}|IV)级[）)]")
_NO_LEVEL = re.compile(
    r"(?:初?判[定断]?|认定|属于?|调整)[为至]?(?P<word>(?![为至由仍])(?![一-龥]{0,3}(?:重大|较大|一般)（)(?:[一-龥]{2,4}（[ⅠⅡⅢⅣ]级）|[ⅠⅡⅢⅣ]级（[一-龥]{2,4}）))"
)
_MARKED = re.compile(r"[（(](?:[ⅠⅡⅢⅣ]|I{1,3}|IV)级[）)]")
_MIXED = re.compile(r"(?P<word>特别重大|(?<!特别)重大|较大)(?:级)?(?:应急)?响应|响应级别[为是]?(?:特别重大|重大|较大)")
_SUPPOSED = re.compile("可能|如果|如[^，。；\n]{0,10}(?:增加|上升|扩大)|若")
_JUDGED = re.compile("初判|初步判断|认定|调整|最终|应为|报送标准|的标准|以上")


def _level(text: Text) -> Iterator[Finding]:
    """P-21: one of the four words, the one that is recorded, said as a first judgement; Ⅲ and not III."""
    for match in _MARK.finditer(text.text):
        yield found(
            text, "P-21", match.start(), match.end(), Worded("级别用 {0}", LEVEL_MARKS[match["mark"]]), MEND, LEVEL_MARKS[match["mark"]]
        )  # fmt: skip
    marks = {str(mark): level for level, mark in LEVEL_MARKS.items()}
    for match in _BRACKET.finditer(text.text):
        level = marks.get(match["mark"], match["mark"])
        if level != _WORDS[match["word"]]:
            right = str(LEVEL_MARKS[_WORDS[match["word"]]])
            said = Worded("{0}是 {1} 级", match["word"], right)
            yield found(text, "P-21", match.start("mark"), match.end("mark"), said, BLOCK, right)
    for match in _NO_LEVEL.finditer(text.text):
        yield found(text, "P-21", match.start("word"), match.end(), Worded("级别写特别重大、重大、较大、一般"))
    for match in _MIXED.finditer(text.text):
        said = Worded("事件分级和响应分级不混用: 响应写一级至四级")
        yield found(text, "P-21", match.start(), match.end(), said)
    for begins, sentence in sentences(text.text):
        matches = list(_EVENT_LEVEL.finditer(sentence))
        told = [_WORDS[match["word"]] for match in matches]
        if not told or "重大变化" in sentence or _SUPPOSED.search(sentence):
            continue
        start, end = begins + matches[-1].start("word"), begins + matches[-1].end("word")
        if text.level_reached and told[-1] == text.level:
            said = Worded("数字已达{0}标准, 先确认级别或写明不升的理由", str(LEVEL_NAMES[text.level_reached]))
            yield found(text, "P-21", start, end, said, BLOCK)
        elif text.level and told[-1] not in (text.level, text.level_reached):
            right = str(LEVEL_NAMES[text.level])
            bracket = _MARKED.match(text.text, end)
            mark = f"{bracket[0][0]}{LEVEL_MARKS[text.level]}级{bracket[0][-1]}" if bracket else ""
            end = bracket.end() if bracket else end
            yield found(text, "P-21", start, end, Worded("记录的级别是{0}", right), BLOCK, right + mark)
        elif not _JUDGED.search(sentence):
            yield found(text, "P-21", start, end, Worded("级别是初判, 最终以主管部门认定为准"), WARN)


_ROLE = re.compile(
    r"我办(?P<between>[^，。；\n]{0,6}?)(?P<what>启动[^，。；\n]{0,6}?响应|责令|责成|命令|(?<!接)(?<!接到)指令|指挥(?!部|中心|机构|长)|组织救援|下达)"
)
_OF_OTHERS = re.compile("转告|转达|建议|获悉|接到?|收到|据|协助|配合|请|向|了解|核实|得知|报告|未|没有|不得?|提请|经")
"""Words after which it is another that starts, orders or commands."""


def role(text: Text) -> Iterator[Finding]:
    """P-22: a liaison office passes on, asks and coordinates; it starts no response of a government."""
    for match in _ROLE.finditer(text.text):
        if _OF_OTHERS.search(match["between"]):
            continue
        right = "启动内部应急值守" if match["what"].startswith("启动") else None
        said = Worded("驻京办不启动政府响应、不指挥救援: 写转告、核实、协调、内部应急值守")
        yield found(text, "P-22", match.start("what"), match.end("what"), said, right=right)


_PERSON = re.compile("(?:主任|书记|省长|市长|县长|区长|厅长|局长|处长|部长|秘书长|同志|先生|女士)$")
"""How a recipient ends that is a person: an organ of theirs goes on (…办公室, …会议)."""
_LOWER = re.compile("(?:县|乡|镇|街道|村)(?:委|政府|人民政府|党委|办事处|委员会)$")
_TOLD = re.compile(r"(?<!拟)(?<!将)(?:转告|通报)(?:了)?(?P<units>[^，。；：\n]{2,40})")


def _recipients(text: Text) -> Iterator[Finding]:
    """P-23: each recipient once; units are called told only if they were."""
    for name in dict.fromkeys(one for one in text.recipients if text.recipients.count(one) > 1):
        yield Finding("P-23", 0, 0, name, Worded("{0} 收件两次", name))
    for name in dict.fromkeys(text.recipients):
        if _PERSON.search(name):
            weight = BLOCK if text.kind == "final" else WARN
            yield Finding("P-23", 0, 0, name, Worded("{0} 是个人: 报告送机关, 不送个人", name), weight)
        elif text.kind == "final" and _LOWER.search(name):
            yield Finding("P-23", 0, 0, name, Worded("{0} 是下级机关: 上行报告不抄送下级", name))
    if text.corrects:
        return
    for begins, sentence in sentences(text.text):
        if re.search("拟|将|下一步|建议", sentence):
            continue
        for match in _TOLD.finditer(sentence):
            if "我办" not in text.text[: begins + match.start()][-SAME_SUBJECT:] and "我办" in text.text:
                continue  # another told them
            for name in re.split("[、和及]", match["units"]):
                if _UNIT.search(name) and not any(same_unit(name, one) for one in text.reached):
                    start = begins + match.start("units") + match["units"].find(name)
                    yield found(text, "P-23", start, start + len(name), Worded("没有转告 {0} 的记录", name))


SAME_SUBJECT = 60
"""Characters before 转告 in which our office is looked for as who tells."""
_UNIT = re.compile("[省市县区厅局委部办室队所院站府会社团司组心校]$")
"""How a unit's name ends: what else stands behind 转告 is no unit."""


def same_unit(one: str, other: str) -> bool:
    """Return whether two names may be of one unit: one holds the other, or shortens it (省应急厅 of 省应急管理厅)."""
    short, full = sorted((one, other), key=len)
    if short in full:
        return True
    letters = iter(full)
    return short[:1] == full[:1] and all(letter in letters for letter in short)


_REQUEST = re.compile(
    "请(?:予)?(?:批示|批准|审批|示下)|妥否|当否|(?:恳请|请求)(?![^，。；\n]{0,6}(?:得到|获得)解决)|(?:请|申请|希望|建议)[^，。；\n已]{0,14}拨付"
)
_ASKED_BY_OTHERS = re.compile(
    "群众|反映|诉求|家属|当事|聚集|来访|来信|农民工|业主|职工|对方|他们|其(?:要求|提出)|曾|已"
)
"""Who asks is not our office: what others ask for is told, not asked."""


def requests(text: str) -> Iterator[re.Match[str]]:
    """Yield what a text asks for in our office's own name: it stands in a 请示, never in a 报告 (条例 Art. 15)."""
    for match in _REQUEST.finditer(text):
        clause = re.split("[，。；\n]", text[: match.start()])[-1]
        if not _ASKED_BY_OTHERS.search(clause):
            yield match


_GOES_ON = re.compile("(?:随时|及时|继续|后续)[^，。；\n]{0,12}续报。?$")
"""随时核实续报 closes a report of an event that goes on as well."""


def _closing(text: Text) -> Iterator[Finding]:
    """P-24: a report asks for nothing that wants an answer, and closes by its kind."""
    if text.kind == "final":
        for match in requests(text.text):
            yield found(text, "P-24", match.start(), match.end(), Worded("报告不夹带请示事项, 另行请示"))
    words = "特此报告" if text.kind == "final" else "有新情况续报"
    if words not in text.text and (text.kind == "final" or not _GOES_ON.search(text.text.rstrip())):
        end = len(text.text.rstrip())
        mark = "" if text.text.rstrip().endswith("。") else "。"
        said = Worded("结语应为 “{0}。”", words)
        yield Finding("P-24", end, end, "", said, WARN, f"{mark}{words}。")


def _signer(text: Text) -> Iterator[Finding]:
    """P-25: who signs it off is named, and is not who drafted it."""
    if text.signer is None or text.kind == "phone":
        return
    if not text.signer:
        said = Worded("还没有签发人: 发出时写明, 不能是拟稿人")
        yield Finding("P-25", 0, 0, "", said, BLOCK if text.signed else WARN)
    elif text.signer == text.drafter:
        yield Finding("P-25", 0, 0, "", Worded("签发人就是拟稿人"))


def _length(text: Text) -> Iterator[Finding]:
    """P-30: a first report is short, a duty paper has two pages at most."""
    letters = sum(not c.isspace() for c in text.text)
    lines = sum(math.ceil((len(line.strip()) + INDENT) / 28) for line in text.text.split("\n") if line.strip())
    if text.kind == "first" and letters > LONGEST_FIRST:
        yield Finding("P-30", 0, 0, "", Worded("首报 {0} 字, 宜在 {1} 字以内: 先报已知", letters, LONGEST_FIRST), WARN)
    elif text.kind != "final" and lines > 2 * LINES - HEAD_AND_FOOT:
        yield Finding("P-30", 0, 0, "", Worded("{0} 字, 排版会超过两页", letters), WARN)
