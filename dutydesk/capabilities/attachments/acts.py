"""Acts on files and recordings."""

from __future__ import annotations

from dutydesk.capabilities.matters.rules import Matter
from dutydesk.kernel.acts import Act, arg


class Filing(Act):
    """A file is put to a matter, or to a message, call or other entry."""

    ADDS = True
    file: str = arg("文件 (附件至多 20 MiB)", positional=True, required=True, file=True, typed=True)
    matter: Matter | None = arg("归在哪个事项", of="matter", matter="open_or_closed")
    entry: str = arg("归在哪一条 (消息、通话等的条目编号)")
    note: str = arg("说明")


class Attach(Filing):
    """Copy a file into the store's folder, for a matter or an entry."""

    NAME = "attach"
    HELP = "附件: 把一个文件按内容存进库旁的附件夹, 归在事项或一条消息、通话下"
    name: str = arg("名称, 省略为文件名")


class Recording(Filing):
    """Note where a recording lies; it is not copied."""

    NAME = "recording"
    HELP = "录音录像: 记下路径、时长和校验值, 文件留在原处"
    length: str = arg("时长, 如 3:20 或 200 秒; 省略则照文件里写的")
