"""What a form says back of what was typed: how times and figures are read, or why they cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dutydesk.i18n import explain
from dutydesk.kernel.when import Meaning
from dutydesk.tui.fields import Said

if TYPE_CHECKING:
    from dutydesk.tui.screens.host import CommandScreen


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
