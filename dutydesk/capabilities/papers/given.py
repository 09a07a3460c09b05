"""What is said of a paper when it is printed: to whom it goes, in how many copies, who checked it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dutydesk.capabilities.papers.rules import PaperForm, values_in
from dutydesk.capabilities.reporting.reads import report_named
from dutydesk.capabilities.sending.reads import recipients
from dutydesk.kernel.refusal import Refused
from dutydesk.kernel.typed_numbers import COPIES, whole
from dutydesk.kernel.wording import vocabulary
from dutydesk.store.views import Views

NAMES: Mapping[str, str] = vocabulary(
    {"to": "主送或报", "copy": "抄送或送", "copies": "印发份数", "checker": "审核", "reviser": "核稿"}
)
"""What may be said, in the order of asking."""

UNITS = ("to", "copy")
WITH_ADDRESSEE = ("document", "letter")
"""Layouts with a line of 主送 above the text."""

MOST_COPIES = 999
_BETWEEN = re.compile("[、,，;；\n]")


def asked_of(form: PaperForm) -> tuple[str, ...]:
    """Return what a paper has a place for."""
    places = values_in(form) | ({"to"} if form.layout in WITH_ADDRESSEE else set[str]())
    return tuple(name for name in NAMES if name in places)


def read(form: PaperForm, typed: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed as the paper has it; what is empty is left out.

    Raises:
        Refused: the paper has no place for it, or it is none.
    """
    found: dict[str, str] = {}
    for name, words in typed.items():
        said = words.strip()
        if not said:
            continue
        if name not in asked_of(form):
            raise Refused(name, "{0}上没有这一项", form.name)
        if name in UNITS:
            said = "，".join(units_of(said))
        elif name == "copies":
            copies = whole(said, *COPIES)
            if copies is None or not 1 <= copies <= MOST_COPIES:
                raise Refused(name, "份数须为 1 至 {0} 的整数, 不是 {1}", MOST_COPIES, said)
            said = str(copies)
        found[name] = said
    return found


def units_of(said: str) -> list[str]:
    """Return the units of a line, each once."""
    return list(dict.fromkeys(one.strip() for one in _BETWEEN.split(said) if one.strip()))


def refuse_strangers(views: Views, form: PaperForm, subject: str, given: Mapping[str, str]) -> None:
    """Refuse a report as paper to whoever was not sent it: the paper names those of the ledger, and no others.

    Raises:
        Refused: naming them.
    """
    found = report_named(views, subject) if form.about == "report" else None
    if found is None:
        return
    known = {one.unit for one in recipients(views, found)}
    for name in UNITS:
        strangers = [unit for unit in units_of(given.get(name, "")) if unit not in known]
        if strangers:
            raise Refused(name, "报告没有发给 {0}: 先原文转发 (forward) 再印在纸上", strangers)
