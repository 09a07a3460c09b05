"""Public keys: what lets somebody in, and what is none."""

from __future__ import annotations

import base64
import hashlib

import pytest

from dutydesk.capabilities.ssh import rules
from dutydesk.kernel.refusal import Refused


def packed(*parts: bytes) -> str:
    return base64.b64encode(b"".join(len(part).to_bytes(4, "big") + part for part in parts)).decode()


ED = packed(b"ssh-ed25519", bytes(range(32)))
P256 = packed(b"ecdsa-sha2-nistp256", b"nistp256", b"\x04" + bytes(64))
SK = packed(b"sk-ssh-ed25519@openssh.com", bytes(32), b"ssh:")


def rsa(bits: int) -> str:
    modulus = (1 << (bits - 1)) | 1
    return packed(b"ssh-rsa", b"\x01\x00\x01", b"\x00" + modulus.to_bytes((bits + 7) // 8, "big"))


@pytest.mark.parametrize(
    ("line", "kind", "comment"),
    [
        (f"ssh-ed25519 {ED}", "ssh-ed25519", ""),
        (f"ssh-ed25519 {ED} 周凯 的 笔记本\n", "ssh-ed25519", "周凯 的 笔记本"),
        (f"  ssh-ed25519\t{ED}\r\n", "ssh-ed25519", ""),
        (f"ecdsa-sha2-nistp256 {P256} a", "ecdsa-sha2-nistp256", "a"),
        (f"sk-ssh-ed25519@openssh.com {SK}", "sk-ssh-ed25519@openssh.com", ""),
        (f"ssh-rsa {rsa(2048)}", "ssh-rsa", ""),
        (f"ssh-rsa {rsa(4096)}", "ssh-rsa", ""),
    ],
)
def test_a_key_is_read(line: str, kind: str, comment: str) -> None:
    key = rules.read(line)
    assert (key.kind, key.comment) == (kind, comment)
    digest = hashlib.sha256(base64.b64decode(key.body)).digest()
    assert key.fingerprint == "SHA256:" + base64.b64encode(digest).decode().rstrip("=")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("", "还没有填"),
        (" \n\n", "还没有填"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n-----END OPENSSH PRIVATE KEY-----", "私钥"),
        ("---- BEGIN SSH2 PUBLIC KEY ----", "不是 OpenSSH 的公钥行"),
        (f"ssh-ed25519 {ED}\nssh-ed25519 {ED}", "一行"),
        (f"ssh-ed25519 {ED} a\rssh-ed25519 {ED}", "一行"),
        (f'command="sh" ssh-ed25519 {ED}', "选项"),
        (f"no-pty ssh-ed25519 {ED}", "选项"),
        (f"restrict,pty ecdsa-sha2-nistp256 {P256}", "选项"),
        ("ssh-dss AAAAB3NzaC1kc3M=", "不接受"),
        (f"ssh-ed25519-cert-v01@openssh.com {ED}", "不接受"),
        ("ssh-ed25519", "不完整"),
        ("ssh-ed25519 nonsense!", "base64"),
        (f"ssh-ed25519 {ED[:-4]}", "不符"),
        (f"ssh-rsa {ED}", "不符"),
        (f"ssh-ed25519 {P256}", "不符"),
        ("ssh-ed25519 " + packed(b"ssh-ed25519", bytes(31)), "不符"),
        ("ssh-ed25519 " + packed(b"ssh-ed25519", bytes(32), b"more"), "不符"),
        ("ecdsa-sha2-nistp256 " + packed(b"ecdsa-sha2-nistp256", b"nistp384", b"\x04" + bytes(64)), "不符"),
        (f"ssh-rsa {rsa(1024)}", "1024"),
        (f"ssh-rsa {rsa(2047)}", "2047"),
        ("ssh-ed25519 " + "A" * 20_000, "一行"),
    ],
)
def test_what_is_no_key_is_refused(line: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason) as refused:
        rules.read(line)
    assert refused.value.field == "key"
