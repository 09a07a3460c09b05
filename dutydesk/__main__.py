"""Entry point: ``dutydesk`` and ``python -m dutydesk``."""

from __future__ import annotations

import gc
import sys


def main() -> int:
    """Run the command line and return its exit status."""
    gc.disable()  # importing makes objects that stay: the collector would look at them again and again
    from dutydesk.cli.main import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    raise SystemExit(main())
