"""How many, told otherwise than by a plain count: together with somebody, out of a whole, in English, put right, untrue."""

from __future__ import annotations

import pytest

from dutydesk.capabilities.reporting.rules import claims
from dutydesk.capabilities.triage.known import load_known
from dutydesk.capabilities.triage.rules.counting import Figure
from dutydesk.capabilities.triage.rules.crowds import gathered
from dutydesk.capabilities.triage.rules.folding import fold
from dutydesk.capabilities.triage.rules.mentions import learn_mentions, supplied
from dutydesk.capabilities.triage.rules.people import read
from dutydesk.capabilities.triage.rules.sorting import sort
from dutydesk.kernel.instants import parse_instant
from dutydesk.usecase.books import load_triage

NOW = parse_instant("2026-07-15T11:00:00+08:00", 0)


def told(text: str) -> dict[str, float]:
    return {one.field: one.number for one in read(fold(text, load_known().simpler).line)}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("老板和两名游客至今没有找到", {"missing": 3}),
        ("5名矿工被困井下, 1人已被救出, 抢险继续", {"missing": 4}),
        ("两名工人掉进井里, 一个被工友拉上来", {"missing": 1}),
        ("八名游客困在对岸, 被消防接走了五个", {"missing": 3}),
        ("5人被困, 已全部救出", {"missing": 0}),
        ("大棚倒塌, 损失一千二三百万元", {"loss_yuan": 12_000_000}),
        ("仓库失火已扑灭, 烧掉货物一百五十万左右", {"loss_yuan": 1_500_000}),
        ("事故最新: 死亡人数由3人升至4人, 仍有7人在院治疗, 其中2人危重", {"deaths": 4, "injured": 7}),
        ("昨报死亡3人, 今晨又有2名重伤员医治无效死亡", {"deaths": 5}),
        ("煤气中毒, 一家五口发现时三个已没了呼吸, 老两口送ICU", {"deaths": 3, "injured": 2}),
        ("烫着7个, 组长没救过来", {"deaths": 1, "injured": 6}),
        ("附近制衣厂女工13名头晕恶心送诊", {"injured": 13}),
        ("大巴急刹, 9名老年旅客摔倒, 其中1人骨折, 其余擦碰", {"injured": 9}),
        ("透水事故: 升井2人（均受伤）, 其余4人搜救中", {"injured": 2, "missing": 4}),
        ("9名学生和1名老师困在山上", {"missing": 10}),
        ("泥石流把屋子埋了, 屋里老两口跟一个孙子, 喊也没人应", {"missing": 3}),
        ("轮船倾覆, 船上7人, 救起4人, 海事继续搜寻", {"missing": 3}),
        ("已搜救出5名遇难者, 尚有3人失联", {"deaths": 5, "missing": 3}),
        ("又清理出2具遗体, 累计死亡7人", {"deaths": 7}),
        ("30余名死者亲属拉横幅", {}),
        ("磷化氢中毒, 4人送医, 2人死亡", {"deaths": 2, "injured": 2}),
        ("已确认4人遇难、19人送医", {"deaths": 4, "injured": 19}),
        ("一家5口吃蘑菇后恶心呕吐, 3人住院", {"injured": 5}),
        ("一名62岁农妇被蜱虫叮咬后发热", {"injured": 1}),
        ("车上学生18人, 7人擦伤, 司机骨折住院", {"injured": 8}),
        ("夫妻俩下窖晕倒, 男的没了, 女的在抢救", {"deaths": 1, "injured": 1}),
        ("住院的有26个, 没有死人", {"deaths": 0, "injured": 26}),
        ("一对情侣女的头部受伤住院, 男的没事", {"injured": 1}),
        ("男子用猎枪打伤前妻", {"injured": 1}),
        ("罐笼断绳, 罐里七个人落到井底", {"missing": 7}),
        ("被困两人救出, 一人已无生命体征, 另一人送医", {"deaths": 1, "injured": 1, "missing": 0}),
        ("触电坠地死亡1人, 无其他伤者", {"deaths": 1, "injured": 0}),
        ("草垛着火, 人畜没事", {"deaths": 0, "injured": 0}),
        ("拿镰刀乱砍, 伤了两个", {"injured": 2}),
        ("一村民被雷打倒", {"injured": 1}),
        ("司机受了点惊吓没伤", {"deaths": 0, "injured": 0}),
        ("操作员手部烧伤", {"injured": 1}),
        ("挖机师傅和一个装车的被压下面", {"missing": 2}),
        ("船员五人都上岸了没伤", {"deaths": 0, "injured": 0}),
        ("火灾造成9人受伤、1人中毒", {"injured": 10}),
        ("当班31人升井29人", {"missing": 2}),
        ("压住两人, 一人已救出, 另一人仍在施救", {"missing": 1}),
        ("接诊同一婚宴宾客呕吐, 截至目前38人", {"injured": 38}),
        ("两名老人死亡、一名儿童重伤送医", {"deaths": 2, "injured": 1}),
        ("一老人被列车撞亡", {"deaths": 1}),
        ("3名驴友失联6小时后自行走出", {"missing": 0}),
        ("two students unreachable since Saturday", {"missing": 2}),
        ("伤者由8人增至11人, 死亡仍为1人", {"deaths": 1, "injured": 11}),
        ("脚手架倒了, 砸了十三个人, 两个没救过来", {"deaths": 2, "injured": 11}),
        ("塌了半边顶, 底下压着俩夜班的", {"missing": 2}),
        ("电梯停了, 关了四个人在里头", {"missing": 4}),
        ("山体滑坡, 埋压4人", {"missing": 4}),
        ("房子炸塌了, 一家五口只出来三个", {"missing": 2}),
        ("两名工人掉下去, 一个找到没气了, 一个还在河里捞", {"deaths": 1, "missing": 1}),
        ("一声响, 一个当场没了, 一个送医路上没的", {"deaths": 2}),
        ("冷库烧了货值三百来万", {"loss_yuan": 3_000_000}),
        ("坡滑下来把圈埋了, 人都跑出来了, 木事", {"deaths": 0, "injured": 0}),
    ],
)
def test_who_is_counted_together_and_out_of_whom(text: str, numbers: dict[str, float]) -> None:
    assert told(text) == numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("bus overturned, three dead and 12 injured", {"deaths": 3, "injured": 12}),
        ("Explosion killed at least four technicians, twenty-one others hurt", {"deaths": 4, "injured": 21}),
        ("two engineers of Henan company CSCEC-7 kidnapped at 16:20", {"missing": 2}),
        ("1,200 people evacuated, no casualties", {"deaths": 0, "injured": 0}),
        ("warehouse fire, losses of about 2.5 million yuan", {"loss_yuan": 2_500_000}),
        ("vessel lost contact off Mauritania, nine crew aboard", {"missing": 9}),
        ("vessel sank, nine crew aboard were rescued", {}),
        ("Two of our students hit by a truck, both in hospital", {"injured": 2}),
        ("12个部门网站打不开", {}),
        ("everyone is safe, train attended by nine staff", {}),
    ],
)
def test_numbers_are_read_in_english(text: str, numbers: dict[str, float]) -> None:
    assert told(text) == numbers


@pytest.mark.parametrize(
    ("text", "colour", "numbers"),
    [
        ("更正: 刚才报的车祸死2人有误, 经核对死1人, 重伤2人", "yellow", {"deaths": 1, "injured": 2}),
        ("“3人死亡”应为“1人死亡、2人重伤”, 请以此为准", "yellow", {"deaths": 1, "injured": 2}),
        ("网传某大桥坍塌死了上百人, 网信办核实为谣言, 系外地旧图", "blue", {}),
        ("网上传水库要垮坝, 水利局核实没有这回事", "blue", {}),
        ("4人被埋, 其中2人由武警抬出送医院", "red", {"missing": 2, "injured": 2}),
        ("群里说自来水喝死人, 卫健查了, 没有人中毒, 是谣言", "blue", {"deaths": 0, "injured": 0}),
        ("有人发视频称火车站砍人, 目前真假不知, 公安在核实", "yellow", {}),
        ("报两件事。一是化工厂冒烟, 没有人受伤; 二是工地塌方, 2名工人被埋, 正在挖", "red", {"missing": 2}),
        ("通报: 今年以来全国发生3起爆炸事故, 造成21人死亡. 各地要引以为戒", "blue", {}),
    ],
)
def test_what_was_wrong_or_untrue_or_elsewhere_is_no_number(text: str, colour: str, numbers: dict[str, float]) -> None:
    found = sort(text, load_triage(), load_known(), NOW)
    figures = {name: found.figure(name) for name in ("deaths", "injured", "missing", "loss_yuan")}
    assert (found.colour, {name: value for name, value in figures.items() if value is not None}) == (colour, numbers)


@pytest.mark.parametrize(
    ("text", "subtype"),
    [
        ("市政务云遭到DDoS攻击, 多个部门网站打不开", "network"),
        ("主干光缆被挖断, 全县手机没信号", "telecom"),
    ],
)
def test_faults_of_networks_have_the_category_of_the_taxonomy(text: str, subtype: str) -> None:
    found = sort(text, load_triage(), load_known(), NOW)
    assert (found.kind, found.category, found.subtype) == ("incident", "accident", subtype)


def test_a_number_of_people_is_told_by_the_words_around_it_where_no_construction_says_it() -> None:
    seas = ("东湾", "西湾", "南湾", "北湾")
    nothing = {"deaths": None, "injured": None, "missing": None}
    examples = [
        text
        for n, place in enumerate(seas, 2)
        for text in (
            (f"{place}一艘船翻扣，{n}名船工抱着木板漂在海上", {**nothing, "missing": n}),
            (f"{place}码头{n}名干部到现场开会", nothing),
        )
    ]
    alike = learn_mentions(examples)
    found = supplied("外海一条船翻扣，6名船工抱着木板漂在海上", [], alike)
    assert [(one.field, one.number) for one in found] == [("missing", 6)]
    assert supplied("外海6名干部到现场开会", [], alike) == []
    assert supplied("6名船工的家属抱着木板漂在海上", [], learn_mentions([])) == []
    nobody = [Figure("deaths", 0, 0, 1), Figure("injured", 0, 0, 1)]
    assert supplied("外海一条船翻扣，6名船工抱着木板漂在海上", nobody, alike) == nobody


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("村部塌了半边, 里里外外找遍, 无一受伤", {"deaths": 0, "injured": 0}),
        ("粮站着了火, 站里算三百七十多万", {"loss_yuan": 3_700_000}),
        ("两户对了账, 少说也得四十来万", {"loss_yuan": 400_000}),
        ("四个人下井, 上来一个, 剩下三个还没露头", {"missing": 3}),
        ("翻了条筏子, 一个爬上来了, 那俩看不着了", {"missing": 2}),
        ("Two of our staff dead, four others hurt", {"deaths": 2, "injured": 4}),
        ("Bus overturned, no one missing", {}),
        ("1名司机不治、3名乘客受伤", {"deaths": 1, "injured": 3}),
    ],
)
def test_numbers_by_how_a_sentence_is_built(text: str, said: dict[str, float]) -> None:
    assert told(text) == said


def test_what_reports_say_is_read_once_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def read(line: str) -> list[claims.Claim]:
        asked.append(line)
        return real(line)

    real = claims.counted
    monkeypatch.setattr(claims, "counted", read)
    text = "某县暴雨, 3人死亡, 20人受伤, 2人失联, 直接损失800万元, " + "各乡镇连夜转移群众, " * 40
    sort(text, load_triage(), load_known(), NOW)
    assert len(asked) == len(set(asked))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("班车上有6个老人胳膊磕破", {"injured": 6}),
        ("雨棚掉下来, 没碰到行人", {"deaths": 0, "injured": 0}),
        ("糖厂烧塌两座库, 光设备折进去两千三百万", {"loss_yuan": 23_000_000}),
        ("布匹泡坏, 值七十来万", {"loss_yuan": 700_000}),
        ("刨出来三个, 两个没救活", {"deaths": 2}),
        ("水淹了三万, 还在涨", {}),
        ("金店被抢, 首饰价值八十多万", {}),
    ],
)
def test_numbers_that_no_list_of_leading_words_holds(text: str, said: dict[str, float]) -> None:
    assert told(text) == said


def test_about_so_many_are_a_crowd_only_where_something_says_what_they_do() -> None:
    assert gathered("地震波及邻县，我县在当地务工人员约320人，均平安") is None
    crowd = gathered("银行门前排起长队，约150人")
    assert crowd is not None
    assert crowd.number == 150
