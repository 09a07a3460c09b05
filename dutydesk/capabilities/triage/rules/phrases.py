"""The words of ``triage.toml``: how an office writes them, and where they stand in a line.

A phrase is what stands in a text, with these marks: ``…`` up to twelve characters of the same clause, ``……`` of the
same sentence, ``#`` a number, ``[a|b]`` one of several (``[|b]``: or nothing), ``^`` the beginning of the text. A phrase that is denied by the
words right before it (未, 没有, 防止) does not count; one that begins with ``=`` counts all the same. ``A ! B``: A counts
unless B stands anywhere in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dutydesk.capabilities.triage.rules.folding import negated
from dutydesk.kernel.numerals import NUMBER
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Worded

GAP = r"[^，。；！？\n\x00]{0,12}?"
WIDE = r"[^。；！？\n\x00]{0,16}?"
_LITERAL = re.compile(r"[^…#\[\]|^=]+")


@dataclass(frozen=True)
class Phrase:
    """One phrase: as written, the longest words that must stand there, and how it is looked for."""

    written: str
    core: str
    pattern: re.Pattern[str] | None
    firm: bool
    unless: re.Pattern[str] | None = None

    def places(self, line: str) -> Iterator[tuple[int, int]]:
        """Yield where it stands in a line and is not denied."""
        if self.core not in line or (self.unless is not None and self.unless.search(line)):
            return
        if self.pattern is not None:
            found: Iterator[tuple[int, int]] = (one.span() for one in self.pattern.finditer(line))
        else:
            found = _every(self.core, line)
        for start, end in found:
            if self.firm or not negated(line, start):
                yield start, end


def _every(word: str, line: str) -> Iterator[tuple[int, int]]:
    place = line.find(word)
    while place >= 0:
        yield place, place + len(word)
        place = line.find(word, place + len(word))


def read_phrase(written: str) -> Phrase:
    """Return a phrase as it is looked for.

    Raises:
        Worded: brackets that do not close, or nothing that must stand there.
    """
    firm = written.startswith("=")
    body, _, other = (part.strip() for part in written.removeprefix("=").partition(" ! "))
    unless = re.compile(_pattern(other)) if other else None
    if re.search(r"\[[^\]]*\[|\][^\[]*\]", body) or written.count("[") != written.count("]"):
        raise Worded("方括号不成对: {0}", written)
    outside = re.sub(r"\[[^\]]*\]", "…", body)
    core = max(_LITERAL.findall(outside), key=len, default="")
    if not core and not re.search(r"\[[^|\]]", body) and "#" not in body:
        raise Worded("没有文字: {0}", repr(written))
    if core == body:
        return Phrase(written, core, None, firm, unless)
    return Phrase(written, core, re.compile(_pattern(body)), firm, unless)


def _pattern(body: str) -> str:
    return "".join(_part(one) for one in re.findall(r"\[[^\]]*\]|…+|[#^]|[^…#^\[\]]+", body))


def _part(one: str) -> str:
    if one[0] == "…":
        return GAP if one == "…" else WIDE
    if one == "#":
        return NUMBER
    if one == "^":
        return r"\A"
    if one.startswith("["):
        return (
            "(?:"
            + "|".join(re.escape(word).replace("…", GAP).replace(r"\#", NUMBER) for word in one[1:-1].split("|"))
            + ")"
        )
    return re.escape(one)


def first(phrases: Sequence[Phrase], line: str) -> tuple[int, int] | None:
    """Return the first place of any of some phrases, None where none stands."""
    return min((place for phrase in phrases for place in phrase.places(line)), default=None)
