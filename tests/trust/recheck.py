"""Take each protection of the store out of a copy of the program, and see the test that watches it fail.

    python tests/trust/recheck.py                  # all of them
    python tests/trust/recheck.py "append only"    # one

Exit 0 when every test fails without its protection and holds with it. The table stands in README.md beside this.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from journeys.recheck import Protection, recheck

PROTECTIONS = (
    Protection(
        "append only",
        "dutydesk/store/tables/__init__.py",
        "BEFORE UPDATE ON journal BEGIN SELECT raise(ABORT, 'journal is append-only'); END\",\n",
        'BEFORE UPDATE ON journal BEGIN SELECT 1; END",\n',
        "store/test_store_journal.py::test_own_connection_cannot_change_the_journal",
    ),
    Protection(
        "synced commits",
        "dutydesk/store/connect.py",
        '    "PRAGMA synchronous=FULL",\n',
        '    "PRAGMA synchronous=OFF",\n',
        "store/test_store_opening.py::test_the_pragmas_of_the_recipe",
    ),
    Protection(
        "one writer at a time",
        "dutydesk/store/connect.py",
        '        connection.execute("BEGIN IMMEDIATE")\n',
        '        connection.execute("BEGIN")\n',
        "trust/test_trust_kills.py::test_four_processes_write_at_once",
    ),
    Protection(
        "every hash computed",
        "dutydesk/store/integrity.py",
        "        return row[0] != last + 1 or row[11] != prev or digest(row[:11], prev) != row[12]\n",
        "        return row[0] != last + 1 or row[11] != prev\n",
        "store/test_store_integrity.py::test_one_flipped_byte_names_the_row",
    ),
    Protection(
        "log and index watched",
        "dutydesk/store/files.py",
        "    pairs = zip(PARTS, known, found, strict=True)\n",
        "    pairs = [*zip(PARTS, known, found, strict=True)][:1]\n",
        "trust/test_trust_files.py::test_nobody_says_saved_once_a_file_is_gone",
    ),
    Protection(
        "anchor asked at the start",
        "dutydesk/store/engine.py",
        '        wrong = _against_kept_anchor(path, timekeeper, str(meta.get("origin", "")))\n',
        "        wrong = None\n",
        "trust/test_trust_store.py::test_case_23_a_cut_tail_and_an_older_file_are_named_at_the_start",
    ),
    Protection(
        "anchor after the commit",
        "dutydesk/store/anchors.py",
        "    tx.after_commit.append(lambda: _keep(path, kept))\n",
        "    _keep(path, kept)\n",
        "trust/test_trust_store.py::test_an_anchor_is_kept_only_once_the_commit_has_returned",
    ),
    Protection(
        "heads held against their rows",
        "dutydesk/store/anchors.py",
        '        if own is None or bytes(own).hex() != signed["head"]:\n',
        "        if own is None:\n",
        "trust/test_trust_store.py::test_case_22_everything_rehashed_fails_the_signed_head",
    ),
    Protection(
        "text made harmless",
        "dutydesk/kernel/text.py",
        "    safe = _UNSAFE.sub(_picture, text)\n",
        "    safe = text\n",
        "trust/test_trust_text.py::test_a_real_terminal_gets_no_raw_control",
    ),
    Protection(
        "a lease on what is sent",
        "dutydesk/watch/outbox.py",
        "    def carry_one(self, spec: ChannelSpec, *, red_only: bool = False) -> Outcome | None:\n",
        "    def carry_one(self, spec: ChannelSpec, *, red_only: bool = False) -> Outcome | None:\n"
        '        self.store.write(lambda tx: tx.execute("DELETE FROM outbox_lease"), now=self._now())\n',
        "watch/test_watch_outbox.py::test_killed_between_sent_and_recorded_it_is_sent_again_with_the_same_key",
    ),
    Protection(
        "older copies refused",
        "dutydesk/desk/restoring.py",
        "    if older or not lost.matters:\n",
        "    if lost is not None:\n",
        "cli/test_cli_backups.py::test_a_copy_is_put_back_and_the_gap_is_named",
    ),
    Protection(
        "nobody else while restoring",
        "dutydesk/store/restoring.py",
        "            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)\n",
        "            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)\n",
        "cli/test_cli_backups.py::test_whoever_has_the_store_open_is_named_and_nothing_happens",
    ),
    Protection(
        "copies proved by replay",
        "dutydesk/desk/backups.py",
        '                lambda: audit.replay_differs(scratch, now, lambda share: progress("prove", 0.2 + 0.8 * share)),\n',
        "",
        "cli/test_cli_backups.py::test_a_damaged_table_is_found_by_the_proof",
    ),
)


def main() -> int:
    """Recheck what is named, or all."""
    wanted = [one for one in PROTECTIONS if not sys.argv[1:] or one.name in sys.argv[1:]]
    results = [recheck(one, "tests") for one in wanted]
    return 0 if results and all(results) else 1


if __name__ == "__main__":
    raise SystemExit(main())
