"""Acts on the rulebook."""

from __future__ import annotations

from dutydesk.kernel.acts import Act, arg


class RulebookAccept(Act):
    """Accept the text of a rulebook folder: from now on it counts for every session on the store."""

    NAME = "rulebook accept"
    HELP = "采用规则册: 把各文件的文字写入日志, 从此对本库生效"
    RIGHT = "rulebook"
    folder: str = arg("规则册文件夹, 省略为配置的, 没有配置则为随程序的", file=True)
    keep: bool = arg("保留采用的: 已看过随程序的新版, 不改", flag=True)
    reason: str = arg("理由")
