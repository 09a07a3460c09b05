"""The outbox: written with the alert, sent at least once with one key, red first; a failure is said once and stops nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lookout import NOON, Lookout, make_store

from dutydesk.capabilities.delivery.reads import messages, outages, waiting
from dutydesk.capabilities.delivery.rules import AFTERWARDS, Channels, ChannelSpec, Outgoing
from dutydesk.clock import ManualClock
from dutydesk.kernel.instants import HOUR, MINUTE, SECOND, Instant, hhmm
from dutydesk.store import outbox
from dutydesk.store.errors import DiskError
from dutydesk.store.integrity import rebuild
from dutydesk.store.tables import PROJECTION_NAMES
from dutydesk.usecase.books import load_books
from dutydesk.watch.channels import Outcome
from dutydesk.watch.outbox import Dispatcher

ROBOT = ChannelSpec(
    "robot", "webhook", serves=("group", "bell"), colours=("red", "yellow", "blue"), enabled=True, drills=True
)
VOICE = ChannelSpec("voice", "command", serves=("call",), colours=("red",), enabled=True, drills=True)
SENT, FAILED = Outcome(sent=True), Outcome(sent=False, reason="对方报错", detail="500")


class Post(Lookout):
    """A desk whose channels end here: what was sent, and what the receiver says to it."""

    def __init__(self, path: Path, clock: ManualClock | None = None, *specs: ChannelSpec) -> None:
        super().__init__(path, clock)
        channels = Channels({spec.name: spec for spec in specs or (ROBOT, VOICE)})
        self.container.desk.books = replace(self.container.desk.books, channels=channels)
        self.sent: list[Outgoing] = []
        self.says: list[Outcome] = []
        self.always = SENT
        self.machine: Instant = NOON
        self.dispatcher = self.another()

    def another(self) -> Dispatcher:
        """Another process that sends."""
        return Dispatcher(
            self.container.desk.store,
            self.container.desk.books.channels,
            self.container.desk.now,
            send=self.take,
            machine=lambda: self.machine,
        )

    def take(self, _spec: ChannelSpec, outgoing: Outgoing, _now: Instant) -> Outcome:
        """Be the receiver."""
        self.sent.append(outgoing)
        return self.says.pop(0) if self.says else self.always

    def pass_time(self, span: Instant) -> None:
        """Let the machine's time and honest time pass."""
        self.machine += span
        self.wait(span)

    def red(self, label: str = "Y1") -> None:
        """A red incident: rings at A, calls the leader."""
        self.do("open", kind="incident", label=label, colour="red", subtype="road", title="追尾")

    def ring(self, *texts: str) -> None:
        """Reminders, which are yellow, that ring a minute later."""
        for text in texts:
            self.do("remind", time=hhmm(self.clock.wall() + MINUTE), text=text)
        self.wait(MINUTE)
        self.tick()

    def seen(self) -> list[tuple[str, str, str]]:
        """Channel, colour and people of all that is in the outbox, oldest first."""
        rows = self.container.views.rows("SELECT channel, colour, people FROM outbox ORDER BY seq")
        return [(str(channel), str(colour), str(people)) for channel, colour, people in rows]


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    path = make_store(tmp_path / "desk.db")
    opened = Post(path)
    opened.do("shift relief", a="he", leader="zhou", reason="带班", signed=["he"])
    opened.tick()
    yield opened
    opened.close()


def test_an_alert_and_its_messages_are_one_transaction(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    from dutydesk.capabilities.delivery import dispatch

    def full(**_words: Any) -> None:
        raise DiskError("full")

    post.do("remind", time="12:10", text="开会")
    post.wait(10 * MINUTE)
    with monkeypatch.context() as broken:
        broken.setattr(dispatch, "DispatchQueued", full)
        with pytest.raises(DiskError):
            post.tick()
    assert post.events("alert.raised") == []
    post.tick()
    assert [event["step"] for event in post.events("alert.raised")] == ["ladder:0"]
    assert [event["key"].split("/", 1)[1] for event in post.events("dispatch.queued")] == ["ladder:0/robot"]


def test_red_calls_the_leader_and_rings_yellow_goes_to_the_group(post: Post) -> None:
    post.red()
    assert ("voice", "red", '["周明"]') in post.seen()
    assert ("robot", "red", '["何静"]') in post.seen()
    post.do("open", kind="incident", label="Y2", colour="yellow", subtype="road", title="追尾")
    assert ("robot", "yellow", '["何静","周明"]') in post.seen()
    assert post.dispatcher.once() == len(post.seen())
    assert {outgoing.how for outgoing in post.sent} == {"call", "bell", "group"}
    assert all(outgoing.drill and outgoing.site == "测试" for outgoing in post.sent)
    assert all("追尾" not in outgoing.title + outgoing.text for outgoing in post.sent)


def test_calls_of_one_minute_to_one_person_are_one_call_task(post: Post) -> None:
    """R13: several clocks of one matter become due together."""
    post.red()
    called = [row for row in post.seen() if row[0] == "voice"]
    assert called == [("voice", "red", '["周明"]')]
    post.wait(5 * MINUTE)
    post.tick()
    again = [row for row in post.seen() if row[0] == "voice"]
    assert len(again) > 1
    raised = [event for event in post.events("alert.raised") if event["how"] == "call"]
    times = {(event["raised_at"] // MINUTE, person) for event in post.events("dispatch.queued")
             if event["how"] == "call" for person in event["people"]}  # fmt: skip
    assert len(again) == len(times) <= len(raised)
    post.red("Y9")
    assert len([row for row in post.seen() if row[0] == "voice"]) == len(again) + 1  # another matter: another call


def test_a_message_is_sent_once_and_the_journal_says_so(post: Post) -> None:
    post.ring("一")
    assert post.dispatcher.once() == 1
    assert post.dispatcher.once() == 0
    assert [(m.state, m.attempts) for m in messages(post.container.views)] == [("sent", 1)]
    assert post.events("dispatch.sent") == [{"attempts": 1, "channel": "robot", "key": post.sent[0].key}]
    shown = [entry.kind for entry in post.container.views.entries(post.container.views.all_seqs())]
    assert "dispatch.sent" not in shown


def test_a_failed_message_is_tried_again_later_with_the_same_key(post: Post) -> None:
    post.ring("一")
    post.always = FAILED
    tried: list[int] = []
    for second in range(0, 1400, 5):
        before = len(post.sent)
        post.dispatcher.once()
        if len(post.sent) > before:
            tried.append(second)
        post.machine += 5 * SECOND
    assert tried == [0, 5, 20, 80, 380, 1280]
    assert len({outgoing.key for outgoing in post.sent}) == 1
    post.always = SENT
    post.pass_time(15 * MINUTE)
    assert post.dispatcher.once() == 1
    assert post.events("dispatch.sent")[0]["attempts"] == 7


def test_an_outage_is_said_once_and_its_end_once(post: Post) -> None:
    post.ring("一", "二", "三")
    post.always = FAILED
    for _ in range(50):
        post.dispatcher.once()
        post.pass_time(20 * SECOND)
    assert [(event["channel"], event["reason"]) for event in post.events("dispatch.failed")] == [("robot", "对方报错")]
    assert [outage.channel for outage in outages(post.container.views)] == ["robot"]
    assert waiting(post.container.views) == {"robot": 3}
    post.always = SENT
    post.pass_time(15 * MINUTE)
    assert post.dispatcher.once() == 3
    assert [event["channel"] for event in post.events("dispatch.restored")] == ["robot"]
    assert outages(post.container.views) == []
    assert len(post.events("dispatch.failed")) == 1


def test_one_bad_message_does_not_hold_up_the_others_nor_fill_the_log(post: Post) -> None:
    post.ring("坏", "二", "三")
    bad = messages(post.container.views)[-1].key
    post.dispatcher._send = lambda _spec, outgoing, _now: FAILED if outgoing.key == bad else SENT
    for _ in range(30):
        post.dispatcher.once()
        post.pass_time(MINUTE)
    assert waiting(post.container.views) == {"robot": 1}
    assert len(post.events("dispatch.failed")) == 1
    assert len(post.events("dispatch.restored")) == 1


def test_a_failing_channel_never_stops_the_ladder(post: Post) -> None:
    post.always = FAILED
    post.red()
    for _ in range(12):
        post.dispatcher.once()
        post.pass_time(MINUTE)
        post.tick()
    steps = [event["step"] for event in post.events("alert.raised") if event["name"] == "红色预警签收"]
    assert steps[:2] == ["ladder:0", "ladder:1"]
    assert {"ladder:2", "ladder:3", "ladder:4"} <= set(steps)
    assert post.events("alert.acknowledged") == []


def test_red_goes_before_a_burst(post: Post) -> None:
    post.ring(*(f"件{number}" for number in range(40)))
    post.dispatcher._send = lambda spec, outgoing, now: (
        post.red() if len(post.sent) == 3 else None,
        post.take(spec, outgoing, now),
    )[1]
    post.dispatcher.once()
    colours = [outgoing.colour for outgoing in post.sent]
    assert colours[:4] == ["yellow"] * 4
    assert colours[4] == "red"


def test_red_has_room_within_the_receiver_s_pace(tmp_path: Path) -> None:
    post = Post(make_store(tmp_path / "desk.db"), None, replace(ROBOT, per_minute=20))
    post.ring(*(f"件{number}" for number in range(40)))
    assert post.dispatcher.once() == 15
    post.red()
    red = waiting(post.container.views)["robot"] - 25
    assert red > 0
    assert post.dispatcher.once() == min(red, 5)
    assert all(outgoing.colour == "red" for outgoing in post.sent[15:])
    post.pass_time(MINUTE + SECOND)
    assert post.dispatcher.once() > 0
    post.close()


def test_what_is_being_sent_is_nobody_else_s_until_the_lease_is_over(post: Post) -> None:
    post.ring("一")
    other, seen = post.another(), []
    post.dispatcher._send = lambda spec, outgoing, now: (seen.append(other.once()), post.take(spec, outgoing, now))[1]
    assert post.dispatcher.once() == 1
    assert seen == [0]
    assert len(post.sent) == 1


def test_killed_between_sent_and_recorded_it_is_sent_again_with_the_same_key(post: Post) -> None:
    """Case 30."""
    post.ring("一")

    def killed(_spec: ChannelSpec, outgoing: Outgoing, _now: Instant) -> Outcome:
        post.sent.append(outgoing)
        raise KeyboardInterrupt

    post.dispatcher._send = killed
    with pytest.raises(KeyboardInterrupt):
        post.dispatcher.once()
    other = post.another()
    assert other.once() == 0
    post.machine += outbox.LEASE
    assert other.once() == 1
    assert len({outgoing.key for outgoing in post.sent}) == 1
    assert len(post.sent) == 2


def test_a_clock_set_back_holds_nothing_up(post: Post) -> None:
    post.ring("一", "二")
    post.says = [FAILED]
    post.dispatcher.once()
    post.machine -= HOUR
    assert post.dispatcher.once() == 2


def test_the_late_failure_of_one_does_not_undo_the_success_of_another(post: Post) -> None:
    post.ring("一")
    other = post.another()

    def slow(_spec: ChannelSpec, _outgoing: Outgoing, _now: Instant) -> Outcome:
        post.machine += outbox.LEASE
        assert other.once() == 1
        return FAILED

    post.dispatcher._send = slow
    post.dispatcher.once()
    assert waiting(post.container.views) == {}
    assert post.events("dispatch.failed") == []


def test_it_is_given_up_a_day_after_what_was_owed_has_ended(post: Post) -> None:
    post.ring("一")
    post.always = FAILED
    post.dispatcher.once()
    post.do("met", obligation=messages(post.container.views)[0].obligation)
    post.pass_time(AFTERWARDS)
    post.dispatcher.once()
    assert waiting(post.container.views) == {"robot": 1}
    post.pass_time(2 * MINUTE)
    post.dispatcher.once()
    assert waiting(post.container.views) == {}
    assert [event["channel"] for event in post.events("dispatch.given_up")] == ["robot"]


def test_the_lock_is_taken_for_what_there_is_to_do_and_for_nothing_else(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is asked before says the same as what is done: the one as the other, at each moment of a message's life."""
    post.ring("一")
    views, store = post.container.views, post.container.desk.store
    writes: list[int] = []
    write = store.write

    def counted(work: Any, *, now: Instant) -> Any:
        writes.append(1)
        return write(work, now=now)

    monkeypatch.setattr(store, "write", counted)
    assert post.dispatcher.once(views) == 1
    assert len(writes) == 2  # claimed, and recorded
    post.pass_time(2 * MINUTE)
    assert post.dispatcher.once(views) == 0
    assert len(writes) == 2  # nothing due, nothing untidy
    post.pass_time(HOUR)
    assert outbox.is_untidy(views, post.clock.wall(), post.machine)  # its lease is old
    assert post.dispatcher.once(views) == 0
    assert len(writes) == 3
    assert not outbox.is_untidy(views, post.clock.wall(), post.machine)
    post.always = FAILED
    post.ring("二")
    post.dispatcher.once(views)
    for clock in sorted({one.obligation for one in messages(views) if one.state == "queued"}):
        post.do("met", obligation=clock)
    post.pass_time(AFTERWARDS)
    assert not outbox.is_untidy(views, post.clock.wall(), post.machine)
    post.pass_time(2 * MINUTE)
    assert outbox.is_untidy(views, post.clock.wall(), post.machine)  # it is given up
    post.dispatcher.once(views)
    assert waiting(views) == {}


def test_what_sounds_again_goes_out_again(post: Post) -> None:
    post.ring("一")
    (alert,) = post.container.views.alerts()
    post.do("ack", alert=alert.id)
    post.do("snooze", alert=alert.id, minutes="15", reason="在路上")
    for _ in range(70):
        post.wait(MINUTE)
        post.tick()
        if post.events("alert.sounded_again"):
            break
    keys = [event["key"] for event in post.events("dispatch.queued") if event["step"] == alert.step]
    assert len(post.events("alert.sounded_again")) == 1
    assert len(keys) == len(set(keys)) == 2


def test_a_drill_reaches_nobody_unless_the_channel_says_so(tmp_path: Path) -> None:
    post = Post(make_store(tmp_path / "desk.db"), None, replace(ROBOT, drills=False))
    post.ring("一")
    assert post.seen() == []
    assert post.dispatcher.channels == []
    post.close()


def test_hostile_names_do_not_break_a_message(post: Post, hostile: list[str]) -> None:
    post.ring(*[text for text in hostile if "\x00" not in text])
    assert post.dispatcher.once() == len(post.seen()) == len(hostile)


def tables(post: Post) -> dict[str, list[tuple[Any, ...]]]:
    """Every computed table."""
    return {name: post.container.views.rows(f"SELECT * FROM {name} ORDER BY 1, 2") for name in PROJECTION_NAMES}


def test_rebuild_gives_the_same_outbox_and_sends_nothing_again(post: Post) -> None:
    post.red()
    post.ring("一", "二", "三")
    post.says = [SENT, FAILED, SENT, FAILED]
    post.dispatcher.once()
    before, sent = tables(post), len(post.sent)
    assert len(before["outbox"]) > 4
    rebuild(post.container.desk.store, post.container.desk.now())
    assert tables(post) == before
    done = {event["key"] for event in post.events("dispatch.sent")}
    post.pass_time(HOUR)
    post.dispatcher.once()
    assert done.isdisjoint({outgoing.key for outgoing in post.sent[sent:]})


def test_a_red_one_does_not_wait_for_a_slow_receiver(post: Post) -> None:
    """All else of the channel is stuck; the red message goes at once."""
    import threading

    stuck, red, released = threading.Event(), threading.Event(), threading.Event()

    def take(_spec: ChannelSpec, outgoing: Outgoing, _now: Instant) -> Outcome:
        if outgoing.colour == "red":
            red.set()
        else:
            stuck.set()
            released.wait(30)
        return SENT

    dispatcher = Dispatcher(
        post.container.desk.store, post.container.desk.books.channels, post.container.desk.now, send=take
    )
    dispatcher.start()
    post.ring(*(f"件{number}" for number in range(10)))
    dispatcher.wake()
    assert stuck.wait(10)
    post.red()
    dispatcher.wake()
    assert red.wait(10)
    released.set()
    dispatcher.stop(10)


def test_what_a_reminder_says_stays_in_the_house(post: Post) -> None:
    post.ring("去机场接人")
    post.dispatcher.once()
    assert [outgoing.title for outgoing in post.sent] == ["【黄】提醒"]
    assert "机场" not in post.sent[0].text


def test_the_threads_carry_by_themselves_and_stop(post: Post) -> None:
    import threading

    got = threading.Event()

    def take(_spec: ChannelSpec, _outgoing: Outgoing, _now: Instant) -> Outcome:
        got.set()
        return SENT

    dispatcher = Dispatcher(
        post.container.desk.store, post.container.desk.books.channels, post.container.desk.now, send=take
    )
    dispatcher.start()
    post.ring("一")
    dispatcher.wake()
    assert got.wait(10)
    dispatcher.stop()
    assert [thread.name for thread in threading.enumerate() if thread.name.startswith("channel-")] == []
    assert waiting(post.container.views) == {}


def test_the_shipped_books_have_channels_and_all_are_off() -> None:
    assert load_books().channels.by_name
    assert load_books().channels.open(drill=False) == []


def test_a_call_for_help_goes_through_every_open_channel(post: Post) -> None:
    """F12: not only by what a channel serves otherwise; it stays until it got through."""
    post.do("emergency", text="值班室被围")
    (event,) = post.events("emergency.called")
    assert {channel for channel, colour, _people in post.seen() if colour == "red"} == {"robot", "voice"}
    post.always = FAILED
    post.dispatcher.once()
    post.always = SENT
    post.pass_time(2 * AFTERWARDS)
    post.tick()
    assert post.dispatcher.once() >= 2
    helped = [outgoing for outgoing in post.sent if "值班室被围" in outgoing.text]
    assert {outgoing.how for outgoing in helped} == {"group", "call"}
    assert len({outgoing.key for outgoing in helped}) == 2
    assert all(outgoing.colour == "red" and len(outgoing.to) == len(event["call_list"]) for outgoing in helped)


def test_the_call_for_help_has_a_pattern_of_the_office(post: Post) -> None:
    channels = post.container.desk.books.channels
    message = replace(channels.message, help_title="{matter} 求助", help_text="{text}")
    post.container.desk.books = replace(post.container.desk.books, channels=replace(channels, message=message))
    post.red()
    post.do("emergency", text="人群冲击大门", matter="Y1")
    queued = [event for event in post.events("dispatch.queued") if event["step"] == "emergency"]
    assert {(event["heading"], event["body"]) for event in queued} == {("Y1 求助", "人群冲击大门")}
    post.dispatcher.once()
    helped = [outgoing for outgoing in post.sent if outgoing.text == "人群冲击大门"]
    assert {outgoing.places()["title"] for outgoing in helped} == {"【演练】Y1 求助"}


# ---------------------------------------------------------------- a report as a file

MAIL = ChannelSpec(
    "mail",
    "smtp",
    enabled=True,
    drills=True,
    files=True,
    host="h",
    sender="d@example",
    people={"省委办公厅": "a@example"},
)
GAPS = ["时间=来电中断", "地点=来电中断", "性质=来电中断"]


def mailed(path: Path) -> Post:
    """A desk with a first report in the outbox of a mail channel."""
    post = Post(make_store(path / "desk.db"), None, MAIL)
    post.do("open", kind="incident", label="Y1", colour="yellow", subtype="road", title="追尾")
    post.do("report", matter="Y1", kind="first", to=["省委办公厅"], gap=GAPS)
    post.do("deliver", report="Y1/首报", unit="省委办公厅", channel="mail")
    return post


def paper_row(post: Post) -> tuple[str, int]:
    (row,) = post.container.views.rows("SELECT state, attempts FROM outbox WHERE report <> ''")
    return str(row[0]), int(row[1])


def test_a_report_goes_as_a_document_and_the_journal_says_so(tmp_path: Path) -> None:
    post = mailed(tmp_path)
    dispatcher = Dispatcher(
        post.container.desk.store,
        post.container.desk.books.channels,
        post.container.desk.now,
        send=post.take,
        machine=lambda: post.machine,
        attach=post.container.report_file,
    )
    assert dispatcher.once() >= 1
    (outgoing,) = [one for one in post.sent if one.report]
    assert outgoing.to == ("省委办公厅",)
    assert outgoing.file is not None
    name, content = outgoing.file
    assert name.endswith("（首报）.docx")
    assert content.startswith(b"PK")
    assert paper_row(post) == ("sent", 1)
    assert dispatcher.once() == 0
    post.close()


def test_without_its_file_a_report_does_not_go(tmp_path: Path) -> None:
    post = mailed(tmp_path)

    def broken(_report: str) -> tuple[str, bytes]:
        raise OSError("no space")

    dispatcher = Dispatcher(
        post.container.desk.store,
        post.container.desk.books.channels,
        post.container.desk.now,
        send=post.take,
        machine=lambda: post.machine,
        attach=broken,
    )
    dispatcher.once()
    assert [one for one in post.sent if one.report] == []
    assert paper_row(post) == ("queued", 0)
    failed = post.events("dispatch.failed")
    assert [event["reason"] for event in failed] == ["附件出不来"]
    post.close()
