"""Leaving: what was to be saved is saved, and nothing else is waited for."""

from __future__ import annotations

import asyncio
import threading

import pytest

from dutydesk.store.errors import UnreadableError
from dutydesk.store.views.reader import Reader
from dutydesk.tui.gateway import Gateway

ENDLESS = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n"


async def test_a_read_that_goes_on_is_given_up(store_path, clock) -> None:
    gateway = Gateway(store_path, clock, "zhang")
    began = threading.Event()

    def endless(views) -> object:
        connection = views
        while isinstance(connection, Reader):  # what a person may see stands before the connection
            connection = connection._interrupt.__self__
        connection.set_progress_handler(began.set, 1000)
        return views.rows(ENDLESS)

    reading = asyncio.ensure_future(gateway.read(endless))
    assert await asyncio.to_thread(began.wait, 30), "the read has not begun"
    gateway.close()
    with pytest.raises(UnreadableError):
        await reading


async def test_a_write_under_way_is_waited_for(store_path, clock) -> None:
    gateway = Gateway(store_path, clock, "zhang")
    await gateway.write(lambda _: None)
    began, go_on, done = threading.Event(), threading.Event(), []

    def slow(_house) -> None:
        began.set()
        go_on.wait()
        done.append("written")

    writing = asyncio.ensure_future(gateway.write(slow))
    await asyncio.to_thread(began.wait)
    closing = asyncio.create_task(asyncio.to_thread(gateway.close, with_process=True))
    go_on.set()
    await closing
    assert done == ["written"]
    await writing


async def test_a_write_side_that_nobody_used_is_not_waited_for(store_path, clock, monkeypatch) -> None:
    gateway = Gateway(store_path, clock, "zhang")
    began, go_on = threading.Event(), threading.Event()

    def opening(_work) -> None:
        began.set()
        go_on.wait()

    monkeypatch.setattr(gateway, "_with_house", opening)
    writing = asyncio.ensure_future(gateway.write(lambda _: None))
    await asyncio.to_thread(began.wait)
    await asyncio.to_thread(gateway.close, with_process=True)  # returns while it is being opened
    assert not writing.done()
    go_on.set()
    await writing
    gateway.close()


@pytest.mark.parametrize(
    "asks",
    [
        lambda one: one.read(lambda views: views.head()),
        lambda one: one.write(lambda _: None),
        lambda one: one.check_store(9),
    ],
    ids=["read", "write", "check"],
)
async def test_what_is_asked_of_a_desk_that_closes_is_cancelled_and_no_failure(store_path, clock, asks) -> None:
    gateway = Gateway(store_path, clock, "zhang")
    gateway.close()
    with pytest.raises(asyncio.CancelledError):
        await asks(gateway)
