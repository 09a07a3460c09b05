"""Acts on accounts. No act carries a secret: what is stored is its digest, made before the act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dutydesk.kernel.acts import Act, arg


@dataclass(kw_only=True, eq=False, repr=False)
class SetRoles(Act):
    """Give a person other roles."""

    NAME: ClassVar[str] = "people role"
    HELP: ClassVar[str] = "改角色 (不能改自己的)"
    RIGHT: ClassVar[str] = "people"
    officer: str = arg("账号或姓名", positional=True, required=True)
    role: str = arg(
        "角色: officer 值班员, leader 带班领导, director 主任, admin 管理员, auditor 审计员",
        positional=True,
        required=True,
    )
    also: list[str] = arg("兼任的角色", many=True)


@dataclass(kw_only=True, eq=False, repr=False)
class SetSecret(Act):
    """Set the own secret, or give another person one that must be changed at the first use."""

    NAME: ClassVar[str] = "people secret"
    HELP: ClassVar[str] = "改自己的口令; 写明别人则代设, 首次使用时须改"
    RIGHT: ClassVar[str] = "own_secret"
    officer: str = arg("账号或姓名, 省略为自己", positional=True)
    digest: str = arg("口令摘要 (程序内部)")


@dataclass(kw_only=True, eq=False, repr=False)
class DisableAccount(Act):
    """Take an account out of use."""

    NAME: ClassVar[str] = "people disable"
    HELP: ClassVar[str] = "停用账号"
    RIGHT: ClassVar[str] = "people"
    officer: str = arg("账号或姓名", positional=True, required=True)
    reason: str = arg("理由", required=True)


@dataclass(kw_only=True, eq=False, repr=False)
class EnableAccount(Act):
    """Take an account into use again."""

    NAME: ClassVar[str] = "people enable"
    HELP: ClassVar[str] = "启用账号"
    RIGHT: ClassVar[str] = "people"
    officer: str = arg("账号或姓名", positional=True, required=True)
    reason: str = arg("理由")


@dataclass(kw_only=True, eq=False, repr=False)
class UnlockAccount(Act):
    """End a lock before its time."""

    NAME: ClassVar[str] = "people unlock"
    HELP: ClassVar[str] = "解锁账号 (不能解自己的)"
    RIGHT: ClassVar[str] = "unlock"
    officer: str = arg("账号或姓名", positional=True, required=True)
    reason: str = arg("理由")


@dataclass(kw_only=True, eq=False, repr=False)
class RenamePerson(Act):
    """Write a person's name as it should be; the account stays."""

    NAME: ClassVar[str] = "people rename"
    HELP: ClassVar[str] = "改姓名 (账号不变)"
    RIGHT: ClassVar[str] = "people"
    officer: str = arg("账号或姓名", positional=True, required=True, of="person")
    name: str = arg("姓名", positional=True, required=True, needed=True)
