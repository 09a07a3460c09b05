"""Categories, subtypes, grading tables and plausibility limits, read from ``taxonomy.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from dutydesk.capabilities.grading.rules.standards import Gradings, read_gradings
from dutydesk.kernel.figures import Limits
from dutydesk.kernel.reading import Entry, Problem, RulebookError


@dataclass(frozen=True)
class Subtype:
    """What lies below a category; ``name`` Chinese, ``english`` English; ``aliases`` are words it was called before.

    ``cues`` are words by which people tell of it (塌方 for a landslide): by them it is found, never by them alone decided.
    """

    id: str
    name: str
    english: str
    aliases: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()


@dataclass(frozen=True)
class Category:
    """One of the four categories of the law (Art. 2)."""

    id: str
    name: str
    english: str
    subtypes: Mapping[str, Subtype]


@dataclass(frozen=True)
class Taxonomy:
    """Categories by id, the limits for figures, and the tables that grade an incident."""

    categories: Mapping[str, Category]
    limits: Limits
    gradings: Gradings

    def category_of(self, subtype: str) -> str:
        """Return the category id that holds a subtype, empty when there is none."""
        return next((c.id for c in self.categories.values() if subtype in c.subtypes), "")

    def subtype_of(self, word: str) -> str:
        """Return the id of a subtype for its id, its name or a word it was called before; other words as they are."""
        for category in self.categories.values():
            for subtype in category.subtypes.values():
                if word in (subtype.id, subtype.name, *subtype.aliases):
                    return subtype.id
        return word

    def names(self, category: str = "") -> dict[str, str]:
        """Return the names of a category's subtypes by id; of all when no category is given."""
        below = [self.categories[category]] if category else self.categories.values()
        return {subtype.id: subtype.name for one in below for subtype in one.subtypes.values()}

    def name_of(self, category: str, subtype: str) -> str:
        """Return the Chinese name to show: the subtype's, else the category's, else empty."""
        found = self.categories.get(category)
        if found is None:
            return ""
        return found.subtypes[subtype].name if subtype in found.subtypes else found.name


def read_taxonomy(file: str, document: Mapping[str, Any]) -> Taxonomy:
    """Build the taxonomy from parsed TOML.

    Raises:
        RulebookError: with every problem found.
    """
    problems: list[Problem] = []
    categories: dict[str, Category] = {}
    for number, table in enumerate(document.get("category", []), 1):
        entry = Entry(file, str(table.get("id", f"#{number}")), table, problems)
        subtypes: dict[str, Subtype] = {}
        for row in table.get("subtype", []):
            inner = Entry(file, f"{entry.name}.{row.get('id', '?')}", row, problems)
            names = (inner.text("id"), inner.text("name"), inner.text("en"))
            subtype = Subtype(*names, tuple(inner.texts("aliases")), tuple(inner.texts("cues")))
            subtypes[subtype.id] = subtype
        category = Category(entry.text("id"), entry.text("name"), entry.text("en"), subtypes)
        categories[category.id] = category
    plausible = Entry(file, "plausible", document.get("plausible", {}), problems)
    known = [item.name for item in fields(Limits)]
    plausible.only([*known, "deaths_multiple_of_10000"])
    limits = Limits(**{name: int(plausible.table[name]) for name in known if name in plausible.table})
    gradings = read_gradings(file, document, {c.id: list(c.subtypes) for c in categories.values()}, problems)
    if problems:
        raise RulebookError(problems)
    return Taxonomy(categories, limits, gradings)
