"""What stands on the office's papers is said when it is set up, by options or to questions."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest
from shell import Shell

from dutydesk.cli.context import CommandError
from dutydesk.cli.init import letterhead
from dutydesk.kernel.wording import Worded

SAID = (
    "--office",
    "河南省人民政府驻北京办事处",
    "--code",
    "豫政驻京",
    "--telephone",
    "010-60000000",
    "--fax",
    "010-60000001",
)
ROW = ("register", "add", "outgoing", "kind=函", "number=豫政驻京函〔2026〕5号", "title=关于转办诉求的函", "to=省信访局", "dated=2026-07-15",
       "text=现将诉求转贵局，请予办理。")  # fmt: skip


def test_a_paper_of_a_new_office_has_its_name_and_number(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], secret_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = Shell(tmp_path / "own.db", capsys)
    shell.done("init", "--site", "驻京办", "--director", "wang", *SAID, "--secret-file", str(secret_file))
    monkeypatch.setenv("DUTYDESK_SECRET_FILE", str(secret_file))
    monkeypatch.setenv("DUTYDESK_AS", "wang")
    shell.done(*ROW)
    page = shell.done("paper", "letter", "FW1").out
    assert "河南省人民政府驻北京办事处" in page
    assert "公文资料" in shell.done("day").out
    assert "公文上没有 简称" in shell("doctor").out


def test_without_a_word_the_site_stands_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], secret_file: Path
) -> None:
    shell = Shell(tmp_path / "own.db", capsys)
    shell.done("init", "--site", "某省驻京办", "--secret-file", str(secret_file))
    assert "公文资料" not in shell.done("day").out


@pytest.mark.parametrize("option", ["--telephone", "--fax"])
def test_a_number_that_is_none_makes_no_store(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], secret_file: Path, option: str
) -> None:
    shell = Shell(tmp_path / "own.db", capsys)
    refused = shell("init", "--site", "某办", option, "值班室", "--secret-file", str(secret_file))
    assert (refused.status, "不是电话号码: 值班室" in refused.err) == (1, True)
    assert not shell.path.exists()


def test_at_a_terminal_what_was_not_given_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["", "某办", "", "010-60000000", ""])
    asked: list[str] = []

    def answer(question: str) -> str:
        asked.append(question)
        return next(answers)

    monkeypatch.setattr("builtins.input", answer)
    parsed = argparse.Namespace(office="", short="", code="", telephone="", fax="")
    found = letterhead(parsed, "某省驻京办", ask=True)
    assert found == {"name": "", "short": "某办", "code": "", "telephone": "010-60000000", "fax": ""}
    assert "某省驻京办" in asked[0], "the site's name is proposed"
    with pytest.raises((CommandError, Worded), match="不是电话号码"):
        letterhead(argparse.Namespace(**{**vars(parsed), "fax": "x"}), "某省驻京办", ask=False)
