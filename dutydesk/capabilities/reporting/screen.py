"""The text of a report in its form: checked, drafted anew, each sentence with the facts behind it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dutydesk.capabilities.matters.rules import REPORT_NAMES
from dutydesk.capabilities.reporting.grounds import found_line, sentence_line
from dutydesk.capabilities.reporting.rules.reporting import NOTHING_NEW, names_asked
from dutydesk.i18n import say, translate
from dutydesk.kernel.wording import Word
from dutydesk.tui.screens.aided import Spot

FIELDS = {"P-25": "signed_off_by"}
"""What is found that is about another field than the text."""

if TYPE_CHECKING:
    from dutydesk.bootstrap import Container
    from dutydesk.capabilities.matters.rules import Matter
    from dutydesk.capabilities.reporting.texts import Draft, Material
    from dutydesk.tui.screens.host import CommandScreen


class ReportAid:
    """What the desk knows about the text of a report that is being written."""

    field = "text"

    def __init__(
        self,
        screen: CommandScreen,
        matter: Matter,
        kind: str,
        drafted: Draft,
        *,
        signed: Collection[str] = (),
        read: Collection[str] = (),
    ) -> None:
        """``signed``, ``read``: kinds of reports that a leader signs off, and that another than the drafter reads first."""
        self.signed_kinds, self.read_kinds = signed, read
        self.screen, self.matter, self.kind, self.drafted = screen, matter, kind, drafted
        self._next = drafted
        self.drafted_for = self._next_for = kind

    def another(self, values: Mapping[str, str]) -> str:
        """Return that the text was drafted for another kind than is chosen; empty where it was not."""
        kind = self._kind(values)
        if kind == self.drafted_for or kind not in REPORT_NAMES:
            return ""
        former, now = (Word(REPORT_NAMES[one]) for one in (self.drafted_for, kind))
        return say("正文是按{0}拟的, 有手改; 种类现为{1}: F7 重拟, 手改的句子不动", former, now)

    def unfinished(self, text: str) -> tuple[int, str]:
        """Return the place behind 无新进展, and that whom one asked and when is to be written there; else the end of the text."""
        at = text.find(NOTHING_NEW)
        if at < 0 or names_asked(text):
            return len(text), ""
        said = say("接着写何时向谁核实, 如 “，×时×分向{0}核实”; 不写则不能打印外发", self.matter.source or "××")
        return at + len(NOTHING_NEW), said

    async def redrawn(self, values: Mapping[str, str]) -> str | None:
        """Return the draft of the kind that is chosen now; a correction has none; None where a hand has changed the text."""
        if values[self.field] != self.drafted.text:
            return None
        kind = self._kind(values)
        self._next, self._next_for = await self._drawn(kind), kind
        return self._next.text

    async def _drawn(self, kind: str) -> Draft:
        from dutydesk.capabilities.reporting.blanks import draft
        from dutydesk.capabilities.reporting.texts import Draft

        if kind == "correction":
            return Draft(())
        return await self._with(lambda c, material: draft(material, c.desk.books.wording, kind))

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

    def lacking(self, values: Mapping[str, str]) -> Mapping[str, str]:
        """Return who has to sign and to read this kind of report and is not named, with what is said of it, by field."""
        kind, found = self._kind(values), dict[str, str]()
        if kind in self.signed_kinds and not values.get("signed_off_by", "").strip():
            found["signed_off_by"] = translate("还没有签发人: 发出时写明, 不能是拟稿人")
        if kind in self.read_kinds and not any(values.get(name, "").strip() for name in ("read_by", "unread")):
            found["read_by"] = translate("还没有核稿: 写明核稿人, 只有一人在岗时写明理由")
        return found

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
        spots = [
            Spot(one.start, one.end, found_line(one), None if one.title else one.right, FIELDS.get(one.check, ""))
            for one in found
        ]
        unread = self.lacking(values).get("read_by")
        return [*([Spot(0, 0, unread, field="read_by")] if unread else []), *spots]

    async def mended(self, values: Mapping[str, str]) -> str:
        """Return the text with everything mended that has one right form."""
        from dutydesk.capabilities.reporting import checking

        return await self._with(
            lambda c, material: checking.mended(c.views, c.desk.books, material, self._kind(values), values[self.field])
        )

    async def renewed(self, values: Mapping[str, str]) -> tuple[str, list[str]]:
        """Return the text by the facts as they are now, and the lines that differ."""
        from dutydesk.capabilities.reporting import checking, texts

        kind = self._kind(values)
        if kind == "correction":
            self._next_for = kind
            return await self._corrected(values)
        self._next, self._next_for = await self._drawn(kind), kind
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
        self.drafted, self.drafted_for = self._next, self._next_for
