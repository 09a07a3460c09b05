"""The command that records a fact in words, and what it does when two people write the same one."""

from __future__ import annotations

from functools import partial

from dutydesk.capabilities.matters.facts import FactView, facts
from dutydesk.i18n import say, translate, when
from dutydesk.store.views import Views
from dutydesk.tui.commands.base import Command
from dutydesk.tui.fields import Field
from dutydesk.tui.screens.host import CommandScreen


class RecordFact(Command):
    """Record a fact in words."""

    id = "fact"
    key = "F"
    words = "事实"
    does = "fact"
    kinds = ("incident",)
    help_text = "登记起因、过程、范围、趋势、处置、措施; 注明来源、由谁通过哪个号码核实"
    sought = ("要素", "核实", "起因", "经过", "facts", "verify")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Choose which fact, ask the words."""
        from dutydesk.capabilities.log.lines import FACT_NAMES

        matter = await screen.ask_matter(translate("登记哪个事项的事实"), cls.kinds)
        if matter is None:
            return
        name = await screen.choose(translate("哪个要素"), [(key, translate(word)) for key, word in FACT_NAMES.items()])
        if name:
            newest = partial(_newest_fact, matter_id=matter.id, name=name)
            known = await screen.gateway.read(newest)
            seen = known.seq if known else 0

            async def check(values: dict[str, str]) -> None:
                """Say which text this one was written over: the one last shown, here or by a refusal."""
                nonlocal seen
                current = await screen.gateway.read(newest)
                values["seen"], seen = str(seen), current.seq if current else 0

            fields = [
                Field("text", value=known.text if known else "", area=True),
                Field("source", value=known.source if known else ""),
                Field("verified_by", hint="空为待核实"),
                Field("through", "通过何号码"),
            ]
            heading = say("事实: {0} {1}", matter.label, FACT_NAMES[name])
            place = f"fact-{matter.id}-{name}"
            notes = [say("现存: {0} {1}", when(known.at), known.text)] if known else []
            await screen.form(heading, fields, "fact", place, notes=notes, check=check, matter=matter.id, name=name)


def _newest_fact(views: Views, matter_id: str, name: str) -> FactView | None:
    return facts(views, matter_id).get(name)
