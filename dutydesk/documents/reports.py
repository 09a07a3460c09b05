"""A sent report as a paper: 值班信息, or the record of a report by telephone."""

from __future__ import annotations

from collections.abc import Sequence

from dutydesk.documents.paper import Paper, chinese_date, paragraphs_of
from dutydesk.kernel.instants import Instant

RED_HEAD = "值班信息"
TELEPHONE_HEAD = "值班电话记录"


def row_line(seq: int, digest: str) -> str:
    """Return the small line that ties a paper to the journal's row; ``digest`` is its hash in hex."""
    return f"值班日志第{seq}条 {digest[:16]}"


def signer_words(name: str, said: str, *, signed: bool, denied: bool) -> str:
    """Return a signer who agreed by telephone as the paper names one (papers 3.7), and what became of it."""
    later = "，本人不认可" if denied else "，已补签" if signed else ""
    return f"{name}（{said.replace(', ', '，')}{later}）"


def paper_of_report(
    title: str,
    text: str,
    *,
    recipients: Sequence[str],
    sent_at: Instant,
    office: str,
    officer: str = "",
    leader: str = "",
    signer: str = "",
    telephone: str = "",
    issue: int = 0,
    urgency: str = "",
    copies: Sequence[str] = (),
    attachments: Sequence[str] = (),
    by_telephone: bool = False,
    drill: bool = False,
    footer: Sequence[str] = (),
) -> Paper:
    """Return the paper of a report in the layout of 值班信息 (domain rules 2.5).

    Args:
        title: as it was sent.
        text: frozen at sending; not a character of it is changed here.
        recipients: whom it was sent to (报).
        sent_at: when, µs UTC.
        office: the issuing office.
        officer: name of the officer who sent it.
        leader: name of the leader on duty then; the place for the signature stays free.
        signer: name of who signed, where that is known; it stands instead of the leader.
        telephone: number for questions.
        issue: running number of the year, 0 for none.
        urgency: 特急, 加急 or empty.
        copies: who else got it (送).
        attachments: names of what goes with it.
        by_telephone: the report was spoken; the paper is its record and has no issue number.
        drill: the store is a drill.
        footer: small lines at the end, such as the journal's row.

    Raises:
        ValueError: no such urgency.
    """
    return Paper(
        title,
        office=office,
        red_head=TELEPHONE_HEAD if by_telephone else RED_HEAD,
        issue=0 if by_telephone else issue,
        date=chinese_date(sent_at, minutes=True),
        urgency=urgency,
        body=paragraphs_of(text),
        attachments=tuple(attachments),
        report_to=tuple(recipients),
        copy_to=tuple(copies),
        officer=officer,
        leader=leader,
        signer=signer,
        telephone=telephone,
        drill=drill,
        footer=tuple(footer),
    )
