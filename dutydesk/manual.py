"""The user's guide: short topics under ``data/manual``, one file each and language; read on the command line and by F1 on the screen."""

from __future__ import annotations

from pathlib import Path

from dutydesk import i18n
from dutydesk.kernel.values import dataclass
from dutydesk.resources import data_folder

ORDER = ("start", "alerts", "log", "matters", "handover", "papers", "lost", "outside", "settings", "tour")
"""Topics, in the order in which somebody new reads them."""


@dataclass(frozen=True)
class Topic:
    """A topic: its name on the command line, its heading, its text without that."""

    name: str
    title: str
    text: str


def folder(language: str) -> Path:
    """Return where the topics of a language are."""
    return data_folder() / "manual" / language


def topics(language: str = "") -> list[Topic]:
    """Return all topics in a language, that in use unless another is named."""
    return [_read(folder(language or i18n.current()) / f"{name}.md") for name in ORDER]


def _read(path: Path) -> Topic:
    head, _, text = path.read_text(encoding="utf-8").partition("\n")
    return Topic(path.stem, head.removeprefix("# ").strip(), text.strip())
