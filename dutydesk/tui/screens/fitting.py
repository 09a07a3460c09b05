"""Dialogs that fit every terminal: the body gives way and scrolls, title, buttons and hint always stay in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from textual.screen import Screen

    Beneath = Screen[Any]
else:
    Beneath = object

LEAST = 3
"""Lines that a body keeps however small the terminal is."""

ROOMY = 30
"""From so many lines on a dialog has blank lines round its parts."""


class Fitted(Beneath):
    """A plain class in front of a modal screen with a ``.dialog``; ``BODY`` names the part of it that scrolls."""

    BODY: ClassVar[str] = ".fields"

    def on_compose(self) -> None:
        """Know the width before the first layout: Textual tells it after, and all is laid out and drawn once more.

        What was measured in between stayed so: a remark cut for which there was room below.
        """
        if steps := [step for step in self.HORIZONTAL_BREAKPOINTS or () if step[0] <= self.app.size.width]:
            self.add_class(max(steps)[1])

    def on_mount(self) -> None:
        """Fit after every layout: the first, another size, a complaint that came up."""
        self.set_class(self.app.size.height < ROOMY, "-short")
        self.screen_layout_refresh_signal.subscribe(self, lambda _: self.fit())

    def on_resize(self) -> None:
        """A low terminal has no room for blank lines."""
        self.set_class(self.app.size.height < ROOMY, "-short")

    def fit(self) -> None:
        """Give the body what the terminal leaves it."""
        for dialog in self.query(".dialog"):
            body = dialog.query_one(self.BODY)
            taken = sum(
                one.outer_size.height + one.styles.margin.height
                for one in dialog.children
                if one is not body and one.display
            )
            above = sum(
                one.outer_size.height for one in self.children if one is not dialog and one.styles.dock == "top"
            )
            left = self.size.height - above - taken - dialog.gutter.height - body.styles.margin.height
            body.styles.max_height = max(LEAST, left)
