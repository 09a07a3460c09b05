"""The search index: every character that can be seen is found, Chinese by pairs of neighbours, words and numbers whole.

A word of two characters (火灾, 讨薪) is the commonest search; the trigram tokenizer misses those without a word. So each
text is cut into units (a Han character, a word, a number, any other sign), and stored as two streams: every unit once,
then every pair of neighbours. One unit is looked up in the first, more as a phrase of pairs in the second, so that
京A12345 and 国办发〔2026〕12号 are found as they stand. The table keeps no text.

Both sides are folded (NFKC, small letters), so that １３８ finds 138, ① finds 1, ㎡ finds m2; Ⅰ to Ⅻ are levels here and
stay signs of their own.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

INDEX_VERSION = 4
"""What the index of a store is compared with (``meta``); an older one is filled anew when the store is brought up."""

VERSION_KEY = "search_version"

_BREAK = "0brk0"
"""Stands between two runs so that no phrase crosses them."""

_SAME = "xsx"
"""Between two neighbours that would else join into one word or number: ① beside 2 is not 12."""

_ROMAN = range(0x2160, 0x2180)
"""Ⅰ to Ⅿ and their small ones; those beyond Ⅻ are folded like anything else."""

_FOLDED_ROMAN = frozenset("ⅬⅭⅮⅯⅼⅽⅾⅿ")
_UNIT = re.compile("[0-9]+|[a-zß-öø-ɏа-џぁ-ゖァ-ヺー가-힣]+|.", re.DOTALL)
_PLAIN = re.compile("[0-9]+|[a-zß-öø-ɏа-џぁ-ゖァ-ヺー가-힣]+|[㐀-䶵一-鿌]")
"""What the tokenizer of SQLite takes as it is; every other sign is spelled by its number."""

_DOTS = frozenset("·•.・‧∙⋅-‐‑–—")

_ASIDE = ("No", "So")
"""Categories of signs that are written beside numbers without being part of them: ①, ½, ㎡, ²."""


def runs_of(text: str) -> list[list[str]]:
    """Return the runs of a text (between blanks) as units: Han characters, words, numbers, other signs, folded."""
    return [units for word in _pieces(text) if (units := list(_units(word)))]


def _pieces(text: str) -> list[str]:
    """The text between blanks and control characters, without what cannot be seen."""
    return "".join(_visible(character) for character in text).split()


def _visible(character: str) -> str:
    if character <= "~":
        return max(character, " ")
    category = unicodedata.category(character)
    if category in {"Cc", "Zl", "Zp", "Zs"}:
        return " "
    return "" if category in {"Cf", "Cs", "Cn", "Co"} and character not in _ROMAN_SIGNS else character


_ROMAN_SIGNS = frozenset(map(chr, _ROMAN)) - _FOLDED_ROMAN


def _units(word: str) -> Iterator[str]:
    """The units of a run; signs written aside never join their neighbours."""
    if word.isascii():
        yield from _UNIT.findall(word.lower())
        return
    for aside, group in itertools.groupby(word, key=_stands_alone):
        if not aside:
            yield from _UNIT.findall(_fold("".join(group)))
            continue
        for character in group:
            if character in _ROMAN_SIGNS:
                yield character.lower()
            else:
                yield from _UNIT.findall(_fold(character).replace(" ", ""))


def _fold(text: str) -> str:
    """NFKC and small letters, until nothing changes; blanks that come of it (of ¨ and the like) are dropped."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKC", folded).replace(" ", "")


@cache
def _stands_alone(character: str) -> bool:
    if character in _ROMAN_SIGNS:
        return True
    return unicodedata.category(character) in _ASIDE and unicodedata.normalize("NFKC", character) != character


@cache
def _token(unit: str) -> str:
    """A unit as the tokenizer takes it: a sign that it would drop is spelled."""
    return unit if _PLAIN.fullmatch(unit) else f"x{ord(unit):x}x"


def _pair(one: str, other: str) -> str:
    joins = (one[-1].isalpha() and other[0].isalpha()) or (one[-1].isdecimal() and other[0].isdecimal())
    between = _SAME if joins and not (_is_han(one) or _is_han(other)) else ""
    return f"{_token(one)}{between}{_token(other)}"


def _is_han(unit: str) -> bool:
    return len(unit) == 1 and ord(unit) >= 0x3400 and _PLAIN.fullmatch(unit) is not None and not "가" <= unit <= "힣"


def grams(texts: Iterable[str]) -> str:
    """Return the index text of some texts: every unit once, then the pairs of neighbours."""
    singles: dict[str, None] = {}
    pairs: list[str] = []
    for text in texts:
        runs = runs_of(text)
        runs += _set_apart(runs)
        for run in (*runs, *(joined for one in runs if (joined := _written_together(one)) != one)):
            singles.update(dict.fromkeys(run))
            if len(run) > 1:
                pairs.extend(itertools.starmap(_pair, itertools.pairwise(run)))
                pairs.append(_BREAK)
    return " ".join((*map(_token, singles), _BREAK, *pairs))


def _set_apart(runs: list[list[str]]) -> list[list[str]]:
    """Return what two lone Han characters beside one another may be: a name as lists print it (李　娜)."""
    alone = [one[0] if len(one) == 1 and _is_han(one[0]) else "" for one in runs]
    return [[one, other] for one, other in itertools.pairwise(alone) if one and other]


def _written_together(run: list[str]) -> list[str]:
    """Return a run without the dot or dash of number plates: 京A·12345 is what the plate shows, 京A12345 what people type."""
    joined: list[str] = []
    for at, unit in enumerate(run):
        if unit in _DOTS and at + 1 < len(run) and _begins_a_plate(joined) and run[at + 1].isalnum():
            continue
        if at and run[at - 1] in _DOTS and _begins_a_plate(joined) and unit.isalpha() and not _is_han(unit):
            joined[-1] += unit
        else:
            joined.append(unit)
    return joined


def _begins_a_plate(units: list[str]) -> bool:
    """Whether the last two are a Han character and one letter: the province and the office that gave the plate out."""
    return len(units) > 1 and _is_han(units[-2]) and len(units[-1]) == 1 and "a" <= units[-1] <= "z"


PREFIX_DIGITS = 3
"""Digits from which on the number at the end of a word may go on: 1380 finds 13800138000; 30 does not find 300."""


def match_expression(words: str, *, beginnings: bool = False) -> str:
    """Return the FTS5 expression for what a person typed: every word must be there, each as it stands.

    Args:
        words: as typed.
        beginnings: whether a long number at the end of a word also finds those that begin with it: telephones.
    """
    terms: list[str] = []
    for run in map(_written_together, runs_of(words)):
        phrase = list(itertools.starmap(_pair, itertools.pairwise(run))) or [_token(run[0])]
        terms.append('"' + " ".join(phrase) + '"' + (" *" if beginnings and may_go_on(run) else ""))
    return " AND ".join(dict.fromkeys(terms))


def may_go_on(run: list[str]) -> bool:
    """Return whether a word as units ends with a number that may be the beginning of a longer one."""
    return run[-1].isdecimal() and len(run[-1]) >= PREFIX_DIGITS


def unsearchable(words: str) -> list[str]:
    """Return the words of a query of which a part is in no index: characters that stand for nothing.

    Such a word is not left out, since other rows would then be found: the search finds nothing and says so.
    """
    return [
        word
        for word in words.split()
        if not runs_of(word) or any(unicodedata.category(character) in {"Cc", "Cs", "Cn", "Co"} for character in word)
    ]
