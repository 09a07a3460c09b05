"""JSON over HTTP: group robots of WeCom, DingTalk and Feishu, and any webhook of the office.

The reply's own error code decides: these services answer 200 to a message that they refused.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any
from urllib.parse import quote, urlencode

from dutydesk import __version__
from dutydesk.capabilities.delivery.rules import CARRY, ChannelSpec, Outgoing, fill
from dutydesk.kernel.instants import SECOND, Instant
from dutydesk.watch.channels.http import field, guarded, multipart, post
from dutydesk.watch.channels.outcome import Outcome, failed, shortened, without
from dutydesk.watch.channels.references import resolve
from dutydesk.watch.channels.templates import Template, template_of

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
    secrets = (token, secret)

    def work() -> Outcome:
        said = body
        if outgoing.file is not None:
            taken = _uploaded(spec, template, url, outgoing.file, headers)
            if isinstance(taken, Outcome):
                return taken
            said = {"msgtype": "file", "file": {"media_id": taken}}
        status, reply = post(spec, url, json.dumps(said, ensure_ascii=False).encode("utf-8", "replace"), headers)
        return effective_now(spec, template, status, without(secrets, reply.decode("utf-8", errors="replace")))

    return guarded(spec, secrets, work)


SEND, UPLOAD = "/send?", "/upload_media?type=file&"
"""WeCom's group robot: where a message goes, and where its file goes before it (file of 5 bytes to 20 MB)."""

MOST_FILE = 20 * 1024 * 1024


def _uploaded(
    spec: ChannelSpec, template: Template, url: str, file: tuple[str, bytes], headers: dict[str, str]
) -> str | Outcome:
    """Hand a file to WeCom and return what its message names it by; an outcome where it was not taken."""
    if spec.kind not in CARRY or SEND not in url:
        return failed("附件出不来", spec.kind, retry=False)
    if len(file[1]) > MOST_FILE:
        return failed("附件出不来", f"{len(file[1])} > {MOST_FILE}", retry=False)
    whole, typed = multipart("media", file, length=True)
    status, reply = post(spec, url.replace(SEND, UPLOAD, 1), whole, {**headers, "Content-Type": typed})
    said = without((resolve(spec.token), resolve(spec.secret)), reply.decode("utf-8", errors="replace"))
    outcome = effective_now(spec, template, status, said)
    media = str(field(json.loads(said), "media_id") or "") if outcome.sent else ""
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
    found = [(field(content, name), value) for name, value in wanted]
    there = [(_spelled(field), value) for field, value in found if field is not None]
    if not there:
        return failed("回复读不懂", said)
    if all(field == value for field, value in there):
        return Outcome(sent=True, detail=shortened(said))
    message = field(content, template.message)
    return failed("对方报错", f"{' '.join(field for field, _ in there)} {_spelled(message) if message else ''}")


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
