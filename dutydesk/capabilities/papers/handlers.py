"""What the office says of itself."""

from __future__ import annotations

from dutydesk.capabilities.papers import events as ev
from dutydesk.capabilities.papers import profile
from dutydesk.capabilities.papers.acts import OfficeDescribe
from dutydesk.capabilities.papers.reads import kept, numbered_since
from dutydesk.capabilities.papers.rules import OFFICE_FIELDS
from dutydesk.kernel.instants import local_date
from dutydesk.kernel.refusal import Refused, naming
from dutydesk.kernel.text import one_line
from dutydesk.store.journal import Row
from dutydesk.usecase.handling import handles
from dutydesk.usecase.work import Work


@handles(OfficeDescribe)
def describe(work: Work, act: OfficeDescribe) -> Row:
    """Keep what stands on the papers: what was not said stays, what papers.toml says counts and is not said twice."""
    declared = work.books.papers.office
    before = kept(work.views)
    now = dict(before)
    for name in OFFICE_FIELDS:
        typed = one_line(str(getattr(act, name)).strip())
        if not typed or typed == before.get(name):
            continue
        if typed in profile.NOTHING:
            now[name] = ""
            continue
        if getattr(declared, name):
            raise Refused(name, "{0} 写在规则册的 papers.toml 里, 以它为准", profile.NAMES[name])
        with naming(name):
            now[name] = profile.read(name, typed, work.books.papers)
    if now.get("signer") and now["signer"] != before.get("signer"):
        now["signer"] = _signer(work, now["signer"])
    year = local_date(work.said).year
    if now.get("issued", "") != before.get("issued", ""):
        used = [
            paper
            for paper in profile.counts_of(now["issued"] or before["issued"])
            if numbered_since(work.views, paper, year)
        ]
        if used:
            names = [work.books.papers.forms[paper].name for paper in used]
            raise Refused("issued", "本年已经编过期号, 不能再改起始期数: {0}", names)
        now["issued_year"] = str(year) if now["issued"] else ""
    if now == before:
        raise Refused("name", "没有变化")
    return work.append(ev.OfficeDescribed(**now))


def _signer(work: Work, typed: str) -> str:
    """Return the account of who signs.

    Raises:
        Refused: nobody of this name, or one who may not.
    """
    found = [one for one in work.views.officers().values() if typed in {one.id, one.name}]
    if len(found) != 1 or not work.books.rights.may(found[0].roles, "approve"):
        raise Refused("signer", "{0} 不能签发: 须为带班领导或主任", typed)
    return found[0].id
