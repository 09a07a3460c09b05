"""Acts and reads by the words of the contract: what is printed, field by field, and what is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from shell import Shell

ENTRY = {"seq", "id", "at", "recorded_at", "actor", "kind", "matter", "text", "corrects", "struck"}
CLOCK = {
    "obligation", "matter", "rule", "subject", "name", "trigger_at", "due_at", "state", "met_at", "late_seconds",
    "seconds_left", "owner", "steps",
}  # fmt: skip
MATTER = {
    "matter", "label", "kind", "category", "subtype", "level", "response_level", "colour", "title", "state",
    "received_at", "next_due_at",
}  # fmt: skip
ALERT = {
    "alert", "obligation", "step", "to", "how", "colour", "planned_at", "raised_at", "late_seconds", "acknowledged_by",
    "acknowledged_at",
}  # fmt: skip
ISO = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?\+08:00$")


def incident(drill: Shell, *words: str) -> dict:
    usual = ("--label", "Y1", "--category", "accident", "--subtype", "road", "--colour", "yellow")
    return drill.done("incident", "open", *usual, *words, "--json").object


# ---------------------------------------------------------------- shapes


def test_log_and_search(drill: Shell) -> None:
    saved = drill.done("log", "值班电话试机", "--json").object
    assert set(saved) == {"id", "seq"}
    assert saved["seq"] == 7
    (entry,) = drill.done("search", "试机", "--json").objects
    assert set(entry) == {*ENTRY, "type"}
    assert (entry["seq"], entry["id"]) == (7, saved["id"])
    assert (entry["actor"], entry["kind"], entry["text"]) == ("zhou", "entry.noted", "值班电话试机")
    assert (entry["matter"], entry["corrects"], entry["struck"]) == (None, None, False)
    assert ISO.match(entry["at"])
    assert ISO.match(entry["recorded_at"])
    assert drill.done("log", "一条").out.startswith("已保存 第 ")


def test_a_correction_strikes_the_old_line(drill: Shell) -> None:
    first = drill.done("log", "方城县委党校", "--json").object["id"]
    second = drill.done("log", "南召县委党校", "--corrects", first[-8:], "--json").object["id"]
    new, old = drill.done("search", "县委党校", "--json").objects
    assert (new["id"], new["corrects"], new["struck"]) == (second, first, False)
    assert (old["id"], old["corrects"], old["struck"]) == (first, None, True)
    assert drill.refused("log", "x", "--corrects", first).endswith(f"请更正新的一条: 第 {new['seq']} 条")
    assert "~~方城县委党校~~ (已更正)" in drill.done("day", "2026-07-15").out


def test_show_due_matters(drill: Shell) -> None:
    opened = incident(drill, "--title", "追尾", "--place", "二广高速", "--occurred", "11:20", "--received", "11:30")
    drill.done("log", "交警已到", "--matter", "y1")
    said = drill.done("show", "Y1", "--json").object
    assert set(said) == {"matter", "entries", "obligations", "reports"}
    assert all(set(one) == ENTRY for one in said["entries"])
    assert all(set(one) >= CLOCK for one in said["obligations"])
    assert all(set(one) == {"step", "planned_at", "raised_at"} for o in said["obligations"] for one in o["steps"])
    assert said["entries"][-1]["text"] == "交警已到"
    assert {one["matter"] for one in said["entries"]} == {opened["matter"]}
    facts = said["matter"]
    assert (facts["label"], facts["title"], facts["place"]) == ("Y1", "追尾", "二广高速")
    assert facts["occurred_at"] == "2026-07-15T11:20:00+08:00"
    assert facts["received_at"] == "2026-07-15T11:30:00+08:00"
    assert facts["activated_at"] is None
    (matter,) = drill.done("matters", "--json").objects
    assert set(matter) == MATTER
    assert (matter["matter"], matter["state"], matter["level"]) == (opened["matter"], "open", None)
    clocks = drill.done("due", "--json").objects
    assert clocks
    assert all(set(one) >= CLOCK for one in clocks)
    assert [one["due_at"] for one in clocks] == sorted(one["due_at"] for one in clocks)
    assert {one["state"] for one in clocks} <= {"running", "overdue"}
    assert matter["next_due_at"] == clocks[0]["due_at"]
    assert {one["owner"] for one in clocks} == {"zhou"}


def test_times_are_iso_and_absent_facts_null(drill: Shell) -> None:
    incident(drill)
    drill.done("remind", "13:00", "开会")
    for one in drill.done("due", "--json").objects:
        assert ISO.match(one["due_at"])
        assert ISO.match(one["trigger_at"])
        assert one["met_at"] is None
        assert one["late_seconds"] is None
        assert isinstance(one["seconds_left"], int)
        assert "" not in one.values()
    (matter,) = drill.done("matters", "--json").objects
    assert "" not in matter.values()


def test_alerts(drill: Shell) -> None:
    drill.done("remind", "12:05", "开会")
    drill.done("watch", "--once", "--clock", "2026-07-15T12:05:03")
    (alert,) = drill.done("due", "--alerts", "--json").objects
    assert set(alert) == ALERT
    assert alert["alert"] == f"{alert['obligation']}/ladder:0"
    assert (alert["to"], alert["how"], alert["colour"]) == (["zhou"], "bell", "yellow")
    assert (alert["planned_at"], alert["late_seconds"]) == ("2026-07-15T12:05:00+08:00", 3)
    assert (alert["acknowledged_by"], alert["acknowledged_at"]) == (None, None)
    (entry,) = drill.done("search", "开会", "--limit", "1", "--json").objects
    assert entry["kind"] == "alert.raised"


def test_a_clock_met_late(drill: Shell) -> None:
    drill.done("remind", "12:05", "开会")
    (clock,) = drill.done("due", "--json").objects
    assert (clock["rule"], clock["subject"], clock["state"]) == ("reminder", "开会", "running")
    assert 290 <= clock["seconds_left"] <= 300
    late = ("--clock", "2026-07-15T12:07")
    assert drill.done("due", "--json", *late).objects[0]["state"] == "overdue"
    drill.done("met", clock["obligation"][-8:], *late)
    assert drill.done("due", "--json").objects == []
    (ended,) = drill.done("due", "--all", "--json").objects
    assert (ended["state"], ended["seconds_left"]) == ("met_late", None)
    assert 120 <= ended["late_seconds"] <= 125
    assert ended["met_at"].startswith("2026-07-15T12:07:0")


def test_shift_show(drill: Shell) -> None:
    said = drill.done("shift", "show", "--json").object
    assert {key: said[key] for key in ("a", "b", "leader", "director")} == {
        "a": "zhou", "b": "he", "leader": "liu", "director": "wang",
    }  # fmt: skip
    assert said["begins"] == "2026-07-15T12:00:00+08:00"
    drill.done("shift", "end", "--reason", "散")
    assert set(drill.done("shift", "show", "--json").object.values()) == {None}
    assert drill.done("shift", "show").out == "现在没有班次\n"


def test_reports(drill: Shell) -> None:
    incident(drill)
    drill.done(
        "report",
        "Y1",
        "--kind",
        "first",
        "--to",
        "省委办公厅",
        "省政府总值班室",
        "--text",
        "首报正文",
        "--gap",
        "时间=来电中断",
        "地点=来电中断",
    )
    (report,) = drill.done("show", "Y1", "--json").object["reports"]
    assert (report["kind"], report["text"], report["corrects"]) == ("first", "首报正文", None)
    assert report["recipients"] == ["省委办公厅", "省政府总值班室"]
    assert ISO.match(report["sent_at"])


def test_a_report_from_a_file(drill: Shell, tmp_path: Path) -> None:
    incident(drill)
    (tmp_path / "body.txt").write_text("第一段\n第二段\n", encoding="utf-8")
    body = str(tmp_path / "body.txt")
    drill.done(
        "report",
        "Y1",
        "--kind",
        "first",
        "--to",
        "省委办公厅",
        "--text-file",
        body,
        "--gap",
        "时间=来电中断",
        "地点=来电中断",
    )
    assert drill.done("show", "Y1", "--json").object["reports"][0]["text"].rstrip("\n") == "第一段\n第二段"
    gone = ("--text-file", str(tmp_path / "gone.txt"))
    said = drill("report", "Y1", "--kind", "follow_up", "--to", "省委办公厅", *gone)
    assert (said.status, said.err.count("\n")) == (1, 1)


# ---------------------------------------------------------------- figures


@pytest.mark.parametrize(
    "words",
    [
        ("deaths=2", "figures", "Y1", "injured=8"),
        ("figures", "Y1", "deaths=2", "injured=8"),
        ("figures", "deaths=2", "injured=8", "Y1"),
        ("figures", "Y1", "--source", "交警", "deaths=2", "injured=8"),
        ("figures", "Y1", "deaths=2", "--source", "交警", "injured=8"),
        ("figures", "Y1", "--verified", "deaths=2", "--source", "交警", "injured=8"),
        ("incident", "figures", "Y1", "deaths=2", "injured=8", "--json"),
    ],
)
def test_figures_stand_anywhere(drill: Shell, words: tuple[str, ...]) -> None:
    incident(drill)
    drill.done(*words)
    figures = drill.done("show", "Y1", "--json").object["matter"]["figures"]
    assert {name: one["value"] for name, one in figures.items()} == {"deaths": 2, "injured": 8}
    assert figures["deaths"]["verified"] is ("--verified" in words)
    assert figures["deaths"]["source"] == ("交警" if "--source" in words else None)


def test_figures_at_opening(drill: Shell) -> None:
    drill.done("open", "deaths=2", "incident", "--label", "Y1", "--title", "deaths=9", "loss_yuan=180万")
    matter = drill.done("show", "Y1", "--json").object["matter"]
    assert {name: one["value"] for name, one in matter["figures"].items()} == {"deaths": 2, "loss_yuan": 1_800_000}
    assert matter["title"] == "deaths=9"


@pytest.mark.parametrize("pair", ["deaths=two", "deaths=-1", "deaths=1.5"])
def test_figures_that_are_none(drill: Shell, pair: str) -> None:
    incident(drill)
    assert drill.refused("figures", "Y1", pair).startswith("死亡 (deaths=): ")


def test_no_figure_at_all(drill: Shell) -> None:
    incident(drill)
    assert drill.refused("figures", "Y1").startswith("数字 (figures): 还没有填数字")
    assert drill.refused("figures", "Y1", "deaths=").startswith("数字 (figures): 还没有填数字")


def test_an_unknown_figure_is_usage(drill: Shell) -> None:
    incident(drill)
    assert drill("figures", "Y1", "nonsense=2").status == 2


# ---------------------------------------------------------------- the incident family


def test_an_incident_from_the_first_call_to_the_end(drill: Shell) -> None:
    incident(drill, "deaths=1", "--source", "110")
    early = drill("incident", "activate", "Y1", "--level", "IV", "--lead", "应急厅")
    assert (early.status, early.out) == (1, "")
    assert early.err.startswith("风险评估未完成")
    drill.done("incident", "assess", "Y1", "--level", "Ⅳ", "--trend", "稳定")
    alone = drill("activate", "Y1", "--level", "IV")
    assert (alone.status, alone.out) == (1, "")
    assert "牵头单位" in alone.err
    drill.done("incident", "activate", "Y1", "--level", "4", "--lead", "应急厅", "--support", "公安厅", "卫健委")
    drill.done("incident", "figures", "Y1", "deaths=2", "--source", "医院", "--verified")
    drill.done("incident", "amend", "Y1", "--place", "K1230")
    drill.done(
        "report",
        "Y1",
        "--kind",
        "first",
        "--to",
        "省委办公厅",
        "--text",
        "首报",
        "--gap",
        "时间=来电中断",
        "地点=来电中断",
    )
    facts = drill.done("show", "Y1", "--json").object["matter"]
    assert (facts["level"], facts["response_level"], facts["lead"]) == ("IV", "IV", "应急厅")
    assert (facts["support"], facts["place"]) == (["公安厅", "卫健委"], "K1230")
    assert facts["activated_at"] is not None
    final = ("--kind", "final", "--to", "省委办公厅", "--text", "终报", "--gap", "casualties=医院未出报告")
    drill.done(
        "incident",
        "close",
        "Y1",
        "--criterion",
        "救援结束",
        "--reason",
        "未到现场",
        "--outcome",
        "solved",
        "--waive-open",
        "并入市里统一处置",
        "--approved-by",
        "刘副主任",
        *final,
    )
    assert drill.done("matters", "--json").objects == []
    (ended,) = drill.done("matters", "--all", "--json").objects
    assert ended["state"] == "closed"
    assert drill.refused("assess", "Y1", "--level", "IV").endswith("事项 Y1 已办结")


def test_merge(drill: Shell) -> None:
    incident(drill)
    drill.done("incident", "open", "--label", "Y2", "--category", "accident", "--subtype", "road")
    drill.done("incident", "merge", "Y2", "--into", "Y1")
    assert [one["label"] for one in drill.done("matters", "--json").objects] == ["Y1"]
    assert drill.refused("amend", "Y2", "--place", "x").endswith("事项 Y2 已并入 Y1")


@pytest.mark.parametrize("kind", ["incident", "policy", "appeal", "routine"])
def test_every_kind_opens(drill: Shell, kind: str) -> None:
    drill.done("open", kind, "--title", "一件事")
    (matter,) = drill.done("matters", "--json").objects
    assert (matter["kind"], matter["title"], matter["state"]) == (kind, "一件事", "open")


# ---------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("log", "x", "--matter", "Y9"), "所属事项 (--matter): 没有这个事项: Y9"),
        (("show", "Y9"), "没有这个事项: Y9"),
        (("figures", "Y9", "deaths=1"), "事项 (matter): 没有这个事项: Y9"),
        (("log", ""), "内容 (text): 还没有填"),
        (("log", " \n "), "内容 (text): 还没有填"),
        (("log", "x", "--at", "24:30"), "事情发生的时间 (--at): 没有这个时刻: 24:30"),
        (("log", "x", "--at", "12:60"), "事情发生的时间 (--at): 没有这个时刻: 12:60"),
        (("log", "x", "--at", "2026-02-30T10:00"), "事情发生的时间 (--at): 没有这个日期: 2026-02-30T10:00"),
        (("log", "x", "--at", "soon"), "事情发生的时间 (--at): 不是时间: soon"),
        (("log", "x", "--at", "2026-07-15 13:00"), "事情发生的时间 (--at): 时间在将来: 13:00"),
        (("log", "x", "--at", "2026-07-16T08:00"), "事情发生的时间 (--at): 时间在将来"),
        (("log", "x", "--corrects", "abcdef"), "更正哪一条 (--corrects): 没有这一条: abcdef"),
        (("log", "x", "--as", "nobody"), "没有这个人: nobody"),
        (("open", "war"), "类别 (kind): 没有类别 war"),
        (("open", "incident", "--colour", "pink"), "颜色 (--colour): "),
        (("open", "incident", "--level", "V"), "级别 (--level): "),
        (("open", "incident", "--occurred", "11:50", "--received", "11:40"), "发生时间 (--occurred): 发生时间"),
        (("remind", "2026-07-15 11:00", "x"), "时间 (time): 提醒时间已过"),
        (("met", "abcdef"), ""),
        (("ack", "abcdef"), ""),
        (("owe", "nonsense"), "规则编号 (rule): "),
        (("shift", "begin", "--a", "nobody"), "A岗 (--a): 没有这个人: nobody"),
        (("check", "nonsense", "正常"), "清单项 (item): "),
        (("drill", "play", "nonsense"), ""),
        (("day", "2026-13-40"), "没有这个日期: 2026-13-40"),
    ],
)
def test_refusals_name_the_field_and_change_nothing(drill: Shell, words: tuple[str, ...], reason: str) -> None:
    assert drill.refused(*words).startswith(reason)


def test_an_empty_report_is_refused(drill: Shell) -> None:
    incident(drill)
    said = drill.refused("report", "Y1", "--kind", "first", "--to", "省委办公厅", "--text", "  ")
    assert "text" in said.partition(":")[0]
    assert drill.refused("report", "Y1", "--kind", "rumour", "--to", "x").startswith("种类 (--kind): ")
    assert drill.refused("report", "Y1", "--kind", "first", "--text", "正文").startswith("收件单位 (--to): ")


def test_a_refusal_worth_tracing_is_in_the_audit_only(drill: Shell) -> None:
    said = drill("people", "add", "li", "--name", "李娜")
    assert said.status == 1
    assert "无权" in said.err
    assert "无权" not in drill.done("day", "2026-07-15").out
    assert "无权" in drill.done("day", "2026-07-15", "--audit", "--as", "liu").out


def test_only_the_leader_waives(drill: Shell) -> None:
    drill.done("remind", "12:05", "开会")
    (clock,) = drill.done("due", "--json").objects
    words = ("waive", clock["obligation"], "--reason", "会议取消")
    said = drill(*words)
    assert (said.status, said.out) == (1, "")
    assert "无权" in said.err
    drill.done(*words, "--as", "liu")
    (ended,) = drill.done("due", "--all", "--json").objects
    assert (ended["state"], ended["cause"]) == ("waived", "会议取消")


# ---------------------------------------------------------------- pages


def test_the_day_for_print(drill: Shell) -> None:
    incident(drill, "--title", "追尾")
    drill.done("log", "昨夜补记", "--at", "11:30")
    drill.done("log", "第一行\n第二行", "--matter", "Y1")
    page = drill.done("day", "2026-07-15").out
    lines = page.splitlines()
    assert lines[0] == "测试驻京办 值班日志 2026-07-15 (演练)"
    assert lines[1] == "=" * 60 == lines[-2]
    assert "11:30 ✎ 周明 昨夜补记 (补记)" in lines
    assert lines[lines.index("12:00 ✎ 周明 [Y1] 第一行") + 1] == "        第二行"
    assert re.match(r"^共 \d+ 条; 日志至第 \d+ 条, 链首 [0-9a-f]{16}$", lines[-1])
    assert drill.done("day").out == page
    assert "共 0 条" in drill.done("day", "2026-07-14").out


def test_pages_in_plain_text(drill: Shell) -> None:
    incident(drill, "--title", "追尾", "deaths=2")
    assert "Y1" in drill.done("matters").out
    assert "追尾" in drill.done("due").out
    page = drill.done("show", "Y1").out
    assert page.splitlines()[0] == "Y1 追尾"
    assert "死亡" in page
    assert drill.done("search", "追尾").out.startswith("07-15 12:00 ◆ 周明 [Y1] ")
    assert drill.done("people").out.splitlines()[0].startswith("何静 (he) ")


# ---------------------------------------------------------------- drills


def test_drill_list(drill: Shell) -> None:
    names = {one["drill"]: one for one in drill.done("drill", "list", "--json").objects}
    assert set(names["day"]) == {"drill", "title", "steps", "clocks"}
    assert names["day"]["clocks"] == 50


SHORT = """
[drill]
id = "short"
title = "短"
start = 2026-07-15T07:59:00+08:00
end = 2026-07-15T08:10:00+08:00
[[people]]
id = "zhou"
name = "周明"
role = "officer"
[[step]]
line = "1"
at = "08:00"
by = "zhou"
do = "shift begin"
args = { a = "zhou" }
[[step]]
line = "2"
at = "08:01"
by = "zhou"
do = "remind"
args = { time = "08:05", text = "开会" }
[[step]]
line = "3"
at = "08:06"
by = "zhou"
do = "log"
args = { text = "" }
[[step.expect]]
refused = "还没有填"
[[step.expect]]
text = { view = "log", has = "WANTED" }
[[clock]]
rule = "reminder"
subject = "开会"
due = "08:05"
state = "running"
"""


def test_drill_play_compares(drill: Shell, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text(SHORT.replace("WANTED", "开会").replace('state = "running"', 'state = "overdue"'), encoding="utf-8")
    bad.write_text(SHORT.replace("WANTED", "散会"), encoding="utf-8")
    said = drill.bare("drill", "play", str(good), "--check", "--json")
    assert (said.status, said.err) == (0, "")
    assert all(set(one) == {"line", "at", "expected", "found", "ok"} for one in said.objects)
    assert len(said.objects) >= 3
    assert all(one["ok"] for one in said.objects)
    said = drill.bare("drill", "play", str(bad), "--check", "--json")
    assert said.status == 1
    assert said.err.count("\n") == 1
    wrong = [(one["line"], one["expected"]) for one in said.objects if not one["ok"]]
    assert len(wrong) == 2
    assert wrong[0][0] == "3"
    assert "散会" in wrong[0][1]
    assert "running" in wrong[1][1]
    assert drill.bare("drill", "play", str(bad)).status == 0


def test_a_drill_never_plays_on_a_store_that_is_there(drill: Shell, tmp_path: Path) -> None:
    script = tmp_path / "short.toml"
    script.write_text(SHORT, encoding="utf-8")
    before = drill.head()
    said = drill.bare("drill", "play", str(script), "--db", str(drill.path))
    assert (said.status, said.err.count("\n")) == (1, 1)
    assert drill.head() == before
    demo = drill.bare("demo", "--no-ui", "--db", str(drill.path))
    assert (demo.status, demo.err.count("\n")) == (1, 1)
    assert drill.head() == before


def test_demo_without_a_screen(tmp_path: Path, drill: Shell) -> None:
    path = tmp_path / "demo.db"
    said = drill.bare("demo", "--no-ui", "--db", str(path), "--history", "300", "--json")
    assert (said.status, said.object) == (0, {"db": str(path)})
    demo = Shell(path, drill.capsys)
    report = demo.done("verify", "--json").object
    assert report["ok"] is True
    assert report["count"] > 300
    soon = [one["seconds_left"] for one in demo.done("due", "--json").objects]
    assert any(0 < left <= 3600 for left in soon)
