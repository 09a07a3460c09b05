"""A disk that fails: the kernel refuses what one thread asks of it (seccomp), as it does when a disk gives up.

Nothing is patched in the program or in SQLite: the system call itself comes back with EIO. The filter holds for the
thread that sets it and ends with it; another thread of the process has the disk that works again.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
from collections.abc import Sequence

NUMBERS = {
    "x86_64": (0xC000003E, {"pwrite64": 18, "pread64": 17, "fsync": 74, "fdatasync": 75}),
    "aarch64": (0xC00000B7, {"pwrite64": 68, "pread64": 67, "fsync": 82, "fdatasync": 83}),
}
"""By machine: the audit number of its architecture (linux/audit.h) and its system calls."""

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
ALLOW, ERRNO = 0x7FFF0000, 0x00050000
LOAD, EQUAL, RETURN = 0x20, 0x15, 0x06
"""Load a word at an offset, jump by comparing with a constant, return (linux/bpf_common.h)."""


def here() -> str:
    """Return why no disk can be made to fail on this machine, empty where it can."""
    return "" if platform.machine() in NUMBERS else f"system call numbers of {platform.machine()} are not known here"


def fail(calls: Sequence[str]) -> None:
    """Let these system calls of the calling thread fail with EIO from now on."""
    architecture, numbers = NUMBERS[platform.machine()]
    lines = [(LOAD, 0, 0, 4), (EQUAL, 1, 0, architecture), (RETURN, 0, 0, ALLOW), (LOAD, 0, 0, 0)]
    for index, call in enumerate(calls):
        lines.append((EQUAL, len(calls) - index, 0, numbers[call]))
    lines += [(RETURN, 0, 0, ALLOW), (RETURN, 0, 0, ERRNO | errno.EIO)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in lines))

    class Program(ctypes.Structure):
        _fields_ = (("len", ctypes.c_ushort), ("filter", ctypes.c_void_p))

    program = Program(len(lines), ctypes.addressof(code))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
    for words in (
        (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0),
        (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(program), 0, 0),
    ):
        if libc.prctl(*words):
            raise OSError(ctypes.get_errno(), "no filter of system calls can be set here")
