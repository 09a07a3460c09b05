"""Sets a paper: its declaration, filled with what was found, becomes one ``Paper``, whatever its kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from dutydesk.capabilities.papers import briefs, checking, formal, forms, handovers, publications, sheets, statistics
from dutydesk.capabilities.papers.case import Case, Found
from dutydesk.capabilities.papers.given import asked_of, refuse_strangers, units_of
from dutydesk.capabilities.papers.rules import KEEP, BoxForm, PaperForm, filled, has_value
from dutydesk.capabilities.reporting.rules.findings import BLOCK, MEND, Finding
from dutydesk.capabilities.triage.known import load_gazetteer
from dutydesk.documents.paper import (
    BULLETIN,
    FORMAL,
    Box,
    Break,
    Column,
    Form,
    Paper,
    Paragraph,
    Part,
    Table,
    paragraphs_of,
)
from dutydesk.kernel.prose import marked, official
from dutydesk.kernel.text import one_line
from dutydesk.kernel.wording import Worded, together
from dutydesk.store.views.seen import outgoing
from dutydesk.usecase.books import Books

GATHERS = {
    **publications.GATHERS,
    **briefs.GATHERS,
    **formal.GATHERS,
    **forms.GATHERS,
    **sheets.GATHERS,
    **statistics.GATHERS,
    **handovers.GATHERS,
}
"""Where the values of each paper come from, by its id."""


_HAN = re.compile("[一-龥]{2,8}")


class NotFinalError(Worded):
    """A paper that may not go as final; printed as a draft it says so on every page."""


def paper_of(case: Case, *, draft: bool = False, archived: bool = False) -> Paper:
    """Return the paper of a case.

    Raises:
        Worded: no such subject.
        NotFinalError: something is missing that it must have, and no draft was asked for.
    """
    if case.form.id not in GATHERS:
        raise Worded("规则册里的单据 {0} 没有取数的办法; 可用: {1}", case.form.id, list(GATHERS))
    refuse_strangers(case.views, case.form, case.subject, case.given)
    found = _outgoing(case)
    refused = [*found.refused, *checking.refusals(checking.found_on(case, _gathered(case)))]
    if refused and not draft:
        raise NotFinalError("{0}还不能印: {1}; 要先看样子请加 --draft", case.form.name, together(refused))
    return set_paper(case, found, draft=draft and bool(refused), archived=archived)


def told_of(case: Case) -> list[Finding]:
    """Return what is found on a paper that only warns: it is told beside the paper, which goes all the same.

    Raises:
        Worded: no such subject.
    """
    found = checking.found_on(case, _gathered(case))
    return [one for one in found if one.weight != MEND and not (one.weight == BLOCK and one.check in checking.STOPPING)]


def now_on(case: Case) -> dict[str, str]:
    """Return what stands on a paper now of what may be said at its printing.

    Raises:
        Worded: no such subject.
    """
    found = _outgoing(case)
    own = {"to": "，".join(found.to or case.receivers.to), "copy": "，".join(case.receivers.copy), **found.values}
    return {name: own.get(name, "") for name in asked_of(case.form)}


def _gathered(case: Case) -> Found:
    """Return what was found for a paper: what is checked."""
    gather = GATHERS.get(case.form.id)
    return gather(case) if gather is not None else Found({})


def _outgoing(case: Case) -> Found:
    """Return what stands on a paper, as it may leave the house: the numbers of people shortened, whatever is read for it."""
    return _gathered(replace(case, views=outgoing(case.views)))


def set_paper(case: Case, found: Found, *, draft: bool = False, archived: bool = False) -> Paper:
    """Return what was found as a paper in its declared layout."""
    form = case.form
    office = official(case.office.name or case.views.meta().get("site", ""))
    base = {
        "office": office,
        "telephone": case.office.telephone,
        "fax": case.office.fax,
        "year": str(case.day.year),
        "to": "，".join(case.receivers.to),
        "copy": "，".join(case.receivers.copy),
    }
    values = _values(base, found, case)
    parts = _parts(form, found, values)
    unsigned = form.layout == BULLETIN and case.views.is_drill() and not values.get("signer")
    foot = _foot(form, values, pen=not unsigned)  # nobody signs a drill's paper where it went without
    for more in found.further:
        parts += [Paragraph("　　".join(line)) for line in foot]
        told = _values(base, more, case)
        head = "　　".join(filled(line, told).strip("　") for line in (form.office, form.date) if has_value(line, told))
        parts += [Break(filled(form.title, told), page=True), Paragraph(head), *_parts(form, more, told)]
        foot = _foot(form, told)
    formal = form.layout in FORMAL
    annexes = [
        part
        for number, (title, table) in enumerate(found.annexes)
        for part in (Break(title, page=formal or number == 0), table)
    ]
    name, date = found.closing
    return Paper(
        one_line(filled(form.title, values)),
        layout=form.layout,
        office=one_line(filled(form.office, values)).strip("　"),
        red_head=one_line(filled(_head(case), values)),
        issue=one_line(filled(_issue(case), values)) if has_value(form.issue, values) else "",
        date=one_line(filled(form.date, values)) if has_value(form.date, values) else "",
        number=filled(form.number, values),
        approver=filled(form.approver, values),
        urgency=found.urgency,
        to=tuple(units_of(case.given["to"]) if case.given.get("to") else found.to),
        content=tuple(parts),
        attachments=tuple(found.attachments),
        annexes=tuple(annexes),
        closing_name=name,
        closing_date=date,
        foot=foot,
        footer=tuple(found.footer),
        words=title_words(case.books, filled(form.title, values)),
        record=found.record,
        archived=archived,
        drill=case.views.is_drill(),
        draft=draft,
        wide=form.wide,
    )


def _values(base: Mapping[str, str], found: Found, case: Case) -> dict[str, str]:
    """Return what stands in the places of a paper: what the office says, what was found, what was said at the printing."""
    own = {key: marked(text) if key in found.said else official(text) for key, text in found.values.items()}
    return {**base, **own, **{key: official(text) for key, text in case.given.items()}}


def _parts(form: PaperForm, found: Found, values: Mapping[str, str]) -> list[Part]:
    """Return the parts of a paper in their declared order."""
    parts: list[Part] = []
    for name in form.order:
        if name == "text":
            parts += paragraphs_of("\n".join(map(official, found.text)))
        elif name == "form" and form.rows:
            parts.append(Form(tuple(tuple(_box(box, values, found.signed) for box in row) for row in form.rows)))
        elif name == "table" and form.columns:
            parts.append(_table(form, found))
    return parts


def title_words(books: Books, title: str) -> frozenset[str]:
    """Return the words of a title that are known: places, kinds of events, and what their messages are known by."""
    places = load_gazetteer()
    named = (places.at(title, at) for at in range(len(title)))
    phrases = (phrase.written for sign in books.words.subtypes for phrase in sign.words)
    said = "|".join([*books.taxonomy.names().values(), *phrases])
    return frozenset(
        {*(one[0] for one in named if one is not None), *(one for one in _HAN.findall(said) if one in title)}
    )


def _head(case: Case) -> str:
    """Return the red name: a report's is the office's own publication where it named one."""
    return case.office.publication if case.form.id == "report" and case.office.publication else case.form.head


def _issue(case: Case) -> str:
    """Return how the issue is written: by the office's pattern, where the paper is a publication with a number of its year."""
    numbered = case.form.layout == BULLETIN and "{no}" in case.form.issue
    return case.office.issue if numbered and case.office.issue else case.form.issue


def _box(box: BoxForm, values: Mapping[str, str], signed: Mapping[str, str]) -> Box:
    name = box.value.strip("{}")
    return Box(box.label, filled(box.value, values), signed.get(name, ""), box.lines)


def _table(form: PaperForm, found: Found) -> Table:
    rows = [tuple(_cell(one.value, row, found) for one in form.columns) for row in found.rows]
    return Table(
        tuple(Column(one.title, one.cells, one.share, one.below, one.joined) for one in form.columns),
        tuple(rows),
        found.struck,
    )


def _cell(template: str, row: Mapping[str, str], found: Found) -> str:
    name = template.strip("{}")
    text = filled(template, row)
    return marked(text) if name in found.said else official(text)


def _foot(form: PaperForm, values: Mapping[str, str], *, pen: bool = True) -> tuple[tuple[str, ...], ...]:
    """Return the lines of the foot: parts without a value are left out, but for those that wait for the pen."""
    lines: list[tuple[str, ...]] = []
    for line in form.foot:
        kept = [
            filled(part.removeprefix(KEEP), values)
            for part in line
            if (pen and part.startswith(KEEP)) or has_value(part, values)
        ]
        if kept:
            lines.append(tuple(kept))
    return tuple(lines)
