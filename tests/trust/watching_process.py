"""A process that watches a store on the machine's clock until it is ended. Arguments: store, pause in ms."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from dutydesk.bootstrap import open_container
from dutydesk.store.errors import StoreBusyError


def main(path: Path, pause: float) -> int:
    container = open_container(path)
    print("watching", flush=True)
    while True:
        try:
            container.watch.tick()
        except StoreBusyError:
            continue
        time.sleep(pause)


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), int(sys.argv[2]) / 1000))
