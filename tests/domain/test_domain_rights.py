"""The table of rights: every cell, what no office may put into it, and what makes a secret."""

from __future__ import annotations

import copy
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutydesk.kernel.instants import DAY, MINUTE
from dutydesk.kernel.people import ROLE_NAMES, ROLES
from dutydesk.kernel.reading import RulebookError
from dutydesk.kernel.rights import LATER, LONGEST_SECRET, RIGHTS, kinds
from dutydesk.kernel.rights_table import CEILING, LIMITS, read_rights
from dutydesk.kernel.wording import Worded
from dutydesk.usecase.acts import REGISTRY
from dutydesk.usecase.books import load_books, load_rights

FILE = Path(__file__).parents[2] / "data" / "rulebook" / "rights.toml"
DOCUMENT: dict[str, Any] = tomllib.loads(FILE.read_text(encoding="utf-8"))

CELLS = {
    "officer": {"read_log", "verify", "export", "write", "handover", "rebuild", "backup", "own_secret"},
    "leader": {
        "read_log", "read_audit", "verify", "export", "write", "handover", "waive", "approve", "roster", "unlock",
        "rebuild", "backup", "own_secret", "restricted",
    },
    "director": set(RIGHTS) - {"restore"},
    "admin": {"read_log", "verify", "people", "unlock", "rulebook", "rebuild", "backup", "restore", "own_secret"},
    "auditor": {"read_log", "read_audit", "verify", "export", "own_secret"},
}  # fmt: skip
"""The table as people agreed on it; the file must say the same, cell by cell."""


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("right", RIGHTS)
def test_every_cell(role: str, right: str) -> None:
    assert load_rights().may(role, right) is (right in CELLS[role])


def test_a_table_of_before_a_right_came_has_its_default() -> None:
    text = FILE.read_text(encoding="utf-8")
    older = tomllib.loads(text)
    older["right"] = [one for one in older["right"] if one["id"] not in LATER]
    rights = read_rights(FILE.name, older)
    for right, (_name, roles) in LATER.items():
        assert rights.table[right] == roles
    older["right"] = [one for one in older["right"] if one["id"] != "write"]
    with pytest.raises(RulebookError):
        read_rights(FILE.name, older)


def test_every_act_asks_for_a_right_of_the_table() -> None:
    assert {act.RIGHT for act in REGISTRY.values()} <= set(RIGHTS)


def test_several_roles_have_what_any_of_them_has() -> None:
    rights = load_rights()
    for right in RIGHTS:
        assert rights.may(("officer", "admin"), right) is (right in CELLS["officer"] | CELLS["admin"])
        assert not rights.may((), right)
    with pytest.raises(KeyError):
        rights.may("director", "fly")


def test_the_books_hold_the_table_and_their_version_changes_with_it(tmp_path: Path) -> None:
    for path in FILE.parent.glob("*.toml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    same = load_books(tmp_path)
    assert same.rights == load_books().rights
    own = tmp_path / "own"
    own.mkdir()
    for path in FILE.parent.glob("*.toml"):
        (own / path.name).write_bytes(path.read_bytes())
    (own / FILE.name).write_text(FILE.read_text(encoding="utf-8").replace("failures = 5", "failures = 3"), "utf-8")
    assert load_books(own).rights.limits.failures == 3
    assert load_books(own).rules.version != same.rules.version


def test_an_office_without_a_table_of_its_own_has_the_shipped_one(tmp_path: Path) -> None:
    for path in FILE.parent.glob("*.toml"):
        if path != FILE:
            (tmp_path / path.name).write_bytes(path.read_bytes())
    assert load_books(tmp_path).rights == load_rights(tmp_path) == load_rights()


def test_limits_are_those_agreed_on() -> None:
    limits = load_rights().limits
    assert (limits.failures, limits.window, limits.lock) == (5, 15 * MINUTE, 15 * MINUTE)
    assert (limits.idle, limits.change) == (10 * MINUTE, 90 * DAY)
    assert (limits.shortest, limits.shortest_plain) == (8, 10)


# ---------------------------------------------------------------- said in words


def test_who_may_is_said_in_words() -> None:
    rights = load_rights()
    assert str(rights.needed("waive")) == "免办须由带班领导或主任"
    assert str(rights.lacking("何静", ["officer"], "waive")) == "免办须由带班领导或主任; 何静 (值班员) 无权"
    assert rights.lacking("刘副主任", ["leader"], "waive") is None


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("right", RIGHTS)
def test_every_refusal_names_the_right_and_who_has_it_never_a_code(right: str, role: str) -> None:
    rights = load_rights()
    said = rights.lacking("某人", (role,), right)
    assert (said is None) is rights.may(role, right)
    if said is not None:
        assert str(said).startswith(f"{rights.names[right]}须由")
        assert right not in str(said)
        for one in ROLES:
            assert (ROLE_NAMES[one] in str(rights.needed(right))) is rights.may(one, right)
            assert one not in str(said)


# ---------------------------------------------------------------- what cannot be read


def problems(change: Any) -> list[str]:
    document = copy.deepcopy(DOCUMENT)
    change(document)
    with pytest.raises(RulebookError) as caught:
        read_rights("rights.toml", document)
    return [str(problem) for problem in caught.value.problems]


def row(document: dict[str, Any], right: str) -> dict[str, Any]:
    return next(one for one in document["right"] if one["id"] == right)


@pytest.mark.parametrize("role", sorted(CEILING))
@pytest.mark.parametrize("right", RIGHTS)
def test_no_office_gives_the_auditor_a_pen_or_the_admin_the_log(role: str, right: str) -> None:
    if right in CEILING[role]:
        document = copy.deepcopy(DOCUMENT)
        row(document, right)["roles"] = [role]
        assert read_rights("rights.toml", document).may(role, right)
        return
    (problem,) = problems(lambda document: row(document, right)["roles"].append(role))
    assert problem.startswith(f"rights.toml [{right}] roles: {role} 不得有")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda d: row(d, "write").update(id="wirte"), "rights.toml [wirte] id: 不认识 “wirte”, 最接近的是 “write”"),
        (lambda d: row(d, "waive").update(roles=["boss"]), "rights.toml [waive] roles: 没有角色 “boss”"),
        (lambda d: row(d, "waive").update(roles="leader"), "rights.toml [waive] roles: 须为文字列表"),
        (lambda d: row(d, "waive").update(rolls=[]), "rights.toml [waive] rolls: 没有这个键"),
        (lambda d: row(d, "waive").update(source="?"), "rights.toml [waive] source: 不认识"),
        (lambda d: row(d, "waive").pop("name"), "rights.toml [waive] name: 缺少文字"),
        (lambda d: d["right"].remove(row(d, "waive")), "rights.toml [waive] id: 缺少这项权利"),
        (lambda d: d["right"].append(row(d, "waive")), "rights.toml [waive] id: 重复的编号"),
        (lambda d: row(d, "people").update(roles=[]), "rights.toml [people] roles: 须有人能管理账号"),
        (lambda d: d.update(right={}), "rights.toml [-] right: 须为表的列表"),
        (lambda d: d.update(limits=3), "rights.toml [limits] -: 须为表"),
        (lambda d: d["limits"].update(failures="5"), "rights.toml [limits] failures: 须为 2 至 20 的整数, 不是 '5'"),
        (lambda d: d["limits"].update(failures=True), "rights.toml [limits] failures: 须为"),
        (lambda d: d["limits"].update(lock_hours=1), "rights.toml [limits] lock_hours: 没有这个键"),
        (lambda d: d["limits"].update(shortest=20), "rights.toml [limits] shortest_plain: 不得小于"),
    ],
)
def test_a_mistake_is_named_by_file_entry_and_key(change: Any, where: str) -> None:
    assert any(problem.startswith(where) for problem in problems(change)), problems(change)


@pytest.mark.parametrize("key", sorted(LIMITS))
def test_a_limit_outside_reason_is_a_typing_error(key: str) -> None:
    low, high = LIMITS[key]
    for value in (low - 1, high + 1, 1.5, None):
        found = problems(lambda d, v=value: d["limits"].update({key: v}))
        assert f"[limits] {key}: 须为 {low} 至 {high} 的整数" in found[0]
    assert f"[limits] {key}" in problems(lambda d: d["limits"].pop(key))[0]


# ---------------------------------------------------------------- secrets

LIMITS_NOW = load_rights().limits


@pytest.mark.parametrize(
    "secret",
    [
        "abcdefghij",
        "abcdefg1",
        "Abcdefgh",
        "12345678901"[:10] + "2",
        "口令口令口令口令口令",
        "口令口令口令ab",
        "a b c d e f",
    ],
)
def test_good_secrets(secret: str) -> None:
    LIMITS_NOW.check_secret(secret, ("zhou", "周明"))


@pytest.mark.parametrize(
    ("secret", "reason"),
    [
        ("", "至少 8"),
        ("Abc12-x", "至少 8"),
        ("abcdefghi", "至少 10"),
        ("123456789", "至少 10"),
        ("口令口令口令口令口", "至少 10"),
        ("aaaaaaaaaaaaaaa", "重复"),
        ("ZhouMing2026", "账号或姓名"),
        ("x1" * LONGEST_SECRET, "至多"),
    ],
)
def test_secrets_that_are_too_easy(secret: str, reason: str) -> None:
    with pytest.raises(Worded, match=reason) as caught:
        LIMITS_NOW.check_secret(secret, ("zhouming2026", "周明"))
    assert not secret or secret not in str(caught.value)


@given(st.text(max_size=20))
def test_a_short_secret_of_one_kind_is_never_taken(secret: str) -> None:
    easy = len(secret) < 8 or (len(secret) < 10 and kinds(secret) == 1) or len(set(secret)) == 1
    try:
        LIMITS_NOW.check_secret(secret)
    except Worded:
        assert easy
    else:
        assert not easy
