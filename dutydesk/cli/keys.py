"""``people key``: the keys by which people come in over SSH."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from dutydesk.capabilities.ssh import reads, rules
from dutydesk.capabilities.ssh.acts import AddKey, RevokeKey
from dutydesk.cli.acts import fill, perform, runner
from dutydesk.cli.context import CommandError, Context, named
from dutydesk.i18n import say, translate, when
from dutydesk.kernel.instants import iso
from dutydesk.kernel.text import one_line


def add_verbs(family: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    """Add ``list``, ``add`` and ``revoke`` to ``people key``."""
    below = family.add_subparsers(dest="key_act", metavar="ACT")

    def verb(name: str, words: str, run: Any) -> argparse.ArgumentParser:
        said = translate(words)
        one = below.add_parser(name, parents=[shared], help=said, description=said, allow_abbrev=False)
        one.set_defaults(run=run)
        return one

    one = verb("list", "列出 SSH 公钥: 谁的, 指纹, 何时登记, 是否撤销", listing)
    one.add_argument("officer", nargs="?", default="", metavar="OFFICER", help=translate("账号或姓名, 省略为全部"))
    two = verb("add", AddKey.HELP, add)
    two.add_argument("officer", metavar="OFFICER", help=translate("账号或姓名"))
    two.add_argument(
        "key", nargs="?", default="-", metavar="FILE", help=translate("公钥文件 (.pub), - 或省略为标准输入")
    )
    fill(verb("revoke", RevokeKey.HELP, runner(RevokeKey)), RevokeKey)


def listing(context: Context, parsed: argparse.Namespace) -> int:
    """Print the keys, of all people or one."""
    officers = context.views.officers()
    typed = getattr(parsed, "officer", "")
    for key in reads.keys(context.views, named(context.views, typed).id if typed else ""):
        if context.json:
            context.object(
                {
                    "officer": key.officer,
                    "fingerprint": key.fingerprint,
                    "type": key.kind,
                    "comment": key.comment or None,
                    "added_by": key.added_by,
                    "added_at": iso(key.added_at),
                    "revoked_by": key.revoked_by or None,
                    "revoked_at": iso(key.revoked_at),
                }
            )
            continue
        revoked = "" if key.revoked_at is None else say("已于 {0} 撤销", when(key.revoked_at))
        added = say("{0} 登记", when(key.added_at))
        name = one_line(officers[key.officer].name)
        parts = (name, key.fingerprint, key.kind, one_line(key.comment), added, revoked)
        context.text(" ".join(filter(None, parts)))
    return 0


def add(context: Context, parsed: argparse.Namespace) -> int:
    """Register the key of a file; its fingerprint is said, to be compared with what its owner reads out."""
    typed = _typed(parsed.key)
    context.act = AddKey
    key = rules.read(typed)
    if not context.json:
        context.text(say("指纹 {0}", key.fingerprint))
    return perform(context, AddKey(officer=parsed.officer, key=typed))


def _typed(path: str) -> str:
    """Return the text of a public key file, read no further than a key can be long."""
    try:
        if path == "-":
            content = sys.stdin.buffer.read(rules.LONGEST + 1)
        else:
            with Path(path).expanduser().open("rb") as file:
                content = file.read(rules.LONGEST + 1)
        return content.decode("utf-8-sig")
    except (OSError, RuntimeError) as error:
        raise CommandError("读不出公钥文件: {0}", path) from error
    except UnicodeDecodeError as error:
        raise CommandError("公钥文件不是文字: {0}", path) from error
