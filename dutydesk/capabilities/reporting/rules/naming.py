"""What an event is called where its place is told beside it: no place twice, none lost (pure)."""

from __future__ import annotations

import re

from dutydesk.capabilities.matters.rules import Matter
from dutydesk.kernel.prose import official

_UNITS = "省市县区州旗盟镇乡村"
"""How the name of an administrative place ends."""
_GOES_ON = "省市县区州旗盟镇乡村河江湖海山岛岭路街大小东西南北中站港库寺庙桥矿厂校"
"""What makes another name of a short one: 郑州大学 is no place in 郑州市, 金水河 none in 金水区."""
_OF_A_CITY = tuple("区民场容政")
"""What makes a word of 市: 三门峡市区 is not 三门峡市 and 区."""
_NAMES = re.compile(f"([\u4e00-\u9fff]{{2,}}?)(?:特别行政区|自治[区州县旗]|[{_UNITS}])")


def subject(matter: Matter) -> str:
    """Return a matter's title as a sentence goes on with it: no mark at its end, no 情况, no 关于 before it."""
    title = official(matter.title).strip("，。；：、 ").removeprefix("关于")
    return title.removesuffix("的情况").removesuffix("情况")


def document_of(matter: Matter) -> str:
    """Return a document's title in its marks: 《…》."""
    title = official(matter.title).strip("，。；：、 ")
    return title if "《" in title else f"《{title}》"


def parted(place: str, title: str) -> tuple[str, str]:
    """Return where something happened and what, of a place and a title that may repeat some of it.

    ``("信阳市浉河区某中学", "信阳市某中学学生食物中毒")`` is ``("信阳市浉河区某中学", "学生食物中毒")``. A title that names the
    place itself, further on, stands alone: ``("", "山西垣曲3.8级地震，三门峡有震感")``.
    """
    if not place:
        return "", title
    if title.startswith(place):
        rest = title[len(place) :]
        return ("", title) if place[-1] == "市" and rest[:1] in _OF_A_CITY else (place, rest)
    repeated = _repeated(place, title)
    if not repeated and (place in title or _names_itself(place, title)):
        return "", title
    return place, title[repeated:]


def _repeated(place: str, title: str) -> int:
    """Return how many characters at the head of a title repeat the place, piece by piece in its order; one alone is chance."""
    at = begins = kept = 0
    while True:
        piece = next((size for size in range(len(title) - at, 1, -1) if title[at : at + size] in place[begins:]), 0)
        if not piece:
            return kept
        begins = place.index(title[at : at + piece], begins) + piece
        at += piece
        goes_on = title[at : at + 1]
        behind = place[begins : begins + 1]
        whole = place[begins - 1] in _UNITS and behind not in _UNITS  # 郑州 of 郑州市 is no whole name
        if not behind or whole or (behind in _UNITS and goes_on not in _GOES_ON):
            kept = at


def _names_itself(place: str, title: str) -> bool:
    """Return whether a place that is nothing but an administrative one is named further on in the title."""
    names = _NAMES.findall(place)
    return bool(names) and _NAMES.sub("", place) == "" and names[-1] in title[1:]
