"""One odd file stops nothing else: the settings, a user's keys, a drill script, a catalogue, the files beside the store."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from shell import NOON, Shell

from dutydesk import config, i18n
from dutydesk.cli import main
from dutydesk.clock import ManualClock
from dutydesk.config import Config
from dutydesk.drill import script
from dutydesk.resources import data_folder
from dutydesk.tui.app import DeskApp

READING = (
    ("due",), ("matters",), ("inbox",), ("to-sign",), ("calls",), ("search", "一行"), ("day",), ("grading",), ("limits",),
    ("handover", "show"), ("handover", "check"), ("shift", "show"), ("roster", "show"), ("people", "list"),
    ("contact", "list"), ("channels", "list"), ("rulebook", "show"), ("plan", "show", "accident", "Ⅳ"), ("plan", "missing"),
    ("custody", "list"), ("visit", "list"), ("keys", "list"), ("leave", "list"), ("roll-call", "list"), ("export", "log"), ("verify",),
    ("drill", "list"), ("watch", "--once"),
)  # fmt: skip
"""Every command that reads, and the watch."""


@pytest.fixture(scope="module")
def parser():
    """The parser of all commands, built once."""
    return main.build_parser()


@pytest.fixture(autouse=True)
def one_parser(parser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every run here parses with it."""
    monkeypatch.setattr(main, "build_parser", lambda _command: parser)


def _directory(path: Path) -> None:
    path.mkdir()


SETTINGS: dict[str, Callable[[Path], object]] = {
    "typo": lambda path: path.write_text('theme = "dark\n', encoding="utf-8"),
    "not_utf8": lambda path: path.write_bytes(b'theme = "\xff"\n'),
    "directory": _directory,
    "too_large": lambda path: path.write_text("# " + "x" * config.LARGEST, encoding="utf-8"),
    "unknown": lambda path: path.write_text("teme = 3\n", encoding="utf-8"),
    "theme": lambda path: path.write_text('theme = "neon"\n', encoding="utf-8"),
    "glyphs": lambda path: path.write_text("glyphs = [1]\n", encoding="utf-8"),
    "lang": lambda path: path.write_text('lang = "fr"\n', encoding="utf-8"),
    "db": lambda path: path.write_text("db = 3\n", encoding="utf-8"),
    "rulebook": lambda path: path.write_text("rulebook = true\n", encoding="utf-8"),
    "keys": lambda path: path.write_text('keys = "f9"\n', encoding="utf-8"),
}


@pytest.fixture(params=SETTINGS)
def odd_settings(request: pytest.FixtureRequest) -> Path:
    """A configuration file with one fault."""
    path = Path(os.environ["DUTYDESK_CONFIG"])
    SETTINGS[request.param](path)
    return path


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "第 2 行不是 TOML: 第 9 列: 等号后面不是值"),
        ("en", "line 2 is not TOML: column 9: what stands behind = is no value"),
    ],
)
def test_what_is_no_toml_in_the_settings_is_said_in_the_readers_language(
    drill: Shell, language: str, said: str
) -> None:
    Path(os.environ["DUTYDESK_CONFIG"]).write_text('lang = "zh"\ntheme = dark\n', encoding="utf-8")
    assert said in drill("--lang", language, "due").err


def test_every_reading_command_works_with_odd_settings(drill: Shell, odd_settings: Path) -> None:
    for words in (*READING, ("log", "记得下")):
        usual = _without(odd_settings, lambda words=words: drill(*words).status)
        said = drill(*words)
        assert said.status == usual != 2, (words, said)
        (line,) = said.err.splitlines()[:1]
        assert str(odd_settings) in line
        assert str(drill.path) in line, "which store it is, is said: the file may have named another"
    looked = drill("doctor")
    assert "× 设置文件" in looked.out
    assert str(odd_settings) in looked.out


def _without(path: Path, run: Callable[[], int]) -> int:
    """The status of a command where the file is not there."""
    aside = path.with_name("aside")
    path.rename(aside)
    status = run()
    aside.rename(path)
    return status


async def test_the_desk_opens_with_odd_settings_and_says_so_in_red(drill: Shell, odd_settings: Path) -> None:
    app = DeskApp(drill.path, clock=ManualClock(NOON), actor="zhou", config=config.load())
    async with app.run_test(size=(120, 36)) as pilot:
        app.alarms.show_trouble()
        await pilot.pause()
        assert str(odd_settings) in app.banner
        assert app.desk_screen.query_one("#alarm").has_class("-banner")


async def test_a_key_of_the_user_that_cannot_be_is_red_too(drill: Shell) -> None:
    settings = Config(path=Path("/etc/x.toml"), keys={"report": "tab", "phone": "f10"})
    app = DeskApp(drill.path, clock=ManualClock(NOON), actor="zhou", config=settings)
    assert app.keys["phone"] == "f10"
    async with app.run_test(size=(120, 36)):
        app.alarms.show_trouble()
        assert "keys.report" in app.banner


def test_a_key_is_named_by_the_doctor(drill: Shell) -> None:
    Path(os.environ["DUTYDESK_CONFIG"]).write_text('[keys]\nreprot = "f9"\n', encoding="utf-8")
    looked = drill("doctor")
    assert "keys.reprot" in looked.out
    assert "report" in looked.out
    drill.done("due")


def test_what_counted_last_counts_until_the_file_is_good_again(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('db = "/a/desk.db"\ntheme = "light"\n[keys]\nreport = "f9"\n', encoding="utf-8")
    good = config.load(path)
    assert (good.faults, good.told) == ((), None)
    path.write_text('db = "/b/desk.db"\ntheme = "neon"\n', encoding="utf-8")
    one = config.load(path)
    assert (one.db, one.theme, one.keys) == (Path("/b/desk.db"), "light", {}), "only what is odd is as it was"
    path.write_text('bd = "/c/desk.db"\ntheme = "mono"\n', encoding="utf-8")
    mistyped = config.load(path)
    assert (mistyped.db, mistyped.theme, mistyped.keys) == (good.db, "mono", good.keys), (
        "what may be meant is as it was"
    )
    path.write_text("db = \n", encoding="utf-8")
    all_of_it = config.load(path)
    assert (all_of_it.db, all_of_it.theme, all_of_it.keys) == (good.db, good.theme, good.keys)
    assert len(all_of_it.faults) == 1
    path.write_text('theme = "mono"\n', encoding="utf-8")
    assert config.load(path) == Config(theme="mono", path=path)
    kept = list(config.user_folder("state").glob("config-*.toml"))
    assert [one.stat().st_mode & 0o777 for one in kept] == [0o600]


def test_a_state_folder_that_takes_nothing_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file", encoding="utf-8")
    monkeypatch.setenv("XDG_STATE_HOME", str(blocked))
    path = tmp_path / "config.toml"
    path.write_text('theme = "light"\n', encoding="utf-8")
    assert config.load(path).theme == "light"
    path.write_text("theme = \n", encoding="utf-8")
    assert config.load(path).theme == "dark"


# ------------------------------------------------------------ drills, catalogues, files beside the store

DRILLS: dict[str, str] = {
    "typo": "[drill\n",
    "no_head": "[[step]]\n",
    "head_is_a_number": "drill = 3\n",
    "steps_are_words": '[drill]\nstart = 2026-07-15T08:00:00+08:00\nend = 2026-07-15T09:00:00+08:00\n[other]\nx = 1\n[step]\nat = "a"\n',
    "people_are_a_number": "people = 3\n[drill]\nstart = 2026-07-15T08:00:00+08:00\nend = 2026-07-15T09:00:00+08:00\n",
}


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped data that may be broken."""
    folder = tmp_path / "data"
    shutil.copytree(data_folder(), folder)
    monkeypatch.setattr(script, "data_folder", lambda: folder)
    return folder


@pytest.mark.parametrize("text", DRILLS.values(), ids=DRILLS)
def test_one_odd_drill_leaves_the_others_listed(drill: Shell, data: Path, text: str) -> None:
    (data / "drills" / "broken.toml").write_text(text, encoding="utf-8")
    said = drill("drill", "list")
    assert said.status == 0
    assert {line.split()[0] for line in said.out.splitlines()} >= {"day", "night"}
    (line,) = said.err.splitlines()
    assert "broken.toml" in line
    assert "broken.toml" in drill("doctor").out
    played = drill("drill", "play", "broken")
    assert (played.status, played.err.count("\n")) == (1, 1)


def test_one_odd_catalogue_leaves_the_others_speaking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "locale"
    shutil.copytree(Path(i18n.__file__).parent / "locale", folder)
    monkeypatch.setattr(i18n, "LOCALE", folder)
    monkeypatch.setattr(i18n, "catalogue", i18n.catalogue.__wrapped__)
    whole = i18n.catalogue("en")
    for number, content in enumerate((b'msgid "\nmsgstr "x"\n', b"\xff\n", b'msgid "a" b c\nmsgstr ""\n')):
        (folder / "en" / f"a{number}.po").write_bytes(content)
    assert i18n.catalogue("en") == whole


@pytest.mark.parametrize("suffix", [".anchor", ".key", ".log", ".watch"])
@pytest.mark.parametrize("broken", [_directory, lambda path: path.write_bytes(b"\xff{")], ids=["directory", "garbage"])
def test_every_reading_command_works_beside_odd_files(
    drill: Shell, suffix: str, broken: Callable[[Path], object]
) -> None:
    path = drill.path.with_name(drill.path.name + suffix)
    path.unlink(missing_ok=True)
    broken(path)
    for words in (*READING, ("log", "记得下")):
        said = drill(*words)
        assert said.status in {0, 1}, (words, said)
        assert words in {("verify",), ("handover", "check")} or said.status == 0, (words, said)
