"""A matter's file: what to do next, facts, figures, clocks with their arithmetic, reports, timeline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from dutydesk.capabilities.files import files
from dutydesk.capabilities.files.pages import STANDINGS, arithmetic_words
from dutydesk.capabilities.files.waiting import denials
from dutydesk.capabilities.log.lines import Line, line_of, standing_figures
from dutydesk.capabilities.matters.rules import COLOUR_NAMES, KIND_NAMES, LEVEL_MARKS, Matter, is_higher
from dutydesk.capabilities.restricted.events import RestrictedOpened
from dutydesk.capabilities.restricted.words import who_may_know
from dutydesk.capabilities.sending.reads import recipients
from dutydesk.capabilities.sending.rules import NOT_SENT, OVERDUE, Recipient
from dutydesk.capabilities.sending.words import standing_words
from dutydesk.i18n import LEFT_CELLS, listed, say, time_left, title, translate, when
from dutydesk.kernel.instants import Instant, local_date
from dutydesk.kernel.wording import Word
from dutydesk.store.views import ClockView, FigureView, ReportView, Views
from dutydesk.store.views.seen import holders
from dutydesk.tui.bars import BARS
from dutydesk.tui.commands.base import COMMANDS, key_name
from dutydesk.tui.gateway import Gateway
from dutydesk.tui.screens.handling import Handling, read_handling, sections
from dutydesk.tui.screens.host import CommandScreen
from dutydesk.tui.screens.sections import pieces_of
from dutydesk.tui.text import fit, shown, shown_lines
from dutydesk.tui.widgets.reading import Reading
from dutydesk.tui.widgets.status import KeyBar


@dataclass(frozen=True, slots=True)
class MatterFile:
    """Everything of one matter, read in one go."""

    matter: Matter
    figures: list[FigureView]
    clocks: list[ClockView]
    reports: list[ReportView]
    lines: list[Line]
    handling: Handling
    what: str = ""
    """Name of category or subtype (Chinese)."""
    proposed: str = ""
    """What the grading table says, as a sentence; empty where it says nothing new."""
    affairs: files.Affairs = field(default_factory=files.Affairs)
    limits: Mapping[str, str] = field(default_factory=dict[str, str])
    """Clock to the words of the reporting limits that it keeps, with their source."""
    denials: Sequence[str] = ()
    """Consents that were recorded and were none."""
    recipients: Mapping[str, Sequence[Recipient]] = field(default_factory=dict[str, "Sequence[Recipient]"])
    """Report to what became of it at each recipient."""
    restricted: str = ""
    """Who may know of the matter, as a sentence; empty where everybody may."""
    others: Sequence[str] = ()
    """Limits that others in the chain are under, in words: for reference, none of them is a clock of this desk."""


def read_file(views: Views, matter_id: str, now: Instant) -> MatterFile | None:
    """Read a matter's file."""
    matter = views.matter(matter_id)
    if matter is None:
        return None
    names = views.names()
    return MatterFile(
        matter,
        views.figure_history(matter.id),
        views.clocks(ended=True, matter_id=matter.id),
        views.reports(matter.id),
        [line_of(entry, names) for entry in views.matter_entries(matter.id) if not entry.audit],
        read_handling(views, matter.id),
        affairs=files.read(views, matter, names, now),
        denials=denials(views, matter.id, names),
        recipients={one.id: recipients(views, one) for one in views.reports(matter.id) if not one.forwards},
        restricted=who_may_know(views, matter.id, names),
    )


if TYPE_CHECKING:
    from dutydesk.bootstrap import Container

DENIED = "consent.denied"
"""Kind of the line that is red."""


class MatterScreen(CommandScreen):
    """Shows one matter; the commands of the desk are about it."""

    CSS_PATH = "../styles/screens.tcss"
    EVERYWHERE_ONLY = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "back", show=False),
        *(Binding(str(n), f"numbered({n})", show=False) for n in range(1, 10)),
    ]

    def __init__(self, gateway: Gateway, keys: dict[str, str], matter_id: str) -> None:
        super().__init__(gateway, keys)
        self.matter_id = matter_id
        self.file: MatterFile | None = None

    def compose(self) -> ComposeResult:
        """Compose status, file, keys."""
        with Reading("file"):
            yield Static(id="text")
        yield KeyBar(lines=3)

    def on_mount(self) -> None:
        """Read the file."""
        self.query_one("#file").focus()
        self.relabel()
        self.desk.policy.start(self, self.reload, "reload", group="opening")
        self.desk.policy.start(self, self._opened, "opened", group="opened")

    async def _opened(self) -> None:
        """Write down who opened the file of a matter that only named people see."""
        actor, matter_id = self.gateway.actor, self.matter_id
        if await self.gateway.read(lambda views: holders(views, matter_id)) is not None:
            await self.gateway.write(
                lambda container: container.desk.note(RestrictedOpened(how="show"), actor=actor, matter_id=matter_id)
            )

    def relabel(self) -> None:
        """Say the fixed words again."""
        numbers = iter(range(1, 10))
        bar = [
            (name, key_name(self.keys[name]) or str(next(numbers)), translate(COMMANDS[name].words))
            for name in self.commands
        ]
        self.query_one(KeyBar).show([("back", "Esc", translate("返回")), *bar])

    @property
    def commands(self) -> Sequence[str]:
        """The commands that belong to the matter's kind."""
        matter = self.state.matter(self.matter_id) or (self.file.matter if self.file is not None else None)
        return BARS[matter.kind if matter is not None else "incident"]

    def action_numbered(self, number: int) -> None:
        """Run the command that has this digit in the key bar."""
        own = [name for name in self.commands if not self.keys[name]]
        if number <= len(own):
            self.action_command(own[number - 1])

    async def reload(self) -> None:
        """Read again and show."""
        now = self.gateway.now()
        file = await self.gateway.read(lambda views: read_file(views, self.matter_id, now))
        if file is not None and file.matter.category:
            file = await self.gateway.write(partial(graded, file))
        self.file = file
        if not self.drawn:
            return  # left meanwhile
        if self.file is not None:
            self.relabel()
            self.query_one("#file", Reading).head(f"{self.file.matter.label} {self.file.matter.title}")
            self.query_one("#text", Static).update(page_of(self.file, self.gateway.now()))
        else:  # restricted to others meanwhile
            self.query_one("#file", Reading).head("")
            self.query_one("#text", Static).update(Content(say("没有这个事项: {0}", "")))

    def action_back(self) -> None:
        """Back to the desk."""
        self.app.pop_screen()

    def pointed_at(self) -> Matter | None:
        """This matter."""
        return self.file.matter if self.file is not None else None

    async def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        """A click on the key bar."""
        if event.command == "back":
            self.action_back()
        else:
            self.action_command(event.command)


def graded(file: MatterFile, container: Container) -> MatterFile:
    """Add what the office's books say: the name of the kind, and a level that the figures now speak for."""
    from dutydesk.capabilities.grading import levels  # the write side: not before the first frame
    from dutydesk.capabilities.limits import handlers as limits
    from dutydesk.capabilities.limits.others import of_others, words_of_other

    matter, books = file.matter, container.desk.books
    others = of_others(books.rules, matter, has_figures=bool(file.figures)) if matter.state == "open" else []
    file = replace(
        file,
        limits=limits.words_of(container.views, books, [clock.id for clock in file.clocks]),
        others=[words_of_other(rule) for rule in others],
    )
    what = container.desk.books.taxonomy.name_of(matter.category, matter.subtype)
    proposal = levels.proposal_for(container.views, container.desk.books, matter)
    if proposal.ungraded and matter.state == "open" and matter.kind == "incident" and not matter.level:
        return replace(file, what=what, proposed=translate("无分级标准, 请人工定级"))
    if matter.state != "open" or not proposal.level or not is_higher(proposal.level, matter.level):
        return replace(file, what=what)
    reason = proposal.decided.worded() if proposal.decided else ""
    return replace(
        file, what=what, proposed=say("表内建议升为{0}级: {1} (f 或 s 确认)", LEVEL_MARKS[proposal.level], reason)
    )


def page_of(file: MatterFile, now: Instant) -> Content:
    """Return the file as styled text; every piece is literal, never markup."""
    matter = file.matter
    today = local_date(now)
    pieces: list[tuple[str, str] | str] = [
        (shown(f"{matter.label} {matter.title}"), "bold"),
        "\n",
        shown(" ".join(_head(matter))),
        "\n",
    ]
    standing = {one.field: one for one in sorted(file.figures, key=lambda one: (one.at, one.seq))}
    if standing:  # what everybody opens the file for
        pieces += [(shown(standing_figures(standing)), "bold"), "\n"]
    for words, style in _warnings(file):
        pieces += [(shown(words), style), "\n"]
    for word in next_steps(matter, file, now):
        pieces += [("> ", "bold"), shown(word), "\n"]
    pieces += ["\n", (translate("事实"), "bold"), "\n"]
    for name, value in facts_of(matter, file.what):
        pieces += [
            (shown(f"  {translate(name)} "), "dim"),
            shown(value) if value else (translate("待核实"), "italic"),
            "\n",
        ]
    for heading, lines in sections(file.handling):
        pieces += ["\n", (shown(heading), "bold"), "\n"]
        for words, style in lines:
            pieces += [(shown(f"  {words.rstrip()}"), style), "\n"]
    if file.figures:
        pieces += ["\n", (translate("数字"), "bold"), "\n"]
        current: set[str] = set()
        for figure in sorted(file.figures, key=lambda one: (one.at, one.seq), reverse=True):
            verified = f" {translate('已核实')}" if figure.verified else ""
            text = f"  {when(figure.at)} {standing_figures({figure.field: figure})}{verified} {figure.source}"
            pieces += [(shown(text), "dim" if figure.field in current else ""), "\n"]
            current.add(figure.field)
    pieces += pieces_of(file.affairs.sections)
    pieces += ["\n", (translate("时限"), "bold"), "\n"]
    for clock in sorted(file.clocks, key=lambda one: (one.state != "open", one.due_at)):
        pieces += [
            (shown(_clock_words(clock, now, file.limits.get(clock.id, ""))), "" if clock.state == "open" else "dim"),
            "\n",
        ]
    if file.others:
        pieces += ["\n", (translate("其他机构的上报时限 (参考, 本台不计时)"), "bold"), "\n"]
        for line in file.others:
            pieces += [(shown(f"  {line}"), "dim"), "\n"]
    pieces += _reports(file, now)
    pieces += ["\n", (translate("经过"), "bold"), "\n"]
    for line in file.lines:
        style = "strike dim" if line.struck else "bold $error" if line.kind == DENIED else ""
        text = line.text.replace("\n", "\n        ")
        pieces += [(shown(f"  {when(line.at, today)} {line.who} "), "dim"), (shown_lines(text), style), "\n"]
    return Content.assemble(*pieces)


def _reports(file: MatterFile, now: Instant) -> list[tuple[str, str] | str]:
    """What was sent to whom, and where a receipt is owed or there."""
    pieces: list[tuple[str, str] | str] = ["\n", (translate("报告"), "bold"), "\n"] if file.reports else []
    for report in file.reports:
        pieces += [shown(f"  {when(report.sent_at)} {report.title} → {listed(report.recipients)}"), "\n"]
        if report.blocked:
            from dutydesk.capabilities.reporting.rules.findings import name_of  # not before the first frame

            checks = sorted({finding["check"] for finding in report.blocked})
            words = say("    {0} 未改也未写理由, 不能打印外发", listed(translate(name_of(one)) for one in checks))
            pieces += [(shown(words), "bold $warning"), "\n"]
        to = file.recipients.get(report.id, ())
        if left := [one for one in to if one.standing(now) == NOT_SENT]:
            units = listed(one.unit for one in left)
            pieces += [(shown(f"    {standing_words(left[0], now)}: {units}"), "$warning"), "\n"]
        for one in to:
            standing = one.standing(now)
            if standing != NOT_SENT:
                said = shown(f"    {one.unit} {standing_words(one, now)}")
                pieces += [(said, "bold $error" if standing == OVERDUE else "dim"), "\n"]
    return pieces


def _warnings(file: MatterFile) -> list[tuple[str, str]]:
    """Who may know of the matter, where that is restricted; consents that were none."""
    restricted = [(file.restricted, "bold $warning")] if file.restricted else []
    return [*restricted, *((denied, "bold $error") for denied in file.denials)]


def _head(matter: Matter) -> list[str]:
    """Kind and colour; an incident alone has levels, and whoever leads."""
    words = [translate(KIND_NAMES[matter.kind]), translate(COLOUR_NAMES[matter.colour])]
    if matter.kind == "incident":
        words += [
            say("级别 {0}", LEVEL_MARKS.get(matter.level, "-")),
            say("响应 {0}", LEVEL_MARKS.get(matter.response_level, "-")),
        ]
    return [*words, say("牵头 {0}", matter.lead)] if matter.lead else words


def _clock_words(clock: ClockView, now: Instant, limits: str) -> str:
    standing = translate(STANDINGS[clock.standing(now)])
    remaining = time_left(clock.due_at - now) if clock.state == "open" else when(clock.met_at)
    how = arithmetic_words(clock)
    return f"  {fit(remaining, LEFT_CELLS, right=True)} {standing} {title(clock.title)}  {when(clock.due_at)}  {f'({how})' if how else ''} {limits}".rstrip()


def facts_of(matter: Matter, what: str) -> list[tuple[str, str]]:
    """Return the facts with their names; an empty one is still to be found out."""
    facts = [
        *([("地点", matter.place)] if matter.place or matter.kind == "incident" else []),
        ("来源", matter.source),
        ("收到", when(matter.received_at)),
    ]
    if matter.kind == "incident":
        facts.insert(0, ("发生", when(matter.occurred_at).strip()))
        facts.append(("类别", translate(what)))
    return facts


def next_steps(matter: Matter, file: MatterFile, now: Instant) -> list[str]:
    """Return what to do next, in the order of an incident's life."""
    if matter.state == "proposed":
        return [translate("待确认: 签收后确认立项或改色")]
    if matter.state != "open":
        plan = file.handling.plan
        of_plan = plan is not None and matter.criterion in plan.termination
        return [say("已办结: {0}", Word(matter.criterion) if of_plan else matter.criterion)] if matter.criterion else []
    steps: list[str] = [file.proposed] if file.proposed else []
    if matter.kind == "incident":
        if matter.response_level and matter.level and is_higher(matter.level, matter.response_level):
            steps.append(
                say("级别已为{0}级, 响应仍为{1}级 (v)", LEVEL_MARKS[matter.level], LEVEL_MARKS[matter.response_level])
            )
        if matter.assessed_at is None:
            steps.append(translate("评估 (s)"))
        elif matter.activated_at is None:
            steps.append(translate("启动响应 (v), 牵头单位一个"))
        if matter.first_sent_at is None:
            steps.append(translate("发首报 (r)"))
    steps += file.affairs.steps
    waiting = [clock for clock in file.clocks if clock.state == "open"]
    if waiting:
        first = waiting[0]
        words = "超时未办: {0} {1}" if first.due_at < now else "下一个到期: {0} {1}"
        steps.append(say(words, first.title, when(first.due_at)))
    return steps
