"""Sorting messages without a desk: each line of a file, how well it is done, the words, and what a change of them would do."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dutydesk.capabilities.matters.rules import COLOUR_NAMES, KIND_NAMES
from dutydesk.capabilities.triage.known import load_known
from dutydesk.capabilities.triage.rules.book import Triage
from dutydesk.capabilities.triage.rules.corrections import Decided, tally
from dutydesk.capabilities.triage.rules.facts import FIGURES
from dutydesk.capabilities.triage.rules.kept import as_kept, as_object
from dutydesk.capabilities.triage.rules.scoring import LABELS, found_of, score
from dutydesk.capabilities.triage.rules.sorting import Proposal, sort
from dutydesk.capabilities.triage.rules.titling import title
from dutydesk.cli.acts import Adder
from dutydesk.cli.context import CommandError, Context
from dutydesk.i18n import say, translate
from dutydesk.kernel import markings
from dutydesk.kernel.figures import NAMES, spell_yuan
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.text import one_line
from dutydesk.kernel.when import read as read_time
from dutydesk.kernel.wording import Word

WORDS, CORRECTIONS = "words", "corrections"
LAST = 1_000
"""Messages that a change of the words is tried on."""


def add_commands(add: Adder, _shared: argparse.ArgumentParser) -> None:
    """Add ``triage``."""
    one = add("triage", "分类: 输入的每一行是一条消息, 给出种类、类别、颜色、事实和依据 (只是建议)", run)
    one.add_argument(
        "file",
        metavar="FILE",
        nargs="?",
        default="-",
        help=translate("文件, 不写则读标准输入; words 列出所用词语, corrections 列出各行被改了几次"),
    )
    one.add_argument("--received", metavar="T", default="", help=translate("收到时间, 相对时间从它算起; 不写则为现在"))
    one.add_argument("--check", metavar="FILE", help=translate("与人工标注比较 (每行一个 JSON 对象)"))
    one.add_argument(
        "--against", metavar="FILE.toml", help=translate("用另一份词语重排库中最近 1000 条消息, 列出哪些会变")
    )


def run(context: Context, parsed: argparse.Namespace) -> int:
    """Sort, check, list the words, or try others."""
    book = _book(context)
    now = read_time(parsed.received, context.now()) if parsed.received else context.now()
    if parsed.check:
        return _check(context, parsed.check, book, now)
    if parsed.against:
        return _against(context, parsed.against, book)
    if parsed.file == WORDS:
        return _words(context, book)
    if parsed.file == CORRECTIONS:
        return _corrections(context, book)
    refused = 0
    for number, line in enumerate(_lines(parsed.file), 1):
        if not line.strip():
            continue
        if markings.find(line) is not None:
            refused += 1
            if context.json:
                context.object({"line": number, "refused": "marked"})
            print(say("第 {0} 行带密级标志: 没有分类, 也不显示; 请按涉密载体办理", number), file=sys.stderr)
            continue
        proposal = sort(line, book, load_known(), now)
        if context.json:
            kept = as_kept(proposal, title(proposal, _subtype_name(proposal), line), {})
            rule = next((one.text for one in book.lines if one.id == proposal.line), None)
            context.object({"text": line, **as_object(line, kept, rule)})
        else:
            _print(context, line, proposal, book)
    return 1 if refused else 0


def _book(context: Context) -> Triage:
    from dutydesk.usecase.books import load_triage

    return load_triage(context.rulebook if context.path.is_file() else None)


def _subtype_name(proposal: Proposal) -> str:
    from dutydesk.usecase.books import load_taxonomy

    return load_taxonomy().name_of(proposal.category, proposal.subtype) if proposal.category else ""


def _bytes(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        from dutydesk.kernel.system_errors import reason_of

        raise CommandError("读不到文件 {0}: {1}", name, reason_of(error)) from error


def _lines(name: str) -> Iterator[str]:
    """Yield the lines of a file; what is no UTF-8 is read as GB 18030."""
    content = _bytes(name)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    yield from text.replace("\r\n", "\n").split("\n")


def _print(context: Context, line: str, proposal: Proposal, book: Triage) -> None:
    name = _subtype_name(proposal)
    rule = next((one for one in book.lines if one.id == proposal.line), None)
    head = [
        translate(COLOUR_NAMES[proposal.colour]),
        translate(KIND_NAMES[proposal.kind]),
        translate(name) if name else "",
    ]
    context.text(f"{' '.join(filter(None, head))} · {one_line(line)}")
    if rule is not None:
        why = "、".join(dict.fromkeys(one.span.words for one in proposal.why if one.of == rule.id))
        context.text(f"  {rule.id} {translate(rule.text)}" + (f": {one_line(why)}" if why else ""))
    told = [one_line(fact.span.words) for key, fact in proposal.facts.items() if key not in FIGURES]
    for key in FIGURES:
        number = proposal.figure(key)
        if number is not None:
            told.append(f"{translate(NAMES[key])} {spell_yuan(number) if key == 'loss_yuan' else f'{number:.0f}'}")
    if told:
        context.text("  " + say("待核实: {0}", ", ".join(told)))
    if proposal.recipients:
        context.text("  " + say("建议报送: {0}", one_line(", ".join(proposal.recipients))))


def _words(context: Context, book: Triage) -> int:
    """Print every sign and line with its words, and the version."""
    if not context.json:
        context.text(say("分类词语, 版本 {0}", book.version))
    for sign in (*book.signs, *book.subtypes):
        words = [phrase.written for phrase in sign.words]
        if context.json:
            context.object(
                {"of": sign.name or sign.category, "weight": sign.weight, "words": words, "version": book.version}
            )
        else:
            context.text(f"{sign.name or sign.category} {sign.weight:+g}: {one_line(' '.join(words))}")
    for line in book.lines:
        words = [phrase.written for phrase in (*line.words, *line.always)]
        unless = [phrase.written for phrase in line.unless]
        if context.json:
            content = {"of": line.id, "kind": line.kind, "colour": line.colour, "text": line.text, "words": words}
            context.object({**content, "unless": unless, "version": book.version})
        else:
            context.text(
                f"{line.id} {translate(COLOUR_NAMES[line.colour])} {translate(line.text)}: {one_line(' '.join(words))}"
            )
    return 0


def _corrections(context: Context, book: Triage) -> int:
    """Print what became of the proposals, a line of the colour rule each: how many were changed, to what, on which words."""
    from dutydesk.capabilities.intake import reads

    found = reads.messages(context.views)
    told = tally(Decided(one.text, one.proposal, one.chosen, one.less) for one in found)
    texts = {line.id: line.text for line in book.lines}
    for one in told:
        if context.json:
            content = {key: getattr(one, key) for key in ("rule", "proposed", "decided", "confirmed")}
            counts = {key: dict(getattr(one, key).most_common()) for key in ("changed", "to", "words")}
            context.object({**content, "text": texts.get(one.rule), **counts})
            continue
        context.text(
            say(
                "{0} {1}: 建议 {2}, 已定 {3}, 照准 {4}",
                one.rule,
                Word(texts.get(one.rule, "")),
                one.proposed,
                one.decided,
                one.confirmed,
            )
        )
        for label, counts in (("改为", one.to), ("所据词语", one.words)):
            if counts:
                listed = ", ".join(f"{one_line(word)} × {number}" for word, number in counts.most_common())
                context.text(f"  {translate(label)}: {listed}")
    if not told and not context.json:
        context.text(translate("还没有分类过的消息"))
    return 0


def _check(context: Context, name: str, book: Triage, now: Instant) -> int:
    """Print how well labelled messages are sorted; 1 when a red one is missed."""
    labelled: list[tuple[dict[str, Any], Proposal]] = []
    for number, line in enumerate(_lines(name), 1):
        if not line.strip():
            continue
        try:
            labels = json.loads(line)
            labels = {"category": None, **labels}
            proposal = sort(str(labels["text"]), book, load_known(), now)
            {labels[key] for key in LABELS}
        except (ValueError, TypeError, LookupError, RecursionError) as error:
            raise CommandError("{0} 第 {1} 行不是标注 (须有 text, kind, category, colour)", name, number) from error
        labelled.append((labels, proposal))
    result, wrong = score(labelled)
    if context.json:
        context.object({key: getattr(result, key) for key in result.__dataclass_fields__})
    else:
        for one in wrong:
            context.text(
                one_line(f"{one.number} {one.label}: {one.expected} ≠ {one.found} ({one.line}) {one.text[:60]}")
            )
        shares = (
            ("种类 F1", result.kind_f1),
            ("类别 F1", result.category_f1),
            ("颜色", result.colour),
            ("数字", result.numbers),
        )
        told = ", ".join(f"{translate(what)} {'-' if share is None else f'{share:.3f}'}" for what, share in shares)
        context.text(say("{0} 条: {1}, 漏报红色 {2}", result.messages, told, result.missed_reds))
    return 1 if result.missed_reds else 0


def _against(context: Context, name: str, book: Triage) -> int:
    """Print which of the last messages other words would sort otherwise; nothing is changed."""
    from dutydesk.capabilities.intake import reads
    from dutydesk.usecase.books import read_triage_words

    other = read_triage_words(Path(name).name, _bytes(name))
    found = reads.messages(context.views)[-LAST:]
    changed = 0
    for one in found:
        before, after = (sort(one.text, words, load_known(), one.received_at) for words in (book, other))
        differs = {
            key: (found_of(before, key), found_of(after, key))
            for key in (*LABELS, *FIGURES)
            if found_of(before, key) != found_of(after, key)
        }
        changed += bool(differs)
        if differs and context.json:
            content = {key: {"before": old, "after": new} for key, (old, new) in differs.items()}
            context.object(
                {
                    "id": one.id,
                    "text": one.text,
                    "changes": content,
                    "rule": {"before": before.line, "after": after.line},
                }
            )
        elif differs:
            told = ", ".join(f"{key}: {old} → {new}" for key, (old, new) in differs.items())
            context.text(one_line(f"#{one.seq} {told} ({before.line} → {after.line}) {one.text[:60]}"))
    if not context.json:
        context.text(say("最近 {0} 条消息, {1} 条会变; 没有改动任何东西", len(found), changed))
    return 0
