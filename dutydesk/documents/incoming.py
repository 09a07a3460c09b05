"""What a file in the watched folder says: text, mail, Word papers, PDF; other files are named and left to be opened by a person.

Nothing is executed, nothing is unpacked to the disk, and whatever is larger than its bounds is refused by name.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from contextlib import suppress
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import PurePath
from xml.etree import ElementTree as ET

from dutydesk.documents.pdf_text import PdfUnreadableError, text_of
from dutydesk.i18n import explain, say
from dutydesk.kernel import markings
from dutydesk.kernel.refusal import Refused
from dutydesk.kernel.text import MAX_CHARACTERS, one_line
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Word

LARGEST = 20 * 1024 * 1024
"""Bytes of a file (ours, as of attachments)."""

UNPACKED = 100 * 1024 * 1024
"""Bytes that a Word paper may unpack to."""

PARTS = 200
"""Parts of a mail that are read; the rest is counted."""

HEAD = 18_000
"""Characters that stand in the message of a text that is too long for one: they are sorted, found and read as any other; the
whole stays in its file."""

ARCHIVED, DEEPEST = 2_000, 3
"""Files of an archive that are looked at for marks, and how many archives within each other (ours)."""

_ARCHIVE = b"PK\x03\x04"
_NAMED_IN_UTF8 = 0x800
"""The bit of an archive's entry that says so; without it the name is in the code page of whoever packed it."""

PACKED = (".docx", ".xlsx", ".pptx")
"""Endings of office files that are packed."""

_BODY = "word/document.xml"
_SAYS = re.compile(
    r"(?:word/\w+\.xml|xl/(?:sharedStrings|comments\d*|worksheets/\w+)\.xml|ppt/(?:slides|notesSlides)/\w+\.xml)\Z"
)
"""What of a packed file holds words: heads, feet and notes of a paper, cells and remarks of a table, slides."""

_CLOSED = re.compile(r"</(?:w:p|a:p|si|is|c|text)>|<(?:w:br|w:cr)/>")
_ANY_TAG = re.compile(r"<[^>]{0,4000}>")
_TEXTS = (".txt", ".md", ".log", ".csv", "")
_PARAGRAPH = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"
_RUN = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
_TAG = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|<[^>]{0,2000}>", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True)
class Said:
    """What a file says: the text of a message, and who sent it where that is written."""

    text: str
    sender: str = ""
    keep: bool = False
    """The file holds more than the text says, and was looked at whole for marks: it is kept with its message."""


class MarkedError(Exception):
    """The file carries a state-secret mark: it is left where it lies, and nothing of it is kept."""


def read(name: str, content: bytes, digest: str, deep: int = 0) -> Said:
    """Return what a file says.

    Args:
        name: of the file; only its end counts, and for what is no text it is said.
        content: all of it.
        digest: SHA-256, said where the file itself must be opened.
        deep: in how many archives it lies.

    Raises:
        MarkedError: it is marked.
        Refused: it cannot be read within the bounds.
    """
    end = PurePath(name).suffix.lower()
    if markings.find(name) is not None or markings.find(PurePath(name).stem) is not None:
        raise MarkedError
    sender = unread = ""
    keep = end not in _TEXTS
    if is_pdf(content) or end == ".pdf":
        text, unread = _pdf(content)
        keep = True
    elif end == ".eml":
        text, sender, keep = _mail(content)
    elif end in PACKED:
        text = _packed(end, content)
    elif end in _TEXTS:
        text = _decoded(content)
    else:
        text = ""
        if content.startswith(_ARCHIVE) and deep < DEEPEST:
            _look_into(content, deep + 1)
    text = _plain(text)
    if markings.find(text) is not None:
        raise MarkedError
    if not text.strip():
        text = say("收到文件 {0} ({1} 字节, SHA-256 {2}), 请打开查看", one_line(name), f"{len(content):,}", digest[:16])
        text += f"\n({unread})" if unread else ""
        keep = True
    elif len(text) > MAX_CHARACTERS:
        keep, more = (
            True,
            say("(全文 {0} 字, 在原文件 {1} 中, SHA-256 {2})", f"{len(text):,}", one_line(name), digest[:16]),
        )
        text = f"{text[:HEAD]}…\n{more}"
    return Said(text, one_line(sender)[:80], keep)


def is_pdf(content: bytes) -> bool:
    """Whether a file is a PDF by its own beginning, whatever it is called."""
    return content[:1024].lstrip().startswith(b"%PDF-")


def _pdf(content: bytes) -> tuple[str, str]:
    """Return the text of a PDF and, where it has none that can be read, why."""
    try:
        text, rest = text_of(content)
    except PdfUnreadableError as error:
        return "", explain(error)
    return (f"{text}\n{say('另有 {0} 页未读, 见原文件', rest)}" if rest and text.strip() else text), ""


def _decoded(content: bytes) -> str:
    """Return text of whatever encoding: by its mark, else UTF-8, else GB 18030; what is neither has its bad bytes replaced."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", errors="replace")


def _plain(text: str) -> str:
    """Return text without characters that cannot be kept."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one for one in lines if one in "\n\t" or one >= " ").encode("utf-8", "replace").decode("utf-8")


def _mail(content: bytes) -> tuple[str, str, bool]:
    """Return text and sender of a mail, and whether it is kept (something is attached, or it is a page); one whose heads cannot be taken apart comes in as the text that it is.

    Raises:
        MarkedError: something that is attached to it is marked.
    """
    try:
        return _parts(content)
    except MarkedError:
        raise
    except Exception:  # noqa: BLE001 - Python's reader of heads fails in ways of its own: AttributeError, IndexError …
        return _decoded(content), "", True


def _look_at(name: str, content: bytes, deep: int = 0) -> None:
    """Look for marks in what is attached to a mail or packed; what cannot be read holds none that could be recognised.

    Raises:
        MarkedError: it is marked.
    """
    with suppress(Refused):
        read(name, content, "", deep)


def _look_into(content: bytes, deep: int) -> None:
    """Look for marks in the names and the files of an archive, in memory within its bounds.

    Raises:
        MarkedError: one is marked.
        Refused: it unpacks to too much, or holds too many files.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for one in _within_bounds(packed, ARCHIVED):
                name = _name_in_archive(one)
                if any(markings.find(part) is not None for part in PurePath(name).parts):
                    raise MarkedError
                with suppress(*_UNREADABLE), packed.open(one) as inner:
                    _look_at(name, inner.read(one.file_size), deep)
    except Refused:
        raise
    except _UNREADABLE:
        return


_UNREADABLE = (zipfile.BadZipFile, KeyError, OSError, EOFError, NotImplementedError, RuntimeError, ValueError)
"""What Python raises for an archive that is broken, locked with a password, or packed in a way that it does not know."""


def _within_bounds(packed: zipfile.ZipFile, most: int | None = None) -> list[zipfile.ZipInfo]:
    """Return what an archive holds.

    Raises:
        Refused: it unpacks to too much, or holds too many files.
    """
    held = packed.infolist()
    if sum(one.file_size for one in held) > UNPACKED:
        raise Refused("file", "解压后超过 {0} MiB", UNPACKED // 1024 // 1024)
    if most is not None and len(held) > most:
        raise Refused("file", "压缩包里超过 {0} 个文件", most)
    return held


def _name_in_archive(one: zipfile.ZipInfo) -> str:
    """Return what a file is called in an archive; Windows writes Chinese names in GB 18030 and says nothing of it."""
    if one.flag_bits & _NAMED_IN_UTF8:
        return one.filename
    with suppress(UnicodeError):
        return one.filename.encode("cp437").decode("gb18030")
    return one.filename


def _parts(content: bytes) -> tuple[str, str, bool]:
    message = BytesParser(policy=policy.default).parsebytes(content)
    assert isinstance(message, EmailMessage)
    plain: list[str] = []
    pages: list[str] = []
    attached: list[str] = []
    count = 0
    for part in message.walk():
        if part.is_multipart():
            continue
        count += 1
        if count > PARTS:
            continue
        assert isinstance(part, EmailMessage)
        if part.get_filename():
            attached.append(one_line(PurePath(str(part.get_filename()).replace("\\", "/")).name))
            _look_at(attached[-1], _bytes(part))
        elif part.get_content_type() in {"text/plain", "text/html"}:
            body = _decoded(_bytes(part)) if _unknown(part) else str(part.get_content())
            (plain if part.get_content_type() == "text/plain" else pages).append(body)
    body = "\n".join(plain) or _TAG.sub(" ", "\n".join(pages))
    rest = [say("附件: {0}", Word("、".join(attached)))] if attached else []
    rest += [say("另有 {0} 个部分未读, 见原文件", count - PARTS)] if count > PARTS else []
    subject = str(message.get("subject", "") or "")
    text = "\n".join(part for part in (subject, body.strip(), *rest) if part)
    return text, str(message.get("from", "") or ""), bool(attached or pages) and count <= PARTS


def _bytes(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _unknown(part: EmailMessage) -> bool:
    """Whether a part says an encoding that is none, or none at all."""
    try:
        str(part.get_content())
    except (LookupError, UnicodeError, ValueError):
        return True
    return part.get_content_charset() is None


def _packed(end: str, content: bytes) -> str:
    """Return the text of a Word paper, read in memory within its bounds; of a table or slides nothing, but they are looked at for marks.

    Raises:
        MarkedError: a mark stands in its head, foot, notes, cells or slides.
        Refused: it is none, or unpacks to too much.
    """
    wrong = Refused("file", "不是可读的 {0}", end.lstrip("."))
    pages: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            rest = UNPACKED // 4
            for one in _within_bounds(packed):
                if rest > 0 and _SAYS.match(one.filename):
                    with packed.open(one) as inner:
                        pages[one.filename] = inner.read(rest + 1)
                    rest -= len(pages[one.filename])
    except Refused:
        raise
    except _UNREADABLE as error:
        raise wrong from error
    hidden = any(
        b"<!DOCTYPE" in page or b"\0" in page for page in pages.values()
    )  # a zero: words that are not read as UTF-8
    if rest < 0 or (end == ".docx" and _BODY not in pages) or hidden:
        raise wrong
    body = pages.pop(_BODY, None) if end == ".docx" else None
    for page in pages.values():
        if markings.find(_words(page)) is not None:
            raise MarkedError
    if body is None:
        return ""
    try:
        root = ET.fromstring(body)  # noqa: S314 - no document type, bounded
    except ET.ParseError as error:
        raise wrong from error
    return "\n".join("".join(run.text or "" for run in one.iter(_RUN)) for one in root.iter(_PARAGRAPH))


def _words(page: bytes) -> str:
    """Return what a page of XML says: a paragraph, a cell, a line of a slide on a line of its own."""
    text = _CLOSED.sub("\n", page.decode("utf-8", "replace"))
    return html.unescape(_ANY_TAG.sub("", text))
