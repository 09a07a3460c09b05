"""What the operating system refused, in words: its own are English on every machine."""

from __future__ import annotations

import errno

from dutydesk.kernel.wording import Word, Worded

REASONS = {
    errno.ENOENT: Word("没有这个文件或文件夹"),
    errno.EACCES: Word("没有权限"),
    errno.EPERM: Word("系统不允许"),
    errno.EISDIR: Word("这是文件夹, 不是文件"),
    errno.ENOTDIR: Word("路径里有一段不是文件夹"),
    errno.EEXIST: Word("已有同名的"),
    errno.ENOSPC: Word("磁盘已满"),
    errno.EDQUOT: Word("磁盘配额已满"),
    errno.EROFS: Word("磁盘只读"),
    errno.EIO: Word("磁盘读写出错"),
    errno.EFBIG: Word("文件太大"),
    errno.ENAMETOOLONG: Word("名称太长"),
    errno.ELOOP: Word("是符号链接, 或链接成环"),
    errno.EMFILE: Word("打开的文件太多"),
    errno.ENOMEM: Word("内存不足"),
    errno.EBUSY: Word("正被占用"),
    errno.ENOEXEC: Word("不能当程序运行"),
    errno.ECONNREFUSED: Word("对方拒绝连接"),
    errno.ECONNRESET: Word("对方断开连接"),
    errno.ETIMEDOUT: Word("等候超时"),
    errno.EHOSTUNREACH: Word("对方主机不通"),
    errno.ENETUNREACH: Word("网络不通"),
}
"""Reasons that a desk meets, by their number."""


def reason_of(error: BaseException) -> Word | Worded:
    """Return why the system refused; by its number where there is no word for it, by its class where there is no number."""
    if isinstance(error, ValueError):
        return Word("这个名称不能用")
    number = getattr(error, "errno", None)
    if number in REASONS:
        return REASONS[number]
    return Worded("系统错误 {0}", type(error).__name__ if number is None else number)
