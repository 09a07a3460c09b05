"""A store that is reached from outside."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

SECRET = "长安街以北的路 7"
"""The own secret of wang, the leader on duty; zhou, who is not, has none."""


@dataclass
class Container:
    """The store, the server, and a key that lets zhou in."""

    folder: Path
    db: Path
    port: int
    environ: dict[str, str]

    def desk(self, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run the command line on the machine itself."""
        command = [sys.executable, "-m", "dutydesk", "--db", str(self.db), *words]
        return subprocess.run(
            command, check=False, input=stdin, capture_output=True, text=True, env=self.environ, timeout=60
        )

    def client(self, *options: str, key: str = "zhou") -> list[str]:
        """Return the words of the client, to which a command may be added."""
        fixed = ["BatchMode=yes", "StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR"]
        told = [word for one in (*fixed, "IdentitiesOnly=yes") for word in ("-o", one)]
        return ["ssh", "-F", "none", "-p", str(self.port), "-i", str(self.folder / key), *told, *options, "127.0.0.1"]

    def ssh(
        self, command: str, *, key: str = "zhou", options: Sequence[str] = (), **environ: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a command from outside, without a terminal."""
        words = [*self.client(*options, key=key), *([command] if command else [])]
        env = {**os.environ, **environ}
        return subprocess.run(
            words, check=False, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=env, timeout=60
        )

    def sessions(self) -> list[psutil.Process]:
        """Return the processes of this store that came in over SSH."""
        found = []
        for one in psutil.process_iter(["cmdline"]):
            words = one.info["cmdline"] or []
            if "login" in words and str(self.db) in words and "-I" in words:
                found.append(one)
        return found

    def write_keys(self) -> None:
        """Write the lines for sshd."""
        (self.folder / "keys").write_text(self.desk("keys-for-ssh").stdout, encoding="utf-8")
