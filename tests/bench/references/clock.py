"""A Header with its clock running: what one moving thing costs."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Header, Static


class Clock(App[None]):
    def compose(self) -> ComposeResult:
        yield Header(show_clock=True)
        yield Static("READY")


if __name__ == "__main__":
    Clock().run()
