"""Usage, headings and mistakes of the command line: in the person's language, fields in words, nothing raw."""

from __future__ import annotations

import argparse
import inspect
import re
from collections.abc import Iterator

import pytest
from rich.cells import cell_len
from shell import USAGE, Shell

from dutydesk import i18n
from dutydesk.cli.main import build_parser
from dutydesk.cli.parser import SENTENCES

HAN = re.compile("[\u4e00-\u9fff]")
WORDS_OF_USE = re.compile(
    r"usage:|positional|optional|options:|show this|required|error:|choose from|argument", re.IGNORECASE
)


def parsers(one: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Yield a parser and all below it."""
    yield one
    for action in one._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from parsers(below)


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> str:
    i18n.use(request.param)
    return request.param


def test_every_help_is_in_one_language(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    told = {one.prog: one.format_help() for one in parsers(build_parser())}
    assert len(told) > 100
    for prog, text in told.items():
        assert text.startswith(USAGE[language]), prog
        assert max(map(cell_len, text.splitlines())) <= 100, prog
        if language == "zh":
            assert not WORDS_OF_USE.search(text), (prog, text)
            for line in text.splitlines():
                option, _, help_text = line.strip().partition("  ")
                assert not option.startswith("-") or not help_text or HAN.search(help_text), (prog, line)


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (("report",), "还缺: 事项, 种类 (--kind)", "required: matter (MATTER), --kind"),
        (("due", "--speed", "x"), "(--speed): 不是数值: 'x'", "(--speed): not a number: 'x'"),
        (("due", "--lang", "fr"), "语言 (--lang): 没有 fr, 可用: en, zh", "language (--lang): not known: fr; valid"),
        (("rosterr",), "命令: 没有 rosterr, 最接近的是 “roster”", "COMMAND: not known: rosterr; nearest is “roster”"),
        (("roster", "swap", "x"), "步骤: 没有 x, ", "STEP: not known: x; "),
        (("export", "log", "--format", "odt"), "格式 (--format): 没有 odt, ", "--format: not known: odt; "),
        (("log", "a", "b"), "不认得: b", "unrecognized arguments: b"),
        (("log", "a", "--at"), "(--at): 后面须有一个值", "(--at): expected one argument"),
        (("due", "--json=1"), "(--json): 不带值, 多了 '1'", "(--json): ignored explicit argument '1'"),
        (("due", "--a\x1b[2J\nb"), "不认得: --a␛[2J", "unrecognized arguments: --a␛[2J"),
        (("export", "log", "--format", "\x1b]0;x\x07"), "没有 ␛]0;x␇", "not known: ␛]0;x␇"),
        (("\x1b[31m",), "没有 ␛[31m", "not known: ␛[31m"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_in_words(
    drill: Shell, words: tuple[str, ...], zh: str, en: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for language, wanted in (("zh", zh), ("en", en)):
        monkeypatch.setenv("DUTYDESK_LANG", language)
        said = drill.bare(*words)
        assert (said.status, said.out) == (2, "")
        assert said.err.startswith(USAGE[language]), said.err
        assert wanted in said.err.splitlines()[-1]
        assert "\x1b" not in said.err
        assert "\x07" not in said.err
        if language == "zh":
            assert not WORDS_OF_USE.search(said.err), said.err


def test_what_the_library_says_is_known() -> None:
    """A sentence of ours for one that the library no longer says would never be used."""
    source = inspect.getsource(argparse)
    parts = {one: re.split(r"\\n|%\(?\w*\)?[sr]", one.replace("\n", "\\n")) for one in SENTENCES}
    gone = [one for one, pieces in parts.items() if not all(piece in source for piece in pieces)]
    assert gone == []
