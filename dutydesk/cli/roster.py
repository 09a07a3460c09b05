"""The roster: show, check, plan, set, swap, take-over, leave, special, staff, import, export, actual."""

from __future__ import annotations

import argparse
import dataclasses
import sys
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dutydesk.capabilities.roster import pages as roster_pages
from dutydesk.capabilities.roster import reads
from dutydesk.capabilities.roster import state as roster_state
from dutydesk.capabilities.roster.acts import (
    RosterDrop,
    RosterImport,
    RosterLeave,
    RosterPlan,
    RosterSet,
    RosterSpecial,
    RosterStaff,
    SwapAccept,
    SwapApprove,
    SwapRefuse,
    SwapRequest,
    SwapWithdraw,
    TakeOver,
)
from dutydesk.capabilities.roster.rules.roster import Stretch
from dutydesk.cli.acts import Adder, fill, perform, runner
from dutydesk.cli.context import CommandError, Context
from dutydesk.cli.delivery import add_out, deliver
from dutydesk.i18n import explain, say, translate
from dutydesk.kernel import system_errors
from dutydesk.kernel.acts import Act
from dutydesk.kernel.instants import DAY, Instant, iso, local_date, start_of
from dutydesk.kernel.markings import is_marked_name
from dutydesk.kernel.text import one_line
from dutydesk.kernel.when import read_day
from dutydesk.usecase.books import Books, load_books

PLAIN: Mapping[str, type[Act]] = {
    "plan": RosterPlan,
    "set": RosterSet,
    "drop": RosterDrop,
    "take-over": TakeOver,
    "leave": RosterLeave,
    "special": RosterSpecial,
}
SWAPS: Mapping[str, type[Act]] = {
    "request": SwapRequest,
    "accept": SwapAccept,
    "approve": SwapApprove,
    "refuse": SwapRefuse,
    "withdraw": SwapWithdraw,
}
SHOWN_DAYS = 14
BACK, AHEAD = 31 * DAY, 800 * DAY
"""How far an export reaches."""


def add_commands(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Add ``roster``."""
    family = add(
        "roster", "排班: show, check, plan, set, swap, take-over, leave, special, staff, import, export, actual", show
    )
    family.set_defaults(since="", until="")
    below = family.add_subparsers(dest="roster_act", metavar="ACT")

    def verb(name: str, help_text: str, run: Any, under: Any = below) -> argparse.ArgumentParser:
        words = translate(help_text)
        one = under.add_parser(name, parents=[shared], help=words, description=words, allow_abbrev=False)
        one.set_defaults(run=run)
        return one

    for name, help_text, run in (
        ("show", "列出排班, 节假日和重要时期", show),
        ("check", "检查排班, 有不合规则的则退出码为 1", check),
        ("actual", "排班与实际并列, 夜间小时和补贴公式", actual),
    ):
        _span(verb(name, help_text, run))
    for name, act in PLAIN.items():
        _fill(verb(name, act.HELP, runner(act)), act)
    swap = verb("swap", "换班: request, accept, approve, refuse, withdraw; 不带动作则列出", list_swaps)
    steps = swap.add_subparsers(dest="swap_act", metavar="STEP")
    for name, act in SWAPS.items():
        fill(verb(name, act.HELP, runner(act), steps), act)
    staff = verb("staff", RosterStaff.HELP, list_staff)
    for item in dataclasses.fields(RosterStaff):
        named = item.name.replace("_", "-")
        words: dict[str, Any] = {"help": translate(str(item.metadata["help"])), "default": ""}
        if item.name == "officer":
            staff.add_argument("officer", nargs="?", metavar="OFFICER", **words)
        else:
            staff.add_argument(f"--{named}", dest=item.name, metavar="X", **words)
    read = verb("import", RosterImport.HELP, take_in)
    read.add_argument("file", metavar="FILE", help=translate("CSV 或 XLSX 文件"))
    read.add_argument("--sheet", default="", metavar="X", help=translate("哪个工作表, 有几个像排班表时"))
    read.add_argument("--ignore", nargs="+", default=[], metavar="X", help=translate("确与班次无关的栏名"))
    read.add_argument("--month", default="", metavar="X", help=translate("只写日的表是哪个月, 如 2026-12"))
    read.add_argument("--week", default="", metavar="X", help=translate("只写星期的表是哪一周: 其中一天, 或 第49周"))
    read.add_argument("--preview", action="store_true", help=translate("只看读成什么样, 不排班"))
    read.add_argument("--yes", action="store_true", help=translate("看过不再问; 与已排班次重叠也导入"))
    export = verb("export", "导出一个人的班次为 .ics", write_calendar)
    export.add_argument("--person", required=True, metavar="X", help=translate("谁"))
    add_out(export, required=True)


def _span(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", dest="since", default="", metavar="DAY", help=translate("第一天"))
    parser.add_argument("--to", dest="until", default="", metavar="DAY", help=translate("最后一天 (含)"))


def _fill(parser: argparse.ArgumentParser, act: type[Act]) -> None:
    """Add an act's fields, each by the word that it is said with: ``since`` is --from."""
    said = {field: word for word, field in act.SAID.items()}
    fill(parser, act, without=tuple(said))
    for item in dataclasses.fields(act):
        if item.name in said:
            required = bool(item.metadata["required"])
            words = translate(str(item.metadata["help"]))
            parser.add_argument(
                f"--{said[item.name]}", dest=item.name, default="", required=required, metavar="X", help=words
            )


def _books(context: Context) -> Books:
    return load_books(context.rulebook)


def _days(context: Context, parsed: argparse.Namespace, usual: tuple[date, date]) -> tuple[date, date]:
    now = context.now()
    first = read_day(parsed.since, now, 0) if parsed.since else usual[0]
    last = read_day(parsed.until, now, 0) if parsed.until else max(usual[1], first)
    if last < first or (last - first).days > 800:
        raise CommandError("结束日 {0} 早于开始日 {1}, 或相隔太远", last.isoformat(), first.isoformat())
    return first, last


def _instants(first: date, last: date) -> tuple[Instant, Instant]:
    return start_of(first), start_of(last + timedelta(days=1))


# ---------------------------------------------------------------- reading


def stretch_object(one: Stretch) -> dict[str, Any]:
    """Return a piece of the roster as a JSON object."""
    return {
        "begins": iso(one.begins),
        "ends": iso(one.ends),
        "shift_begins": iso(one.shift_begins),
        "shift_ends": iso(one.shift_ends),
        **{post: who or None for post, who in one.posts.items()},
        "layer": one.layer,
    }


def show(context: Context, parsed: argparse.Namespace) -> int:
    """Print the roster day by day."""
    today = local_date(context.now())
    first, last = _days(context, parsed, (today, today + timedelta(days=SHOWN_DAYS - 1)))
    days = roster_state.days_of(context.views, _books(context), first, last)
    if not context.json:
        context.text(roster_pages.days_page(days, context.views.names()))
        ending = roster_pages.ending(context.views, _books(context), context.now())
        if ending:
            context.text(ending)
        return 0
    for day in days:
        facts = {"date": day.date.isoformat(), "kind": day.kind or None, "name": day.name or None}
        more = {"expected": day.expected, "special": list(day.special)}
        context.object({**facts, **more, "shifts": [stretch_object(one) for one in day.stretches]})
    return 0


def check(context: Context, parsed: argparse.Namespace) -> int:
    """Print what is wrong with the roster; exit 1 when something blocks."""
    now = context.now()
    since, until = roster_state.checked_span(context.views, now)
    if parsed.since or parsed.until:
        days = _days(context, parsed, (local_date(since), local_date(until)))
        since, until = _instants(*days)
    found = roster_state.findings(context.views, _books(context), since, until, now)
    for one in found:
        if context.json:
            context.object(roster_pages.finding_object(one))
        else:
            context.text(roster_pages.finding_line(one))
    blocking = [one for one in found if one.blocks]
    if blocking:
        print(say("排班有 {0} 处不合: {1}", len(blocking), blocking[0].sentence), file=sys.stderr)
        return 1
    if not context.json:
        context.text(translate("排班没有不合规则之处"))
    return 0


def actual(context: Context, parsed: argparse.Namespace) -> int:
    """Print planned beside actual, hours and the formula of the allowance."""
    now = context.now()
    today = local_date(now)
    since, until = _instants(*_days(context, parsed, (today.replace(day=1), today)))
    books, people = _books(context), context.views.names()
    found = roster_state.actual(context.views, books, since, min(until, max(now, since)))
    if not context.json:
        context.text(roster_pages.actual_page(found, people, books.allowance))
        return 0
    for one in found.planned:
        context.object({"planned": stretch_object(one)})
    for stint in found.stints:
        times = {"begins": iso(stint.begins), "ends": iso(stint.ends)}
        context.object({"actual": {"officer": stint.officer, "post": stint.post, **times, "shift": stint.shift}})
    for hours in found.hours:
        context.object({"hours": roster_pages.hours_object(hours, books.allowance)})
    return 0


def list_swaps(context: Context, _parsed: argparse.Namespace) -> int:
    """Print all swaps and where they stand."""
    people = context.views.names()
    for swap in reads.swaps(context.views):
        if context.json:
            content = {"swap": swap.id, "giver": swap.giver, "taker": swap.taker, "state": swap.state}
            parts = {"shift": iso(swap.given.begins), "post": swap.given.post}
            back = {
                "back": iso(swap.back.begins) if swap.back else None,
                "back_post": swap.back.post if swap.back else None,
            }
            context.object({**content, **parts, **back, "reason": swap.reason})
        else:
            context.text(roster_pages.swap_line(swap, people))
    return 0


def list_staff(context: Context, parsed: argparse.Namespace) -> int:
    """Print people, how many of each grade there are and should be, how long they stay; or note one person's facts."""
    if parsed.officer:
        names = [item.name for item in dataclasses.fields(RosterStaff)]
        return perform(context, RosterStaff(**{name: getattr(parsed, name) for name in names}))
    officers, known = context.views.officers(), reads.staff(context.views)
    if context.json:
        for officer in officers.values():
            one = known.get(officer.id, reads.StaffView(officer.id))
            facts = {"joined": one.joined or None, "left": one.left or None, "newcomer": one.newcomer or None}
            named = {"officer": officer.id, "grade": one.grade or None, "group": one.group or None}
            context.object({**named, **facts, "part_time": bool(one.part_time)})
        return 0
    context.text(roster_pages.staff_page(officers, known, _books(context).shifts, local_date(context.now())))
    return 0


# ---------------------------------------------------------------- files


def take_in(context: Context, parsed: argparse.Namespace) -> int:
    """Read a file, show how it was understood, plan its shifts; bad lines are named and the rest is taken, exit 1."""
    from dutydesk.capabilities.roster import importing as roster_import

    if is_marked_name(Path(parsed.file).name):
        raise CommandError("文件名带有密级标志: 本系统不处理涉密内容, 未读文件")
    try:
        content = Path(parsed.file).read_bytes()
    except OSError as error:
        raise CommandError("读不到文件: {0}", system_errors.reason_of(error)) from error
    context.actor()
    read = roster_import.look(
        content,
        context.views,
        _books(context),
        context.now(),
        sheet=parsed.sheet,
        ignore=parsed.ignore,
        month=parsed.month,
        week=parsed.week,
        name=Path(parsed.file).stem,
    )
    shifts, problems = read.reading.shifts, read.problems
    for problem in problems:
        if context.json:
            where = {"column": problem.column} if problem.column else {"line": problem.line}
            context.object({**where, "problem": explain(problem.reason)})
        else:
            context.text(roster_import.problem_line(problem))
    if context.json:
        context.object({"preview": roster_import.preview_object(read)})
    else:
        context.text(say("文件编码 {0}: 读出 {1} 个班次, {2} 行没有收", read.encoding, len(shifts), len(problems)))
        for line in roster_import.preview(read, context.views.names()):
            context.text(line)
    if parsed.preview:
        return 1 if problems or not shifts else 0
    agreed = parsed.yes
    if shifts and sys.stdin.isatty() and not (agreed or context.json):
        agreed = _agreed()
        if not agreed:
            raise CommandError("没有导入")
    status = perform(context, read.act(yes=agreed)) if shifts else 0
    if problems or not shifts:
        print(say("{0} 行没有导入, 其余已收", len(problems)), file=sys.stderr)
        return 1
    return status


def _agreed() -> bool:
    """Whether the person at the terminal wants what was shown."""
    print(translate("按此排班? [y/N] "), end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def write_calendar(context: Context, parsed: argparse.Namespace) -> int:
    """Write one person's shifts as .ics."""
    from dutydesk.documents.ics import calendar

    officers = context.views.officers()
    found = [one.id for one in officers.values() if parsed.person in (one.id, one.name)]
    if len(found) != 1:
        raise CommandError("没有这个人: {0}", parsed.person)
    now = context.now()
    held = reads.held(context.views, now - BACK, now + AHEAD)
    mine = [one for one in held if found[0] in one.posts.values()]
    content = calendar(mine, found[0], context.views.names(), context.views.meta().get("site", ""), now)
    told = say("已写 {0} 个班次到 {1}", len(mine), one_line(parsed.out))
    return deliver(context, parsed, ("roster", found[0]), content, told=told, also={"shifts": len(mine)})
