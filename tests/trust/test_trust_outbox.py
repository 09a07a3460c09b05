"""Three processes tick and send, are killed at random, and the receiver misbehaves (cases 26, 30)."""

from __future__ import annotations

import itertools
import random
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import receiver as r
from faults import Process, make_store, rows, sound

from dutydesk.bootstrap import open_container
from dutydesk.capabilities.obligations.acts import Remind
from dutydesk.capabilities.rulebooks.acts import RulebookAccept
from dutydesk.clock import SystemClock
from dutydesk.kernel.instants import SECOND, iso
from dutydesk.kernel.people import DESK
from dutydesk.resources import data_folder
from dutydesk.store.integrity import rebuild
from dutydesk.store.tables import PROJECTION_NAMES

CHANNEL = """
[[channel]]
name = "hook"
kind = "webhook"
enabled = true
drills = true
serves = ["bell", "group", "call"]
colours = ["red", "yellow", "blue"]
url = "{url}"
success = "errcode = 0"
timeout = 1
"""


@pytest.fixture
def server() -> Iterator[r.Server]:
    started = r.start()
    yield started
    r.stop(started)


@pytest.fixture
def _no_process_left() -> Iterator[None]:
    yield
    for process in [*Process.running]:
        process.end(kill=True)


def misbehaving(server: r.Server, seed: int, *, delays: int) -> None:
    """Of ten requests two or three go wrong, each in another way; some answers come too late."""
    dice = random.Random(seed)
    left = itertools.count(delays, -1)
    wrong = [r.drops, r.replies(500, {"errcode": 0}), r.replies(200, {"errcode": 45009, "message": "too fast"})]

    def answer(_request: r.Request) -> r.Answer:
        if dice.random() > 0.25:
            return r.ok
        if dice.random() < 0.1 and next(left) > 0:
            return r.delays
        return dice.choice(wrong)

    server.answer = answer


def storm(path: Path, server: r.Server, *, alarms: int, kills: int, seed: int, seconds: float) -> None:
    """Alarms due within moments; processes killed and started again until all that left the house has arrived."""
    books = path.with_name("books")
    shutil.copytree(data_folder() / "rulebook", books)
    (books / "channels.toml").write_text(CHANNEL.format(url=server.url), encoding="utf-8")
    make_store(path)
    container = open_container(path)
    container.desk.perform(RulebookAccept(folder=str(books)), actor=DESK)
    now = SystemClock().wall()
    for number in range(alarms):
        due = now + 2 * SECOND + number * 3 * SECOND // alarms
        container.desk.perform(Remind(time=str(iso(due)), text=f"件{number}"), actor="zhou")
    dice = random.Random(seed)
    processes = [Process("sending_process.py", path) for _ in range(3)]
    for process in processes:
        process.wait_for_line()
    ends = time.monotonic() + seconds
    query = "SELECT (SELECT count(*) FROM alert), (SELECT count(*) FROM outbox WHERE state = 'sent')"
    done = (0, 0)
    while done != (alarms, alarms) and time.monotonic() < ends:
        if kills:
            time.sleep(dice.uniform(0.05, 0.3))
            victim = dice.randrange(3)
            processes[victim].end(kill=True)
            processes[victim] = Process("sending_process.py", path)
            kills -= 1
        else:
            time.sleep(0.1)
        # Leases and waits are by the machine's clock; the test cannot wait for minutes of backing off.
        container.desk.store.write(
            lambda tx: tx.execute("UPDATE outbox_lease SET next_at = 0, claimed_at = claimed_at - 60000000"),
            now=container.desk.now(),
        )
        done = rows(path, query)[0]
    for process in processes:
        process.end(kill=True)
    assert done == (alarms, alarms)
    _check(path, server, alarms)
    before = {name: rows(path, f"SELECT * FROM {name} ORDER BY 1, 2") for name in PROJECTION_NAMES}
    rebuild(container.desk.store, container.desk.now())
    container.close()
    assert {name: rows(path, f"SELECT * FROM {name} ORDER BY 1, 2") for name in PROJECTION_NAMES} == before


def _check(path: Path, server: r.Server, alarms: int) -> None:
    """Raised once each; every message arrived; what arrived twice has the same key and the same text."""
    raised = rows(path, "SELECT payload ->> 'obligation', payload ->> 'step' FROM journal WHERE kind = 'alert.raised'")
    assert len(raised) == len(set(raised)) == alarms
    queued = [row[0] for row in rows(path, "SELECT payload ->> 'key' FROM journal WHERE kind = 'dispatch.queued'")]
    sent = [row[0] for row in rows(path, "SELECT payload ->> 'key' FROM journal WHERE kind = 'dispatch.sent'")]
    assert len(queued) == alarms
    assert sorted(sent) == sorted(queued)
    arrived = Counter(request.key for request in server.requests)
    assert set(arrived) == set(queued)
    texts = {(request.key, request.body["text"]) for request in server.requests}
    assert len(texts) == alarms
    assert all(request.body["key"] == request.key for request in server.requests)
    sound(path)


@pytest.mark.usefixtures("_no_process_left")
def test_every_message_arrives_though_processes_are_killed(tmp_path: Path, server: r.Server) -> None:
    misbehaving(server, 26, delays=1)
    storm(tmp_path / "desk.db", server, alarms=40, kills=4, seed=26, seconds=90)


@pytest.mark.soak
@pytest.mark.usefixtures("_no_process_left")
def test_four_hundred_alarms_seventy_kills(tmp_path: Path, server: r.Server) -> None:
    misbehaving(server, 30, delays=6)
    storm(tmp_path / "desk.db", server, alarms=400, kills=70, seed=30, seconds=400)
    attempts = Counter(request.key for request in server.requests)
    assert max(attempts.values()) > 1
