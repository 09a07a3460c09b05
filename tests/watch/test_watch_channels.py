"""The ways out of the house against real receivers on the loopback: the reply's own word decides."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import select
import ssl
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import receiver as r
import trustme

from dutydesk.capabilities.delivery.rules import ChannelSpec, Outgoing
from dutydesk.kernel.instants import parse_instant
from dutydesk.watch.channels import deliver
from dutydesk.watch.channels.outcome import MOST_DETAIL
from dutydesk.watch.channels.references import is_open_to_others
from dutydesk.watch.channels.templates import TemplateError, load

NOW = parse_instant("2026-07-15T18:25:00+08:00", 0)
MESSAGE = Outgoing(
    "ob-1/ladder:1/robot", "【红】Y1 续报三", "应于 18:15", "red", "call", ("刘副主任",), "测试站", NOW, "Y1"
)


@pytest.fixture
def server() -> Iterator[r.Server]:
    """A web server on the loopback."""
    started = r.start()
    yield started
    r.stop(started)


def hook(server: r.Server, kind: str = "webhook", **more: Any) -> ChannelSpec:
    """A channel to the loopback server."""
    return ChannelSpec("robot", kind, url=server.url, timeout=5, **more)


# ---------------------------------------------------------------- files

PAPER = replace(
    MESSAGE,
    key="r1/省委办公厅/robot/9",
    text="现送上",
    file=("关于二广高速的报告（首报）.docx", b"PK\x03\x04 the paper"),
)


def group(server: r.Server, kind: str = "wecom", **more: Any) -> ChannelSpec:
    """A group robot as its service addresses it."""
    url = server.url.replace("/hook", "/cgi-bin/webhook/send?key={token}")
    return ChannelSpec("robot", kind, url=url, token="env:DUTYDESK_KEY", timeout=5, files=True, **more)


def test_a_paper_goes_into_the_group_as_a_file(server: r.Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """WeCom: the file first, then a message that names it by the id that the service gave it."""
    monkeypatch.setenv("DUTYDESK_KEY", "k-1")
    server.answers = [r.replies(200, {"errcode": 0, "errmsg": "ok", "media_id": "m-7"}), r.replies(200, {"errcode": 0})]
    assert deliver(group(server), PAPER, NOW).sent
    upload, message = server.requests
    assert urlsplit(upload.path).path == "/cgi-bin/webhook/upload_media"
    assert parse_qs(urlsplit(upload.path).query) == {"type": ["file"], "key": ["k-1"]}
    head = f"Content-Type: {upload.headers['Content-Type']}\r\n\r\n".encode()
    (part,) = message_from_bytes(head + upload.body, policy=policy.HTTP).iter_parts()
    assert part.get_content_disposition() == "form-data"
    assert part.get_param("name", header="content-disposition") == "media"
    assert "关于二广高速的报告（首报）.docx".encode() in upload.body
    assert part.get_content() == PAPER.file[1]
    assert (message.path, message.body) == (
        "/cgi-bin/webhook/send?key=k-1",
        {"msgtype": "file", "file": {"media_id": "m-7"}},
    )


@pytest.mark.parametrize(
    ("answers", "reason", "retry"),
    [
        ([{"errcode": 40004, "errmsg": "invalid file type"}], "对方报错", True),
        ([{"errcode": 0, "errmsg": "ok"}], "回复读不懂", True),
        ([{"errcode": 0, "media_id": "m-7"}, {"errcode": 93000, "errmsg": "no such robot"}], "对方报错", True),
    ],
)
def test_a_paper_whose_file_was_not_taken_did_not_go(
    server: r.Server, monkeypatch: pytest.MonkeyPatch, answers: list[dict[str, Any]], reason: str, *, retry: bool
) -> None:
    monkeypatch.setenv("DUTYDESK_KEY", "k-1")
    server.answers = [r.replies(200, one) for one in answers]
    outcome = deliver(group(server), PAPER, NOW)
    assert (outcome.sent, outcome.retry, outcome.reason) == (False, retry, reason)
    assert len(server.requests) == len(answers), "no message is sent about a file that is not there"
    assert "k-1" not in outcome.detail


@pytest.mark.parametrize("kind", ["dingtalk", "feishu", "webhook"])
def test_what_carries_no_file_sends_nothing_of_it(server: r.Server, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setenv("DUTYDESK_KEY", "k-1")
    outcome = deliver(group(server, kind), PAPER, NOW)
    assert (outcome.sent, outcome.retry, outcome.reason) == (False, False, "附件出不来")
    assert server.requests == []


# ---------------------------------------------------------------- applications: files of DingTalk and Feishu

SIGNED_IN = {
    "dingtalk_app": {"accessToken": "t-1", "expireIn": 7200},
    "feishu_app": {"code": 0, "msg": "ok", "tenant_access_token": "t-1", "expire": 7200},
}
UPLOADED = {
    "dingtalk_app": {"errcode": 0, "errmsg": "ok", "media_id": "@m-7"},
    "feishu_app": {"code": 0, "data": {"file_key": "file_v2_7"}},
}
TAKEN = {"dingtalk_app": {"processQueryKey": "q-1"}, "feishu_app": {"code": 0, "msg": "success"}}
GROUPS = {"dingtalk_app": "cid-1", "feishu_app": "oc_1"}
APPS = sorted(SIGNED_IN)


def app(server: r.Server, kind: str, **more: Any) -> ChannelSpec:
    """An application of the office's own at its service."""
    base = server.url.removesuffix("/hook")
    spec = ChannelSpec(
        "app", kind, url=base, upload=base, app="app-1", secret="env:DUTYDESK_APP", timeout=5, files=True,
        recipients=("nobody",), people={"省委办公厅": GROUPS[kind]},
    )  # fmt: skip
    return replace(spec, **more)


@pytest.fixture
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    """The application's secret."""
    monkeypatch.setenv("DUTYDESK_APP", "s-1")


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize("kind", APPS)
def test_an_application_hands_in_the_file_and_sends_it_to_its_recipient_alone(server: r.Server, kind: str) -> None:
    paper = replace(PAPER, to=("省委办公厅",), report="r1")
    server.answers = [r.replies(200, one[kind]) for one in (SIGNED_IN, UPLOADED, TAKEN)]
    assert deliver(app(server, kind), paper, NOW).sent
    sign_in, upload, message = server.requests
    head = f"Content-Type: {upload.headers['Content-Type']}\r\n\r\n".encode()
    parts = list(message_from_bytes(head + upload.body, policy=policy.HTTP).iter_parts())
    assert parts[-1].get_content() == PAPER.file[1]
    assert "关于二广高速的报告（首报）.docx".encode() in upload.body
    said = urlsplit(upload.path)
    if kind == "feishu_app":
        assert (sign_in.path, sign_in.body) == (
            "/open-apis/auth/v3/tenant_access_token/internal",
            {"app_id": "app-1", "app_secret": "s-1"},
        )
        assert said.path == "/open-apis/im/v1/files"
        assert upload.headers["Authorization"] == message.headers["Authorization"] == "Bearer t-1"
        assert parts[0].get_param("name", header="content-disposition") == "file_type"
        assert parts[0].get_content().strip() in {"stream", b"stream"}
        assert message.path == "/open-apis/im/v1/messages?receive_id_type=chat_id"
        assert (message.body["receive_id"], message.body["msg_type"]) == ("oc_1", "file")
        assert json.loads(message.body["content"]) == {"file_key": "file_v2_7"}
        assert 0 < len(message.body["uuid"]) <= 50
    else:
        assert (sign_in.path, sign_in.body) == (
            "/v1.0/oauth2/accessToken",
            {"appKey": "app-1", "appSecret": "s-1"},
        )
        assert (said.path, parse_qs(said.query)) == ("/media/upload", {"access_token": ["t-1"], "type": ["file"]})
        assert message.path == "/v1.0/robot/groupMessages/send"
        assert message.headers["x-acs-dingtalk-access-token"] == "t-1"
        assert {name: message.body[name] for name in ("robotCode", "openConversationId", "msgKey")} == {
            "robotCode": "app-1", "openConversationId": "cid-1", "msgKey": "sampleFile",
        }  # fmt: skip
        assert json.loads(message.body["msgParam"]) == {
            "mediaId": "@m-7", "fileName": "关于二广高速的报告（首报）.docx", "fileType": "docx",
        }  # fmt: skip


NO = {
    "dingtalk_app": (403, {"code": "Forbidden", "message": "no right for s-1"}),
    "feishu_app": (200, {"code": 99991663, "msg": "bad s-1"}),
}


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize("kind", APPS)
@pytest.mark.parametrize("step", [0, 1, 2])
def test_a_step_that_is_refused_ends_it_and_nothing_is_told_of_a_file_that_is_not_there(
    server: r.Server, kind: str, step: int
) -> None:
    paper = replace(PAPER, to=("省委办公厅",), report="r1")
    good = [r.replies(200, one[kind]) for one in (SIGNED_IN, UPLOADED, TAKEN)]
    server.answers = [*good[:step], r.replies(*NO[kind])]
    outcome = deliver(app(server, kind), paper, NOW)
    assert (outcome.sent, outcome.reason, len(server.requests)) == (False, "对方报错", step + 1)
    assert "s-1" not in outcome.detail
    assert "***" in outcome.detail


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize("kind", APPS)
@pytest.mark.parametrize("step", [0, 1, 2])
def test_a_yes_without_what_it_must_give_is_no_yes(server: r.Server, kind: str, step: int) -> None:
    if (kind, step) == ("feishu_app", 2):
        pytest.skip("its last yes gives nothing but its code")
    empty = {"code": 0, "errcode": 0}
    good = [r.replies(200, one[kind]) for one in (SIGNED_IN, UPLOADED, TAKEN)]
    server.answers = [*good[:step], r.replies(200, empty)]
    outcome = deliver(app(server, kind), replace(PAPER, to=("省委办公厅",), report="r1"), NOW)
    assert (outcome.sent, outcome.reason) == (False, "回复读不懂")


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize("kind", APPS)
def test_an_alert_goes_to_the_list_and_who_has_it_is_left_out_the_next_time(server: r.Server, kind: str) -> None:
    spec = app(server, kind, recipients=("user1", GROUPS[kind]))
    server.answers = [r.replies(200, SIGNED_IN[kind]), r.replies(200, TAKEN[kind]), r.replies(*NO[kind])]
    first = deliver(spec, MESSAGE, NOW)
    assert (first.sent, first.reason, first.delivered) == (False, "部分收件人被拒", ("user1",))
    server.answers = [r.replies(200, SIGNED_IN[kind]), r.replies(200, TAKEN[kind])]
    assert deliver(spec, replace(MESSAGE, delivered=first.delivered), NOW).sent
    assert len(server.requests) == 5
    said = server.requests[1].body
    content = json.loads(said["msgParam" if kind == "dingtalk_app" else "content"])
    assert content == {("content" if kind == "dingtalk_app" else "text"): "【红】Y1 续报三\n应于 18:15"}
    assert server.requests[1].path.endswith("oToMessages/batchSend" if kind == "dingtalk_app" else "=user_id")


@pytest.mark.usefixtures("key")
def test_a_person_whom_dingtalk_does_not_know_is_said(server: r.Server) -> None:
    spec = app(server, "dingtalk_app", people={"省委办公厅": "user9"})
    taken = {"processQueryKey": "q", "invalidStaffIdList": ["user9"]}
    server.answers = [r.replies(200, one) for one in (SIGNED_IN["dingtalk_app"], UPLOADED["dingtalk_app"], taken)]
    outcome = deliver(spec, replace(PAPER, to=("省委办公厅",), report="r1"), NOW)
    assert (outcome.sent, outcome.retry, outcome.reason) == (False, False, "对方报错")
    assert "user9" in outcome.detail


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize("kind", APPS)
def test_a_file_that_is_too_large_or_nobody_s_is_not_handed_in(server: r.Server, kind: str) -> None:
    large = replace(PAPER, to=("省委办公厅",), report="r1", file=("a.docx", b"x" * (31 * 1024 * 1024)))
    assert deliver(app(server, kind), large, NOW).reason == "附件出不来"
    assert deliver(app(server, kind), replace(PAPER, to=("省政府",), report="r1"), NOW).reason == "未配置好"
    assert server.requests == []


# ---------------------------------------------------------------- HTTP


@pytest.mark.parametrize("kind", ["wecom", "dingtalk", "feishu"])
def test_two_hundred_with_an_error_code_is_a_failure(server: r.Server, kind: str) -> None:
    code = "code" if kind == "feishu" else "errcode"
    server.answers = [r.replies(200, {code: 93000, "errmsg": "no such robot", "msg": "no such robot"}), r.ok]
    first = deliver(hook(server, kind), MESSAGE, NOW)
    assert (first.sent, first.retry, first.reason) == (False, True, "对方报错")
    assert first.detail == "93000 no such robot"
    assert deliver(hook(server, kind), MESSAGE, NOW).sent
    assert [request.key for request in server.requests] == [MESSAGE.key] * 2


def test_what_the_services_are_sent(server: r.Server) -> None:
    people = {"刘副主任": "13900000000"}
    for kind in ("wecom", "dingtalk", "feishu", "webhook"):
        assert deliver(hook(server, kind, people=people), replace(MESSAGE, drill=True), NOW).sent
    wecom, dingtalk, feishu, webhook = (request.body for request in server.requests)
    said = "【演练】【红】Y1 续报三\n【演练】应于 18:15"
    assert wecom["text"] == {"content": said, "mentioned_mobile_list": ["13900000000"]}
    assert dingtalk["text"]["content"] == said
    assert dingtalk["at"] == {"atMobiles": ["13900000000"], "isAtAll": False}
    assert feishu == {"msg_type": "text", "content": {"text": said}}
    assert webhook["key"] == MESSAGE.key
    assert webhook["raised_at"] == "2026-07-15T18:25:00+08:00"
    assert (webhook["drill"], webhook["to"], webhook["colour"]) == (True, ["刘副主任"], "red")


def test_signatures(server: r.Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the services' manuals: over time and secret (DingTalk, ms), keyed by them (Feishu, s)."""
    monkeypatch.setenv("DUTYDESK_SIGN", "SEC123")
    assert deliver(hook(server, "dingtalk", secret="env:DUTYDESK_SIGN"), MESSAGE, NOW).sent
    assert deliver(hook(server, "feishu", secret="env:DUTYDESK_SIGN"), MESSAGE, NOW).sent
    query = {name: values[0] for name, values in parse_qs(urlsplit(server.requests[0].path).query).items()}
    stamp = str(NOW // 1000)
    signed = hmac.digest(b"SEC123", f"{stamp}\nSEC123".encode(), hashlib.sha256)
    assert query == {"timestamp": stamp, "sign": base64.b64encode(signed).decode()}
    stamp = str(NOW // 1_000_000)
    signed = hmac.digest(f"{stamp}\nSEC123".encode(), b"", hashlib.sha256)
    body = server.requests[1].body
    assert (body["timestamp"], body["sign"]) == (stamp, base64.b64encode(signed).decode())


def test_the_token_goes_into_the_address_or_the_header(server: r.Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUTYDESK_KEY", "a/b&c")
    spec = hook(server, token="env:DUTYDESK_KEY")
    assert deliver(spec, MESSAGE, NOW).sent
    assert deliver(replace(spec, url=server.url + "?key={token}"), MESSAGE, NOW).sent
    assert server.requests[0].headers["Authorization"] == "Bearer a/b&c"
    assert "Authorization" not in server.requests[1].headers
    assert server.requests[1].path == "/hook?key=a%2Fb%26c"


@pytest.mark.parametrize(
    ("status", "retry", "reason"),
    [
        (500, True, "对方报错"),
        (503, True, "对方报错"),
        (429, True, "对方报错"),
        (404, False, "对方报错"),
        (302, False, "转往他处"),
    ],
)
def test_other_statuses_are_failures(server: r.Server, status: int, retry: bool, reason: str) -> None:
    server.answers = [r.replies(status, {"errcode": 0}, Location="http://127.0.0.1:1/elsewhere")]
    outcome = deliver(hook(server, "wecom"), MESSAGE, NOW)
    assert (outcome.sent, outcome.retry, outcome.reason) == (False, retry, reason)
    assert len(server.requests) == 1


def test_a_dropped_connection_a_silent_server_and_no_server(server: r.Server) -> None:
    server.answers = [r.drops, r.delays]
    dropped = deliver(hook(server), MESSAGE, NOW)
    silent = deliver(replace(hook(server), timeout=0.2), MESSAGE, NOW)
    gone = deliver(replace(hook(server), url="http://127.0.0.1:1/"), MESSAGE, NOW)
    assert [(o.sent, o.retry, o.reason) for o in (dropped, silent, gone)] == [
        (False, True, "连不上"), (False, True, "超时"), (False, True, "连不上"),
    ]  # fmt: skip


@pytest.mark.parametrize("content", [b"", b"<html>", b"[]", b'"errcode"', b"{}", b'{"errcode": null}', b"\xff\x00"])
def test_a_reply_that_says_nothing_is_no_yes(server: r.Server, content: bytes) -> None:
    server.answers = [r.raw(200, content)]
    outcome = deliver(hook(server, "wecom"), MESSAGE, NOW)
    assert (outcome.sent, outcome.reason) == (False, "回复读不懂")


def test_the_office_names_the_field_of_a_webhook_s_yes(server: r.Server) -> None:
    spec = hook(server, success=("result.ok", "true"))
    server.answers = [r.replies(200, {"result": {"ok": False}}), r.replies(200, {"result": {"ok": True}})]
    assert [deliver(spec, MESSAGE, NOW).sent for _ in range(2)] == [False, True]
    server.answers = [r.raw(204, b"")]
    assert deliver(hook(server), MESSAGE, NOW).sent


def test_an_endless_reply_is_read_within_bounds(server: r.Server) -> None:
    server.answers = [r.raw(500, b"\x1b[2J" + b"x" * 1_000_000)]
    outcome = deliver(hook(server), MESSAGE, NOW)
    assert len(outcome.detail) <= MOST_DETAIL + 1
    assert "\x1b" not in outcome.detail


def test_a_receiver_that_repeats_the_secret_does_not_betray_it(
    server: r.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUTYDESK_KEY", "topsecret")
    server.answers = [r.replies(200, {"errcode": 1, "errmsg": "bad key topsecret"})]
    outcome = deliver(hook(server, "wecom", token="env:DUTYDESK_KEY"), MESSAGE, NOW)
    assert outcome.detail == "1 bad key ***"


def test_a_missing_secret_and_a_missing_template(server: r.Server, tmp_path: Path) -> None:
    for spec in (
        hook(server, token="env:DUTYDESK_NOT_SET"),
        hook(server, secret=f"file:{tmp_path}/none"),
        hook(server, template="none"),
        hook(server, proxy="nonsense://x"),
    ):
        outcome = deliver(spec, MESSAGE, NOW)
        assert (outcome.sent, outcome.retry, outcome.reason) == (False, False, "未配置好")
    assert server.requests == []


def test_a_secret_in_a_file(server: r.Server, tmp_path: Path) -> None:
    place = tmp_path / "secret"
    place.write_text("SEC\n", encoding="utf-8")
    place.chmod(0o644)
    assert deliver(hook(server, token=f"file:{place}"), MESSAGE, NOW).sent
    assert server.requests[0].headers["Authorization"] == "Bearer SEC"
    assert is_open_to_others(f"file:{place}")
    place.chmod(0o600)
    assert not is_open_to_others(f"file:{place}")


def test_long_texts_are_cut_visibly_to_the_service_s_limit(server: r.Server) -> None:
    assert deliver(hook(server, "wecom"), replace(MESSAGE, text="汛" * 5000), NOW).sent
    content = server.requests[0].body["text"]["content"]
    assert 2040 < len(content.encode()) <= 2048
    assert content.endswith("汛…（已截短，全文在值班台）")


def test_hostile_text_mentions_nobody_and_breaks_nothing(server: r.Server, hostile: list[str]) -> None:
    for text in [*hostile, '<at user_id="all">所有人</at>', "<@all>", '","x":"', "{token}"]:
        for kind in ("wecom", "dingtalk", "feishu", "webhook"):
            assert deliver(hook(server, kind), replace(MESSAGE, title=text, text=text, to=(text,)), NOW).sent
    for request in server.requests:
        said = json.dumps(request.body, ensure_ascii=False)
        assert "\x1b" not in said
        assert "\u202e" not in said
        if "msg_type" in request.body:
            assert "<" not in request.body["content"]["text"]


def test_a_template_of_the_office_is_checked(tmp_path: Path) -> None:
    place = tmp_path / "own.json"
    place.write_text('{"body": {}}', encoding="utf-8")
    with pytest.raises(TemplateError, match=r"own\.json"):
        load(str(place))


# ---------------------------------------------------------------- mail


@pytest.fixture
def post() -> r.Post:
    """A mailbox."""
    return r.Post()


def mail(controller: Any, **more: Any) -> ChannelSpec:
    """A channel to the loopback mail server."""
    port = controller.server.sockets[0].getsockname()[1]
    spec = ChannelSpec(
        "mail", "smtp", host="127.0.0.1", port=port, security="none", sender="desk@site.example", timeout=5,
        recipients=("a@site.example", "b@site.example"),
    )  # fmt: skip
    return replace(spec, **more)


def test_a_mail_and_its_message_id(post: r.Post) -> None:
    controller = r.post_office(post)
    try:
        spec = mail(controller, people={"刘副主任": "liu@site.example"})
        assert [deliver(spec, MESSAGE, NOW).sent for _ in range(2)] == [True, True]
    finally:
        controller.stop()
    recipients, _content = post.mails[0]
    assert recipients == ("a@site.example", "b@site.example", "liu@site.example")
    first, second = (message_from_bytes(content, policy=policy.default) for _, content in post.mails)
    assert first["Subject"] == MESSAGE.title
    assert first.get_content().strip() == MESSAGE.text
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Idempotency-Key"] == MESSAGE.key
    assert first["Importance"] == "high"


def test_a_report_is_mailed_to_its_recipient_alone_with_the_document(post: r.Post) -> None:
    controller = r.post_office(post)
    try:
        spec = mail(controller, files=True, people={"省委办公厅": "hall@site.example"})
        paper = replace(MESSAGE, to=("省委办公厅",), report="r1", file=("关于追尾的报告（首报）.docx", b"PK\x03\x04"))
        assert deliver(spec, paper, NOW).sent
        assert not deliver(spec, replace(paper, to=("省政府",)), NOW).sent  # nobody's address: nobody gets it
    finally:
        controller.stop()
    ((recipients, content),) = post.mails
    assert recipients == ("hall@site.example",)
    (attached,) = message_from_bytes(content, policy=policy.default).iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("关于追尾的报告（首报）.docx", b"PK\x03\x04")


def test_one_refused_recipient_is_tried_again_alone(post: r.Post) -> None:
    post.refuses = {"b@site.example": "451 later"}
    controller = r.post_office(post)
    try:
        first = deliver(mail(controller), MESSAGE, NOW)
        post.refuses = {}
        second = deliver(mail(controller), replace(MESSAGE, delivered=first.delivered), NOW)
    finally:
        controller.stop()
    assert (first.sent, first.retry, first.reason) == (False, True, "部分收件人被拒")
    assert first.detail == "b@site.example: 451 later"
    assert second.sent
    assert [recipients for recipients, _ in post.mails] == [("a@site.example",), ("b@site.example",)]


def test_refusals_for_good(post: r.Post) -> None:
    post.refuses = dict.fromkeys(("a@site.example", "b@site.example"), "550 unknown")
    controller = r.post_office(post)
    try:
        nobody = deliver(mail(controller), MESSAGE, NOW)
        post.refuses, post.data_reply = {}, "554 spam"
        content = deliver(mail(controller), MESSAGE, NOW)
    finally:
        controller.stop()
    assert [(o.sent, o.retry, o.reason) for o in (nobody, content)] == [(False, False, "对方报错")] * 2
    assert content.detail == "554 spam"


def test_mail_over_tls_with_a_secret(post: r.Post, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server's certificate is checked; the secret goes only over the secured line."""
    authority, stranger = trustme.CA(), trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    known, unknown = tmp_path / "known.pem", tmp_path / "unknown.pem"
    authority.cert_pem.write_to_path(str(known))
    stranger.cert_pem.write_to_path(str(unknown))
    monkeypatch.setenv("DUTYDESK_MAIL", "right")
    controller = r.post_office(post, tls_context=context, require_starttls=True)
    try:
        spec = mail(controller, security="starttls", user="desk", secret="env:DUTYDESK_MAIL", ca=str(known))
        assert deliver(spec, MESSAGE, NOW).sent
        refused = deliver(replace(spec, ca=str(unknown)), MESSAGE, NOW)
        monkeypatch.setenv("DUTYDESK_MAIL", "wrong")
        wrong = deliver(spec, MESSAGE, NOW)
    finally:
        controller.stop()
    assert (refused.sent, refused.reason) == (False, "连不上")
    assert (wrong.sent, wrong.retry, wrong.reason) == (False, False, "对方报错")
    assert set(post.secrets) == {b"right", b"wrong"}


def test_a_mail_server_without_starttls_gets_nothing(post: r.Post) -> None:
    controller = r.post_office(post)
    try:
        outcome = deliver(mail(controller, security="starttls"), MESSAGE, NOW)
    finally:
        controller.stop()
    assert not outcome.sent
    assert post.mails == []


def test_hostile_subjects_add_no_header(post: r.Post, hostile: list[str]) -> None:
    controller = r.post_office(post)
    try:
        for text in [*hostile, "x\r\nBcc: all@site.example", "长" * 2000]:
            assert deliver(mail(controller), replace(MESSAGE, title=text, text=text), NOW).sent
    finally:
        controller.stop()
    for recipients, content in post.mails:
        assert recipients == ("a@site.example", "b@site.example")
        assert message_from_bytes(content, policy=policy.default)["Bcc"] is None


# ---------------------------------------------------------------- a command


def tool(*argv: str, **more: Any) -> ChannelSpec:
    """A command channel."""
    return replace(ChannelSpec("voice", "command", argv=argv, timeout=5), **more)


def test_each_argument_arrives_as_one(tmp_path: Path, hostile: list[str]) -> None:
    place = tmp_path / "arguments"
    script = 'for one in "$@"; do printf "%s\\036" "$one"; done > "$0"; cat'
    for text in [*hostile, "$(id); `id` | x > /y", "-f/etc/passwd", "a b  c"]:
        spec = tool("sh", "-c", script, str(place), "--", "{title}", "text={text}")
        assert deliver(spec, replace(MESSAGE, title=text, text=text), NOW).sent
        separator, title, body, end = place.read_text(encoding="utf-8").split("\x1e")
        assert (separator, end) == ("--", "")
        assert not title.startswith("-")
        assert body.startswith("text=")
    assert title == "a b  c"


def test_the_exit_status_decides_and_the_output_is_kept_short() -> None:
    failed = deliver(tool("sh", "-c", "yes | head -c 300000; exit 3"), MESSAGE, NOW)
    assert (failed.sent, failed.retry, failed.reason) == (False, True, "命令失败")
    assert failed.detail.startswith("exit 3 y")
    assert len(failed.detail) <= MOST_DETAIL + 1
    missing = deliver(tool("/no/such/program"), MESSAGE, NOW)
    assert (missing.sent, missing.retry, missing.reason) == (False, False, "未配置好")


def test_a_command_that_does_not_end_is_killed_with_its_children(tmp_path: Path) -> None:
    place = tmp_path / "child"
    script = 'sleep 100 & echo $! > "$0.new"; mv "$0.new" "$0"; exec >&- 2>&-; wait'
    outcome = deliver(tool("sh", "-c", script, str(place), timeout=1), MESSAGE, NOW)
    assert (outcome.sent, outcome.retry, outcome.reason) == (False, True, "超时")
    with suppress(ProcessLookupError):
        handle = os.pidfd_open(int(place.read_text()))
        assert select.select([handle], [], [], 10)[0], "the child lives on"
        os.close(handle)


def test_a_child_that_keeps_the_output_open_does_not_hold_us(tmp_path: Path) -> None:
    place = tmp_path / "child"
    outcome = deliver(tool("sh", "-c", 'sleep 100 & echo $! > "$0"; exit 0', str(place), timeout=20), MESSAGE, NOW)
    os.kill(int(place.read_text()), 9)
    assert outcome.sent


def test_a_command_gets_its_secret_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUTYDESK_VOICE", "v")
    monkeypatch.setenv("DUTYDESK_OTHER", "o")
    spec = tool("sh", "-c", 'test "$CHANNEL_SECRET" = v && ! env | grep -q DUTYDESK', secret="env:DUTYDESK_VOICE")
    assert deliver(spec, MESSAGE, NOW).sent
