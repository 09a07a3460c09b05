"""Text of PDFs: read in a process of its own, whatever the file holds."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable

import pytest
from pdfs import pdf, stream, written
from pypdf import PdfReader, PdfWriter

from dutydesk.documents import pdf_text
from dutydesk.documents.incoming import MarkedError, read
from dutydesk.documents.pdf_text import PAGES, PdfUnreadableError, text_of

FAX = "关于做好防汛工作的通知 3人死亡17人受伤"


def locked(password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(written(FAX))))
    writer.encrypt(password, owner_password="owner", algorithm="AES-256")
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def endless() -> bytes:
    """Pages that are their own children."""
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] >>"])


def bomb() -> bytes:
    """A page of a hundred kilobytes that unpacks to a hundred megabytes."""
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(bytes(1 << 24)) for _ in range(8)) + packer.flush()
    return written("x", content=stream(data, b"/Filter /FlateDecode"))


@pytest.mark.parametrize("name", ["a.pdf", "a.PDF", "fax", "a.txt"])
def test_the_text_of_a_pdf_is_the_message_whatever_it_is_called(name: str) -> None:
    assert read(name, written(FAX), "0" * 64).text.strip() == FAX


def test_one_that_opens_without_a_password_is_read() -> None:
    assert FAX in text_of(locked(""))[0]


UNREADABLE: list[tuple[Callable[[], bytes], str]] = [
    (lambda: locked("secret"), "口令"),
    (lambda: b"%PDF-1.7\nnothing behind it", "PDF"),
    (lambda: written(FAX)[:300], "PDF"),
    (endless, "PDF"),
    (bomb, "PDF"),
]


@pytest.mark.parametrize(("make", "why"), UNREADABLE, ids=["locked", "empty", "cut", "endless", "bomb"])
def test_what_cannot_be_read_comes_in_by_its_name_and_says_why(make: Callable[[], bytes], why: str) -> None:
    text = read("传真.pdf", make(), "ab" * 32).text
    assert "收到文件 传真.pdf" in text
    assert "abababab" in text
    assert why in text.splitlines()[-1]


def test_a_file_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_text, "SECONDS", 1e-6)  # no machine is that fast
    with pytest.raises(PdfUnreadableError):
        text_of(written(FAX))


def test_pages_beyond_the_bound_are_counted() -> None:
    text, rest = text_of(written("火", pages=PAGES + 3))
    assert (text.count("火"), rest) == (PAGES, 3)
    assert "另有 3 页未读" in read("a.pdf", written("火", pages=PAGES + 3), "0" * 64).text


def test_a_scan_comes_in_by_its_name() -> None:
    assert "收到文件 a.pdf" in read("a.pdf", written("x", content=stream(b"")), "0" * 64).text


def test_a_marked_one_is_left_where_it_lies() -> None:
    with pytest.raises(MarkedError):
        read("a.pdf", written("机密★10年 某地方案"), "0" * 64)
