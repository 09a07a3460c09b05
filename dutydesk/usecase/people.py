"""People named in an act: officers by account or name."""

from __future__ import annotations

from dutydesk.kernel.refusal import Refused
from dutydesk.kernel.wording import nearest
from dutydesk.usecase.work import Work


def officer_named(work: Work, field: str, typed: str) -> str:
    """Return the id of a person named by account or name; empty stays empty.

    Raises:
        Refused: nobody, or several, with the nearest known name.
    """
    if not typed:
        return ""
    officers = work.views.officers()
    found = [one.id for one in officers.values() if typed in (one.id, one.name)]
    if len(found) != 1:
        known = {one.id: one.name for one in officers.values()}
        raise Refused(field, "没有这个人: {0}, {1}", typed, nearest(typed, known))
    return found[0]
