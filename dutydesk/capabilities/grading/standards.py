"""What the grading tables and the reporting limits say, row by row, for whoever wants to read them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dutydesk.capabilities.grading.rules.levels import CRITERION_NAMES, VERIFIED_NAMES, plain, propose, questions
from dutydesk.capabilities.grading.rules.standards import TEXT, Grading
from dutydesk.capabilities.grading.rules.taxonomy import Taxonomy
from dutydesk.capabilities.limits.handlers import column_of
from dutydesk.capabilities.limits.rules import UNSET, Column
from dutydesk.capabilities.matters.rules import LEVEL_MARKS, LEVELS
from dutydesk.i18n import say, translate
from dutydesk.kernel.figures import UNITS
from dutydesk.store.views import Views
from dutydesk.usecase.books import Books

_COUNTED_LIKE = {
    "casualties": "人",
    "dead_or_serious": "人",
    "deaths_or_missing": "人",
    "ill": "人",
    "ill_with_death": "人",
    "magnitude_dense": "级",
    "magnitude_populated": "级",
    "poisoned_or_serious": "人",
}


def kinds(taxonomy: Taxonomy) -> Iterator[dict[str, Any]]:
    """Yield every subtype and whether numbers grade it."""
    for category in taxonomy.categories.values():
        for subtype in category.subtypes.values():
            yield {
                "category": category.id,
                "subtype": subtype.id,
                "name": subtype.name,
                "aliases": list(subtype.aliases),
                "graded": not is_ungraded(taxonomy, category.id, subtype.id),
            }


def kind_words(row: dict[str, Any]) -> str:
    """Return a row of ``kinds`` as a line."""
    graded = translate("按数字定级") if row["graded"] else translate("无分级标准, 请人工定级")
    return f"{translate(row['name'])} ({row['category']}.{row['subtype']})  {graded}"


def is_ungraded(taxonomy: Taxonomy, category: str, subtype: str) -> bool:
    """Return whether no number of a subtype's tables may propose a level."""
    return propose(taxonomy.gradings, category, subtype, {}).ungraded


def criteria(taxonomy: Taxonomy, category: str, subtype: str) -> Iterator[dict[str, Any]]:
    """Yield the criteria of a subtype, the highest level first: numbers, groups of numbers, and words."""
    tables = taxonomy.gradings.apply(category, subtype)
    numbers = {one.text: one.number for one in questions(taxonomy.gradings, category, subtype)}
    for level in LEVELS:
        for table in tables:
            for key, threshold in table.steps[level].items():
                yield _row(table, level, {key: threshold})
            for group in table.groups.get(level, ()):
                yield _row(table, level, dict(group))
            for text in table.texts.get(level, ()):
                yield {**_row(table, level, {}), "text": text, "number": numbers.get(text)}
    for one in questions(taxonomy.gradings, category, subtype):
        if one.premise:
            yield {
                "level": one.level or None, "all": {}, "text": one.text, "number": one.number, "premise": None,
                "table": None, "source": None, "article": None, "verified": one.verified, "proposes": False,
            }  # fmt: skip


def _row(table: Grading, level: str, numbers: dict[str, float]) -> dict[str, Any]:
    source = table.source(level, *(numbers or (TEXT,)))
    return {
        "level": level,
        "all": numbers,
        "text": None,
        "number": None,
        "premise": table.premises.get(level) if numbers else None,
        "table": table.id,
        "source": source.title,
        "article": (table.article or None) if source.title == table.title else None,
        "verified": source.verified,
        "proposes": bool(numbers) and source.verified != "memory",
    }


def criterion_words(row: dict[str, Any]) -> str:
    """Return a row of ``criteria`` as a line: level, criterion, source and how it was read."""
    mark = say("{0}级", LEVEL_MARKS[row["level"]]) if row["level"] else translate("前提")
    if row["text"]:
        what = f"[{row['number']}] {translate(row['text'])}"
    else:
        what = " + ".join(_number_words(key, value) for key, value in row["all"].items())
    if row["premise"]:
        what = say("{0} (须先确认: {1})", what, translate(row["premise"]))
    read = translate(VERIFIED_NAMES[row["verified"]])
    if row["source"] is None:
        return f"{mark} {what} ({translate('由人确认')})"
    article = f" {translate(row['article'])}" if row["article"] else ""
    return f"{mark} {what}  -- {translate(row['source'])}{article} ({read})"


def _number_words(key: str, value: float) -> str:
    name, unit = translate(CRITERION_NAMES[key]), translate(UNITS.get(key) or _COUNTED_LIKE[key])
    if value == 0:
        return say("{0}: 有即达到", name)
    return f"{name} {'>' if key == 'ill_with_death' else '≥'} {plain(value)} {unit}"


def notes(taxonomy: Taxonomy, category: str, subtype: str) -> list[str]:
    """Return the remarks and hints of a subtype's tables, each once."""
    tables = taxonomy.gradings.apply(category, subtype)
    return [
        say("注: {0}", translate(text)) for text in dict.fromkeys(w for t in tables for w in (t.note, *t.hints) if w)
    ]


def columns(views: Views, books: Books) -> Iterator[dict[str, Any]]:
    """Yield the columns of reporting limits; ``chosen`` marks the one that holds."""
    holds = column_of(views, books)
    for column in books.rules.limits.values():
        yield column_row(column, chosen=column is holds)


def column_row(column: Column, *, chosen: bool = False) -> dict[str, Any]:
    """Return a column as a row."""
    return {
        "column": column.id,
        "name": column.name,
        "chosen": chosen,
        "source": column.source,
        "verified": column.verified,
        "note": column.note or None,
        "limits": [
            {"rule": one.rule, "levels": list(one.levels), "due": one.due.text} for one in column.limits
        ],
    }  # fmt: skip


def column_words(row: dict[str, Any]) -> str:
    """Return a column as a line, with its source and how it was read."""
    mark = "* " if row["chosen"] else "  "
    read = translate(VERIFIED_NAMES[row["verified"]])
    note = f"; {translate(row['note'])}" if row["note"] else ""
    return f"{mark}{row['column']}  {translate(row['name'])}  -- {translate(row['source'])} ({read}){note}"


def selectable(books: Books) -> list[dict[str, Any]]:
    """Return the columns that an office may choose: all but the one for nobody having chosen."""
    return [column_row(one) for one in books.rules.limits.values() if one.id != UNSET]
