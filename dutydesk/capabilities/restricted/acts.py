"""Acts on who may know of a matter."""

from __future__ import annotations

from dutydesk.capabilities.matters.rules import Matter
from dutydesk.kernel.acts import Act, arg


class Restrict(Act):
    """Let only named people see a matter, and the leader on duty; named again, it names who they are from now on."""

    NAME = "restrict set"
    HELP = "限定知悉: 此事项只有列名的人和在岗带班领导看得到"
    RIGHT = "restricted"
    matter: Matter = arg("事项", positional=True, required=True, of="matter", matter="any")
    holder: list[str] = arg("知悉人, 可多个; 办理此事的领导和此标记的固定知悉人自动列入", many=True, of="person")
    reason: str = arg("理由", required=True)
    label: str = arg("标记: internal 内部, work_secret 工作秘密; 省略为照旧", of="mark")


class NameStanding(Act):
    """Say who holds every matter that is marked so from now on, beside those whom each names; nobody where nobody is named."""

    NAME = "restrict standing"
    HELP = "标记的固定知悉人: 以后作此标记的事项都列入; 不写人则不再有固定知悉人"
    RIGHT = "restricted"
    label: str = arg("标记: internal 内部, work_secret 工作秘密", positional=True, required=True, of="mark")
    holder: list[str] = arg("固定知悉人, 可多个; 在岗带班领导总看得到", many=True, of="person")
    reason: str = arg("理由", required=True)


class Unrestrict(Act):
    """Let everybody see a matter again."""

    NAME = "restrict lift"
    HELP = "解除限定知悉: 所有人都看得到此事项"
    RIGHT = "restricted"
    matter: Matter = arg("事项", positional=True, required=True, of="matter", matter="any")
    reason: str = arg("理由", required=True)


class Seal(Act):
    """Seal what is written of a restricted matter from now on; what stood in the journal before stays as it is."""

    NAME = "restrict seal"
    HELP = "封存: 此后写入此事项的文字、数字、附件加密存放; 此前已写入的在日志里仍为明文; 先要限定知悉"
    RIGHT = "restricted"
    matter: Matter = arg("事项", positional=True, required=True, of="matter", matter="any")
    reason: str = arg("理由", required=True)


class Unseal(Act):
    """Tell in the open what was sealed of a matter, and seal nothing more of it."""

    NAME = "restrict unseal"
    HELP = "启封: 已封存的文字和数字重新以明文存放, 此后不再加密; 附件仍加密存放; 知悉范围不变"
    RIGHT = "restricted"
    matter: Matter = arg("事项", positional=True, required=True, of="matter", matter="any")
    reason: str = arg("理由", required=True)


class ChangeKey(Act):
    """Seal all sealed matters with a new key from now on; what stands in the tables of them, too."""

    NAME = "restrict rekey"
    HELP = "换封存密钥: 各表和此后写入的改用新密钥; 日志里旧的内容和已存附件仍要旧密钥, 旧密钥留在同一文件里"
    RIGHT = "restricted"
    reason: str = arg("理由", required=True)


class ReadAnnex(Act):
    """Sign for the restricted matters of a shift: read, and known."""

    NAME = "restrict sign"
    HELP = "签阅限定知悉事项附页 (restrict annex)"
    RIGHT = "handover"
    SIGNED = True
    note: str = arg("备注")
