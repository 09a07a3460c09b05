"""One odd file stops nothing else: each file of the rulebook broken in each way, tried by each command that must go on."""

from __future__ import annotations

import argparse
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from shell import NOON, Shell
from words import HAN

from dutydesk import i18n
from dutydesk.capabilities.rulebooks.events import RulebookAccepted
from dutydesk.capabilities.rulebooks.handlers import texts_of, version_of
from dutydesk.cli import main
from dutydesk.clock import ManualClock
from dutydesk.config import Config
from dutydesk.resources import data_folder
from dutydesk.store.engine import open_store
from dutydesk.tui.app import DeskApp
from dutydesk.tui.gateway import Gateway
from dutydesk.usecase.accepted import Accepted
from dutydesk.usecase.books import load_books, problems_of

FILES = sorted(one.name for one in (data_folder() / "rulebook").glob("*.toml"))


def _typo(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    file.write_text(f"# first line\n[[wrong\n{text}", encoding="utf-8")


def _no_utf8(file: Path) -> None:
    file.write_bytes(b"# first line\n# \xff\n" + file.read_bytes())


def _wrong_type(file: Path) -> None:
    """Every table of the file is a number, so that no reader finds what it looks for."""
    names = {
        line.strip("[] ").split(".")[0] for line in file.read_text(encoding="utf-8").splitlines() if line[:1] == "["
    }
    file.write_text("# first line\n" + "".join(f"{name} = 3\n" for name in sorted(names)), encoding="utf-8")


BREAKS: dict[str, Callable[[Path], None]] = {
    "typo": _typo,
    "missing": Path.unlink,
    "not_utf8": _no_utf8,
    "wrong_type": _wrong_type,
}
LINED = {"typo", "not_utf8"}
"""Breaks whose line is known, the second."""


@pytest.fixture(scope="module")
def parser() -> argparse.ArgumentParser:
    """The parser of all commands, built once for some hundred runs."""
    return main.build_parser()


@pytest.fixture(autouse=True)
def one_parser(parser: argparse.ArgumentParser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every run here parses with it."""
    monkeypatch.setattr(main, "build_parser", lambda _command: parser)


def each_file(*, ways: tuple[bool, ...] = ()) -> Iterator[object]:
    """Yield every file, broken in every way (and by every one of ``ways``): each in turn by one; all by the matrix."""
    for row, name in enumerate(FILES):
        for column, broken in enumerate(BREAKS):
            for turn, accepted in enumerate(ways or (True,)):
                now = (row + 2 * turn) % len(BREAKS) == column
                case = (name, broken, accepted) if ways else (name, broken)
                yield pytest.param(*case, marks=() if now else pytest.mark.matrix)


def _folder(tmp_path: Path, name: str, broken: str) -> Path:
    folder = tmp_path / "books"
    shutil.copytree(data_folder() / "rulebook", folder)
    BREAKS[broken](folder / name)
    Path(os.environ["DUTYDESK_CONFIG"]).write_text(f'rulebook = "{folder}"\n', encoding="utf-8")
    return folder


def _accept_anyhow(path: Path, name: str, broken: str, folder: Path) -> None:
    """Write the broken text as the accepted one, as a newer dutydesk would find what an older one accepted."""
    texts = texts_of(None)
    del texts[name]
    if broken != "missing":
        texts[name] = (folder / name).read_text(encoding="utf-8", errors="replace")
    store = open_store(path)
    event = RulebookAccepted(version=version_of(texts), files=texts, first=True)
    store.write(lambda tx: tx.append(event, actor="desk"), now=NOON)
    store.close()


@pytest.mark.parametrize(("name", "broken", "accepted"), each_file(ways=(False, True)))
def test_nothing_else_stops(drill: Shell, tmp_path: Path, name: str, broken: str, *, accepted: bool) -> None:
    folder = _folder(tmp_path, name, broken)
    if accepted:
        _accept_anyhow(drill.path, name, broken, folder)
    for words in (("watch", "--once"), ("emergency", "突发"), ("due",), ("log", "一行")):
        said = drill(*words)
        assert said.status == 0, (words, said)
    looked = drill("doctor")
    assert name in looked.out, looked
    if broken in LINED:
        assert f"{name}:2" in looked.out
    assert ("× 规则册文件夹" in looked.out) is (broken != "missing")
    said = drill("rulebook", "accept", "--as", "王主任")
    if broken != "missing":
        assert said.status == 1
        assert (f"{name}:2" if broken in LINED else name) in said.err


@pytest.mark.parametrize(("name", "broken"), each_file())
async def test_the_door_of_the_screen_opens(drill: Shell, tmp_path: Path, name: str, broken: str) -> None:
    folder = _folder(tmp_path, name, broken)
    _accept_anyhow(drill.path, name, broken, folder)
    gateway = Gateway(drill.path, ManualClock(NOON), "zhou", folder)
    assert gateway.first_state().shift is not None
    await gateway.tick()
    assert ({problem.file for problem in gateway.broken} == {name}) is (broken != "missing")
    assert (name in gateway.unaccepted) is (broken in {"missing", "not_utf8"})
    gateway.close()


@pytest.mark.parametrize("name", ["channels.toml", "checklist.toml", "rights.toml"])
@pytest.mark.parametrize("broken", BREAKS)
async def test_the_desk_starts_and_says_so_in_red(drill: Shell, tmp_path: Path, name: str, broken: str) -> None:
    folder = _folder(tmp_path, name, broken)
    _accept_anyhow(drill.path, name, broken, folder)
    app = DeskApp(drill.path, clock=ManualClock(NOON), actor="zhou", config=Config(rulebook=folder))
    async with app.run_test(size=(120, 36)) as pilot:
        await app.gateway.tick()
        app.alarms.show_trouble()
        await pilot.pause()
        assert name in app.banner
        assert app.desk_screen.query_one("#alarm").has_class("-banner")


@pytest.mark.parametrize("name", FILES)
def test_what_was_good_counts_until_the_new_one_is(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "books"
    shutil.copytree(data_folder() / "rulebook", folder)
    good = load_books(folder)
    _wrong_type(folder / name)
    load_books.cache_clear()
    after = load_books(folder)
    assert {problem.file for problem in problems_of(folder)} == {name}
    assert after.rules.version == good.rules.version, "the shipped file stands in, nothing else moved"


def test_a_mistake_is_named_by_the_line_of_its_key(tmp_path: Path) -> None:
    text = (data_folder() / "rulebook" / "obligations.toml").read_text(encoding="utf-8")
    lines = text.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("due = "))
    lines[at] = 'due = "soon"'
    source = Accepted("x", {**texts_of(None), "obligations.toml": "\n".join(lines)})
    (problem,) = problems_of(source)
    assert (problem.key, problem.line) == ("due", at + 1)


def test_a_folder_that_is_not_there_is_said(drill: Shell, tmp_path: Path) -> None:
    Path(os.environ["DUTYDESK_CONFIG"]).write_text(f'rulebook = "{tmp_path}/none"\n', encoding="utf-8")
    assert "没有这个文件夹" in drill("doctor").out
    assert "没有这个文件夹" in drill("rulebook", "accept", "--as", "王主任").err
    drill.done("due")


@pytest.fixture
def english() -> Iterator[None]:
    before = i18n.current()
    i18n.use("en")
    yield
    i18n.use(before)


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("how", BREAKS)
def test_what_is_wrong_is_said_in_the_reader_s_language(tmp_path: Path, file: str, how: str) -> None:
    folder = tmp_path / "rulebook"
    shutil.copytree(data_folder() / "rulebook", folder)
    BREAKS[how](folder / file)
    said = [i18n.explain(problem.worded) for problem in problems_of(folder)]
    assert not [one for one in said if HAN.search(one.replace(file, ""))], said


@pytest.mark.usefixtures("english")
def test_a_mistyped_word_is_said_in_the_reader_s_language(tmp_path: Path) -> None:
    folder = tmp_path / "rulebook"
    shutil.copytree(data_folder() / "rulebook", folder)
    rules = folder / "obligations.toml"
    rules.write_text(
        rules.read_text(encoding="utf-8").replace('due = "PT5M"', 'due = "5 minutes"', 1), encoding="utf-8"
    )
    (problem,) = problems_of(folder)
    assert i18n.explain(problem.worded).endswith("no ISO 8601 duration: '5 minutes' (such as PT2H, P7D, -PT30M)")
