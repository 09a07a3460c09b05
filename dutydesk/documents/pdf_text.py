"""The text of a PDF, read in a process of its own: whatever a file does to its reader, the desk goes on.

pypdf, because it comes with the program (no package of the system, the same on every machine) and runs nothing of the
file. It is pure Python, and a small file may still ask for hours or gigabytes: so pages, characters, processor time and
memory are bounded, and the process has no more than the file on its standard input.
"""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys

from dutydesk.kernel.text import MAX_CHARACTERS
from dutydesk.kernel.wording import Worded

PAGES = 200
"""Pages that are read; the rest is counted."""

CHARACTERS = 10 * MAX_CHARACTERS
"""Characters after which no further page is read."""

SECONDS = 10
"""Processor seconds for one file; twice that on the clock of the wall."""

MEMORY = 1024 * 1024 * 1024
"""Bytes of address space."""

LOCKED, BROKEN = "locked", "broken"


class PdfUnreadableError(Worded):
    """The file has no text that can be read here; the sentence says why."""


def text_of(content: bytes) -> tuple[str, int]:
    """Return the text of a PDF, and how many of its pages were not read; empty where it holds pictures alone.

    Raises:
        PdfUnreadableError: it is locked, broken, or takes too long.
    """
    words = [sys.executable, "-m", __name__]
    try:
        done = subprocess.run(words, input=content, capture_output=True, timeout=2 * SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise PdfUnreadableError("PDF {0} 秒没有读完", 2 * SECONDS) from error
    except OSError as error:
        raise PdfUnreadableError("PDF 读不出") from error
    try:
        told = json.loads(done.stdout)
    except ValueError as error:  # ended by its bounds
        raise PdfUnreadableError("PDF 读不出: 超出时间或内存的限度") from error
    if told.get("fault") == LOCKED:
        raise PdfUnreadableError("PDF 加了口令, 读不出")
    if "text" not in told:
        raise PdfUnreadableError("PDF 已损坏, 读不出")
    return str(told["text"]), int(told["rest"])


def main() -> None:
    """Read a PDF on standard input and say its text, one JSON object."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # a pipe is no file: nothing can be written to the disk
    content = sys.stdin.buffer.read()
    sys.stdout.write(json.dumps(_told(content)))


def _told(content: bytes) -> dict[str, str | int]:
    from pypdf import PasswordType, PdfReader

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED:
            return {"fault": LOCKED}
        count, found, length = len(reader.pages), list[str](), 0
        for number in range(min(count, PAGES)):
            if length > CHARACTERS:
                break
            found.append(reader.pages[number].extract_text())
            length += len(found[-1])
        return {"text": "\n".join(found)[:CHARACTERS], "rest": count - len(found)}
    except Exception:  # noqa: BLE001 - a broken file fails in every way there is
        return {"fault": BROKEN}


if __name__ == "__main__":
    main()
