"""One form for several marked things: each gets its own act and its own event; what the desk refuses is named and stays marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dutydesk.i18n import say
from dutydesk.kernel.refusal import Refused
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Worded
from dutydesk.store.errors import StoreError
from dutydesk.tui.fields import Field
from dutydesk.tui.screens.comparing import Known
from dutydesk.tui.text import reason_of

if TYPE_CHECKING:
    from dutydesk.tui.screens.host import CommandScreen


@dataclass(frozen=True)
class Each:
    """One of several things: the key of its row, its words, and what its act has of its own."""

    key: str
    said: str
    words: Mapping[str, Any]


async def ask_each(
    screen: CommandScreen, title: str, fields: Sequence[Field], name: str, each: Sequence[Each]
) -> list[str]:
    """Ask once and perform the named act for each; return the keys of those that were done.

    Nothing is closed before the first was saved: what is wrong with all of them is complained about in the form.
    """
    from dutydesk.ids import new_id
    from dutydesk.tui.screens.form import FormScreen
    from dutydesk.tui.vocabularies import completed
    from dutydesk.usecase.acts import REGISTRY

    if not screen.may(name):
        return []
    done: list[str] = []
    ids = {one.key: new_id() for one in each}
    known = Known(screen.known())

    async def submit(values: dict[str, str]) -> None:
        typed = {field: value for field, value in values.items() if value.strip()}
        refused: list[Worded] = []
        for one in each:
            try:
                await known.perform_one(screen, name, {**typed, **one.words}, ids[one.key], fields, one.said)
            except (Worded, StoreError) as error:
                refused.append(error if isinstance(error, Worded) else Worded("{0}", str(error)))
                screen.tell(say("{0}: {1}", one.said, reason_of(error)), trouble=True)
            else:
                done.append(one.key)
        if not done and refused:
            first = refused[0]
            raise first if isinstance(first, Refused) else Refused(fields[0].name, "{0}", first)

    asked = await completed(screen, REGISTRY[name], fields, each[0].words)
    form = FormScreen(
        title, asked, submit, notes=[one.said for one in each], read=screen.read_of(name), does=REGISTRY[name].DOES
    )
    if await screen.app.push_screen_wait(form):
        screen.tell(say("已保存 {0} 项, 各记一条", len(done)))
        await screen.desk.refresh_state()
    return done
