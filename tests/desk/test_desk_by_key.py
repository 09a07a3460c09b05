"""A session that proved only a key (Desk.by_key): what it may do without the own secret, and what never."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from room import Room

from dutydesk.capabilities.accounts.secrets import digest
from dutydesk.kernel.refusal import OwnSecretError, Refused
from dutydesk.usecase.acts import REGISTRY

SECRET = "ein langes wort 7"

SIGNED = {
    "backups place", "countersign", "handover cancel", "handover cosign", "handover inform", "handover return", "handover sign",
    "limits choose", "office", "people add", "people disable", "people enable", "people key add", "people key revoke",
    "people rename", "people role", "people secret", "people totp", "people totp-reset", "people unlock", "proofread", "restrict sign", "roster staff",
    "rulebook accept", "sign", "signoff", "waive",
}  # fmt: skip
"""Acts that a person signs for: signatures, sign-offs, waivers, accounts, the rules in force."""


@pytest.fixture(scope="module")
def own() -> str:
    """The secret's digest, made once: it is slow on purpose."""
    return digest(SECRET)


@pytest.fixture
def outside(room: Room, own: str) -> Room:
    """A shift, people with secrets, and a desk that serves a session from outside."""
    for officer in ("zhou", "liu", "wang"):
        room.do("people secret", officer, officer=officer, digest=own)
    room.shift()
    room.desk.by_key = True
    return room


def of_words(name: str) -> Any:
    """An act with something in every required field."""
    words = {one.name: "x" for one in dataclasses.fields(REGISTRY[name]) if one.metadata.get("required")}
    return REGISTRY[name].from_words(words)


@pytest.mark.parametrize("name", sorted(REGISTRY))
@pytest.mark.parametrize("signed", [False, True])
def test_what_a_person_signs_for_takes_the_own_secret(outside: Room, name: str, *, signed: bool) -> None:
    try:
        outside.desk.perform(of_words(name), actor="wang", signed=["wang"] if signed else [])
    except OwnSecretError:
        wanted = True
    except Refused:
        wanted = False
    else:
        wanted = False
    assert wanted == (name in SIGNED and not signed)


def test_the_secret_of_another_is_not_the_own(outside: Room) -> None:
    with pytest.raises(OwnSecretError):
        outside.desk.perform(of_words("waive"), actor="wang", signed=["zhou"])


@pytest.mark.parametrize("named", ["", "liu", " liu ", "刘副主任", "刘副主任\n"])
def test_the_own_word_under_a_consent_takes_the_own_secret_however_one_names_oneself(outside: Room, named: str) -> None:
    """A leader who approves what the leader writes signs for it: named by account, by name, with blanks, or by nobody."""
    outside.do("open", kind="appeal", label="A1", title="讨薪", colour="blue")
    words = {"matter": "A1", "text": "转办", "to": ["人社厅"], "approved_by": named}
    before = outside.views.head()[0]
    with pytest.raises(OwnSecretError):
        outside.do("appeal dispose", "liu", **words)
    assert outside.views.head()[0] == before
    outside.do("appeal dispose", "liu", signed=["liu"], **words)
    assert outside.views.head()[0] > before


def test_the_word_of_another_is_no_matter_of_the_own_secret(outside: Room) -> None:
    outside.do("open", kind="appeal", label="A1", title="讨薪", colour="blue")
    outside.do("appeal dispose", "zhou", matter="A1", text="转办", to=["人社厅"], approved_by="liu")


def test_who_has_no_secret_in_a_drill_is_asked_for_none(outside: Room) -> None:
    with pytest.raises(Refused) as caught:
        outside.desk.perform(of_words("waive"), actor="zhao")
    assert not isinstance(caught.value, OwnSecretError)


FILES = [
    (name, one.name)
    for name, act in sorted(REGISTRY.items())
    for one in dataclasses.fields(act)
    if one.metadata.get("file")
]


@pytest.mark.parametrize(("name", "field"), FILES)
def test_a_field_that_names_a_file_takes_none_of_the_machine(outside: Room, name: str, field: str) -> None:
    """Whether it is performed or only looked at."""
    act = dataclasses.replace(of_words(name), **{field: "/etc/passwd"})
    for ask in (outside.desk.perform, outside.desk.rehearse):
        with pytest.raises(Refused, match="SSH 上不读也不写服务器的文件") as caught:
            ask(act, actor="wang", signed=["wang"])
        assert caught.value.field == field


def test_there_are_fields_that_name_files() -> None:
    assert FILES
