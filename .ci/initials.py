#!/usr/bin/env python3
"""Make ``dutydesk/tui/initials.txt``: the letters by which a Chinese word is found when only initials are typed.

Run by hand when the table is to change (``pip install pypinyin``, then ``.ci/initials.py``); the desk itself never
imports pypinyin, which would cost 276 ms and 57 MB at run time. Source of the readings: pypinyin 0.55 (MIT), which
takes them from the Unihan database and its own corrections.

The first line has one letter for each code point from U+4E00 on (the commonest reading, ``-`` where there is none).
Each further line is a character of GB 2312 that has more than one initial, and all of them: 重 is c and z, so that
重庆 and 重量 are both found; which reading a word wants need not be known.
"""

from __future__ import annotations

from pathlib import Path

from pypinyin import Style, pinyin

FIRST, LAST = 0x4E00, 0x9FFF
TABLE = Path(__file__).resolve().parent.parent / "dutydesk" / "tui" / "initials.txt"


def letters(character: str) -> list[str]:
    """Return the first letters of a character's readings, the commonest first; ü is v, as it is typed."""
    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore", v_to_u=False)
    seen = dict.fromkeys(one[0].lower() for one in (found[0] if found else []) if one)
    return [letter for letter in seen if letter.isascii() and letter.isalpha()]


def is_common(character: str) -> bool:
    """Whether a character is one of GB 2312."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def main() -> None:
    """Write the table."""
    read = {chr(point): letters(chr(point)) for point in range(FIRST, LAST + 1)}
    lines = ["".join(found[0] if found else "-" for found in read.values())]
    lines += [f"{one}{''.join(sorted(found))}" for one, found in read.items() if len(found) > 1 and is_common(one)]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
