"""The text of a report in its form: checked, drafted anew, each sentence with the facts behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dutydesk.capabilities.reporting.grounds import found_line, sentence_line
from dutydesk.tui.screens.aided import Spot

if TYPE_CHECKING:
    from dutydesk.bootstrap import Container
    from dutydesk.capabilities.matters.rules import Matter
    from dutydesk.capabilities.reporting.texts import Draft, Material
    from dutydesk.tui.screens.host import CommandScreen


class ReportAid:
    """What the desk knows about the text of a report that is being written."""

    field = "text"

    def __init__(self, screen: CommandScreen, matter: Matter, kind: str, drafted: Draft) -> None:
        self.screen, self.matter, self.kind, self.drafted = screen, matter, kind, drafted
        self._next = drafted

    def rests_on(self, text: str, place: int) -> str:
        """Return source, time and whether somebody verified it, of the sentence at a place."""
        return sentence_line(self.drafted.at(text, place))

    async def _with(self, work: Callable[[Container, Material], Any]) -> Any:
        from dutydesk.capabilities.reporting import drafting  # the write side: not before the first frame

        now = self.screen.gateway.now()

        def read(container: Container) -> Any:
            matter = container.views.matter(self.matter.id) or self.matter
            return work(container, drafting.material(container.views, container.desk.books, matter, now))

        return await self.screen.gateway.write(read)

    def _kind(self, values: Mapping[str, str]) -> str:
        return values.get("kind", "").strip() or self.kind

    async def spots(self, values: Mapping[str, str]) -> Sequence[Spot]:
        """Return the findings, what stops the sending first."""
        from dutydesk.capabilities.reporting import checking
        from dutydesk.capabilities.reporting.rules.checks import findings

        to = [one for one in values.get("to", "").replace("，", "、").split("、") if one.strip()]
        found = await self._with(
            lambda c, material: findings(
                checking.checked(
                    c.views,
                    c.desk.books,
                    material,
                    self._kind(values),
                    values[self.field],
                    to,
                    signer=values.get("signed_off_by", "").strip(),
                    drafter=self.screen.gateway.actor,
                )
            )
        )
        return [Spot(one.start, one.end, found_line(one), None if one.title else one.right) for one in found]

    async def mended(self, values: Mapping[str, str]) -> str:
        """Return the text with everything mended that has one right form."""
        from dutydesk.capabilities.reporting import checking

        return await self._with(
            lambda c, material: checking.mended(c.views, c.desk.books, material, self._kind(values), values[self.field])
        )

    async def renewed(self, values: Mapping[str, str]) -> tuple[str, list[str]]:
        """Return the text by the facts as they are now, and the lines that differ."""
        from dutydesk.capabilities.reporting import checking, texts
        from dutydesk.capabilities.reporting.blanks import draft

        kind = self._kind(values)
        if kind == "correction":
            return await self._corrected(values)
        self._next = await self._with(lambda c, material: draft(material, c.desk.books.wording, kind))
        text = texts.renewed(self.drafted, values[self.field], self._next)
        return text, checking.edited(values[self.field], text)

    async def _corrected(self, values: Mapping[str, str]) -> tuple[str, list[str]]:
        """Return the text of a correction by what is wrong and right in which report, and the lines that differ."""
        from dutydesk.capabilities.reporting import checking, drafting, gates

        def framed(container: Container, _: Material) -> str:
            wrong = gates.corrected_report(container.views, self.matter, values.get("corrects", ""))
            fix = gates.fix_of(values.get("wrong", ""), values.get("right", ""))
            cause = gates.cause_of(values.get("cause", ""))
            return drafting.correction_draft(container.views, wrong, fix, cause) if fix is not None else ""

        text = await self._with(framed) or values[self.field]
        return text, checking.edited(values[self.field], text)

    def took(self) -> None:
        """From now on the new draft is what a hand changes."""
        self.drafted = self._next
