"""A process that writes lines into the emergency log and prints each id once it is written. Argument: store."""

from __future__ import annotations

import sys
from pathlib import Path

from dutydesk.clock import SystemClock
from dutydesk.desk.emergency_log import write
from dutydesk.ids import new_id


def main(path: Path) -> None:
    clock = SystemClock()
    while True:
        kept = write(path, None, new_id(), "电话" * 200, by="zhou", now=clock.wall())
        print(kept.id, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
