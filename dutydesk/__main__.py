"""Entry point: ``dutydesk`` and ``python -m dutydesk``."""

from __future__ import annotations

import gc
import os
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
    os.umask(0o077)  # whatever is made from here on is its owner's alone
    gc.disable()  # importing makes objects that stay: the collector would look at them again and again
    _name_store_key(sys.argv[1:])
    from dutydesk.cli.main import run

    status = run(sys.argv[1:])
    if "textual" in sys.modules:  # a desk stood on the screen
        from dutydesk.terminal import leave

        leave(status)
    return status


def _name_store_key(words: list[str]) -> None:
    """Name the key file of an encrypted store to the library below, which is chosen once: what the configuration says, unless the environment does."""
    from pathlib import Path

    from dutydesk import config

    named = words[words.index("--config") + 1 : words.index("--config") + 2] if "--config" in words else []
    path = Path(named[0]).expanduser() if named else config.file_path()
    try:
        is_named = b"store_key" in path.read_bytes()[: config.LARGEST]
    except (OSError, ValueError):
        return
    if is_named and (key := config.load(path).store_key) is not None:
        os.environ.setdefault("DUTYDESK_STORE_KEY", str(key))


if __name__ == "__main__":
    raise SystemExit(main())
