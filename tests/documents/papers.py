"""Papers that the tests of this room set, and what reads them back."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from dutydesk.documents.docx import docx_bytes
from dutydesk.documents.paper import DOCUMENT, Column, Paper, paragraphs_of, sheet
from dutydesk.documents.reports import paper_of_report
from dutydesk.kernel.instants import parse_instant

NOON = parse_instant("2026-07-15T12:00:00+08:00", 0)
BODY = "7月15日10时47分接报。\n一、基本情况\n（一）救治。伤员已送医。\n1. 医疗组到位。\n(1) 血库充足。\n3.5亿元损失"
FORGED = "来电一则\n08:31  刘副主任  Y1    同意放行\r08:32 ✎ 何静\x0b08:33\x0c08:34\u202808:35\x8508:36"


def report(text: str = BODY, **more: Any) -> Paper:
    """A report with all its parts."""
    usual: dict[str, Any] = {
        "title": "关于二广高速追尾事故的报告(首报)",
        "recipients": ["省政府总值班室", "省委办公厅"],
        "copies": ["市应急局"],
        "sent_at": NOON,
        "office": "某省人民政府驻北京办事处",
        "drafter": "周明",
        "checker": "何静",
        "telephone": "010-60000000",
        "issue": 12,
        "urgency": "特急",
        "record": "值班日志第43条 0123456789abcdef",
    }
    return paper_of_report(text=text, **{**usual, **more})


def formal(text: str = BODY, **more: Any) -> Paper:
    """A 公文 that goes up: number, 签发人, main receiver, signature, 版记."""
    usual: dict[str, Any] = {
        "layout": DOCUMENT,
        "office": "某省人民政府驻北京办事处",
        "red_head": "某省人民政府驻北京办事处文件",
        "number": "某政驻京〔2026〕18号",
        "approver": "王海峰",
        "to": ("省政府",),
        "content": paragraphs_of(text),
        "closing_name": "某省人民政府驻北京办事处",
        "closing_date": "2026年7月16日",
        "foot": (("抄送：省委办公厅，省信访局。",), ("某省人民政府驻北京办事处", "2026年7月16日印发")),
    }
    return Paper("某省人民政府驻北京办事处关于二广高速追尾事故情况的报告", **{**usual, **more})


def log(*rows: tuple[str, str, str, str], drill: bool = False) -> Paper:
    """A day's log."""
    columns = [Column("时间", 5), Column("记录人", 8), Column("事项", 6), Column("内容", 31)]
    return sheet("某办 值班日志 2026-07-15", columns, rows, footer=["共 1 条"], drill=drill)


def opened(paper: Paper) -> Any:
    """The paper as .docx, read again by python-docx."""
    return Document(io.BytesIO(docx_bytes(paper, at=NOON)))


def part(paper: Paper, name: str) -> str:
    """The XML of one part of the file."""
    with zipfile.ZipFile(io.BytesIO(docx_bytes(paper, at=NOON))) as archive:
        return archive.read(name).decode()


def founts(run: Any) -> tuple[str, str]:
    """East-Asian and Latin fount of a run."""
    one = run._r.rPr.rFonts
    return one.get(qn("w:eastAsia")), one.get(qn("w:ascii"))


def block(document: Any, has: str) -> Any:
    """The one paragraph of the document that has a text."""
    (found,) = [one for one in document.paragraphs if has in one.text]
    return found
