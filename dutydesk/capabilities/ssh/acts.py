"""Acts on the keys by which people come in over SSH."""

from __future__ import annotations

from dutydesk.kernel.acts import Act, arg


class AddKey(Act):
    """Let a person come in by a key."""

    NAME = "people key add"
    HELP = "登记某人的 SSH 公钥, 凭它可从外面登录"
    RIGHT = "people"
    officer: str = arg("账号或姓名", positional=True, required=True)
    key: str = arg("公钥, 一行, 即 .pub 文件的内容", positional=True, required=True, typed=True)


class RevokeKey(Act):
    """Let a key in no more."""

    NAME = "people key revoke"
    HELP = "撤销某人的 SSH 公钥, 不再能凭它登录"
    RIGHT = "people"
    officer: str = arg("账号或姓名", positional=True, required=True)
    key: str = arg("指纹 SHA256:… 或其开头, 只有一个公钥时可省略", positional=True)
    all: bool = arg("撤销此人的全部公钥", flag=True)
    reason: str = arg("理由")
