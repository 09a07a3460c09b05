"""People: who may act, their roles and secrets, and the table of rights."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from dutydesk.capabilities.accounts.acts import (
    DisableAccount,
    EnableAccount,
    RenamePerson,
    ResetFactor,
    SetFactor,
    SetRoles,
    SetSecret,
    UnlockAccount,
)
from dutydesk.capabilities.shifts.acts import AddOfficer
from dutydesk.cli.acts import Adder, fill, perform, runner
from dutydesk.cli.context import Context, named, read_new_secret
from dutydesk.i18n import listed, say, translate, when
from dutydesk.kernel.instants import SECOND, iso
from dutydesk.kernel.people import ROLE_NAMES, ROLES
from dutydesk.kernel.refusal import Refused
from dutydesk.kernel.text import one_line

PLAIN = (SetRoles, RenamePerson, DisableAccount, EnableAccount, UnlockAccount, ResetFactor)
"""Acts that need nothing but their words."""


def add_commands(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Add ``people``."""
    family = add(
        "people", "人员和账号: list, rights, here, add, role, secret, totp, disable, enable, unlock, key", listing
    )
    below = family.add_subparsers(dest="people_act", metavar="ACT")

    def verb(name: str, words: str, run: Any) -> argparse.ArgumentParser:
        said = translate(words)
        one = below.add_parser(name, parents=[shared], help=said, description=said, allow_abbrev=False)
        one.set_defaults(run=run)
        return one

    verb("list", "列出人员、角色和账号状态", listing)
    verb("rights", "权限表", rights)
    verb("here", "谁开着值班台: 姓名、岗位、从哪里、自何时", here)
    one = verb("add", AddOfficer.HELP, add_one)
    fill(one, AddOfficer)
    one.add_argument("--secret-file", metavar="F", help=translate("新人的口令文件"))
    two = verb("secret", SetSecret.HELP, secret)
    two.add_argument("officer", nargs="?", metavar="OFFICER", help=translate("账号或姓名, 省略为自己"))
    two.add_argument(
        "--secret-file", metavar="F", help=translate("新口令文件; 原口令照常询问或用 DUTYDESK_SECRET_FILE")
    )
    verb("totp", SetFactor.HELP, totp)
    from dutydesk.cli import keys

    keys.add_verbs(verb("key", "SSH 公钥: list, add, revoke", keys.listing), shared)
    for act in PLAIN:
        fill(verb(act.NAME.partition(" ")[2], act.HELP, runner(act)), act)


def listing(context: Context, _parsed: argparse.Namespace) -> int:
    """Print everyone with roles and the state of the account."""
    from dutydesk.capabilities.accounts.reads import account

    now = context.now()
    for officer in context.views.officers().values():
        state = account(context.views, officer.id)
        until = state.locked_until if state.is_locked(now) else None
        if context.json:
            content = {"officer": officer.id, "name": officer.name, "role": officer.role, "also": list(officer.also)}
            marks = {"secret": bool(state.digest), "must_change": state.must_change, "disabled": officer.disabled}
            if context.views.has_factor(officer.id):
                marks["second_factor"] = True
            context.object({**content, **marks, "locked_until": iso(until)})
            continue
        notes = [
            translate("已停用") if officer.disabled else "",
            say("锁定至 {0}", when(until)) if until is not None else "",
            translate("口令须改") if state.must_change else "",
            "" if state.digest else translate("无口令"),
            translate("动态码") if context.views.has_factor(officer.id) else "",
        ]
        roles = listed(ROLE_NAMES[role] for role in officer.roles)
        parts = (f"{one_line(officer.name)} ({one_line(officer.id)})", roles, *notes)
        context.text(" ".join(part for part in parts if part))
    return 0


def rights(context: Context, _parsed: argparse.Namespace) -> int:
    """Print the office's table: a right a line, the roles that have it."""
    from dutydesk.usecase.books import load_rights

    book = load_rights(context.rulebook)
    for right, roles in book.table.items():
        having = [role for role in ROLES if role in roles]
        if context.json:
            context.object({"right": right, "name": book.names[right], "roles": having})
        else:
            context.text(f"{translate(book.names[right])} ({right}): {listed(ROLE_NAMES[role] for role in having)}")
    return 0


def here(context: Context, _parsed: argparse.Namespace) -> int:
    """Print who has a desk open on this store."""
    from dutydesk.clock import SystemClock
    from dutydesk.watch import presence

    officers = context.views.officers()
    for one in presence.here(context.path, SystemClock().wall()):
        if context.json:
            known = officers.get(one.officer)
            told = {
                "officer": one.officer,
                "name": known.name if known else None,
                "role": known.role if known else None,
            }
            context.object({**told, "terminal": one.terminal, "since": iso(one.since // SECOND * SECOND)})
        else:
            context.text(presence.line(one, officers))
    return 0


def add_one(context: Context, parsed: argparse.Namespace) -> int:
    """Add a person; on a real store with a secret, to be changed at the first use."""
    digest = ""
    context.actor()
    if context.views.meta().get("drill") != "1" or parsed.secret_file:
        from dutydesk.capabilities.accounts.login import new_digest
        from dutydesk.usecase.books import load_rights

        typed = read_new_secret(say("{0} 的口令: ", parsed.officer), parsed.secret_file)
        digest = new_digest(context.views, load_rights(context.rulebook), parsed.officer, typed)
    words = {name: getattr(parsed, name, "") for name in ("officer", "name", "role")}
    return perform(context, AddOfficer(**words, also=getattr(parsed, "also", []), digest=digest))


def secret(context: Context, parsed: argparse.Namespace) -> int:
    """Change the own secret (the old one is asked first), or give another person one."""
    from dutydesk.capabilities.accounts.login import new_digest
    from dutydesk.usecase.books import load_rights

    other = named(context.views, parsed.officer) if parsed.officer else None
    actor = context.actor(changing=other is None or other.id == context.person().id)
    officer = other.id if other is not None else actor
    typed = read_new_secret(say("{0} 的新口令: ", context.views.officers()[officer].name), parsed.secret_file)
    digest = new_digest(context.views, load_rights(context.rulebook), officer, typed)
    return perform(context, SetSecret(officer=officer, digest=digest))


def totp(context: Context, _parsed: argparse.Namespace) -> int:
    """Set the own second factor: show a new key, as a picture too, and ask the code that the device makes of it."""
    from dutydesk.capabilities.accounts import factor

    actor = context.actor()
    shared, known = factor.new_key(), context.views.head()[0]
    try:
        context.container.desk.rehearse(SetFactor(shared=shared), actor=actor)
    except Refused as refusal:
        if refusal.field != "code":  # the code is all that may still be missing
            raise
    address = factor.address(shared, actor, str(context.views.meta().get("site", "")))
    shown = [address] if context.json else [*picture(address), address, say("密钥 (手工输入用): {0}", spaced(shared))]
    for line in shown:
        print(line, file=sys.stderr)
    print(translate("只显示这一次. 用手机上的验证器扫描或输入, 再写它现在显示的 6 位数字:"), file=sys.stderr)
    return perform(context, SetFactor(shared=shared, code=sys.stdin.readline().strip()), since=known)


def spaced(shared: str) -> str:
    """Return a key in fours, as it is typed by hand."""
    return " ".join(shared[at : at + 4] for at in range(0, len(shared), 4))


def picture(address: str) -> list[str]:
    """Return an address as a picture of half blocks, light on dark with its quiet zone."""
    import segno

    rows = [list(row) for row in segno.make(address, error="l", micro=False).matrix_iter(border=2)]
    rows += [[0] * len(rows[0])] * (len(rows) % 2)
    blocks = {(0, 0): "█", (0, 1): "▀", (1, 0): "▄", (1, 1): " "}
    return [
        "".join(blocks[int(bool(up)), int(bool(down))] for up, down in zip(*pair, strict=True))
        for pair in zip(rows[::2], rows[1::2], strict=True)
    ]
