"""What every screen with commands has: state, the gateway, a subject, and straight-line dialogs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from textual.binding import Binding
from textual.screen import Screen

from dutydesk.capabilities.matters.rules import Matter
from dutydesk.capabilities.obligations.bundles import Bundle, is_anothers
from dutydesk.i18n import explain, say
from dutydesk.ids import new_id
from dutydesk.kernel.refusal import OvertakenError, Refused
from dutydesk.kernel.when import Meaning
from dutydesk.kernel.wording import Worded
from dutydesk.store.errors import StoreError
from dutydesk.tui.alarmed import Alarmed
from dutydesk.tui.commands.base import COMMANDS, Command, bindings, keys_in_force
from dutydesk.tui.fields import UNSAID, Field
from dutydesk.tui.gateway import Gateway
from dutydesk.tui.screens.comparing import Known, Seen, overtaken_words
from dutydesk.tui.screens.leading import Leading
from dutydesk.tui.screens.saidback import read_back, saved_words
from dutydesk.tui.screens.signing import perform_signed, signatures
from dutydesk.tui.state import DeskState
from dutydesk.tui.targets import MATTER, Pointed, matter_words
from dutydesk.tui.text import reason_of, shown
from dutydesk.tui.widgets.status import KeyBar
from dutydesk.tui.workers import Guarded

if TYPE_CHECKING:
    from dutydesk.desk.service import Done
    from dutydesk.kernel.acts import Act
    from dutydesk.tui.app import DeskApp
    from dutydesk.tui.screens.aided import Aid
    from dutydesk.tui.screens.form import Grow, ReadBack
    from dutydesk.tui.screens.lock import Taken


Check = Callable[[dict[str, str]], Awaitable[None]]
"""Looks at what was typed in a form before it is saved."""


def act_of(name: str, words: dict[str, Any]) -> Act:
    """Return the act of a name and words; the acts are imported when the first is needed, after the first frame."""
    from dutydesk.usecase.acts import REGISTRY

    return REGISTRY[name].from_words(words)


class CommandScreen(Leading, Seen, Guarded, Alarmed, Screen[None]):
    """A screen on which the commands of the desk work."""

    EVERYWHERE_ONLY = False
    COMMAND_KEYS = True
    """Whether the commands' keys work here; a screen with keys of its own says no."""

    def __init__(self, gateway: Gateway, keys: dict[str, str] | None = None) -> None:
        super().__init__()
        self.gateway = gateway
        self.keys = keys if keys is not None else keys_in_force({})[0]
        for binding in bindings(self.keys, everywhere_only=self.EVERYWHERE_ONLY) if self.COMMAND_KEYS else ():
            self._bindings.key_to_bindings.setdefault(binding.key, []).append(cast("Binding", binding))

    @property
    def desk(self) -> DeskApp:
        """The application."""
        return cast("DeskApp", self.app)

    @property
    def state(self) -> DeskState:
        """The picture of the store that is shown now."""
        return self.desk.state

    def action_command(self, name: str) -> None:
        """Run a command; it may wait for dialogs."""
        self.desk.policy.once(self, partial(self._run, COMMANDS[name]), "command")

    async def _run(self, command: type[Command]) -> None:
        """Run a command, unless who sits here may not: then that is said before anything is asked."""
        if not command.does or self.may(command.does):
            self.desk.used[command.id] += 1
            with self.beginning():
                await command.run(self)
            self.desk.desk_screen.walk.saw(command=command.id)

    def command_names(self) -> list[str]:
        """The commands that work here, as they are declared."""
        return [name for name, one in COMMANDS.items() if one.everywhere or not self.EVERYWHERE_ONLY]

    def lacking(self, act: str) -> Worded | None:
        """Return why who sits here has no right to an act (not raised), None where there is one."""
        from dutydesk.usecase.acts import REGISTRY  # the write side: not before the first frame

        state, right = self.state, REGISTRY[act].RIGHT
        officer = state.officers.get(self.gateway.actor)
        lacking = self.gateway.rights.lacking(officer.name, officer.roles, right) if officer is not None else None
        return state.read_only if lacking is None and right == "write" else lacking

    def may(self, act: str) -> bool:
        """Whether who sits here has the right to an act; says in words who has it where not. The desk asks again."""
        lacking = self.lacking(act)
        if lacking is not None:
            self.tell(explain(lacking), trouble=True)
        return lacking is None

    @property
    def leads(self) -> bool:
        """Whether who sits here is a leader, whose own consent needs no other name."""
        officer = self.state.officers.get(self.gateway.actor)
        return officer is not None and self.gateway.rights.may(officer.roles, "approve")

    TAKES_FILES = True

    def strip_keys(self, bundle: Bundle) -> tuple[str, ...]:
        """The keys of the strip work, where they are about the alert that it shows and not about the cursor's row."""
        if not self.COMMAND_KEYS:
            return () if is_anothers(bundle.first, self.gateway.actor) else ("acknowledge",)
        first = bundle.first
        clock = self.pointed_clock()
        other = any(alert.obligation == clock for alert in self.state.unacknowledged) and not bundle.has(clock)
        other = other or is_anothers(first, self.gateway.actor)
        matter = self.pointed_at()
        report = first.matter_id is not None and (matter is None or matter.id == first.matter_id)
        return (*(() if other else ("acknowledge",)), *(("report",) if report else ()))

    def tick(self, now: int) -> None:
        """A second has passed (µs UTC)."""

    def relabel(self) -> None:
        """Say the fixed words again: the language changed."""

    @property
    def drawn(self) -> bool:
        """Whether its widgets stand: not before it is composed nor after it was left, and the desk speaks to it at both times."""
        return bool(self.query(KeyBar))

    async def reload(self) -> None:
        """Read again what only this screen shows."""

    # ------------------------------------------------------------ what a command is about

    def pointed_at(self) -> Matter | None:
        """Return the matter under the cursor or of the alert just answered; screens say which."""
        return None

    def pointed_clock(self) -> str:
        """Return the id of the clock under the cursor, empty when there is none."""
        return ""

    def pointed(self) -> Pointed:
        """Return what the cursor is on."""
        matter = self.pointed_at()
        return Pointed(MATTER, matter_words(matter), matter) if matter is not None else Pointed()

    def marked_clocks(self) -> frozenset[str]:
        """Return the ids of clocks that are marked for one act."""
        return frozenset()

    def unmark(self, keys: Iterable[str]) -> None:
        """Take the marks of clocks that were dealt with."""

    async def ask_matter(self, title: str, kinds: Sequence[str] = ()) -> Matter | None:
        """Return the matter a command is about: the one pointed at, the only one, or one that is chosen."""
        wanted = [matter for matter in self.state.matters if not kinds or matter.kind in kinds]
        pointed = self.pointed_at()
        if pointed is not None and (not kinds or pointed.kind in kinds):
            return pointed
        if len(wanted) <= 1:
            if not wanted:
                self.tell(say("没有可选的事项"))
            return wanted[0] if wanted else None
        choices = [(matter.id, f"{matter.label} {matter.title}") for matter in wanted]
        chosen = await self.choose(title, choices)
        return self.state.matter(chosen) if chosen else None

    # ------------------------------------------------------------ acts and forms

    async def perform(self, name: str, /, *, quiet: bool = False, **words: Any) -> bool:
        """Perform the named act without a form; what was saved is said as a form says it, a refusal too.

        ``quiet``: the caller says in its own words what was saved. Returns whether it was done.
        """
        try:
            act = act_of(name, words)
            done = await perform_signed(self, act, new_id(), since=self.known())
        except OvertakenError as other:
            self.tell(overtaken_words(self, other), trouble=True)
            self.was_told(other)
            await self.desk.refresh_state()
            return False
        except (Worded, StoreError) as error:
            self.tell(reason_of(error), trouble=True)
            return False
        if not quiet:
            self.say_saved(done)
        await self.desk.refresh_state()
        return True

    async def refuses(self, name: str, **words: Any) -> bool:
        """Whether the desk would refuse an act as it stands; then the reason is told before anything is asked."""
        refusal = await self.refusal_of(name, **words)
        if refusal is not None:
            self.tell(reason_of(refusal), trouble=True)
        return refusal is not None

    async def refusal_of(self, name: str, **words: Any) -> Refused | None:
        """Return why the desk would refuse an act as it stands, None where it would not."""
        act, actor = act_of(name, words), self.gateway.actor
        try:
            await self.gateway.write(lambda container: container.desk.rehearse(act, actor=actor))
        except (Refused, StoreError) as refusal:  # what the store cannot take, the act itself says
            return refusal if isinstance(refusal, Refused) else None
        return None

    async def choose(self, title: str, choices: Sequence[tuple[str, str]]) -> str:
        """Let the person choose one of some things; return its key, empty for none."""
        from dutydesk.tui.screens.dialogs import ChooseScreen

        return await self.app.push_screen_wait(ChooseScreen(title, choices)) or ""

    def reading_room(self) -> int:
        """Return how many cells a line of what ``read`` shows has, beside its scroll bar."""
        from dutydesk.tui.screens.dialogs import TextScreen

        return TextScreen.room(self.app.size.width)

    async def read(self, title: str, text: str | Sequence[tuple[str, str]], leave: str = "Esc 返回") -> None:
        """Show a text to read; ``leave`` says what Escape leads to."""
        from dutydesk.tui.screens.dialogs import TextScreen

        await self.app.push_screen_wait(TextScreen(title, text, leave))

    async def form(
        self,
        title: str,
        fields: Sequence[Field],
        name: str,
        place: str,
        /,
        *,
        notes: Sequence[str] = (),
        check: Check | None = None,
        grow: Grow | None = None,
        typed: dict[str, str] | None = None,
        times: Mapping[str, tuple[Meaning, str]] | None = None,
        aid: Aid | None = None,
        **fixed: Any,
    ) -> bool:
        """Ask with a form and perform the named act; returns whether it was saved.

        Args:
            title: heading.
            fields: what is asked.
            name: the act's.
            place: names the draft.
            notes: lines to read above the fields.
            check: looks at what was typed before it is saved; may raise ``Suggested`` or ``Refused``.
            grow: what else is asked once something was chosen.
            typed: gets what was typed, when it was saved.
            times: what times mean here, where that is not what the act declares.
            aid: who helps with one of the texts: checks it, drafts it anew.
            fixed: words of the act that are not asked.
        """
        from dutydesk.tui.screens.form import FormScreen
        from dutydesk.tui.vocabularies import completed
        from dutydesk.usecase.acts import REGISTRY

        if not self.may(name):
            return False
        act_class = REGISTRY[name]
        own = act_class.own_time()
        if own and own not in {
            *fixed,
            *(field.name for field in fields),
        }:  # what was done earlier: behind 更多, in every form
            fields = [*fields, Field(own, more=True)]
        fields = await completed(self, act_class, fields, fixed)

        async def grown(values: Mapping[str, str]) -> Sequence[Field]:
            return await completed(self, act_class, await grow(values), fixed) if grow is not None else ()

        draft = await self.desk.drafts.of(place)
        act_id = new_id()
        last: dict[str, str] = {}
        known = Known(self.known())
        signed_for: dict[str, str] = {}
        given: dict[str, Taken] = {}

        async def submit(values: dict[str, str]) -> None:
            if check is not None:
                await check(values)
            words = {name: value for name, value in values.items() if value.strip() and name not in UNSAID}
            if words != signed_for:  # nobody signed these words
                given.clear()
                signed_for.clear()
                signed_for.update(words)
            try:
                act = act_of(name, {**words, **fixed})
                act, signed, ask = await signatures(self, act, given)
                async with known.comparing(self, fields):
                    done = await perform_signed(self, act, act_id, signed, ask=ask, draft=place, since=known.seq)
            except KeyError as error:  # pragma: no cover - fields and acts are matched by a test
                raise Refused(str(error), "没有这一栏: {0}", str(error)) from error
            self.say_saved(done)
            last.update(values)

        form: type[FormScreen] | Callable[..., FormScreen] = partial(FormScreen, does=act_class.DOES)
        if aid is not None:
            from dutydesk.tui.screens.aided import AidedForm

            form = partial(AidedForm, aid=aid, does=act_class.DOES)
        saved = await self.app.push_screen_wait(
            form(
                title,
                fields,
                submit,
                draft=draft,
                place=place,
                notes=notes,
                read=self.read_of(name, times),
                grow=grown if grow is not None else None,
                uses=self.desk.uses,
            )
        )
        if saved:
            if typed is not None:
                typed.update(last)
            self.desk.drafts.put(place, "")
            await self.desk.refresh_state()
        return bool(saved)

    def say_saved(self, done: Done) -> None:
        """Say what an act saved: what the desk remarks on it, else the entry in one line; it takes the place of the one before."""
        from dutydesk.desk.echo import remarks  # the write side: not before the first frame

        self.knows(done)
        said = [reason_of(remark) for remark in remarks(done.rows)]
        self.desk.say_saved(said or [saved_words(done, self.state.names)])

    def read_of(self, name: str, times: Mapping[str, tuple[Meaning, str]] | None = None) -> ReadBack:
        """Return what says back how the times and figures of an act's form are read, or why they cannot be."""
        return partial(read_back, name, self, times)

    def tell(self, words: str, *, trouble: bool = False) -> None:
        """Say something in passing."""
        self.notify(
            shown(words), severity="error" if trouble else "information", markup=False, timeout=8 if trouble else 4
        )
