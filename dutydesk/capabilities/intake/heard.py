"""What the messages of a matter name beside its figures: who is in charge on the spot, the means there, how far it reaches.

Nobody verified any of it, and nobody recorded it: a report tells it as such, and the file shows whose words it is.
"""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.capabilities.intake.filling import facts_of
from dutydesk.capabilities.intake.reads import MessageView, of_matter
from dutydesk.capabilities.intake.rules import source_of
from dutydesk.capabilities.log.lines import FACT_NAMES
from dutydesk.capabilities.matters.facts import facts
from dutydesk.capabilities.matters.reads import FactView
from dutydesk.capabilities.matters.rules import INCIDENT, Matter
from dutydesk.capabilities.triage.rules.elements import elements, party
from dutydesk.i18n import say, translate, when
from dutydesk.kernel.instants import Instant, local_date
from dutydesk.kernel.text import one_line
from dutydesk.store.views import Views


def heard(views: Views, matter_id: str, put: Mapping[str, int]) -> list[FactView]:
    """Return what the messages of a matter name, oldest message first, each with who sent it.

    Args:
        views: reads.
        matter_id: of the matter.
        put: by message the row that put it to the matter; ``seq`` of a fact is that row's where it is later than the message's own.
    """
    return [
        FactView(
            name, words, _source(one), False, "", "", one.received_at, max(one.seq, put.get(one.id, 0)), one.disposed_by
        )
        for one in of_matter(views, matter_id)
        for name, words in elements(one.text).items()
    ]


def _source(one: MessageView) -> str:
    return source_of(one.sender, one.text, one.channel)


def told(views: Views, matter: Matter, now: Instant) -> list[str]:
    """Return the lines in which a file shows them, one a message: what is recorded in the same words is left out."""
    recorded = {one.text for one in facts(views, matter.id).values()}
    lines: list[str] = []
    for one in of_matter(views, matter.id):
        said = [
            f"{translate(FACT_NAMES[name])}: {words}"
            for name, words in elements(one.text).items()
            if words not in recorded
        ]
        if matter.kind != INCIDENT:  # an incident's own time, place and figures stand in its file
            people = party(one.text)
            said = [*([say("人员: {0}", people)] if people else []), *facts_of(one), *said]
        if said:
            head = " ".join(filter(None, (when(one.received_at, local_date(now)), _source(one))))
            lines.append(f"{head}: {one_line('; '.join(said))}")
    return lines
