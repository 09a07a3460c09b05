"""The terminal's writer: a terminal that is gone or stands still holds up nothing."""

from __future__ import annotations

import threading
from typing import Never

import pytest

from dutydesk.tui.driver import Writer

MANY = 100
"""More writes than wait in the queue."""
LIMIT = 10.0


class Gone:
    """A terminal that hung up."""

    def __init__(self, error: type[Exception]) -> None:
        self.error = error

    def write(self, _text: str) -> Never:
        raise self.error

    def flush(self) -> Never:
        raise self.error


class Still:
    """A terminal that takes nothing until it is let go."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.goes = threading.Event()

    def write(self, text: str) -> None:
        assert self.goes.wait(LIMIT)
        self.taken.append(text)

    def flush(self) -> None:
        pass


def in_time(work: object) -> None:
    """Run something that may not wait for ever."""
    thread = threading.Thread(target=work, daemon=True)  # type: ignore[arg-type]
    thread.start()
    thread.join(LIMIT)
    assert not thread.is_alive()


@pytest.mark.parametrize("error", [OSError, ValueError])
def test_a_terminal_that_is_gone_takes_everything(error: type[Exception]) -> None:
    writer = Writer(Gone(error), lambda: None)
    writer.start()

    def work() -> None:
        for n in range(MANY):
            writer.write(str(n))
        writer.stop()

    in_time(work)
    assert not writer.is_alive()


def test_a_terminal_that_stands_still_is_written_to_no_more_until_it_takes_again() -> None:
    terminal, told = Still(), list[bool]()
    writer = Writer(terminal, lambda: told.append(True), patience=0.01)
    writer.start()

    def work() -> None:
        for n in range(MANY):
            writer.write(str(n))

    in_time(work)
    assert not told
    terminal.goes.set()
    in_time(lambda: [None for _ in iter(writer._queue.empty, True)])
    writer.write("again")
    in_time(writer.stop)
    whole = len(terminal.taken) - 1
    assert terminal.taken == [*map(str, range(whole)), "again"]
    assert 0 < whole < MANY
    assert told == [True]


def test_a_terminal_that_stands_still_does_not_hold_up_the_end() -> None:
    terminal = Still()
    writer = Writer(terminal, lambda: None, patience=0.01)
    writer.start()

    def work() -> None:
        for n in range(MANY):
            writer.write(str(n))
        writer.stop()

    in_time(work)
    terminal.goes.set()
