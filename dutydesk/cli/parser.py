"""The parser of the command line: what it says of a mistake holds no raw character of what was typed."""

from __future__ import annotations

import argparse
from typing import NoReturn

from dutydesk.domain.text import one_line


class Parser(argparse.ArgumentParser):
    """A parser, and of its kind those of its subcommands, that repeats nothing raw."""

    def error(self, message: str) -> NoReturn:
        """Say usage and mistake; exit 2."""
        super().error(one_line(message))
