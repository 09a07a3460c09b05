"""The handover record: the sealed sheet as a table with boxes for the signatures, long lists as annexes (papers 4.15)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from dutydesk.capabilities.grading.events import LevelSet
from dutydesk.capabilities.handover.paper import RULE
from dutydesk.capabilities.handover.reads import addenda, number_of, sealed, walkthrough_of
from dutydesk.capabilities.handover.rules.walkthrough import Walkthrough
from dutydesk.capabilities.matters.events import MatterOpened
from dutydesk.capabilities.matters.rules import LEVEL_MARKS, LEVEL_NAMES
from dutydesk.capabilities.papers.case import Case, Found, clock, day_words
from dutydesk.documents.paper import Column, Table
from dutydesk.kernel.events import decoded
from dutydesk.kernel.instants import local_date
from dutydesk.kernel.text import one_line
from dutydesk.kernel.wording import Worded

PLAIN = frozenset({"", "无", "正常", "0", "已核", "无领出"})
"""Standings of items that stand together in one line."""

SIGNATURES = "确认"
"""The checklist's last section: the signatures have boxes of their own."""

MOST = 4
"""Entries that a row lists at most."""

LONG = 60
"""Characters of an item of the handover; what is longer stands in an annex."""

_ITEM = re.compile(r"^\[(√| )\] (.*)$")

_NOTE = re.compile(r"\s*[(（][^()（）]*[)）]")
"""What a line of the checklist says in brackets of what belongs to it."""


def handover(case: Case) -> Found:
    """The sealed sheet as a table: what needs a look stands in lines, what is as it should be together, lists in annexes."""
    found = sealed(case.views, case.subject)
    if found is None:
        raise Worded("没有这份封存的交接单: {0}", case.subject or "-")
    walk = walkthrough_of(case.views, found.id)
    texts = [item.text for item in case.books.checklist.items.values()]
    day = local_date(found.sealed_at)
    sheet = found.sheet.split("\n" + RULE)[0]
    rows, annexes = _items(levelled(_dated(sheet, day), levels_then(case, sheet, found.count)).split("\n"), texts)
    values = {
        "no": str(number_of(case.views, found)),
        "sealed": f"{day_words(day)}{clock(found.sealed_at, day)}",
        **(_signatures(case, walk, day) if walk else {}),
    }
    later = [
        f"{clock(one.at, day)} {case.name(one.actor)}：{one_line(one.text)}" for one in addenda(case.views, found.id)
    ]
    if later:
        annexes.append(("封存后补记", later))
    tables = [
        (
            f"附件{number}：{name}",
            Table((Column("序号", 4), Column("内容", 50)), tuple((str(at), line) for at, line in enumerate(lines, 1))),
        )
        for number, (name, lines) in enumerate(annexes, 1)
    ]
    footer = [f"日志至第{found.count}条　校验值{found.digest[:32]}"]
    return Found(values, rows=rows, annexes=tables, footer=footer)


_LABEL = re.compile(r"(?<!\w)([A-Z]\d+)(?= )")


def levels_then(case: Case, sheet: str, count: int) -> dict[str, str]:
    """Return the level that each incident on a sealed sheet had when the journal had ``count`` rows, by its label."""
    found: dict[str, str] = {}
    for label in dict.fromkeys(_LABEL.findall(sheet)):
        matter = case.views.matter(label)
        for entry in case.views.matter_entries(matter.id) if matter is not None else ():
            event = decoded(entry.kind, entry.payload) if entry.seq <= count and entry.kind in _LEVELLING else None
            if isinstance(event, LevelSet | MatterOpened) and event.level:
                found[label] = event.level
    return found


_LEVELLING = (LevelSet.KIND, MatterOpened.KIND)


def levelled(sheet: str, levels: Mapping[str, str]) -> str:
    """Return a sheet with the levels in words: Y1 Ⅲ 二广… is Y1较大（Ⅲ级）二广…; a title that begins with Ⅱ keeps it."""
    for label, level in levels.items():
        mark = LEVEL_MARKS[level]
        sheet = re.sub(
            rf"(?<!\w){label} {mark}(?: |(?=[；;，,]|$))",
            f"{label}{LEVEL_NAMES[level]}（{mark}级）",
            sheet,
            flags=re.MULTILINE,
        )
    return sheet


_DAYS = {"今日": 0, "明日": 1, "后日": 2, "昨日": -1}
"""Days as the sheet names them, of the day when it was sealed."""
_SHORT_DATE = re.compile(r"(?<![\w-])(\d{2})-(\d{2})(?![\w-])")


def _dated(sheet: str, day: date) -> str:
    """Return a sealed sheet with its days as papers write them: 07-22 is 7月22日, 明日 03:24 is 7月17日03:24."""
    sheet = re.sub(
        r"(?<=[\s(（;；,，])(今日|明日|后日|昨日),? ?(?=\d{2}:\d{2})",
        lambda m: _said(day + timedelta(days=_DAYS[m[1]])),
        sheet,
    )
    sheet = re.sub(r"(?<![\w-])(\d{2})-(\d{2}) (?=\d{2}:\d{2})", lambda m: f"{int(m[1])}月{int(m[2])}日", sheet)
    return _SHORT_DATE.sub(lambda m: f"{int(m[1])}月{int(m[2])}日", sheet)


def _said(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _signatures(case: Case, walk: Walkthrough, day: date) -> dict[str, str]:
    def signed(side: str) -> str:
        one = walk.signatures.get(side)
        return f"{case.name(one.officer)}　{clock(one.at, day)}" if one else ""

    despite = [text for one in walk.signatures.values() for text in (*one.despite, one.reason) if text]
    read_back = next((one.text for one in walk.signatures.values() if one.text), "")
    leaders = "→".join(dict.fromkeys(filter(None, (case.name(walk.outgoing.leader), case.name(walk.incoming.leader)))))
    told = f"{case.name(walk.informed)}　{clock(walk.informed_at, day)}" if walk.informed else leaders
    return {
        "out": "、".join(filter(None, (case.name(walk.outgoing.a), case.name(walk.outgoing.b)))),
        "in": "、".join(filter(None, (case.name(walk.incoming.a), case.name(walk.incoming.b)))),
        "read_back": read_back,
        "despite": "；".join(despite) or "无",
        "sign_out": signed("out"),
        "sign_in": signed("in"),
        "informed": told,
    }


def _items(lines: Sequence[str], texts: Sequence[str]) -> tuple[list[dict[str, str]], list[tuple[str, list[str]]]]:
    """Return the rows of a sealed sheet, and what is too long for a row as an annex; ``texts``: those of the checklist."""
    rows: list[dict[str, str]] = []
    annexes: list[tuple[str, list[str]]] = []
    group, plain, first = "", list[str](), True

    def add(what: str, mark: str) -> None:
        nonlocal first
        rows.append({"group": group if first else "", "what": what, "state": mark})
        first = False

    def close() -> None:
        if plain:
            add(f"{'、'.join(plain)}：正常或无。", "√")
            plain.clear()

    for line in lines:
        match = _ITEM.match(line)
        if match is None:
            if re.match(r"^[一二三四五六七八九十]+、", line):
                close()
                group, first = line.partition("、")[2], True
            continue
        if group == SIGNATURES:
            continue
        mark, text = match[1], match[2]
        name, told = _split(text, texts)
        if mark == "√" and told in PLAIN:
            plain.append(name)
            continue
        parts = [part for part in re.split(r"[;；]\s*", told) if part]
        if len(told) > LONG and len(parts) > MOST - (len(told) > 2 * LONG):
            count, colon, begins = parts[0].partition("：")
            annexes.append((name, [begins.strip() if colon else parts[0], *parts[1:]]))
            told = f"{count if colon else f'{len(parts)}项'}，见附件{len(annexes)}"
        add(f"{name}：{told}" if told else name, "√" if mark == "√" else "未核")
    close()
    return rows, annexes


def _split(text: str, texts: Sequence[str]) -> tuple[str, str]:
    """Return the name of an item without what it says of itself in brackets, and how it stands."""
    known = max((one for one in texts if text.startswith(one)), key=len, default="")
    name, rest = (known, text[len(known) :]) if known else text.partition(" ")[::2]
    answer, _, automatic = rest.partition("· ")
    told = "；".join(dict.fromkeys(_prose(part.strip()) for part in (answer, automatic) if part.strip()))
    return _NOTE.sub("", name).strip(), told


def _prose(told: str) -> str:
    """Return how an item stands as the record has it: what was set apart by blanks is parted by marks, a name joins its value."""
    told = re.sub(r"(?<![\w])([AB]) (?=[\u4e00-\u9fff])", r"\1角", told)
    told = re.sub(rf"(?<![\u4e00-\u9fff])({LABELLED}) (?=\S)", r"\1", told)
    told = re.sub(r"(?<!\w)([A-Z]\d+) (?=\d)", r"\1：", told)  # Y1 4人死亡
    told = re.sub(r"(?<!\w)([A-Z]\d+) (?=[\u4e00-\u9fff])", r"\1", told)
    told = re.sub(r"\)\s*\(", "，", told)  # one bracket for two that meet
    told = re.sub(r" ?\(([^()]*)\)", r"（\1）", told)
    told = re.sub(r"(?<=[\u4e00-\u9fff]): ?(?=\S)", "：", told).replace("; ", "；")
    told = re.sub(r"向 ([^ ，。；]+) 核实", r"向\1核实", told)
    return re.sub(r"(?<=[\u4e00-\u9fff）]) (?=[\u4e00-\u9fffA-Z0-9])", "，", told)


LABELLED = "带班|主任|牵头|下次续报|收传真|发传真|收文|发文|点名|本班超时办结|直接损失|已推送"
"""Names of values on a line of the sealed sheet, which has blanks where the record has marks."""


GATHERS: Mapping[str, Callable[[Case], Found]] = {"handover": handover}
