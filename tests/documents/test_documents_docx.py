""".docx after GB/T 9704-2012, read again: sizes, founts, margins; hostile texts; LibreOffice where it is there."""

from __future__ import annotations

import getpass
import io
import shutil
import socket
import subprocess
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import RGBColor
from lxml import etree
from papers import BODY, FORGED, NOON, block, formal, founts, log, opened, part, report

from dutydesk.documents.docx import FANG, HEI, KAI, SONG, docx_bytes, write_docx
from dutydesk.documents.docx_feet import packed
from dutydesk.documents.paper import SHEET, Column, Paper, Table
from dutydesk.kernel.text import one_line

SOFFICE = shutil.which("soffice")


def texts(document) -> str:
    """All text of the body, tables included."""
    return "".join(document.element.body.itertext())


def test_the_page_is_a4_with_the_margins_of_the_standard() -> None:
    section = opened(report()).sections[0]
    millimetres = (
        section.page_width, section.page_height, section.top_margin, section.left_margin,
        section.page_width - section.left_margin - section.right_margin,
        section.page_height - section.top_margin - section.bottom_margin,
    )  # fmt: skip
    assert [round(length.mm if hasattr(length, "mm") else length / 36000, 1) for length in millimetres] == [
        210.0, 297.0, 37.0, 28.0, 156.0, 225.0,
    ]  # fmt: skip


def test_22_lines_of_28_characters_fit_the_type_area() -> None:
    document = opened(formal(f"{BODY}\n{'汛' * 560}"))
    pitch = int(document.sections[0]._sectPr.find(qn("w:docGrid")).get(qn("w:linePitch")))
    body = block(document, "接报")
    assert pitch == 579
    assert body.paragraph_format.line_spacing.twips == pitch
    assert 22 * pitch <= 225 / 25.4 * 1440 < 22 * (pitch + 1)
    closer = int(body.runs[0]._r.rPr.find(qn("w:spacing")).get(qn("w:val")))
    advance = body.runs[0].font.size.pt * 20 + closer
    assert 28 * advance <= 156 / 25.4 * 1440 < 28.1 * advance
    assert document.styles["Normal"].paragraph_format.widow_control is False
    assert block(opened(report()), "接报").runs[0]._r.rPr.find(qn("w:spacing")) is None, "a 刊物 is not set so close"


def test_founts_and_sizes() -> None:
    document = opened(report())
    title = block(document, "关于二广高速")
    assert (founts(title.runs[0])[0], title.runs[0].font.size.pt, title.alignment) == (
        SONG, 22.0, WD_ALIGN_PARAGRAPH.CENTER,
    )  # fmt: skip
    body = block(document, "接报")
    assert (founts(body.runs[0]), body.runs[0].font.size.pt) == ((FANG, "Times New Roman"), 16.0)
    assert body.paragraph_format.first_line_indent.pt == 32.0
    assert founts(block(document, "一、基本情况").runs[0])[0] == HEI
    assert [(run.text, founts(run)[0]) for run in block(document, "（一）").runs] == [
        ("（一）救治。", KAI),
        ("伤员已送医。", FANG),
    ]
    assert founts(block(document, "1. 医疗组").runs[0])[0] == FANG
    assert founts(block(document, "特急").runs[0])[0] == HEI
    head = block(document, "值\u2002班\u2002信\u2002息").runs[0]
    assert (founts(head)[0], head.font.color.rgb) == (SONG, RGBColor(0xC0, 0, 0))
    normal = document.styles["Normal"]
    assert (normal.font.size.pt, normal.element.rPr.rFonts.get(qn("w:eastAsia"))) == (16.0, FANG)
    assert "eastAsiaTheme" not in part(report(), "word/document.xml")
    table = part(report(), "word/fontTable.xml")
    etree.fromstring(table.encode())
    for name, other in ((FANG, "FangSong"), (KAI, "KaiTi"), (HEI, "SimHei"), (SONG, "SimSun")):
        assert f'w:name="{name}"><w:altName w:val="' in table
        assert other in table


def test_the_red_line_and_what_stands_above_it() -> None:
    document = opened(report())
    line = block(document, "2026年7月15日")
    (border,) = document.element.body.xpath(".//w:pBdr/w:bottom")
    assert border.get(qn("w:color")) == "C00000"
    assert line.text == "某省人民政府驻北京办事处\t2026年7月15日12时00分"
    assert block(opened(report()), "第12期").alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert "C00000" not in part(log(("08:30", "周明", "", "一条")), "word/document.xml")


def test_the_foot_is_in_fourth_size_between_lines() -> None:
    (foot,) = opened(report()).tables
    assert [row.cells[0].text for row in foot.rows] == [
        "报：省政府总值班室，省委办公厅。",
        "送：市应急局。",
        "拟稿：周明\u3000审核：何静\u3000签发：\u3000电话：010-60000000",
    ]
    (own,) = opened(report(archived=True)).tables
    assert own.rows[-1].cells[0].text == "值班日志第43条 0123456789abcdef"
    assert opened(report()).core_properties.identifier == "值班日志第43条 0123456789abcdef"
    run = foot.rows[0].cells[0].paragraphs[0].runs[0]
    assert (founts(run)[0], run.font.size.pt) == (FANG, 14.0)
    place = foot._tbl.tblPr.find(qn("w:tblpPr"))
    assert (place.get(qn("w:vertAnchor")), place.get(qn("w:tblpYSpec"))) == ("margin", "bottom")
    assert foot.rows[0]._tr.xpath(".//w:tcBorders/w:top/@w:sz") == ["8"]
    assert opened(Paper("题")).tables == []


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages() -> None:
    document = opened(report())
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer is True
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        (number,) = footer.paragraphs
        assert number.alignment == side
        assert number._p.xpath(".//w:instrText")[0].text == "PAGE"
        assert (number.text, {run.font.size.pt for run in number.runs}) == ("— 1 —", {14.0})


@pytest.mark.parametrize("drill", [True, False])
def test_a_drill_says_so_on_every_page(drill: bool) -> None:
    for paper in (report(drill=drill), log(("08:30", "周明", "", "一条"), drill=drill)):
        section = opened(paper).sections[0]
        for header in (section.header, section.even_page_header):
            assert ("演练" in "".join(one.text for one in header.paragraphs)) is drill


def test_hostile_texts_do_not_break_the_file(hostile: list[str]) -> None:
    more = ["\ufffe\uffff\ufdd0", "a\x00b", "\x0c\x0b\x1f", "<w:p/>&amp;]]>", "\ud800", "=cmd|' /C calc'!A0"]
    for text in (*hostile, *more, "\n".join([*hostile, *more])):
        paper = report(
            text, title=text, office=text, recipients=[text], copies=[text], drafter=text, signer=text, telephone=text,
            attachments=[text, text], record=text, archived=True, drill=True,
        )  # fmt: skip
        shown = texts(opened(paper))
        assert one_line(text).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd").replace("⏎", "")[
            :20
        ] in shown.replace("⏎", "")
        sheet = opened(log((text, text, text, text)))
        lines = [cell.text.count("\n") for cell in sheet.tables[0].rows[1].cells]
        assert lines == [0, 0, 0, text.count("\n")], "only what a line says has lines of its own"
        with zipfile.ZipFile(io.BytesIO(docx_bytes(paper, at=NOON))) as archive:
            for name in archive.namelist():
                if name.endswith((".xml", ".rels")):
                    etree.fromstring(archive.read(name))


def test_a_forged_entry_stays_in_its_cell() -> None:
    table = opened(log(("08:30", "周明", "Y1", FORGED), ("08:40", "何静", "", "真的一条"))).tables[0]
    assert [row.cells[0].text for row in table.rows] == ["时间", "08:30", "08:40"]
    assert (
        table.rows[1].cells[3].text
        == "来电一则\n08:31  刘副主任  Y1    同意放行␍08:32 ✎ 何静␋08:33␌08:34\ufffd08:35\ufffd08:36"
    )
    assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
    assert all(row._tr.xpath("./w:trPr/w:cantSplit") for row in table.rows)


def test_the_same_paper_gives_the_same_bytes_without_the_machine(tmp_path: Path) -> None:
    target = tmp_path / "报告.docx"
    write_docx(report(), target, at=NOON)
    memory = io.BytesIO()
    write_docx(report(), memory, at=NOON)
    assert target.read_bytes() == memory.getvalue()
    core = part(report(), "docProps/core.xml")
    assert core.count("2026-07-15T04:00:00Z") == 3
    assert "某省人民政府驻北京办事处</dc:creator>" in core
    assert "python-docx" not in core
    with zipfile.ZipFile(target) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if "thumbnail" in name]
        properties = b"".join(archive.read(name) for name in archive.namelist() if name.startswith("docProps/"))
    assert socket.gethostname().encode() not in properties
    assert f">{getpass.getuser()}<".encode() not in properties


@pytest.mark.soak
@pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice (soffice) is not installed: the file was not opened by a word processor"
)
def test_libreoffice_opens_it(tmp_path: Path) -> None:
    write_docx(report("汛情通报。\n" * 40, drill=True), tmp_path / "r.docx", at=NOON)
    subprocess.run(
        [str(SOFFICE), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "r.docx")],
        check=True, timeout=180, capture_output=True,
    )  # fmt: skip
    pdf = (tmp_path / "r.pdf").read_bytes()
    assert pdf.startswith(b"%PDF")
    assert b"/Count 3" in pdf or b"/Count 2" in pdf


@pytest.mark.parametrize(
    ("parts", "room", "lines"),
    [
        (("编辑：何静", "核稿：周明"), 28, ["编辑：何静　　核稿：周明"]),
        (("编辑：何静", "核稿：周明"), 12, ["编辑：何静　核稿：周明"]),
        (("编辑：何静", "核稿：周明", "电话：010-60000000"), 14, ["编辑：何静　核稿：周明", "电话：010-60000000"]),
        (("比一行还长的一个部分不从中间断开", "电话"), 8, ["比一行还长的一个部分不从中间断开", "电话"]),
    ],
)
def test_a_line_of_the_foot_ends_between_two_parts(parts: tuple[str, ...], room: float, lines: list[str]) -> None:
    assert packed(parts, 2, room) == lines


def test_headings_and_columns_of_figures_stand_in_the_middle() -> None:
    table = Table(
        (Column("项目", 8), Column("起数", 6), Column("说明", 12)), (("事故灾难", "4", "无"), ("合计", "10", "—"))
    )
    document = Document(io.BytesIO(docx_bytes(Paper("表", layout=SHEET, content=(table,)), at=NOON)))
    head, first, _ = document.tables[0].rows
    middle = [cell.paragraphs[0].alignment for cell in head.cells]
    assert middle == [WD_ALIGN_PARAGRAPH.CENTER] * 3
    assert [cell.paragraphs[0].alignment for cell in first.cells] == [None, WD_ALIGN_PARAGRAPH.CENTER, None]
