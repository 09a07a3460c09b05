"""What was typed and not yet saved, kept at most a second behind the keys: the entry line and every open form.

A draft belongs to its person and its place (a form's name). It is tried again until it is kept, offered on return, and
wiped by the act that saves what it holds.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dutydesk.config import user_folder
from dutydesk.i18n import listed, say
from dutydesk.tui.fields import TITLE
from dutydesk.tui.text import shown

if TYPE_CHECKING:
    from dutydesk.tui.app import DeskApp

ENTRY_PLACE = "entry"
SECONDS = 1.0
"""How often is looked for what was typed: a draft is then never two seconds behind, the write included."""

Key = tuple[str, str]
"""Officer and place."""


class Drafts:
    """The drafts of one session."""

    def __init__(self, app: DeskApp) -> None:
        self._app = app
        self._kept: dict[Key, str] = {}
        """What is in the store, as far as this session put it there or read it."""
        self._left: dict[Key, str] = {}
        """What was left behind (a form closed, an entry saved) and is to be kept or wiped yet."""

    # ------------------------------------------------------------ keeping

    def put(self, place: str, body: str) -> None:
        """Keep a draft of a place that is closed now, or, empty, wipe it; tried until it is done."""
        key = (self._app.gateway.actor, place)
        self._left[key] = body
        if not body:
            self._kept.pop(key, None)  # whatever is there, it goes

    async def of(self, place: str) -> str:
        """Return the draft of a place that is about to open: what was left behind a moment ago, else what is kept."""
        key = (self._app.gateway.actor, place)
        if key in self._left:
            return self._left.pop(key)
        await self._app.gateway.take_back_drafts()
        self._kept[key] = await self._app.gateway.draft(place)
        return self._kept[key]

    def unsaved(self) -> list[tuple[Key, str]]:
        """Return what stands on the screen, or was left behind, and is not in the store."""
        return [(key, body) for key, body in {**self._left, **self._open()}.items() if self._kept.get(key) != body]

    def _open(self) -> dict[Key, str]:
        """What stands on the screen now."""
        from dutydesk.tui.screens.desk import DeskScreen
        from dutydesk.tui.screens.form import FormScreen

        actor = self._app.gateway.actor
        found: dict[Key, str] = {}
        if not any(isinstance(screen, DeskScreen) for screen in self._app.screen_stack):
            return found  # the desk is being taken apart: what stood on it was kept before
        entry = self._app.desk_screen.written_so_far
        if entry is not None and (entry or (actor, ENTRY_PLACE) in self._kept):
            found[actor, ENTRY_PLACE] = entry
        for screen in self._app.screen_stack:
            if isinstance(screen, FormScreen) and screen.place and screen.is_open:
                body = screen.kept()
                if body or (actor, screen.place) in self._kept:
                    found[actor, screen.place] = body
        return found

    async def save(self) -> None:
        """Keep all that is not kept; raises what the store raises, and the next look tries again."""
        for (officer, place), body in self.unsaved():
            await self._app.gateway.keep_draft(place, body, officer)
            self._done((officer, place), body)

    def save_now(self) -> None:
        """Keep all that is not kept, on the way out of a desk that cannot wait: on the caller's thread, each by itself."""
        with suppress(Exception):  # the desk ends with an error of its own: what can be kept is kept
            for (officer, place), body in self.unsaved():
                with suppress(Exception):
                    self._app.gateway.keep_draft_now(place, body, officer)
                    self._done((officer, place), body)

    def set_aside(self) -> Path | None:
        """Put what the store did not take into a file, when the process ends: it is offered at the next start; return the file."""
        from dutydesk.store import aside

        with suppress(Exception):  # on the way out of a desk that may have failed: what can be kept is kept
            gateway = self._app.gateway
            return aside.put(gateway.path, user_folder("state"), self.unsaved(), gateway.now())
        return None

    def _done(self, key: Key, body: str) -> None:
        """Only now, when it is in the store."""
        self._kept[key] = body
        if self._left.get(key) == body:
            del self._left[key]

    # ------------------------------------------------------------ offering

    async def offer(self) -> None:
        """Put the entry line's draft back, and say which forms have one."""
        app = self._app
        await app.gateway.take_back_drafts()
        kept = await app.gateway.drafts()
        entry = kept.pop(ENTRY_PLACE, "")
        if entry and not app.desk_screen.entry.text:
            app.desk_screen.entry.text = entry
            self._kept[app.gateway.actor, ENTRY_PLACE] = entry
            app.notify(shown(say("已恢复上次没有保存的草稿")), markup=False)
        from dutydesk.capabilities.emergency_log import commands as emergency_log

        await emergency_log.offer(app)
        if kept:
            names = listed(title_of(place, body) for place, body in kept.items())
            app.notify(
                shown(say("没有保存的草稿 {0} 份: {1}; 打开原来的表单即恢复, 或按 ^p 选 “草稿”", len(kept), names)),
                markup=False,
                timeout=15,
            )


def values_of(body: str) -> dict[str, str]:
    """Return what stands in the fields of a form's draft; other text whole, under no name."""
    try:
        values: Any = json.loads(body)
    except ValueError:
        values = None
    if not isinstance(values, dict):
        return {"": body}
    return {str(name): str(value) for name, value in values.items() if name != TITLE and str(value).strip()}


def title_of(place: str, body: str) -> str:
    """Return what the form of a draft is called."""
    try:
        values: Any = json.loads(body)
    except ValueError:
        return place
    return str(values.get(TITLE) or place) if isinstance(values, dict) else place
