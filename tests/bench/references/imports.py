"""The bare app with what every session must have imported: its memory is the floor of ours."""

from __future__ import annotations

import apscheduler.schedulers.asyncio  # noqa: F401
import sqlmodel  # noqa: F401
from textual.app import App, ComposeResult
from textual.widgets import Static


class Loaded(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("READY")


if __name__ == "__main__":
    Loaded().run()
