"""Lives in doubt and dangers that go on are read from how a sentence is built, whatever words it uses."""

from __future__ import annotations

import pytest

from dutydesk.capabilities.triage.rules import plight
from dutydesk.capabilities.triage.rules.people import read


@pytest.mark.parametrize(
    "line",
    [
        "屋头的人一个都没跑出来，大家都在刨",
        "学生昨晚离校后至今未归，手机关机",
        "11名矿工上不来也下不去",
        "作业面那头的师傅们还联络不上",
        "两名员工被一伙武装人员带走",
        "电梯里面关着六个人，维保还在路上",
        "一台面包车连人带车掉松花江里头了",
        "车和人都没影了",
        "3名员工下落至今无人知晓",
        "巡线后一小时没有回话，机上的人联系不上",
        "飞过里海以后雷达上看不见了",
        "有人在水里扑腾，水面只剩几件救生衣",
        "民工都在棚子里头，手机全部关机",
    ],
)
def test_somebody_is_cut_off_or_out_of_reach(line: str) -> None:
    assert plight.lost(line) is not None


@pytest.mark.parametrize(
    "line",
    [
        "两名工人被困井下，已全部救出",
        "老板电话打不通，工资没发",
        "值班电话打不通",
        "火被厂里消防队压住了",
        "嫌疑人被警方带走",
        "三个人撒传单，已被带走",
        "司机没救过来",
        "一名工人被埋，挖出时已无生命体征",
        "车辆翻入沟里，司机跳车",
        "未发现有人被困",
    ],
)
def test_what_is_over_or_about_things_is_not_taken_for_it(line: str) -> None:
    assert plight.lost(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "实验室一声闷响，屋里有没有学生还没摸清",
        "出租屋传出爆响，楼上楼下住的人情况还两眼一抹黑",
        "槽车被追尾后苯还在往外淌，附近村民闻着难受",
        "冷库的氨味越来越大，值班的阀门拧不动",
        "敬老院三楼失火，火还在往上蹿，老人下楼慢",
        "水库坝脚往外冒浑水，越冒越大",
        "一名同学坐在空调外机上，已经哭了一个钟头",
        "液氯钢瓶阀门断了，黄绿色的气贴着地往镇上飘",
        "山洪把帐篷卷走了，人数还没对上",
        "有人开车往人群里冲",
        "反应釜压力一直往上走，降不下来，厂长叫人撤",
        "园区响了一声，冒蘑菇烟，人有没有事还不晓得",
        "火已经烧过山脊，离李家湾不到一里地，扑不住",
    ],
)
def test_a_danger_goes_on(line: str) -> None:
    assert plight.danger(line) is not None


@pytest.mark.parametrize(
    "line",
    [
        "管道漏氨，阀门已关闭",
        "火还在往上蹿，后来被扑灭，无人员伤亡",
        "厂房爆炸，无人员伤亡",
        "坐在会议室等领导",
        "坐在桥栏上，被路人拽下来",
    ],
)
def test_a_danger_that_is_over_is_none(line: str) -> None:
    assert plight.danger(line) is None


@pytest.mark.parametrize(
    ("line", "missing"),
    [
        ("夜班的9个人出来5个，剩下4个电话打不通", 4),
        ("一行12人坐的船翻在江里，捞起来10个，还差2个没见着", 2),
        ("里面关着六个人，门撬不开", 6),
        ("村民一个都没跑出来", None),
    ],
)
def test_the_number_is_of_those_who_are_not_back(line: str, missing: float | None) -> None:
    assert next((one.number for one in read(line) if one.field == "missing"), None) == missing
