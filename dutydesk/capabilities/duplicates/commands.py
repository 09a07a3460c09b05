"""Before a second matter is made: the ones that look like it, and whether it is the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dutydesk.capabilities.appeals.rules import Affair, Likeness
from dutydesk.capabilities.duplicates import reads
from dutydesk.capabilities.duplicates.words import why
from dutydesk.capabilities.intake.reads import MessageView
from dutydesk.capabilities.matters.rules import Matter
from dutydesk.i18n import say, translate, when
from dutydesk.kernel.instants import local_date
from dutydesk.kernel.refusal import Refused
from dutydesk.tui.screens.host import CommandScreen

NEITHER = "-"


def words(one: Matter, alike: Likeness, screen: CommandScreen) -> str:
    """Return a matter that may be the same, with its score and the reasons."""
    received = when(one.received_at, local_date(screen.gateway.now()))
    return f"{one.label} {one.title} {received} ({why(alike.score, dict(alike.reasons))})"


async def of_message(screen: CommandScreen, one: MessageView) -> tuple[list[tuple[str, str]], list[tuple[int, str]]]:
    """Return what a message may be about (id and words of matters under way), and what it may repeat (numbers and words)."""
    now = screen.gateway.now()
    matters, messages = await screen.gateway.read(
        lambda views: (reads.candidates(views, reads.of_message(one), now), reads.same_messages(views, one))
    )
    return (
        [(other.id, words(other, alike, screen)) for other, alike in matters],
        [(seq, say("消息 #{0} ({1})", seq, why(alike.score, dict(alike.reasons)))) for seq, _, alike in messages],
    )


async def decide(screen: CommandScreen, found: Sequence[tuple[str, str]]) -> str:
    """Ask whether something new is one of those: the id, ``NEITHER``, empty where nobody said."""
    rows = [(key, say("是同一件: {0}", told)) for key, told in found]
    return await screen.choose(translate("可能是同一件"), [*rows, (NEITHER, translate("不是同一件, 新立"))])


class Opening:
    """Asked once in a form that opens a matter: what is decided is kept for what is looked at anew."""

    def __init__(self, screen: CommandScreen, kind: str, denied: Sequence[str] = ()) -> None:
        self.screen, self.kind = screen, kind
        self.denied = list(denied)
        """Labels of matters that it is not the same as; goes with the act."""

        self.same_as = ""

    async def check(self, values: dict[str, str]) -> None:
        """Ask whether it is one of those that look like it.

        Raises:
            Refused: there are some, and nobody said.
        """
        if not self.same_as:
            await self._ask(values)
        if self.same_as:
            values["same_as"] = self.same_as

    async def _ask(self, values: Mapping[str, str]) -> None:
        now = self.screen.gateway.now()
        title, place, source = (values.get(name, "").strip() for name in ("title", "place", "source"))
        affair = Affair("", self.kind, values.get("subtype", "").strip(), title or place, place, source, now)
        found = await self.screen.gateway.read(lambda views: reads.candidates(views, affair, now))
        asked = [(one, alike) for one, alike in found if one.label not in self.denied]
        if not asked:
            return
        answer = await decide(self.screen, [(one.label, words(one, alike, self.screen)) for one, alike in asked])
        if not answer:
            raise Refused("title", "请先说明是不是同一件: {0}", asked[0][0].label)
        if answer == NEITHER:
            self.denied += [one.label for one, _ in asked]
        else:
            self.same_as = answer
