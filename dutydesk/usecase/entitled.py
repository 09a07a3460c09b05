"""Who may: the one place that asks the table of rights for a person, read or act alike."""

from __future__ import annotations

from dutydesk.kernel.people import Machine
from dutydesk.kernel.refusal import Refused
from dutydesk.kernel.rights import Rights
from dutydesk.store.views import OfficerView, Views
from dutydesk.store.views.relieved import is_relieved
from dutydesk.usecase.work import Work


def allowed(views: Views, rights: Rights, actor: str, right: str) -> OfficerView:
    """Return the officer who acts; a read is enough to know.

    Raises:
        Refused: nobody of that name, an account out of use, or none of the person's roles has the right.
    """
    officer = views.officers().get(actor)
    if officer is None:
        raise Refused("as", "没有这个人: {0}", actor)
    if officer.disabled:
        raise Refused("", "{0} 的账号已停用", officer.name, traced=True)
    lacking = rights.lacking(officer.name, officer.roles, right)
    if lacking is not None:
        raise Refused("", lacking.template, *lacking.values, traced=True)
    return officer


def check_right(work: Work, right: str) -> None:
    """Refuse what the actor has no right to.

    Raises:
        Refused: nobody of that name, an account out of use, or none of the person's roles has the right.
    """
    if isinstance(work.actor, Machine):
        return
    officer = allowed(work.views, work.books.rights, work.actor, right)
    if right == "write" and not work.books.rights.may(officer.roles, "approve") and is_relieved(work.views, work.actor):
        raise Refused("", "{0} 已交班, 只读; 需补充请用 handover addendum (封存后补记)", officer.name, traced=True)
