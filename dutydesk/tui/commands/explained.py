"""An act that mostly needs no form: asked for more only where the desk does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dutydesk.tui.fields import Field
from dutydesk.tui.screens.host import CommandScreen, reason_of


async def perform_or_explain(
    screen: CommandScreen, name: str, heading: str, fields: Sequence[Field], place: str, **words: Any
) -> None:
    """Perform an act; where the desk asks for one of the fields first, ask for them in a form under what it said."""
    refusal = await screen.refusal_of(name, **words)
    if refusal is None or refusal.field not in {field.name for field in fields}:
        await screen.perform(name, **words)
    else:
        await screen.form(heading, fields, name, place, notes=[reason_of(refusal)], **words)
