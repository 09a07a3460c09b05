"""Commands about matters: open, report, figures, assess, activate, close."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from dutydesk.capabilities.closing.rules import ASKED_OF, criteria
from dutydesk.capabilities.coordination import reads as coordination
from dutydesk.capabilities.intake.filling import reported_to
from dutydesk.capabilities.intake.reads import of_matter
from dutydesk.capabilities.log.lines import figures_at_odds, text_of
from dutydesk.capabilities.matters.rules import KIND_NAMES, LEVEL_MARKS, OPEN, PROPOSED, Matter, is_higher, read_level
from dutydesk.capabilities.reporting import reads as ledger
from dutydesk.capabilities.reporting.rules.reporting import differing, known_figures
from dutydesk.i18n import explain, listed, say, translate, when
from dutydesk.kernel import figures as f
from dutydesk.kernel.instants import hhmm
from dutydesk.kernel.refusal import Refused
from dutydesk.kernel.wording import Word, Worded
from dutydesk.store.views import Views
from dutydesk.tui import choices
from dutydesk.tui.choices import Choice
from dutydesk.tui.commands.base import Command
from dutydesk.tui.fields import SEVERAL, Field, Suggested
from dutydesk.tui.screens.host import CommandScreen

if TYPE_CHECKING:
    from dutydesk.bootstrap import Container
    from dutydesk.capabilities.grading.rules.levels import Question

FIGURE_FIELDS = ("deaths", "missing", "serious_injuries", "injured", "loss_yuan")


FIRST_FIGURES = ("deaths", "missing", "injured")
"""What a first call tells; the others wait behind 更多."""


def _figure(name: str, *, more: bool = False, known: str = "") -> Field:
    """Return the field of a figure, with what is known beside it."""
    hint = say("现为 {0}", known) if known else "元, 可写 180万" if name in f.MONEY else translate(f.UNITS[name])
    return Field(name, f.NAMES[name], hint=hint, more=more and not known)


_CONFIRMED = Field("confirmed", "属实确认", hint="超常数字核对属实后填 是", more=True)
"""Beside figures wherever they are typed: what is beyond reason is taken when it was checked."""


def opening_fields(kind: str, now: str) -> list[Field]:
    """Return the fields of the opening form of a kind."""
    instead = ("place", "subtype", "warning", *FIGURE_FIELDS, "participants") if kind == "incident" else ()
    common = [
        Field("title", required=True, instead=instead),
        Field("source", "来源"),
        Field("received", "收到时间", now, proposed=True),
    ]
    colour = Field("colour", hint="可空")
    if kind != "incident":
        return [*common, colour, *([Field("danger_to_life", "危及人身")] if kind == "appeal" else [])]
    return [
        *common,
        Field("occurred", hint="如 10:20, 可空"),
        Field("place"),
        Field("subtype", "类别", hint="如 道路, 火灾, 滑坡"),
        *(_figure(name, more=name not in FIRST_FIGURES) for name in (*FIGURE_FIELDS, "participants")),
        _CONFIRMED,
        Field("warning", "官方预警", hint="可空", more=True),
        Field(
            "affected",
            "是否已有影响",
            hint="有预警时必答: 有人被困滞留、道路中断等填 是",
            choices=choices.ASKED,
            needs=("warning", ()),
        ),
        Field("level", hint="可空"),
        colour,
        Field("reason", "理由", hint="级别与表内建议不同时填", more=True),
        Field("consent", "同意的领导", hint="低于表内建议时填", more=True),
    ]


async def open_form(
    screen: CommandScreen,
    kind: str,
    known: Mapping[str, str] | None = None,
    message: str = "",
    *,
    notes: Sequence[str] = (),
) -> bool:
    """Ask for a new matter of a kind; returns whether it was opened.

    Args:
        screen: asks.
        kind: of the matter.
        known: what stands in its fields already, as proposals.
        message: what it is opened from.
        notes: what to read above the fields.
    """
    fields = [
        replace(field, value=known[field.name], proposed=True, more=False) if known and known.get(field.name) else field
        for field in opening_fields(kind, hhmm(screen.gateway.now()))
    ]
    title = say("新立: {0}", KIND_NAMES[kind])
    check = partial(_opening_checked, screen) if kind == "incident" else None
    grow = partial(_asked_of_subtype, screen) if kind == "incident" else None
    place = f"open-{kind}-{message}" if message else f"open-{kind}"  # what is typed of one message is no other's
    saved = await screen.form(
        title, fields, "open", place, kind=kind, check=check, message=message, grow=grow, notes=notes
    )
    if saved and kind in {"appeal", "incident"}:
        await tell_similar(screen, kind)
    return saved


async def _asked_of_subtype(screen: CommandScreen, values: Mapping[str, str]) -> list[Field]:
    """Return what the tables of the chosen subtype ask beyond the form: their own figures, criteria in words."""
    from dutydesk.capabilities.grading import levels  # the write side: not before the first frame
    from dutydesk.capabilities.grading.rules.levels import questions

    def read(container: Container) -> tuple[list[str], list[Question]]:
        taxonomy = container.desk.books.taxonomy
        subtype = taxonomy.subtype_of(values.get("subtype", "").strip())
        category = taxonomy.category_of(subtype)
        if not category:
            return [], []
        asked = questions(taxonomy.gradings, category, subtype)
        return levels.figures_needed(container.desk.books, category, subtype), asked

    figures, asked = await screen.gateway.write(read)
    return [*map(_figure, figures), *_applying(asked)]


def _applying(asked: Sequence[Question]) -> list[Field]:
    """Return the fields in which criteria of the tables that only a person can judge are said to apply, or not."""
    if not asked:
        return []
    numbers = tuple(Choice(one.number, one.number, said=f"{one.number}  {translate(one.text)}") for one in asked)
    return [
        Field(name, label, choices=numbers, free=True, many=True)
        for name, label in (("applies", "符合的文字条款"), ("applies_not", "不符合的文字条款"))
    ]


async def _opening_checked(screen: CommandScreen, values: dict[str, str]) -> None:
    """Before an incident is opened: whether a warning has effects already, and the proposed level."""
    if values["warning"].strip() and not values["affected"].strip():
        raise Refused("affected", "官方预警: 是否已有影响? 请填 是 或 否")
    if not values["warning"].strip():
        values["affected"] = ""
    await suggest_level(screen, None, values)


async def subtypes_of(screen: CommandScreen) -> tuple[Choice, ...]:
    """Return the kinds of incidents of the office's taxonomy."""
    return await screen.gateway.write(lambda container: choices.subtypes(container.desk.books.taxonomy))


async def suggest_level(screen: CommandScreen, matter: Matter | None, values: dict[str, str]) -> None:
    """Say what the table proposes before figures are saved; the officer confirms by saving again (R20-R22).

    Raises:
        Suggested: a level that is not set yet, with the number and source that decided.
    """
    from dutydesk.capabilities.grading import levels  # the write side: not before the first frame

    if values.get("level", "").strip():
        return
    figures = {name: value for name, value in values.items() if name in f.FIELDS and value.strip()}
    category, subtype = (matter.category, matter.subtype) if matter else ("", values.get("subtype", "").strip())
    warning = matter.warning if matter else values.get("warning", "").strip()
    current = matter.level if matter else ""

    def read(container: Container) -> tuple[str, Worded | None, Worded | None]:
        proposal = levels.proposal_typed(
            container.views, container.desk.books, matter, category, subtype, figures, warning
        )
        decided = proposal.decided
        return proposal.level, decided.worded() if decided else None, decided.origin() if decided else None

    level, reason, origin = await screen.gateway.write(read)
    if not level or not is_higher(level, current):
        return
    proposed = {"level": LEVEL_MARKS[level]}
    if matter is not None and matter.response_level and is_higher(level, matter.response_level):
        proposed["response"] = LEVEL_MARKS[level]
    template = "表内建议{0}级: {1} ({2}). 再按 F2 确认, 或改填"
    raise Suggested("level", proposed, template, LEVEL_MARKS[level], reason, origin)


async def tell_similar(screen: CommandScreen, kind: str) -> None:
    """Say which earlier matters look like the one just opened; linking or merging stays the officer's decision."""
    from dutydesk.capabilities.files.files import newest_similar

    found = await screen.gateway.read(lambda views: newest_similar(views, kind, screen.gateway.now()))
    if found:
        word = "可能是同一件: {0}; 可关联既往" if kind == "appeal" else "可能是同一件: {0}; 可并案"
        screen.tell(say(word, found))


class NewIncident(Command):
    """Open an incident."""

    id = "incident"
    key = "n"
    words = "新事件"
    does = "open"
    help_text = "新立突发事件: 收到时间和发生时间分开填, 数字可后补"
    everywhere = False

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask for an incident."""
        await open_form(screen, "incident")


class NewOther(Command):
    """Open a policy, an appeal or a routine matter."""

    id = "other"
    key = "N"
    words = "新政策/诉求/日常"
    does = "open"
    help_text = "新立政策文件、地方诉求或日常事项"
    everywhere = False

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Choose the kind, ask for it."""
        choices = [(kind, translate(KIND_NAMES[kind])) for kind in ("policy", "appeal", "routine", "incident")]
        kind = await screen.choose(translate("新立哪一类"), choices)
        if kind:
            await open_form(screen, kind)


def next_report_kind(matter: Matter) -> str:
    """Return the kind of report that a matter wants next."""
    if matter.first_sent_at is None:
        return "first"
    return "final" if matter.state == "closed" else "follow_up"


class WriteReport(Command):
    """File a report."""

    id = "report"
    key = "r"
    words = "报告"
    does = "report"
    help_text = "写报告: 首报、续报、重大变化、终报、更正; 草稿已按事实填好, 发出即冻结"

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask kind, recipients and text, with the desk's draft filled in."""
        matter = await screen.ask_matter(translate("报告哪个事项"))
        if matter is not None:
            await report_form(screen, matter, next_report_kind(matter))


MESSAGES_SHOWN = 2
ONLY_FIRST = ("kind", ("first",))
"""What only a first report asks: a call by telephone is never refused for gaps."""

CORRECTION = ("kind", ("correction",))
"""What only a correction asks."""
GATED = ("time", "place", "nature")
"""Elements without which a first report wants a reason (IN-08); each has a field of its own in the form."""


async def report_form(screen: CommandScreen, matter: Matter, kind: str) -> None:
    """Ask for a report: everything known filled in, the source's words beside it, each gap with its reason."""
    from dutydesk.capabilities.reporting import checking, drafting, gates, texts  # not before the first frame
    from dutydesk.capabilities.reporting.blanks import draft
    from dutydesk.capabilities.reporting.rules import reporting as rules
    from dutydesk.capabilities.reporting.screen import ReportAid

    def read(views: Views) -> tuple[str, list[str]]:
        sent = views.reports(matter.id)
        to = sent[-1].recipients if sent else reported_to(of_matter(views, matter.id))
        return "、".join(to), _report_notes(views, matter)

    recipients, notes = await screen.gateway.read(read)
    now = screen.gateway.now()
    material = await screen.gateway.write(lambda h: drafting.material(h.views, h.desk.books, matter, now))
    drafted = await screen.gateway.write(lambda h: draft(material, h.desk.books.wording, kind))
    elements, required = await screen.gateway.write(
        lambda h: (h.desk.books.reporting.elements, h.desk.books.reporting.required)
    )
    asked = [name for name in texts.gaps_of(material) if name in required and name in GATED]
    gaps = asked if kind == "first" else []
    left = checking.pending(material, drafted.text, drafted=True) if kind == "final" else []
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
        Field("cause", "更正原因", hint="空为本办差错", needs=CORRECTION),
        Field("signed_off_by", "签发", hint="规则册要求签发时填", more=True),
        Field("again", "再发理由", hint="只在重复时填", more=True),
        Field("differs", "数字不一致的理由", hint="正文与记录的数字不一致而照发时填", more=True),
        Field("read_by", "核稿", hint="拟稿以外的人", more=True),
        Field("unread", more=True),
        Field("excuse", hint="如 P-16=已口头报过", more=True),
    ]
    gap: list[str] = []

    async def check(values: dict[str, str]) -> None:
        gap[:] = [f"{name}={said}" for name in (*gaps, *left) if (said := values[f"gap_{name}"].strip())]
        for name in gaps:
            if values["kind"] == "first":
                lacking = rules.unexplained([name], [name], {name: values[f"gap_{name}"]})
                gates.refuse_unexplained(elements, lacking, f"gap_{name}")

    place = f"report-{matter.id}-{kind}-{matter.follow_ups}"
    title = say("报告: {0} {1}", matter.label, matter.title)
    aid = ReportAid(screen, matter, kind, drafted)
    await screen.form(title, fields, "report", place, notes=notes, check=check, aid=aid, matter=matter.id, gap=gap)


def _report_notes(views: Views, matter: Matter) -> list[str]:
    """What to have in sight while a report is written: the source's own words, and figures that differ (IN-14, IN-19)."""
    messages = [entry for entry in views.matter_entries(matter.id) if entry.kind == "message.received"]
    notes = [f"{when(entry.at)} {text_of(entry, {})}" for entry in messages[-MESSAGES_SHOWN:]]
    if matter.source and not messages:
        notes.append(say("来源: {0}", matter.source))
    differ = figures_at_odds(differing(known_figures(ledger.sent(views, matter.id))))
    return [*notes, differ] if differ else notes


class UpdateFigures(Command):
    """Record figures."""

    id = "figures"
    key = "f"
    words = "数字"
    does = "figures"
    kinds = ("incident",)
    help_text = "更新死亡、受伤、失联、损失等数字: 人和钱填反会被拦下, 原数留存"

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask the figures; the present ones stand as hints."""
        matter = await screen.ask_matter(translate("更新哪个事项的数字"), cls.kinds)
        if matter is None:
            return
        current = await screen.gateway.read(lambda views: views.figures(matter.id))
        known = {name: f"{figure.value:g}" for name, figure in current.items()}
        shown = (*FIGURE_FIELDS, "participants", "evacuated")
        fields = [_figure(name, more=name not in FIGURE_FIELDS, known=known.get(name, "")) for name in shown]
        fields += [
            Field("source", "来源"),
            Field("verified_by", hint="空为待核实"),
            Field("through", "通过何号码", needs=("verified_by", ())),
            Field("reason", "理由", hint="数字下降、高于表内建议或降级时必填", more=True),
            Field("level", "级别", hint="同时调整, 可空", more=True),
            Field("response", "响应级别", hint="同时调整, 可空", needs=("level", ())),
            Field("response_reason", "响应不升的理由", hint="级别升而响应不升时填", needs=("level", ())),
            Field("consent", "同意的领导", hint="降级时填", more=True),
        ]
        fields += [
            _figure(name, known=known.get(name, ""))
            for name in await _figures_asked(screen, matter)
            if name not in shown
        ]
        fields.append(_CONFIRMED)
        title = say("数字: {0} {1}", matter.label, matter.title)
        await screen.form(
            title,
            fields,
            "figures",
            f"figures-{matter.id}",
            matter=matter.id,
            check=partial(_figures_checked, screen, matter),
        )


async def _figures_asked(screen: CommandScreen, matter: Matter) -> list[str]:
    """Return the figures that the tables of this matter's subtype measure: hectares for a fire, hours for a cut line."""
    from dutydesk.capabilities.grading import levels  # the write side: not before the first frame

    return await screen.gateway.write(
        lambda container: levels.figures_needed(container.desk.books, matter.category, matter.subtype)
    )


async def _figures_checked(screen: CommandScreen, matter: Matter, values: dict[str, str]) -> None:
    """Before figures are saved: the proposed level, and whether the response rises with a level (R22)."""
    await suggest_level(screen, matter, values)
    with suppress(Worded):  # an unknown level is refused, and named, when it is saved
        level = read_level(values["level"]) if values["level"].strip() else ""
        answered = values["response"].strip() or values["response_reason"].strip()
        if level and matter.response_level and is_higher(level, matter.response_level) and not answered:
            raise Refused(
                "response", "级别升为{0}级: 响应是否随之提高? 填响应级别, 或写明不升的理由", LEVEL_MARKS[level]
            )


class AssessMatter(Command):
    """Complete the assessment."""

    id = "assess"
    key = "s"
    words = "评估"
    does = "assess"
    kinds = ("incident",)
    help_text = "风险评估: 级别、趋势; 没有评估不能启动响应"

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask level and trend; what is known and what the table says stand there already (the 60-second form)."""
        matter = await screen.ask_matter(translate("评估哪个事项"), cls.kinds)
        if matter is None:
            return
        from dutydesk.capabilities.grading import levels  # the write side: not before the first frame

        proposal = await screen.gateway.write(lambda h: levels.proposal_for(h.views, h.desk.books, matter))
        decided = proposal.decided
        notes = [explain(hint) for hint in proposal.hints]
        if decided is not None:
            notes.insert(0, say("表内建议: {0}. 来源 {1}", decided.worded(), decided.origin()))
        fields = [
            Field("level", "级别", LEVEL_MARKS.get(matter.level or proposal.level, ""), proposed=not matter.level),
            Field("trend"),
            Field("at_risk"),
            Field("lead", value=matter.lead, hint="只能一个; 可后定"),
            Field("reason", "理由", hint="级别与表内建议不同时填", more=True),
            Field("text", more=True),
            Field("consent", "同意的领导", hint="低于表内建议时填", more=True),
            *_applying(proposal.questions),
        ]
        notes += [f"[{one.number}] {translate(one.text)}" for one in proposal.questions if one.answer is None]
        title = say("评估: {0} {1}", matter.label, matter.title)
        leads = screen.leads

        async def check(values: dict[str, str]) -> None:
            """What the level asks for is said before a leader signs."""
            await screen.gateway.write(
                lambda h: levels.refuse_assessment(h.views, h.desk.books, matter, values, leads=leads)
            )

        place = f"assess-{matter.id}"
        await screen.form(title, fields, "assess", place, check=check, matter=matter.id, notes=notes)


class ActivateResponse(Command):
    """Start or move the response."""

    id = "activate"
    key = "v"
    words = "启动响应"
    does = "activate"
    kinds = ("incident",)
    help_text = "启动或调整响应: 须已评估, 牵头单位恰好一个"

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask level and units."""
        matter = await screen.ask_matter(translate("启动哪个事项的响应"), cls.kinds)
        if matter is None:
            return
        level = matter.level or matter.response_level
        cell = await screen.gateway.write(lambda h: h.desk.books.plans.cell(matter.category, matter.subtype, level))
        notes = [
            say("启动条件: {0}", listed(cell.start)) if cell else translate("这一类这一级没有预案, 启动后没有清单")
        ]
        fields = [
            Field("level", "响应级别", LEVEL_MARKS.get(level, ""), proposed=True),
            Field("lead", value=matter.lead, hint=say("只能一个; 预案为 {0}", cell.lead) if cell else "只能一个"),
            Field(
                "support",
                value="、".join(matter.support or (cell.told("support") if cell else ())),
                hint=SEVERAL,
                proposed=not matter.support,
            ),
        ]
        title = say("启动响应: {0} {1}", matter.label, matter.title)
        await screen.form(title, fields, "activate", f"activate-{matter.id}", matter=matter.id, notes=notes)


class AmendMatter(Command):
    """Add facts that became known later."""

    id = "amend"
    key = "e"
    words = "补充事实"
    does = "amend"
    help_text = "补充后来知道的事实: 地点、发生时间、类别、颜色"

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask the facts."""
        matter = await screen.ask_matter(translate("补充哪个事项"))
        if matter is None:
            return
        subtypes = await subtypes_of(screen)
        known = {
            "title": matter.title,
            "place": matter.place,
            "occurred": when(matter.occurred_at),
            "subtype": choices.word_of(matter.subtype, subtypes),
            "colour": choices.word_of(matter.colour, choices.COLOURS),
        }
        labels = {"title": "标题", "place": "地点", "occurred": "发生时间", "subtype": "类别", "colour": "颜色"}
        fields = [
            Field(name, label, hint=say("现为 {0}", known[name]) if known[name] else "")
            for name, label in labels.items()
        ]
        fields.append(Field("reason"))
        await screen.form(say("补充: {0}", matter.label), fields, "amend", f"amend-{matter.id}", matter=matter.id)


class MergeMatter(Command):
    """Merge a matter into another."""

    id = "merge"
    key = "M"
    words = "并案"
    does = "merge"
    help_text = "把一个事项并入另一个: 两个来源都保留, 时限不重复"

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask into which."""
        matter = await screen.ask_matter(translate("并哪个事项"))
        if matter is None:
            return
        others = [(one.id, f"{one.label} {one.title}") for one in screen.state.matters if one.id != matter.id]
        into = await screen.choose(say("{0} 并入哪个事项", matter.label), others)
        if into:
            await screen.perform("merge", matter=matter.id, into=into)


class CloseMatter(Command):
    """Close a matter."""

    id = "close"
    key = "c"
    words = "办结事项"
    does = "close"
    help_text = "办结事项: 填所符合的终止标准; 可同时发续报或终报"

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask the criterion and a report to go with it."""
        matter = await screen.ask_matter(translate("办结哪个事项"))
        if matter is None:
            return
        from dutydesk.capabilities.closing import handlers as closing  # the write side: not before the first frame

        def read(container: Container) -> tuple[tuple[str, ...], list[str]]:
            plan = coordination.running_plan(container.views, matter.id)
            left = closing.left_open(
                container.views, matter, closing.red_acks(container.views, container.desk.books, matter)
            )
            return plan.termination if plan else (), [explain(one.sentence) for one in left]

        offered, left = await screen.gateway.write(read)
        notes = [
            say("终止标准: {0}", criteria(offered)) if offered else "",
            say("还有 {0} 项未了: {1}", len(left), "; ".join(left)) if left else "",
        ]
        outcome = [Field("outcome", "结果", required=True)] if matter.kind in ASKED_OF else []
        let_go = [
            Field("waive_open", "未了不办的理由", hint="全部不办时填", required=True),
            Field("approved_by", "同意的领导", hint="未了各项不办时填", required=not screen.leads),
        ]
        fields = [
            Field(
                "criterion", hint="如 险情排除, 伤员得到救治, 诉求已受理", choices=choices.criteria(offered), free=True
            ),
            *outcome,
            Field("kind", "同时发", hint="可空"),
            Field("to", "收件单位", hint=SEVERAL, needs=("kind", ())),
            Field("text", area=True, needs=("kind", ())),
            Field("reason", hint="终止标准不在预案内时填", more=True),
            *(let_go if left else []),
            Field("differs", "数字不一致的理由", hint="正文与记录的数字不一致而照发时填", more=True),
        ]
        title = say("办结: {0} {1}", matter.label, matter.title)
        await screen.form(title, fields, "close", f"close-{matter.id}", matter=matter.id, notes=notes)


class ClosedMatters(Command):
    """List what was closed, and open the file of one."""

    id = "closed"
    key = "E"
    words = "已办结"
    help_text = "列出已办结的事项, 后办结的在前; 输入文字筛选, Enter 打开档案"
    everywhere = False

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Choose one of them."""
        every = await screen.gateway.read(lambda views: views.matters(ended=True))
        ended = [one for one in every if one.state not in {PROPOSED, OPEN}]
        if not ended:
            screen.tell(translate("还没有办结的事项"))
            return
        ended.sort(key=lambda one: one.closed_at or one.opened_at, reverse=True)
        rows = [(one.id, " ".join(filter(None, (when(one.closed_at), one.label, one.title)))) for one in ended]
        chosen = await screen.choose(translate("已办结的事项"), rows)
        if chosen:
            screen.desk.open_matter(chosen)
