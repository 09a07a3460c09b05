"""A process that ticks and sends on the machine's clock until it is ended. Argument: the store."""

from __future__ import annotations

import sys
from pathlib import Path

from dutydesk.bootstrap import open_house
from dutydesk.store.errors import StoreBusyError


def main(path: Path) -> int:
    house = open_house(path)
    house.courier.start()
    print("sending", flush=True)
    while True:
        try:
            if house.watch.tick().raised:
                house.courier.wake()
        except StoreBusyError:
            continue
        house.courier._round.over.wait(0.05)


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
