"""Who reads a report before it goes, and who signs it off (papers 3.7): never the one who drafted it."""

from __future__ import annotations

from dutydesk.capabilities.consents import rules as c
from dutydesk.capabilities.consents.handlers import consents
from dutydesk.capabilities.consents.reads import asked_by
from dutydesk.capabilities.consents.rules import Consent
from dutydesk.capabilities.matters import rules as m
from dutydesk.capabilities.matters.rules import Matter
from dutydesk.capabilities.reporting import reads
from dutydesk.capabilities.reporting.acts import Report
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.refusal import Refused
from dutydesk.usecase.work import Work


def needs_sign_off(work: Work, kind: str, level: str) -> bool:
    """Return whether a leader signs a report off: by the office's file, or by its choice."""
    return work.books.reporting.needs_sign_off(kind, level) or kind in reads.signed_kinds(work.views)


def needs_reader(work: Work, kind: str, level: str) -> bool:
    """Return whether another than the drafter reads it first."""
    return work.books.reporting.needs_reader(kind, level) or kind in reads.signed_kinds(work.views)


def lacking(work: Work, matter: Matter, act: Report, text: str) -> list[Refused]:
    """Return what is said where nobody is named who signs a report off, or nobody who reads it: both at once."""
    found: list[Refused] = []
    if needs_sign_off(work, act.kind, matter.level) and not act.signed_off_by:
        found.append(_no_signer(work, act.kind))
    if not act.read_by and not _readers(work, matter, text) and _wants_reader(work, matter, act, text):
        found.append(_no_reader(act.kind))
    return found


def _no_signer(work: Work, kind: str) -> Refused:
    drafter, name = work.views.officers().get(work.actor), m.REPORT_NAMES[kind]
    if drafter is None or not work.books.rights.may(drafter.roles, "approve"):
        return _nobody(kind)
    template = "拟稿人 {0} 不能签发自己拟的{1}, 由主任或另一位领导签发"
    return Refused("signed_off_by", template, drafter.name, name, traced=True)


def _nobody(kind: str) -> Refused:
    template = "{0}须带班领导签发: 写明签发人 (--signed-off-by), 或请领导在自己的会话里签 (--ask)"
    return Refused("signed_off_by", template, m.REPORT_NAMES[kind], traced=True)


def _no_reader(kind: str) -> Refused:
    template = "{0}还没有核稿: 写明核稿人 (--read-by), 或由别人在待签里核稿; 只有一人在岗时写明理由 (--unread)"
    return Refused("read_by", template, m.REPORT_NAMES[kind], traced=True)


def _readers(work: Work, matter: Matter, text: str) -> list[str]:
    return [person for person in reads.readers(work.views, matter.id, text) if person != work.actor]


def _wants_reader(work: Work, matter: Matter, act: Report, text: str) -> bool:
    """Whether another has to read it now; asked for a signature just now it is read while it waits."""
    waits = [str(one.words["shown"].get("text", "")) for one in asked_by(work.views, work.actor)]
    tried = work.elsewhere and text not in waits
    return needs_reader(work, act.kind, matter.level) and not act.unread.strip() and not tried


def refuse_unread(work: Work, act: Report) -> None:
    """Refuse a report that goes with something else that waits for a signature, where it needs a reader and names none.

    Raises:
        Refused: naming the field of the reader.
    """
    if needs_reader(work, act.kind, act.matter.level) and not (act.read_by or act.unread.strip()):
        raise _no_reader(act.kind)


def signer(work: Work, matter: Matter, act: Report, sent_at: Instant) -> Consent:
    """Return the consent of the leader who signed the report off.

    Raises:
        Refused: one is asked for and there is none, or it would be the drafter: then the director signs.
    """
    needed = needs_sign_off(work, act.kind, matter.level)
    if not act.signed_off_by and not needed:
        return Consent()
    if needed and not act.signed_off_by:
        raise _no_signer(work, act.kind)
    said_at = sent_at if act.agreed_at is None else act.agreed_at
    given = consents.leader(
        work, "signed_off_by", act.signed_off_by, _nobody(act.kind), at=said_at, since=matter.received_at
    )
    if needed and given.person == work.actor:
        raise _no_signer(work, act.kind)
    return given


def reader(work: Work, matter: Matter, act: Report, text: str, sent_at: Instant) -> Consent:
    """Return who read the report beside the drafter; nobody where none is asked for, or a reason says why not.

    Raises:
        Refused: one is asked for and there is neither.
    """
    if act.read_by:
        said_at = sent_at if act.agreed_at is None else act.agreed_at
        own = "核稿须由拟稿以外的人, 不能是 {0}"
        return consents.another(work, "read_by", act.read_by, own, at=said_at, since=matter.received_at)
    found = _readers(work, matter, text)
    if found:
        return Consent(found[-1], c.OWN, work.said, found[-1])
    if _wants_reader(work, matter, act, text):
        raise _no_reader(act.kind)
    return Consent()
