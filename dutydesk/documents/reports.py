"""A sent report as a paper: 值班信息专报, or the record of a report by telephone."""

from __future__ import annotations

from collections.abc import Sequence

from dutydesk.documents.paper import BULLETIN, Paper, chinese_date, paragraphs_of, receivers_lines
from dutydesk.kernel.instants import Instant, to_datetime

RED_HEAD = "值班信息专报"
TELEPHONE_HEAD = "值班电话记录"
ISSUE = "第{no}期"


def row_line(seq: int, digest: str) -> str:
    """Return the small line that ties a paper to the journal's row; ``digest`` is its hash in hex."""
    return f"值班日志第{seq}条 {digest[:16]}"


def signer_words(name: str, said: str, *, signed: bool, denied: bool) -> str:
    """Return a signer who agreed by telephone as the paper names one (papers 3.7), and what became of it."""
    later = "，本人不认可" if denied else "，已补签" if signed else ""
    return f"{name}（{said.replace(', ', '，')}{later}）"


def signed_words(name: str, hour: str) -> str:
    """Return a signer as the paper names one who signed: 刘志远（11时33分）."""
    return f"{name}（{hour}）"


def signs(**people: str) -> tuple[str, ...]:
    """Return who stands on the last line of the foot, each behind its word; a signer stays a blank for the pen."""
    words = {
        "drafter": "拟稿",
        "editor": "编辑",
        "checker": "审核",
        "reviser": "核稿",
        "signer": "签发",
        "telephone": "电话",
    }
    return tuple(f"{words[key]}：{who}" for key, who in people.items() if who or key == "signer")


def paper_of_report(
    title: str,
    text: str,
    *,
    recipients: Sequence[str],
    sent_at: Instant,
    office: str,
    drafter: str = "",
    checker: str = "",
    signer: str = "",
    telephone: str = "",
    red_head: str = "",
    issue: int = 0,
    issue_pattern: str = ISSUE,
    urgency: str = "",
    copies: Sequence[str] = (),
    attachments: Sequence[str] = (),
    by_telephone: bool = False,
    drill: bool = False,
    record: str = "",
    archived: bool = False,
) -> Paper:
    """Return the paper of a report in the layout of 值班刊物 (papers 4.3 to 4.6).

    Args:
        title: as it was sent.
        text: frozen at sending; not a character of it is changed here.
        recipients: whom it was sent to (报).
        sent_at: when, µs UTC.
        office: the issuing office.
        drafter: name of the officer who drafted it.
        checker: who checked it, where somebody did.
        signer: who signed, with the hour, where that is known; else its place stays free for the pen.
        telephone: number for questions.
        red_head: the publication's name in the office's words.
        issue: running number of the year, 0 for none.
        issue_pattern: how the office prints it.
        urgency: 特急, 加急 or empty.
        copies: who else got it (送).
        attachments: names of what goes with it.
        by_telephone: the report was spoken; the paper is its record and has no issue number.
        drill: the store is a drill.
        record: the journal's row and its hash.
        archived: the office's own copy, which shows the record.

    Raises:
        ValueError: no such urgency.
    """
    last = signs(drafter=drafter, checker=checker, signer=signer, telephone=telephone)
    return Paper(
        title,
        layout=BULLETIN,
        office=office,
        red_head=TELEPHONE_HEAD if by_telephone else red_head or RED_HEAD,
        issue="" if by_telephone or not issue else issue_pattern.format(no=issue, year=to_datetime(sent_at).year),
        date=chinese_date(sent_at, minutes=True),
        urgency=urgency,
        content=paragraphs_of(text),
        attachments=tuple(attachments),
        foot=(*receivers_lines(("报", recipients), ("送", copies)), last),
        signer=signer,
        drill=drill,
        record=record,
        archived=archived,
    )
