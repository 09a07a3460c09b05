"""A matter as a folder: its file, every message as it came, every report as it was sent, and an index with their checksums."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePosixPath

from dutydesk.capabilities.attachments.reads import AttachmentView, of_matter
from dutydesk.capabilities.attachments.words import attachment_line
from dutydesk.capabilities.files import papers
from dutydesk.capabilities.intake import reads as messages
from dutydesk.capabilities.intake.reads import MessageView
from dutydesk.capabilities.matters.rules import Matter
from dutydesk.documents.columns import text_of
from dutydesk.documents.docx import docx_bytes
from dutydesk.documents.paper import Paper
from dutydesk.i18n import explain, offered, say, translate
from dutydesk.kernel.instants import Instant, iso, local_date
from dutydesk.kernel.text import clean, one_line
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Worded
from dutydesk.store.views import ReportView, Views

INDEX = "index.txt"


@dataclass(frozen=True)
class Part:
    """A file of the folder: its name, what it is in words, its content, and the words that stand in it."""

    name: str
    what: str
    content: bytes
    text: str


def parts(
    views: Views,
    matter: Matter,
    now: Instant,
    as_object: str,
    paper_of: Callable[[ReportView], Paper],
    content_of: Callable[[AttachmentView], bytes],
) -> list[Part]:
    """Return the files of a matter's folder, the index first; names are plain ASCII, so that every system takes them.

    Args:
        views: the store as whoever asks may see it.
        matter: which.
        now: when it is made.
        as_object: the matter as JSON.
        paper_of: a report as its official paper.
        content_of: what an attachment holds; a ``Worded`` says why it is not there.
    """
    found = list(_parts(views, matter, now, as_object, paper_of))
    files, lacking = _attached(views, matter, now, content_of)
    found += files
    head = f"{one_line(matter.label)} {one_line(matter.title)}"
    lines = [head, say("导出时间 {0}", str(iso(now))), ""]
    for one in found:
        lines += [f"{one.name}  {one_line(one.what)}", f"  {len(one.content):,} B  SHA-256 {_digest(one.content)}"]
    text = "\n".join([*lines, *lacking]) + "\n"
    return [Part(INDEX, translate("目录"), text.encode(), text), *found]


def _parts(
    views: Views, matter: Matter, now: Instant, as_object: str, paper_of: Callable[[ReportView], Paper]
) -> Iterator[Part]:
    whole = papers.matter_paper(views, matter, now)
    text = text_of(whole)
    yield Part("matter.docx", translate("事项的全部经过"), docx_bytes(whole, at=now), text)
    yield Part("matter.txt", translate("事项的全部经过"), text.encode(), text)
    yield Part("matter.json", translate("事项的全部经过, 供其他程序"), as_object.encode(), as_object)
    for number, one in enumerate(messages.of_matter(views, matter.id), 1):
        said = "\n".join([*_head(one), "", clean(one.text)]) + "\n"
        yield Part(
            _name("message", number, "txt"),
            _told(offered(one.channel), one.sender, one.received_at),
            said.encode(),
            said,
        )
    for number, report in enumerate(views.reports(matter.id), 1):
        paper = paper_of(report)
        content = docx_bytes(paper, at=report.sent_at)
        what = _told(report.title, str(iso(report.sent_at)))
        yield Part(_name("report", number, "docx"), what, content, text_of(paper))


def _attached(
    views: Views, matter: Matter, now: Instant, content_of: Callable[[AttachmentView], bytes]
) -> tuple[list[Part], list[str]]:
    """Return the matter's attachments as files, and a line for each that is not there: recordings stay where they lie."""
    people, today = views.names(), local_date(now)
    found: list[Part] = []
    lacking: list[str] = []
    for number, one in enumerate(of_matter(views, matter.id), 1):
        told = attachment_line(one, people, today)
        if one.is_recording:
            lacking.append(f"{told} ({translate('没有复制, 在原处')})")
            continue
        try:
            content = content_of(one)
        except Worded as error:
            lacking.append(f"{told} ({one_line(explain(error))})")
            continue
        found.append(Part(_name("attachment", number, _ending(one.name)), told, content, one.name))
    return found, lacking


def _ending(name: str) -> str:
    """Return the ending of a file's name, where it is a plain one."""
    end = PurePosixPath(name).suffix.lower().lstrip(".")
    return end if end.isascii() and end.isalnum() and len(end) <= 5 else "bin"


def _head(one: MessageView) -> Sequence[str]:
    return [
        say("渠道: {0}", one_line(offered(one.channel))),
        say("来自: {0}", one_line(one.sender)),
        say("收到: {0}", str(iso(one.received_at))),
    ]


def _told(*words: str | Instant) -> str:
    return " ".join(str(iso(one)) if isinstance(one, int) else one for one in words if one)


def _name(what: str, number: int, end: str) -> str:
    return f"{what}-{number:03d}.{end}"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
