"""``dutydesk config``: what counts and where from, where the file is, which line of it is wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dutydesk import preferences
from dutydesk.cli.settings import line_of
from dutydesk.resources import data_folder

GOOD = 'lang = "zh"\n# theme = "mono"\n\n[keys]\n"report" = "f9"\n'


def run(config: Path, *words: str, lang: str = "zh") -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "DUTYDESK_CONFIG": str(config), "DUTYDESK_LANG": lang}
    environ.pop("DUTYDESK_DB", None)
    command = [sys.executable, "-m", "dutydesk", "config", *words]
    return subprocess.run(command, check=False, capture_output=True, text=True, env=environ, timeout=120)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('theme = "pink"\n', [1]),
        (GOOD + 'reports = "f8"\n', [6]),
        (GOOD + 'quit = "tab"\n', [6]),
        ('lang = "zh"\ntheme = "dark\n', [0]),
        ('colour = "red"\nlang = "fr"\n[keys]\n\nreport = ""\n', [1, 2, 5]),
    ],
)
def test_each_mistake_is_told_with_its_line(tmp_path: Path, text: str, lines: list[int]) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    done = run(path, "check", "--json")
    assert done.returncode == 1
    assert [json.loads(line)["line"] or 0 for line in done.stdout.splitlines()] == lines
    plain = run(path, "check").stdout
    assert all(f"{path}:{line}: " in plain for line in lines if line)


def test_a_good_file_and_none_are_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    assert run(path, "check").returncode == 0
    path.write_text(GOOD, encoding="utf-8")
    assert run(path, "check", "--json").stdout == ""
    assert run(path, "path").stdout == f"{path}\n"
    shown = {one["setting"]: one for one in map(json.loads, run(path, "show", "--json").stdout.splitlines())}
    assert (shown["lang"]["value"], shown["lang"]["line"]) == ("zh", 1)
    assert (shown["theme"]["value"], shown["theme"]["line"]) == ("dark", None)
    assert (shown["keys.report"]["value"], shown["keys.report"]["line"]) == ("f9", 5)


def test_what_counts_is_shown_and_not_what_was_left_out(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    bare = run(path, "show").stdout.splitlines()
    assert "lang = zh  (DUTYDESK_LANG)" in bare
    assert f"rulebook = {data_folder() / 'rulebook'}  (默认)" in bare
    path.write_text('lang = "en"\n', encoding="utf-8")
    assert "lang = zh  (DUTYDESK_LANG)" in run(path, "show").stdout
    assert "lang = en  (line 1)" in run(path, "show", lang="").stdout
    assert "lang = zh  (--lang)" in run(path, "show", "--lang", "zh", lang="").stdout


@pytest.mark.parametrize(
    ("name", "line"), [("lang", 1), ("theme", 0), ("keys", 4), ("keys.report", 5), ("keys.lang", 0), ("report", 0)]
)
def test_the_line_of_a_setting(name: str, line: int) -> None:
    assert line_of(GOOD, name) == line


def test_what_an_account_set_lies_beside_the_store_and_is_no_other_s(tmp_path: Path) -> None:
    store = tmp_path / "desk.db"
    preferences.keep(store, "zhou", "theme", "light")
    preferences.keep(store, "zhou", "lang", "en")
    preferences.keep(store, "../zhou", "theme", "mono")
    assert preferences.load(store, "zhou") == {"theme": "light", "lang": "en"}
    assert preferences.load(store, "li") == {}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["desk.db.prefs"]


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"theme": "pink", "lang": 3}', '{"theme": ["dark"]}', "x" * 20_000]
)
def test_preferences_that_are_none_are_the_defaults(tmp_path: Path, content: str) -> None:
    path = preferences.path_of(tmp_path / "desk.db", "zhou")
    path.parent.mkdir()
    path.write_text(content, encoding="utf-8")
    assert preferences.load(tmp_path / "desk.db", "zhou") == {}


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ('host = "127.0.0.1"\nuser = "duty"\nsecret = "/s"\nsecurity = "none"', ""),
        ('host = "mail.example.gov.cn"\nuser = "duty"\nsecret = "/s"\nport = 1993', ""),
        ('host = "mail.example.gov.cn"\nuser = "duty"\nsecret = "/s"\nsecurity = "none"', "本机"),
        ('host = "mail.example.gov.cn"\nuser = "duty"', "mailbox"),
        ('host = "mail.example.gov.cn"\nuser = "duty"\nsecret = "/s"\npassword = "x"', "mailbox"),
        ('host = "mail.example.gov.cn"\nuser = "duty"\nsecret = "/s"\nport = 70000', "port"),
        ('host = "mail.example.gov.cn"\nuser = "duty"\nsecret = "/s"\nport = true', "port"),
        ('host = "mail.example.gov.cn"\nuser = "duty"\nsecret = "/s"\nsecurity = "ssl"', "security"),
        ('host = 5\nuser = "duty"\nsecret = "/s"', "mailbox"),
    ],
)
def test_a_mailbox_is_read_whole_or_said_to_be_wrong(tmp_path: Path, table: str, told: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f"[mailbox]\n{table}\n", encoding="utf-8")
    done = run(path, "check")
    assert (done.returncode == 0) == (not told), done.stdout
    assert told in done.stdout
