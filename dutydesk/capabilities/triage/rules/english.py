"""How many, where a message is in English: read without its blanks, as every line is."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
         "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")  # fmt: skip
_BY_TEN = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = {
    **{word: number for number, word in enumerate(_ONES, 1)},
    **{word: 10 * number for number, word in enumerate(_BY_TEN, 2)},
    "adozen": 12,
    "dozensof": 24,
    "dozens": 24,
    "hundredsof": 100,
    "ahundred": 100,
}
_TENS = "|".join(_BY_TEN)
_NUMBER = (
    rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+|(?:{_TENS})-?(?:one|two|three|four|five|six|seven|eight|nine)"
    rf"|{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
)
_WHO = (
    r"(?:more|other|ofthem|ofour|ofthe|local|foreign|chinese|henan|young|our|people|persons?|workers?|men|man|women|woman|students?|pupils?|"
    r"children|child|passengers?|miners?|staff|others|crew|members|sailors?|tourists?|engineers?|technicians?|employees|nationals?|"
    r"citizens?|civilians?|villagers?|residents?|drivers?|patients?|guests?|colleagues|soldiers?|officers?|firefighters?|"
    r"(?:of|from)[a-z0-9-]{0,30}?(?:company|project|group|team|cscec|road|railway|mine|university)[a-z]{0,8}(?:-?\d+)?)"
)
_IS = r"(?:who|was|were|are|is|has|have|had|been|be|reported|reportedly|confirmed|feared|believed|still|seriously|slightly|badly|critically|now)"
_SAID = {
    "deaths": (
        r"dead|killed|died|deaths?|fatalities|perished|losttheirlives",
        r"killing|killed|deathtoll[a-z]{0,12}?|leavesdead",
    ),
    "injured": (
        r"injured|hurt|wounded|hitby|struckby|injuries|hospitali[sz]ed|poisoned|sick|ill(?![a-z])|in[a-z]{0,12}hospital|takento[a-z]{0,20}hospital|admitted|suffered|broke(?:n)?(?:his|her|their|a)?(?:legs?|arms?|ribs?|bones?)|gotburn|(?:was|were)?bruised|burn[te]d?(?![a-z])",
        r"injuring|injured|wounding|wounded",
    ),
    "missing": (
        r"missing|trapped|unaccounted|kidnapped|abducted|takenhostage|heldhostage|held(?![a-z])|buried|outofcontact|outofreach|inside(?!out)|stuck|[a-z]{0,20}(?:unreachable|cannotbereached|notbeenseen)",
        r"search(?:goeson|continues|iscontinuing|ing)?for|missing|trapping|kidnapping|kidnapped|abducting|abducted|trapped|buried|burying",
    ),
}
_PATTERNS = {
    field: (
        re.compile(
            rf"(?<![-.\d])(?!(?<=[eoxrn\d]o)four)(?P<n>{_NUMBER})(?:{_WHO}){{0,4}}(?:{_IS}){{0,4}}(?:{after})",
            re.IGNORECASE,
        ),
        re.compile(
            rf"(?:{before})(?:atleast|about|around|some|over|nearly)?(?P<n>{_NUMBER})(?![\d:]|am|pm)", re.IGNORECASE
        ),
    )
    for field, (after, before) in _SAID.items()
}
_NONE = re.compile(r"(?:no|not)(?:one|body)?$", re.IGNORECASE)
_NOBODY = re.compile(
    r"no(?:one|body)?(?:other)?(?:is|was|has|have|were|been|got|people|persons)*(?:casualt(?:y|ies)|injuries|injury|injured|hurt|reportsof(?:casualties|injuries))"
    r"|no(?:deaths?|fatalities)(?:or|and)injuries|withoutcasualties",
    re.IGNORECASE,
)
_LOSS = re.compile(
    r"(?:loss(?:es)?|damages?)[a-z,]{0,24}?(?P<n>\d+(?:\.\d+)?)(?P<scale>million|billion)?(?:yuan|rmb|cny)",
    re.IGNORECASE,
)
_SCALES = {"": 1.0, "million": 1e6, "billion": 1e9}
_ABOARD = re.compile(rf"(?<![-.\d])(?P<n>{_NUMBER})(?:{_WHO}){{1,3}}(?:{_IS})?(?:aboard|onboard)", re.IGNORECASE)
_AWAY = re.compile(r"lost(?:all)?contact|contact(?:was)?lost|missing|disappeared|sank|capsized", re.IGNORECASE)
_FOUND = re.compile(r"rescued|found(?:safe|alive)|allsafe|safe(?:ly)?(?:ashore|landed|evacuated)", re.IGNORECASE)
_LETTERS = re.compile(r"[A-Za-z]{5}")


def numbers(line: str) -> Iterator[tuple[str, float, int, int]]:
    """Yield each figure that English words of a line tell: its field, how many, from where to where.

    The same field may come more than once; the first of each is the one that counts.

    Args:
        line: as it is read, without blanks.
    """
    if _LETTERS.search(line) is None:
        return
    for field, forms in _PATTERNS.items():
        found = [one for form in forms for one in form.finditer(line)]
        found = [one for one in found if _NONE.search(line, max(0, one.start() - 6), one.end("n")) is None]
        for one in sorted(found, key=lambda one: -_value(one["n"]))[:1]:
            yield field, _value(one["n"]), *one.span()
    aboard = _ABOARD.search(line)
    if aboard is not None and _AWAY.search(line) is not None and _FOUND.search(line) is None:
        yield "missing", _value(aboard["n"]), *aboard.span()
    nobody = _NOBODY.search(line)
    if nobody is not None:
        yield "deaths", 0.0, *nobody.span()
        yield "injured", 0.0, *nobody.span()
    loss = _LOSS.search(line)
    if loss is not None:
        yield "loss_yuan", float(loss["n"]) * _SCALES[(loss["scale"] or "").lower()], *loss.span()


def _value(word: str) -> float:
    plain = word.lower().replace(",", "").replace("-", "")
    if plain.isdigit():
        return float(plain)
    if plain in _WORDS:
        return float(_WORDS[plain])
    tens = next(one for one in _BY_TEN if plain.startswith(one))
    return float(_WORDS[tens] + _WORDS[plain.removeprefix(tens)])
