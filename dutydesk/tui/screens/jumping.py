"""The line behind ``:``: a matter, a person, a moment or a line of the log, named as people name it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from dutydesk.capabilities.calls import reads as calls
from dutydesk.capabilities.roster.reads import held
from dutydesk.capabilities.roster.rules.checks import POST_WORDS
from dutydesk.i18n import explain, listed, say, translate, when
from dutydesk.kernel.instants import DAY, Instant
from dutydesk.kernel.people import ROLE_NAMES
from dutydesk.kernel.telephones import shown as shown_number
from dutydesk.kernel.text import clauses
from dutydesk.tui import jumps
from dutydesk.tui.alarmed import Alarmed
from dutydesk.tui.screens.dialogs import FilterLine
from dutydesk.tui.screens.fitting import Fitted
from dutydesk.tui.text import safe
from dutydesk.tui.widgets.flow import Hint
from dutydesk.tui.widgets.paint import Part
from dutydesk.tui.widgets.rows import Row, RowsPane
from dutydesk.tui.workers import Guarded

if TYPE_CHECKING:
    from dutydesk.store.views import Views
    from dutydesk.tui.screens.host import CommandScreen
    from dutydesk.tui.state import DeskState

AHEAD = 60 * DAY
"""How far ahead a person's shifts are told."""

SHIFTS = 3
"""How many of them."""


class JumpScreen(Fitted, Guarded, Alarmed, ModalScreen[jumps.Place | None]):
    """Returns the place to go to, None for none."""

    CSS_PATH = "../styles/screens.tcss"
    BODY = "#choices"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]

    def __init__(self, known: jumps.Known) -> None:
        super().__init__()
        self.known = known
        self.found: list[jumps.Place] = []

    def compose(self) -> ComposeResult:
        """Compose the line, where it leads, a complaint, the keys."""
        rows = RowsPane("choices", "")
        rows.led = True
        rows.styles.height = jumps.SHOWN + 1
        with Vertical(classes="dialog"):
            yield Static(safe(translate("跳转")), classes="title")
            field = FilterLine(rows)
            field.placeholder = translate("Y3, 姓名, 12-1 08:00, 日志条号")
            yield field
            yield rows
            yield Static("", classes="complaint", id="complaint-")
            yield Hint(translate("Enter 前往, 上下移动, Esc 返回"))

    def on_mount(self) -> None:
        """The open matters stand there from the beginning."""
        self._show("")
        self.query_one(FilterLine).focus()

    def _show(self, typed: str) -> None:
        self.found = jumps.places(typed, self.known)
        pane = self.query_one(RowsPane)
        pane.show([Row(str(n), _parts(one)) for n, one in enumerate(self.found)])
        pane.action_first()
        complaint = self.query_one("#complaint-", Static)
        complaint.set_class(False, "-shown")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._show(event.value)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        if self.found:
            self.query_one(RowsPane).action_choose()
        elif event.value.strip():
            complaint = self.query_one("#complaint-", Static)
            complaint.update(safe(explain(jumps.misread(event.value, self.known))))
            complaint.add_class("-shown")
        else:
            self.dismiss(None)

    @on(RowsPane.Chosen)
    def _chosen(self, event: RowsPane.Chosen) -> None:
        self.dismiss(self.found[int(event.key)])


def _parts(place: jumps.Place) -> tuple[Part, ...]:
    said = place.said
    if place.kind == jumps.MOMENT:
        said = when(int(place.key))
    elif place.kind == jumps.ROW:
        said = say("第 {0} 条", int(place.key))
    return Part(f"{translate(jumps.KIND_WORDS[place.kind])} ", "dim", 14), Part(said, "plain", -1)


def read_known(views: Views, state: DeskState, now: Instant) -> jumps.Known:
    """Return what jumps are read against: open matters in the desk's order, ended ones the newest first, people."""
    here = {one.id for one in state.matters}
    ended = [one for one in views.matters(ended=True) if one.id not in here]
    ended.sort(key=lambda one: one.opened_at, reverse=True)
    people = [jumps.Person(one.id, one.name) for one in state.officers.values() if not one.disabled]
    own = {one.name for one in people}
    others: dict[str, jumps.Person] = {}
    for one in calls.contacts(views):
        if one.name and one.name not in own:
            others.setdefault(one.name, jumps.Person(one.name, one.name, tuple(filter(None, (one.unit, one.post)))))
    return jumps.Known((*state.matters, *ended), (*people, *others.values()), now, state.head)


def person_lines(views: Views, state: DeskState, key: str, now: Instant) -> str:
    """Return what the desk knows of a person: roles, the post held now, shifts to come, telephones."""
    officer = state.officers.get(key)
    name = officer.name if officer is not None else key
    told = [listed(ROLE_NAMES[role] for role in officer.roles)] if officer is not None else []
    shift = state.shift
    if shift is not None and officer is not None:
        posts = {"a": shift.a, "b": shift.b, "leader": shift.leader, "director": shift.director}
        mine = [POST_WORDS[post] for post, who in posts.items() if who == key]
        told.append(say("现任 {0}, 到 {1}", mine, when(shift.ends)) if mine else translate("现在没有班"))
    coming = [
        f"{when(one.shift_begins)} {translate(POST_WORDS[post])}"
        for one in held(views, now, now + AHEAD)
        for post, who in one.posts.items()
        if who == key and one.shift_begins > now
    ]
    if officer is not None:
        told.append(say("排班: {0}", clauses(coming[:SHIFTS])) if coming else translate("没有排到的班"))
    contacts = [one for one in calls.contacts(views) if name in (one.name, *([] if officer is None else [one.officer]))]
    told += [f"{one.spoken} {' '.join(map(shown_number, one.numbers))}".rstrip() for one in contacts]
    return "\n".join(told)


async def jump(screen: CommandScreen) -> None:
    """Ask where to and go there."""
    desk, state, now = screen.desk, screen.state, screen.gateway.now()
    known = await screen.gateway.read(lambda views: read_known(views, state, now))
    place = await screen.app.push_screen_wait(JumpScreen(known))
    if place is None:
        return
    if place.kind == jumps.PERSON:
        name = next((one.name for one in known.people if one.key == place.key), place.key)
        told = await screen.gateway.read(lambda views: person_lines(views, state, place.key, now))
        await screen.read(name, told or translate("没有更多记录"))
        return
    if screen is not desk.desk_screen:
        desk.pop_screen()
    if place.kind == jumps.MATTER:
        desk.open_matter(place.key)
    elif place.kind == jumps.MOMENT:
        await desk.desk_screen.go_to(int(place.key))
    else:
        desk.desk_screen.action_pane(1)
        desk.desk_screen.log_pane.go_to_seq(int(place.key))
