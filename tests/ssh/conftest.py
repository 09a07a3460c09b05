"""A real sshd on the loopback, with a configuration, host key and port of its own, and a store behind it."""

from __future__ import annotations

import getpass
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from outside import SECRET, Container

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


@pytest.fixture(scope="module")
def container(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Container]:
    folder = tmp_path_factory.mktemp("ssh")
    (folder / "config.toml").write_text('lang = "zh"\n', encoding="utf-8")
    environ = {**os.environ, "DUTYDESK_CONFIG": str(folder / "config.toml"), "DUTYDESK_AS": "chen"}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    one = Container(folder, folder / "desk.db", port, environ)
    assert one.desk("demo", "--no-ui").returncode == 0
    for name in ("host", "zhou", "wang", "stranger"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
    for name in ("zhou", "wang"):
        done = one.desk("people", "key", "add", name, str(folder / f"{name}.pub"))
        assert done.returncode == 0, done.stderr
    (folder / "secret").write_text(SECRET, encoding="utf-8")
    done = one.desk("people", "secret", "--as", "wang", "--secret-file", str(folder / "secret"))
    assert done.returncode == 0, done.stderr
    one.write_keys()
    (folder / "sshd_config").write_text(
        f"""Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
PidFile {folder}/pid
AuthorizedKeysFile {folder}/keys {folder}/plain
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
