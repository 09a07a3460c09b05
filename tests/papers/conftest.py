"""Every paper of the scripted day, once as .docx, as PDF by LibreOffice, and as text."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import day
import pytest

from dutydesk import i18n
from dutydesk.cli.main import run
from dutydesk.documents.pdf import profile, program

SECONDS = 240


@dataclass(frozen=True)
class Printed:
    """One paper of the day: its kind, its text, its .docx and its PDF."""

    kind: str
    text: str
    docx: Path
    pdf: Path


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The scripted day, with what its papers need."""
    folder = tmp_path_factory.mktemp("papers")
    patch = pytest.MonkeyPatch()
    for name in ("DUTYDESK_DB", "DUTYDESK_AS", "DUTYDESK_SECRET_FILE"):
        patch.delenv(name, raising=False)
    patch.setenv("DUTYDESK_LANG", "zh")
    patch.setenv("DUTYDESK_CONFIG", str(day.books(folder)))
    yield day.made(folder)
    patch.undo()
    i18n.use("zh")


def written(store: Path, kind: str, subject: str, options: tuple[str, ...], target: Path) -> Path:
    """Write one paper of the day by the command line."""
    words = [
        "--db",
        str(store),
        "--clock",
        day.MORNING,
        "--as",
        "孙涛",
        "paper",
        kind,
        *([subject] if subject else []),
        *options,
    ]
    assert run([*words, "--out", str(target)]) == 0, (kind, subject)
    return target


@pytest.fixture(scope="session")
def texts(store: Path) -> dict[str, str]:
    """Every paper as text, by its number and kind."""
    return {
        f"{number:02d}-{kind}": written(
            store, kind, subject, options, store.parent / f"{number:02d}-{kind}.txt"
        ).read_text(encoding="utf-8")
        for number, (kind, subject, options) in enumerate(day.PRINTED)
    }


@pytest.fixture(scope="session")
def papers(store: Path, texts: dict[str, str]) -> dict[str, Printed]:
    """Every paper with its PDF; LibreOffice is started once."""
    office = program()
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed: no paper was measured as it is printed")
    folder = store.parent
    names = [
        written(store, kind, subject, options, folder / f"{number:02d}-{kind}.docx")
        for number, (kind, subject, options) in enumerate(day.PRINTED)
    ]
    subprocess.run(
        [office, f"-env:UserInstallation={profile(folder)}", "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, names)],
        check=True, timeout=SECONDS, capture_output=True,
    )  # fmt: skip
    shutil.rmtree(folder / "profile", ignore_errors=True)
    return {one.stem: Printed(one.stem[3:], texts[one.stem], one, one.with_suffix(".pdf")) for one in names}
