"""Fixtures of the command line's tests."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from shell import AT_NOON, SECRET, Shell, drill_store

from dutydesk import i18n


@pytest.fixture(autouse=True)
def nobody_s_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No settings, no names and no terminal of the person who runs the tests."""
    for name in ("DUTYDESK_DB", "DUTYDESK_AS", "DUTYDESK_SECRET_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DUTYDESK_CONFIG", str(tmp_path / "none.toml"))
    monkeypatch.setenv("DUTYDESK_LANG", "zh")
    monkeypatch.setattr(sys, "stdin", StringIO(""))
    yield
    i18n.use("zh")


@pytest.fixture(scope="session")
def drill_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed drill store at noon, to be copied."""
    return drill_store(tmp_path_factory.mktemp("drill") / "desk.db")


@pytest.fixture
def drill(drill_template: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    """The command line on a drill store at noon, as 周明."""
    path = tmp_path / "desk.db"
    shutil.copyfile(drill_template, path)
    path.chmod(0o600)
    return Shell(path, capsys, *AT_NOON, "--as", "周明")


@pytest.fixture
def secret_file(tmp_path: Path) -> Path:
    """A file with the director's secret."""
    path = tmp_path / "secret"
    path.write_text(SECRET + "\n", encoding="utf-8")
    return path


@pytest.fixture
def real(tmp_path: Path, capsys: pytest.CaptureFixture[str], secret_file: Path) -> Shell:
    """The command line on a real store whose only account is the director."""
    shell = Shell(tmp_path / "real.db", capsys)
    shell.done("init", "--site", "某省驻京办", "--secret-file", str(secret_file))
    return shell
