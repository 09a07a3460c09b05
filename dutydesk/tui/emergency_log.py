"""Writing a line down from the screen, whatever becomes of the store."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from dutydesk.desk.emergency_log import Kept, write
from dutydesk.store.errors import StoreError

if TYPE_CHECKING:
    from dutydesk.tui.gateway import Gateway

__all__ = ["Kept", "keep"]


async def keep(gateway: Gateway, line_id: str, text: str) -> Kept:
    """Keep a line; where the store cannot even be opened, without it. Raises what ``write`` raises."""
    line = partial(write, gateway.path, line_id=line_id, text=text, by=gateway.actor, now=gateway.now())
    try:
        return await gateway.write(lambda container: line(desk=container.desk))
    except StoreError as error:
        if not error.BY_HAND:
            raise
    return await asyncio.get_running_loop().run_in_executor(None, partial(line, desk=None))
