"""What is drafted for every kind of affair, read as the office's expert would: sense, names told once, our office's role."""

from __future__ import annotations

from typing import Any

import pytest
from room import Room

from dutydesk.capabilities.reporting import checking, drafting
from dutydesk.capabilities.reporting.rules.checks import findings

ROAD = {"title": "京港澳高速安阳段三车追尾", "category": "accident", "subtype": "road", "place": "京港澳高速安阳段", "occurred": "08:20",
        "source": "省高速交警总队", "level": "IV"}  # fmt: skip
FLOOD = {"title": "栾川县潭头镇山洪灾害", "category": "natural", "subtype": "flood", "place": "洛阳市栾川县潭头镇", "occurred": "05:30",
         "source": "洛阳市应急管理局", "level": "III", "colour": "red"}  # fmt: skip
POISONED = {"title": "信阳市某中学学生食物中毒", "category": "health", "subtype": "food_poisoning", "place": "信阳市浉河区某中学", "occurred": "08:00",
            "source": "信阳市卫生健康委", "level": "IV"}  # fmt: skip
QUAKE = {"title": "山西垣曲3.8级地震，三门峡有震感", "category": "natural", "subtype": "earthquake", "place": "三门峡市", "occurred": "08:05",
         "source": "中国地震台网", "level": "", "colour": "blue"}  # fmt: skip
CROWD = {"title": "群众聚集反映诉求事件", "category": "security", "subtype": "mass", "place": "在京某部委接待场所门口", "occurred": "08:05",
         "source": "北京市公安局西城分局", "level": "IV", "colour": "red"}  # fmt: skip


def opened(room: Room, of: dict[str, Any], **figures: Any) -> None:
    room.at("09:10")
    room.do("open", kind="incident", label="Y1", received="09:02", **{"colour": "yellow", **of, **figures})


def sent(room: Room, kind: str = "first", label: str = "Y1", **words: Any) -> tuple[str, str]:
    room.report(label, kind=kind, **words) if label == "Y1" else room.do(
        "report", matter=label, kind=kind, to=["省委办公厅"], **words
    )
    matter = room.views.matter(label)
    assert matter is not None
    one = room.views.reports(matter.id)[-1]
    blocking = [found for found in one.findings if found["check"] != "P-19"]
    assert blocking == [], one.body
    return one.paper_title, one.body


@pytest.mark.parametrize(
    ("of", "figures", "title", "begins"),
    [
        (ROAD, {"deaths": 2, "injured": 8, "serious_injuries": 3}, "京港澳高速安阳段三车追尾致2死8伤", "8时20分，京港澳高速安阳段发生三车追尾。"),
        (FLOOD, {"deaths": 1, "missing": 6}, "洛阳市栾川县潭头镇山洪灾害致1死6失联", "5时30分，洛阳市栾川县潭头镇发生山洪灾害。"),
        (POISONED, {"injured": 46}, "信阳市浉河区某中学学生食物中毒致46人中毒", "8时，信阳市浉河区某中学发生学生食物中毒。"),
        (QUAKE, {"magnitude": 3.8}, "山西垣曲3.8级地震，三门峡有震感", "8时05分，发生山西垣曲3.8级地震，三门峡有震感。"),
        (CROWD, {"participants": 60}, "在京某部委接待场所门口群众聚集反映诉求事件", "在京某部委接待场所门口发生群众聚集反映诉求事件。"),
    ],
)  # fmt: skip
def test_what_happened_where_stands_once_in_title_and_text(
    room: Room, of: dict[str, Any], figures: dict[str, Any], title: str, begins: str
) -> None:
    opened(room, of, **figures)
    heading, body = sent(room)
    assert heading == f"关于{title}情况的报告（首报）"
    assert f"我办接{of['source']}报告：7月15日" in body
    assert begins in body
    assert body.count(of["place"]) <= 1


def test_nature_has_no_culprit(room: Room) -> None:
    """A flood has no 事件原因 to be looked for, an earthquake has its magnitude in its name; what is not known is said all the same."""
    opened(room, QUAKE, magnitude=3.8)
    _, body = sent(room)
    assert "原因" not in body
    assert body.count("3.8") == 1
    assert "影响范围正在核实" in body
    room.at("10:10")
    room.do("fact", matter="Y1", name="scope", text="部分群众有震感", source="三门峡市政府", verified_by="周明")
    _, body = sent(room, "follow_up")
    assert "原因" not in body


def test_people_who_left_or_were_moved_are_compared_too(room: Room) -> None:
    opened(room, CROWD, participants=60)
    sent(room)
    room.at("10:10")
    room.do(
        "figures", matter="Y1", participants=15, evacuated=20, source="现场", reason="因部分人员离开", verified_by="周明",
        level="IV",
    )  # fmt: skip
    _, body = sent(room, "follow_up")
    assert "参与15人（较首报减少45人，系部分人员离开），转移20人。" in body
    room.at("12:10")
    room.do("figures", matter="Y1", evacuated=30, source="现场", verified_by="周明", level="IV")
    _, body = sent(room, "follow_up")
    assert "参与15人，转移30人（较续报一增加10人）。" in body


def test_a_policy_is_received_and_an_appeal_accepted(room: Room) -> None:
    room.at("09:10")
    room.do("open", kind="policy", title="国务院办公厅关于做好汛期工作的通知", received="08:40", source="国务院办公厅", colour="yellow", label="P1")  # fmt: skip
    heading, body = sent(room, label="P1")
    assert heading == "关于《国务院办公厅关于做好汛期工作的通知》办理情况的报告（首报）"
    assert body.startswith("7月15日8时40分，我办收到国务院办公厅来文《国务院办公厅关于做好汛期工作的通知》。")
    room.do("open", kind="appeal", title="40名农民工反映被拖欠工资", received="09:05", source="来访", colour="yellow", label="A1", participants=40)  # fmt: skip
    _, body = sent(room, label="A1")
    assert body.startswith("7月15日9时05分，我办接来访反映的诉求：40名农民工反映被拖欠工资。")


def test_a_final_report_says_of_no_figure_that_it_is_preliminary(room: Room) -> None:
    opened(room, CROWD, participants=60)
    sent(room)
    room.at("10:10")
    room.do("figures", matter="Y1", deaths=0, injured=0, source="现场", verified_by="周明", level="IV")
    for name in ("cause", "aftermath"):
        room.do("fact", matter="Y1", name=name, text="诉求已受理登记", source="省信访局", verified_by="周明")
    refusal = room.refused("report", matter="Y1", kind="final", to=["省政府"])
    assert (refusal.field, "其他数字" in str(refusal)) == ("gap", True)
    room.do("figures", matter="Y1", participants=60, source="现场", verified_by="周明", level="IV")
    _, body = sent(room, "final", to=["省政府"])
    assert "初步" not in body
    matter = room.views.matter("Y1")
    assert matter is not None
    told = drafting.material(room.views, room.desk.books, matter, room.now())
    assert checking.pending(told, body, drafted=True) == []


# ---------------------------------------------------------------- before it leaves


def test_a_title_of_another_event_stands_in_the_way_until_it_is_said_why(room: Room) -> None:
    """P-09: print and mail wait; the sending does not, which a first report has no minutes for."""
    opened(room, {**ROAD, "title": "安阳市某工地食物中毒", "place": "安阳市某工地"}, injured=3)
    room.report()
    (one,) = room.views.reports(room.views.matter("Y1").id)  # type: ignore[union-attr]
    assert [found["words"] for found in one.blocked] == ["食物中毒"]
    room.do("excuse", report=one.id, check="words of the title", reason="车辆冲入食堂, 另有中毒待查")
    assert not room.views.reports(one.matter_id)[0].blocked


def test_who_signs_is_looked_at_with_the_text(room: Room) -> None:
    opened(room, ROAD, injured=3)
    room.do("signoff", "wang", kinds=["written"])
    matter = room.views.matter("Y1")
    assert matter is not None
    told = drafting.material(room.views, room.desk.books, matter, room.now())

    def found(signer: str, drafter: str) -> list[tuple[str, str]]:
        text = checking.checked(room.views, room.desk.books, told, "first", "。", signer=signer, drafter=drafter)
        return [(one.weight, one.said.template) for one in findings(text) if one.check == "P-25"]

    assert found("", "zhou") == [("block", "还没有签发人: 发出时写明, 不能是拟稿人")]
    assert found("刘副主任", "liu") == [("block", "签发人就是拟稿人")]
    assert found("刘副主任", "zhou") == []


# ---------------------------------------------------------------- several figures, several reasons


def test_each_figure_that_fell_has_the_reason_that_was_given_for_it(room: Room) -> None:
    """The people's reason stands behind the people, the money's behind the money, whichever was typed last."""
    opened(room, {**ROAD, "level": "I"}, deaths=3, missing=1, loss_yuan="1.2亿")
    sent(room)
    room.at("10:10")
    usual = {"matter": "Y1", "source": "现场", "verified_by": "周明", "level": "I"}
    room.do("figures", **usual, deaths=4, missing=0, reason="1名失联人员确认死亡")
    room.do("figures", **usual, loss_yuan="9800万", reason="重新核算")
    _, body = sent(room, "follow_up")
    assert "较首报增加1人死亡、减少1人失联，系1名失联人员确认死亡。" in body
    assert "直接经济损失9800万元，较首报减少2200万元，系重新核算。" in body


def test_what_is_newly_known_to_be_none_changes_no_total(room: Room) -> None:
    opened(room, ROAD, injured=8)
    sent(room)
    room.at("10:10")
    room.do("figures", matter="Y1", deaths=0, missing=0, source="现场", verified_by="周明", level="IV")
    _, body = sent(room, "follow_up")
    assert "共造成8人受伤" in body
    assert "较首报无变化。" in body


def test_a_measure_that_was_taken_is_no_plan(room: Room) -> None:
    opened(room, ROAD, injured=8)
    room.do("fact", matter="Y1", name="measures", text="伤员已送3家医院救治", source="现场", verified_by="周明")
    _, body = sent(room)
    assert "伤员已送3家医院救治。" in body
    assert "拟采取" not in body
    room.do("fact", matter="Y1", name="measures", text="抽调专家组会诊", source="现场", verified_by="周明")
    _, body = sent(room, "follow_up")
    assert "拟采取的措施：抽调专家组会诊。" in body


def test_two_sentences_that_follow_each_other_do_not_begin_alike(room: Room) -> None:
    opened(room, {**ROAD, "level": "III"}, missing=5, evacuated=1200, loss_yuan="350万")
    heading, body = sent(room)
    assert "致5人失联情况" in heading
    assert "据初步核实，事故已造成5人失联。初步统计，转移1200人，直接经济损失350万元。" in body


@pytest.mark.parametrize(
    ("of", "title", "said"),
    [
        (CROWD, "群众聚集反映诉求", "发生群众聚集反映诉求事件。"),
        (ROAD, "大客车与货车相撞", "发生大客车与货车相撞。"),
        (ROAD, "货车油罐漏油", "发生货车油罐漏油事故。"),
        (QUAKE, "强降雨引发山洪", "发生强降雨引发山洪灾害。"),
        ({**ROAD, "subtype": "network"}, "政务网站遭网络攻击", "发生政务网站遭网络攻击事件。"),
    ],
)
def test_what_stands_behind_happened_is_an_event(room: Room, of: dict[str, Any], title: str, said: str) -> None:
    opened(room, {**of, "title": title, "place": "信阳市新县"})
    _, body = sent(room)
    assert said in body


CYBER = {**ROAD, "subtype": "network", "title": "政务云遭网络攻击", "place": "郑州市", "source": "省委网信办"}


def test_casualties_are_asked_only_of_what_may_have_them(room: Room) -> None:
    opened(room, CYBER, data_persons=150000)
    _, first = sent(room)
    assert "伤亡" not in first
    assert "泄露个人信息15万人" in first
    matter = room.views.matter("Y1")
    assert matter is not None
    assert "casualties" not in room.views.reports(matter.id)[-1].gaps
    room.at("09:40")
    _, second = sent(room, "follow_up")
    assert "伤亡" not in second
    assert "截至7月15日9时40分，事件仍在处置。" in second


def test_casualties_that_were_recorded_are_told_of_what_is_not_asked_for_them(room: Room) -> None:
    opened(room, CYBER, injured=2)
    _, body = sent(room)
    assert "据初步核实，事件已造成2人受伤" in body
    room.do("figures", matter="Y1", injured=0, reason="误报，系另一事故伤员", source="省委网信办", verified_by="周明")
    room.do("figures", matter="Y1", deaths=0, source="省委网信办", verified_by="周明")
    _, body = sent(room, "follow_up")
    assert "未造成人员伤亡" in body
    assert "事件仍在处置" not in body


@pytest.mark.parametrize(
    "typed", ["疑似电气线路故障引发", "可能是电气线路故障引发", "初步判断电气线路故障引发", "系电气线路故障引发"]
)
def test_doubt_about_a_cause_is_said_once(room: Room, typed: str) -> None:
    opened(room, ROAD, injured=1)
    room.do("fact", matter="Y1", name="cause", text=typed, source="消防")
    _, body = sent(room)
    assert "初步判断，电气线路故障引发。" in body


def test_a_figure_of_nobody_is_told_only_where_there_was_somebody(room: Room) -> None:
    opened(room, CROWD, participants=60)
    _, body = sent(room)
    assert "参与60人" in body
    room.do("figures", matter="Y1", participants=0, reason="人员离开", source="西城分局", verified_by="周明")
    _, body = sent(room, "follow_up")
    assert "参与0人（较首报减少60人" in body
    room.do("figures", matter="Y1", evacuated=0, source="西城分局", verified_by="周明")
    _, body = sent(room, "follow_up")
    assert "转移0人" not in body


def test_a_part_of_a_city_is_no_second_place(room: Room) -> None:
    opened(
        room, {**ROAD, "subtype": "telecom", "title": "三门峡市区移动通信中断", "place": "三门峡市"}, households=230000
    )
    heading, body = sent(room)
    assert heading == "关于三门峡市区移动通信中断情况的报告（首报）"
    assert "发生三门峡市区移动通信中断。" in body
    assert "受影响23万户" in body


def test_no_paragraph_says_one_sentence_twice(room: Room) -> None:
    """Two sentences that stand beside each other in the office's wording share no words of theirs."""
    wording = room.desk.books.wording
    for kind, shape in wording.shapes.items():
        for paragraph in shape.paragraphs:
            said = [
                text
                for name in paragraph
                for text in {t for one in wording.patterns if one.sentence == name for t in one.texts}
            ]
            assert len(said) == len(set(said)), (kind, paragraph)
