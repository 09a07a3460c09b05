"""State-secret markings: what is one however it is typed, and what is only talk about secrets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutydesk.kernel.markings import find, is_marked_name
from dutydesk.kernel.text import SecretTextError, is_marked_secret, stored

MARKED = [
    # a grade word and a star
    "秘密✶5年", "秘-密★5年", "秘.密★5年", "【机密】关于印发通知", "[紧急·秘密] 转办", "SECRET//NOFORN", "[SECRET] note",
    "秘密★5年", "秘　密★1年", "秘 密 ★ 5 年", "祕密★5年", "紧急 秘密★5年", "转来一份\n秘密☆", "绝密★长期", "机密*5年",
    "机密 ＊ 10年", "【机密★10年】", "【机密】★10年", "“机密”★10年", "机密⭐️10年", "机\u200b密★", "秘\ufe0f密★", "机密\t★",
    "秘\n密★5年", "工作秘密★5年", "份号000001 机密★1年 特急", "请转告: 已收机密★10年一份",
    # and a period
    "机密10年", "秘密 5年", "机密（十年）", "机密 6个月", "机密·长期", "秘密 长期", "绝密三十年",
    # and 级 or 件
    "机密级", "机 密 级", "绝密级文件一份", "JY-0715-03 机密件一份", "絶密件",
    # after 密级 or 标密
    "标密：机密", "標密：機密", "密级为机密", "密　级　：　机　密", "密级：【秘密】", "标密 SECRET", "密级: SECRET",
    "涉密等级：机密", "密级：内部 秘密", "密级: 特急、机密", "秘密●5年", "秘/密★5年", "机密·启封前", "绝密 启用前",
    "定密：机密", "秘密 保密期限5年", "机密, 保密期限: 10年", "保密期限：5年 秘密", "保密期10年（机密）",
    # alone on a line or in a field
    "機密", "机密", "[绝密]", "1. 机密", "前\r机密\r后", "正文\n秘密\n正文", "特急 机密", "机密、加急", "緊急 機密", "绝密!",
    # in capitals
    "SECRET", "ＳＥＣＲＥＴ", "TOP SECRET", "CONFIDENTIAL", "URGENT SECRET", "SECRET ★ 5年", "S\u200bECRET", "CONFIDENTIAL 10年",
    "S E C R E T", "T O P  S E C R E T", "秘密//内部",
    # until a year or for long, of what grade a paper is
    "秘密至2030年", "等级：机密", "机密(2030年)", "秘密 至 长期", "秘密至长期", "机密 至2031年12月", "绝密（2040年）", "秘密，2030年解密",
    "秘密至2030年6月30日", "机密—2030年", "密级：秘密", "密级 秘密", "等级: 绝密", "文件等级：机密", "等级为机密", "秘密（长期）",
    "机密长期", "秘密(5年)", "机密5年", "秘密★至2030年", "保密等级机密", "定密：秘密", "机密 有效期至2030年", "秘密，保密期限至2030年",
    "秘密 期限5年", "秘密〔2030年前〕", "机密 2030年前", "秘密★", "机密☆3年", "机密级材料一份", "转发绝密件", "机密\n关于X的通知",
    "机密·特急", "【机密】通知", "(秘密)关于X的通知", "机密：关于防汛的通知", "秘 密", "祕密至2030年", "机密至二〇三〇年", "秘密至二○三○年",
    "秘密到2030年", "等级-机密", "等级【秘密】", "密级/机密", "秘密10年", "绝密30年", "秘密 1年",
]  # fmt: skip

ONLY_TALK = [
    "【秘密花园】开放", "《机密》电影上映", "学习《保密法》【机密管理】", "[绝密飞行]演出",
    "保密工作", "工作秘密", "涉密件登记", "机密电话会议通知", "机密文件已交机要", "保守国家秘密", "密级未填", "密级", "标密",
    "是否标密", "秘密会见后上访", "五星★好评", "机密级别待定", "密级无, 机密电话会议通知", "国家秘密载体管理", "定密工作",
    "工作秘密件登记", "工作秘密 5年", "商业秘密5年", "保守秘密10年以上", "秘密五年来的工作", "机密 2026年11月送达",
    "秘密26年11月", "机密 3月15日送达", "秘密长期上访组织", "手机密码5年未换", "计算机密级管理", "拒绝密件", "人员密集 级别Ⅲ",
    "不涉及秘密\n* 第二条", "绝密情报失窃传闻", "the secret is out", "Confidential", "this is a SECRET meeting",
    "秘密件数0", "机密件数: 无", "内部", "内部紧急", "保密期限5年, 由机要室定", "S E C R E T A R Y",
    "SECRETARY ★", "保密协议一份", "保密期限5年", "密切接触者5件", "",
    "商业秘密5年保护期", "绝密情报小说", "秘密调查", "秘密警察", "国家秘密", "不涉及国家秘密", "秘密会议5人参加", "机密室5人",
    "机密处2030年规划", "商业秘密至2030年到期", "工作秘密至2030年", "商业秘密（2030年）", "秘密至极", "秘密至今未解", "秘密至2030年才被揭开",
    "保守秘密到2030年", "成绩等级：优秀", "等级：Ⅲ级", "响应等级：三级", "事件等级：一般", "保守秘密", "秘密武器", "机密性", "保密等级评定",
    "等级保护", "解密", "秘密通道", "公司机密泄露案", "机密性等级高", "信息系统机密等级", "计算机密级", "飞机密集", "司机密切配合",
    "手机密码", "真实秘密年", "秘密五年来", "机密文件柜1个", "机密文件销毁", "收到机密文件通知去取", "国家秘密文件管理办法",
    "机密文件管理制度", "绝密文件丢失案", "保密柜钥匙", "商业秘密级别", "个人秘密5年", "秘密侦查3年", "秘密潜伏5年", "机密会议室", "机密局",
    "秘密抓捕",
]  # fmt: skip


@pytest.mark.parametrize("text", MARKED)
def test_a_mark_is_found_however_it_is_typed(text: str) -> None:
    assert is_marked_secret(text)
    with pytest.raises(SecretTextError) as caught:
        stored(text)
    assert caught.value.span in text
    assert not is_marked_secret(str(caught.value)), "the sentence is written, the mark is not"
    assert is_marked_secret(f"前文。\n{text}\n后文。"), "a mark is one on any line of a text"


@pytest.mark.parametrize("text", ONLY_TALK)
def test_talking_about_secrets_is_no_mark(text: str) -> None:
    assert find(text) is None
    assert stored(text) == text


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("请阅 秘　密★1年", "秘　密★"),
        ("标密：机密", "标密：机密"),
        ("正文\n  特急 机密 \n", "特急 机密"),
        ("转 机\u200b密级", "机\u200b密级"),
        ("一 TOP  SECRET★", "TOP  SECRET★"),
    ],
)
def test_the_place_of_a_mark_is_its_place_as_typed(text: str, span: str) -> None:
    found = find(text)
    assert found is not None
    assert text[slice(*found)] == span


@pytest.mark.parametrize(
    ("name", "marked"),
    [
        ("机密.docx", True),
        ("秘密★5年 名单.csv", True),
        ("SECRET.xlsx", True),
        ("关于某事的通知（机密）.pdf", True),
        ("密级_机密.docx", True),
        ("通知-秘密.v2.doc", True),
        ("SECRET_report.docx", True),
        ("工作秘密.docx", False),
        ("秘密花园-开放通知.docx", False),
        ("secret_garden.docx", False),
        ("班表.xlsx", False),
        ("绝密文件.docx", True),
        ("机密文件.pdf", True),
        ("秘密文件1.doc", True),
        ("绝密.docx", True),
        ("通知（机密）.pdf", True),
        ("机密-通知.docx", True),
        ("绝密材料.zip", True),
        ("机密资料汇编.pdf", True),
        ("机密文件（修改稿）.docx", True),
        ("绝密文档.docx", True),
        ("秘密至2030年.pdf", True),
        ("绝密电报.pdf", True),
        ("机密公文.docx", True),
        ("关于防汛的绝密文件.docx", True),
        ("保密工作.docx", False),
        ("工作秘密清单.xlsx", False),
        ("涉密件登记.xlsx", False),
        ("机密电话会议通知.docx", False),
        ("绝密情报小说.txt", False),
        ("秘密调查.docx", False),
        ("商业秘密保护.pdf", False),
        ("保密文件管理办法.docx", False),
        ("国家秘密文件管理办法.pdf", False),
        ("机密文件柜采购.docx", False),
        ("机密文件销毁登记.xlsx", False),
        ("商业秘密文件.docx", False),
        ("工作秘密材料.docx", False),
        ("机密文件管理制度.docx", False),
        ("秘密花园.pdf", False),
        ("关于防汛的通知 机密.docx", True),
    ],
)
def test_names_of_files(name: str, marked: bool) -> None:
    assert is_marked_name(name) is marked


@given(st.text(max_size=20), st.sampled_from(["秘密★5年", "机密级", "标密：绝密"]), st.text(max_size=20))
def test_a_mark_inside_any_text_is_found(before: str, mark: str, after: str) -> None:
    assert find(f"{before}\n{mark}\n{after}") is not None


@given(st.text(st.sampled_from("机密秘绝级件标: ★*5年长期\n)SECRET计算工作"), max_size=60))
def test_any_text_is_read_and_the_place_lies_within_it(text: str) -> None:
    found = find(text)
    assert found is None or 0 <= found[0] < found[1] <= len(text)


@pytest.mark.parametrize(
    ("repeated", "times"),
    [("机 ", 10_000), ("机密)会 ", 4_000), ("密级:", 6_000), ("工作秘密", 5_000), ("秘密 (", 4_000)],
)
def test_the_longest_text_is_read_at_once(repeated: str, times: int) -> None:
    assert find("会" + repeated * times + "会") is None
