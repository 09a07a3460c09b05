"""A paper as PDF, made of its .docx by LibreOffice where that is installed; bounded, in a profile of its own."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from dutydesk.documents.docx_blocks import FALLBACKS, NO_LINE_BEGINS_WITH, NO_LINE_ENDS_WITH, PAGE_NUMBER_FOUNT
from dutydesk.kernel.wording import Worded

PROGRAMS = ("soffice", "libreoffice")
SECONDS = 90
"""After that LibreOffice is given up: its first start on a slow machine takes about 20 seconds."""

_FILTER = "pdf:writer_pdf_Export"


class PdfRefusedError(Worded):
    """There is no PDF; the sentence says why and what can be had instead."""


def program() -> str | None:
    """Return where LibreOffice is, None where it is not installed."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def pdf_of(document: bytes) -> bytes:
    """Return a .docx as PDF.

    Raises:
        PdfRefusedError: LibreOffice is not installed, failed, or took too long.
    """
    office = program()
    if office is None:
        raise PdfRefusedError("没有安装 LibreOffice (soffice), 做不出 PDF; 可导出 docx 后在装有它的电脑上另存")
    with tempfile.TemporaryDirectory(prefix="dutydesk-") as folder:
        source = Path(folder) / "paper.docx"
        source.write_bytes(document)
        words = [
            office,
            f"-env:UserInstallation={profile(Path(folder))}",
            "--headless",
            "--norestore",
            "--convert-to",
            _FILTER,
        ]
        try:
            subprocess.run(
                [*words, "--outdir", folder, str(source)],
                check=True,
                timeout=SECONDS,
                stdin=subprocess.DEVNULL,
                capture_output=True,
            )
            return source.with_suffix(".pdf").read_bytes()
        except subprocess.TimeoutExpired as error:
            raise PdfRefusedError("LibreOffice {0} 秒没有做完 PDF, 已停止; 可导出 docx", SECONDS) from error
        except (OSError, subprocess.CalledProcessError) as error:
            raise PdfRefusedError("LibreOffice 没有做出 PDF; 可导出 docx") from error


_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/AsianLayout/StartEndCharacters"><node oor:name="zh-CN" oor:op="replace">
<prop oor:name="StartCharacters" oor:op="fuse"><value>{0}</value></prop>
<prop oor:name="EndCharacters" oor:op="fuse"><value>{1}</value></prop></node></item>
</oor:items>
"""


def profile(folder: Path) -> str:
    """Make a profile of LibreOffice in a folder and return its address; it keeps lines as a .docx asks Word to (Ⅲ级 whole)."""
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    marks = map(escape, (NO_LINE_BEGINS_WITH, NO_LINE_ENDS_WITH))
    (user / "registrymodifications.xcu").write_text(_PROFILE.format(*marks), encoding="utf-8")
    return (folder / "profile").as_uri()


def stand_ins() -> Sequence[tuple[str, str]]:
    """Return the standard's founts that this machine lacks, each with what stands in for it; empty where nobody can say."""
    asker = shutil.which("fc-match")
    if asker is None:
        return ()
    found: list[tuple[str, str]] = []
    for fount, others in {**FALLBACKS, PAGE_NUMBER_FOUNT: "SimSun"}.items():
        try:
            said = subprocess.run(
                [asker, "--format=%{family}", f"{fount}:lang=zh-cn"],
                check=True,
                timeout=10,
                capture_output=True,
                text=True,
            ).stdout
        except (OSError, subprocess.SubprocessError):
            return ()
        if not {fount, *others.split(",")} & set(said.split(",")):
            found.append((fount, said.partition(",")[0]))
    return found
