"""Signatures at this screen: of whose consent an act names, and the own secret where a session proved only a key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dutydesk.i18n import say
from dutydesk.kernel.instants import hhmm
from dutydesk.kernel.refusal import OwnSecretError, Refused, naming
from dutydesk.tui.fields import Field

if TYPE_CHECKING:
    from dutydesk.desk.service import Done
    from dutydesk.kernel.acts import Act
    from dutydesk.store.views import OfficerView
    from dutydesk.tui.screens.host import CommandScreen
    from dutydesk.tui.screens.lock import Taken


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


async def signatures(screen: CommandScreen, act: Act, given: dict[str, Taken]) -> tuple[Act, list[str], str]:
    """Let each person whose consent the act names sign here, say that they agreed by telephone, or ask them to sign.

    Args:
        screen: where they sign.
        act: what they sign.
        given: by field, what was given for this very act before another's signature was missing; added to.

    Returns:
        The act, with the hour of a call; who signed here, and who is asked to sign in a session of their own.

    Raises:
        Refused: nobody signed and nobody agreed; nothing was saved.
    """
    from dutydesk.tui.screens.lock import SignScreen

    wanted = [(field, who) for field in act.consent_fields() if (who := _named(screen, act, field))]
    if wanted:  # what else is missing is said first: nobody signs for a form that is refused then
        stops = await screen.gateway.look_at(act, [who.id for _, who in wanted])
    else:
        stops = None
    signed: list[str] = []
    ask = ""
    for field, who in wanted:
        taken = given.get(field) or await screen.app.push_screen_wait(SignScreen(screen.desk, who.id, stops))
        if taken is None:
            raise stops or Refused(field, "还没有签字, 未保存: {0}", who.name)
        if taken.officer:  # how else somebody agrees may be chosen anew
            given[field] = taken
        signed += [taken.officer] if taken.officer else []
        ask = taken.ask or ask
        if taken.by_phone:
            act = await _agreed_at(screen, act, field, who.name)
    return act, signed, ask


async def _agreed_at(screen: CommandScreen, act: Act, consent: str, name: str) -> Act:
    """Ask when somebody agreed by telephone, now unless another hour is typed; what the form said already stands.

    Raises:
        Refused: it was left; nothing was saved.
    """
    from dutydesk.kernel.when import PAST, read
    from dutydesk.tui.screens.form import FormScreen

    field = act.agreed_field()
    if not field or str(getattr(act, field)).strip():
        return act
    said: dict[str, str] = {}
    now = hhmm(screen.gateway.now())

    async def submit(values: dict[str, str]) -> None:
        with naming(field):
            read(values[field], screen.gateway.now(), PAST, drill=screen.state.drill)
        if values[field] != now:  # as it stands it means now, to the second: no earlier than what began this minute
            said.update(values)

    asked = Field(field, "什么时候同意的", now)
    heading = say("{0} 电话同意", name)
    if not await screen.app.push_screen_wait(FormScreen(heading, [asked], submit, read=screen.read_of(act.NAME))):
        raise Refused(consent, "还没有签字, 未保存: {0}", name)
    return replace(act, **said)


def _named(screen: CommandScreen, act: Act, field: str) -> OfficerView | None:
    """Whose consent a field names; nobody, somebody unknown or oneself: the desk says what that means."""
    typed = str(getattr(act, field)).strip()
    named = [one for one in screen.state.officers.values() if typed and typed in (one.id, one.name)]
    return named[0] if len(named) == 1 and named[0].id != screen.gateway.actor else None
