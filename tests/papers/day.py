"""The scripted day with what its papers need beside it, and the papers that an office prints of it."""

from __future__ import annotations

from pathlib import Path

from dutydesk.cli.main import run
from dutydesk.resources import data_folder

MORNING = "2026-07-16T08:20:00+08:00"
"""Just after the handover of the scripted day."""

TEXT = (
    "2026年7月15日17时05分许，我省群众约60人在京某部委接待场所门口聚集反映诉求，21时10分全部离开。现将有关情况报告如下：\n"
    "一、基本情况。17时20分，我办接北京市公安局西城分局电话。聚集人员反映某楼盘逾期交付问题，未接到人员伤亡和财物损失报告。\n"
    "二、处置经过。17时30分，我办启动内部应急值守，派员到场，请省信访局牵头，通报公安、宣传部门；17时41分电话、18时12分书面首报；"
    "19时27分联合处置方案经批准；20时05分剩余15人；21时10分人员全部离开。"
)

REGISTERED: tuple[tuple[str, ...], ...] = (
    ("phone_slips", "matter=Y1", "began_at=07-15 10:47", "ended_at=07-15 10:50", "number=0377-60000122", "called_back=是",
     "unit=高速交警三大队", "caller=陈立，值班长", "taker=周明", "recording=0715-1047", "urgency=特急",
     "words=7月15日10时20分左右，二广高速南召段大客车追尾半挂，车上37人，现在掌握2人死亡、8人受伤，送县医院了，原因不清楚。",
     "told=10:30省高速交警总队；10:35南阳市公安局指挥中心", "read_back=已复述，对方确认死亡2人、受伤8人，“37人”为乘车人数",
     "opinion=拟作突发事件办理；报刘副主任；转告省公安厅交管局、省卫生健康委；向南阳市政府值班室核实。", "opinion_by=周明", "opinion_at=07-15 10:51",
     "decision=同意。伤亡人数有变化随时报。", "decision_by=刘副主任", "decision_at=07-15 10:55", "by_phone=是",
     "owner=何静 10:59转告两单位，11:06、11:10回执", "result=11:35首报已发省委办公厅、省政府总值班室。", "result_by=何静", "result_at=07-15 11:36"),
    ("fax", "received_at=07-15 08:40", "unit=国务院办公厅", "number=国办发明电〔2026〕9号", "title=国务院办公厅关于做好2026年汛期防汛救灾工作的通知",
     "from_number=010-66010001", "urgency=加急", "pages=4", "legible=是", "signed_by=周明", "matter=P1", "owner=信息报送组", "helpers=综合协调组", "chaser=何静（12:00、15:00）",
     "opinion=拟即行解读，推送省防指、应急厅、水利厅；15时前汇总意见报王主任签发反馈。", "opinion_by=周明", "opinion_at=07-15 08:44",
     "decision=同意，今日办结。", "decision_by=刘副主任", "decision_at=07-15 08:47",
     "result=09:52、10:12推送三单位；15:50反馈已发。", "result_by=何静", "result_at=07-15 15:52"),
    ("fax", "received_at=07-15 14:10", "unit=南阳市政府", "title=关于二广高速南召段事故处置情况的说明", "urgency=平", "pages=1", "legible=是", "signed_by=周明", "matter=Y1"),
    ("outgoing", "kind=报告", "number=豫政驻京〔2026〕18号", "title=河南省人民政府驻北京办事处关于“7·15”群众聚集反映诉求事件情况的报告",
     "matter=Y2", "to=省政府", "copy=省委办公厅，省信访局", "signer=王主任", "dated=2026-07-16", "copies=6", f"text={TEXT}",
     "cause=诉求为要求明确交房时间，属首次来京反映", "cause_by=省信访局", "aftermath=省信访局已受理登记并告知办理期限，属地处理情况由省信访局跟踪",
     "responsibility=我办续报一将“剩余15人”误为“45人”，20时14分已更正，相关人员已作检查", "open=属地处理方案待公布", "advice=建议属地及时公开工程进展，畅通信访渠道", "annexes=报送情况一览表"),
    ("outgoing", "kind=函", "number=豫政驻京函〔2026〕5号", "title=关于转办农民工欠薪诉求的函", "matter=A1", "to=省人力资源社会保障厅", "copy=省信访局", "dated=2026-07-15",
     "text=7月15日9时05分，我办收到7名农民工反映，某建筑公司拖欠三个月工资，共9.4万元，现在北京市顺义区。经电话核实，人数、金额属实，欠薪方和合同情况正在核实。\n现将该诉求转贵厅，请商有关方面办理，并于7月16日9时05分前告知初步方案。"),
    ("outgoing", "kind=通知", "number=豫政驻京办〔2026〕7号", "title=关于召开汛情会商会的通知", "matter=M2", "to=各组", "dated=2026-07-15"),
    ("outgoing", "kind=函", "number=豫政驻京函〔2026〕6号", "title=关于商请参加汛情会商会的函", "matter=M2", "to=省水利厅", "dated=2026-07-15"),
    ("bulletins", "matter=Y1", "title=二广高速南召段发生一起道路交通事故致4死6伤",
     "text=截至7月15日12时20分，二广高速南召段大客车追尾事故共造成4人死亡、6人受伤（重伤人数正在核实），初判为较大事故。原因正在调查。详见值班信息专报第2期。",
     "to=王主任，办领导", "copy=各处室", "copies=6", "editor=何静", "reviser=周明", "signer=刘副主任", "signed_at=07-15 12:40"),
    ("briefs", "day=2026-07-16", "copies=8", "reviser=周明", "signer=刘副主任", "signed_at=07-16 08:15"),
    ("zero_reports", "until=07-15 10:00", "devices=值班电话、传真、视频系统正常", "key=我省在京就医、旅游群众求助2件，均已办结", "drafter=周明", "signer=刘副主任", "signed_at=07-15 09:50"),
    ("supervision", "matter=Y1", "number=1", "source=值班信息专报第2期", "urgency=特急", "lead=南阳市", "helpers=省应急厅", "opinion=原文转告南阳市政府、省应急管理厅，16日12:50前反馈。",
     "opinion_by=周明", "opinion_at=07-15 12:53", "decision=同意。", "decision_by=刘副主任", "decision_at=07-15 12:55", "chased=7月16日08:10电话催办，答11时前报。"),
    ("appeal_slips", "matter=A1", "way=微信", "persons=7", "speakers=1", "place=北京市顺义区", "number=13812345678", "claim=尽快支付被拖欠的三个月工资，共9.4万元",
     "verified=7月15日09:40电话核实，人数、金额属实；欠薪方和合同情况正在核实。", "danger=食宿无着0人，患病0人，无极端言行", "told=7月15日11:00已电话告知反映人转送单位和查询方式。",
     "result=省人力资源社会保障厅已受理。", "callback=满意"),
    ("policy_notes", "matter=P1", "number=国办发明电〔2026〕9号", "changes=反馈时限由3日缩短为当日（对照上年同类文件）", "to_do=省防指12时前提出意见，驻京办15时前汇总，18时前反馈",
     "basis=原件第1至4页；“主要变化”系我办比对，仅供参考", "contact=周明", "signer=刘副主任", "signed_at=07-15 09:50"),
    ("standby", "day=2026-07-16", "person=何静"),
    ("trips", "person=赵副主任", "why=参加省政府全体会议", "place=河南省郑州市", "since=2026-07-20 08:00", "until=2026-07-21 18:00", "deputy=刘副主任", "deputy_post=副主任", "deputy_number=010-60000002",
     "approved_by=王主任", "approved_at=07-16 08:10"),
)  # fmt: skip

DONE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("孙涛", ("meeting", "plan", "--label", "M2", "--title", "10:00 汛情会商会", "--begins", "2026-07-20 10:00", "--ends", "2026-07-20 11:00", "--place", "三楼会议室", "--room", "省级 01")),
    ("孙涛", ("meeting", "notice", "M2", "--to", "省水利厅", "省应急管理厅")),
    ("孙涛", ("meeting", "decide", "M1", "信息报送组每2小时核实伤员救治情况，至处置结束", "--owner", "周明", "--due", "2026-07-17 18:00")),
    ("孙涛", ("meeting", "decide", "M1", "综合协调组联系在京医院，提出转诊意见", "--owner", "何静", "--due", "2026-07-16 18:00")),
    ("王主任", ("meeting", "minutes", "M1", "--approve", "--present", "刘副主任、周明、何静", "--excused", "王主任（参加其他会议）", "--observers", "技术保障组张伟")),
    ("孙涛", ("figures", "Y2", "participants=60", "--source", "省信访局", "--verified-by", "何静")),
    ("孙涛", ("policy", "issued", "P1", "2026-07-14 09:00")),
    ("赵副主任", ("appeal", "dispose", "A1", "--text", "转省人力资源社会保障厅，请商北京市劳动监察部门；告知可拨12333。", "--to", "省人力资源社会保障厅", "--approved-by", "赵副主任")),
)  # fmt: skip
"""What the desk did beside the script, and who."""

RESULTS = (("巩义市文旅局", "09:30离开"), ("国务院办公厅关于做好", "15:50反馈已发"))
"""Results that the shift linked to the entries that say so."""

PRINTED: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("report", "Y1/首报", ()),
    ("report", "Y1/续报一", ()),
    ("points", "Y2/电话首报", ()),
    ("report", "Y2/更正", ()),
    ("express", "KB1", ()),
    ("brief", "", ("--date", "2026-07-16")),
    ("nil", "LB1", ()),
    ("document", "FW1", ()),
    ("letter", "FW2", ()),
    ("minutes", "M1", ()),
    ("invitation", "M2", ()),
    ("invitation_letter", "M2", ()),
    ("phone", "DH1", ()),
    ("fax_slip", "CZ1", ()),
    ("fax", "", ("--date", "2026-07-15")),
    ("instruction", "Y1", ()),
    ("appeal", "A1", ()),
    ("policy", "P1", ()),
    ("log", "", ("--date", "2026-07-15")),
    ("handover", "", ()),
    ("trip", "WC1", ()),
    ("roster", "", ("--month", "2026-07")),
    ("attendance", "", ("--month", "2026-07")),
    ("statistics", "", ("--month", "2026-07")),
)
"""What an office prints of the day: kind, subject, options."""

OFFICE = {
    "name": "河南省人民政府驻北京办事处",
    "short": "河南省政府驻京办",
    "code": "豫政驻京",
    "telephone": "010-60000000",
    "fax": "010-60000001",
}


def made(folder: Path) -> Path:
    """Play the day into a store of the folder and write down what its papers need; return the store."""
    store = folder / "day.db"
    assert run(["--db", str(store), "drill", "play", "day"]) == 0
    for who, words in (("王主任", ("rulebook", "accept", "--folder", str(folder / "rulebook"))), *DONE):
        assert run(["--db", str(store), "--clock", MORNING, "--as", who, *words]) == 0, words
    for register, *values in REGISTERED:
        done = run(["--db", str(store), "--clock", MORNING, "--as", "孙涛", "register", "add", register, *values])
        assert done == 0, (register, values)
    from dutydesk.store.views import Views

    views = Views.open(store)
    found = {
        words: entry.id for words, _ in RESULTS for entry in views.search(words, 5) if entry.kind == "message.received"
    }
    views.close()
    for words, result in RESULTS:
        done = run(
            [
                "--db",
                str(store),
                "--clock",
                MORNING,
                "--as",
                "孙涛",
                "log",
                result,
                "--result-of",
                found[words],
                "--at",
                "07-15 15:50",
            ]
        )
        assert done == 0
    return store


def books(folder: Path) -> Path:
    """Write a rulebook with the office's own data, and settings that use it; return the settings' path."""
    import shutil

    own = folder / "rulebook"
    shutil.copytree(data_folder() / "rulebook", own)
    path = own / "papers.toml"
    text = path.read_text(encoding="utf-8")
    for key, value in OFFICE.items():
        text = text.replace(f'\n{key} = ""', f'\n{key} = "{value}"', 1)
    path.write_text(text, encoding="utf-8")
    settings = folder / "config.toml"
    settings.write_text(f'rulebook = "{own}"\n', encoding="utf-8")
    return settings
