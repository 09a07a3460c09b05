"""The user's guide on the screen: choose a topic, read it, choose another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dutydesk import manual
from dutydesk.i18n import translate
from dutydesk.tui.screens.dialogs import ChooseScreen, TextScreen

if TYPE_CHECKING:
    from dutydesk.tui.app import DeskApp


class TopicsScreen(ChooseScreen):
    """The topics."""


class TopicScreen(TextScreen):
    """A topic."""


async def read_manual(app: DeskApp) -> None:
    """Let a person read topics until they leave the list."""
    if any(isinstance(one, TopicsScreen | TopicScreen) for one in app.screen_stack):
        return  # it is open
    found = {one.name: one for one in manual.topics()}
    while name := await app.push_screen_wait(
        TopicsScreen(translate("手册"), [(n, one.title) for n, one in found.items()])
    ):
        await app.push_screen_wait(TopicScreen(found[name].title, found[name].text, "Esc 返回"))
