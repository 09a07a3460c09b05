"""The second factor: set, asked wherever the secret is, taken once, counted when wrong, taken off by two people."""

from __future__ import annotations

import json

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from room import Room

from dutydesk.capabilities.accounts import factor, secrets
from dutydesk.capabilities.accounts.login import check_secret, check_signature, new_digest
from dutydesk.capabilities.accounts.reads import account
from dutydesk.kernel.instants import MINUTE, SECOND
from dutydesk.kernel.refusal import OvertakenError, Refused
from dutydesk.store import audit
from dutydesk.store.integrity import rebuild
from dutydesk.usecase.acts import REGISTRY

SECRET = "liu knows it 1"
HERE = "ssh 10.0.0.9"
KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "N", 2**4)


def code(room: Room, ahead: int = 0, key: str = KEY) -> str:
    """Return the code that the device shows, so many periods ahead."""
    return pyotp.TOTP(key).generate_otp(room.now() // factor.PERIOD + ahead)


@pytest.fixture
def liu(room: Room) -> Room:
    """Liu has a secret and a second factor, set a minute ago."""
    digest = new_digest(room.views, room.desk.books.rights, "liu", SECRET)
    room.do("people secret", "liu", digest=digest)
    room.do("people totp", "liu", shared=KEY, code=code(room))
    room.clock.set(room.clock.elapsed() + MINUTE)
    return room


def check(room: Room, typed: str, officer: str = "liu") -> None:
    check_secret(room.desk, officer, typed, HERE)


def wrong(room: Room, typed: str) -> str:
    with pytest.raises(Refused) as caught:
        check(room, typed)
    return str(caught.value)


def test_the_secret_alone_does_no_more_and_is_no_failure(liu: Room) -> None:
    assert "在口令后空一格" in wrong(liu, SECRET)
    assert [row.kind for row in liu.audit() if row.kind == "account.login_failed"] == []
    check(liu, f"{SECRET} {code(liu)}")


@pytest.mark.parametrize("ahead", [-1, 0, 1])
def test_the_codes_beside_the_present_one_are_taken(liu: Room, ahead: int) -> None:
    check(liu, f"{SECRET} {code(liu, ahead)}")


@pytest.mark.parametrize("ahead", [-2, 2, 10])
def test_codes_further_off_are_not(liu: Room, ahead: int) -> None:
    assert "也可能是动态码不对" in wrong(liu, f"{SECRET} {code(liu, ahead)}")


def test_a_code_is_taken_once_and_an_older_one_not_after_it(liu: Room) -> None:
    typed, older = f"{SECRET} {code(liu)}", f"{SECRET} {code(liu, -1)}"
    check(liu, typed)
    assert "已用过" in wrong(liu, typed)
    assert "已用过" in wrong(liu, older)
    check(liu, f"{SECRET} {code(liu, 1)}")


def test_the_code_that_set_it_lets_nobody_in(room: Room) -> None:
    room.do("people secret", "liu", digest=new_digest(room.views, room.desk.books.rights, "liu", SECRET))
    shown = code(room)
    room.do("people totp", "liu", shared=KEY, code=shown)
    assert "已用过" in wrong(room, f"{SECRET} {shown}")


@pytest.mark.parametrize("typed", ["{secret} 000000", "not it {code}", "not it 000000"])
def test_wrong_ones_are_counted_alike_and_lock_the_account(liu: Room, typed: str) -> None:
    """Which of the two was wrong is not said."""
    said = [wrong(liu, typed.format(secret=SECRET, code=code(liu))) for _ in range(5)]
    assert "再错 4 次" in said[0]
    assert all("也可能是动态码不对" in one for one in said)
    assert account(liu.views, "liu").is_locked(liu.now())
    assert "已锁定" in wrong(liu, f"{SECRET} {code(liu)}")


def test_a_signature_asks_for_it_too(liu: Room) -> None:
    with pytest.raises(Refused, match="空一格"):
        check_signature(liu.desk, "liu", SECRET, HERE)
    check_signature(liu.desk, "liu", f"{SECRET} {code(liu)}", HERE)


def test_wide_digits_and_threes_are_read_and_a_secret_may_hold_digits(liu: Room) -> None:
    shown = code(liu)
    wide = shown.translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})
    check(liu, f"{SECRET}\u3000{wide[:3]} {wide[3:]}")
    assert factor.parted("pw 123456 654321") == ("pw 123456", "654321")
    assert factor.parted("pw 123 456") == ("pw", "123456")
    assert factor.parted("123456") == ("123456", "")


@given(st.text(max_size=30), st.integers(0, 999_999))
def test_what_stands_before_the_code_is_the_secret_whatever_it_is(secret: str, number: int) -> None:
    secret = secret.rstrip() + "x"
    assert factor.parted(f"{secret} {number:06}") == (secret, f"{number:06}")
    assert factor.parted(secret) == (secret, "")


def test_neither_key_nor_code_is_in_the_journal_an_error_or_a_list(liu: Room) -> None:
    shown = code(liu)
    wrong(liu, f"wrong {shown}")
    check(liu, f"{SECRET} {code(liu, 1)}")
    written = json.dumps([list(row) for row in liu.views.rows("SELECT * FROM journal")], default=str)
    for secret in (KEY, shown, SECRET):
        assert secret not in written


def test_nothing_but_the_code_of_the_key_sets_it(room: Room) -> None:
    room.do("people secret", "liu", digest=new_digest(room.views, room.desk.books.rights, "liu", SECRET))
    assert room.refused("people totp", "liu", shared=KEY, code="000000").field == "code"
    assert room.refused("people totp", "liu", shared=KEY, code="").field == "code"
    assert room.refused("people totp", "liu", shared="short", code="000000").field == "shared"
    assert not room.views.has_factor("liu")
    check(room, SECRET)


def test_it_is_for_those_who_may_and_could_get_it_off_again(room: Room) -> None:
    digest = new_digest(room.views, room.desk.books.rights, "zhou", SECRET)
    room.do("people secret", "zhou", digest=digest)
    assert "不必" in str(room.refused("people totp", "zhou", shared=KEY, code=code(room)))
    assert "还没有口令" in str(room.refused("people totp", "liu", shared=KEY, code=code(room)))
    room.do("people secret", "wang", digest=new_digest(room.views, room.desk.books.rights, "wang", SECRET))
    assert "没有人能取消" in str(room.refused("people totp", "wang", shared=KEY, code=code(room)))
    room.do("people add", "wang", officer="keeper", name="管", role="admin")
    room.do("people totp", "wang", shared=KEY, code=code(room))


def test_another_device_takes_the_place_of_the_first(liu: Room) -> None:
    other = factor.new_key()
    liu.do("people totp", "liu", shared=other, code=code(liu, key=other))
    liu.clock.set(liu.clock.elapsed() + MINUTE)
    wrong(liu, f"{SECRET} {code(liu)}")
    check(liu, f"{SECRET} {code(liu, key=other)}")


def test_admin_and_director_take_it_off(liu: Room) -> None:
    liu.do("people add", "wang", officer="keeper", name="管", role="admin")
    words = {"officer": "liu", "reason": "手机丢了"}
    assert "须主任同签" in str(liu.refused("people totp-reset", "keeper", **words))
    assert "本人签字" in str(liu.refused("people totp-reset", "keeper", director="wang", **words))
    assert "同签的须是主任" in str(
        liu.refused("people totp-reset", "keeper", director="zhao", signed=["zhao"], **words)
    )
    assert liu.refused("people totp-reset", "zhou", director="wang", signed=["wang"], **words).traced
    liu.do("people totp-reset", "keeper", director="wang", signed=["wang"], **words)
    check(liu, SECRET)
    assert "没有设动态码" in str(liu.refused("people totp-reset", "keeper", director="wang", signed=["wang"], **words))


def test_the_only_director_s_own_is_taken_off_by_admin_and_leader(liu: Room) -> None:
    liu.do("people add", "wang", officer="keeper", name="管", role="admin")
    liu.do("people secret", "wang", digest=new_digest(liu.views, liu.desk.books.rights, "wang", SECRET))
    liu.do("people totp", "wang", shared=KEY, code=code(liu))
    words = {"officer": "wang", "reason": "手机丢了"}
    assert "同签的须是带班领导" in str(
        liu.refused("people totp-reset", "keeper", director="he", signed=["he"], **words)
    )
    liu.do("people totp-reset", "keeper", director="zhao", signed=["zhao"], **words)
    assert not liu.views.has_factor("wang")


def test_rebuilding_the_tables_leaves_it_and_verify_finds_it_changed(liu: Room) -> None:
    rebuild(liu.desk.store, liu.now())
    check(liu, f"{SECRET} {code(liu)}")
    assert audit.facts_differ(liu.path) is None
    other = factor.new_key()
    liu.desk.store.write(
        lambda tx: tx.execute("UPDATE second_factor SET shared = ? WHERE officer = 'liu'", (other,)), now=liu.now()
    )
    assert "动态码不是日志里最后设的" in str(audit.facts_differ(liu.path))
    liu.desk.store.write(lambda tx: tx.execute("DELETE FROM second_factor"), now=liu.now())
    assert "动态码不是日志里最后设的" in str(audit.facts_differ(liu.path))


def test_the_address_names_who_and_where() -> None:
    shown = factor.address(KEY, "liu", "测试 站")
    assert shown.startswith("otpauth://totp/dutydesk%20")
    assert f"secret={KEY}" in shown
    assert factor.is_key(factor.new_key())
    assert factor.PERIOD == 30 * SECOND


def test_one_set_in_two_sessions_is_seen_by_the_second(liu: Room) -> None:
    """Nothing of the first is written over before it was told; having seen it, the second saves."""
    since = liu.views.head()[0]

    def save(key: str, since: int) -> None:
        words = {"shared": key, "code": code(liu, key=key)}
        liu.desk.perform(REGISTRY["people totp"].from_words(words), actor="liu", since=since)

    first, second = factor.new_key(), factor.new_key()
    save(first, since)
    with pytest.raises(OvertakenError) as caught:
        save(second, since)
    save(second, caught.value.seq)
