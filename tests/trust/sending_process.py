"""A process that ticks and sends on the machine's clock until it is ended. Argument: the store."""

from __future__ import annotations

import sys
from pathlib import Path

from dutydesk.bootstrap import open_container
from dutydesk.store.errors import StoreBusyError


def main(path: Path) -> int:
    container = open_container(path)
    container.dispatcher.start()
    print("sending", flush=True)
    while True:
        try:
            if container.watch.tick().raised:
                container.dispatcher.wake()
        except StoreBusyError:
            continue
        container.dispatcher._round.over.wait(0.05)


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
