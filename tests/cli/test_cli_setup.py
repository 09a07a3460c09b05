"""``setup`` prints the steps and what is missing; ``doctor`` says the same."""

from __future__ import annotations

from pathlib import Path

from shell import Shell


def steps(shell: Shell) -> dict[str, dict[str, object]]:
    return {str(row["step"]): row for row in shell.done("setup", "--json").objects}


def test_a_new_office_lacks_every_step_and_doctor_says_so(real: Shell) -> None:
    found = steps(real)
    assert list(found) == ["people", "roster", "contacts", "channels", "choices", "office", "shift"]
    assert not any(row["done"] for row in found.values())
    assert "还没有人能当: A岗、B岗、带班领导" in real.done("setup").out
    said = next(row for row in real.done("doctor", "--json").objects if row["check"] == "启用准备")
    assert said["ok"], "that something is missing is no fault"
    assert said["remedy"] == "dutydesk setup"
    for row in found.values():
        for sentence in row["missing"]:  # type: ignore[union-attr]
            assert sentence in said["detail"]


def test_what_is_done_is_seen_at_once(real: Shell, secret_file: Path, monkeypatch) -> None:
    monkeypatch.setenv("DUTYDESK_SECRET_FILE", str(secret_file))
    monkeypatch.setenv("DUTYDESK_AS", "director")
    for who, role in (("zhang", "officer"), ("li", "officer"), ("wang", "leader")):
        real.done("people", "add", who, "--role", role, "--secret-file", str(secret_file))
    assert steps(real)["people"]["done"]
    real.done("limits", "choose", "national")
    assert steps(real)["choices"]["done"]
    before = steps(real)["contacts"]["missing"]
    real.done("contact", "save", "应急厅", "--number", "010-66001234")
    after = steps(real)["contacts"]
    assert "应急厅" in str(before)
    assert "应急厅" not in str(after["missing"])
    real.done("people", "disable", "li", "--reason", "调离")
    assert "B岗" in str(steps(real)["people"]["missing"])


def test_a_drill_asks_for_no_secrets(drill: Shell) -> None:
    found = steps(drill)
    assert "口令" not in str(found["people"]["missing"])
    assert found["shift"]["done"]


def test_it_reads_in_english(real: Shell) -> None:
    assert "nobody yet for: A, B, leader" in real.done("--lang", "en", "setup").out


def test_what_is_still_to_do_is_marked_apart_from_what_is_wrong(real: Shell) -> None:
    marked = {line[2:].partition(":")[0]: line[0] for line in real.done("doctor").out.splitlines()}
    assert (marked["公文资料"], marked["启用准备"], marked["锚点"]) == ("!", "!", "√")
    said = next(row for row in real.done("doctor", "--json").objects if row["check"] == "公文资料")
    assert said["ok"], "a paper goes out without it"
    assert "值班电话" in said["detail"]


def test_a_key_that_others_can_read_is_wrong_and_not_to_do(real: Shell) -> None:
    key = next(one for one in real.path.parent.iterdir() if one.name.endswith(".key"))
    key.chmod(0o644)
    said = real("doctor")
    assert said.status == 1
    assert [line[2:4] for line in said.out.splitlines() if line.startswith("× ")] == ["密钥"]
