"""What a text tells of that is not its own matter: what was before, what it calls untrue, what it puts right, titles."""

from __future__ import annotations

import re

from dutydesk.capabilities.triage.rules.book import Triage
from dutydesk.capabilities.triage.rules.counting import NUMBER
from dutydesk.capabilities.triage.rules.folding import SENTENCE_ENDS

_TITLES = re.compile(
    r"《[^》\n]{0,80}》|关于(?:印发|做好|切实|进一步|加强|开展)[^。；\n]{0,60}?的(?:紧急)?(?:通知|意见|公告|决定|函|批复|方案)"
)
_DENIED = re.compile(r"(?<=，)(?:也|均|都|并|暂)*(?:没有|没|未|无)(?:人员?|任何|发现|发生|接到)[^，。；\n]*")
"""What whoever checked a rumour says of it themselves: nobody came to harm."""
_WRONG = re.compile(
    r"[^，。；：\n]{0,30}(?:有误|不准确?|报错了?|写错了?|说错了?|弄错了?|搞错了?|不对)(?=[，。；：])|[^，。；：\n]{0,40}(?=(?:应为|应是|实为|更正为|改为|修正为|调整为))"
)
_SAID_NUMBER = re.compile(
    rf"(?:死亡?|受?伤|失联|失踪|遇难|被困)?(?:{NUMBER}|多|数)[人名位个](?:死亡|受伤|遇难|失联|失踪|被困)?"
)
_OTHER_YEAR = re.compile(r"(?:19|20)\d{2}年(?!\d{1,2}月\d{1,2}[日号])(?!度)")


def elsewhere(line: str, book: Triage) -> list[tuple[int, int]]:
    """Return the parts of a line that tell of something else than what happens now."""
    titles = [found.span() for found in _TITLES.finditer(line)]
    return [*titles, *_past(line, book), *_refuted(line, book), *_corrected(line)]


def _past(line: str, book: Triage) -> list[tuple[int, int]]:
    """Return the parts that tell of something that was before: from such a word to the end of its sentence."""
    starts = [start for phrase in book.past for start, _ in phrase.places(line)]
    starts += [found.start() for found in _OTHER_YEAR.finditer(line)]
    found: list[tuple[int, int]] = []
    for start in starts:
        stops = [place for mark in SENTENCE_ENDS if (place := line.find(mark, start)) >= 0]
        end = min(stops, default=len(line))
        again = [place for phrase in book.now for place, _ in phrase.places(line[:end]) if place > start]
        found.append((start, min(again, default=end)))
    return found


def _refuted(line: str, book: Triage) -> list[tuple[int, int]]:
    """Return what a rumour says that the text itself calls untrue: from the word that tells of it to the one that refutes."""
    told = [place for phrase in book.rumour for _, place in phrase.places(line)]
    untrue = [place for phrase in book.refuted for place in phrase.places(line)]
    if not told or not untrue or min(told) >= max(untrue)[0]:
        return []
    begin, end = min(told), max(untrue)[0]
    denied = [(begin + one.start(), begin + one.end()) for one in _DENIED.finditer(line[begin:end])]
    found: list[tuple[int, int]] = []
    for start, stop in sorted([*denied, *(place for place in untrue if begin <= place[0] < end)]):
        if start > begin:
            found.append((begin, start))
        begin = max(begin, stop)
    return [*found, (begin, end)] if begin < end else found


def _corrected(line: str) -> list[tuple[int, int]]:
    """Return the numbers of people of which the text says that they were wrong: 刚才报的死2人有误, 死1人 is one."""
    return [
        (found.start() + one.start(), found.start() + one.end())
        for found in _WRONG.finditer(line)
        for one in _SAID_NUMBER.finditer(found[0])
    ]
