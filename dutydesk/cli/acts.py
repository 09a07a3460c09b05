"""Every act of the desk as a command: options, help and parsing come from the act's own declaration."""

from __future__ import annotations

import argparse
import dataclasses
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from dutydesk.capabilities.closing.acts import Close
from dutydesk.capabilities.matters.acts import Amend, Figures, Merge, Open
from dutydesk.capabilities.obligations.acts import Ack
from dutydesk.capabilities.reporting.acts import Report
from dutydesk.capabilities.response.acts import Activate, Assess
from dutydesk.capabilities.ssh.acts import RevokeKey
from dutydesk.cli.context import CommandError, Context
from dutydesk.cli.parser import place_of
from dutydesk.desk.echo import alike, proposed, remarks
from dutydesk.i18n import explain, say, translate
from dutydesk.kernel.acts import Act
from dutydesk.kernel.figures import FIELDS
from dutydesk.kernel.figures import NAMES as FIELD_NAMES
from dutydesk.store.errors import StoreError
from dutydesk.usecase import acts
from dutydesk.usecase.readings import readings
from dutydesk.usecase.said import field_word

INCIDENT = (Open, Amend, Merge, Figures, Assess, Activate, Close)
HIDDEN = {
    "report": ("report",),
    "close": ("report",),
    "people add": ("digest",),
    "people secret": ("digest",),
    "people totp": ("shared", "code"),
}
Adder = Callable[..., argparse.ArgumentParser]


def add_commands(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Add one command for each act: a word of its own, or a verb of its family; and the ``incident`` family."""
    helps = {act.NAME.split()[0]: act.FAMILY for act in acts.REGISTRY.values() if act.FAMILY}
    families: dict[str, Any] = {}
    for act in acts.REGISTRY.values():
        name, _, verb = act.NAME.partition(" ")
        if verb and name in acts.REGISTRY:  # an act has verbs of its own beside it: message, message dispose
            fill(add(act.NAME, act.HELP, runner(act)), act)
            continue
        if not verb:
            if act is Ack:
                _add_ack(add)
            else:
                fill(add(name, act.HELP, runner(act)), act)
            continue
        if name not in helps:  # a module adds it, with more than acts below it
            continue
        if name not in families:
            one = add(name, helps[name], _family_alone)
            families[name] = one.add_subparsers(dest=f"{name}_act", required=True, metavar="ACT")
        fill(_verb(families[name], verb, act, shared), act)
    family = add("incident", "突发事件: open, figures, assess, activate, close …", _family_alone)
    below = family.add_subparsers(dest="incident_act", required=True, metavar="ACT")
    for act in INCIDENT:
        one = _verb(below, act.NAME, act, shared)
        one.set_defaults(run=runner(act, {"kind": "incident"} if act is Open else {}))
        fill(one, act, without=("kind",) if act is Open else ())


def _verb(below: Any, verb: str, act: type[Act], shared: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Add a verb to a family."""
    words = translate(act.HELP)
    one = below.add_parser(verb, parents=[shared], help=words, description=words, allow_abbrev=False)
    one.set_defaults(run=runner(act))
    return one


def add_verbs(
    family: argparse.ArgumentParser, name: str, shared: argparse.ArgumentParser, without: tuple[str, ...] = ()
) -> Any:
    """Add every act of a family whose module has verbs of its own, but for some; return where those go."""
    below = family.add_subparsers(dest=f"{name}_act", metavar="ACT")
    for act in acts.REGISTRY.values():
        first, _, verb = act.NAME.partition(" ")
        if first == name and verb and verb not in without:
            fill(_verb(below, verb, act, shared), act)
    return below


def _add_ack(add: Adder) -> None:
    """Add ``ack``: without an alert it lists what can be acknowledged."""

    def run(context: Context, parsed: argparse.Namespace) -> int:
        if hasattr(parsed, "alert"):
            return runner(Ack)(context, parsed)
        if hasattr(parsed, "undo"):
            raise CommandError("请写明撤回哪一条预警的签收")
        from dutydesk.cli.show import list_alerts

        return list_alerts(context, [one for one in context.views.all_alerts() if not one.acknowledged_by])

    one = add(Ack.NAME, Ack.HELP, run)
    fill(one, Ack, without=("alert",))
    words = translate("预警编号, 省略则列出可签收的")
    one.add_argument("alert", nargs="?", metavar="ALERT", default=argparse.SUPPRESS, help=words)


def _family_alone(_context: Context, _parsed: argparse.Namespace) -> int:
    raise AssertionError("argparse asks for the act")  # pragma: no cover - required=True


def fill(parser: argparse.ArgumentParser, act: type[Act], without: tuple[str, ...] = ()) -> None:
    """Add an act's fields to a parser."""
    if act.consent_fields():
        _add_signed(parser)
    for item in dataclasses.fields(act):
        data = item.metadata
        if data.get("pairs") and item.name not in without:
            parser.epilog = say("{0}; 可写 {1}", translate(str(data["help"])), ", ".join(_figure_words()))
        if item.name in without or data.get("pairs") or item.name in HIDDEN.get(act.NAME, ()):
            continue
        if item.name == "label" and act is Report:
            continue
        words: dict[str, Any] = {"help": translate(str(data["help"])), "default": argparse.SUPPRESS}
        if data["positional"]:
            if data["many"]:
                words["nargs"] = "+" if data["required"] else "*"
            elif act is RevokeKey and not data["required"]:
                words["nargs"] = "?"
            parser.add_argument(item.name, metavar=place_of(item.name, str(data["help"])), **words)
        elif data["flag"]:
            parser.add_argument(f"--{item.name.replace('_', '-')}", action="store_true", dest=item.name, **words)
        elif data["many"]:
            flag = f"--{item.name.replace('_', '-')}"
            parser.add_argument(flag, nargs="+", action="extend", dest=item.name, metavar="X", **words)
        else:
            flags = [
                item.name.replace("_", "-"),
                *(word for word, said in act.SAID.items() if said == item.name and word != "as"),
            ]
            parser.add_argument(
                *(f"--{flag}" for flag in flags), dest=item.name, metavar="X", required=bool(data["required"]), **words
            )


def _figure_words() -> Iterator[str]:
    """Yield each figure as it is typed, with its name."""
    for field in FIELDS:
        yield f"{field} {translate(FIELD_NAMES[field])}"


NO_FIELDS = {"secret": "口令", "signed": "在场签字的人"}
"""What the door asks, which no act holds."""


def named_field(act: type[Act] | None, name: str) -> str:
    """Return a field for a person: its word, and how it is typed in brackets (``发生时间 (--occurred)``); empty for none."""
    items = {item.name: item.metadata for item in dataclasses.fields(act)} if act is not None else {}
    said = {field: word for word, field in act.SAID.items()} if act is not None else {}
    if name in NO_FIELDS:
        return f"{translate(NO_FIELDS[name])} ({name})"
    if name in FIELDS:
        return f"{translate(FIELD_NAMES[name])} ({name}=)"
    name = (act.SAID.get(name, name) if act is not None else name) if name not in items else name
    if name not in items:
        return name
    option = said.get(name, name).replace("_", "-")
    plain = items[name]["positional"] or items[name].get("pairs")
    word = field_word(str(items[name]["help"]))
    return f"{word} ({option if plain else f'--{option}'})"


def _add_signed(parser: argparse.ArgumentParser) -> None:
    """Add who signs at this terminal beside the one who acts."""
    words = translate("在场签字的人, 随后输入本人口令; 无终端时写 姓名=口令文件. 只写姓名不签的, 记为电话同意")
    parser.add_argument("--signed", nargs="+", action="extend", dest="signed", metavar="X", default=[], help=words)
    words = translate("请谁在自己的会话里签字 (sign): 先不办, 等其签字")
    parser.add_argument("--ask", dest="ask", metavar="X", default="", help=words)


def runner(act: type[Act], fixed: Mapping[str, Any] | None = None) -> Callable[[Context, Any], int]:
    """Return the function that performs an act from parsed words."""

    def run(context: Context, parsed: argparse.Namespace) -> int:
        known = {item.name for item in dataclasses.fields(act)}
        words = {name: value for name, value in vars(parsed).items() if name in known}
        words.update(fixed or {})
        if "figures" in known and parsed.figure_pairs:
            words["figures"] = parsed.figure_pairs
        if words.get("text") == "-" or words.get("text_file") == "-":
            words.pop("text_file", None)
            words["text"] = _standard_input()
        context.act = act
        signed, ask = getattr(parsed, "signed", ()), getattr(parsed, "ask", "")
        return perform(context, act.from_words(words), signed, ask)

    return run


def _standard_input() -> str:
    content = sys.stdin.buffer.read()
    try:
        text = _pdf(content) if content.startswith(b"%PDF-") else content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CommandError("标准输入不是 UTF-8: 第 {0} 字节", error.start) from error
    if not text.strip():
        raise CommandError("text: 报告或条目是空的")
    return text.rstrip("\n")


def _pdf(content: bytes) -> str:
    """Return the text of a PDF that comes with the command.

    Raises:
        CommandError: all of it cannot be read.
    """
    from dutydesk.documents.pdf_text import PdfUnreadableError, text_of

    try:
        text, rest = text_of(content)
    except PdfUnreadableError as error:
        raise CommandError("{0}; 没有存", error) from error
    if rest:
        raise CommandError("PDF 太长, 有 {0} 页读不到; 没有存, 请放进收件夹", rest)
    if not text.strip():
        raise CommandError("PDF 里没有文字 (可能是扫描件); 没有存, 请放进收件夹")
    return text


def perform(context: Context, act: Act, signed: Sequence[str] = (), ask: str = "", *, since: int | None = None) -> int:
    """Perform an act, tick, and say what was saved. ``signed``: who signs it too; ``ask``: who is to, elsewhere; as typed.

    ``since``: where something was shown before it was answered, how far of the journal it knew (``Desk.perform``).
    """
    actor = context.actor()
    container = context.container
    context.act = type(act)
    times = readings(type(act), vars(act), container.desk.now(), drill=container.views.is_drill())
    signers = [context.signer(typed) for typed in signed]
    done = container.desk.perform(act, actor=actor, signed=signers, ask=ask, since=since)
    told = [
        *remarks(done.rows),
        *proposed(container.views, container.desk.books, done.rows),
        *alike(container.views, done.rows, container.desk.now()),
    ]
    remarked = [explain(remark) for remark in told]
    if context.json:
        content: dict[str, Any] = {"id": done.id, "seq": done.seq}
        if done.rows and done.rows[0].matter_id:
            content["matter"] = done.rows[0].matter_id
        if remarked:
            content["remarks"] = remarked
        context.object(content)
    else:
        context.text(say("已保存 第 {0} 条", done.seq))
        for field, reading in times.items():
            context.text(f"  {named_field(type(act), field)} {explain(reading)}")
        for remark in remarked:
            context.text(remark)
    try:
        container.watch.tick(watching=False)
    except StoreError:  # what is due is raised by the next tick
        print(translate("已保存; 到期提醒这次没有查, 由下一次看护补上"), file=sys.stderr)
    context.close()  # the reader first: only the writer folds the log into the store
    container.close()
    return 0
