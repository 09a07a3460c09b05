"""What an English sentence says about the dead, the missing and the injured, in the plainest way: 5 killed, no casualties."""

from __future__ import annotations

import re
from collections.abc import Iterator

CASUALTIES = "casualties"

_ENGLISH = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_ENGLISH_WORDS = {
    "deaths": ("killed", "dead", "died", "deaths", "death", "fatalities"),
    "injured": ("injured", "wounded", "hurt", "injuries"),
    "missing": ("missing", "unaccountedfor"),
    CASUALTIES: ("casualties",),
}
_PEOPLE, _IS = "people|persons?|others?|workers|passengers|residents", "were|was|are|is|have|has|been"
_KILLED = re.compile(
    rf"(?P<number>(?<!\d)(?<!\d[.,])\d+|(?:(?<![a-z])|(?<=and)|(?<=with))(?:{'|'.join(_ENGLISH)}))(?P<who>{_PEOPLE})?(?P<is>(?:{_IS})*)"
    rf"(?P<what>{'|'.join(word for words in _ENGLISH_WORDS.values() for word in words)})(?!line|ly|lock)",
    re.IGNORECASE,
)


_JOINED = re.compile(_KILLED.pattern + "$", re.IGNORECASE)


def spaced(words: str) -> str:
    """Return what an English sentence says with its blanks, as it is quoted: 5 killed; other words as they are."""
    match = _JOINED.match(words)
    if match is None:
        return words
    parts = (match["number"], match["who"] or "", *re.findall(_IS, match["is"], re.IGNORECASE), match["what"])
    return " ".join(part for part in parts if part).replace("unaccountedfor", "unaccounted for")


def english(line: str) -> Iterator[tuple[str, float, str, int]]:
    """Yield field, number, words and place of each; the line has no blanks (``numerals.plain``)."""
    for match in _KILLED.finditer(line):
        said, what = match["number"].lower(), match["what"].lower()
        number = float(said) if said.isdigit() else float(_ENGLISH.index(said))
        yield next(name for name, words in _ENGLISH_WORDS.items() if what in words), number, match[0], match.start()
