"""A paper leaves the desk: as a file or through the printer, with the right for it and an entry that names who and what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dutydesk.capabilities.log.events import Exported
from dutydesk.capabilities.papers.case import Case
from dutydesk.capabilities.papers.reads import office_of
from dutydesk.capabilities.papers.rules import Receivers
from dutydesk.capabilities.papers.setting import paper_of
from dutydesk.capabilities.restricted.events import RestrictedOpened
from dutydesk.capabilities.restricted.reads import named_in
from dutydesk.documents.columns import text_of
from dutydesk.documents.files import write_file
from dutydesk.documents.paper import Paper
from dutydesk.kernel.instants import Instant, local_date
from dutydesk.kernel.text import one_line
from dutydesk.kernel.wording import Worded
from dutydesk.store.views import Views

if TYPE_CHECKING:
    from dutydesk.bootstrap import Container
    from dutydesk.usecase.books import Books

RIGHT = "export"
_UNFIT = re.compile(r'[\\/:*?"<>|\s]+')
"""What no name of a file holds."""


def report_file(views: Views, books: Books, report: str) -> tuple[str, bytes]:
    """Return a sent report as .docx: name and content, dated by its sending.

    Raises:
        Worded: there is none, or it may not go as final.
    """
    found = views.report(report)
    if found is None:
        raise Worded("没有这份报告: {0}", report)
    form = books.papers.forms["report"]
    case = Case(
        views=views,
        books=books,
        office=office_of(views, books.papers.office),
        form=form,
        receivers=books.receivers.get(form.id, Receivers()),
        subject=found.id,
        day=local_date(found.sent_at),
        now=found.sent_at,
    )
    return f"{_UNFIT.sub('', found.paper_title)}.docx", content_of(paper_of(case), "docx", found.sent_at)


def content_of(paper: Paper, form: str, at: Instant) -> bytes:
    """Return a paper as the bytes of a txt, docx or pdf.

    Raises:
        PdfRefusedError: there is no LibreOffice, or it failed.
    """
    if form == "txt":
        return text_of(paper).encode()
    from dutydesk.documents.docx import docx_bytes
    from dutydesk.documents.pdf import pdf_of

    document = docx_bytes(paper, at=at)
    return pdf_of(document) if form == "pdf" else document


def save(container: Container, actor: str, what: tuple[str, str], content: bytes, path: Path, text: str) -> None:
    """Write a new file and leave an entry. ``text``: what stands in it.

    Raises:
        Refused: the person may not.
        FileRefusedError: nothing was written.
    """
    container.desk.require(RIGHT, actor=actor, what=f"export {what[0]}")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_file(path, content)
    trace(container, actor, what, str(path), len(content), text)


def send_to_printer(
    container: Container,
    actor: str,
    what: tuple[str, str],
    content: bytes,
    words: Sequence[str],
    suffix: str,
    text: str,
) -> None:
    """Hand a paper to the printing command and leave an entry. ``text``: what stands in it.

    Raises:
        Refused: the person may not.
        PrintRefusedError: nothing was printed.
    """
    from dutydesk.documents.printing import send

    container.desk.require(RIGHT, actor=actor, what=f"print {what[0]}")
    send(words, content, suffix)
    trace(container, actor, what, " ".join(words), len(content), text)


def trace(container: Container, actor: str, what: tuple[str, str], where: str, size: int, text: str) -> None:
    """Leave the entry that something left the desk; it belongs to a restricted matter that is named in it, and is an opening of each.

    Args:
        container: the desk.
        actor: who.
        what: the command's word, and which one (a label, a date, a person).
        where: the file's path, or the printing command.
        size: bytes.
        text: what stands in it.

    Raises:
        StoreError: the store could not take the entry.
    """
    held = [one.id for one in named_in(container.views, f"{what[1]}\n{text}")]
    for matter_id in held:
        container.desk.note(RestrictedOpened(how="export"), actor=actor, matter_id=matter_id)
    event = Exported(what=what[0], subject=one_line(what[1]), where=one_line(where), size=size)
    container.desk.note(event, actor=actor, matter_id=held[0] if held else None)
