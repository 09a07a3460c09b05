"""Every format that comes in, spoilt in ways nobody thought of: read, or refused in a sentence; never anything else.

A good file of each format is cut, doubled, exchanged and spoilt at random (hypothesis), packed ones inside their package
too. The default run looks at a few of each; ``-m soak`` at many more.
"""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from dutydesk import config
from dutydesk.capabilities.roster.files import read_roster_file
from dutydesk.documents import incoming
from dutydesk.drill import script
from dutydesk.kernel.text import clean, is_harmless, stored
from dutydesk.kernel.wording import Worded
from dutydesk.resources import data_folder
from dutydesk.usecase.books import load_books, problems_of

DATA = data_folder()
QUICK, WIDE = 12, 400
"""Spoilt files of each format: in the default run, and with the long ones."""

NAUGHTY = (
    "\x00", "\x1b[2J", "\u202e", "\u2028", "\ufeff", "'''", '"""', "[[", "]]", "= ", "\n[", "{", "}", "\\", "\r", ",", ";", "\t",
    "e" + "\u0301" * 50, "9" * 400, "-1", "1e999", "nan", "true", "2026-13-45", "25:61", "２０２６", "机密★5年", "=cmd|' /C calc'!A0", "🙂" * 20,
)  # fmt: skip
"""What files of others hold, and what readers stumble over."""


def pieces() -> st.SearchStrategy[bytes]:
    words = st.sampled_from(NAUGHTY).map(lambda one: one.encode("utf-8", "surrogatepass"))
    return st.one_of(
        words, st.binary(max_size=6), st.just(b"\xff\xfe"), st.just(b"\xed\xa0\x80"), st.just("字".encode()[:2])
    )


@st.composite
def spoilt(draw: st.DrawFn, good: bytes) -> bytes:
    """Draw a good file with some places cut out, doubled, overwritten or stuffed."""
    content = bytearray(good)
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(content)))
        end = min(len(content), at + draw(st.integers(0, 60)))
        how = draw(st.sampled_from(("cut", "double", "stuff", "over", "end")))
        if how == "cut":
            del content[at:end]
        elif how == "double":
            content[at:at] = content[at:end]
        elif how == "stuff":
            content[at:at] = draw(pieces())
        elif how == "over":
            content[at:end] = draw(pieces())
        elif draw(st.booleans()):
            del content[at:]
    return bytes(content)


@st.composite
def repacked(draw: st.DrawFn, good: bytes) -> bytes:
    """Draw a package one of whose files is spoilt, packed soundly again."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        names = before.namelist()
        chosen = draw(st.sampled_from(names))
        for name in names:
            inner = before.read(name)
            after.writestr(name, draw(spoilt(inner)) if name == chosen else inner)
    return made.getvalue()


# ---------------------------------------------------------------- good files


def workbook() -> bytes:
    book, made = Workbook(), io.BytesIO()
    sheet = book.active
    sheet.append(["日期", "A岗", "B岗", "带班领导"])
    for day in range(1, 8):
        sheet.append([f"2026-07-{day:02}", "周明", "何静", "刘副主任"])
    sheet.merge_cells("A9:B9")
    book.save(made)
    return made.getvalue()


def word() -> bytes:
    paper, made = Document(), io.BytesIO()
    paper.add_paragraph("关于做好汛期值班工作的通知")
    paper.add_table(2, 2).cell(0, 0).text = "联系人"
    paper.save(made)
    return made.getvalue()


def mail() -> bytes:
    message = EmailMessage()
    message["Subject"] = "关于汛情的报告"
    message["From"] = "值班室 <duty@example.org>"
    message.set_content("7月15日8时，某县发生山洪。")
    message.add_alternative("<p>7月15日<b>8时</b></p>", subtype="html")
    message.add_attachment(b"x" * 40, maintype="application", subtype="pdf", filename="附件.pdf")
    return bytes(message)


TEXT = "7月15日8时，某县发生山洪，2人受伤。".encode()
CSV = '日期,A岗,B岗,带班领导\n2026-07-01,周明,何静,刘副主任\n2026-07-02,"何静",周明,\n'.encode()
CONFIG = b'lang = "zh"\ntheme = "dark"\ndb = "/x/desk.db"\nprint = ["lp", "-d", "x"]\n[keys]\nreport = "f9"\n'
DRILL = (DATA / "drills" / "night.toml").read_bytes()


# ---------------------------------------------------------------- what reads them


def roster(content: bytes, _folder: Path) -> None:
    file = read_roster_file(content)
    assert all(isinstance(cell, str) for row in file.rows for cell in row.cells)


def arriving(end: str) -> Callable[[bytes, Path], None]:
    def read(content: bytes, _folder: Path) -> None:
        try:
            said = incoming.read(f"来件{end}", content, "0" * 64)
        except incoming.MarkedError:
            return
        assert said.text.strip()
        assert stored(said.text)
        assert is_harmless(said.sender)

    return read


def settings_of(content: bytes, folder: Path) -> None:
    path = folder / "config.toml"
    path.write_bytes(content)
    found = config.load(path)
    assert found.theme in config.THEMES
    assert found.glyphs in config.GLYPHS
    assert found.told is None or clean(str(found.told))


def drill(content: bytes, folder: Path) -> None:
    path = folder / "some.toml"
    path.write_bytes(content)
    assert script.read(path).steps is not None


READERS: dict[str, tuple[Callable[[], bytes], Callable[[bytes, Path], None]]] = {
    "csv": (lambda: CSV, roster),
    "xlsx": (workbook, roster),
    "eml": (mail, arriving(".eml")),
    "docx": (word, arriving(".docx")),
    "txt": (lambda: TEXT, arriving(".txt")),
    "config": (lambda: CONFIG, settings_of),
    "drill": (lambda: DRILL, drill),
}
PACKED = ("xlsx", "docx")


def look(kind: str, examples: int, folder: Path) -> None:
    """Read spoilt files of a format; each is read or refused in a sentence that can be shown."""
    good_of, reader = READERS[kind]
    good = good_of()
    reader(good, folder)
    drawn = st.one_of(spoilt(good), repacked(good)) if kind in PACKED else spoilt(good)

    @settings(max_examples=examples, suppress_health_check=list(HealthCheck), database=None)
    @given(drawn)
    def read(content: bytes) -> None:
        try:
            reader(content, folder)
        except Worded as refused:  # nothing else: any other error fails here
            assert str(refused).strip()  # noqa: PT017 - a refusal is one of two good ends

    read()


@pytest.mark.parametrize("kind", READERS)
def test_a_spoilt_file_is_read_or_refused_in_a_sentence(kind: str, tmp_path: Path) -> None:
    look(kind, QUICK * 4 if kind not in PACKED else QUICK, tmp_path)


@pytest.mark.soak
@pytest.mark.parametrize("kind", READERS)
def test_many_spoilt_files(kind: str, tmp_path: Path) -> None:
    look(kind, WIDE, tmp_path)


# ---------------------------------------------------------------- the rulebook: one book at a time is spoilt

BOOKS = sorted(path.name for path in (DATA / "rulebook").glob("*.toml"))


def look_at_book(name: str, examples: int, folder: Path) -> None:
    """Spoil one book: the others count as they are, its faults are named, and a desk opens by what is left."""
    shutil.copytree(DATA / "rulebook", folder / "rulebook")
    path = folder / "rulebook" / name
    good = path.read_bytes()

    @settings(max_examples=examples, suppress_health_check=list(HealthCheck), database=None)
    @given(spoilt(good))
    def read(content: bytes) -> None:
        path.write_bytes(content)
        problems = problems_of(folder / "rulebook")
        assert all(str(one.where).strip() for one in problems)
        assert load_books(folder / "rulebook").rules

    read()


@pytest.mark.parametrize("name", BOOKS)
def test_a_spoilt_book_is_named_and_the_desk_opens(name: str, tmp_path: Path) -> None:
    look_at_book(name, 2, tmp_path)


@pytest.mark.soak
@pytest.mark.parametrize("name", BOOKS)
def test_many_spoilt_books(name: str, tmp_path: Path) -> None:
    look_at_book(name, 60, tmp_path)
