"""``setup``: the steps of setting up an office, what is there and what is missing."""

from __future__ import annotations

import argparse

from dutydesk.capabilities.setup import words
from dutydesk.capabilities.setup.rules import SHELL, STEP_NAMES, WHY
from dutydesk.capabilities.setup.state import steps_of
from dutydesk.cli.acts import Adder
from dutydesk.cli.context import Context
from dutydesk.i18n import translate
from dutydesk.kernel.text import one_line
from dutydesk.usecase.books import load_books


def add_commands(add: Adder, _shared: argparse.ArgumentParser) -> None:
    """Add ``setup``."""
    add("setup", "启用准备: 人员、排班、通讯录、通道、规则册选项、第一班, 各步已有什么, 还缺什么", setup)


def setup(context: Context, _parsed: argparse.Namespace) -> int:
    """Print the steps, done or not; that something is missing is no failure."""
    found = steps_of(context.views, load_books(context.rulebook), context.now())
    for step in found:
        if context.json:
            context.object(words.row(step))
            continue
        context.text(f"{'√' if step.done else '×'} {translate(STEP_NAMES[step.id])}")
        for line in words.lines(step):
            context.text(f"  {one_line(line)}")
        if not step.done:
            context.text(f"  {translate(WHY[step.id])}: {SHELL[step.id]}")
    if not context.json:
        context.text(words.progress(found))
    return 0
