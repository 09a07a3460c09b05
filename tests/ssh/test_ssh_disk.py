"""A store on another machine's disk: SQLite's locks do not hold there, so that nothing is opened or made on it (case 8)."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from outside import SECRET, Container


@pytest.fixture
def mounted(container: Container, tmp_path: Path) -> Iterator[Path]:
    """A folder of the loopback's server, mounted over sftp."""
    if shutil.which("sshfs") is None:
        pytest.skip("no sshfs: apt-get install sshfs")
    key, far, here = container.folder / "disk", tmp_path / "far", tmp_path / "here"
    far.mkdir()
    here.mkdir()
    if not key.exists():
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
        (container.folder / "plain").write_text(key.with_suffix(".pub").read_text(encoding="ascii"), encoding="ascii")
    options = f"IdentityFile={key},StrictHostKeyChecking=no,UserKnownHostsFile=/dev/null,BatchMode=yes"
    words = ["sshfs", "-p", str(container.port), "-o", options, f"127.0.0.1:{far}", str(here)]
    done = subprocess.run(words, capture_output=True, timeout=60, check=False)
    if done.returncode:
        pytest.skip(f"nothing can be mounted over sftp here: {done.stderr.decode().strip()}")
    yield here
    subprocess.run(["umount", "-l", str(here)], check=False)


def test_a_store_on_a_disk_across_the_network_is_refused_with_the_reason(container: Container, mounted: Path) -> None:
    copy = mounted / "desk.db"
    shutil.copyfile(container.db, copy)
    before = copy.read_bytes()
    for words in (("due",), ("log", "一句", "--as", "chen"), ("watch", "--once"), ("verify",)):
        done = container.desk("--db", str(copy), *words)
        assert done.returncode == 1, words
        assert "网络文件系统 (fuse.sshfs)" in done.stderr
        assert "请放在本机磁盘" in done.stderr
    assert copy.read_bytes() == before
    assert [one.name for one in mounted.iterdir()] == ["desk.db"]


def test_no_store_is_made_on_a_disk_across_the_network(container: Container, mounted: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(SECRET, encoding="utf-8")
    store = mounted / "new.db"
    words = ("init", "--site", "测试", "--director", "chen", "--secret-file", str(secret))
    done = container.desk("--db", str(store), *words)
    assert done.returncode == 1
    assert "网络文件系统 (fuse.sshfs)" in done.stderr
    assert list(mounted.iterdir()) == []


def test_a_link_to_a_disk_across_the_network_is_followed(container: Container, mounted: Path, tmp_path: Path) -> None:
    shutil.copyfile(container.db, mounted / "desk.db")
    link = tmp_path / "desk.db"
    link.symlink_to(mounted / "desk.db")
    done = container.desk("--db", str(link), "due")
    assert (done.returncode, "fuse.sshfs" in done.stderr) == (1, True)
