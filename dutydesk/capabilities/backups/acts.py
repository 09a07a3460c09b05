"""Acts on copies of the store."""

from __future__ import annotations

from dutydesk.kernel.acts import Act, arg


class PlaceBackups(Act):
    """Say where the daily copies go; from then on a day without a proved one is overdue at 04:00."""

    NAME = "backups place"
    HELP = "定每日备份的位置: watch 在 03:00 备份并作恢复演练, 04:00 前没有合格的即超时"
    RIGHT = "rulebook"
    folder: str = arg("文件夹, 最好在另一块磁盘上", positional=True, file=True, typed=True)
    none: bool = arg("不再每日备份", flag=True)
    second: str = arg("第二个文件夹, 另存一份", file=True, typed=True)
    send: str = arg(
        "送往别处的命令, 备份文件写作花括号中的 file; 不经 shell; 附件打成 .tar 随后送出", file=True, typed=True
    )
    key_file: str = arg("加密用的口令或密钥文件; 不写则不加密", file=True, typed=True)
    hourly: str = arg("保留最近几个小时的 (每小时一份), 省略为 24")
    daily: str = arg("保留最近几天的 (每天一份), 省略为 14")
    monthly: str = arg("保留最近几个月的 (每月一份), 至少 6, 省略为 12")
