"""A restricted matter through every way of the installed program (case 40)."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from faults import command, on_a_terminal, rows

from dutydesk.capabilities.shifts.events import OfficerAdded
from dutydesk.store.engine import open_store
from dutydesk.store.views import Views
from dutydesk.store.views.seen import seen_by

WORDS = "某领导就医情况"


def run(path: Path, *words: str, actor: str = "") -> str:
    """Run a command that must succeed; return what it printed."""
    done = command("--db", str(path), *(["--as", actor] if actor else []), *words)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode() + done.stderr.decode()


def restricted(path: Path) -> None:
    """Put a matter into the store that 刘副主任 restricts to himself."""
    run(path, "open", "incident", "--label", "Z9", "--title", WORDS, "--colour", "red", "deaths=1", actor="zhou")
    run(path, "log", f"补充: {WORDS}", "--matter", "Z9", actor="zhou")
    run(path, "restrict", "set", "Z9", "--holder", "刘副主任", "--reason", "涉及个人", actor="liu")


READS = (
    ("matters", "--all"), ("matters", "--json"), ("due", "--all", "--json"), ("due", "--alerts"), ("due", "--alerts", "--json"), ("ack",),
    ("search", "就医"), ("search", "就医", "--json"), ("day",), ("day", "--audit"), ("handover", "show"), ("handover", "check"),
    ("restrict", "annex"), ("restrict", "annex", "--json"), ("watch", "--once"), ("verify",), ("doctor",),
)  # fmt: skip


def test_case_40_a_restricted_matter_is_in_no_list_count_search_export_or_error(path: Path, tmp_path: Path) -> None:
    restricted(path)
    for actor in ("", "zhou", "he"):
        for words in READS:
            done = command("--db", str(path), *(["--as", actor] if actor else []), *words)
            said = done.stdout.decode() + done.stderr.decode()
            assert "可能已损坏" not in said, (actor, words)
            assert WORDS not in said, (actor, words)
            assert "Z9" not in said, (actor, words)
        for words in (("show", "Z9"), ("export", "matter", "Z9")):
            done = command("--db", str(path), *(["--as", actor] if actor else []), *words)
            assert done.returncode == 1
            assert WORDS not in (done.stdout + done.stderr).decode()
        for form in ("csv", "json"):
            out = tmp_path / f"log-{actor}.{form}"
            command(
                "--db",
                str(path),
                *(["--as", actor] if actor else []),
                "export",
                "log",
                "--format",
                form,
                "--out",
                str(out),
            )
            assert out.exists()
            assert WORDS not in out.read_text(encoding="utf-8-sig")
    _, received = on_a_terminal("--db", str(path), "day")
    assert WORDS not in received.decode()


def test_case_40_the_holder_finds_it_by_every_way_and_each_opening_is_logged(path: Path, tmp_path: Path) -> None:
    restricted(path)
    for words in (
        ("matters",),
        ("show", "Z9"),
        ("search", "就医"),
        ("day",),
        ("restrict", "annex"),
        ("handover", "show"),
    ):
        assert WORDS in run(path, *words, actor="liu"), words
    out = tmp_path / "z9.json"
    run(path, "export", "matter", "Z9", "--format", "json", "--out", str(out), actor="liu")
    opened = rows(path, "SELECT actor, payload FROM journal WHERE kind = 'restricted.opened' ORDER BY seq")
    assert [(actor, json.loads(payload)["how"]) for actor, payload in opened] == [("liu", "show"), ("liu", "export")]


def test_case_40_acts_of_others_are_refused_and_traced_where_others_do_not_see_it(path: Path) -> None:
    restricted(path)
    for words in (
        ("log", "x", "--matter", "Z9"),
        ("figures", "Z9", "deaths=2"),
        ("report", "Z9", "--kind", "phone", "--to", "省委"),
    ):
        done = command("--db", str(path), "--as", "zhou", *words)
        assert done.returncode == 1
        assert WORDS not in done.stderr.decode()
    traced = rows(path, "SELECT count(*) FROM journal WHERE kind = 'act.refused' AND matter_id IS NOT NULL")
    assert traced == [(3,)]
    views = Views.open(path)
    for officer, expected in (("zhou", False), ("anybody else", False), ("liu", True)):
        audit = seen_by(views, officer).entries_between(0, 1 << 62, audit=True)
        assert any(one.kind == "act.refused" for one in audit) is expected, officer
    views.close()
    run(path, "rebuild", actor="zhou")
    assert "Z9" not in run(path, "matters", "--all", actor="zhou")


def test_case_40_tables_for_other_programs_count_it_for_nobody_else(path: Path, tmp_path: Path) -> None:
    restricted(path)
    for actor, expected in (("zhou", 0), ("liu", 1)):
        out = tmp_path / f"{actor}.csv"
        run(path, "export", "log", "--format", "csv", "--out", str(out), actor=actor)
        lines = list(csv.reader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
        assert any("补充" in cell for line in lines for cell in line) is bool(expected), actor


def test_case_40_a_refused_read_and_an_export_are_entries_that_only_holders_see(path: Path, tmp_path: Path) -> None:
    restricted(path)
    for words in (("show", "Z9"), ("ledger", "Z9"), ("similar", "Z9"), ("proof", "Z9"), ("export", "matter", "Z9")):
        assert command("--db", str(path), "--as", "zhou", *words).returncode == 1, words
    refusals = rows(path, "SELECT payload FROM journal WHERE kind = 'act.refused' AND matter_id IS NOT NULL")
    assert {json.loads(one)["act"] for (one,) in refusals} == {"show", "ledger", "similar", "proof", "export"}
    assert all("zhou" in json.loads(one)["reason"] for (one,) in refusals)
    for form in ("txt", "docx"):
        run(path, "export", "log", "--format", form, "--out", str(tmp_path / f"log.{form}"), actor="liu")
    opened = rows(path, "SELECT payload, actor, matter_id FROM journal WHERE kind = 'restricted.opened'")
    assert [json.loads(one[0])["how"] for one in opened] == ["export", "export"]
    assert {one[1] for one in opened} == {"liu"}
    left = rows(path, "SELECT DISTINCT matter_id FROM journal WHERE kind = 'export.made'")
    assert left == [(opened[0][2],)], "the entry of the export itself names no restricted matter to others"
    views = Views.open(path)
    assert not any("Z9" in one.payload for one in seen_by(views, "zhou").entries_between(0, 1 << 62, audit=True))
    views.close()


def test_case_40_lists_and_files_show_holders_the_mark(path: Path) -> None:
    restricted(path)
    run(
        path,
        "restrict",
        "set",
        "Z9",
        "--holder",
        "刘副主任",
        "周明",
        "--reason",
        "x",
        "--label",
        "work_secret",
        actor="liu",
    )
    for actor in ("zhou", "liu"):
        for words in (("matters",), ("show", "Z9"), ("restrict", "annex")):
            assert "工作秘密" in run(path, *words, actor=actor), (actor, words)
    assert "工作秘密" not in run(path, "matters", actor="he")


def test_case_40_numbers_are_whole_for_who_writes_and_shortened_for_the_auditor(path: Path, tmp_path: Path) -> None:
    store = open_store(path)
    auditor = OfficerAdded(officer="shen", name="沈审计", role="auditor")
    store.write(lambda tx: tx.append(auditor, actor="desk"), now=store.about.created_at + 1)
    store.close()
    run(path, "contact", "save", "应急局", "--number", "13800138000", actor="zhou")
    run(path, "log", "王某 13912345678，身份证110101199003077758", actor="zhou")
    for actor, whole in (("zhou", True), ("shen", False)):
        said = run(path, "day", actor=actor) + run(path, "search", "王某", "--json", actor=actor)
        assert said.count("13912345678") == said.count("110101199003077758") == (2 if whole else 0), actor
        assert said.count("139****5678") == (0 if whole else 2), actor
        listed = run(path, "contact", "list", "--json", actor=actor)
        assert ("13800138000" in listed) is whole, listed
    out = tmp_path / "log.csv"
    run(path, "export", "log", "--format", "csv", "--out", str(out), actor="shen")
    assert "139****5678" in out.read_text(encoding="utf-8-sig")
    run(path, "verify", actor="shen")  # what is checked is the store itself, not what is shown of it
