"""A process that watches a store and sleeps through ten minutes of the machine, when it is told to (a line on its standard input).

While the machine is suspended the wall clock and the time since boot go on and the monotonic clock stands still. So the
process enters a time namespace whose time since boot is ahead (only a process of one thread may), and the wall, which
libfaketime reads from a file, goes on by as much. Arguments: store, namespace, libfaketime's file, seconds.
"""

from __future__ import annotations

import ctypes
import os
import sys
import time
from pathlib import Path

from dutydesk.bootstrap import open_container

CLONE_NEWTIME = 0x80
"""Which kind of namespace ``setns`` is to find behind the descriptor (linux/sched.h)."""


def main(path: Path, namespace: Path, wall: Path, seconds: int) -> int:
    container = open_container(path)
    container.watch.tick()
    print("watching", flush=True)
    sys.stdin.readline()
    before = (time.time(), time.clock_gettime(time.CLOCK_BOOTTIME), time.monotonic())
    descriptor = os.open(namespace, os.O_RDONLY)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(descriptor, CLONE_NEWTIME):
        print(f"refused {os.strerror(ctypes.get_errno())}", flush=True)
        return 0
    wall.write_text(f"+{seconds}s\n", encoding="ascii")
    after = (time.time(), time.clock_gettime(time.CLOCK_BOOTTIME), time.monotonic())
    print("slept", *(round(now - then) for then, now in zip(before, after, strict=True)), flush=True)
    print("raised", *(step for _, step in container.watch.tick().raised), flush=True)
    container.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])))
