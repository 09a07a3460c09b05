"""The application interfaces of DingTalk and Feishu: what their group robots cannot do, above all a file.

An application signs in with its own key, uploads, and sends to a group or a person by its id. A group's robot takes no
files (自定义机器人: text, link, card), so that a report goes this way. Each recipient's own reply decides; those who have
it are left out at the next attempt.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from dutydesk import __version__
from dutydesk.capabilities.delivery.rules import ChannelSpec, Outgoing
from dutydesk.kernel.instants import Instant
from dutydesk.watch.channels.http import field, guarded, multipart, post
from dutydesk.watch.channels.outcome import Outcome, failed, shortened, without
from dutydesk.watch.channels.references import resolve
from dutydesk.watch.channels.templates import Template, addresses, template_of
from dutydesk.watch.channels.webhook import effective_now

MEGABYTE = 1024 * 1024
MOST_FILE: Mapping[str, int] = {"dingtalk_app": 20 * MEGABYTE, "feishu_app": 30 * MEGABYTE}
"""Bytes of a file, by the services' manuals (钉钉 上传媒体文件, 飞书 上传文件)."""
GROUP = "cid"
"""How the id of a DingTalk group (openConversationId) begins; another is a person's userId."""
IDS: Mapping[str, str] = {"oc_": "chat_id", "ou_": "open_id", "on_": "union_id"}
"""How Feishu's ids begin, and what they are."""


class _NotTakenError(Exception):
    """A step was refused; what came of it."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.detail)
        self.outcome = outcome


def send(spec: ChannelSpec, outgoing: Outgoing, _now: Instant) -> Outcome:
    """Send one message or one file to everybody it is for.

    Raises:
        MissingSecretError, TemplateError: the channel is not set up.
    """
    secret = resolve(spec.secret)
    template = template_of(spec)
    fixed = () if outgoing.report else spec.recipients  # a report goes to its recipient, an alert to the whole list
    everyone = list(dict.fromkeys([*fixed, *addresses(spec, outgoing)]))
    waiting = [address for address in everyone if address not in outgoing.delivered]
    if not waiting:
        return Outcome(sent=True) if outgoing.delivered else failed("未配置好", "recipients", retry=False)
    if outgoing.file is not None and not 0 < len(outgoing.file[1]) <= MOST_FILE[spec.kind]:
        return failed("附件出不来", f"{len(outgoing.file[1])} > {MOST_FILE[spec.kind]}", retry=False)
    service = (_DingTalk if spec.kind == "dingtalk_app" else _Feishu)(spec, template, secret)
    taken: list[str] = []

    def work() -> Outcome:
        service.sign_in()
        content = service.file(outgoing.file) if outgoing.file is not None else service.text(outgoing)
        said = ""
        for address in waiting:
            said = service.give(address, content, outgoing.key)
            taken.append(address)
        return Outcome(sent=True, detail=said)

    def kept() -> Outcome:
        try:
            return work()
        except _NotTakenError as error:
            return error.outcome

    outcome = guarded(spec, (secret,), kept)
    if outcome.sent or not taken:
        return outcome
    done = (*outgoing.delivered, *taken)
    return failed("部分收件人被拒", outcome.detail, retry=outcome.retry, delivered=done)


class _Service:
    """What both have in common: a request whose reply says yes or no, and hides no secret."""

    def __init__(self, spec: ChannelSpec, template: Template, secret: str) -> None:
        self.spec, self.template, self.secret = spec, template, secret
        self.base = spec.url.rstrip("/")
        self.headers = {"User-Agent": f"dutydesk/{__version__}"}
        self.token = ""

    def ask(self, url: str, content: Any, typed: str = "application/json; charset=utf-8", key: str = "") -> Any:
        """Post and return the reply, read.

        Raises:
            _NotTakenError: the service said no, or what it said cannot be read.
        """
        whole = content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode()
        headers = {**self.headers, "Content-Type": typed}
        if key:
            headers["Idempotency-Key"] = quote(key, safe="/:;,=+@!")
        status, reply = post(self.spec, url, whole, headers)
        said = without((self.secret, self.token), reply.decode("utf-8", errors="replace"))
        outcome = self.effective(status, said)
        if not outcome.sent:
            raise _NotTakenError(outcome)
        try:
            return json.loads(reply)
        except ValueError as error:
            raise _NotTakenError(failed("回复读不懂", said)) from error

    def effective(self, status: int, said: str) -> Outcome:
        """Return what a reply means."""
        return effective_now(self.spec, self.template, status, said)

    def wanted(self, reply: Any, name: str) -> str:
        """Return a field of a reply that must be there.

        Raises:
            _NotTakenError: it is not.
        """
        found = field(reply, name)
        if not isinstance(found, str) or not found:
            raise _NotTakenError(failed("回复读不懂", name))
        return found


class _Feishu(_Service):
    """飞书: 自建应用 (tenant_access_token/internal), 上传文件 (im/v1/files), 发送消息 (im/v1/messages)."""

    def sign_in(self) -> None:
        keys = {"app_id": self.spec.app, "app_secret": self.secret}
        reply = self.ask(f"{self.base}/open-apis/auth/v3/tenant_access_token/internal", keys)
        self.token = self.wanted(reply, "tenant_access_token")
        self.headers["Authorization"] = f"Bearer {self.token}"

    def file(self, file: tuple[str, bytes]) -> tuple[str, str]:
        whole, typed = multipart("file", file, {"file_type": "stream", "file_name": file[0]})
        reply = self.ask(f"{self.base}/open-apis/im/v1/files", whole, typed)
        return "file", json.dumps({"file_key": self.wanted(reply, "data.file_key")})

    def text(self, outgoing: Outgoing) -> tuple[str, str]:
        return "text", json.dumps(self.template.filled(self.spec, outgoing), ensure_ascii=False)

    def give(self, address: str, content: tuple[str, str], key: str) -> str:
        kind = "email" if "@" in address else IDS.get(address[:3], "user_id")
        once = hashlib.sha256(f"{key}\n{address}".encode()).hexdigest()[:32]
        message = {"receive_id": address, "msg_type": content[0], "content": content[1], "uuid": once}
        reply = self.ask(f"{self.base}/open-apis/im/v1/messages?receive_id_type={kind}", message, key=key)
        return shortened(f"code {field(reply, 'code')}")


class _DingTalk(_Service):
    """钉钉: 企业内部应用 (oauth2/accessToken), 上传媒体文件 (media/upload), 机器人发送群聊、单聊消息 (sampleFile)."""

    def sign_in(self) -> None:
        keys = {"appKey": self.spec.app, "appSecret": self.secret}
        self.token = self.wanted(self.ask(f"{self.base}/v1.0/oauth2/accessToken", keys), "accessToken")
        self.headers["x-acs-dingtalk-access-token"] = self.token

    def file(self, file: tuple[str, bytes]) -> tuple[str, str]:
        whole, typed = multipart("media", file)
        url = f"{self.spec.upload.rstrip('/')}/media/upload?access_token={quote(self.token, safe='')}&type=file"
        media = self.wanted(self.ask(url, whole, typed), "media_id")
        kind = file[0].rpartition(".")[2]
        return "sampleFile", json.dumps({"mediaId": media, "fileName": file[0], "fileType": kind}, ensure_ascii=False)

    def text(self, outgoing: Outgoing) -> tuple[str, str]:
        return "sampleText", json.dumps(self.template.filled(self.spec, outgoing), ensure_ascii=False)

    def give(self, address: str, content: tuple[str, str], key: str) -> str:
        message: dict[str, Any] = {"robotCode": self.spec.app, "msgKey": content[0], "msgParam": content[1]}
        if address.startswith(GROUP):
            reply = self.ask(
                f"{self.base}/v1.0/robot/groupMessages/send", {**message, "openConversationId": address}, key=key
            )
        else:
            reply = self.ask(
                f"{self.base}/v1.0/robot/oToMessages/batchSend", {**message, "userIds": [address]}, key=key
            )
            strangers = field(reply, "invalidStaffIdList")
            if strangers:
                raise _NotTakenError(failed("对方报错", f"invalidStaffIdList {strangers}", retry=False))
        return shortened(f"processQueryKey {self.wanted(reply, 'processQueryKey')}")

    def effective(self, status: int, said: str) -> Outcome:
        """The newer interfaces say no by their status and give no error code with a yes; the older ones say errcode."""
        return (
            effective_now(self.spec, self.template, status, said)
            if '"errcode"' in said or status >= 300
            else Outcome(sent=True)
        )
