"""People: ``people`` lists, ``people add`` adds."""

from __future__ import annotations

import argparse

from dutydesk.cli.acts import Adder, fill, perform
from dutydesk.cli.context import Context, read_secret
from dutydesk.desk import acts
from dutydesk.domain.people import ROLE_NAMES
from dutydesk.domain.text import one_line
from dutydesk.i18n import say, translate


def add_commands(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Add ``people``."""
    family = add("people", "人员: 列出, add 添加", listing)
    below = family.add_subparsers(dest="people_act", metavar="ACT")
    one = below.add_parser("add", parents=[shared], help=translate(acts.AddOfficer.HELP), allow_abbrev=False)
    one.set_defaults(run=add_one)
    fill(one, acts.AddOfficer)
    one.add_argument("--secret-file", metavar="F", help=translate("新人的口令文件"))


def listing(context: Context, _parsed: argparse.Namespace) -> int:
    """Print everyone."""
    for officer in context.views.officers().values():
        if context.json:
            context.object({"officer": officer.id, "name": officer.name, "role": officer.role})
        else:
            context.text(f"{one_line(officer.id)} {one_line(officer.name)} {translate(ROLE_NAMES[officer.role])}")
    return 0


def add_one(context: Context, parsed: argparse.Namespace) -> int:
    """Add a person; on a real store with a secret."""
    from dutydesk.desk.secrets import digest

    stored = ""
    if context.views.meta().get("drill") != "1" or parsed.secret_file:
        stored = digest(read_secret(say("{0} 的口令: ", parsed.officer), parsed.secret_file))
    words = {name: getattr(parsed, name, "") for name in ("officer", "name", "role")}
    return perform(context, acts.AddOfficer(**words, digest=stored))
