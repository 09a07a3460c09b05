"""Accounts on the command line: the first one, roles that are refused, secrets, locks, what only some may see."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from pyotp.totp import TOTP
from shell import SECRET, Shell

from dutydesk.bootstrap import open_container
from dutydesk.capabilities.accounts.acts import SetFactor
from dutydesk.cli import context as cli_context
from dutydesk.kernel.instants import MINUTE
from dutydesk.kernel.people import ROLES
from dutydesk.kernel.rights import RIGHTS
from dutydesk.store.views import Views
from dutydesk.terminal import CHARACTERS, here
from dutydesk.usecase.books import load_rights

KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
"""A key of a second factor."""

TRIED = {
    "write": ("log", "x"),
    "waive": ("waive", "nothing", "--reason", "x"),
    "people": ("people", "add", "li"),
    "unlock": ("people", "unlock", "zhou"),
    "read_audit": ("day", "--audit"),
    "rebuild": ("rebuild",),
    "read_log": (),
}
"""A command for each right that the command line asks for today."""


def rows(path: Path, sql: str) -> list[tuple]:
    views = Views.open(path)
    found = views.rows(sql)
    views.close()
    return found


@pytest.fixture
def own(real: Shell, secret_file: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A real store, its director with the secret at hand."""
    monkeypatch.setenv("DUTYDESK_SECRET_FILE", str(secret_file))
    return real


def file_of(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_the_first_account_is_director_and_admin_and_nobody_has_a_default_secret(real: Shell) -> None:
    (person,) = real.done("people", "list", "--json").objects
    assert (person["role"], person["also"], person["secret"]) == ("director", ["admin"], True)
    assert rows(real.path, "SELECT officer FROM secret") == [("director",)]
    assert real.done("people").out == "director (director) 主任、管理员\n"
    for guess in ("", "admin", "director", "password", "dutydesk"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DUTYDESK_SECRET_FILE", file_of(real.path.with_name("guess"), guess))
            assert "口令不对" in real("log", "x").err or "锁定" in real("log", "x").err
    assert rows(real.path, "SELECT 1 FROM journal WHERE kind = 'entry.noted'") == []


def test_the_first_account_has_the_name_that_papers_carry(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], secret_file: Path
) -> None:
    shell = Shell(tmp_path / "new.db", capsys)
    shell.done("init", "--site", "x", "--director", "wang", "--name", "王建国", "--secret-file", str(secret_file))
    assert shell.done("people").out.startswith("王建国 (wang)")


@pytest.mark.parametrize("secret", ["", "1234567", "abcdefgh", "director", "aaaaaaaaaaaa"])
def test_no_store_begins_with_a_weak_secret(tmp_path: Path, capsys: pytest.CaptureFixture[str], secret: str) -> None:
    shell = Shell(tmp_path / "new.db", capsys)
    said = shell.refused("init", "--site", "x", "--secret-file", file_of(tmp_path / "weak", secret))
    assert said.startswith("口令")
    assert not shell.path.exists()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("right", sorted(TRIED))
def test_what_a_role_may_not_do_is_refused_logged_and_changes_nothing(
    drill: Shell, role: str, right: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dutydesk.tui.app.DeskApp.run", lambda _app: None)
    drill.done("people", "add", "actor", "--role", role, "--as", "wang")
    before = drill.head()
    said = drill.bare("--db", str(drill.path), "--clock", "2026-07-15T12:00", "--as", "actor", *TRIED[right])
    refused = [
        json.loads(row[0])["act"] for row in rows(drill.path, "SELECT payload FROM journal WHERE kind = 'act.refused'")
    ]
    if load_rights().may(role, right):
        assert "无权" not in said.err
        assert refused == []
        return
    assert said.status == 1
    assert "无权" in said.err
    assert said.err.count("\n") == 1
    assert len(refused) == 1
    assert drill.head() == before + 1
    assert rows(drill.path, "SELECT actor FROM journal ORDER BY seq DESC LIMIT 1") == [("actor",)]


def test_the_table_is_printed(drill: Shell) -> None:
    printed = {one["right"]: one["roles"] for one in drill.done("people", "rights", "--json").objects}
    assert set(printed) == set(RIGHTS)
    assert printed["write"] == ["officer", "leader", "director"]
    assert "解锁账号 (unlock): 带班领导、主任、管理员" in drill.done("people", "rights").out.splitlines()


def test_five_wrong_secrets_lock_and_the_leader_unlocks(
    own: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = {who: file_of(tmp_path / who, f"{who} knows it 1") for who in ("zhou", "liu")}
    for who, role in (("zhou", "officer"), ("liu", "leader")):
        own.done(
            "people",
            "add",
            who,
            "--role",
            role,
            "--secret-file",
            file_of(tmp_path / "given", "given one 1"),
            "--as",
            "director",
        )
        monkeypatch.setenv("DUTYDESK_SECRET_FILE", str(tmp_path / "given"))
        own.done("people", "secret", "--as", who, "--secret-file", secret[who])
        monkeypatch.setenv("DUTYDESK_SECRET_FILE", str(tmp_path / "secret"))
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.9\x1b[2J 5555 10.0.0.1 22")
    monkeypatch.setenv("DUTYDESK_SECRET_FILE", file_of(tmp_path / "wrong", "wrong"))
    said = [own("log", "x", "--as", "zhou").err for _ in range(5)]
    assert said[0] == "口令不对: zhou (忘了请找 director 代设); 再错 4 次账号锁定 15 分钟\n"
    assert "账号锁定至" in said[4]
    monkeypatch.setenv("DUTYDESK_SECRET_FILE", secret["zhou"])
    assert "已锁定至" in own.refused("log", "x", "--as", "zhou")
    person = next(one for one in own.done("people", "--json").objects if one["officer"] == "zhou")
    assert person["locked_until"] is not None
    assert "锁定至" in own.done("people").out
    (payload,) = rows(own.path, "SELECT payload FROM journal WHERE kind = 'account.locked'")
    assert json.loads(payload[0])["terminal"].startswith("ssh 10.0.0.9␛")
    (notice,) = [one for one in own.done("due", "--json").objects if one["rule"] == "account_notice"]
    assert notice["subject"] == "zhou"
    monkeypatch.setenv("DUTYDESK_SECRET_FILE", secret["liu"])
    own.done("people", "unlock", "zhou", "--as", "liu")
    monkeypatch.setenv("DUTYDESK_SECRET_FILE", secret["zhou"])
    own.done("log", "又能记了", "--as", "zhou")
    assert [one for one in own.done("due", "--json").objects if one["rule"] == "account_notice"] == []


def test_the_own_secret_is_changed_with_the_old_one(
    own: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = file_of(tmp_path / "new", "another one 2")
    assert own.refused("people", "secret").startswith("需要新口令")
    assert (
        own.refused("people", "secret", "--secret-file", file_of(tmp_path / "weak", "weak"))
        == "口令 (secret): 口令至少 8 个字符"
    )
    assert (
        own.refused("people", "secret", "--secret-file", str(tmp_path / "secret"))
        == "口令 (secret): 新口令须与原口令不同"
    )
    own.done("people", "secret", "--secret-file", new)
    assert "口令不对" in own("log", "x").err
    monkeypatch.setenv("DUTYDESK_SECRET_FILE", new)
    own.done("log", "x")
    content = own.path.read_bytes()
    assert SECRET.encode() not in content
    assert b"another one 2" not in content


def test_an_old_secret_is_refused_until_it_is_changed(
    own: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = cli_context.SystemClock().wall() + load_rights().limits.change + MINUTE
    monkeypatch.setattr("dutydesk.clock.SystemClock.wall", lambda _self: now)
    assert own.refused("log", "x") == "director: 口令已用 90 天, 超过 90 天须更改; 请先运行 dutydesk people secret"
    own.done("people", "secret", "--secret-file", file_of(tmp_path / "new", "another one 2"))
    monkeypatch.setenv("DUTYDESK_SECRET_FILE", str(tmp_path / "new"))
    own.done("log", "x")


class Terminal:
    """A terminal on which secrets are typed."""

    def isatty(self) -> bool:
        return True


def test_on_a_terminal_an_old_secret_is_changed_at_once(own: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    now = cli_context.SystemClock().wall() + load_rights().limits.change + MINUTE
    monkeypatch.setattr("dutydesk.clock.SystemClock.wall", lambda _self: now)
    monkeypatch.delenv("DUTYDESK_SECRET_FILE")
    monkeypatch.setattr("sys.stdin", Terminal())
    typed = iter([SECRET, "another one 2", "another one 3", SECRET, "another one 2", "another one 2"])
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(typed))
    said = own("log", "x")
    assert (said.status, "两次输入不一样" in said.err) == (1, True)
    said = own("log", "x")
    assert said.status == 0
    assert said.err == "口令已用 90 天, 超过 90 天须更改\n"
    typed = iter(["another one 2"])
    own.done("log", "y")


def test_who_has_no_right_gives_no_secrets(drill: Shell, tmp_path: Path) -> None:
    given = file_of(tmp_path / "given", "given one 1")
    assert "无权代设" in drill("people", "secret", "he", "--secret-file", given).err
    assert rows(drill.path, "SELECT * FROM secret") == []
    drill.done("people", "secret", "he", "--secret-file", given, "--as", "wang")
    assert "口令须改" in drill.done("people").out


def test_roles_and_accounts_out_of_use(drill: Shell) -> None:
    drill.done("people", "role", "何静", "leader", "--also", "officer", "auditor", "--as", "wang")
    person = next(one for one in drill.done("people", "--json").objects if one["officer"] == "he")
    assert (person["role"], person["also"]) == ("leader", ["officer", "auditor"])
    drill.done("people", "disable", "he", "--reason", "调离", "--as", "wang")
    assert "已停用" in drill.done("people").out
    assert "账号已停用" in drill("log", "x", "--as", "he").err
    drill.done("people", "enable", "he", "--as", "wang")
    drill.done("log", "x", "--as", "he")


def test_the_audit_lines_are_for_those_who_may_see_them(drill: Shell) -> None:
    drill("people", "add", "li")
    assert "无权" in drill.done("day", "2026-07-15", "--audit", "--as", "刘副主任").out
    said = drill("day", "2026-07-15", "--audit")
    assert (said.status, said.out) == (1, "")
    assert drill.done("day", "2026-07-15").out


def test_tables_that_lost_everybody_can_still_be_computed_again(drill: Shell) -> None:
    from dutydesk.store.engine import open_store

    store = open_store(drill.path)
    store.write(lambda tx: tx.execute("DELETE FROM officer"), now=0)
    store.close()
    drill.done("rebuild")
    assert "周明" in drill.done("people").out


@pytest.mark.parametrize("name", ["[/]", "\x1b]0;t\x07", "abc\u202edef", "行一\n行二"])
def test_hostile_names_are_listed_harmlessly(drill: Shell, name: str) -> None:
    drill.done("people", "add", "odd", "--name", name, "--as", "wang")
    out = drill.done("people").out
    assert not set(out) & set("\x1b\x07\u202e")
    assert len(out.splitlines()) == 5
    assert "odd" in out


def test_the_terminal_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert here()
    monkeypatch.setenv("SSH_CONNECTION", "fe80::1 5 fe80::2 22")
    assert here() == "ssh fe80::1"
    monkeypatch.setenv("SSH_CONNECTION", "\x1b]0;x\x07\udcff" + "9" * 500)
    assert len(here()) == CHARACTERS
    assert here().isprintable()
    monkeypatch.delenv("SSH_CONNECTION")
    monkeypatch.setattr("sys.__stdin__", None)
    assert here() == "-"


class Device:
    """Reads the address from the screen, tells it, and types the code."""

    def __init__(self, capsys: pytest.CaptureFixture[str], tell: Callable[[str], object]) -> None:
        self.capsys, self.tell = capsys, tell

    def readline(self) -> str:
        err = self.capsys.readouterr().err
        self.tell(err)
        address = next(line for line in err.splitlines() if line.startswith("otpauth://"))
        return TOTP(parse_qs(urlsplit(address).query)["secret"][0]).at(int(time.time())) + "\n"

    def isatty(self) -> bool:
        return False


def test_a_second_factor_that_another_window_set_meanwhile_is_not_written_over(
    own: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given = file_of(tmp_path / "given", "keeper knows it 1")
    own.done("people", "add", "keeper", "--name", "管", "--role", "admin", "--secret-file", given)

    def elsewhere(_shown: str) -> None:
        house = open_container(own.path)
        house.desk.perform(SetFactor(shared=KEY, code=TOTP(KEY).at(int(time.time()))), actor="director")
        house.close()

    monkeypatch.setattr("sys.stdin", Device(capsys, elsewhere))
    assert "已保存同一事" in own("people", "totp", "--as", "director").err
    assert rows(own.path, "SELECT count(*) FROM journal WHERE kind = 'account.factor_set'") == [(1,)]


def test_a_second_factor_on_the_command_line(
    own: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Shown once with its picture; from then on the secret's file alone opens nothing, and a code is taken once."""
    secret = Path(os.environ["DUTYDESK_SECRET_FILE"]).read_text(encoding="utf-8").rstrip()
    assert "没有人能取消" in own.refused("people", "totp", "--as", "director")
    given = file_of(tmp_path / "given", "keeper knows it 1")
    own.done("people", "add", "keeper", "--name", "管", "--role", "admin", "--secret-file", given)
    shown: list[str] = []

    monkeypatch.setattr("sys.stdin", Device(capsys, shown.append))
    own.done("people", "totp", "--as", "director")
    key = parse_qs(urlsplit(next(line for line in shown[0].splitlines() if "otpauth" in line)).query)["secret"][0]
    assert shown[0].count("█") > 100
    assert [one.get("second_factor") for one in own.done("people", "list", "--json").objects] == [True, None]
    assert "空一格" in own.refused("log", "一句", "--as", "director")
    step = int(time.time()) // 30 + 1
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DUTYDESK_SECRET_FILE", file_of(tmp_path / "both", f"{secret} {TOTP(key).generate_otp(step)}"))
        own.done("log", "一句", "--as", "director")
        assert "已用过" in own.refused("log", "又一句", "--as", "director")
    assert rows(own.path, f"SELECT count(*) FROM journal WHERE instr(payload, '{key}') > 0") == [(0,)]
