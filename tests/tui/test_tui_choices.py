"""Choices of fields: what is found by what is typed, in which order, and that every field that refers to something has some."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from dutydesk.kernel.vocabulary import CHANNELS
from dutydesk.tui import choices
from dutydesk.tui.choices import Choice, fitting, laid_out, ranked
from dutydesk.tui.commands import every as _every
from dutydesk.tui.commands.base import COMMANDS
from dutydesk.tui.initials import initials, spelled_at
from dutydesk.tui.vocabularies import CLOSED, PROPOSALS, vocabulary_of
from dutydesk.usecase.acts import REGISTRY
from dutydesk.usecase.books import load_books
from dutydesk.usecase.said import field_note, field_word

TUI = Path(choices.__file__).parent
CAPABILITIES = TUI.parent / "capabilities"
assert _every

SUBTYPES = choices.subtypes(load_books().taxonomy)


@pytest.mark.parametrize(
    ("typed", "text", "at"),
    [
        ("dljt", "道路交通事故", 0),
        ("jt", "道路交通事故", 2),
        ("cq", "重庆", 0),
        ("zq", "重庆", 0),  # whichever reading a character has
        ("ag", "a岗", 0),
        ("xx", "道路交通事故", None),
        ("dljtsgs", "道路交通事故", None),
    ],
)
def test_initials(typed, text, at) -> None:
    assert spelled_at(typed, text) == at


@pytest.mark.parametrize("typed", ["dljt", "道路交通", "道路", "DLJT", "ｄｌｊｔ", "Road"])
def test_a_kind_is_found_by_chinese_english_and_initials(typed) -> None:
    assert ranked(typed, SUBTYPES)[0].word == "道路交通事故"


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("塌方", "崩塌滑坡泥石流"),
        ("山体塌方", "崩塌滑坡泥石流"),
        ("追尾", "道路交通事故"),
        ("余震", "地震"),
        ("着火", "火灾"),
    ],
)
def test_a_kind_is_found_by_a_word_that_tells_of_it(typed, word) -> None:
    assert word in [one.word for one in ranked(typed, SUBTYPES)][:2]


def test_a_name_comes_before_a_word_that_tells_of_another() -> None:
    named, told = Choice("a", "地面塌陷"), Choice("b", "崩塌滑坡", cues=("地面塌陷",))
    assert ranked("地面塌陷", [told, named]) == [named, told]
    assert ranked("", [told, named]) == [told, named]


def test_code_then_beginning_then_initials_then_part_then_initials_of_a_part() -> None:
    within, holds, spelled, begins, code = (
        Choice("1", "大河"),
        Choice("2", "有h的"),
        Choice("3", "海洋"),
        Choice("4", "hai"),
        Choice("h", "别的"),
    )
    assert ranked("h", [within, holds, spelled, begins, code]) == [code, begins, spelled, holds, within]


def test_of_equal_ones_the_most_used_comes_first_then_as_declared() -> None:
    rows = [Choice("a", "火灾甲"), Choice("b", "火灾乙", used=2), Choice("c", "火灾丙", used=1)]
    assert [one.code for one in ranked("火灾", rows)] == ["b", "c", "a"]
    assert [one.code for one in ranked("火灾", rows, Counter(a=3))] == ["a", "b", "c"]


def test_a_long_list_has_headings_and_the_most_used_on_top() -> None:
    rows = laid_out(SUBTYPES, Counter({SUBTYPES[40].code: 2, SUBTYPES[7].code: 1}))
    assert rows[:3] == ["常用", SUBTYPES[40], SUBTYPES[7]]
    assert [row for row in rows if isinstance(row, str)][1:] == list(dict.fromkeys(one.group for one in SUBTYPES))
    assert [row for row in rows[3:] if isinstance(row, Choice)] == list(SUBTYPES)


def test_a_short_list_keeps_its_order_so_that_fingers_learn_its_numbers() -> None:
    assert laid_out(choices.LEVELS, Counter({choices.LEVELS[3].code: 9})) == list(choices.LEVELS)


@pytest.mark.parametrize(("typed", "found"), [("1", "Ⅰ"), ("IV", "Ⅳ"), ("ii", "Ⅱ"), ("Ⅲ", "Ⅲ")])
def test_a_level_is_read_however_it_is_written(typed, found) -> None:
    assert [one.code for one in fitting(typed, choices.LEVELS)] == [found]


def offered() -> list[Choice]:
    """Every choice that the program itself offers."""
    constants = [one for one in vars(choices).values() if isinstance(one, tuple) and one and isinstance(one[0], Choice)]
    books = load_books()
    units = [Choice(name, name) for rule in books.recipients for name in rule.to]
    words = [Choice(word, word) for word in (*CHANNELS, *choices.THINGS)]
    return [*SUBTYPES, *units, *words, *(one for constant in constants for one in constant)]


def test_every_chinese_word_that_is_offered_has_initials() -> None:
    words = [name for one in offered() for name in (one.word, one.said, one.group, *one.aliases)]
    assert len(words) > 300
    lacking = {letter for word in words for letter in word if "一" <= letter <= "鿿" and not initials(letter).isascii()}
    assert lacking == set()


# ---------------------------------------------------------------- fields that refer to something

PLAIN = {
    "taken_by",
    "present",
    "excused",
    "observers",
    "wrong",
    "right",
    *(
        "title",
        "length",
        "excuse",
        "unread",
        "daily",
        "folder",
        "hourly",
        "key_file",
        "monthly",
        "send",
        "text",
        "reason",
        "note",
        "why",
        "purpose",
        "opinion",
        "weather",
        "where",
        "at_risk",
        "what",
        "happened",
        "worked",
        "next",
        "call",
        "step",
    ),  # words of one's own
    *("team", "first"),  # several people in one word, as shifts.toml writes them
    *("wording", "scope", "effective", "bound", "silent", "room", "post", "name", "state"),
    *("waive_open", "response_reason", "again", "differs", "anyway", "back", "one", "two", "three"),
    *(
        "short",
        "telephone",
        "fax",
        "publication",
        "issue",
        "issued",
        "signer",
        "length",
    ),  # what the office says of itself; mm:ss
    *("minutes", "count", "copies", "number", "id_last4", "period"),  # figures, and numbers that are written on things
    *("secret", "old", "new", "again", "code"),
    *("month", "week", "ignore"),  # of a table that is read from a file
}
"""Fields in which one writes what nothing can list."""

ASKED_OTHERWISE = {"criterion", "applies", "applies_not", "sheet"}
"""Fields whose choices depend on the matter or the file: their form brings them along."""


def asked() -> dict[str, list[tuple[str, set[str]]]]:
    """Every field that the screen asks, by name: where, and which of its arguments are given by keyword."""
    found: dict[str, list[tuple[str, set[str]]]] = {}
    for path in (*sorted(TUI.rglob("*.py")), *sorted(CAPABILITIES.rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Field" and node.args:
                name = node.args[0]
                if isinstance(name, ast.Constant):
                    given = {word.arg or "" for word in node.keywords}
                    found.setdefault(str(name.value), []).append((f"{path.name}:{node.lineno}", given))
    for command in COMMANDS.values():
        for name in getattr(command, "asks", ()):
            found.setdefault(name, []).append((command.__name__, set()))
    return found


def test_no_form_asks_for_a_code() -> None:
    declared: dict[str, set[str]] = {}
    for act in REGISTRY.values():
        for item in fields(act):
            meta = item.metadata
            kind = vocabulary_of(meta) or ("time" if meta.get("when") else "flag" if meta.get("flag") else "")
            declared.setdefault(item.name, set()).add(kind)
    bare = {
        name: places
        for name, places in asked().items()
        if name not in PLAIN | ASKED_OTHERWISE
        and declared.get(name, {""}) <= {""}
        and not all("choices" in given for _, given in places)
    }
    assert bare == {}
    assert len(asked()) > 60


def test_every_vocabulary_that_an_act_names_is_there() -> None:
    named = {vocabulary_of(item.metadata) for act in REGISTRY.values() for item in fields(act)} - {""}
    assert named <= {*CLOSED, *PROPOSALS}
    assert {*CLOSED, *PROPOSALS} <= named


def hand_labels() -> Iterator[tuple[str, str, str, str, str | None]]:
    """Yield where a form writes a label by hand, with the act, the field, the label and the remark."""
    for path in sorted([*CAPABILITIES.rglob("commands*.py"), *CAPABILITIES.rglob("commands/*.py"), *TUI.rglob("*.py")]):
        for command in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(command, ast.ClassDef):
                continue
            does = [
                one.value.value
                for one in command.body
                if isinstance(one, ast.Assign)
                and ast.unparse(one.targets[0]) == "does"
                and isinstance(one.value, ast.Constant)
            ]
            for node in ast.walk(command):
                if does and isinstance(node, ast.Call) and ast.unparse(node.func) == "Field" and len(node.args) > 1:
                    name, label = (one.value if isinstance(one, ast.Constant) else "" for one in node.args[:2])
                    remark = node.args[3] if len(node.args) > 3 else None
                    remark = next((one.value for one in node.keywords if one.arg == "hint"), remark)
                    yield (
                        f"{path.name}:{node.lineno}",
                        str(does[0]),
                        str(name),
                        str(label),
                        remark and ast.unparse(remark),
                    )


def test_a_form_writes_no_label_that_its_act_declares() -> None:
    """A label stands once: by hand it stands where it is another, or where the act's remark is not to be shown."""
    twice = []
    for where, does, name, label, remark in hand_labels():
        declared = {item.name: item.metadata for item in fields(REGISTRY[does])}.get(name)
        if (
            declared is not None
            and field_word(declared["help"]) == label
            and (remark or not field_note(declared["help"]))
        ):
            twice.append(where)
    assert twice == []
