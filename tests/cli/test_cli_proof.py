"""``proof``, ``signoff`` and ``excuse``: a text is checked before it goes, and what was found stays with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from shell import Shell

from dutydesk.capabilities.reporting.rules.findings import NAMES

FOLLOW_UP = ("report", "Y1", "--kind", "follow_up", "--to", "省委办公厅", "--text", "救援仍在进行。")


@pytest.fixture
def accident(drill: Shell) -> Shell:
    """Y1: two dead, eight hurt, nobody verified it."""
    drill.done(
        "incident", "open", "--label", "Y1", "--title", "二广高速追尾事故", "--category", "accident", "--subtype", "road",
        "--occurred", "10:20", "--received", "10:47", "--place", "二广高速", "--level", "IV", "deaths=2", "injured=8",
    )  # fmt: skip
    return drill


def test_the_draft_has_nothing_to_be_found_and_says_what_it_rests_on(accident: Shell) -> None:
    said = accident.done("proof", "Y1", "--grounds", "--json").object
    assert (said["kind"], said["drafted"], said["blocked"], said["findings"]) == ("first", True, False, [])
    assert said["title"] == "关于二广高速追尾事故致2死8伤情况的报告（首报）"
    people = next(one for one in said["sentences"] if one["sentence"] == "casualties")
    assert [(one["what"], one["verified"]) for one in people["grounds"]] == [("死亡", False), ("受伤", False)]
    assert "没有发现问题" in accident.done("proof", "Y1").out


def test_a_typed_text_is_told_what_is_wrong_and_mended(accident: Shell) -> None:
    typed = "据初步核实, 1人死亡, 8人受伤. 我办已启动Ⅳ级响应."
    found = accident("proof", "Y1", "--text", typed, "--json")
    assert found.status == 1
    checks = {one["check"]: one for one in found.object["findings"]}
    assert {"P-01", "P-12", "P-14", "P-22", "P-24"} <= set(checks)
    assert checks["P-12"]["gate"]
    assert typed[checks["P-22"]["start"] : checks["P-22"]["end"]] == "启动Ⅳ级响应"
    mended = accident.done("proof", "Y1", "--text", typed, "--mend").out
    assert mended == "据初步核实，2人死亡，8人受伤（重伤人数正在核实）。我办已启动内部应急值守。有新情况续报。\n"
    assert "“1人死亡”" in accident("proof", "Y1", "--text", typed).out


def test_what_was_found_stays_with_the_report_until_a_reason_stands_there(accident: Shell) -> None:
    accident.done("report", "Y1", "--kind", "first", "--to", "省委办公厅")
    accident.done(*FOLLOW_UP)
    kept = accident("proof", "--report", "Y1/续报一", "--json")
    assert kept.status == 1
    checks = {one["check"] for one in kept.object["findings"]}
    assert "P-16" in checks
    assert any(line.startswith("+ 救援仍在进行") for line in kept.object["edited"])
    assert "未改也未写理由" in accident("proof", "--report", "Y1/续报一").out
    for check in checks:
        accident.done("excuse", kept.object["report"][-8:], "--check", check, "--reason", "已口头补报")
    assert accident.done("proof", "--report", "Y1/续报一", "--json").object["blocked"] is False


def test_an_office_chooses_at_the_beginning_what_is_signed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], secret_file: Path
) -> None:
    shell = Shell(tmp_path / "own.db", capsys)
    made = shell.done("init", "--site", "某办", "--sign-off", "written", "--secret-file", str(secret_file), "--json")
    assert made.object["sign_off"] == ["first", "follow_up", "change", "final", "correction"]
    wrong = Shell(tmp_path / "other.db", capsys)(
        "init", "--site", "某办", "--sign-off", "letters", "--secret-file", str(secret_file)
    )
    assert wrong.status != 0
    assert "没有报告种类 letters" in wrong.err
    assert not (tmp_path / "other.db").exists()


def test_what_was_found_is_printed_by_no_command_until_a_reason_stands_there(
    accident: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``paper`` in every format, ``print`` and the draft: refused, refused again after half of the reasons, then going."""
    settings = tmp_path / "config.toml"
    settings.write_text('print = ["true"]\n', encoding="utf-8")
    monkeypatch.setenv("DUTYDESK_CONFIG", str(settings))
    monkeypatch.setattr("dutydesk.cli.papers.program", lambda: None)
    accident.done("report", "Y1", "--kind", "first", "--to", "省委办公厅")
    accident.done(*FOLLOW_UP[:-1], "我办已启动Ⅳ级响应，救援仍在进行。")
    kept = accident("proof", "--report", "Y1/续报一", "--json").object
    checks = sorted({one["check"] for one in kept["findings"]})
    assert {"P-16", "P-22"} <= set(checks)
    away = [tmp_path / f"away.{form}" for form in ("txt", "docx", "pdf")]
    ways = [("paper", "report", "Y1"), ("print", "report", "Y1")]
    ways += [("paper", "report", "Y1", "--out", str(path)) for path in away]
    for check in checks:
        for words in ways:
            assert NAMES[check] in accident.refused(*words, "--as", "周明"), words
        assert not any(path.exists() for path in away)
        accident.done("excuse", "Y1/续报一", "--check", check, "--reason", "已口头补报")
    assert "已送打印" in accident.done("print", "report", "Y1", "--as", "周明").out
    accident.done("paper", "report", "Y1", "--out", str(away[1]), "--as", "周明")
    assert away[1].exists()
