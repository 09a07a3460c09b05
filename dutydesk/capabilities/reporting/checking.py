"""A text of a report against everything that the desk knows: what is found, what stops it, what is kept with it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence

from dutydesk.capabilities.calls.reads import calls
from dutydesk.capabilities.instructions.events import InstructionRelayed
from dutydesk.capabilities.log.events import MessageReceived
from dutydesk.capabilities.matters import rules as m
from dutydesk.capabilities.obligations.rules.obligations import follow_up_subject
from dutydesk.capabilities.reporting import reads as ledger
from dutydesk.capabilities.reporting import texts
from dutydesk.capabilities.reporting.blanks import FOLLOW_UPS, OPEN_NAMES, name_of
from dutydesk.capabilities.reporting.rules import findings as fd
from dutydesk.capabilities.reporting.rules import reporting as rules
from dutydesk.capabilities.reporting.rules.checks import findings
from dutydesk.capabilities.reporting.rules.claims import read
from dutydesk.capabilities.reporting.rules.naming import document_of, parted, subject
from dutydesk.i18n import catalogue
from dutydesk.kernel import casualties
from dutydesk.kernel import figures as f
from dutydesk.kernel.events import decoded
from dutydesk.kernel.prose import day_words, official
from dutydesk.kernel.wording import Word, Worded, nearest
from dutydesk.store.views import EntryView, Views
from dutydesk.usecase.books import Books

_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
LONGEST_BESIDE = 40
"""Characters of a source's words that are kept beside what was sent of them."""


def called(kind: str, number: int) -> str:
    """Return what a report is called: 首报, 续报一."""
    return follow_up_subject(number) if kind in FOLLOW_UPS else str(m.REPORT_NAMES[kind])


def heading(material: texts.Material, kind: str, number: int, hurt: tuple[str, str]) -> str:
    """Return the title of the paper: where, what, whom it cost, and which report it is (papers 4.3).

    ``关于二广高速南召段大客车追尾事故致4死6伤情况的报告（续报一）``; ``hurt``: what the injured are called.
    """
    matter = material.matter
    if matter.kind == "policy":
        return f"关于{document_of(matter)}办理情况的报告（{called(kind, number)}）"
    where, what = parted(official(matter.place), subject(matter))
    cost = casualties.brief(material.values, hurt[0]) if matter.kind == "incident" and kind != "correction" else ""
    return f"关于{where}{what}{cost}情况的报告（{called(kind, number)}）"


MARKED_FACTS = ("background", "course", "cause", "scope", "trend", "handling", "aftermath", "responsibility")
"""Facts that a report marks while nobody verified them (P-18)."""
SHORTEST_EVENT = 3
"""Letters of an event's name that is looked for in a title: 火灾 alone stands in 火灾隐患, too."""


def _unverified_facts(books: Books, material: texts.Material) -> dict[str, str]:
    """Return what was said and nobody verified, as a draft says it, by its name."""
    found: dict[str, str] = {}
    for name in MARKED_FACTS:
        fact = material.facts.get(name)
        if fact is not None and not fact.verified:
            said = official(fact.text.strip()).rstrip("。；，")
            found[str(books.reporting.elements.get(name, OPEN_NAMES.get(name, name)))] = said
    return found


def _other_events(books: Books, material: texts.Material, title: str) -> dict[str, tuple[str, ...]]:
    """Return the names of events of other kinds, unless the title names its own: 大客车追尾起火 is a road accident."""
    matter = material.matter
    if matter.kind != "incident" or not matter.subtype:
        return {}
    kinds = [one for category in books.taxonomy.categories.values() for one in category.subtypes.values()]
    own = next((one for one in kinds if one.id == matter.subtype), None)
    if own is None or any(word in title for word in (own.name, *own.aliases, *own.cues)):
        return {}
    others = {one.name: (one.name, *one.aliases) for one in kinds if one.id != own.id}
    return {
        name: tuple(word for word in words if len(word) >= SHORTEST_EVENT and word not in own.name)
        for name, words in others.items()
    }


def checked(
    views: Views,
    books: Books,
    material: texts.Material,
    kind: str,
    text: str,
    recipients: Sequence[str] = (),
    signer: str = "",
    drafter: str = "",
) -> fd.Text:
    """Return a text with what the desk knows of its matter.

    ``signer``: who is to sign it off, where the office asks for one, and ``drafter``: account or name; neither while it is written.
    """
    matter = material.matter
    number = matter.follow_ups + 1 if kind in FOLLOW_UPS else 0
    hurt = books.wording.hurt(material.kinds)
    title = heading(material, kind, number, hurt)
    signed = books.reporting.needs_sign_off(kind, matter.level) or kind in ledger.signed_kinds(views)
    cause, commander = material.facts.get("cause"), material.told_of(kind).get("commander")
    people = views.officers().values()
    named = {one.name: one.id for one in people}
    return fd.Text(
        kind=kind,
        text=text,
        title=title,
        name=called(kind, number),
        incident=matter.kind == "incident",
        figures=material.values,
        unverified=material.unverified,
        last_name=name_of(material.last) if material.last is not None else "",
        last_figures=material.last.figures if material.last is not None else {},
        level=matter.level,
        level_reached=material.level_reached,
        cause_known=cause is not None and cause.verified and bool(cause.source),
        occurred=matter.occurred_at,
        received=matter.received_at,
        now=material.now,
        reached=_reached(views, material),
        recipients=recipients,
        named=_MOBILE.findall(commander.text) if commander is not None else (),
        accounts=[one.id for one in people if one.id != one.name],
        labels=[matter.label],
        events=_other_events(books, material, title),
        kin=[
            one.name
            for category in books.taxonomy.categories.values()
            if category.id == matter.category
            for one in category.subtypes.values()
        ],
        facts=_unverified_facts(books, material),
        signer=named.get(signer, signer) if signed else None,
        signed=signed,
        drafter=named.get(drafter, drafter),
        hurt=hurt,
    )


def mended(views: Views, books: Books, material: texts.Material, kind: str, text: str, only: Iterable[str] = ()) -> str:
    """Return the text with everything mended that has one right form; ``only``: of these checks."""
    wanted = set(only)
    for _ in range(4):
        found = findings(checked(views, books, material, kind, text))
        right = fd.mended(text, [one for one in found if not wanted or one.check in wanted])
        if right == text:
            break
        text = right
    return text


def check_named(typed: str) -> str:
    """Return the code of a check that a person named: by its name in either language, or by the code itself."""
    word, english = typed.strip(), catalogue("en")
    names = {name: code for code, said in fd.NAMES.items() for name in (said, english.get(said, said))}
    return names.get(word, word.upper())


def excuses(typed: Sequence[str]) -> dict[str, str]:
    """Return reasons by check, of words like ``续报的总数=…``.

    Raises:
        Worded: no such check, or no reason.
    """
    given: dict[str, str] = {}
    for item in typed:
        word, _, reason = item.partition("=")
        key = check_named(word)
        if key not in fd.NAMES:
            raise Worded("没有核对项 {0}, {1}", word, nearest(word, list(fd.NAMES.values())))
        if not reason.strip():
            raise Worded("{0} 须写明理由: {0}=理由", Word(fd.NAMES[key]))
        given[key] = reason.strip()
    return given


def kept(found: Iterable[fd.Finding], given: Mapping[str, str]) -> list[dict[str, str]]:
    """Return what blocks, as it is kept with the report: check, words, what is wrong (Chinese), the reason if there is one."""
    return [
        {"check": one.check, "words": one.words, "said": str(one.said), "excused": given.get(one.check, "")}
        for one in found
        if one.weight == fd.BLOCK
    ]


def edited(drafted: str, text: str) -> list[str]:
    """Return the lines that a hand changed of the desk's draft: ``- `` drafted, ``+ `` sent; empty where it is the draft."""
    if drafted == text:
        return []
    lines = difflib.ndiff(drafted.splitlines(), text.splitlines())
    return [line for line in lines if line[:2] in {"- ", "+ "}]


def beside(entries: Sequence[EntryView], text: str) -> list[str]:
    """Return what each message of the matter says of people and money, beside what was sent of it (IN-20)."""
    sent = {one.field: one for one in read(text)}
    found: list[str] = []
    for entry in entries:
        event = decoded(entry.kind, entry.payload) if entry.kind == MessageReceived.KIND else None
        if not isinstance(event, MessageReceived):
            continue
        told = {one.field: one for one in read(event.text) if one.field in f.FIELDS}
        for name, one in told.items():
            words, said = one.words, sent[name].words if name in sent else "未写"
            if name not in sent or sent[name].amount != one.amount:
                who = " ".join(filter(None, (day_words(entry.at), event.sender)))
                found.append(f"{who}: {f.NAMES[name]} “{words[:LONGEST_BESIDE]}” → “{said[:LONGEST_BESIDE]}”")
    return found


def _reached(views: Views, material: texts.Material) -> list[str]:
    """Return whom the journal says that we told, asked or reported to."""
    names = [one.unit for one in material.told]
    names += [name for one in material.reports for name in one.recipients]
    names += [one.name for one in calls(views, material.matter.id)]
    for entry in views.matter_entries(material.matter.id):
        if entry.kind == InstructionRelayed.KIND:
            event = decoded(entry.kind, entry.payload)
            names += event.recipients if isinstance(event, InstructionRelayed) else []
    return [name for name in dict.fromkeys(names) if name]


def pending(material: texts.Material, text: str, drafted: bool) -> list[str]:
    """Return the elements that are 待核实 in a final report: figures, facts, and what the text itself leaves open."""
    told = [name for name in casualties.FIELDS if material.values.get(name)]
    open_ones: list[str] = []
    if any(name in material.unverified for name in told) or material.values.get("missing"):
        open_ones.append("casualties")
    if material.values.get("loss_yuan") and "loss_yuan" in material.unverified:
        open_ones.append("loss")
    if any(name not in (*casualties.FIELDS, "loss_yuan") and material.values[name] for name in material.unverified):
        open_ones.append(rules.OTHER_FIGURES)
    open_ones += [name for name, fact in material.facts.items() if not fact.verified and (drafted or name == "cause")]
    for element, words in _LEFT_OPEN:
        if words.search(text):
            open_ones.append(element)
    return list(dict.fromkeys(open_ones))


_OPEN = r"[^，。；\n]{0,8}(?:正在|有待|尚待|待)(?:进一步)?(?:核实|统计|调查|确认|研判)"
_LEFT_OPEN = (
    ("cause", re.compile(f"原因{_OPEN}")),
    ("scope", re.compile(f"(?:范围|影响){_OPEN}")),
    ("casualties", re.compile(f"(?:伤亡|死亡|失联|受伤|重伤|重症|其余){_OPEN}")),
    ("loss", re.compile(f"损失{_OPEN}")),
    ("aftermath", re.compile(f"(?:善后|后续安置){_OPEN}")),
)
"""What a final report may leave open, by the words that say so."""
