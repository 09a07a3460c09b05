"""Two people at one form: the second sees what the first saved, and chooses field by field."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Generator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any

from dutydesk.i18n import say, translate, when
from dutydesk.kernel.refusal import OvertakenError, Refused
from dutydesk.kernel.text import one_line
from dutydesk.tui.choices import word_of
from dutydesk.tui.fields import Field, Suggested

if TYPE_CHECKING:
    from dutydesk.desk.service import Done
    from dutydesk.tui.screens.host import CommandScreen
    from dutydesk.tui.state import DeskState

THEIRS, MINE = "theirs", "mine"


class Seen:
    """How far of the journal whoever sits at a screen has seen: what was shown when a command began, and their own acts."""

    _began: int | None = None
    _saved: int = 0

    @property
    def state(self) -> DeskState:
        """The picture of the store that is shown now."""
        raise NotImplementedError

    @contextmanager
    def beginning(self) -> Generator[None]:
        """While a command runs, what it showed when it began counts: a dialog covers what comes later."""
        self._began = self.state.head
        try:
            yield
        finally:
            self._began = None

    def known(self) -> int:
        """Return the newest seq that was seen."""
        return max(self.state.head if self._began is None else self._began, self._saved)

    def knows(self, done: Done) -> None:
        """An act of this session was saved: it is nobody else's."""
        self._saved = max(self._saved, done.seq, *(row.seq for row in done.rows))

    def was_told(self, other: OvertakenError) -> None:
        """What somebody else saved was told: the next press goes on from there, however late the screen is drawn."""
        self._saved = max(self._saved, other.seq)


class Known:
    """How far of the journal whoever fills a form has seen."""

    def __init__(self, seq: int) -> None:
        self.seq = seq

    @asynccontextmanager
    async def comparing(self, screen: CommandScreen, fields: Sequence[Field]) -> AsyncGenerator[None]:
        """Compare, where the desk says that somebody else saved the same meanwhile.

        Raises:
            Suggested: they did; what was chosen of it goes into the fields.
        """
        try:
            yield
        except OvertakenError as other:
            raise await self._compared(screen, other, fields) from other

    async def perform_one(
        self, screen: CommandScreen, name: str, words: dict[str, Any], act_id: str, fields: Sequence[Field], said: str
    ) -> None:
        """Perform an act on one of several things that share a form; where somebody else saved the same, both are shown for this one.

        Raises:
            Refused: what the desk raises; or there is nothing to choose between, and it is shown before it is saved.
        """
        from dutydesk.tui.screens.signing import perform_signed
        from dutydesk.usecase.acts import REGISTRY

        try:
            await perform_signed(screen, REGISTRY[name].from_words(words), act_id, since=self.seq)
        except OvertakenError as other:
            if not other.differences:
                raise Refused("", "{0}", overtaken_words(screen, other)) from other
            words = {**words, **await chosen(screen, other, fields, said)}
            await perform_signed(screen, REGISTRY[name].from_words(words), act_id, since=other.seq)

    async def _compared(self, screen: CommandScreen, other: OvertakenError, fields: Sequence[Field]) -> Suggested:
        """Show what somebody else saved meanwhile; return what the person chose of it, which saving again confirms."""
        self.seq = other.seq
        taken = await chosen(screen, other, fields)
        who, said = said_by(screen, other)
        return Suggested(
            "",
            taken,
            "打开表单后 {0} {1} 已保存 (日志 #{2}): {3}; 您填的都在, 看过后再按 F2 即保存",
            who,
            when(other.at),
            other.seq,
            said,
        )


def said_by(screen: CommandScreen, other: OvertakenError) -> tuple[str, str]:
    """Return who saved the same meanwhile, and what, in one line."""
    from dutydesk.capabilities.log.lines import told

    names = screen.state.names
    return names.get(other.actor, other.actor), one_line(told(other.kind, other.payload, names))


async def chosen(screen: CommandScreen, other: OvertakenError, fields: Sequence[Field], of: str = "") -> dict[str, str]:
    """Show both, field by field; return what was chosen of the other's. ``of``: which of several things it is about."""
    who, _ = said_by(screen, other)
    by_name = {field.name: field for field in fields}
    taken: dict[str, str] = {}
    for one in other.differences:
        field = by_name.get(one.field)
        if field is None:
            continue
        choices = [
            (MINE, say("我填的: {0}", one_line(word_of(one.mine, field.choices)))),
            (THEIRS, say("{0} 存的: {1}", who, one_line(word_of(one.theirs, field.choices)))),
        ]
        title = say("{0}: 打开表单后 {1} 已存了别的", " ".join(filter(None, (of, translate(field.label)))), who)
        if await screen.choose(title, choices) == THEIRS:
            taken[one.field] = one.theirs
    return taken


def overtaken_words(screen: CommandScreen, other: OvertakenError) -> str:
    """Say, where nothing was typed that could be compared, what somebody else saved a moment before."""
    who, said = said_by(screen, other)
    return say("{0} {1} 已保存 (日志 #{2}): {3}; 您的没有保存, 看过后可再按一次", who, when(other.at), other.seq, said)
