"""Corrections: what a text says was wrong, and what is right instead."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dutydesk.capabilities.reporting.rules.claims import Claim, bare_count, every, read
from dutydesk.kernel.numerals import plain
from dutydesk.kernel.values import dataclass

_SHOULD = re.compile(r"应当?为|应是|应系|应改为|现?更正为|订正为|纠正为|修正为|实为|实际为|改为")
_QUOTED = re.compile(r"[“「『\"]([^”」』\"]+)[”」』\"]")
_SENTENCE = re.compile(r"[^。；\n]+")
_MARKS = "，。；：、！？（）“”‘’《》「」『』\"'"
LONGEST_QUOTE = 60
"""Characters of an unquoted wrong wording that are looked for in the corrected text."""
_TAIL = re.compile(r"(?:有误|错误|系?笔误|不实|有出入|有错|不准确|[" + _MARKS + r"])+$")


@dataclass(frozen=True)
class Fix:
    """What a correction says: the wrong words and the right ones."""

    wrong: str
    right: str


BECAUSE = {"own": "系我办差错", "source": "系来源单位更改"}


def framed(sent: str, title: str, issue: int, fix: Fix, cause: str) -> str:
    """Return the text of a correction (papers 4.6): when what was sent under which number, wrong and right words, why.

    ``sent``: 7月15日20时05分; ``issue``: 0 for a spoken report, which has no number.
    """
    number = f"（第{issue}期）" if issue else ""
    said = f"“{fix.wrong}”应为“{fix.right}”，{BECAUSE.get(cause, BECAUSE['own'])}，其他内容不变。"
    return f"我办{sent}所报《{title}》{number}中，{said}\n请以本更正为准。由此带来不便，特此说明。"


def fixes(text: str, corrected: str) -> list[Fix]:
    """Return the pairs of wrong and right that a correction quotes; the wrong ones stand in the corrected text."""
    whole = _bare(corrected)
    found: list[Fix] = []
    for wrong, right in _pairs(plain(text)):
        quoted = [one for one in _QUOTED.findall(wrong) if _bare(one) in whole]
        said = quoted[-1] if quoted else _ending_in(_bare(_TAIL.sub("", wrong)), whole)
        if said and right and _bare(said) != _bare(right):
            found.append(Fix(said, right))
    return found


def _pairs(line: str) -> Iterator[tuple[str, str]]:
    for sentence in _SENTENCE.findall(line):
        marks = list(_SHOULD.finditer(sentence))
        begins = 0
        for index, mark in enumerate(marks):
            end = marks[index + 1].start() if index + 1 < len(marks) else len(sentence)
            behind = sentence[mark.end() : end]
            quoted = _QUOTED.match(behind.lstrip("：:，"))
            right = (
                quoted[1] if quoted else re.split(r"，", behind, maxsplit=1)[0] if index + 1 < len(marks) else behind
            )
            yield sentence[begins : mark.start()], right.strip(_MARKS)
            begins = mark.end() + behind.find(right) + len(right)


def _ending_in(words: str, whole: str) -> str:
    """Return the longest end of some words, two characters or more, that stands in a text."""
    nearest = words[-LONGEST_QUOTE:]
    return next((nearest[start:] for start in range(len(nearest) - 1) if nearest[start:] in whole), "")


def _bare(text: str) -> str:
    return "".join(c for c in plain(text) if c not in _MARKS and not c.isspace() and c not in ",.;:!?|")


def said_right(text: str) -> list[Claim]:
    """Return the claims of a correction: what it quotes as wrong left out, a bare right number read by its wrong words."""
    found: list[Claim] = []
    for sentence in _SENTENCE.findall(plain(text)):
        if not _SHOULD.search(sentence):
            found += read(sentence)
            continue
        for wrong, right in _pairs(sentence):
            claims = read(right)
            found += claims
            named = {claim.field for claim in every(wrong)}
            amount = bare_count(right)
            if not claims and amount is not None and len(named) == 1:
                found.append(Claim(named.pop(), amount, right, 0))
    return found
