"""Every field that an office's forms have beside what the desk knows (marked + in papers §4): where it is typed, and that it is printed."""

from __future__ import annotations

import re

import day
import pytest

from dutydesk.capabilities.papers.rules import OFFICE_FIELDS
from dutydesk.capabilities.reporting.rules.reporting import FACTS
from dutydesk.usecase.acts import REGISTRY
from dutydesk.usecase.books import load_books

pytestmark = pytest.mark.papers

FIELDS: tuple[tuple[str, str, str, str, str], ...] = (
    ("4.1", "12-phone", "phone_slips", "unit", "来电单位高速交警三大队"),
    ("4.1", "12-phone", "phone_slips", "caller", "姓名职务陈立，值班长"),
    ("4.1", "12-phone", "phone_slips", "number", "0377-60000122"),
    ("4.1", "12-phone", "phone_slips", "taker", "接电记录周明"),
    ("4.1", "12-phone", "phone_slips", "called_back", "（已回拨核实）"),
    ("4.1", "12-phone", "phone_slips", "told", "已报单位10:30省高速交警总队"),
    ("4.1", "12-phone", "phone_slips", "read_back", "复述核对已复述，对方确认"),
    ("4.1", "12-phone", "phone_slips", "opinion", "拟办意见拟作突发事件办理"),
    ("4.1", "12-phone", "phone_slips", "decision", "领导批示同意。伤亡人数有变化随时报。"),
    ("4.1", "12-phone", "phone_slips", "decision_by", "刘副主任"),
    ("4.1", "12-phone", "phone_slips", "decision_at", "10:55"),
    ("4.1", "12-phone", "phone_slips", "by_phone", "（电话）"),
    ("4.1", "12-phone", "phone_slips", "owner", "承办落实何静10:59转告两单位"),
    ("4.1", "12-phone", "phone_slips", "result", "办理结果11:35首报已发"),
    ("4.2", "13-fax_slip", "fax", "from_number", "对方传真010-66010001"),
    ("4.2", "13-fax_slip", "fax", "pages", "页数4"),
    ("4.2", "13-fax_slip", "fax", "copies", "份数1"),
    ("4.2", "13-fax_slip", "fax", "legible", "清晰缺页清晰完整"),
    ("4.2", "13-fax_slip", "fax", "number", "国办发明电〔2026〕9号"),
    ("4.2", "13-fax_slip", "fax", "opinion", "拟即行解读"),
    ("4.2", "13-fax_slip", "fax", "decision", "同意，今日办结。"),
    ("4.2", "14-fax", "fax", "result_at", "15:52"),
    ("4.5", "07-document", "outgoing", "number", "豫政驻京〔2026〕18号"),
    ("4.5", "07-document", "outgoing", "signer", "签发人：王主任"),
    ("4.5", "07-document", "outgoing", "cause_by", "经省信访局认定"),
    ("4.5", "07-document", "outgoing", "aftermath", "善后。省信访局已受理登记"),
    ("4.5", "07-document", "outgoing", "responsibility", "责任。我办续报一将"),
    ("4.5", "07-document", "outgoing", "open", "遗留问题。属地处理方案待公布"),
    ("4.11", "16-appeal", "appeal_slips", "way", "方式微信"),
    ("4.11", "16-appeal", "appeal_slips", "persons", "7人（代表1人）"),
    ("4.11", "16-appeal", "appeal_slips", "claim", "尽快支付被拖欠的三个月工资"),
    ("4.11", "16-appeal", "appeal_slips", "told", "7月15日11:00已电话告知"),
    ("4.11", "16-appeal", "appeal_slips", "result", "办理结果省人力资源社会保障厅已受理"),
    ("4.11", "16-appeal", "appeal_slips", "callback", "■满意"),
    ("4.12", "17-policy", "policy_notes", "changes", "反馈时限由3日缩短为当日"),
    ("4.12", "17-policy", "policy_notes", "to_do", "省防指12时前提出意见"),
    ("4.12", "17-policy", "policy_notes", "basis", "原件第1至4页"),
)
"""Section, paper of the day, register and field where it is typed, words on the paper."""

SAID_OF_A_MATTER = {"aboard": "其余", "commander": "现场负责人", "reported": "上报"}
"""4.3: facts of a first report, and the sentence of the office's wording that tells them."""


def bare(text: str) -> str:
    """A text without blanks, rules and colons."""
    return re.sub(r"[\s\u3000│：]+", "", text)


@pytest.mark.parametrize(("section", "paper", "register", "field", "words"), FIELDS)
def test_a_field_is_typed_and_stands_on_its_paper(
    texts: dict[str, str], section: str, paper: str, register: str, field: str, words: str
) -> None:
    declared = load_books().registers[register]
    assert field in {one.id for one in declared.fields}, section
    typed = [row for row in day.REGISTERED if row[0] == register and any(one.startswith(f"{field}=") for one in row)]
    assert typed or field == "copies", f"the scripted day types {register}.{field} nowhere"
    assert bare(words) in bare(texts[paper])


def test_facts_of_a_first_report_are_typed_and_said() -> None:
    books = load_books()
    for fact, words in SAID_OF_A_MATTER.items():
        assert fact in FACTS
        said = [text for one in books.wording.patterns for text in one.texts if fact in text]
        assert any(words in text for text in said), fact
    assert "name" in {one.name for one in REGISTRY["fact"].__dataclass_fields__.values()}


def test_the_office_says_of_itself_what_the_papers_need() -> None:
    typed = set(REGISTRY["office"].__dataclass_fields__)
    assert set(OFFICE_FIELDS) <= typed


def test_weather_result_and_handling_stand_on_the_log(texts: dict[str, str]) -> None:
    log = re.sub(r"[\s\u3000]+", "", texts["18-log"])
    for words in (
        "天气：",
        "09:30离开",
        "立项Y1，10:58启动内部应急值守",
        "10:59转告省公安厅交管局、省卫健委，均已回执",
        "带班领导阅：赵副主任",
    ):
        assert words in log
