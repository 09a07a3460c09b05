"""What an office says of itself for its papers, read and checked (pure)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dutydesk.capabilities.papers.rules import Office, Papers
from dutydesk.kernel.prose import official
from dutydesk.kernel.wording import Worded, vocabulary

NOTHING = ("无", "none", "-")
"""What empties a field."""
NAMES: Mapping[str, str] = vocabulary(
    {
        "name": "发文机关",
        "short": "简称",
        "code": "代字",
        "telephone": "值班电话",
        "fax": "传真",
        "publication": "刊物名",
        "issue": "期号写法",
        "issued": "已印期数",
        "signer": "平时签发人",
    }
)
LACKING = ("short", "code", "telephone", "fax")
"""What a paper has a place for and an office is asked for; a name there always is, that of the setting up."""
NUMBERED = ("report", "express", "brief", "nil")
"""Papers with a number of the year."""
LONGEST = 20
"""Characters of a pattern."""

_NUMBER = re.compile(r"[0-9+()（）/、 -]{3,40}")
_PLACE = re.compile(r"\{(\w*)\}")
_ISSUED = re.compile(r"(?P<name>[^=＝:：]+)[=＝:：](?P<count>\d{1,5})")


def read(field: str, typed: str, papers: Papers) -> str:
    """Return what was typed of a field as it is kept.

    Raises:
        Worded: it is none.
    """
    if field in {"telephone", "fax"} and not is_number(typed):
        raise Worded("不是电话号码: {0}", typed)
    if field == "code" and not re.fullmatch(r"[\u4e00-\u9fff]{2,12}", typed):
        raise Worded("代字只写汉字, 如 豫政驻京: {0}", typed)
    if field == "issue":
        return _pattern(typed)
    if field == "issued":
        return _issued(typed, papers)
    return typed if field == "signer" else official(typed)


def is_number(typed: str) -> bool:
    """Return whether this is a telephone number."""
    return bool(_NUMBER.fullmatch(typed)) and any(c.isdigit() for c in typed)


def _pattern(typed: str) -> str:
    """Return how issues are numbered: {no} is the number within the year, {year} the year."""
    places = _PLACE.findall(typed)
    if "no" not in places or set(places) - {"no", "year"} or len(typed) > LONGEST:
        raise Worded("期号的写法须有 {{no}}, 可有 {{year}}, 如 第{{no}}期: {0}", typed)
    bare = _PLACE.sub("1", typed)
    if official(bare) != bare or re.search(r"[\[\]()]", bare):
        raise Worded("期号用全角括号和标点, 如 〔{{year}}〕第{{no}}期: {0}", typed)
    return typed


def _issued(typed: str, papers: Papers) -> str:
    """Return how many issues of each paper went out before the desk was used: ``report=12,express=87``."""
    found: dict[str, int] = {}
    names = {papers.forms[one].name: one for one in NUMBERED if one in papers.forms}
    for part in re.split("[、,，;；]", typed):
        match = _ISSUED.fullmatch(part.strip())
        paper = names.get(match["name"].strip(), match["name"].strip()) if match else ""
        if match is None or paper not in names.values():
            raise Worded("须写作 刊物=期数, 如 值班信息专报=12; 刊物有 {0}", list(names))
        found[paper] = int(match["count"])
    return ",".join(f"{paper}={count}" for paper, count in found.items())


def counts_of(issued: str) -> dict[str, int]:
    """Return what ``_issued`` made, by paper."""
    pairs = (part.split("=") for part in issued.split(",") if part)
    return {paper: int(count) for paper, count in pairs}


def lacking_of(office: Office) -> list[str]:
    """Return the names of what its papers have a place for and the office has not said."""
    return [NAMES[name] for name in LACKING if not getattr(office, name)]
