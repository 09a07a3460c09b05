"""The forty cases that must hold: each with the tests that hold it, listed by number with their time by one command.

    python tests/trust/cases.py              # the quick ones
    python tests/trust/cases.py --long       # the long ones, too
    python tests/trust/cases.py 10 20        # some

Exit 0 when every case asked for holds. A case without a test of its own is said to be missing, and is no success.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

TOP = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Case:
    """What must hold, the tests that see to it (file under tests, ``::``, name), and long ones (marked soak). None: nobody yet."""

    title: str
    tests: tuple[str, ...]
    long: tuple[str, ...] = ()


K, F, X, T, S, R = (f"trust/test_trust_{name}.py::" for name in ("kills", "files", "text", "time", "store", "machine"))
W, OPEN, J, CHAIN, M = (
    f"store/test_store_{name}.py::test_" for name in ("writing", "opening", "journal", "integrity", "migrations")
)

CASES: dict[int, Case] = {
    1: Case("a writer killed at random", (f"{K}test_kill_writers_at_random",), (f"{K}test_kill_writers_two_hundred_times",)),
    2: Case("four processes at once", (f"{K}test_four_processes_write_at_once",), (f"{K}test_four_processes_write_two_thousand",)),
    3: Case("eight processes open a new store", (f"{OPEN}eight_processes_create_one_store",)),
    4: Case("killed between commit and screen", (f"{K}test_killed_between_commit_and_screen_then_submitted_again",)),
    5: Case("the lock is held by another", (f"{W}lock_held_by_another_process_only_delays", f"{W}lock_held_too_long_is_told_and_the_retry_works")),
    6: Case("a leaked read", (f"{W}a_leaked_read_does_not_block_writers",)),
    7: Case("an affected SQLite", (f"{OPEN}versions_with_the_wal_reset_bug", f"{OPEN}an_affected_library_uses_delete")),
    8: Case("a store on a network file system", (f"{OPEN}network_file_systems_are_refused", "ssh/test_ssh_disk.py::test_a_store_on_a_disk_across_the_network_is_refused_with_the_reason", "ssh/test_ssh_disk.py::test_no_store_is_made_on_a_disk_across_the_network", "ssh/test_ssh_disk.py::test_a_link_to_a_disk_across_the_network_is_followed")),
    9: Case("another session sees it at once", (f"{S}test_case_09_another_session_sees_an_entry_within_a_quarter_second", f"{W}feed_sees_what_others_write_and_only_that")),
    10: Case("the disk is full", (f"{S}test_case_10_a_full_disk_loses_nothing_and_takes_the_retry_without_a_restart", f"{W}a_full_disk_loses_nothing_and_the_retry_works", "tui/test_tui_drafts.py::test_a_full_disk_ends_no_draft")),
    11: Case("a write fails", (f"{W}a_file_that_may_not_grow_loses_nothing", f"{R}test_a_disk_that_fails_in_a_write_loses_nothing_and_the_retry_needs_no_restart", f"{R}test_a_disk_that_gives_nothing_back_is_said_and_is_read_again_when_it_does")),
    12: Case("a read-only file system", (f"{S}test_case_12_a_disk_that_turns_read_only_is_said_and_read_on", f"{F}test_a_read_only_disk_without_a_log_is_read_and_says_so")),
    13: Case("not a database", (f"{S}test_case_13_what_is_no_store_is_refused_and_left_byte_for_byte", f"{OPEN}no_database")),
    14: Case("a page of rubbish", (f"{S}test_case_14_a_page_of_rubbish_is_found_by_the_check_after_the_start", "trust/test_trust_emergency.py::test_case_14_a_corrupt_store_takes_nothing_and_the_lines_come_in_once", "trust/test_trust_emergency.py::test_once_a_page_is_found_corrupt_nothing_more_is_written")),
    15: Case("one byte of an old entry", (f"{CHAIN}one_flipped_byte_names_the_row", f"{CHAIN}every_text_column_is_covered")),
    16: Case("the file is missing or empty", (f"{S}test_case_16_a_missing_or_emptied_store_is_never_made_anew", "cli/test_cli_backups.py::test_a_missing_store_says_what_was_expected_and_takes_a_copy")),
    17: Case("unlinked or replaced while open", (f"{W}the_file_was_unlinked", f"{W}the_file_was_replaced", f"{F}test_nobody_says_saved_once_a_file_is_gone")),
    18: Case("-wal or -shm removed while open", (f"{F}test_the_index_of_the_log_is_removed_and_two_others_write", f"{F}test_a_commit_into_files_that_went_meanwhile_is_an_error")),
    19: Case("an older and a newer schema", (f"{OPEN}a_newer_store", f"{M}an_older_store_is_copied_and_brought_up", f"{M}killed_in_the_middle_it_is_the_old_store", f"{M}two_processes_upgrade_once")),
    20: Case("backup while writing, and restore", (f"{S}test_case_20_a_copy_made_while_others_write_is_whole_and_holds_nobody_up", f"{S}test_a_backup_that_is_killed_leaves_no_copy", "cli/test_cli_backups.py::test_a_copy_is_put_back_and_the_gap_is_named", "cli/test_cli_backups.py::test_a_spoilt_copy_is_refused_and_the_store_is_as_it_was")),
    21: Case("the journal is append-only", (f"{J}own_connection_cannot_change_the_journal", f"{J}foreign_connection_cannot_change_the_journal")),
    22: Case("everything re-hashed", (f"{S}test_case_22_everything_rehashed_fails_the_signed_head",)),
    23: Case("a cut tail, an older file", (f"{S}test_case_23_a_cut_tail_and_an_older_file_are_named_at_the_start",)),
    24: Case("a forged line", (f"{X}test_a_forged_line_cannot_look_like_an_entry", "cli/test_cli_export.py::test_a_forged_entry_looks_like_none")),
    25: Case("tables from the journal", (f"{CHAIN}rebuild_gives_the_same_tables", f"{CHAIN}rebuild_repairs_tables_that_were_tampered_with")),
    26: Case("due while running, once", (f"{K}test_three_watchers_under_kills_raise_each_step_once", f"{K}test_five_watchers_at_one_due_instant_raise_once"), (f"{K}test_three_watchers_under_kills_raise_four_hundred",)),
    27: Case("due while everything was closed", (f"{T}test_due_while_everything_was_closed", f"{R}test_due_while_every_process_was_gone_is_said_late_at_the_next_start")),
    28: Case("a suspend across the due time", (f"{T}test_a_suspend_of_ten_minutes_across_the_due_time", f"{R}test_a_watch_that_slept_ten_minutes_across_the_due_time_rings_at_its_first_look")),
    29: Case("the clock jumps", (f"{T}test_clock_set_back_an_hour", f"{T}test_clock_set_forward_an_hour", f"{T}test_clock_set_to_the_year_2200_and_back", f"{R}test_a_wall_set_back_an_hour_holds_no_alarm_back", f"{R}test_a_wall_set_forward_an_hour_rings_at_once_and_once", f"{R}test_in_the_year_2200_nothing_hangs_or_floods_and_what_is_written_is_there")),
    30: Case("killed between sent and marked", ("watch/test_watch_outbox.py::test_killed_between_sent_and_recorded_it_is_sent_again_with_the_same_key", "trust/test_trust_outbox.py::test_every_message_arrives_though_processes_are_killed"), ("trust/test_trust_outbox.py::test_four_hundred_alarms_seventy_kills",)),
    31: Case("a blocked loop, Ctrl-Z", (f"{K}test_a_stopped_watcher_catches_up_at_once", "watch/test_watch_waker.py::test_a_wake_that_fails_does_not_end_the_waking")),
    32: Case("a laptop in another zone", (f"{T}test_machine_in_another_zone_shows_beijing_time",)),
    33: Case("markup is literal", ("tui/test_harmless.py::test_hostile_text_is_literal_on_every_screen", f"{X}test_all_hostile_text_is_stored_as_typed_and_shown_harmless")),
    34: Case("no control byte on a terminal", (f"{X}test_a_real_terminal_gets_no_raw_control", "trust/test_trust_walk.py::test_no_screen_sends_what_a_text_says")),
    35: Case("columns stay aligned", ("tui/test_harmless.py::test_columns_stay_aligned_whatever_the_text",)),
    36: Case("a huge paste", ("tui/test_desk.py::test_every_line_of_a_paste_is_kept", "tui/test_desk.py::test_a_paste_over_the_limit_is_asked_about_and_the_draft_stays")),
    37: Case("bytes that are no text", (f"{X}test_what_cannot_be_kept_is_refused_in_one_line", "documents/test_documents_roster_file.py::test_invalid_utf8_is_refused_with_its_line_and_the_rest_proceeds", "trust/test_trust_fuzz.py::test_a_spoilt_file_is_read_or_refused_in_a_sentence")),
    38: Case("formulas in tables", ("documents/test_documents_data.py::test_a_formula_is_text", "cli/test_cli_export.py::test_csv_is_neutralised_and_begins_with_a_mark_in_a_file", "cli/test_cli_export.py::test_json_round_trips")),
    39: Case("over SSH", ("ssh/test_ssh_commands.py::test_nothing_is_forwarded", "ssh/test_ssh_commands.py::test_no_file_comes_or_goes", "ssh/test_ssh_commands.py::test_no_shell_reads_the_words", "ssh/test_ssh_commands.py::test_the_environment_of_the_other_side_counts_for_nothing", "ssh/test_ssh_desk.py::test_no_key_stops_it_starts_a_program_or_writes_a_picture", "ssh/test_ssh_desk.py::test_the_line_drops_in_mid_form_and_what_was_typed_is_offered")),
    40: Case("a restricted matter", ("trust/test_trust_access.py::test_case_40_a_restricted_matter_is_in_no_list_count_search_export_or_error", "trust/test_trust_access.py::test_case_40_the_holder_finds_it_by_every_way_and_each_opening_is_logged", "trust/test_trust_access.py::test_case_40_acts_of_others_are_refused_and_traced_where_others_do_not_see_it", "trust/test_trust_access.py::test_case_40_tables_for_other_programs_count_it_for_nobody_else", "trust/test_trust_access.py::test_case_40_a_refused_read_and_an_export_are_entries_that_only_holders_see", "trust/test_trust_access.py::test_case_40_lists_and_files_show_holders_the_mark", "trust/test_trust_access.py::test_case_40_numbers_are_whole_for_who_writes_and_shortened_for_the_auditor")),
}  # fmt: skip
"""By number."""


def numbers_of(test: str) -> list[int]:
    """Return which cases a test belongs to (``tests/conftest.py`` marks it so: ``-m case_10``)."""
    return [number for number, case in CASES.items() if test in (*case.tests, *case.long)]


def run(numbers: Sequence[int], *, long: bool) -> dict[str, list[tuple[str, float]]]:
    """Run the tests of some cases; return, by test, what came of each run of it and its seconds."""
    wanted = [test for number in numbers for test in (*CASES[number].tests, *(CASES[number].long if long else ()))]
    if not wanted:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        words = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-m",
            "not bench",
            f"--junitxml={report}",
            "-o",
            "junit_family=xunit1",
        ]
        subprocess.run([*words, *(f"tests/{test}" for test in dict.fromkeys(wanted))], cwd=TOP, check=False)
        if not report.exists():
            raise SystemExit("pytest could not be run")
        found: dict[str, list[tuple[str, float]]] = {}
        for one in ET.parse(report).iter("testcase"):
            failed = one.find("failure") is not None or one.find("error") is not None
            came = "failed" if failed else "skipped" if one.find("skipped") is not None else "holds"
            name = f"{one.get('file', '').removeprefix('tests/')}::{one.get('name', '').partition('[')[0]}"
            found.setdefault(name, []).append((came, float(one.get("time", "0"))))
        return found


def main(words: Sequence[str]) -> int:
    """List the cases; return 0 when all that were asked for hold."""
    long = "--long" in words
    numbers = [int(word) for word in words if word.isdecimal()] or list(CASES)
    found, bad = run(numbers, long=long), 0
    for number in numbers:
        case = CASES[number]
        tests = [*case.tests, *(case.long if long else ())]
        results = [result for test in tests for result in found.get(test, [("not run", 0.0)])]
        states = {state for state, _ in results}
        state = (
            next((one for one in ("failed", "not run", "skipped") if one in states), "holds") if results else "MISSING"
        )
        bad += state != "holds"
        print(f"case_{number:02d}  {state:8}  {sum(seconds for _, seconds in results):7.1f} s  {case.title}")
    print(f"{len(numbers) - bad} of {len(numbers)} hold")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
