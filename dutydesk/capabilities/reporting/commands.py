"""The command that files a report, and its form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from dutydesk.capabilities.intake.filling import reported_to
from dutydesk.capabilities.intake.reads import of_matter
from dutydesk.capabilities.log.lines import figures_at_odds, text_of
from dutydesk.capabilities.matters.rules import REPORT_KINDS, Matter
from dutydesk.capabilities.reporting import reads as ledger
from dutydesk.capabilities.reporting.rules.reporting import differing, known_figures
from dutydesk.i18n import say, translate, when
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Word
from dutydesk.store.views import ClockView, Views
from dutydesk.store.views.rows import ReportView
from dutydesk.tui.choices import Choice
from dutydesk.tui.commands.base import Command
from dutydesk.tui.fields import SEVERAL, Field
from dutydesk.tui.screens.host import CommandScreen

if TYPE_CHECKING:
    from dutydesk.usecase.books import Books

CHANGE = "change_report"
"""The rule of a report on what has changed for the worse."""


def next_report_kind(matter: Matter, clocks: Iterable[ClockView]) -> str:
    """Return the kind of report that a matter wants next; a change for the worse that is to be reported comes before a follow-up."""
    if matter.first_sent_at is None:
        return "first"
    changed = any(one.rule == CHANGE and one.matter_id == matter.id for one in clocks)
    return "final" if matter.state == "closed" else "change" if changed else "follow_up"


class WriteReport(Command):
    """File a report."""

    id = "report"
    key = "r"
    words = "报告"
    does = "report"
    help_text = "写报告: 首报、续报、重大变化、终报、更正; 草稿已按事实填好, 发出即冻结"
    sought = ("首报", "续报", "终报", "信息报送", "上报", "写信息", "快报", "first report", "follow-up")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask kind, recipients and text, with the desk's draft filled in."""
        matter = await screen.ask_matter(translate("报告哪个事项"))
        if matter is not None:
            await report_form(screen, matter, next_report_kind(matter, screen.state.clocks))


MESSAGES_SHOWN = 2


ONLY_FIRST = ("kind", ("first",))
"""What only a first report asks: a call by telephone is never refused for gaps."""


CORRECTION = ("kind", ("correction",))
"""What only a correction asks."""


GATED = ("time", "place", "nature")
"""Elements without which a first report wants a reason (IN-08); each has a field of its own in the form."""


async def report_form(screen: CommandScreen, matter: Matter, kind: str) -> None:
    """Ask for a report: everything known filled in, the source's words beside it, each gap with its reason."""
    from dutydesk.capabilities.papers.reads import office_of  # not before the first frame
    from dutydesk.capabilities.reporting import checking, drafting, gates, texts
    from dutydesk.capabilities.reporting.blanks import draft
    from dutydesk.capabilities.reporting.rules import reporting as rules
    from dutydesk.capabilities.reporting.screen import ReportAid

    books = await screen.gateway.write(lambda h: h.desk.books)

    def read(views: Views) -> tuple[str, list[str], str, Signing]:
        sent = views.reports(matter.id)
        sendings = books.words.sendings if of_matter(views, matter.id) else ()
        to = sent[-1].recipients if sent else reported_to(matter, sendings)
        signing = signing_of(views, books, matter)
        usual = office_of(views, books.papers.office).signer if kind in signing.signed else ""
        signer = views.officers()[usual].name if usual in views.officers() and usual != screen.gateway.actor else ""
        return "、".join(to), _report_notes(views, matter), signer, signing

    recipients, notes, signer, signing = await screen.gateway.read(read)
    now = screen.gateway.now()
    material = await screen.gateway.write(lambda h: drafting.material(h.views, h.desk.books, matter, now))
    drafted = draft(material, books.wording, kind)
    elements, required = books.reporting.elements, books.reporting.required
    asked = [name for name in texts.gaps_of(material) if name in required and name in GATED]
    gaps = asked if kind == "first" else []
    left = (
        checking.pending(material, draft(material, books.wording, "final").text, drafted=True)
        if kind != "first"
        else []
    )
    names = {"time": "缺时间, 待核实的理由", "place": "缺地点, 待核实的理由", "nature": "缺性质, 待核实的理由"}
    fields = [
        Field("to", value=recipients, hint=SEVERAL, proposed=True, required=True),
        *(
            Field(f"gap_{name}", names[name], hint="如 现场联系中断; 只写正在核实不算", required=True, needs=ONLY_FIRST)
            for name in gaps
        ),
        *(
            Field(f"gap_{name}", say("{0}: 待核实的理由", Word(elements.get(name, name))), needs=("kind", ("final",)))
            for name in left
        ),
        Field("text", "正文", drafted.text, area=True, proposed=True),
        Field("kind", "种类", kind, proposed=True),
        Field("corrects", "更正哪份", needs=CORRECTION),
        Field("wrong", "错的字句", hint="原文怎样写的; 按 F7 成文", needs=CORRECTION),
        Field("right", "正确的写法", needs=CORRECTION),
        Field("cause", "更正原因", hint="空为本办差错", needs=CORRECTION),
        Field(
            "signed_off_by",
            "签发",
            signer,
            hint="规则册要求签发时填",
            proposed=bool(signer),
            **asked_of(signing.signed),
        ),
        Field("read_by", "核稿", hint="拟稿以外的人", **asked_of(signing.read)),
        Field("again", "再发理由", hint="只在重复时填", more=True),
        Field("differs", "数字不一致的理由", hint="正文与记录的数字不一致而照发时填", more=True),
        Field("unread", more=True),
        Field("excuse", hint="如 续报的总数=已口头报过", more=True),
    ]
    gap: list[str] = []

    async def check(values: dict[str, str]) -> None:
        if values["kind"] == "correction" and values["text"] == aid.drafted.text:
            values["text"] = ""  # the draft of another kind: a correction is made of what is wrong and right
        gap[:] = [f"{name}={said}" for name in (*gaps, *left) if (said := values[f"gap_{name}"].strip())]
        for name in gaps:
            if values["kind"] == "first":
                lacking = rules.unexplained([name], [name], {name: values[f"gap_{name}"]})
                gates.refuse_unexplained(elements, lacking, f"gap_{name}")

    place = f"report-{matter.id}-{kind}-{matter.follow_ups}"
    title = say("报告: {0} {1}", matter.label, matter.title)
    aid = ReportAid(screen, matter, kind, drafted, signed=signing.signed, read=signing.read)
    await screen.form(title, fields, "report", place, notes=notes, check=check, aid=aid, matter=matter.id, gap=gap)


@dataclass(frozen=True)
class Signing:
    """Which kinds of reports of a matter a leader signs off (``signed``), and another than the drafter reads first (``read``)."""

    signed: tuple[str, ...]
    read: tuple[str, ...]


def signing_of(views: Views, books: Books, matter: Matter) -> Signing:
    """Return it by the office's file, or by its choice."""
    own, rules = ledger.signed_kinds(views), books.reporting
    return Signing(
        tuple(kind for kind in REPORT_KINDS if rules.needs_sign_off(kind, matter.level) or kind in own),
        tuple(kind for kind in REPORT_KINDS if rules.needs_reader(kind, matter.level) or kind in own),
    )


def asked_of(kinds: Sequence[str]) -> dict[str, Any]:
    """Return how a field is asked that only these kinds of reports need: in sight for them, else behind 更多."""
    return {"needs": ("kind", tuple(kinds))} if kinds else {"more": True}


async def excuse_form(screen: CommandScreen, report: ReportView) -> bool:
    """Ask why something that was found in a sent report stays as it is; whether a reason was written."""
    from dutydesk.capabilities.reporting.rules.findings import (
        name_of,
    )  # what checks reports: not before the first frame

    checks = tuple(Choice(name, translate(name_of(name))) for name in checks_of(report))
    notes = [f"{translate(name_of(one['check']))} {one['words']} {one['said']}" for one in report.blocked]
    fields = [
        Field("check", value=checks[0].code, choices=checks, proposed=True, required=True),
        Field("reason", required=True),
    ]
    title = say("核对项不改的理由: {0}", report.title)
    return await screen.form(title, fields, "excuse", f"excuse-{report.id}", notes=notes, report=report.id)


def checks_of(report: ReportView) -> list[str]:
    """Return which checks found something in a sent report that nobody gave a reason for, each once."""
    return list(dict.fromkeys(one["check"] for one in report.blocked))


def _report_notes(views: Views, matter: Matter) -> list[str]:
    """What to have in sight while a report is written: the source's own words, and figures that differ (IN-14, IN-19)."""
    messages = [entry for entry in views.matter_entries(matter.id) if entry.kind == "message.received"]
    notes = [f"{when(entry.at)} {text_of(entry, {})}" for entry in messages[-MESSAGES_SHOWN:]]
    if matter.source and not messages:
        notes.append(say("来源: {0}", matter.source))
    differ = figures_at_odds(differing(known_figures(ledger.sent(views, matter.id))))
    return [*notes, differ] if differ else notes
