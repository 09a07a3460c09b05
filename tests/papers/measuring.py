"""Positions on a printed page, in millimetres from its upper left corner."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pdfplumber

MM = 72 / 25.4
TOP, LEFT, BOTTOM, RIGHT = 37.0, 28.0, 262.0, 184.0
"""Edges of the type area (GB/T 9704-2012, 5.2)."""

RED = (0.7529411764, 0.0, 0.0)


@dataclass(frozen=True)
class Line:
    """A line of text: where it stands and how large its first character is."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    points: float


@dataclass(frozen=True)
class Rule:
    """A drawn line."""

    left: float
    right: float
    top: float
    bottom: float
    red: bool

    @property
    def lies(self) -> bool:
        """Whether it is level."""
        return abs(self.bottom - self.top) < 0.5


@dataclass(frozen=True)
class Page:
    """A page: its size, its lines from above to below, its rules."""

    width: float
    height: float
    lines: tuple[Line, ...]
    rules: tuple[Rule, ...]

    @property
    def number(self) -> Line | None:
        """The page number: the lowest line, where it is one."""
        found = [one for one in self.lines if re.fullmatch(r"— \d+ —", one.text)]
        return found[-1] if found else None

    @property
    def body(self) -> list[Line]:
        """The lines between the edges of the type area."""
        return [one for one in self.lines if one is not self.number and one.top > TOP - 1]


def pages(path: Path) -> list[Page]:
    """Read the pages of a PDF."""
    with pdfplumber.open(path) as document:
        return [_page(one) for one in document.pages]


def _page(page: pdfplumber.page.Page) -> Page:
    rows: dict[int, list[dict]] = {}
    for char in page.chars:
        near = next((key for key in rows if abs(key - char["bottom"]) < 2), round(char["bottom"]))
        rows.setdefault(near, []).append(char)
    lines = []
    for key in sorted(rows):
        chars = sorted(rows[key], key=lambda one: one["x0"])
        shown = [one for one in chars if one["text"].strip()] or chars
        lines.append(
            Line(
                "".join(one["text"] for one in chars).strip(),
                shown[0]["x0"] / MM,
                shown[-1]["x1"] / MM,
                min(one["top"] for one in shown) / MM,
                max(one["bottom"] for one in shown) / MM,
                round(shown[0]["size"], 1),
            )
        )
    drawn = [*page.lines, *page.rects]
    rules = [
        Rule(one["x0"] / MM, one["x1"] / MM, one["top"] / MM, one["bottom"] / MM, _red(one.get("stroking_color")))
        for one in drawn
    ]
    return Page(page.width / MM, page.height / MM, tuple(lines), tuple(rules))


def _red(colour: object) -> bool:
    return isinstance(colour, tuple) and len(colour) == 3 and colour[0] > 0.5 > colour[1]
