"""The pictures and the day that the README shows are what the desk draws now."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dutydesk import i18n
from tests import pictures

REDRAW = "python -m tests.pictures draws them anew"
README = Path(__file__).parents[2] / "README.md"


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("name", pictures.SCREENS)
async def test_a_picture_is_what_the_desk_draws(store_path: Path, name: str, language: str) -> None:
    i18n.use(language)
    drawn = pictures.words_of(await pictures.draw(store_path, pictures.SCREENS[name]))
    assert len(drawn) > 500
    assert pictures.words_of(pictures.file_of(name, language).read_text(encoding="utf-8")) == drawn, REDRAW


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_day_is_what_the_log_says(store_path: Path, language: str) -> None:
    i18n.use(language)
    written = (pictures.FOLDER / f"day-{language}.txt").read_text(encoding="utf-8")
    assert written.count("\n") > 50
    assert written == pictures.day(store_path), REDRAW
    drill = i18n.translate(" (演练)")
    assert drill.strip() + drill not in written, "what is a drill is said once"
    assert language == "zh" or "(演练)" not in written


def test_the_readme_shows_all_of_them() -> None:
    text = README.read_text(encoding="utf-8")
    there = {path.name for path in pictures.FOLDER.glob("*.svg")} | {
        path.name for path in pictures.FOLDER.glob("*.txt")
    }
    assert set(re.findall(r"data/demo/([\w-]+\.(?:svg|txt))", text)) == there
