"""Fixtures for all rooms: nothing of the machine's own settings reaches a test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import Phase, settings

from dutydesk import i18n

# A slow moment of the machine is no failure; a change is judged by the same cases each time.
settings.register_profile("same cases", deadline=None, derandomize=True)
settings.register_profile("new cases", deadline=None, print_blob=True)
settings.register_profile("named cases", deadline=None, phases=[Phase.explicit])  # what stands at @example alone
settings.load_profile(os.environ.get("HYPOTHESIS_CASES", "same") + " cases")


@pytest.fixture(autouse=True)
def _own_settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("settings")
    for name in ("DUTYDESK_DB", "DUTYDESK_LANG", "DUTYDESK_AS", "DUTYDESK_SECRET_FILE", "NO_COLOR", "SSH_CONNECTION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DUTYDESK_CONFIG", str(folder / "config.toml"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(folder / "data"))
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
    i18n.use("zh")
    i18n.tell_time_by(i18n._machine)  # no test reads the clock that another put in
    yield
    i18n.use("zh")  # what a module makes for the next test is made before that test's own settings


@pytest.fixture
def hostile() -> list[str]:
    """Texts that break naive screens; each must be stored as typed and shown harmlessly."""
    return [
        "[/]",
        "[b +",
        '{"a":[true,false]}',
        "[@click=app.quit]x[/]",
        "\x1b]52;c;AAAA\x07",
        "\x1b]0;title\x07\x1b[2J",
        "\x9b31m\x90q\x9c",
        "abc\u202edef\u2066ghi\u2028jkl\u200bmno",
        "e" + "\u0301" * 100,
        "👨‍👩‍👧‍👦 南召县 ﷽",
        "行一\n08:31 ✎ 周明 伪造的一行",
    ]


@pytest.fixture
def repository() -> Path:
    """The top of the checkout."""
    return Path(__file__).parent.parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test with the cases that it holds (tests/trust/cases.py): ``-m case_10`` runs those of the tenth."""
    from trust.cases import CASES

    top = Path(__file__).parent
    by_test: dict[str, list[int]] = {}
    for number, case in CASES.items():
        for test in (*case.tests, *case.long):
            by_test.setdefault(test, []).append(number)
    for item in items:
        name = f"{item.path.relative_to(top).as_posix()}::{getattr(item, 'originalname', item.name)}"
        for number in by_test.get(name, ()):
            item.add_marker(f"case_{number:02d}")


def pytest_configure(config: pytest.Config) -> None:
    """Make the marks of the cases known."""
    for number in range(1, 41):
        config.addinivalue_line("markers", f"case_{number:02d}: see tests/trust/cases.py")


LONGEST_ID = 200
"""Characters of a value in the name of a test."""


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a test after a long value by its length alone, after bytes by their place: an archive holds the hour at which it
    was made, and what two processes make otherwise must not part them."""
    if isinstance(val, bytes):
        return argname
    if isinstance(val, str) and len(val) > LONGEST_ID:
        return f"{argname}-{len(val)}"
    return None
