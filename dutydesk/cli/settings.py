"""Settings: ``config show``, ``path``, ``check``."""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path

from dutydesk import config
from dutydesk.cli.acts import Adder
from dutydesk.cli.context import Context
from dutydesk.i18n import current, explain, say, translate
from dutydesk.kernel.wording import Worded
from dutydesk.resources import data_folder


def add_commands(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Add ``config``."""
    family = add("config", "设置: show 各项的值和来处, path 文件在哪, check 哪一行有错", show)
    below = family.add_subparsers(dest="config_act", metavar="ACT")
    for name, words, run in (
        ("show", "各项设置的值和来处", show),
        ("path", "设置文件的路径 (不一定已有)", path),
        ("check", "查设置文件: 每处错误一行, 写明行号", check),
    ):
        said = translate(words)
        one = below.add_parser(name, parents=[shared], help=said, description=said, allow_abbrev=False)
        one.set_defaults(run=run)


def show(context: Context, parsed: argparse.Namespace) -> int:
    """Print each setting and where it is from."""
    settings = context.config
    text = _text(config.file_path())
    before = {  # what goes before the file
        "db": "--db" if getattr(parsed, "db", None) else "DUTYDESK_DB" if config.named_store() else "",
        "lang": "--lang"
        if getattr(parsed, "lang", None)
        else "DUTYDESK_LANG"
        if os.environ.get("DUTYDESK_LANG")
        else "",
    }
    for name, value in {
        "db": str(context.path), "lang": current(), "theme": settings.theme, "glyphs": settings.glyphs,
        "rulebook": str(settings.rulebook or data_folder() / "rulebook"),
        **{f"keys.{one}": key for one, key in settings.keys.items()},
    }.items():  # fmt: skip
        line = line_of(text, name)
        origin = before.get(name) or (say("第 {0} 行", line) if line else translate("默认"))
        if context.json:
            context.object({"setting": name, "value": value, "line": line or None})
        else:
            context.text(f"{name} = {value}  ({origin})")
    return 0


def path(context: Context, _parsed: argparse.Namespace) -> int:
    """Print where the file is, or would be."""
    where = config.file_path()
    if context.json:
        context.object({"path": str(where), "exists": where.exists()})
    else:
        context.text(str(where))
    return 0


def check(context: Context, _parsed: argparse.Namespace) -> int:
    """Print every mistake with its line; 1 where there is one."""
    from dutydesk.tui.commands import every
    from dutydesk.tui.commands.base import keys_in_force

    _ = every  # importing it makes the commands known
    where = config.file_path()
    text = _text(where)
    found = [*context.config.faults, *keys_in_force(context.config.keys)[1]]
    for fault in found:
        line = line_of(text, _key_of(fault))
        if context.json:
            context.object({"line": line or None, "fault": explain(fault)})
        else:
            context.text(f"{where}{f':{line}' if line else ''}: {explain(fault)}")
    if not found and not context.json:
        context.text(
            say("没有错: {0}", str(where)) if where.exists() else say("没有设置文件, 都是默认: {0}", str(where))
        )
    return 1 if found else 0


def _text(where: Path) -> str:
    try:
        return where.read_bytes()[: config.LARGEST].decode("utf-8", "replace")
    except OSError:
        return ""


def _key_of(fault: Worded) -> str:
    """Return the setting that a fault is about: what its sentence names first."""
    name = str(fault.values[0]) if fault.values else "keys"
    return f"keys.{name}" if fault.template.startswith("keys.") else name


def line_of(text: str, name: str) -> int:
    """Return the line of a setting (from 1), 0 where it stands in none; ``keys.NAME`` is one of the table ``[keys]``."""
    table, _, key = name.rpartition(".")
    inside = ""
    for number, line in enumerate(text.splitlines(), 1):
        head = re.match(r"\s*\[\s*([\w.-]+)\s*\]", line)
        if head:
            inside = head[1]
            if inside == name:
                return number
        elif (inside == table and re.match(rf"""\s*["']?{re.escape(key)}["']?\s*=""", line)) or (
            not inside and table and re.match(rf"\s*{re.escape(name)}\s*=", line)
        ):
            return number
    return 0
