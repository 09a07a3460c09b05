"""Who says it, and what it is called: in the words of the message."""

from __future__ import annotations

import pytest

from dutydesk.capabilities.intake.rules import PASTED, source_of
from dutydesk.capabilities.triage.rules.senders import sender_of
from dutydesk.kernel.titles import around


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("望京派出所: 望京地铁站自动扶梯故障", "望京派出所"),
        ("你好，我是望京派出所，望京地铁站多人摔倒", "望京派出所"),
        ("这里是南阳市应急局值班室，二广高速追尾", "南阳市应急局"),
        ("南阳市政府办来电: 家属接待点设在县委党校", "南阳市政府办"),
        ("据南召县应急局报告，二广高速追尾", "南召县应急局"),
        ("今早接国家信访局来电，我省约70名业主聚集", "国家信访局"),
        ("【朝阳区应急管理局】今天暴雨", "朝阳区应急管理局"),
        ("【交警支队报】今日3时10分许，大货车与中巴车相撞", "交警支队"),
        ("郑州高速交警电话：4时10分，京港澳高速郑州段两车追尾", "郑州高速交警"),
        ("国务院办公厅关于做好2026年冬春保暖保供工作的通知：联系人：李华 010-66001234", "国务院办公厅"),
        ("传真：外交部领事司函：渔船失去联系", "外交部领事司"),
        ("二广高速追尾，死亡2人。\n南召县应急管理局\n", "南召县应急管理局"),
        ("二广高速追尾。——南召县委办 7月15日", "南召县委办"),
        ("省应急厅王处长 13:40 来电：京港澳高速保定段三车相撞", "省应急厅 王处长"),
        ("方城县值班室刘强: 二广高速南召段追尾", "方城县值班室 刘强"),
        ("交通局王芳：S331中断", "交通局 王芳"),
        ("方城县应急局刘强 13837700000：二广高速追尾", "方城县应急局 刘强 13837700000"),
        ("方城县值班室（刘强，0377-67211234）报：二广高速追尾", "方城县值班室 刘强 0377-67211234"),
        ("南阳市应急局值班员李明电话报告：二广高速追尾", "南阳市应急局 李明"),
        ("我是方城县应急局值班员刘强，电话0377-67211234，二广高速追尾", "方城县应急局 刘强 0377-67211234"),
        ("刘强（方城县应急局）：二广高速追尾", "方城县应急局 刘强"),
        ("[方城县政府办 王芳] 今早二广高速追尾", "方城县政府办 王芳"),
        ("方城县刘强：二广高速追尾", "方城县 刘强"),
        ("电话记录 03:12 鲁山县应急局值班员孙涛：两车相撞", "鲁山县应急局 孙涛"),
        ("来电单位：方城县应急局 来电人：刘强 电话：0377-67211234 内容：追尾", "方城县应急局 刘强 0377-67211234"),
        ("中牟县白沙镇王庄：昨夜大风", ""),
        ("From our Nairobi office: bus overturned, three dead", "Nairobi office"),
        ("Embassy Abuja: two engineers kidnapped", "Embassy Abuja"),
        ("Urgent: factory explosion in Dhaka, 4 dead. – Commercial office", "Commercial office"),
        ("Fire at the dormitory, put out at 16:20", ""),
        ("洛阳市政府办公楼起火", ""),
        ("【交警支队报】许广高速两车追尾", "交警支队"),
        ("国务院办公厅关于做好防汛工作的紧急通知。请于12月5日前报。", "国务院办公厅"),
        ("【特急】省政府办公厅关于做好值班工作的通知", "省政府办公厅"),
        ("南阳市应急局报两件事：一是镇平县起火", "南阳市应急局"),
        ("小李：王主任，家里出事了", ""),
        ("南阳市应急局 8时05分 报告，二广高速追尾", "南阳市应急局"),
        ("大巴司机 13:40 来电：车坏在保定", ""),
        ("家属王某来电，询问伤者在哪家医院", "家属王某"),
        ("接站：G402次18:12到西站，3人，请安排车", ""),
        ("电话记录：京港澳高速长沙段三车追尾", ""),
        ("请把上周的值班记录扫描发一份给综合处", ""),
        ("商丘永城今天上午一辆水泥罐车刮倒电线杆", ""),
        ("", ""),
    ],
)
def test_who_says_it_is_read_from_the_message(text: str, who: str) -> None:
    assert sender_of(text) == who


def test_the_sender_that_was_given_goes_before_and_a_paste_is_no_source() -> None:
    text = "望京派出所: 望京地铁站自动扶梯故障"
    assert source_of("指挥中心", text, PASTED) == "指挥中心"
    assert source_of("", text, "电话") == "望京派出所"
    assert source_of("", "三车追尾", "微信") == "微信"
    assert source_of("", "三车追尾", PASTED) == ""


@pytest.mark.parametrize(
    ("text", "word", "said"),
    [
        ("11月8日凌晨，蕲春县一自建房倒塌，造成5人死亡", "倒塌", "蕲春县一自建房倒塌"),
        ("昨天的液化气站小火情已处置完毕，无人受伤", "火情", "液化气站小火情已处置完毕"),
        ("望京派出所: 望京地铁站扶梯故障引发摔倒", "摔倒", "望京地铁站扶梯故障引发摔倒"),
        ("南乐县公安局:嫌疑人落网", "公安局", ""),
        ("煤矿透水", "透水", "煤矿透水"),
        ("From Nairobi office: bus overturned, three dead", "overturned", "bus overturned"),
        ("望京派出所 扶梯故障", "故障", "扶梯故障"),
    ],
)
def test_what_is_said_between_two_marks(text: str, word: str, said: str) -> None:
    assert around(text, text.index(word)) == said
