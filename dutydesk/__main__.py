"""Entry point: ``dutydesk`` and ``python -m dutydesk``."""

from __future__ import annotations

import gc
import sys


def main() -> int:
    """Run the command line and return its exit status."""
    if sys.argv[1:] == ["--version"]:  # nothing else is imported for it
        from dutydesk import __version__

        sys.stdout.write(f"dutydesk {__version__}\n")
        return 0
    if sys.argv[1:3] == ["complete", "--"]:  # asked by the shell at each Tab
        from dutydesk.cli.completion import offered

        sys.stdout.write("".join(f"{word}\n" for word in offered(sys.argv[3:])))
        return 0
    gc.disable()  # importing makes objects that stay: the collector would look at them again and again
    from dutydesk.cli.main import run

    status = run(sys.argv[1:])
    if "textual" in sys.modules:  # a desk stood on the screen
        from dutydesk.terminal import leave

        leave(status)
    return status


if __name__ == "__main__":
    raise SystemExit(main())
