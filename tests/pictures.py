"""The screens that the README shows, and the demo's day as text: drawn by the desk itself on the demo store.

``python -m tests.pictures`` draws them anew; ``tests/tui/test_pictures.py`` compares their words with what the desk draws now.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from html import unescape
from pathlib import Path

from dutydesk import i18n
from dutydesk.capabilities.log.lines import line_of, print_line
from dutydesk.clock import ManualClock
from dutydesk.config import Config
from dutydesk.drill.demo import build
from dutydesk.kernel.instants import SHANGHAI, from_datetime
from dutydesk.store.views import Views
from dutydesk.tui.app import DeskApp

FOLDER = Path(__file__).parents[1] / "data" / "demo"
AT = from_datetime(datetime(2026, 7, 15, 14, 20, 0, tzinfo=SHANGHAI))
"""The demo's now: a Wednesday afternoon."""

SIZE = (120, 36)
SCREENS: dict[str, Sequence[str]] = {"desk": (), "file": ("2", "home", "enter"), "report": ("2", "home", "down", "r")}
"""By the picture's name, the keys that lead to it."""

CHANGING = re.compile(r"terminal-\d+")
"""Names that Rich makes anew for each picture."""


ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{20,}")
"""Ids are made anew for each store."""


def file_of(name: str, language: str) -> Path:
    """Return where a picture lies."""
    return FOLDER / f"{name}-{language}.svg"


def words_of(picture: str) -> str:
    """Return the words of a picture, row by row as they are drawn."""
    rows: dict[float, list[tuple[float, str]]] = {}
    for x, y, text in re.findall(r'<text [^>]*?x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)</text>', picture):
        rows.setdefault(float(y), []).append((float(x), unescape(text).replace("\xa0", " ")))
    return "\n".join("".join(text for _, text in sorted(row)).rstrip() for _, row in sorted(rows.items()))


@asynccontextmanager
async def opened(store: Path) -> AsyncGenerator[tuple[DeskApp, object]]:
    """A desk on a demo store, at rest."""
    app = DeskApp(store, clock=ManualClock(AT), actor="zhang", config=Config())
    async with app.run_test(size=SIZE) as pilot:
        yield app, pilot


async def draw(store: Path, keys: Sequence[str]) -> str:
    """Return the picture of a screen."""
    async with opened(store) as (app, pilot):
        await _rest(app, pilot)
        if keys:
            await pilot.press(*keys)  # pyright: ignore[reportAttributeAccessIssue]
        await pilot.pause(0.6)  # pyright: ignore[reportAttributeAccessIssue]
        await _rest(app, pilot)
        return CHANGING.sub("terminal", app.export_screenshot(title="dutydesk"))


async def _rest(app: DeskApp, pilot: object) -> None:
    for _ in range(500):
        await pilot.pause(0.02)  # pyright: ignore[reportAttributeAccessIssue]
        if app._settled and not app._refreshing and not [one for one in app.workers if not one.is_finished]:
            return


def day(store: Path) -> str:
    """Return the demo's log as text, as it is printed."""
    views = Views.open(store)
    names = {officer.id: officer.name for officer in views.officers().values()}
    entries = views.entries(views.newest_seqs(10_000))
    views.close()
    lines: list[str] = []
    for entry in entries:
        with i18n.as_of(entry.at):
            lines.append(ID.sub("…", print_line(line_of(entry, names))))
    return "\n".join(lines) + "\n"


def main() -> int:
    """Draw all of them."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "demo.db"
        build(store, now=AT)
        for language in i18n.LANGUAGES:
            i18n.use(language)
            (FOLDER / f"day-{language}.txt").write_text(day(store), encoding="utf-8")
            for name, keys in SCREENS.items():
                file_of(name, language).write_text(asyncio.run(draw(store, keys)), encoding="utf-8")
                print(file_of(name, language), file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
