"""What the filters of the finder know: kinds of matters, states, people, read from the books and the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from dutydesk.capabilities.finding import names, rules
from dutydesk.capabilities.finding.rules import Term
from dutydesk.capabilities.matters import rules as m
from dutydesk.i18n import translate
from dutydesk.store.views import Views
from dutydesk.usecase.accepted import source_of
from dutydesk.usecase.books import load_registers, load_taxonomy

if TYPE_CHECKING:
    from dutydesk.capabilities.grading.rules.taxonomy import Taxonomy
    from dutydesk.kernel.registers import Register

ROW_STATE = "row:"
"""Before the name of a state of a register."""


def terms(views: Views) -> dict[str, Sequence[Term]]:
    """Return what may stand behind each filter."""
    books = source_of(views)
    return {
        names.KIND: _kinds(load_taxonomy(books)),
        names.STATE: _states(load_registers(books)),
        names.LEVEL: [
            Term(level, (m.LEVEL_MARKS[level], level, str(number), m.LEVEL_NAMES[level]))
            for number, level in enumerate(m.LEVELS, 1)
        ],
        names.COLOUR: [Term(code, (name, code)) for code, name in m.COLOUR_NAMES.items()],
        names.PERSON: [Term(one.id, (one.name, one.id)) for one in views.officers().values()],
        names.WHERE: [Term(code, (name, translate(name), code)) for code, name in rules.GROUPS.items()],
        names.MONTH: [Term(str(number), (str(number),)) for number in range(1, 13)],
    }


def needed(views: Views, typed: rules.Typed) -> Mapping[str, Sequence[Term]]:
    """Return the terms, where a filter asks for one: a search for plain words opens no book."""
    return terms(views) if typed.filters else {}


def _kinds(taxonomy: Taxonomy) -> list[Term]:
    found = [Term(f"kind:{code}", (name, translate(name), code)) for code, name in m.KIND_NAMES.items()]
    for category in taxonomy.categories.values():
        found.append(Term(f"category:{category.id}", (category.name, category.english, category.id)))
        below = category.subtypes.values()
        found += [Term(f"subtype:{one.id}", (one.name, one.english, one.id, *one.aliases)) for one in below]
    return found


def _states(registers: Mapping[str, Register]) -> list[Term]:
    found = {code: Term(code, said) for code, said in names.STATES.items()}
    for register in registers.values():
        for state in register.states:
            code = f"{ROW_STATE}{state.id}"
            found.setdefault(code, Term(code, (state.name, translate(state.name), state.id)))
    return list(found.values())
