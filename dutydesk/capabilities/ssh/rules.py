"""Reading a public key as OpenSSH writes it: one line, no options, a kind and length that count as strong today.

Lengths: RSA from 2048 bits (NIST SP 800-131A Rev. 2, through 2030). DSA is gone from OpenSSH itself, and a certificate
says by itself who somebody is, which is the desk's to say.
"""

from __future__ import annotations

import base64
import binascii
import hashlib

from dutydesk.kernel.refusal import Refused
from dutydesk.kernel.text import one_line
from dutydesk.kernel.values import dataclass

FIELD = "key"
RSA_BITS = 2048
COMMENT = 100
"""Characters of a comment; it is what a person wrote to know the key by."""
LONGEST = 16_384
"""Characters of the longest line that sshd takes in authorized_keys is 8 KB of key; twice that is none."""

_POINTS = {"nistp256": 65, "nistp384": 97, "nistp521": 133}
"""Bytes of an uncompressed point of each curve (SEC 1, 2.3.3)."""
_SK = "@openssh.com"
KINDS = (
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "ssh-rsa",
    f"sk-ssh-ed25519{_SK}",
    f"sk-ecdsa-sha2-nistp256{_SK}",
)


@dataclass(frozen=True)
class PublicKey:
    """A public key: its kind, its bytes in base64, what stands behind it, and what it is called."""

    kind: str
    body: str
    comment: str
    fingerprint: str


def read(typed: str) -> PublicKey:
    """Read the line of a public key file.

    Raises:
        Refused: it is none, or none that lets anybody in; names the field ``key``.
    """
    if "PRIVATE KEY" in typed:
        raise Refused(FIELD, "这是私钥, 不可交给任何人: 只登记公钥文件 (.pub); 未保存")
    lines = [line for line in typed.replace("\r\n", "\n").split("\n") if line.strip()]
    if not lines:
        raise Refused(FIELD, "还没有填")
    if len(lines) > 1 or len(typed) > LONGEST or "\r" in lines[0]:
        raise Refused(FIELD, "公钥须为一行, 一次登记一个")
    words = lines[0].strip().split(None, 2)
    kind = words[0]
    if kind not in KINDS:
        raise _not_a_kind(lines[0], kind)
    if len(words) < 2:
        raise Refused(FIELD, "公钥不完整: 类型后面没有内容")
    blob = _decoded(words[1])
    _check(kind, blob)
    digest = base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")
    comment = one_line(words[2] if len(words) > 2 else "")[:COMMENT]
    return PublicKey(kind, base64.b64encode(blob).decode(), comment, f"SHA256:{digest}")


def _not_a_kind(line: str, kind: str) -> Refused:
    known = ", ".join(KINDS)
    if any(f"{one} AAAA" in line for one in KINDS):
        return Refused(FIELD, "公钥前不可带选项, 行首须为密钥类型")
    if kind.startswith("----"):
        return Refused(FIELD, "不是 OpenSSH 的公钥行; 请用 ssh-keygen 生成的 .pub 文件")
    return Refused(FIELD, "不接受这种密钥: {0}; 可用: {1}", one_line(kind)[:40], known)


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused(FIELD, "公钥内容不完整或被改过 (不是 base64)") from error


def _check(kind: str, blob: bytes) -> None:
    """Refuse bytes that are not a whole key of the kind, or one that is too short."""
    parts = _parts(blob)
    if not parts or parts[0] != kind.encode():
        raise Refused(FIELD, "公钥内容与类型 {0} 不符", kind)
    rest = parts[1:]
    if kind.startswith("sk-"):
        rest = rest[:-1] if rest and rest[-1] else []
    if kind == "ssh-rsa":
        _check_rsa(rest)
    elif "ed25519" in kind:
        if len(rest) != 1 or len(rest[0]) != 32:
            raise Refused(FIELD, "公钥内容与类型 {0} 不符", kind)
    else:
        curve = next(one for one in _POINTS if one in kind)
        point = rest[1] if len(rest) == 2 and rest[0] == curve.encode() else b""
        if len(point) != _POINTS[curve] or point[0] != 4:
            raise Refused(FIELD, "公钥内容与类型 {0} 不符", kind)


def _check_rsa(parts: list[bytes]) -> None:
    if len(parts) != 2:
        raise Refused(FIELD, "公钥内容与类型 {0} 不符", "ssh-rsa")
    exponent, modulus = (int.from_bytes(part, "big") for part in parts)
    if modulus.bit_length() < RSA_BITS:
        raise Refused(FIELD, "RSA 密钥太短: {0} 位, 至少 {1} 位; 建议 ed25519", modulus.bit_length(), RSA_BITS)
    if exponent < 3 or exponent % 2 == 0 or modulus % 2 == 0:
        raise Refused(FIELD, "公钥内容与类型 {0} 不符", "ssh-rsa")


def _parts(blob: bytes) -> list[bytes]:
    """Return the strings that a key consists of (RFC 4251, 5), none where anything is cut off or left over."""
    parts: list[bytes] = []
    while blob:
        size = int.from_bytes(blob[:4], "big")
        if len(blob) < 4 + size:
            return []
        parts.append(blob[4 : 4 + size])
        blob = blob[4 + size :]
    return parts
