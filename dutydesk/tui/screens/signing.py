"""The own secret, where a session proved only a key and the act is one that a person signs for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dutydesk.kernel.refusal import Refused

if TYPE_CHECKING:
    from dutydesk.kernel.acts import Act
    from dutydesk.tui.screens.host import CommandScreen


async def own_secret(screen: CommandScreen, act: Act) -> list[str]:
    """Let who came in by a key alone give the own secret, where the act is one that a person signs for.

    Returns:
        Who gave it; nobody where none is asked.

    Raises:
        Refused: it was not given; nothing was saved.
    """
    gateway = screen.gateway
    if gateway.came is None:
        return []
    from dutydesk.desk.service import signs
    from dutydesk.tui.screens.lock import OwnScreen

    actor = gateway.actor
    if not signs(act, screen.state.officers.get(actor)) or not await gateway.needs_secret(actor):
        return []
    if await screen.app.push_screen_wait(OwnScreen(screen.desk, actor)) is None:
        raise Refused("secret", "还没有输口令, 未保存")
    return [actor]
