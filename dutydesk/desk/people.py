"""People named in an act: officers by account or name, leaders who agree."""

from __future__ import annotations

from dutydesk.desk.refusal import Refused
from dutydesk.desk.work import Work
from dutydesk.domain.people import LEADING
from dutydesk.domain.wording import nearest


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
        known = [*officers, *(one.name for one in officers.values())]
        raise Refused(field, "没有这个人: {0}, {1}", typed, nearest(typed, known))
    return found[0]


def leader_agreeing(work: Work, field: str, typed: str, refusal: Refused) -> str:
    """Return the leader who agrees: the named one, else the actor if that is a leader.

    Args:
        work: the act under way.
        field: the act's field.
        typed: the leader's account or name, empty where the actor is meant.
        refusal: raised when nobody agreed.

    Raises:
        Refused: nobody was named and the actor is no leader, or the named person is none.
    """
    who = officer_named(work, field, typed) or work.actor
    officer = work.views.officers().get(who)
    if officer is not None and officer.role in LEADING:
        return who
    if typed:
        raise Refused(field, "{0} 不是带班领导或主任", officer.name if officer else typed, traced=True)
    raise refusal
