"""A matter as a folder: its file, every message as it came, every report as it was sent, and an index with their checksums."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence

from dutydesk.capabilities.files import papers
from dutydesk.capabilities.intake import reads as messages
from dutydesk.capabilities.intake.reads import MessageView
from dutydesk.capabilities.matters.rules import Matter
from dutydesk.documents.columns import text_of
from dutydesk.documents.docx import docx_bytes
from dutydesk.documents.paper import Paper
from dutydesk.i18n import say, translate
from dutydesk.kernel.instants import Instant, iso
from dutydesk.kernel.text import clean, one_line
from dutydesk.kernel.values import dataclass
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
    views: Views, matter: Matter, now: Instant, as_object: str, paper_of: Callable[[ReportView], Paper]
) -> list[Part]:
    """Return the files of a matter's folder, the index first; names are plain ASCII, so that every system takes them.

    Args:
        views: the store as whoever asks may see it.
        matter: which.
        now: when it is made.
        as_object: the matter as JSON.
        paper_of: a report as its official paper.
    """
    found = list(_parts(views, matter, now, as_object, paper_of))
    head = f"{one_line(matter.label)} {one_line(matter.title)}"
    lines = [head, say("导出时间 {0}", str(iso(now))), ""]
    for one in found:
        lines += [f"{one.name}  {one_line(one.what)}", f"  {len(one.content):,} B  SHA-256 {_digest(one.content)}"]
    text = "\n".join(lines) + "\n"
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
            _name("message", number, "txt"), _told(one.channel, one.sender, one.received_at), said.encode(), said
        )
    for number, report in enumerate(views.reports(matter.id), 1):
        paper = paper_of(report)
        content = docx_bytes(paper, at=report.sent_at)
        what = _told(report.title, str(iso(report.sent_at)))
        yield Part(_name("report", number, "docx"), what, content, text_of(paper))


def _head(one: MessageView) -> Sequence[str]:
    return [
        say("渠道: {0}", one_line(one.channel)),
        say("来自: {0}", one_line(one.sender)),
        say("收到: {0}", str(iso(one.received_at))),
    ]


def _told(*words: str | Instant) -> str:
    return " ".join(str(iso(one)) if isinstance(one, int) else one for one in words if one)


def _name(what: str, number: int, end: str) -> str:
    return f"{what}-{number:03d}.{end}"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
