"""One request over HTTP, as every service is asked: bounded in time and size, following nothing, its failures told as an outcome."""

from __future__ import annotations

import hashlib
import ssl
import time
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import httpx

from dutydesk.capabilities.delivery.rules import ChannelSpec
from dutydesk.watch.channels.outcome import Outcome, failed, without

MOST_REPLY = 65_536
"""Bytes of a reply that are read."""


def guarded(spec: ChannelSpec, secrets: tuple[str, ...], work: Callable[[], Outcome]) -> Outcome:
    """Return what work comes to; what goes wrong on the way is an outcome without the secrets."""
    try:
        return work()
    except httpx.TimeoutException:
        return failed("超时", f"{spec.timeout} s")
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, ValueError) as error:  # address, proxy or token
        return failed("未配置好", without(secrets, str(error)), retry=False)
    except (httpx.HTTPError, OSError) as error:
        return failed("连不上", without(secrets, str(error) or type(error).__name__))


def post(spec: ChannelSpec, url: str, content: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    """Post, follow nothing, and read a bounded reply within the time."""
    ends = time.monotonic() + spec.timeout
    context = _context(spec.ca) if url.startswith("https:") else False
    with (
        httpx.Client(
            timeout=spec.timeout, follow_redirects=False, trust_env=False, verify=context, proxy=spec.proxy or None
        ) as client,
        client.stream("POST", url, content=content, headers=dict(headers)) as response,
    ):
        reply = b""
        for piece in response.iter_bytes(MOST_REPLY):
            reply += piece
            if len(reply) >= MOST_REPLY:
                break
            if time.monotonic() > ends:
                raise httpx.ReadTimeout("reply")
        return response.status_code, reply[:MOST_REPLY]


def multipart(
    name: str, file: tuple[str, bytes], fields: Mapping[str, str] | None = None, *, length: bool = False
) -> tuple[bytes, str]:
    """Return a form with a file in it, and its type; ``length``: the file's length stands beside its name (WeCom asks for it)."""
    called, content = file
    boundary = hashlib.sha256(content).hexdigest()
    quoted = "".join(c for c in called if c not in '"\\' and c.isprintable())
    parts = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
        for key, value in (fields or {}).items()
    )
    size = f"; filelength={len(content)}" if length else ""
    head = (
        f'{parts}--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{quoted}"{size}\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    whole = head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
    return whole, f"multipart/form-data; boundary={boundary}"


def field(content: Any, name: str) -> Any:
    """Return a field of a reply, by dots where it lies deeper; None when there is none."""
    for part in name.split("."):
        content = content.get(part) if isinstance(content, dict) else None  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
    return content  # pyright: ignore[reportUnknownVariableType]


@lru_cache(maxsize=8)
def _context(authorities: str) -> ssl.SSLContext:
    """Return a checking TLS context, with the office's own authorities where it has some (a path)."""
    return ssl.create_default_context(cafile=authorities or None)
