"""What a form says back: how times and figures are read, or why they cannot be; and what was saved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dutydesk.i18n import explain, say
from dutydesk.kernel.text import one_line
from dutydesk.kernel.when import Meaning
from dutydesk.tui.fields import Said
from dutydesk.tui.text import fit

if TYPE_CHECKING:
    from dutydesk.desk.service import Done
    from dutydesk.tui.screens.host import CommandScreen


SAVED_CELLS = 48
"""How much of a saved line is said back; the log has all of it."""


def saved_words(done: Done, names: Mapping[str, str]) -> str:
    """Return in one short line what was saved: the number of its entry, and how the log says it."""
    from dutydesk.capabilities.log.lines import told

    if not done.rows:
        return say("已保存")
    row = next((one for one in done.rows if one.seq == done.seq), done.rows[0])  # not what it had to do first
    line = one_line(told(row.kind, row.payload, names))
    return say("已保存 (日志 #{0}): {1}", row.seq, fit(line, SAVED_CELLS).rstrip())


def read_back(
    name: str,
    screen: CommandScreen,
    times: Mapping[str, tuple[Meaning, str]] | None,
    values: Mapping[str, str],
) -> Mapping[str, Said]:
    """Return by field what is said back.

    Args:
        name: the act's.
        screen: where it is asked.
        times: what times mean there, where that is not what the act declares.
        values: what was typed.
    """
    from dutydesk.kernel.figures import BadFigureError
    from dutydesk.kernel.instants import BadTimeError
    from dutydesk.usecase.acts import REGISTRY
    from dutydesk.usecase.readings import figure_readings, readings

    found = {
        **figure_readings(values),
        **readings(REGISTRY[name], values, screen.gateway.now(), drill=screen.state.drill, times=times),
    }
    wrong = (BadFigureError, BadTimeError)
    return {field: Said(explain(one), wrong=isinstance(one, wrong)) for field, one in found.items()}
