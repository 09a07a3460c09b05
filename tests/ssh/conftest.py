"""A real sshd on the loopback, with a configuration, host key and port of its own, and a store behind it."""

from __future__ import annotations

import getpass
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

SSHD = shutil.which("sshd", path="/usr/sbin:/usr/local/sbin:/usr/bin")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark all of this folder; without a server they say what is missing."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.ssh)
            if SSHD is None or shutil.which("ssh") is None:
                item.add_marker(
                    pytest.mark.skip(reason="no sshd or ssh: apt-get install openssh-server openssh-client")
                )


@dataclass
class House:
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


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("ssh")
    (folder / "config.toml").write_text('lang = "zh"\n', encoding="utf-8")
    environ = {**os.environ, "DUTYDESK_CONFIG": str(folder / "config.toml"), "DUTYDESK_AS": "chen"}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    one = House(folder, folder / "desk.db", port, environ)
    assert one.desk("demo", "--no-ui").returncode == 0
    for name in ("host", "zhou", "stranger"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
    done = one.desk("people", "key", "add", "zhou", str(folder / "zhou.pub"))
    assert done.returncode == 0, done.stderr
    one.write_keys()
    (folder / "sshd_config").write_text(
        f"""Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
PidFile {folder}/pid
AuthorizedKeysFile {folder}/keys
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin prohibit-password
AllowUsers {getpass.getuser()}
Subsystem sftp internal-sftp
AcceptEnv *
ClientAliveInterval 1
ClientAliveCountMax 2
""",
        encoding="utf-8",
    )
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    server = subprocess.Popen([str(SSHD), "-D", "-f", f"{folder}/sshd_config", "-E", f"{folder}/sshd.log"])
    try:
        ends = time.monotonic() + 10
        while time.monotonic() < ends and server.poll() is None:
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield one
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(10)
