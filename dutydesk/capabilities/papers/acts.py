"""The act by which the office says what stands on its papers."""

from __future__ import annotations

from dutydesk.kernel.acts import Act, arg


class OfficeDescribe(Act):
    """Say what stands on every paper of the office; what is left out stays as it was."""

    NAME = "office"
    HELP = "公文资料: 发文机关、代字、电话、刊物名和期号的写法; 省略的不变, 写 无 则清空"
    RIGHT = "rulebook"
    name: str = arg("发文机关, 如 某省人民政府驻北京办事处")
    short: str = arg("简称, 如 某省政府驻京办")
    code: str = arg("发文代字, 如 豫政驻京")
    telephone: str = arg("值班电话")
    fax: str = arg("传真")
    publication: str = arg("刊物名, 如 值班信息专报")
    issue: str = arg("期号的写法, 如 〔{year}〕第{no}期")
    issued: str = arg("启用前本年已印的期数, 如 值班信息专报=12、值班快报=87")
    signer: str = arg("平时谁签发报告", of="person")
