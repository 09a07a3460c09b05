"""Papers on the screen: which, of what, read before it goes to the printer or into a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from dutydesk.capabilities.papers.given import NAMES, UNITS, asked_of, read, refuse_strangers
from dutydesk.capabilities.papers.rules import OFFICE_FIELDS, REGISTER, PaperForm, Receivers
from dutydesk.i18n import current, say, translate, when
from dutydesk.kernel.instants import local_date
from dutydesk.kernel.text import clauses
from dutydesk.kernel.wording import Worded
from dutydesk.store.errors import StoreError
from dutydesk.store.views import Views, used
from dutydesk.tui.choices import Choice
from dutydesk.tui.commands.asking import About, Ask
from dutydesk.tui.commands.base import Command
from dutydesk.tui.fields import SEVERAL, Field
from dutydesk.tui.screens.host import CommandScreen
from dutydesk.tui.text import reason_of
from dutydesk.usecase.books import Books

PRINT, DOCX, PDF = "print", "docx", "pdf"
WHY = "why"
SHIFTS = 5
"""Shifts that are offered, newest first."""


class PrintPaper(Command):
    """Choose a paper and what it is of, read it, print it or write it into a file."""

    id = "paper"
    words = "单据"
    help_text = "单据和公文: 选种类和哪一件, 先看, 再打印或存为 docx, pdf"
    sought = ("打印", "公文", "每日要情", "出纸", "print", "papers", "docx", "pdf")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask which, show it, let it go."""
        books: Books = await screen.gateway.write(lambda container: container.desk.books)
        forms = books.papers.forms
        kind = await screen.choose(translate("哪种单据"), [(one.id, named(one)) for one in forms.values()])
        if not kind:
            return
        form = forms[kind]
        about = await _subject(screen, form)
        if about is None:
            return
        await _shown(screen, books, form, *about)


class DescribeOffice(Ask):
    """Say what stands on every paper of the office."""

    id = "office"
    words = "公文资料"
    does = "office"
    help_text = "公文资料: 发文机关、代字、电话、刊物名、期号的写法、平时签发人; 印在以后的单据和公文上"
    sought = ("抬头", "发文机关", "期号", "刊物名", "letterhead", "issue numbers")
    asks = OFFICE_FIELDS

    @classmethod
    async def proposed(cls, about: About) -> Mapping[str, str]:
        """Return what was said before."""
        from dutydesk.capabilities.papers.reads import kept

        return await about.screen.gateway.read(kept)


def named(form: PaperForm) -> str:
    """Return a paper's name: English where it has one and English is read."""
    return form.english if form.english and current() == "en" else form.name


async def _subject(screen: CommandScreen, form: PaperForm) -> tuple[str, date] | None:
    """Ask what the paper is of; None: nothing was chosen."""
    today = local_date(screen.gateway.now())
    if form.about in {"day", "month"}:
        days = _days(form.about, today)
        chosen = await screen.choose(named(form), [(str(day), said) for day, said in days])
        return ("", date.fromisoformat(chosen)) if chosen else None
    if form.about == "matter":
        matter = await screen.ask_matter(named(form))
        return (matter.label, today) if matter is not None else None
    rows = await screen.gateway.read(lambda views: _rows(views, form.about))
    if not rows:
        screen.tell(say("还没有可印的: {0}", named(form)))
        return None
    chosen = await screen.choose(named(form), rows)
    return (chosen, today) if chosen else None


def _days(about: str, today: date) -> list[tuple[date, str]]:
    if about == "day":
        return [(day, str(day)) for day in (today, today - timedelta(days=1), today - timedelta(days=2))]
    first = today.replace(day=1)
    months = [(first + timedelta(days=32)).replace(day=1), first, (first - timedelta(days=1)).replace(day=1)]
    return [(one, f"{one:%Y-%m}") for one in months]


def _rows(views: Views, about: str) -> list[tuple[str, str]]:
    """Return what there is to choose from: key and words, the newest first."""
    if about == "report":
        matters = views.matters(ended=True)
        sent = [(one, report) for one in matters for report in views.reports(one.id)]
        newest = sorted(sent, key=lambda pair: -pair[1].seq)[:50]
        return [(report.id, f"{one.label} {when(report.sent_at)} {report.title}") for one, report in newest]
    if about == "shift":
        held = views.shifts()[-SHIFTS:]
        return [(one.id, when(one.began_at)) for one in reversed(held)]
    if about == "handover":
        from dutydesk.capabilities.handover.reads import sealed

        newest = sealed(views)
        return [(newest.id, when(newest.sealed_at))] if newest is not None else []
    from dutydesk.capabilities.registers import reads

    register = about.removeprefix(REGISTER)
    rows = reads.rows(views, register)
    return [(row.no, f"{row.no} {_brief(row)}") for row in reversed(rows)]


def _brief(row: Any) -> str:
    words = [str(row.values[key]) for key in ("title", "unit", "person", "day") if row.values.get(key)]
    return " ".join(words[:2])


async def _shown(screen: CommandScreen, books: Books, form: PaperForm, subject: str, day: date) -> None:
    """Show the paper as text, then ask where it goes."""
    from dutydesk.capabilities.papers.case import Case
    from dutydesk.capabilities.papers.reads import office_of
    from dutydesk.capabilities.papers.setting import NotFinalError, now_on, paper_of, told_of
    from dutydesk.capabilities.reporting.commands import excuse_form
    from dutydesk.capabilities.reporting.grounds import found_line
    from dutydesk.documents.columns import text_of
    from dutydesk.tui.screens.preview import PreviewScreen

    actor = screen.state.officers.get(screen.gateway.actor)

    def case(views: Views, given: Mapping[str, str]) -> Case:
        return Case(
            views=views,
            books=books,
            office=office_of(views, books.papers.office),
            form=form,
            receivers=books.receivers.get(form.id, Receivers()),
            subject=subject,
            day=day,
            now=screen.gateway.now(),
            printer=actor.name if actor is not None else "",
            given=given,
        )

    try:
        stands = await screen.gateway.read(lambda views: now_on(case(views, {})))
    except Worded as reason:
        screen.tell(reason_of(reason), trouble=True)
        return
    given = await _given(screen, form, subject, stands)
    if given is None:
        return
    paper = None
    while paper is None:
        try:
            paper = await screen.gateway.read(lambda views: paper_of(case(views, given)))
        except NotFinalError as reason:
            said = reason_of(reason)
            report = await screen.gateway.read(lambda views: views.report(subject) if form.about == "report" else None)
            why = [(WHY, translate("写明不改的理由"))] if report is not None and report.blocked else []
            way = await screen.choose(said, [*why, ("draft", translate("看草稿"))])
            if not way:
                return
            if way == WHY and report is not None:
                await excuse_form(screen, report)
                continue
            paper = await screen.gateway.read(lambda views: paper_of(case(views, given), draft=True))
        except Worded as reason:
            screen.tell(reason_of(reason), trouble=True)
            return
    told = await screen.gateway.read(lambda views: told_of(case(views, given)))
    if told:
        screen.tell(clauses(map(found_line, told)))
    text = text_of(paper, form_feeds=False)
    if await screen.desk.push_screen_wait(PreviewScreen(named(form), text, "打印或存盘")):
        await _let_go(screen, form, paper, subject or str(day))


async def _given(
    screen: CommandScreen, form: PaperForm, subject: str, now_on: Mapping[str, str]
) -> Mapping[str, str] | None:
    """Ask to whom the paper goes, in how many copies, who checked it; None: it was left."""
    from dutydesk.tui.screens.form import FormScreen

    asked = asked_of(form)
    if not asked:
        return {}
    units = await _units(screen)
    people = tuple(Choice(one.name, one.name) for one in screen.state.officers.values())
    fields = [
        Field(
            name,
            NAMES[name],
            now_on.get(name, "").replace("，", "、") if name in UNITS else now_on.get(name, ""),
            SEVERAL if name in UNITS else "可空",
            choices=units if name in UNITS else () if name == "copies" else people,
            free=True,
            many=name in UNITS,
            proposed=bool(now_on.get(name)),
        )
        for name in asked
    ]
    given: dict[str, str] = {}

    async def submit(values: dict[str, str]) -> None:
        said = read(form, {name: values.get(name, "") for name in asked})
        await screen.gateway.read(lambda views: refuse_strangers(views, form, subject, said))
        given.clear()
        given.update(said)

    taken = await screen.desk.push_screen_wait(FormScreen(named(form), fields, submit, does="看样子"))
    return given if taken else None


async def _units(screen: CommandScreen) -> tuple[Choice, ...]:
    """Return the units that the desk knows, those written oftenest first."""
    counted = await screen.gateway.read(used.units)
    return tuple(Choice(name, name, used=times) for name, times in counted.items())


async def _let_go(screen: CommandScreen, form: PaperForm, paper: Any, subject: str) -> None:
    """Print it or write its file; nothing leaves by a session that came in by a key alone."""
    from dutydesk.capabilities.papers.issuing import content_of, save, send_to_printer
    from dutydesk.config import user_folder
    from dutydesk.documents.columns import text_of
    from dutydesk.documents.pdf import program

    if screen.gateway.came is not None:
        screen.tell(translate("远程登录的会话不打印、不存盘: 请在值班台上办, 或用 dutydesk paper"), trouble=True)
        return
    printer = screen.desk.config.print
    ways: Sequence[tuple[str, str]] = [
        *([(PRINT, say("打印 ({0})", printer[0]))] if printer else []),
        (DOCX, translate("存为 docx")),
        *([(PDF, translate("存为 PDF"))] if program() is not None else []),
    ]
    way = await screen.choose(named(form), ways)
    if not way:
        return
    gateway, what, now = screen.gateway, (f"paper {form.id}", subject), screen.gateway.now()
    kind = way if way != PRINT else (PDF if program() is not None else "txt")
    path = (
        user_folder("data")
        / "papers"
        / f"{form.id}-{when(now).replace(':', '').replace(' ', '-')}-{now % 1_000_000:06d}.{kind}"
    )

    def go(container: Any) -> None:
        content = content_of(paper, kind, now)
        text = text_of(paper)
        if way == PRINT:
            send_to_printer(container, gateway.actor, what, content, printer, f".{kind}", text)
        else:
            save(container, gateway.actor, what, content, path, text)

    try:
        await gateway.write(go)
    except (Worded, StoreError) as error:
        screen.tell(reason_of(error), trouble=True)
        return
    screen.tell(say("已送打印: {0} ({1})", named(form), printer[0]) if way == PRINT else say("已存为 {0}", str(path)))
