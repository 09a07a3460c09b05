"""What fails while the desk runs: written down, remembered for whoever shows it, over with the next success.

One policy for every worker, callback, timer and thread (DESIGN §3, Runtime): a failure is logged, shown and tried
again. The log is a rotating file beside the store, 0600. It says what failed, of which type and where in the program,
and never a value: no text of an entry, no parameter, no secret.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dutydesk.kernel import system_errors
from dutydesk.kernel.instants import MINUTE, SECOND, Instant
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Worded

if TYPE_CHECKING:
    import logging
    from traceback import StackSummary

LOG_BYTES, LOG_FILES = 256 * 1024, 3
"""Size of the log, and how many older ones are kept."""

AGAIN_LOGGED: Instant = MINUTE
"""What goes on failing is logged once in so long."""

PATIENCE: Instant = 5 * SECOND
"""Older than this a failure is shown in red (issue of the screen that froze over 看护正常)."""

LONGEST_WAIT = 10.0
"""Seconds between two tries, at most."""


def wait_before(attempt: int) -> float:
    """Return the seconds to wait before trying again: half a second, doubled each time, ten at most."""
    return min(LONGEST_WAIT, 0.5 * 2.0 ** min(attempt, 10))


@dataclass(frozen=True)
class Fault:
    """Something that fails now. ``since`` and ``last``: its first and newest failure; ``tries`` in a row."""

    task: str
    since: Instant
    last: Instant
    tries: int
    why: Worded

    def is_old(self, now: Instant) -> bool:
        """Whether it has failed for so long that it is shown in red."""
        return now - self.since > PATIENCE


class Faults:
    """The failures of one process. Threads may share it."""

    def __init__(self, store: Path, now: Callable[[], Instant]) -> None:
        self._store, self._now = store, now
        self._lock = threading.Lock()
        self._standing: dict[str, Fault] = {}
        self._logged: dict[str, Instant] = {}
        self._logger: logging.Logger | None = None
        self.path: Path | None = None
        """The log, once something was written into it."""
        self.count = 0
        """How many failures there were in all."""

    def failed(self, task: str, error: BaseException, *, standing: bool = True) -> Fault:
        """Note a failure.

        Args:
            task: what failed, by a name that never changes (``refresh``, ``tick``, ``command``).
            error: the failure.
            standing: it stays in sight until ``well`` is told; else it is only logged, and told by whoever asked.
        """
        now = self._now()
        with self._lock:
            self.count += 1
            before = self._standing.get(task)
            since, tries = (before.since, before.tries + 1) if before is not None else (now, 1)
            fault = Fault(task, since, now, tries, why(error))
            if standing:
                self._standing[task] = fault
            kind = f"{task} {type(error).__name__}"
            if not 0 <= now - self._logged.get(kind, now - AGAIN_LOGGED) < AGAIN_LOGGED:
                self._logged[kind] = now
                self._write(f"{task} #{tries} {_told(error)}")
        return fault

    def well(self, task: str) -> bool:
        """Note that a task succeeded; return whether it had failed before."""
        if task not in self._standing:
            return False
        with self._lock:
            ended = self._standing.pop(task, None)
            if ended is not None:
                self._write(f"{task} well again after {ended.tries}")
        return ended is not None

    def standing(self) -> list[Fault]:
        """Return what fails now, the longest first."""
        with self._lock:
            return sorted(self._standing.values(), key=lambda fault: fault.since)

    def close(self) -> None:
        """Close the log."""
        if self._logger is not None:
            for handler in list(self._logger.handlers):
                self._logger.removeHandler(handler)
                handler.close()
            self._logger = None

    def _write(self, line: str) -> None:
        with suppress(OSError):  # a full disk must not turn a failure into another
            if self._logger is None:
                self._logger, self.path = _open_log(self._store)
            self._logger.error("%s", line)


def why(error: BaseException) -> Worded:
    """Return a failure in words for people; what is unforeseen is named by its type only."""
    if isinstance(error, Worded):
        return error
    if isinstance(error, OSError):
        return Worded("系统出错 ({0})", system_errors.reason_of(error))
    from dutydesk.store.errors import in_words

    return in_words(error) or Worded("程序出错 ({0})", type(error).__name__)


def _open_log(store: Path) -> tuple[logging.Logger, Path]:
    """Open the log beside the store; where nothing can be written there, in the user's state folder."""
    import logging.handlers

    class Own(logging.handlers.RotatingFileHandler):
        def _open(self) -> Any:
            """Open for the owner only, and never through a link that somebody laid there."""
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW
            return os.fdopen(os.open(self.baseFilename, flags, 0o600), "a", encoding="utf-8")

        def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
            """Say nothing on the terminal: it is a screen."""

    path = store.with_name(store.name + ".log")
    try:
        handler = Own(path, maxBytes=LOG_BYTES, backupCount=LOG_FILES)
    except OSError:
        from dutydesk.config import user_folder

        folder = user_folder("state")
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / "desk.log"
        handler = Own(path, maxBytes=LOG_BYTES, backupCount=LOG_FILES)
    handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(message)s"))
    logger = logging.Logger("dutydesk")  # noqa: LOG001 - a logger of its own: no other library's lines, nobody's handlers
    logger.addHandler(handler)
    return logger, path


def _told(error: BaseException) -> str:
    """Return type, code and places of an error and of what it came from: never its words, which may hold values."""
    import traceback

    from dutydesk.store.errors import name_of

    told: list[str] = []
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        code = name_of(one) or (f"errno {one.errno}" if isinstance(one, OSError) else "")
        told.append(
            f"{type(one).__name__}{f' {code}' if code else ''}{_places(traceback.extract_tb(one.__traceback__))}"
        )
        one = one.__cause__ or one.__context__
    return " <- ".join(told)


def _places(frames: StackSummary) -> str:
    """Where it happened: file, line and function, the innermost last; no source, no locals."""
    told = "".join(f" {Path(frame.filename).name}:{frame.lineno}:{frame.name}" for frame in frames)
    return f" at{told}" if told else ""


def attempt(faults: Faults, task: str, work: Callable[[], Any]) -> bool:
    """Do something that is done again anyhow; return whether it succeeded."""
    try:
        work()
    except Exception as error:  # noqa: BLE001 - the policy: whatever it is, it is logged, shown and tried again
        faults.failed(task, error)
        return False
    faults.well(task)
    return True


SHOWN: Mapping[str, str] = {
    "refresh": "画面自 {0} 未刷新: {1}, 重试中",
    "tick": "看护自 {0} 受阻: {1}, 重试中",
    "draft": "草稿自 {0} 未存: {1}, 重试中",
    "log": "日志行自 {0} 未取到: {1}, 重试中",
    "settle": "开机步骤自 {0} 未完成: {1}, 重试中",
    "mailbox": "邮箱自 {0} 收不到: {1}, 重试中",
    "inbox": "收件自 {0} 受阻: {1}, 重试中",
    "dispatcher": "外发自 {0} 受阻: {1}, 重试中",
}
OTHER = "“{2}” 自 {0} 出错: {1}, 重试中"
"""For tasks without words of their own."""
