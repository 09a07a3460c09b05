"""Accounts: every act by every role, failures and locks by the clock, secrets that age, the leader's notice."""

from __future__ import annotations

import base64
import dataclasses
import importlib
import json
import typing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from room import ON_DUTY, Room

from dutydesk.capabilities.accounts import events as ev
from dutydesk.capabilities.accounts import secrets
from dutydesk.capabilities.accounts.login import check_secret, log_in, log_out, new_digest
from dutydesk.capabilities.accounts.reads import account
from dutydesk.capabilities.log.lines import text_of
from dutydesk.capabilities.shifts import acts
from dutydesk.kernel import events as e
from dutydesk.kernel.instants import DAY, MINUTE, SECOND
from dutydesk.kernel.people import ROLES
from dutydesk.kernel.refusal import Refused
from dutydesk.store.integrity import rebuild
from dutydesk.usecase.acts import REGISTRY

SECRET = "zhou knows it 1"
HERE = "ssh 10.0.0.9"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "N", 2**4)


def give(room: Room, officer: str = "zhou", secret: str = SECRET, by: str = "") -> None:
    digest = new_digest(room.views, room.desk.books.rights, officer, secret)
    room.do("people secret", by or officer, officer=officer, digest=digest)


def check(room: Room, secret: str = SECRET, officer: str = "zhou", where: str = HERE):
    return check_secret(room.desk, officer, secret, where)


def wrong(room: Room, times: int = 1, officer: str = "zhou", where: str = HERE) -> str:
    said = ""
    for _ in range(times):
        with pytest.raises(Refused) as caught:
            check(room, "not it", officer, where)
        said = str(caught.value)
    return said


# ---------------------------------------------------------------- the table, cell by cell

WORDS: dict[str, dict[str, typing.Any]] = {
    "log": {"text": "一句"},
    "message": {"text": "来电"},
    "open": {"kind": "routine", "title": "事"},
    "amend": {"matter": "Y1", "place": "南召县"},
    "figures": {"matter": "Y1", "deaths": "1"},
    "assess": {"matter": "Y1", "level": "IV"},
    "activate": {"matter": "Y1", "level": "IV", "lead": "南阳市政府"},
    "report": {"matter": "Y1", "kind": "first", "to": ["省委"]},
    "close": {"matter": "Y2", "criterion": "散去", "outcome": "solved"},
    "merge": {"matter": "Y2", "into": "Y1"},
    "owe": {"rule": "unit_ack", "matter": "Y1", "subject": "公安"},
    "met": {"obligation": {"matter": "Y1", "rule": "first_report_iv"}},
    "waive": {"obligation": {"matter": "Y1", "rule": "activate_response"}, "reason": "不必"},
    "ack": {"alert": {"matter": "Y1", "rule": "yellow_ack"}},
    "remind": {"time": "23:00", "text": "回电"},
    "check": {"item": "l3", "state": "正常"},
    "shift begin": {"a": "zhou", "b": "he"},
    "shift end": {"reason": "散"},
    "shift relief": {"a": "sun", "reason": "病"},
    "shift away": {"minutes": "5"},
    "confirm-time": {},
    "people add": {"officer": "new", "role": "officer"},
    "people role": {"officer": "he", "role": "leader"},
    "people rename": {"officer": "he", "name": "何靖"},
    "people disable": {"officer": "he", "reason": "调离"},
    "people enable": {"officer": "ma"},
    "people unlock": {"officer": "sun"},
    "people secret": {},
}
"""Words with which each act is done when the right is there; an act not named here is tried with none."""


DONE = {
    "log", "message", "open", "amend", "figures", "owe", "remind", "confirm-time", "waive", "shift begin", "shift away",
    *(name for name in WORDS if name.startswith("people ")),
}  # fmt: skip
"""Acts that nothing else stands in the way of here: who has the right does them."""


def attempt(room: Room, name: str, words: dict[str, typing.Any]) -> str:
    """Perform an act; return why it was refused, empty when it was done."""
    try:
        room.desk.perform(REGISTRY[name].from_words(words), actor="actor")
    except Refused as refusal:
        return str(refusal)
    return ""


@pytest.mark.parametrize("role", ROLES)
def test_every_act_by_every_role(room: Room, role: str) -> None:
    """What the table refuses is refused, traced and changes nothing; what it grants is not refused for a right."""
    room.do("people add", "desk", officer="actor", role=role)
    room.do("people disable", "desk", officer="ma", reason="试")
    room.incident()
    room.do("open", kind="incident", label="Y2", colour="blue", title="二")
    give(room, "sun", "sun knows it 22")
    wrong(room, 5, "sun")
    rights = room.desk.books.rights
    tried = {True: 0, False: 0}
    for name, act in sorted(REGISTRY.items()):
        words = dict(WORDS.get(name, {}))
        if name == "people secret":
            words["digest"] = secrets.digest("whatever it is 1")
        may = rights.may(role, act.RIGHT)
        tried[may] += 1
        if not may:
            refusal = room.refused(name, "actor", **words)
            assert refusal.traced
            assert "无权" in str(refusal), name
            last = room.audit()[-1]
            assert last.actor == "actor"
            assert json.loads(last.payload)["act"] == name
            continue
        said = attempt(room, name, words)
        assert "无权" not in said, name
        assert not said or name not in DONE, (name, said)
    assert sum(tried.values()) == len(REGISTRY)
    assert tried[False] or role == "director"


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("right", ["read_audit", "rebuild", "read_log", "verify", "export", "backup"])
def test_every_read_and_repair_by_every_role(room: Room, role: str, right: str) -> None:
    room.do("people add", "desk", officer="actor", role=role)
    before, head = room.content(), room.views.head()[0]
    if room.desk.books.rights.may(role, right):
        room.desk.require(right, actor="actor", what=right)
        assert room.views.head()[0] == head
    else:
        with pytest.raises(Refused, match="无权"):
            room.desk.require(right, actor="actor", what=right)
        assert room.audit()[-1].actor == "actor"
        assert room.views.head()[0] == head + 1
    after = room.content()
    after["entry"] = [row for row in after["entry"] if row[0] <= head]
    assert after == before


def test_several_roles_and_none_of_their_own_making(room: Room) -> None:
    room.do("people add", "desk", officer="boss", role="director", also=["admin"])
    assert room.views.officers()["boss"].roles == ("director", "admin")
    room.do("log", "boss", text="以主任身份")
    room.do("people add", "boss", officer="keeper", role="admin")
    assert room.refused("log", "keeper", text="x").traced
    for role in ("director", "officer"):
        assert "不能改自己的角色" in str(room.refused("people role", "keeper", officer="keeper", role=role))
        assert "不能改自己的角色" in str(room.refused("people add", "keeper", officer="keeper", role=role))
    room.do("people role", "keeper", officer="he", role="leader", also=["officer", "leader"])
    assert room.views.officers()["he"].roles == ("leader", "officer")
    (changed,) = room.events("account.roles_set")
    assert changed.former == ["officer"]
    assert "角色: 何静 带班领导、值班员 (原为 值班员)" in room.log()
    assert "没有角色" in str(room.refused("people role", "keeper", officer="he", role="bos"))
    assert room.refused("people role", "keeper", officer="he", role="leader", also=["x"]).field == "also"
    assert "已是这个角色" in str(room.refused("people role", "keeper", officer="he", role="leader", also=["officer"]))


def test_somebody_is_always_left_who_can_manage_accounts(room: Room) -> None:
    assert "最后一个" in str(room.refused("people role", "desk", officer="wang", role="officer"))
    assert "最后一个" in str(room.refused("people disable", "desk", officer="wang", reason="x"))
    room.do("people add", "wang", officer="keeper", role="admin")
    room.do("people disable", "keeper", officer="wang", reason="退休")
    assert "最后一个" in str(room.refused("people role", "desk", officer="keeper", role="auditor"))
    assert "不能停用自己" in str(room.refused("people disable", "keeper", officer="keeper", reason="x"))


def test_an_account_out_of_use_does_nothing_until_it_is_in_use_again(room: Room) -> None:
    give(room)
    room.do("people disable", "wang", officer="周明", reason="调离")
    assert "已停用" in str(room.refused("log", "zhou", text="x"))
    assert room.audit()[-1].actor == "zhou"
    with pytest.raises(Refused, match="已停用"):
        check(room)
    assert "已停用" in str(room.refused("people disable", "wang", officer="zhou", reason="x"))
    room.do("people enable", "wang", officer="zhou")
    room.do("log", "zhou", text="回来")
    assert check(room).officer == "zhou"
    assert "没有停用" in str(room.refused("people enable", "wang", officer="zhou"))


# ---------------------------------------------------------------- secrets


def test_the_cost_of_scrypt_is_sane() -> None:
    importlib.reload(secrets)
    assert (secrets.N, secrets.R, secrets.P) == (2**15, 8, 1)
    stored = secrets.digest(SECRET)
    _, n, r, p, salt, wanted = stored.split("$")
    assert (n, r, p) == ("32768", "8", "1")
    assert len(base64.b64decode(salt)) == 16
    assert len(base64.b64decode(wanted)) == 32
    assert secrets.is_digest(stored)
    assert secrets.matches(SECRET, stored)
    assert not secrets.matches(SECRET + " ", stored)
    assert secrets.digest(SECRET) != stored, "each has a salt of its own"


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text(st.characters(exclude_categories=[]), min_size=1, max_size=30), st.text(max_size=30))
def test_only_the_secret_itself_matches(secret: str, other: str) -> None:
    stored = secrets.digest(secret)
    assert secrets.matches(secret, stored)
    assert secrets.matches(other, stored) is (other == secret)


def test_a_digest_that_is_none_is_refused(room: Room) -> None:
    for digest in ("", "x", "scrypt$1$1$1$a$b", SECRET):
        assert room.refused("people secret", digest=digest).field == "digest"


def test_nobody_has_a_secret_that_was_not_given(room: Room) -> None:
    assert room.views.rows("SELECT count(*) FROM secret") == [(0,)]
    with pytest.raises(Refused, match="还没有口令"):
        check(room, "")


def test_a_secret_given_by_another_must_be_changed_first(room: Room) -> None:
    give(room, by="wang")
    proof = check(room)
    assert "别人代设" in str(proof.must_change)
    assert "代设口令: 周明" in room.log()
    give(room, secret="my own one 2")
    assert check(room, "my own one 2").must_change is None
    assert "改口令" not in room.log(), "the own change is for the audit"
    assert len(room.events("account.secret_set")) == 1


def test_only_who_manages_accounts_gives_another_a_secret(room: Room) -> None:
    digest = secrets.digest(SECRET)
    for actor in ("he", "liu", "audit"):
        refusal = room.refused("people secret", actor, officer="zhou", digest=digest)
        assert refusal.traced
        assert "无权代设" in str(refusal)
    assert not account(room.views, "zhou").digest


def test_a_secret_must_be_changed_after_ninety_days(room: Room) -> None:
    give(room)
    start = room.now()
    room.clock.set(start + 90 * DAY)
    assert check(room).must_change is None
    room.clock.set(start + 90 * DAY + SECOND)
    assert "口令已用 90 天" in str(check(room).must_change)
    with pytest.raises(Refused, match="须与原口令不同"):
        new_digest(room.views, room.desk.books.rights, "zhou", SECRET)
    with pytest.raises(Refused, match="账号或姓名"):
        new_digest(room.views, room.desk.books.rights, "director.of.1", "director.of.1")
    give(room, secret="another one 3")
    assert check(room, "another one 3").must_change is None


# ---------------------------------------------------------------- failures and locks


def test_five_failures_lock_for_fifteen_minutes(room: Room) -> None:
    give(room)
    assert wrong(room) == "口令不对: 周明 (忘了请找 王主任 代设); 再错 4 次账号锁定 15 分钟"
    assert wrong(room, 3).endswith("再错 1 次账号锁定 15 分钟")
    assert check(room).officer == "zhou", "a right one in between settles the wrong ones"
    assert wrong(room, 4).endswith("再错 1 次账号锁定 15 分钟")
    assert "账号锁定至 07-15 08:15" in wrong(room)
    (locked,) = room.events("account.locked")
    assert (locked.officer, locked.failures, locked.terminal) == ("zhou", 5, HERE)
    assert locked.until == room.now() + 15 * MINUTE
    assert len(room.events("account.login_failed")) == 9
    head = room.views.head()[0]
    with pytest.raises(Refused, match=r"已锁定至 07-15 08:15; 可请 .*王主任.* 在任一终端解锁"):
        check(room)
    assert "已锁定" in wrong(room, 3)
    assert room.views.head()[0] == head, "tries at a locked account write nothing: nobody can flood the journal"
    room.do("log", "zhou", text="运行中的会话照常")
    room.clock.set(locked.until - 1)
    with pytest.raises(Refused, match="已锁定"):
        check(room)
    room.clock.set(locked.until)
    assert check(room).officer == "zhou"


def test_wrong_secrets_at_one_door_lock_nobody_out_of_another(room: Room) -> None:
    """All terminals of the machine are one door, each peer over SSH is one: who plays at the desk locks no leader out at home."""
    give(room)
    wrong(room, 3, where="/dev/pts/3")
    assert wrong(room).endswith("再错 4 次账号锁定 15 分钟"), "what was wrong elsewhere is not counted here"
    assert "账号锁定至 07-15 08:15" in wrong(room, 2, where="/dev/pts/7")
    for where in ("/dev/pts/3", "/dev/tty1", "-"):
        with pytest.raises(Refused, match="在这里已锁定至 07-15 08:15"):
            check(room, where=where)
    assert check(room).officer == check(room, where="ssh 10.0.0.8").officer == "zhou"
    assert len(room.events("account.login_failed")) == 6, "all of them are in the journal"
    (locked,) = room.events("account.locked")
    assert locked.terminal == "/dev/pts/7"
    room.do("people unlock", "wang", officer="zhou")
    assert check(room, where="/dev/pts/3").officer == "zhou"
    assert "账号锁定至" in wrong(room, 5), "and every door locks by itself"
    assert check(room, where="/dev/pts/3").officer == "zhou"


def test_failures_older_than_the_window_do_not_count(room: Room) -> None:
    give(room)
    wrong(room, 4)
    room.clock.set(room.now() + 15 * MINUTE)
    assert wrong(room).endswith("再错 4 次账号锁定 15 分钟")
    assert room.events("account.locked") == []


def test_failures_of_one_person_are_no_others(room: Room) -> None:
    give(room)
    give(room, "he", "he knows it 22")
    wrong(room, 4)
    wrong(room, 4, "he")
    assert room.events("account.locked") == []
    assert check(room, "he knows it 22", "he").officer == "he"


def test_a_lock_is_in_the_log_and_the_leader_is_told(room: Room) -> None:
    give(room)
    wrong(room, 5)
    assert "账号锁定: 周明, 口令连错 5 次, 至 08:15, 终端 ssh 10.0.0.9" in room.log()
    assert "口令不对" not in room.log()
    told = room.alert("account_notice", "ladder:0")
    assert (told.people, told.how, told.colour) == (("liu",), "screen", "yellow")
    assert room.one("account_notice").subject == "周明 (zhou)"
    room.tick_at("08:15")
    assert room.alert("account_notice", "ladder:1").how == "bell"
    room.do("met", "liu", obligation={"rule": "account_notice", "subject": "周明 (zhou)"}, note="已电话核实")
    assert room.state("account_notice") == "met"


@pytest.mark.parametrize(
    ("posts", "told"), [({}, "wang"), ({"director": ""}, "zhou"), ({"director": "liu", "leader": ""}, "zhou")]
)
def test_a_lock_is_told_to_somebody_who_is_not_locked_out_by_it(room: Room, posts: dict[str, str], told: str) -> None:
    """The leader's own account: the director, else A; the screen that says so names them, too."""
    if posts:
        room.do("shift begin", **{**ON_DUTY, **posts})
    give(room, "liu", "liu knows it 22")
    said = wrong(room, 5, "liu")
    for at in ("", "08:15", "08:45"):
        if at:
            room.tick_at(at)
    raised = [one for one in room.events("alert.raised") if one.obligation == room.one("account_notice").id]
    assert {who for one in raised for who in one.people} == {told}
    if "leader" not in posts:
        assert "告知主任或主班" in said


def test_unlocking_ends_lock_and_notice(room: Room) -> None:
    give(room)
    give(room, "liu", "liu knows it 22")
    wrong(room, 5)
    wrong(room, 5, "liu")
    assert room.refused("people unlock", "he", officer="zhou").traced
    assert "不能给自己解锁" in str(room.refused("people unlock", "liu", officer="liu"))
    room.do("people unlock", "liu", officer="zhou", reason="忘了大写")
    assert "账号解锁: 周明 理由: 忘了大写" in room.log()
    assert check(room).officer == "zhou"
    assert room.state("account_notice", subject="周明 (zhou)") == "met"
    assert room.state("account_notice", subject="刘副主任 (liu)") == "running"
    assert "没有锁定" in str(room.refused("people unlock", "liu", officer="zhou"))


def test_a_second_lock_joins_the_open_notice(room: Room) -> None:
    give(room)
    wrong(room, 5)
    room.clock.set(room.now() + 16 * MINUTE)
    wrong(room, 5)
    assert len(room.events("account.locked")) == 2
    assert len(room.found("account_notice")) == 1


def test_an_unknown_person(room: Room) -> None:
    head = room.views.head()[0]
    with pytest.raises(Refused, match="没有这个人"):
        check(room, SECRET, "nobody")
    assert room.views.head()[0] == head


def test_sessions_are_audit_lines(room: Room) -> None:
    log_in(room.desk, "zhou", HERE)
    log_in(room.desk, "he", HERE, instead_of="zhou", proved=False)
    log_out(room.desk, "he", HERE)
    entries = room.views.entries_between(0, 1 << 62, audit=True)
    told = [text_of(entry, {"zhou": "周明", "he": "何静"}) for entry in entries if entry.kind.startswith("account.")]
    assert told == [
        "登录: 周明, 终端 ssh 10.0.0.9",
        "退出: 周明, 终端 ssh 10.0.0.9",
        "换人: 何静 接 周明 的终端 ssh 10.0.0.9 (无口令)",
        "退出: 何静, 终端 ssh 10.0.0.9",
    ]
    assert "登录" not in room.log()


# ---------------------------------------------------------------- what must hold whatever happens


def test_tables_come_back_from_the_journal(room: Room) -> None:
    give(room)
    give(room, "he", "he knows it 22", by="wang")
    wrong(room, 5)
    wrong(room, 2, "he")
    room.do("people unlock", "wang", officer="zhou")
    room.do("people role", "wang", officer="sun", role="leader", also=["auditor"])
    room.do("people disable", "wang", officer="ma", reason="x")
    before = room.content()
    assert before["account"]
    assert before["login_failure"]
    rebuild(room.desk.store, room.now())
    assert room.content() == before


QUICK = settings(
    max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@QUICK
@given(st.text(min_size=8, max_size=24), st.text(min_size=8, max_size=24))
def test_no_secret_and_no_digest_is_ever_outside_its_table(room: Room, right: str, typed: str) -> None:
    seq = room.views.head()[0]
    right, typed = f"R{seq}{right}", f"W{seq}{typed}"
    give(room, "ma", right, by="wang")
    with pytest.raises(Refused) as caught:
        check(room, typed, "ma")
    assert typed not in repr(caught.value.values)
    digest = account(room.views, "ma").digest
    assert digest not in repr(account(room.views, "ma"))
    tables = [row[0] for row in room.views.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        if table == "secret":
            continue
        content = repr(room.views.rows(f"SELECT * FROM {table}"))
        for word in (right, typed, digest, digest.rsplit("$", 1)[1]):
            assert repr(word)[1:-1] not in content, table
    assert [row[0] for row in room.views.rows("SELECT officer FROM secret")] == ["ma"]
    log_in(room.desk, "ma", HERE)  # a login settles the failure, so that no example locks the account


def test_hostile_names_and_terminals_are_told_harmlessly(room: Room, hostile: list[str]) -> None:
    from dutydesk.capabilities.log.lines import line_of
    from dutydesk.kernel.text import clean

    for number, text in enumerate(hostile):
        room.desk.perform(acts.AddOfficer(officer=f"h{number}", name=text, role="officer"), actor="wang")
        give(room, f"h{number}", f"a secret of {number}")
        wrong(room, 5, f"h{number}", where=text)
    names = {officer.id: officer.name for officer in room.views.officers().values()}
    for entry in room.views.entries_between(0, 1 << 62, audit=True):
        line = line_of(entry, names)
        assert clean(line.text) == line.text
        assert clean(line.who, keep_newlines=False) == line.who
    assert len(room.found("account_notice")) == len(hostile)


VALUES = {str: "x", int: 1, bool: True, list[str]: ["officer"]}


@pytest.mark.parametrize("kind", sorted(k for k in e.REGISTRY if k.startswith("account.")))
def test_every_event_comes_back_and_is_told(kind: str) -> None:
    event_class = e.REGISTRY[kind]
    hints = typing.get_type_hints(event_class)
    event = event_class(**{one.name: VALUES[hints[one.name]] for one in dataclasses.fields(event_class)})
    assert e.decode(kind, event.payload()) == event
    assert not {"secret", "digest", "hash"} & {one.name for one in dataclasses.fields(event_class)}
    from dutydesk.capabilities.log import lines

    assert lines.told(kind, event.payload(), {"x": "周明"}).count("周明") >= 1


def test_the_room_is_fetched_when_its_first_row_is_met() -> None:
    import subprocess
    import sys

    code = (
        "import sys\nfrom dutydesk.kernel import events as e\n"
        "assert 'dutydesk.capabilities.accounts.events' not in sys.modules\n"
        "event = e.decode('account.disabled', '{\"officer\":\"x\"}')\nprint(type(event).__name__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ev.AccountDisabled.__name__


def test_a_name_written_wrongly_is_put_right_and_the_account_stays(room: Room) -> None:
    room.do("log", "he", text="查岗")
    room.do("people rename", "wang", officer="何静", name="何靖")
    assert room.views.officers()["he"].name == "何靖"
    assert room.events("account.renamed")[-1].former == "何静"
    assert "已是这个姓名" in str(room.refused("people rename", "wang", officer="he", name="何靖"))
    taken = room.refused("people rename", "wang", officer="he", name="周明")
    assert (taken.field, "请写得能区别" in str(taken)) == ("name", True)
    assert room.refused("people rename", "wang", officer="he", name=" ").field == "name"
    assert room.refused("people rename", "liu", officer="he", name="何静").traced
