"""JSON over HTTP: group robots of WeCom, DingTalk and Feishu, and any webhook of the office.

The reply's own error code decides: these services answer 200 to a message that they refused.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import ssl
import time
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode

import httpx

from dutydesk import __version__
from dutydesk.capabilities.delivery.rules import CARRY, ChannelSpec, Outgoing, fill
from dutydesk.kernel.instants import SECOND, Instant
from dutydesk.watch.channels.outcome import Outcome, failed, shortened, without
from dutydesk.watch.channels.references import resolve
from dutydesk.watch.channels.templates import Template, template_of

MOST_REPLY = 65_536
"""Bytes of a reply that are read."""

TRANSIENT = (408, 425, 429)
"""Refusals by status that pass by themselves; other 4xx want somebody to look at the set-up."""

MILLISECOND: Instant = 1000


def send(spec: ChannelSpec, outgoing: Outgoing, now: Instant) -> Outcome:
    """Post one message.

    Raises:
        MissingSecretError, TemplateError: the channel is not set up.
    """
    token, secret = resolve(spec.token), resolve(spec.secret)
    template = template_of(spec)
    body = template.filled(spec, outgoing)
    url = fill(spec.url, {"token": quote(token, safe="")})
    if secret and template.sign == "dingtalk":
        url += ("&" if "?" in url else "?") + urlencode(sign_dingtalk(secret, now))
    elif secret and template.sign == "feishu":
        body = {**sign_feishu(secret, now), **body}
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": f"dutydesk/{__version__}",
        "Idempotency-Key": quote(outgoing.key, safe="/:;,=+@!"),  # a unit of the key has no place in a header as it is
    }
    if token and "{token}" not in spec.url:
        headers["Authorization"] = f"Bearer {token}"
    try:
        if outgoing.file is not None:
            taken = _uploaded(spec, template, url, outgoing.file, headers)
            if isinstance(taken, Outcome):
                return taken
            body = {"msgtype": "file", "file": {"media_id": taken}}
        status, reply = _post(spec, url, json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"), headers)
    except httpx.TimeoutException:
        return failed("超时", f"{spec.timeout} s")
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, ValueError) as error:  # address, proxy or token
        return failed("未配置好", without((token, secret), str(error)), retry=False)
    except (httpx.HTTPError, OSError) as error:
        return failed("连不上", without((token, secret), str(error) or type(error).__name__))
    return effective_now(spec, template, status, without((token, secret), reply.decode("utf-8", errors="replace")))


SEND, UPLOAD = "/send?", "/upload_media?type=file&"
"""WeCom's group robot: where a message goes, and where its file goes before it (file of 5 bytes to 20 MB)."""

MOST_FILE = 20 * 1024 * 1024


def _uploaded(
    spec: ChannelSpec, template: Template, url: str, file: tuple[str, bytes], headers: dict[str, str]
) -> str | Outcome:
    """Hand a file to WeCom and return what its message names it by; an outcome where it was not taken."""
    name, content = file
    if spec.kind not in CARRY or SEND not in url:
        return failed("附件出不来", spec.kind, retry=False)
    if len(content) > MOST_FILE:
        return failed("附件出不来", f"{len(content)} > {MOST_FILE}", retry=False)
    boundary = hashlib.sha256(content).hexdigest()
    quoted = "".join(c for c in name if c not in '"\\' and c.isprintable())
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="media"; filename="{quoted}"; filelength={len(content)}\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    whole = head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
    typed = {**headers, "Content-Type": f"multipart/form-data; boundary={boundary}"}
    status, reply = _post(spec, url.replace(SEND, UPLOAD, 1), whole, typed)
    said = without((resolve(spec.token), resolve(spec.secret)), reply.decode("utf-8", errors="replace"))
    outcome = effective_now(spec, template, status, said)
    media = str(_field(json.loads(said), "media_id") or "") if outcome.sent else ""
    return media or (failed("回复读不懂", said) if outcome.sent else outcome)


def effective_now(spec: ChannelSpec, template: Template, status: int, reply: str) -> Outcome:
    """Return what a reply means."""
    said = f"HTTP {status} {reply}"
    if 300 <= status < 400:
        return failed("转往他处", said, retry=False)
    if not 200 <= status < 300:
        return failed("对方报错", said, retry=status >= 500 or status in TRANSIENT)
    wanted = ((spec.success),) if spec.success[0] else template.success
    if not wanted:
        return Outcome(sent=True, detail=shortened(said))
    try:
        content: Any = json.loads(reply)
    except ValueError:
        return failed("回复读不懂", said)
    found = [(_field(content, name), value) for name, value in wanted]
    there = [(_spelled(field), value) for field, value in found if field is not None]
    if not there:
        return failed("回复读不懂", said)
    if all(field == value for field, value in there):
        return Outcome(sent=True, detail=shortened(said))
    message = _field(content, template.message)
    return failed("对方报错", f"{' '.join(field for field, _ in there)} {_spelled(message) if message else ''}")


def _field(content: Any, name: str) -> Any:
    """Return a field of a reply, by dots where it lies deeper; None when there is none."""
    for part in name.split("."):
        content = content.get(part) if isinstance(content, dict) else None  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
    return content  # pyright: ignore[reportUnknownVariableType]


def _spelled(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def sign_dingtalk(secret: str, now: Instant) -> dict[str, str]:
    """Return the query parameters of a signed DingTalk robot: HMAC-SHA256 over time (ms), line feed and secret."""
    stamp = str(now // MILLISECOND)
    mac = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()
    return {"timestamp": stamp, "sign": base64.b64encode(mac).decode()}


def sign_feishu(secret: str, now: Instant) -> dict[str, str]:
    """Return the body fields of a signed Feishu robot: HMAC-SHA256 of nothing, keyed by time (s), line feed and secret."""
    stamp = str(now // SECOND)
    mac = hmac.new(f"{stamp}\n{secret}".encode(), b"", hashlib.sha256).digest()
    return {"timestamp": stamp, "sign": base64.b64encode(mac).decode()}


def _post(spec: ChannelSpec, url: str, content: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
    """Post, follow nothing, and read a bounded reply within the time."""
    ends = time.monotonic() + spec.timeout
    context = _context(spec.ca) if url.startswith("https:") else False
    with (
        httpx.Client(
            timeout=spec.timeout, follow_redirects=False, trust_env=False, verify=context, proxy=spec.proxy or None
        ) as client,
        client.stream("POST", url, content=content, headers=headers) as response,
    ):
        reply = b""
        for piece in response.iter_bytes(MOST_REPLY):
            reply += piece
            if len(reply) >= MOST_REPLY:
                break
            if time.monotonic() > ends:
                raise httpx.ReadTimeout("reply")
        return response.status_code, reply[:MOST_REPLY]


@lru_cache(maxsize=8)
def _context(authorities: str) -> ssl.SSLContext:
    """Return a checking TLS context, with the office's own authorities where it has some (a path)."""
    return ssl.create_default_context(cafile=authorities or None)
