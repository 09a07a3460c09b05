"""Which affairs look alike: shown with a score and the reasons, decided by an officer.

Compared are affairs (type, place, source, words, hour), never people: nothing here keeps or adds up what a
person asked before. The numbers are dutydesk's own; a score is no probability.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from dutydesk.kernel.instants import DAY, HOUR, Instant
from dutydesk.kernel.text import is_han
from dutydesk.kernel.values import dataclass

WITHIN: Instant = 90 * DAY
"""How far back is looked."""

SAME_HOUR: Instant = HOUR
"""Two incidents that began within this time of each other may be one (scenario, line 14)."""

WORDS, PLACE, SOURCE, TYPE, TIME = 60, 20, 10, 5, 5
"""Most points for each reason; together 100."""

LEAST = 30
"""Below this nothing is shown: half the words, or fewer with the same place, source, type or hour."""

LEAST_SHARE = 0.15
"""Below this share two titles have words in common by chance."""

SPELLED = 4
"""How many words in common are named."""

COMMON = ("关于", "情况", "事项", "反映", "通知", "报告", "工作", "请求", "问题", "同志", "人员", "有关", "地区")
"""Words that any two titles may share."""

PROVINCES = [
    "北京",
    "天津",
    "上海",
    "重庆",
    "河北",
    "山西",
    "辽宁",
    "吉林",
    "黑龙江",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "海南",
    "四川",
    "贵州",
    "云南",
    "陕西",
    "甘肃",
    "青海",
    "台湾",
    "内蒙古",
    "广西",
    "西藏",
    "宁夏",
    "新疆",
    "香港",
    "澳门",
]
WIDE = frozenset("".join(pair) for name in PROVINCES for pair in pairwise(name))
"""A place as wide as a province says nothing of two affairs: half of what comes in is of the own one."""


@dataclass(frozen=True)
class Affair:
    """What is compared of a matter. Times are µs UTC."""

    id: str
    kind: str
    subtype: str
    title: str
    place: str
    source: str
    received_at: Instant
    occurred_at: Instant | None = None


@dataclass(frozen=True)
class Likeness:
    """``score`` 0 to 100; ``reasons`` are (what, the words in common), in the order of their weight."""

    score: int
    reasons: tuple[tuple[str, str], ...]


def words_of(text: str) -> frozenset[str]:
    """Return what a text is compared by: pairs of neighbouring Han characters, and words and numbers whole."""
    found: set[str] = set()
    run = ""
    for character in f"{text} ":
        if is_han(character):
            if run and not is_han(run[0]):
                found.add(run.lower())
                run = ""
            run += character
        elif character.isalnum():
            if run and is_han(run[0]):
                found.update(map("".join, pairwise(run)))
                run = ""
            run += character
        elif run:
            found.update(map("".join, pairwise(run)) if is_han(run[0]) else [run.lower()])
            run = ""
    return frozenset(found - set(COMMON) - WIDE)


def likeness(left: Affair, right: Affair) -> Likeness:
    """Return how alike two affairs look and why; the same whichever comes first."""
    reasons: list[tuple[int, str, str]] = []
    common, share = _shared(f"{left.title} {left.place}", f"{right.title} {right.place}")
    if share >= LEAST_SHARE:
        reasons.append((max(1, round(WORDS * share)), "文字相同", _spelled(left, right, common)))
    places, share = _shared(left.place or left.title, right.place or right.title)
    if places and (left.place or right.place) and share >= LEAST_SHARE:
        reasons.append((max(1, round(PLACE * share)), "地点相同", _spelled(left, right, places)))
    if reasons and left.source.strip() and left.source.strip() == right.source.strip():  # 微信 alone says nothing
        reasons.append((SOURCE, "来源相同", left.source.strip()))
    if left.subtype and left.subtype == right.subtype:
        reasons.append((TYPE, "类别相同", ""))
    if left.occurred_at is not None and right.occurred_at is not None:
        if abs(left.occurred_at - right.occurred_at) <= SAME_HOUR:
            reasons.append((TIME, "时间相近", ""))
    elif abs(left.received_at - right.received_at) <= SAME_HOUR and left.kind == right.kind:
        reasons.append((TIME, "时间相近", ""))
    ordered = sorted(reasons, key=lambda one: (-one[0], one[1]))
    return Likeness(sum(points for points, _, _ in ordered), tuple((what, words) for _, what, words in ordered))


def _shared(left: str, right: str) -> tuple[frozenset[str], float]:
    """Return the words in common and their share of the shorter text, 0 to 1."""
    ours, theirs = words_of(left), words_of(right)
    common = ours & theirs
    return common, len(common) / min(len(ours), len(theirs)) if common else 0.0


def _spelled(left: Affair, right: Affair, common: frozenset[str]) -> str:
    """Return the words in common as they stand in the text, neighbours joined; the same whichever comes first."""
    text = min(f"{left.title} {left.place}", f"{right.title} {right.place}")
    found: dict[str, None] = {}
    run = ""
    for index in range(len(text)):
        pair = text[index : index + 2]
        if is_han(pair[0]) and pair in common:
            run = run + pair[1] if run else pair
        elif run:
            found[run], run = None, ""
    found.update(dict.fromkeys(word for word in sorted(common) if not is_han(word[0])))
    return "、".join(list(found)[:SPELLED])


def rank(affair: Affair, others: Iterable[Affair]) -> list[tuple[Affair, Likeness]]:
    """Return the affairs received within 90 days that look alike, the likest first, then the newest."""
    near = (one for one in others if one.id != affair.id and abs(one.received_at - affair.received_at) <= WITHIN)
    judged = ((one, likeness(affair, one)) for one in near)
    found = [(one, judgement) for one, judgement in judged if judgement.score >= LEAST]
    return sorted(found, key=lambda pair: (-pair[1].score, -pair[0].received_at))  # then as given: the newest first
