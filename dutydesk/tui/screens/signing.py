"""The own secret, where a session proved only a key and the desk says that a person signs here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dutydesk.kernel.refusal import OwnSecretError

if TYPE_CHECKING:
    from dutydesk.desk.service import Done
    from dutydesk.kernel.acts import Act
    from dutydesk.tui.screens.host import CommandScreen


async def perform_signed(
    screen: CommandScreen,
    act: Act,
    act_id: str,
    signed: Sequence[str] = (),
    *,
    ask: str = "",
    draft: str = "",
    since: int | None = None,
) -> Done:
    """Perform an act; where the desk wants the actor's own secret for it, ask for that and perform it then.

    Raises:
        Refused: what the desk raises; or the secret was not given, and nothing was saved.
    """
    gateway = screen.gateway
    try:
        done = await gateway.perform(act, act_id, signed, ask=ask, draft=draft, since=since)
    except OwnSecretError as wanted:
        from dutydesk.tui.screens.lock import OwnScreen

        if await screen.app.push_screen_wait(OwnScreen(screen.desk, wanted.actor)) is None:
            raise
        done = await gateway.perform(act, act_id, [*signed, wanted.actor], ask=ask, draft=draft, since=since)
    screen.knows(done)
    return done
