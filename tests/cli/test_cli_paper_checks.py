"""Papers that are no reports are checked, too, before they leave the house; a text is told of a missing signature."""

from __future__ import annotations

from pathlib import Path

import pytest
from shell import Shell

ROW = (
    "register",
    "add",
    "outgoing",
    "kind=函",
    "number=豫政驻京函〔2026〕5号",
    "title=关于转办诉求的函",
    "to=省信访局",
    "dated=2026-07-15",
)


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("现将××诉求转贵局，请予办理。", "漏填和残留"),
        ("联系人13812345678，请予办理。", "密级和个人信息"),
        ("我办责令贵局于7月20日前办结。", "驻京办的角色"),
    ],
)
def test_a_letter_with_what_no_paper_leaves_with_is_not_printed(drill: Shell, text: str, check: str) -> None:
    drill.done(*ROW, f"text={text}")
    refused = drill("paper", "letter", "FW1")
    assert refused.status != 0
    assert check in refused.err
    assert "草稿" in drill.done("paper", "letter", "FW1", "--draft").out


def test_what_only_warns_is_told_beside_the_paper(drill: Shell, tmp_path: Path) -> None:
    drill.done(*ROW, "text=今天收到的诉求转贵局，请予办理。")
    assert "相对时间" not in drill.done("paper", "letter", "FW1").out, "a pipe gets the paper alone"
    words = ("paper", "letter", "FW1", "--as", "周明", "--out")
    assert "相对时间" in drill.done(*words, str(tmp_path / "one.docx")).out
    told = drill.done(*words, str(tmp_path / "two.txt"), "--json").object["findings"]
    assert [line[:4] for line in told] == ["相对时间"]
    assert "相对时间" not in (tmp_path / "two.txt").read_text(encoding="utf-8")


def test_a_report_goes_to_one_body(drill: Shell) -> None:
    drill.done(
        "register", "add", "outgoing", "kind=报告", "number=豫政驻京〔2026〕5号", "title=关于值班情况的报告", "to=省政府、省委",
        "signer=王主任", "dated=2026-07-15", "text=一、情况。一切正常。",
    )  # fmt: skip
    refused = drill("paper", "document", "FW1")
    assert refused.status != 0
    assert "报告只主送一个机关" in refused.err
    drill.done("register", "add", "outgoing", "kind=报告", "number=豫政驻京〔2026〕6号", "title=关于值班情况的报告", "to=省政府",
               "signer=王主任", "dated=2026-07-15", "text=群众请求明确时间，省财政厅已拨付资金。")  # fmt: skip
    assert "特此报告" in drill.done("paper", "document", "FW2").out


def test_where_an_office_wants_signatures_a_text_is_reminded_of_one(drill: Shell) -> None:
    drill.done("signoff", "first", "--as", "王主任")
    drill.done("incident", "open", "--label", "Y1", "--title", "两车相撞", "--category", "accident", "--subtype", "road",
               "--occurred", "10:20", "--received", "10:47", "--place", "二广高速", "--level", "IV", "deaths=0", "injured=2")  # fmt: skip
    said = drill("proof", "Y1", "--json")
    assert said.status == 1, "it blocks"
    assert "签发" in said.out
    assert drill.done("proof", "Y1", "--signer", "刘副主任", "--json").object["findings"] == []
