"""Names and lengths: how a file may be called, how long a recording lasts."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath

from dutydesk.kernel.patterns import late
from dutydesk.kernel.text import one_line
from dutydesk.kernel.wording import Worded

LARGEST = 20 * 1024 * 1024
"""Bytes of a file that is kept (ours)."""

LONGEST_NAME = 120
"""Characters of a name; of a longer one the end stays, with its ending."""

SOUNDS = frozenset([".mp3", ".wav", ".amr", ".m4a", ".ogg", ".mp4", ".mov", ".avi", ".mkv"])
"""Endings of recordings."""

OPENED = frozenset(
    [
        ".txt",
        ".md",
        ".csv",
        ".log",
        ".pdf",
        ".doc",
        ".docx",
        ".xls",
        ".xlsx",
        ".ppt",
        ".pptx",
        ".odt",
        ".ods",
        ".wps",
        ".et",
        ".dps",
        ".ofd",
        ".rtf",
        ".eml",
        ".msg",
        ".jpg",
        ".jpeg",
        ".png",
        ".gif",
        ".bmp",
        ".tif",
        ".tiff",
        ".webp",
        ".heic",
        ".mp3",
        ".wav",
        ".amr",
        ".m4a",
        ".ogg",
        ".mp4",
        ".mov",
        ".avi",
        ".mkv",
    ]
)
"""Endings that the office's command may open: papers, pictures, sound. What a machine could run is never among them."""

_CLOCK = late(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})")
_WORDS = late(r"(?:(\d{1,3})(?:小时|时|h))?(?:(\d{1,5})(?:分钟|分|min|m|'|′))?(?:(\d{1,6})(?:秒钟|秒|s|\"|″)?)?")


def name_of(typed: str) -> str:
    """Return a file's name as it is kept: one line, no path in it, its end where it is too long."""
    name = one_line(PurePosixPath(typed.replace("\\", "/")).name).strip().lstrip(".")
    return name[-LONGEST_NAME:]


def read_length(typed: str) -> int:
    """Return how many seconds a recording lasts: 3:20, 1:02:03, 3分20秒, 200 秒, 200.

    Raises:
        Worded: it is no length.
    """
    text = "".join(unicodedata.normalize("NFKC", typed).split()).lower()
    by_clock = _CLOCK.fullmatch(text)
    found = by_clock or (_WORDS.fullmatch(text) if text else None)
    if found is None or (by_clock is not None and int(by_clock[3]) > 59):
        raise Worded("时长写作 3:20, 3分20秒 或 200 秒, 不是 {0}", typed)
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds


def tell_length(seconds: int) -> str:
    """Return a length as ``3:20`` or ``1:02:03``."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def tell_size(size: int) -> str:
    """Return how large a file is: 812 B, 34 KB, 2.1 MB."""
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:.0f} KB" if size < 999_500 else f"{size / 1_000_000:.1f} MB"
