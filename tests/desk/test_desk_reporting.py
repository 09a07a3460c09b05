"""What the desk drafts and what it lets go: totals that agree everywhere, follow-ups that lose none, who reads and signs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from room import Room

from dutydesk.capabilities.consents import reads as consents
from dutydesk.capabilities.reporting import checking, drafting
from dutydesk.capabilities.reporting.blanks import draft
from dutydesk.capabilities.reporting.rules.checks import findings
from dutydesk.capabilities.reporting.rules.claims import read
from dutydesk.capabilities.reporting.rules.reporting import is_reason
from dutydesk.capabilities.reporting.texts import renewed
from dutydesk.kernel.prose import official
from dutydesk.resources import data_folder
from dutydesk.store.integrity import rebuild
from dutydesk.usecase.books import load_books

TITLE, PLACE = "二广高速南召段大客车追尾事故", "二广高速南召段"
GAPS = ["时间=来电中断"]


def accident(room: Room, **words: Any) -> None:
    room.at("10:49")
    usual = {
        "title": TITLE,
        "place": PLACE,
        "occurred": "10:20",
        "received": "10:47",
        "source": "高速交警三大队",
        "level": "IV",
    }
    room.incident(**{**usual, **words})


def sent(room: Room) -> list[Any]:
    matter = room.views.matter("Y1")
    assert matter is not None
    return room.views.reports(matter.id)


def material(room: Room) -> Any:
    matter = room.views.matter("Y1")
    assert matter is not None
    return drafting.material(room.views, room.desk.books, matter, room.now())


def test_a_first_report_is_prose_and_marks_what_nobody_verified(room: Room) -> None:
    accident(room, deaths=2, injured=8)
    room.at("11:35")
    room.report()
    (first,) = sent(room)
    assert "据初步核实，事故已造成2人死亡、8人受伤（重伤人数正在核实）。" in first.body
    assert first.body.startswith(
        "7月15日10时47分，我办接高速交警三大队报告：7月15日10时20分，二广高速南召段发生大客车追尾事故。"
    )
    assert "初判为一般（Ⅳ级）" in first.body
    assert first.paper_title == "关于二广高速南召段大客车追尾事故致2死8伤情况的报告（首报）"
    assert official(first.body) == first.body
    assert first.findings == ()


@pytest.mark.parametrize("phoned", [True, False])
def test_a_written_first_report_that_stands_for_the_call_says_so(room: Room, phoned: bool) -> None:
    """The rulebook's first_report_phone: a written one that goes first leaves nothing to be said; who reads the log sees that nobody rang."""
    accident(room, level="II", deaths=12)
    if phoned:
        room.report(kind="phone")
    room.report()
    assert room.state("first_report_phone", "Y1") == "met"
    assert sum(one.for_phone for one in room.events("report.sent")) == (not phoned)
    assert ("没有打电话: 电话首报以书面首报代" in room.log()) == (not phoned)


def test_a_follow_up_says_what_changed_and_how_it_stands(room: Room) -> None:
    accident(room, deaths=2, injured=8)
    room.report()
    room.at("12:20")
    room.do(
        "figures",
        matter="Y1",
        deaths=4,
        injured=6,
        source="南阳市卫健委",
        verified_by="周明",
        through="0377-61388888",
        level="III",
    )
    room.report(kind="change")
    body = sent(room)[-1].body
    assert "截至7月15日12时20分，事故共造成4人死亡、6人受伤（重伤人数正在核实）。" in body
    assert "较首报增加2人死亡、减少2人受伤，系2名伤员经救治无效死亡。" in body
    assert "初判由一般（Ⅳ级）调整为较大（Ⅲ级）" in body
    assert "据初步核实" not in body
    room.at("14:00")
    room.do("call", name="南阳市政府值班室", number="0377-60000122", matter="Y1", result="reached")
    room.at("14:20")
    room.report(kind="follow_up")
    last = sent(room)[-1]
    assert "4人死亡、6人受伤" in last.body
    assert "较续报一无变化。" in last.body
    assert "14时向南阳市政府值班室核实，处置工作无新进展。" in last.body
    assert last.findings == ()


def test_no_news_without_asking_anybody_blocks_the_paper_until_a_reason_stands_there(room: Room) -> None:
    accident(room, deaths=2, injured=8)
    room.report()
    room.at("12:49")
    room.report(kind="follow_up")
    last = sent(room)[-1]
    assert [one["check"] for one in last.blocked] == ["P-19"]
    assert room.refused("excuse", report=last.id, check="P-12", reason="无").field == "check"
    room.do("excuse", report=last.id, check="P-19", reason="现场通信中断")
    assert sent(room)[-1].blocked == ()
    content = room.content()
    rebuild(room.desk.store, room.now())
    assert room.content() == content


def test_what_is_excused_when_it_goes_is_kept_with_it(room: Room) -> None:
    accident(room, deaths=2, injured=8)
    room.report()
    room.at("12:49")
    room.do(
        "report",
        matter="Y1",
        kind="follow_up",
        to=["省委办公厅"],
        text="救援仍在进行。",
        excuse=["续报的总数=已口头报过"],
    )
    last = sent(room)[-1]
    assert {one["check"]: one["excused"] for one in last.findings} == {"P-16": "已口头报过"}
    assert last.edited[0].startswith("- ") or last.edited[0].startswith("+ ")
    assert any(one.startswith("+ 救援仍在进行") for one in last.edited)


def test_what_the_source_said_otherwise_stands_beside_the_report(room: Room) -> None:
    accident(room, deaths=2, injured=8)
    room.do("message", channel="电话", sender="高速交警", text="现在掌握3人死亡、8人受伤", matter="Y1")
    room.report()
    (first,) = sent(room)
    assert len(first.beside) == 1
    assert "“3人死亡” → “2人死亡”" in first.beside[0]


def test_a_final_report_waits_until_everything_is_settled_or_says_why_not(room: Room) -> None:
    accident(room, deaths=2, injured=8)
    room.report()
    refusal = room.refused("report", matter="Y1", kind="final", to=["省委办公厅"])
    assert refusal.field == "gap"
    for word in ("伤亡", "起因", "善后"):
        assert word in str(refusal)
    assert "不算" not in str(refusal)
    room.do(
        "figures",
        matter="Y1",
        deaths=2,
        injured=8,
        serious_injuries=1,
        loss_yuan="180万",
        source="南阳市",
        verified_by="周明",
    )
    for name, text in (("cause", "大客车疲劳驾驶"), ("scope", "路段已恢复通行"), ("aftermath", "家属已安置"),
                       ("problems", "路段缺少警示标志"), ("commander", "副市长王某"), ("reported", "已按程序上报")):  # fmt: skip
        room.do("fact", matter="Y1", name=name, text=text, source="省应急管理厅", verified_by="周明")
    room.do("report", matter="Y1", kind="final", to=["省政府"])
    body = sent(room)[-1].body
    for part in (
        "一、基本情况。",
        "二、处置经过。",
        "三、原因和后果。",
        "四、善后和责任。",
        "五、遗留问题和建议。",
        "特此报告。",
    ):
        assert part in body
    assert "经省应急管理厅核实，大客车疲劳驾驶。" in body
    assert "初步" not in body
    assert "正在" not in body


def test_a_reason_for_each_open_element_lets_a_final_report_go(room: Room) -> None:
    accident(room, deaths=2, injured=8)
    room.report()
    reasons = [f"{name}=调查组未公布" for name in ("casualties", "cause", "aftermath")]
    room.do("report", matter="Y1", kind="final", to=["省政府"], gap=reasons)
    assert sent(room)[-1].gaps["cause"] == "调查组未公布"


# ---------------------------------------------------------------- for random incidents

NUMBER = st.integers(0, 60)
CASUALTIES = st.fixed_dictionaries(
    {},
    optional={
        "deaths": NUMBER,
        "missing": NUMBER,
        "injured": st.integers(30, 300),
        "serious_injuries": st.integers(0, 30),
    },
)
VERIFIED = st.booleans()


def numbers(text: str) -> dict[str, float]:
    return {one.field: one.amount.low for one in read(text) if one.amount.low == one.amount.high}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(CASUALTIES, VERIFIED), min_size=1, max_size=4))
@example(steps=[({"deaths": 2, "injured": 8}, False), ({"deaths": 4, "injured": 6}, True), ({}, False)])
def test_totals_agree_in_title_text_and_ledger_and_none_is_lost(tmp_path: Path, empty_store: Path, steps: Any) -> None:
    """Whatever was recorded, in whatever order: what is told is what stands; a follow-up keeps what was told."""
    import shutil

    path = tmp_path / f"{len(list(tmp_path.iterdir()))}.db"
    shutil.copyfile(empty_store, path)
    room = Room(path)
    try:
        room.at("08:00")
        room.shift()
        accident(room)
        for hour, (figures, verified) in enumerate(steps):
            if figures:
                found = figures.get("missing") == 0  # who says that nobody is missing any more is asked
                more = {"verified_by": "周明"} if verified or found else {}
                room.do(
                    "figures",
                    matter="Y1",
                    source="南阳市",
                    reason="核减",
                    confirmed="是",
                    level="IV",
                    **figures,
                    **more,
                )
            room.report(kind="follow_up" if hour else "first")
            room.clock.set(room.clock.wall() + 3_600_000_000)
        known: dict[str, float] = {}
        for one in sent(room):
            told = numbers(one.body)
            stands = {name: value for name, value in one.figures.items() if name in {"deaths", "missing", "injured"}}
            assert {name: told.get(name, 0) for name in stands} == stands
            titled = dict(zip(("deaths", "missing", "injured"), brief_of(one.paper_title), strict=True))
            assert {name: titled[name] for name in stands} == stands
            assert not [
                found for found in one.findings if found["check"] in {"P-12", "P-13", "P-16", "P-17", "P-18"}
            ], one.body
            assert all(not value or told.get(name, 0) == stands[name] for name, value in known.items())
            if any(stands.values()):
                assert not re.search("无[^，。]*伤亡|未造成[^，。]*伤亡", one.body)
            known = stands
    finally:
        room.close()


def brief_of(title: str) -> tuple[int, int, int]:
    found = [re.search(pattern, title) for pattern in (r"(\d+)死", r"(\d+)人?失联", r"(\d+)伤情")]
    deaths, missing, injured = (int(one[1]) if one else 0 for one in found)
    return deaths, missing, injured


def test_an_office_that_says_so_is_named_once(room: Room) -> None:
    """What others than the matter's own source said and nobody verified is told with their name, of a forecast as one."""
    accident(room, deaths=2, injured=8, source="高速交警三大队")
    room.do("fact", matter="Y1", name="trend", text="预计18时前有暴雨", source="省气象局")
    room.do("fact", matter="Y1", name="scope", text="双向交通中断", source="南召县公安局")
    room.do("fact", matter="Y1", name="handling", text="3辆救护车到场", source="高速交警三大队")
    room.do("fact", matter="Y1", name="background", text="该路段为连续下坡", source="现场照片")
    said = draft(material(room), room.desk.books.wording, "first").text
    for words in (
        "据省气象局预报，预计18时前有暴雨。",
        "据南召县公安局报告，双向交通中断。",
        "据初步核实，3辆救护车到场。",
        "据初步核实，该路段为连续下坡。",
    ):
        assert words in said


def test_what_became_of_the_others_is_said_where_somebody_knows(room: Room) -> None:
    """A bare number leaves the others open; words beside it say what became of them, once, and leave nothing open."""
    accident(room, deaths=2, injured=8)
    books = room.desk.books
    room.do("fact", matter="Y1", name="aboard", text="37人", source="高速交警三大队")
    assert "涉及的37人中，其余27人情况正在核实。" in draft(material(room), books.wording, "first").text
    room.do(
        "fact", matter="Y1", name="aboard", text="车上37人，其余27人安全", source="高速交警三大队", verified_by="周明"
    )
    first = draft(material(room), books.wording, "first").text
    assert "\n车上37人，其余27人安全。" in first or "。车上37人，其余27人安全。" in first
    assert "其余27人情况" not in first
    room.report()
    assert "车上37人" not in draft(material(room), books.wording, "follow_up").text
    assert "车上37人，其余27人安全。" in draft(material(room), books.wording, "final").text


# ---------------------------------------------------------------- a text in hand


def test_each_sentence_knows_its_facts(room: Room) -> None:
    accident(room, deaths=2, injured=8)
    drafted = draft(material(room), room.desk.books.wording, "first")
    sentence = drafted.at(drafted.text, drafted.text.index("2人死亡"))
    assert sentence is not None
    assert {(one.what, one.verified) for one in sentence.grounds} == {("死亡", False), ("受伤", False)}
    assert drafted.at("别的字", 0) is None


def test_what_a_hand_changed_stays_and_the_rest_follows_the_facts(room: Room) -> None:
    accident(room, deaths=2, injured=8)
    before = draft(material(room), room.desk.books.wording, "first")
    typed = before.text.replace("事故原因正在调查。", "事故原因由交警正在勘查。")
    room.do("figures", matter="Y1", deaths=3, injured=8, source="南阳市", level="III")
    room.do("fact", matter="Y1", name="handling", text="伤员已送医", source="南阳市", verified_by="周明")
    after = draft(material(room), room.desk.books.wording, "first")
    text = renewed(before, typed, after)
    assert "3人死亡" in text
    assert "2人死亡" not in text
    assert "事故原因由交警正在勘查。" in text
    assert "伤员已送医。" in text
    assert renewed(before, before.text, after) == after.text
    assert renewed(after, text, after) == text


def test_a_draft_of_another_kind_has_its_headings_whatever_a_hand_changed(room: Room) -> None:
    """F7 after the kind was changed in the form: a final report is not a follow-up without headings."""
    accident(room, deaths=2, injured=8)
    room.report()
    follow_up = draft(material(room), room.desk.books.wording, "follow_up")
    final = draft(material(room), room.desk.books.wording, "final")
    assert renewed(follow_up, follow_up.text, final) == final.text
    typed = follow_up.text.replace("有新情况续报。", "有新情况续报。家属已到南召。")
    text = renewed(follow_up, typed, final)
    assert "家属已到南召。" in text
    for heading in ("一、基本情况。", "二、处置经过。", "三、原因和后果。"):
        assert text.count(heading) == 1


def test_a_text_is_mended_by_one_key(room: Room) -> None:
    accident(room, deaths=2, injured=8)
    text = "据初步核实, 死亡2人, 受伤8人.我办已启动Ⅳ级响应."
    right = checking.mended(room.views, room.desk.books, material(room), "first", text)
    assert right == "据初步核实，2人死亡，8人受伤（重伤人数正在核实）。我办已启动内部应急值守。有新情况续报。"


# ---------------------------------------------------------------- who reads, who signs


def test_where_the_office_asks_for_it_another_reads_and_a_leader_signs(room: Room) -> None:
    accident(room, deaths=2, injured=8)
    room.do("signoff", "wang", kinds=["written"])
    words = {"matter": "Y1", "kind": "first", "to": ["省委办公厅"]}
    assert "须带班领导签发" in str(room.refused("report", **words))
    entry = str(room.do("report", ask="liu", **words).seq)
    assert "还没有核稿" in str(room.refused("sign", "liu", entry=entry))
    assert "自己拟的稿" in str(room.refused("proofread", entry=entry))
    room.do("proofread", "he", entry=entry, note="数字已与来电核对")
    room.at("11:40")
    room.do("sign", "liu", entry=entry)
    (first,) = sent(room)
    assert (first.actor, first.read_by, first.signed_off) == ("zhou", "he", "liu")
    assert first.sent_at == room.now()
    content = room.content()
    rebuild(room.desk.store, room.now())
    assert room.content() == content


def test_alone_at_night_nobody_reads_it_for_a_reason(room: Room) -> None:
    accident(room)
    room.do("signoff", "wang", kinds=["first"])
    room.report(signed_off_by="liu", signed=["liu"], unread="夜间一人在岗")
    assert room.events("report.sent")[-1].unread == "夜间一人在岗"


def test_a_changed_text_is_read_and_signed_anew(room: Room) -> None:
    accident(room, deaths=2, injured=8)
    room.do("signoff", "wang", kinds=["written"])
    words = {"matter": "Y1", "kind": "first", "to": ["省委办公厅"]}
    entry = str(room.do("report", ask="liu", **words).seq)
    room.do("proofread", "he", entry=entry)
    room.do("figures", matter="Y1", deaths=3, injured=8, source="南阳市", level="III")
    assert "请签以后情况有变" in str(room.refused("sign", "liu", entry=entry))
    room.do("sign", "liu", entry=entry, back="数字变了")
    entry = str(room.do("report", ask="liu", **words).seq)
    assert "还没有核稿" in str(room.refused("sign", "liu", entry=entry))
    room.do("proofread", "he", entry=entry)
    room.do("sign", "liu", entry=entry)
    assert "3人死亡" in sent(room)[0].body


def test_a_level_that_the_figures_passed_is_not_written_as_it_stands(room: Room) -> None:
    """Three dead in an accident are 较大 by the table (R20): no draft calls it 一般, no text does so unnoticed."""
    accident(room, deaths=2, injured=8)
    room.at("11:35")
    room.report()
    room.at("12:20")
    room.do("figures", matter="Y1", figures={"deaths": "3"}, source="县政府")
    words = draft(material(room), room.desk.books.wording, "change").text
    assert "一般" not in words
    assert "较大（Ⅲ级）" in words
    own = checking.checked(room.views, room.desk.books, material(room), "change", words)
    assert [one for one in findings(own) if one.check == "P-21"] == [], "the desk's own words pass"
    said = "初判为一般（Ⅳ级），最终以主管部门认定为准。"
    told = checking.checked(room.views, room.desk.books, material(room), "change", said)
    assert [one.weight for one in findings(told) if one.check == "P-21"] == ["block"]
    room.do("assess", "liu", matter="Y1", level="IV", reason="第三人系病故")
    assert "一般（Ⅳ级）" in draft(material(room), room.desk.books.wording, "change").text


def test_who_drafted_it_does_not_sign_it_the_director_does(room: Room) -> None:
    accident(room)
    room.do("signoff", "wang", kinds=["first"])
    assert "不能签发自己拟的" in str(
        room.refused("report", "liu", matter="Y1", kind="first", to=["省委"], gap=GAPS, read_by="he")
    )
    entry = str(room.do("report", "liu", ask="wang", matter="Y1", kind="first", to=["省委"], gap=GAPS).seq)
    room.do("proofread", "he", entry=entry)
    room.do("sign", "wang", entry=entry)
    assert sent(room)[0].signed_off == "wang"
    assert consents.waiting_for(room.views, "wang") == []


def test_a_waiting_paper_rings_again_after_ten_minutes(room: Room) -> None:
    accident(room)
    room.do("signoff", "wang", kinds=["first"])
    room.do("report", ask="liu", matter="Y1", kind="first", to=["省委"], gap=GAPS)
    room.tick_at("11:05")
    raised = room.raised("sign_request", "Y1")
    assert [hour for hour in raised.values() if hour in {"10:49", "10:59"}] == ["10:49", "10:59"]
    rings = room.one("sign_request", "Y1").id
    assert "由本人签收" in str(room.refused("ack", "zhou", alert=rings))
    room.do("ack", "liu", alert=rings)


# ---------------------------------------------------------------- the office's wording


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{received}，我办接", "{receivd}，我办接", "没有这个空 receivd"),
        ("{received}，我办接", "{received},我办接", "须用全角标点"),
        ('sentence = "intake"\ntexts = [', 'sentence = "intake"\nof = ["acident"]\ntexts = [', "不认识 “acident”"),
        ('["intake", "background", "course"]', '["intak", "background", "course"]', "没有这一句 “intak”"),
        ("我办接[{source}]报告：{occurred}", "我办接[{source}报告：{occurred}", "括号不成对"),
    ],
)
def test_a_mistake_in_the_wording_is_named_with_its_line_and_the_shipped_one_counts(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    whole = (data_folder() / "rulebook" / "wording.toml").read_text(encoding="utf-8")
    assert old in whole
    (tmp_path / "wording.toml").write_text(whole.replace(old, new, 1), encoding="utf-8")
    books = load_books(tmp_path)
    (problem, *_) = books.problems
    assert said in str(problem.message)
    assert problem.line > 0
    assert books.wording == load_books().wording


@pytest.mark.parametrize(
    ("place", "title", "where", "event"),
    [
        ("北京朝阳望京地铁站", "望京地铁站拥挤踩踏", "北京朝阳望京地铁站拥挤踩踏", "拥挤踩踏"),
        ("南召县", "二广高速大客车追尾", "南召县二广高速大客车追尾", "二广高速大客车追尾"),
        ("南召县", "南召县山体滑坡", "南召县山体滑坡", "山体滑坡"),
        ("太行山", "山火", "太行山山火", "山火"),
    ],
)
def test_the_place_stands_once_in_title_and_text(room: Room, place: str, title: str, where: str, event: str) -> None:
    room.incident(place=place, title=title, occurred="07:50")
    room.report()
    (report,) = room.views.reports(room.views.matter("Y1").id)
    assert report.paper_title.startswith(f"关于{where}")
    assert f"{place}发生{event}。" in report.body


@pytest.mark.parametrize(("kind", "words"), [("appeal", {"colour": "yellow"}), ("policy", {}), ("routine", {})])
def test_what_is_no_incident_is_reported_without_an_incident_s_elements(
    room: Room, kind: str, words: dict[str, Any]
) -> None:
    room.at("10:49")
    room.do("open", kind=kind, title="顺义7人反映被欠三个月工资", received="10:40", **words)
    (matter,) = room.views.matters()
    room.do("report", matter=matter.label, kind="first", to=["省信访局"])
    (first,) = room.views.reports(matter.id)
    assert first.gaps == {}
    assert "伤亡" not in first.body
    assert "经济损失" not in first.body


@pytest.mark.parametrize(
    ("said", "why"),
    [
        *((word, False) for word in (
            "", "。", "1", "A1", "正在核实", "正在核实中", "核实中", "待核", "待核实", "尚未掌握", "暂不清楚", "不知道", "未报",
            "verifying", "unknown yet", "still being checked", "TBD", "N/A",
        )),
        *((word, True) for word in (
            "现场联系中断", "来电中断", "电话打不通", "对方没有说", "对方也不知道", "村里断电断网", "line cut off", "caller hung up",
        )),
    ],
)  # fmt: skip
def test_that_something_is_not_known_is_no_reason_why(said: str, *, why: bool) -> None:
    assert is_reason(said) is why


# ---------------------------------------------------------------- typed against the record, and counted

TYPED_LIKE = (
    "截至7月15日11时，据初步核实，事故共造成{deaths}人死亡、{injured}人受伤（重伤人数正在核实）。有新情况续报。"
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    figures=st.fixed_dictionaries({"deaths": st.integers(1, 20), "injured": st.integers(1, 90)}),
    field=st.sampled_from(["deaths", "injured"]),
    off=st.integers(-3, 3).filter(bool),
)
@example(figures={"deaths": 2, "injured": 8}, field="deaths", off=1)
def test_a_text_typed_against_the_figures_is_caught_and_the_true_one_goes(
    tmp_path: Path, empty_store: Path, figures: dict[str, int], field: str, off: int
) -> None:
    import shutil

    path = tmp_path / f"{len(list(tmp_path.iterdir()))}.db"
    shutil.copyfile(empty_store, path)
    room = Room(path)
    try:
        room.at("08:00")
        room.shift()
        accident(room, **figures, confirmed="是", level="")
        wrong = {**figures, field: max(figures[field] + off, figures[field] + 1 if figures[field] + off < 1 else 1)}
        words = {"matter": "Y1", "kind": "first", "to": ["省委办公厅"]}
        if wrong != figures:
            refusal = room.refused("report", **words, text=TYPED_LIKE.format(**wrong))
            assert refusal.field == "differs"
            assert str(wrong[field]) in str(refusal)
        room.do("report", **words, text=TYPED_LIKE.format(**figures))
        assert not [one for one in sent(room)[-1].findings if one["check"] == "P-12"]
    finally:
        room.close()


def test_the_month_counts_what_the_reports_told(room: Room) -> None:
    """Title, text, ledger and statistics say one number; a later figure moves all of them."""
    from datetime import date

    from dutydesk.capabilities.papers.case import Case
    from dutydesk.capabilities.papers.rules import Office, Receivers
    from dutydesk.capabilities.papers.statistics import statistics

    def counted() -> dict[str, str]:
        books = room.desk.books
        form = books.papers.forms["statistics"]
        case = Case(room.views, books, Office(), form, Receivers(), "", date(2026, 7, 15), room.now())
        return {row["what"]: row["all"] for row in statistics(case).rows}

    accident(room, deaths=2, injured=8)
    room.at("11:00")
    room.report()
    for deaths, injured, hour in ((4, 6, "12:00"), (5, 6, "14:00")):
        room.at(hour)
        room.do(
            "figures",
            matter="Y1",
            deaths=deaths,
            injured=injured,
            source="南阳市",
            reason="救治无效",
            level="III",
            confirmed="是",
        )
        room.at(f"{hour[:2]}:10")
        room.report(kind="change" if hour == "12:00" else "follow_up")
        last, table = sent(room)[-1], counted()
        told = numbers(last.body)
        assert (told["deaths"], told["injured"]) == (deaths, injured)
        assert f"致{deaths}死{injured}伤" in last.paper_title
        assert (last.figures["deaths"], last.figures["injured"]) == (deaths, injured)
        assert (table["死亡"], table["受伤"]) == (f"{deaths}", f"{injured}")


def test_a_report_that_went_before_its_time_is_owed_and_in_time(room: Room) -> None:
    """A clock belongs to the month of its due time, whenever the sheet is made; a running shift says what was done early."""
    from datetime import date

    from dutydesk.capabilities.papers.case import Case
    from dutydesk.capabilities.papers.rules import Office, Receivers
    from dutydesk.capabilities.papers.statistics import statistics
    from dutydesk.capabilities.statistics import statistics as shifts
    from dutydesk.usecase.books import load_indicators

    accident(room, deaths=2)
    room.report()
    due = [
        one.due_at
        for one in room.views.clocks(ended=True)
        if one.state == "met" and one.rule.startswith("first_report")
    ]
    assert due
    assert min(due) > room.now()
    room.do("log", text="一刻钟内")
    books = room.desk.books
    case = Case(
        room.views, books, Office(), books.papers.forms["statistics"], Receivers(), "", date(2026, 7, 15), room.now()
    )
    assert f"应报{len(due)}次，按时{len(due)}次" in statistics(case).text[0]
    shift = shifts.choose(room.views, "")
    assert shift.ended_at is None  # there is no previous one: the running one is meant
    found = shifts.of_shift(room.views, shift, load_indicators(), room.now())
    assert (found.timeliness.due, found.early) == (0, len(due))
    assert f"已办、时限未到 (到时限再计): {len(due)}" in shifts.page(found)
    found = shifts.of_shift(room.views, shift, load_indicators(), max(due) + 1)
    assert (found.timeliness.met, found.early) == (len(due), 0)


@pytest.mark.parametrize("text", ["x", "。", "……", "  a "])
def test_a_text_that_says_nothing_is_no_report(room: Room, text: str) -> None:
    accident(room, deaths=2)
    assert room.refused("report", matter="Y1", kind="first", to=["省委办公厅"], text=text).field == "text"


def test_the_same_follow_up_by_two_at_once_goes_once(room: Room) -> None:
    """IN-15: drafts of one minute differ by no more than the name of the report before them."""
    accident(room, deaths=2)
    room.report()
    room.at("12:00")
    room.do("report", matter="Y1", kind="follow_up", to=["省委办公厅"])
    assert "重复报送" in str(room.refused("report", matter="Y1", kind="follow_up", to=["省委办公厅"]))
    room.at("14:00")
    room.do("report", matter="Y1", kind="follow_up", to=["省委办公厅"])
