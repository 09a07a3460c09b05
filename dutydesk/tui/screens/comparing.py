"""Two people at one form: the second sees what the first saved, and chooses field by field."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from dutydesk.i18n import say, translate, when
from dutydesk.kernel.refusal import OvertakenError
from dutydesk.kernel.text import one_line
from dutydesk.tui.choices import word_of
from dutydesk.tui.fields import Field, Suggested

if TYPE_CHECKING:
    from dutydesk.tui.screens.host import CommandScreen

THEIRS, MINE = "theirs", "mine"


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

    async def _compared(self, screen: CommandScreen, other: OvertakenError, fields: Sequence[Field]) -> Suggested:
        """Show what somebody else saved meanwhile; return what the person chose of it, which saving again confirms."""
        from dutydesk.capabilities.log.lines import told

        self.seq = other.seq
        names = screen.state.names
        who, said = names.get(other.actor, other.actor), one_line(told(other.kind, other.payload, names))
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
            title = say("{0}: 打开表单后 {1} 已存了别的", translate(field.label), who)
            if await screen.choose(title, choices) == THEIRS:
                taken[one.field] = one.theirs
        return Suggested(
            "",
            taken,
            "打开表单后 {0} {1} 已保存 (日志第 {2} 条): {3}; 您填的都在, 看过后再按 F2 即保存",
            who,
            when(other.at),
            other.seq,
            said,
        )
