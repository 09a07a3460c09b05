"""Copies that only a key opens: a file sealed in pieces, so that a cut or altered one is noticed at the first wrong piece.

A file is: the magic line, the length of a header, the header (JSON: how the key is made, which store, how many rows), a
piece that tells a wrong key from a damaged file, then pieces of a megabyte. Every piece is ChaCha20-Poly1305 under a key
made by scrypt, its nonce is its number and whether it is the last, and the header is bound to each: pieces cannot be
left out, exchanged or taken from another file.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from dutydesk.kernel.values import dataclass
from dutydesk.store.errors import BadCopyError, StoreError

MAGIC = b"DUTYDESK SEALED COPY 1\n"
PIECE = 1 << 20
TAG = 16
"""Bytes that sealing adds to each piece."""

LOG_N, R, P = 15, 8, 1
"""Costs of scrypt: 32 MB and about a tenth of a second for each guess."""

LARGEST_HEADER = 4096
_PROOF = b"dutydesk"


class Writes(Protocol):
    """What sealing needs of what it writes into."""

    def write(self, piece: bytes, /) -> object:
        """Write a piece."""
        ...


class WrongKeyError(StoreError):
    """The key does not open the copy."""


@dataclass(frozen=True)
class Header:
    """What stands open in front of a sealed copy."""

    salt: str
    log_n: int
    r: int
    p: int
    origin: str
    count: int
    head: str


def is_sealed(path: Path) -> bool:
    """Return whether a file is a sealed copy."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def seal(source: Path, target: Writes, secret: bytes, about: Header, progress: Callable[[int], None]) -> None:
    """Write ``source`` sealed into an open file; ``progress`` gets the bytes done."""
    front = _front(about)
    box = _Box(secret, about, front)
    target.write(front)
    target.write(box.close(_PROOF, 0, last=False))
    number, done = 1, 0
    with source.open("rb") as file:
        piece = file.read(PIECE)
        while True:
            following = file.read(PIECE)
            target.write(box.close(piece, number, last=not following))
            done += len(piece)
            progress(done)
            if not following:
                return
            piece, number = following, number + 1


def unseal(source: Path, target: Writes, secret: bytes, progress: Callable[[int], None]) -> Header:
    """Write what a sealed copy holds into an open file.

    Raises:
        WrongKeyError: the key does not open it.
        BadCopyError: it is no sealed copy, or was cut or altered.
    """
    with source.open("rb") as file:
        about, front = _read_front(file, source)
        box = _Box(secret, about, front)
        if box.open(file.read(len(_PROOF) + TAG), 0, last=False) != _PROOF:
            raise WrongKeyError("密钥或口令不对, 打不开备份: {0}; 未改动", str(source))
        done = 0
        for number, (piece, last) in enumerate(_pieces(file), 1):
            plain = box.open(piece, number, last=last)
            if plain is None:
                raise BadCopyError("备份不完整或被改动: {0} (第 {1} MB); 未恢复任何东西", str(source), number)
            target.write(plain)
            done += len(plain)
            progress(done)
        if not done:
            raise BadCopyError("备份不完整或被改动: {0} (第 {1} MB); 未恢复任何东西", str(source), 1)
    return about


def new_header(origin: str, count: int, head: str) -> Header:
    """Return the header of a new copy, with a salt of its own."""
    return Header(os.urandom(16).hex(), LOG_N, R, P, origin, count, head)


def _front(about: Header) -> bytes:
    names = ("salt", "log_n", "r", "p", "origin", "count", "head")
    text = json.dumps({name: getattr(about, name) for name in names}, sort_keys=True).encode("ascii")
    return MAGIC + len(text).to_bytes(4, "big") + text


def _read_front(file: BinaryIO, path: Path) -> tuple[Header, bytes]:
    if file.read(len(MAGIC)) != MAGIC:
        raise BadCopyError("不是加密的备份: {0}", str(path))
    length = file.read(4)
    size = int.from_bytes(length, "big")
    text = file.read(size) if size <= LARGEST_HEADER else b""
    try:
        values = cast("dict[str, str | int]", json.loads(text))
        numbers = [int(values[name]) for name in ("log_n", "r", "p", "count")]
        words = [str(values[name]) for name in ("salt", "origin", "head")]
        bytes.fromhex(words[0])
        affordable = 10 <= numbers[0] <= 20 and 1 <= numbers[1] <= 16 and 1 <= numbers[2] <= 4
    except (ValueError, KeyError, TypeError) as error:
        raise BadCopyError("备份的文件头不完整或被改动: {0}", str(path)) from error
    if not affordable:
        raise BadCopyError("备份的文件头不完整或被改动: {0}", str(path))
    about = Header(words[0], numbers[0], numbers[1], numbers[2], words[1], numbers[3], words[2])
    return about, MAGIC + length + text


def _pieces(file: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """The sealed pieces in order, each with whether it is the last."""
    piece = file.read(PIECE + TAG)
    while piece:
        following = file.read(PIECE + TAG)
        yield piece, not following
        piece = following


class _Box:
    """Closes and opens the pieces of one file."""

    def __init__(self, secret: bytes, about: Header, front: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        salt = bytes.fromhex(about.salt)
        memory = 128 * (1 << about.log_n) * about.r * about.p + (1 << 20)
        key = hashlib.scrypt(secret, salt=salt, n=1 << about.log_n, r=about.r, p=about.p, maxmem=2 * memory, dklen=32)
        self._cipher = ChaCha20Poly1305(key)
        self._bound = hashlib.sha256(front).digest()

    def close(self, plain: bytes, number: int, *, last: bool) -> bytes:
        """Return a piece sealed."""
        return self._cipher.encrypt(_nonce(number, last=last), plain, self._bound)

    def open(self, sealed: bytes, number: int, *, last: bool) -> bytes | None:
        """Return a piece, None where it is not what was sealed in this place."""
        from cryptography.exceptions import InvalidTag

        try:
            return self._cipher.decrypt(_nonce(number, last=last), sealed, self._bound)
        except (InvalidTag, ValueError):
            return None


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
