"""Acts on accounts. No act carries a secret: what is stored is its digest, made before the act."""

from __future__ import annotations

from dutydesk.kernel.acts import Act, arg


class SetRoles(Act):
    """Give a person other roles."""

    NAME = "people role"
    HELP = "改角色 (不能改自己的)"
    RIGHT = "people"
    officer: str = arg("账号或姓名", positional=True, required=True)
    role: str = arg(
        "角色: officer 值班员, leader 带班领导, director 主任, admin 管理员, auditor 审计员",
        positional=True,
        required=True,
    )
    also: list[str] = arg("兼任的角色", many=True)


class SetSecret(Act):
    """Set the own secret, or give another person one that must be changed at the first use."""

    NAME = "people secret"
    HELP = "改自己的口令; 写明别人则代设, 首次使用时须改"
    RIGHT = "own_secret"
    officer: str = arg("账号或姓名, 省略为自己", positional=True)
    digest: str = arg("口令摘要 (程序内部)")


class DisableAccount(Act):
    """Take an account out of use."""

    NAME = "people disable"
    HELP = "停用账号"
    RIGHT = "people"
    officer: str = arg("账号或姓名", positional=True, required=True)
    reason: str = arg("理由", required=True)


class EnableAccount(Act):
    """Take an account into use again."""

    NAME = "people enable"
    HELP = "启用账号"
    RIGHT = "people"
    officer: str = arg("账号或姓名", positional=True, required=True)
    reason: str = arg("理由")


class UnlockAccount(Act):
    """End a lock before its time."""

    NAME = "people unlock"
    HELP = "解锁账号 (不能解自己的)"
    RIGHT = "unlock"
    officer: str = arg("账号或姓名", positional=True, required=True)
    reason: str = arg("理由")


class RenamePerson(Act):
    """Write a person's name as it should be; the account stays."""

    NAME = "people rename"
    HELP = "改姓名 (账号不变)"
    RIGHT = "people"
    officer: str = arg("账号或姓名", positional=True, required=True, of="person")
    name: str = arg("姓名", positional=True, required=True, needed=True)


class SetFactor(Act):
    """Give a code of a device behind the own secret from now on; set again, it is another device."""

    NAME = "people totp"
    HELP = "设自己的动态码 (第二因素): 以后口令后空一格再写验证器上的 6 位数字; 带班领导、主任、管理员可设"
    RIGHT = "own_secret"
    WHICH = ("officer",)
    shared: str = arg("动态码密钥 (程序内部)")
    code: str = arg("验证器上现在的 6 位数字")


class ResetFactor(Act):
    """Take the second factor off a person whose device is gone; the director signs too."""

    NAME = "people totp-reset"
    HELP = "取消别人的动态码 (设备丢了): 须主任同签"
    RIGHT = "people"
    officer: str = arg("账号或姓名", positional=True, required=True, of="person")
    director: str = arg("同签的主任; 没有别的主任时为带班领导", consent=True)
    reason: str = arg("理由", required=True)
