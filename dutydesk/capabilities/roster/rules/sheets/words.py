"""The words of rosters as offices keep them: headings, titles, marks for being off duty."""

from __future__ import annotations

from collections.abc import Mapping

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "begins": (
        "begins", "begin", "start", "from", "开始", "开始时间", "起始时间", "上班", "上班时间", "接班时间", "到岗时间",
        "值班开始", "起",
    ),
    "ends": (
        "ends", "end", "to", "until", "结束", "结束时间", "终止时间", "下班", "下班时间", "交班时间", "离岗时间",
        "值班结束", "止",
    ),
    "date": ("date", "day", "日期", "值班日期", "值班日", "日子", "年月日", "班期", "日", "号", "几号"),
    "month": ("month", "月", "月份"),
    "year": ("year", "年", "年份"),
    "weekday": ("weekday", "星期", "周", "周几", "星期几", "周次", "礼拜"),
    "hours": (
        "hours", "time", "时间", "时段", "值班时间", "值班时段", "起止时间", "班次时间", "时间段", "值守时间", "上下班时间",
    ),
    "kind": ("kind", "shift", "班次", "班别", "班种", "班", "班次类型", "类别", "值班班次", "班型"),
    "a": (
        "a", "a岗", "a角", "a班", "主班", "主值", "主值班", "主值班员", "值班员a", "值班员1", "值班员一", "值班员甲", "值班1", "值班一", "值班a", "officera", "officer1",
        "甲岗", "正班",
    ),
    "people": (
        "officer", "people", "onduty", "值班员", "值班人", "值班人员", "值守人员", "值守人", "当班", "当班人", "当班人员",
        "人员", "姓名", "值班", "值班干部", "值班人员姓名", "值班人姓名", "值班同志",
    ),
    "b": (
        "b", "b岗", "b角", "b班", "副班", "副值", "副值班", "副值班员", "值班员b", "值班员2", "值班员二", "值班员乙", "值班2", "值班二", "值班b", "officerb", "officer2",
        "乙岗", "备班", "备岗", "协班", "辅班",
    ),
    "leader": (
        "leader", "带班", "带班领导", "带班人", "值班领导", "领导", "带班领导姓名", "带班干部", "值带班领导", "值班带班领导",
        "带班负责人", "值班领导姓名", "在岗带班领导", "带班值班领导",
    ),
    "director": ("director", "主任"),
    "post": ("post", "role", "岗位", "岗别", "值班岗位", "岗位名称", "值班角色", "角色", "值班身份"),
}  # fmt: skip
"""Headings that are understood, in either language; ``people`` are one or two at the desk, in order."""

PERSON_HEADINGS = frozenset({"姓名", "人员", "名字", "值班员", "值班人员", "name", "日期姓名", "姓名日期", "人员姓名"})
"""What stands above the names of a table of persons by days."""

HARMLESS = frozenset({
    "序号", "编号", "no", "no.", "#", "id", "备注", "说明", "note", "notes", "remark", "remarks", "电话", "联系电话",
    "手机", "手机号", "手机号码", "值班电话", "办公电话", "联系方式", "座机", "传真", "phone", "tel", "mobile", "部门", "单位",
    "科室", "处室", "职务", "职称", "地点", "值班地点", "值班室", "农历", "节日", "节假日", "假日", "假期", "节气", "天数", "合计", "小计", "总计",
    "签字", "签名", "签到", "交接签字", "餐补", "补贴", "补助", "车牌", "车牌号", "住址", "性别", "政治面貌", "工号",
})  # fmt: skip
"""Columns that say nothing about who stands when: reported as not used."""

REMARKS = frozenset({"备注", "说明", "note", "notes", "remark", "remarks"})
CHANGING = ("取消", "作废", "停", "换", "调", "改", "替", "顶", "代", "撤", "请假", "不值", "cancel", "swap", "void")
"""Words of a remark that say that the row is not what it seems."""

SHIFTING = (
    "主班", "副班", "备班", "a岗", "b岗", "a角", "b角", "带班", "机动", "待命", "夜间", "白天", "夜班", "白班", "早班", "中班", "晚班", "上午", "下午", "晚上",
    "半天", "半日", "仅", "只值", "接班", "交班", "night", "day shift", "only",
)  # fmt: skip
"""Words of a remark that say at which post or in which hours somebody stands."""

OF_THE_NIGHT = ("夜班", "夜间", "晚班", "晚间", "夜值", "通宵", "前夜", "后夜", "半夜", "night")
OF_THE_DAY = ("白班", "白天", "日班", "日间", "昼", "早班", "中班", "day shift")
"""Words of a title that name the kind of all the shifts of a table."""

WEIGHTY = "换替代调顶停取消作废撤状态有效岗班值领导人员时日期审核"
"""A heading with one of these may change what a row means."""

_FEASTS = (
    r"除夕|小年|年三十|春节|元旦|元宵|清明|劳动|五一|端午|中秋|国庆|十一|(?:农历|阴历)?(?:正月|腊月|冬月|[二三四五六七八九十]月)?"
    r"(?:大年)?(?:初[一二三四五六七八九十]|十[一二三四五六七八九]|廿[一二三四五六七八九]|二十[一二三四五六七八九]?|三十)"
)
_DAYS_OFF = r"节?假日?|节日|放假|假期|休息日|公休日?|法定假日|调休|补班|调休上班|上班"
FEAST = rf"(?<=[\d日号])\s*(?:\((?:(?:{_FEASTS})节?|{_DAYS_OFF}){{1,2}}\)|(?:{_FEASTS})节?)"
"""A feast, a lunar day or a day off behind a day, as a pattern."""
MARK = r"[a-z]\d?|[√△▲○●◎★☆◇◆□■]|[\u4e00-\u9fff]{1,2}"
MEANS = r"[:=]|[-—–]+|为|是|指|即|表示|代表"
"""A mark of a table of persons by days, and what stands between it and its meaning, as patterns."""
DITTO = frozenset({"同上", "〃", "″", '"', "''", "々", "同前"})
"""What stands for the cell above."""
DAYS_LISTED = r"(?P<month>(?:\d{4}年)?\d{1,2}月)?(?P<days>\d{1,2}[日号]?(?:[、,]\d{1,2}[日号]?)+)(?<=[日号])"
"""Several days in one cell (4、5日), as a pattern."""
FROM_TO = "{}月{}日-{}月{}日"
VACANT_WORDS = frozenset({"", "-", "--", "—", "——", "/", "\\", "无", "空缺", "空", "缺"})
OFF = frozenset({
    "", "-", "--", "—", "——", "/", "\\", "休", "息", "休息", "轮休", "公休", "补休", "调休", "倒休", "存休", "下夜", "下", "空", "无",
    "年假", "年休", "年", "病假", "病", "事假", "事", "婚假", "产假", "陪产假", "丧假", "探亲假", "假", "请假", "出差", "学习",
    "培训", "off", "x", "×", "○",
})  # fmt: skip
TITLES = (
    "副主任科员", "主任科员", "副主任", "主任", "副处长", "处长", "副科长", "科长", "副局长", "局长", "副书记", "书记", "调研员",
    "同志", "主班", "副班", "带班", "男", "女", "组长",
)  # fmt: skip
"""What may stand behind a name, or in brackets, without meaning anything; longer ones first."""

POST_MARKS: Mapping[str, str] = {
    "a": "a", "a岗": "a", "a角": "a", "主": "a", "主班": "a", "b": "b", "b岗": "b", "b角": "b", "副": "b", "副班": "b",
    "带": "leader", "带班": "leader", "领导": "leader",
}  # fmt: skip
"""Marks of a person's day that name a post of the usual shift."""

SHIFT = "班"
"""Behind the name of a kind; 白 is 白班."""

KINDS_ELSEWHERE = frozenset({
    "早", "中", "晚", "夜", "白", "白天", "夜间", "晚间", "夜晚", "日间", "昼", "昼间", "上午", "下午", "晚上", "大夜", "小夜", "前夜", "后夜",
    "上半夜", "下半夜", "前半夜", "后半夜", "凌晨", "通宵", "午", "中午", "全天", "全日", "24小时", "day", "night", "early", "late",
    "morning", "afternoon", "evening",
})  # fmt: skip
"""Names of kinds of shifts in other offices, where no 班 tells."""

NO_KIND = frozenset("替代换调顶带值当停跟加交接上下")
"""With one of these a word that ends in 班 is no kind of shift: 替班, 带班, 加班."""

WHOLE_DAY = frozenset({"全天", "全日", "24小时"})
ON_DUTY = frozenset({"√", "✓", "✔", "v", "值", "值班", "班", "1", "全", "全天"})
"""Marks of a person's day that mean the usual shift."""

LEADING = ("带班", "值班领导", "领导", "leader")
"""Words of a line beside the table that name who leads its shifts."""

NOT_IN_FORCE = (
    "作废", "废止", "征求意见", "草案", "草稿", "初稿", "讨论稿", "送审稿", "样表", "模板", "示例", "未定稿", "拟稿",
)  # fmt: skip
"""Words beside a table that say that it does not count, or not yet."""
OF_ANOTHER = ("原", "旧", "此前", "之前", "上一版", "以本表为准")
"""With one of these a line speaks of the table that this one replaces (原表作废)."""

OTHER_HOURS = ("办公", "上班", "用餐", "就餐", "食堂", "早餐", "午餐", "晚餐", "会议", "热线", "咨询", "接待", "门诊")
"""Hours in a line with one of these are not those of the shifts."""

BESIDE_A_HEADING = frozenset({
    "签字", "签名", "姓名", "手写", "人员", "名单", "年月日", "月日", "月/日", "公历", "阳历", "农历", "几月几日", "一人", "1人", "每班1人",
    "每班一人", "两人", "2人", "可空", "必填", "24小时", "全天", "全日", "职务", "电话", "姓名电话", "姓名、电话", "姓名及电话", "联系电话", "单位",
    "处级", "科级", "处级以上", "科级以上", "局级", "厅级", "name", "names", "date", "yyyy-mm-dd", "mm-dd",
})  # fmt: skip
"""Words in brackets behind a heading that do not change what its column is."""

NUMBERS = ("电话", "手机", "号码", "联系方式", "分机", "短号")
"""How the heading of a column of telephones ends."""

NOTE_WORDS = (
    "注",
    "备注",
    "说明",
    "制表",
    "审核",
    "审批",
    "单位",
    "填表",
    "值班电话",
    "联系电话",
    "合计",
    "总计",
    "小计",
    "打印",
    "附",
)
"""How a line begins that is no row of the table."""
