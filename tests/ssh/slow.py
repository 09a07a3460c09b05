"""A slow line for ssh's ``ProxyCommand``: every byte comes so many seconds later each way, and so many pass in a second.

``python slow.py HOST PORT SECONDS BYTES``: half a round trip, and what the line carries. Netem wants root; this wants nothing.
"""

from __future__ import annotations

import os
import queue
import socket
import sys
import threading
import time
from collections.abc import Callable

PIECE = 4096
"""Bytes read at once."""


def carry(read: Callable[[], bytes], write: Callable[[bytes], object], later: float, rate: float) -> None:
    """Hand on what comes, in order, each piece when it would have arrived; an end too."""
    waiting: queue.Queue[tuple[float, bytes]] = queue.Queue()

    def deliver() -> None:
        while True:
            due, data = waiting.get()
            time.sleep(max(0.0, due - time.monotonic()))
            try:
                write(data)
            except OSError:
                return
            if not data:
                return

    threading.Thread(target=deliver, daemon=True).start()
    free = 0.0
    data = b"-"
    while data:
        try:
            data = read()
        except OSError:
            data = b""
        free = max(free, time.monotonic()) + len(data) / rate
        waiting.put((free + later, data))


def main(host: str, port: str, later: str, rate: str) -> None:
    """Carry both ways until the server has closed."""
    line = socket.create_connection((host, int(port)))
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(data: bytes) -> None:
        if data:
            line.sendall(data)
        else:
            line.shutdown(socket.SHUT_WR)

    def out(data: bytes) -> None:
        while data:
            data = data[os.write(1, data) :]

    up = threading.Thread(target=carry, args=(lambda: os.read(0, PIECE), send, float(later), float(rate)), daemon=True)
    up.start()
    carry(lambda: line.recv(PIECE), out, float(later), float(rate))
    time.sleep(float(later))  # what is still on its way


if __name__ == "__main__":
    main(*sys.argv[1:])
