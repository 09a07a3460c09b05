"""The people of one cell of a roster that somebody else wrote."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from dutydesk.capabilities.roster.rules.sheets.cells import Office, quoted
from dutydesk.capabilities.roster.rules.sheets.words import TITLES, VACANT_WORDS
from dutydesk.kernel.when_words import folded
from dutydesk.kernel.wording import Worded

_PHONE = re.compile(r"(?:\+?86[- ]?)?(?:\(\d{3,4}\)|\d)[\d\- ]{5,}\d")
_BRACKETS = re.compile(r"[(【〔]([^)】〕]*)[)】〕]")
_SHORT = re.compile(r"(?:[:\s]\s*|(?:分机|内线|短号|小号|转)\s*:?\s*)\d{3,6}(?!\d)")
"""An extension behind a name."""
_BETWEEN = re.compile(r"[、,/;&+|\n·。]|和(?=\S{2,})")


def people_of(text: str, names: Mapping[str, str]) -> list[str]:
    """Return the accounts of the people of a cell, in order; blanks in names, telephones and titles do not matter.

    Raises:
        Worded: somebody who is not here, or of whose name there are two; words in brackets that may mean something.
    """
    whole = unicodedata.normalize("NFKC", text).strip()
    if whole in VACANT_WORDS or re.sub(r"\s", "", whole) in VACANT_WORDS:
        return []
    found = _known(whole, names)
    if found:
        return [found]
    rest = _BRACKETS.sub(lambda match: _bracket(match, text), whole)
    rest = _SHORT.sub(" \n", _PHONE.sub(" \n", rest))
    people = [
        who for part in _BETWEEN.split(rest) if part.strip(" :.") for who in _several(part.strip(" :."), text, names)
    ]
    if len(set(people)) < len(people):
        raise Worded("同一个人写了两次: {0}", quoted(text))
    if not people:
        raise Worded("没有这个人: {0}", quoted(text))
    return people


def is_names_of(texts: Sequence[str], office: Office, who: AbstractSet[str]) -> bool:
    """Whether every one of some cells holds people, and all of these are among others."""
    try:
        people = {one for text in texts for one in people_of(text, office.names)}
    except Worded:
        return False
    return bool(people) and people <= who


def is_phone(text: str) -> bool:
    """Whether nothing but telephones stands in a cell."""
    return bool(text.strip()) and not re.sub(r"[\s、,/;]", "", _PHONE.sub("", folded(text)))


def _bracket(match: re.Match[str], text: str) -> str:
    inside = re.sub(r"\s", "", match[1])
    if not inside or inside in TITLES or _PHONE.fullmatch(inside) or _SHORT.fullmatch(f":{inside}"):
        return " "
    raise Worded("不明白括号里的 {0}: {1}", quoted(inside), quoted(text))


def _several(part: str, text: str, names: Mapping[str, str]) -> list[str]:
    """One person, or several with nothing but blanks between; a blank may as well stand inside a name."""
    one = _known(part, names) or _known(_untitled(part), names)
    if one:
        return [one]
    words = part.split()
    for end in range(len(words) - 1, 0, -1):
        head = "".join(words[:end])
        first = _known(head, names) or _known(_untitled(head), names)
        if first:
            return [first, *_several(" ".join(words[end:]), text, names)]
    raise Worded("没有这个人: {0}", quoted(part if re.search(r"\w", part) else text))


def _untitled(name: str) -> str:
    """A name without the title behind it (王建国主任)."""
    bare = re.sub(r"\s", "", name)
    return next((bare.removesuffix(title) for title in TITLES if bare.endswith(title) and bare != title), bare)


def _known(name: str, names: Mapping[str, str]) -> str:
    """The account of a person named by account or name, empty where nobody is.

    Raises:
        Worded: there are two of that name.
    """
    if name in names:
        return name
    bare = re.sub(r"\s", "", name)
    found = [who for who, known in names.items() if re.sub(r"\s", "", known) == bare]
    if len(found) > 1:
        raise Worded("有 {0} 个人叫 {1}, 请写账号", len(found), quoted(name))
    return found[0] if found else ""
