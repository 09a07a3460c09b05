"""A desk process that writes lines and prints each id once it is saved. Arguments: store, name, count (0: for ever)."""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from dutydesk.capabilities.log.acts import Log
from dutydesk.clock import SystemClock, Timekeeper
from dutydesk.desk.service import Desk
from dutydesk.ids import new_id
from dutydesk.store.engine import open_store
from dutydesk.usecase.books import load_books


def main(path: Path, name: str, total: int) -> int:
    desk = Desk(open_store(path), Timekeeper(SystemClock()), load_books())
    for index in range(total) if total else count():
        act_id = new_id()
        desk.perform(Log(text=f"{name} 第 {index} 条"), actor="zhou", act_id=act_id)
        print(act_id, flush=True)
    desk.store.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
