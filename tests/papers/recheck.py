"""Take each protection of reports and papers out of a copy of the program, and see the test that watches it fail.

    python tests/papers/recheck.py                  # all of them
    python tests/papers/recheck.py "totals kept"    # one

Exit 0 when every test fails without its protection and holds with it. The table stands in README.md beside this.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from journeys.recheck import Protection, recheck

PROTECTIONS = (
    Protection(
        "totals kept",
        "dutydesk/capabilities/reporting/blanks.py",
        '        "casualties": (listed, grounds),\n',
        '        "casualties": ("" if follows else listed, grounds),\n',
        "desk/test_desk_reporting.py::test_totals_agree_in_title_text_and_ledger_and_none_is_lost",
    ),
    Protection(
        "text against figures",
        "dutydesk/capabilities/reporting/gates.py",
        "    if found and not act.differs.strip():\n",
        "    if False:\n",
        "desk/test_desk_reporting.py::test_a_text_typed_against_the_figures_is_caught_and_the_true_one_goes",
    ),
    Protection(
        "nobody hurt",
        "dutydesk/capabilities/reporting/rules/check_figures.py",
        "        if not sure:\n            seen.add(claim.place)\n",
        "        if False:\n            seen.add(claim.place)\n",
        "domain/test_domain_report_checks.py::test_nobody_hurt_is_said_only_of_verified_noughts",
    ),
    Protection(
        "the gates",
        "dutydesk/capabilities/reporting/handlers.py",
        "    gates.refuse_found(found, act)\n",
        "",
        "tui/test_tui_gates.py::test_the_same_gate_in_the_form_and_on_the_command_line",
    ),
)


def main() -> int:
    """Recheck what is named, or all."""
    os.environ["HYPOTHESIS_CASES"] = "named"  # a property shows what it protects by its one case that is written down
    wanted = [one for one in PROTECTIONS if not sys.argv[1:] or one.name in sys.argv[1:]]
    results = [recheck(one, "tests") for one in wanted]
    return 0 if results and all(results) else 1


if __name__ == "__main__":
    raise SystemExit(main())
