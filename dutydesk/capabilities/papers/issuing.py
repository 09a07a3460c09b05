"""A paper leaves the desk: as a file or through the printer, with the right for it and an entry that names who and what."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dutydesk.capabilities.log.events import Exported
from dutydesk.documents.columns import text_of
from dutydesk.documents.files import write_file
from dutydesk.documents.paper import Paper
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.text import one_line

if TYPE_CHECKING:
    from dutydesk.bootstrap import Container

RIGHT = "export"


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


def save(container: Container, actor: str, what: tuple[str, str], content: bytes, path: Path) -> None:
    """Write a new file and leave an entry.

    Raises:
        Refused: the person may not.
        FileRefusedError: nothing was written.
    """
    container.desk.require(RIGHT, actor=actor, what=f"export {what[0]}")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_file(path, content)
    _trace(container, actor, what, str(path), len(content))


def send_to_printer(
    container: Container, actor: str, what: tuple[str, str], content: bytes, words: Sequence[str], suffix: str
) -> None:
    """Hand a paper to the printing command and leave an entry.

    Raises:
        Refused: the person may not.
        PrintRefusedError: nothing was printed.
    """
    from dutydesk.documents.printing import send

    container.desk.require(RIGHT, actor=actor, what=f"print {what[0]}")
    send(words, content, suffix)
    _trace(container, actor, what, " ".join(words), len(content))


def _trace(container: Container, actor: str, what: tuple[str, str], where: str, size: int) -> None:
    event = Exported(what=what[0], subject=one_line(what[1]), where=one_line(where), size=size)
    container.desk.note(event, actor=actor)
