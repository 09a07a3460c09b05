"""What leaves the house has the mobile and identity numbers of people shortened; in the desk they stand whole for who writes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from exported import texts_of
from shell import Shell

from dutydesk.capabilities.papers import setting
from dutydesk.capabilities.papers.case import Case, Found
from dutydesk.documents.paper import Paper

MOBILE, IDENTITY, OFFICE = "13800138000", "110101199003077758", "010-65123456"
SHORT = ("138****8000", "110101********7758")
SAID = f"来电人 {MOBILE} 身份证 {IDENTITY} 值班室 {OFFICE}"


@pytest.fixture
def told(drill: Shell) -> Shell:
    """Y1 with the numbers of people in its log and facts (a report with one is refused, P-28); a call as it was written down."""
    drill.done("incident", "open", "--label", "Y1", "--title", "追尾", "--category", "accident", "--subtype", "road")
    drill.done("log", SAID, "--matter", "Y1")
    drill.done("fact", "Y1", "cause", f"司机 {IDENTITY}", "--source", f"队长 {MOBILE}")
    drill.done("message", "--channel", "电话", SAID)
    drill.done("report", "Y1", "--kind", "phone", "--to", "省委办公厅", "--text", "电话说明。")
    return drill


EXPORTS = (
    ("export", "matter", "Y1"), ("export", "matter", "Y1", "--format", "json"), ("export", "log"), ("export", "log", "--format", "csv"),
    ("export", "log", "--format", "json"),
)  # fmt: skip


@pytest.mark.parametrize("words", EXPORTS, ids=" ".join)
def test_no_export_and_no_paper_has_them_whole(told: Shell, words: tuple[str, ...]) -> None:
    said = told.done(*words).out
    assert MOBILE not in said
    assert IDENTITY not in said
    assert SHORT[0] in said


@pytest.mark.parametrize("form", ["docx", "csv", "json", "txt"])
def test_nor_has_a_file_of_any_kind(told: Shell, tmp_path: Path, form: str) -> None:
    out = tmp_path / f"day.{form}"
    told.done("export", "log", "--out", str(out))
    said = "\n".join(texts_of(out))
    assert SHORT[0] in re.sub(r"\s", "", said)
    assert MOBILE not in re.sub(r"\s", "", said)
    assert IDENTITY not in re.sub(r"\s", "", said)


def test_nor_a_matter_s_folder(told: Shell, tmp_path: Path) -> None:
    told.done("export", "matter", "Y1", "--folder", str(tmp_path / "y1"))
    found = [one for one in (tmp_path / "y1").rglob("*") if one.is_file()]
    assert found
    for one in found:
        assert MOBILE.encode() not in one.read_bytes(), one
        assert IDENTITY.encode() not in one.read_bytes(), one


def test_the_number_of_an_office_is_dialled_from_the_paper(told: Shell) -> None:
    assert OFFICE in told.done("export", "log").out


@pytest.mark.parametrize(
    "words", [("show", "Y1"), ("day",), ("search", "来电人"), ("show", "Y1", "--json")], ids=" ".join
)
def test_who_writes_reads_them_whole_in_the_desk(told: Shell, words: tuple[str, ...]) -> None:
    assert MOBILE in told.done(*words).out


@pytest.mark.parametrize("form", sorted(setting.GATHERS))
def test_whatever_is_printed_was_read_so(told: Shell, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One place hands every paper its reads: none of them can forget it, nor one that comes later."""
    printed: list[Found] = []

    def gather(case: Case) -> Found:
        return Found({"what": case.views.rows("SELECT ?", (SAID,))[0][0]})

    def keep(case: Case, found: Found, **told: Any) -> Paper:
        printed.append(found)
        return real(case, found, **told)

    real = setting.set_paper
    monkeypatch.setitem(setting.GATHERS, form, gather)
    monkeypatch.setattr(setting, "set_paper", keep)
    told("paper", form, "Y1", "--draft")
    assert [one.values["what"] for one in printed] == [f"来电人 {SHORT[0]} 身份证 {SHORT[1]} 值班室 {OFFICE}"]


def test_a_register_as_a_table(told: Shell) -> None:
    told.done(
        "register", "add", "phone_slips", f"number={MOBILE}", f"words=请回 {MOBILE}", "began_at=11:50", "unit=公安"
    )
    said = told.done("register", "export", "phone_slips").out
    assert SHORT[0] in said
    assert MOBILE not in said
    assert MOBILE in told.done("register", "show", "phone_slips").out
