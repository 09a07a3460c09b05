"""Random orders of the walkthrough's acts, by anybody, with the process killed between any two: never two or zero."""

from __future__ import annotations

import json
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dutydesk.capabilities.handover import gather
from dutydesk.capabilities.handover.reads import sealed, walkthrough
from dutydesk.capabilities.handover.rules.checklist import SIGN_GROUP
from dutydesk.capabilities.shifts import responsibility
from dutydesk.capabilities.shifts.rules import wrong
from dutydesk.kernel.instants import MINUTE
from dutydesk.kernel.refusal import Refused
from dutydesk.store import anchors
from dutydesk.store.integrity import rebuild, verify_chain
from dutydesk.store.tables import PROJECTIONS
from tests.desk.room import INCOMING, ON_DUTY, Room

OFFICERS = ("zhou", "he", "liu", "sun", "ma", "zhao", "wang")
QUICK = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
reasons = st.sampled_from(["", "对方占线"])
acts = st.one_of(
    st.tuples(st.just("handover start"), st.sampled_from([INCOMING, {**ON_DUTY, "reason": "连值"}])),
    st.tuples(st.just("handover read"), st.fixed_dictionaries({"item": st.sampled_from(["m1", "l3", "delta", "Y1"])})),
    st.tuples(
        st.just("handover sign"),
        st.fixed_dictionaries(
            {"despite": st.just(True), "reason": st.just("知道"), "readback": st.sampled_from(["", "一; 二; 三"])}
        ),
    ),
    st.tuples(st.just("handover sign"), st.fixed_dictionaries({"readback": st.just("一; 二; 三")})),
    st.tuples(st.just("handover return"), st.fixed_dictionaries({"reason": reasons})),
    st.tuples(st.just("handover cancel"), st.fixed_dictionaries({"reason": reasons})),
    st.tuples(st.just("handover inform"), st.fixed_dictionaries({"note": reasons})),
    st.tuples(st.just("handover addendum"), st.fixed_dictionaries({"text": st.just("补记")})),
    st.tuples(
        st.just("handover cosign"),
        st.fixed_dictionaries({"obligation": st.just({"rule": "line_check"}), "reason": reasons}),
    ),
    st.tuples(
        st.just("shift relief"),
        st.fixed_dictionaries({"a": st.sampled_from(OFFICERS), "reason": st.just("病"), "signed": st.just(OFFICERS)}),
    ),
    st.tuples(st.just("shift begin"), st.just(INCOMING)),
    st.tuples(st.just("log"), st.fixed_dictionaries({"text": st.just("一行")})),
    st.tuples(st.just("ack"), st.fixed_dictionaries({"alert": st.just({"rule": "line_check"})})),
)
happenings = st.lists(
    st.one_of(
        st.tuples(st.just("act"), st.sampled_from(OFFICERS), acts),
        st.tuples(st.just("act"), st.sampled_from(("zhou", "sun")), acts),
        st.tuples(st.just("kill"), st.integers(0, 5)),
        st.tuples(st.just("pass"), st.integers(0, 40)),
    ),
    min_size=8,
    max_size=30,
)


def tables(room: Room) -> dict[str, Any]:
    return {
        str(t.__tablename__): sorted(room.views.rows(f"SELECT * FROM {t.__tablename__}"), key=repr) for t in PROJECTIONS
    }


def one_responsible_now(room: Room) -> None:
    running = room.views.rows("SELECT a FROM shift WHERE ended_at IS NULL")
    assert len(running) == 1
    assert running[0][0]
    walk = walkthrough(room.views)
    if walk is not None:
        assert walk.shift == room.views.shift().id
        assert len(walk.signatures) < 2 or gather.blocking(room.views, room.desk.books.checklist, room.now(), walk)


@QUICK
@given(events=happenings)
def test_never_two_or_zero_responsible_and_the_tables_are_the_journals(
    empty_store: Path, events: list[tuple[Any, ...]]
) -> None:
    folder = Path(tempfile.mkdtemp())
    path = folder / "desk.db"
    shutil.copyfile(empty_store, path)
    shutil.copy2(anchors.key_path(empty_store), anchors.key_path(path))
    room = Room(path)
    try:
        room.at("08:00")
        room.shift()
        for item in room.desk.books.checklist.items.values():
            if item.group != SIGN_GROUP and item.must and item.id != "l3":
                room.do("check", item=item.id, state={"state": "正常", "count": "2"}.get(item.answer, "√"))
        for kind, *rest in events:
            if kind == "act":
                officer, (name, words) = rest
                with suppress(Refused):
                    room.do(name, officer, **json.loads(json.dumps(words)))
            elif kind == "kill":
                room.stop()
                room.clock.set(room.clock.elapsed() + rest[0] * MINUTE)
                room.start()
            else:
                room.to(room.clock.elapsed() + rest[0] * MINUTE)
                room.tick()
            one_responsible_now(room)
        room.to(room.clock.elapsed() + MINUTE)
        assert wrong(responsibility.between(room.views, None, room.now())) == []
        assert verify_chain(path).ok
        assert anchors.verify_anchors(path).ok
        before = tables(room)
        rebuild(room.desk.store, room.now())
        after = tables(room)
        assert {name for name in before if before[name] != after[name]} == set()
        found = sealed(room.views)
        assert found is None or found.sheet.count("签字: ") == 2
    finally:
        room.close()
        shutil.rmtree(folder)
