"""Another process on a store: writes a log line for every line on standard input, answers with the time of its commit."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from dutydesk.bootstrap import open_container
from dutydesk.capabilities.log.acts import Log

if __name__ == "__main__":
    container = open_container(Path(sys.argv[1]))
    print("ready", flush=True)
    for line in sys.stdin:
        done = container.desk.perform(Log(text=line.strip()), actor="zhang")
        print(done.seq, time.monotonic_ns(), flush=True)
    container.close()
