"""A paper handed to the command that prints: an argument vector, a file of its own, bounded time."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from dutydesk.kernel.wording import Worded

SECONDS = 60
"""After that a printing command is given up."""


class PrintRefusedError(Worded):
    """Nothing was printed; the sentence says why."""


def send(words: Sequence[str], content: bytes, suffix: str) -> None:
    """Run the command with the paper's file behind its words; no shell.

    Raises:
        PrintRefusedError: there is no such command, it failed, or it took too long.
    """
    with tempfile.TemporaryDirectory(prefix="dutydesk-") as folder:
        path = Path(folder) / f"paper{suffix}"
        path.write_bytes(content)
        try:
            done = subprocess.run(
                [*words, str(path)], timeout=SECONDS, stdin=subprocess.DEVNULL, capture_output=True, check=False
            )
        except FileNotFoundError as error:
            raise PrintRefusedError("没有打印命令 {0}, 没有打印; 请改 config.toml 的 print", words[0]) from error
        except (OSError, subprocess.TimeoutExpired) as error:
            raise PrintRefusedError("打印命令 {0} 没有做完, 没有打印", words[0]) from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise PrintRefusedError("打印命令 {0} 说不行 ({1}): {2}", words[0], done.returncode, said)
