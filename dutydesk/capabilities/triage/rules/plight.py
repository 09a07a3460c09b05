"""Lives in doubt and dangers that go on, read from how a sentence is built and not from a list of what can happen.

People do not say 失联. They say that somebody has *not come out*, *cannot be reached*, was *taken*, is *shut in*, or
that *nobody knows how many* are inside. Each of these is one construction of the language with open places in it: a
negation and where one ought to come from, a verb that fails (出不来, 撬不开), something that goes on (还在往外淌).
"""

from __future__ import annotations

import re

from dutydesk.capabilities.triage.rules import told
from dutydesk.capabilities.triage.rules.counting import some_of
from dutydesk.capabilities.triage.rules.folding import clause, negated, sentence
from dutydesk.kernel.numerals import HAN

_PEOPLE = (
    rf"{told.ONE}|人|[{HAN}\d几][名位个口号]|师傅|们|群众|师生|队员|民工|驴友|船员|同胞|公民|乘员|家属|娃|他们?|她们?|大家|"
    r"[车船艇机屋房楼井洞厂棚窖罐][上里内中下头]|里[头面]|底下|下头|家里"
)
_HOLDS = r"[客货轿面的校吊铲卡汽渣罐]车|小车|大巴|中巴|面包|公交|三轮|摩托|电动车|拖拉机|私家车|挖机|挖掘机|[渔货客游快渡]?[船艇]|筏|缆车|吊篮|飞机"
_NOT = r"(?:没有?|未|没能|未能|没法|无法|不能|没来得及|来不及)(?:能|再|被|全|都|有人)?"
_BACK = (
    r"(?:[^，。；！？不没未\x00]{0,3}(?:出来|上来|下来|回来|过来|下山|出山|上岸|升井|归队|归来|返校|返港|回港|露面|露头|冒头|现身|到家|回家|回营|脱身|"
    r"联系[上到]|联络上|接上头|找[到着]|[捞挖扒刨][到着出上]|[救背抬拉拽撤搬爬逃跑][出下上]|点[到着]名?)|归(?!还))"
)
_CANNOT = r"(?:[出上下回]不[来去]|[走逃跑爬脱撤动]不[出了动开]|[救拉捞挖刨背抬拽][不]?不[出上下]来?|[撬掰打推砸]不开|联[系络]不[上到]|[找捞挖]不[着到]|[叫喊](?:也|都)?(?:不|没人)[应答]|够不[着到])"
_SILENT = (
    r"(?:(?:电话|手机|微信|对讲机?|卫星电话)(?:也|都|全部?|一直|就|总|始终|已|还是){0,2}(?:打不通|不通|关机|没人接|无人接听|不接|接不通|没信号|没反应|没回话))"
    r"|(?:没了?|没有|无|断了)(?:任何|一点)?(?:消息|动静|回话|声[音响]?|音信|音讯|信儿|踪影|影儿|回应|应答|回音|联系|联络)|音讯全无|无应答"
    r"|失去联[系络]|(?:就|一下子?|一眨眼|突然)[^，。；！？\x00]{0,3}(?:看不见|不见)了|没影|没见[着到]|看不[见着到]了|不见(?:了?踪影|人影|人了|踪迹)|不知(?:去向|所踪|下落|死活|生死)|(?:去向|下落|生死|死活|行踪)[^，。；！？\x00]{0,4}?(?:不明|未知|不知|未卜|成谜|没有?人知|无人知|不清楚|没查到)"
)
_TAKEN = r"(?:被|让|遭)[^，。；！？\x00]{0,8}?(?:带走|掳走|绑走|截走|拖走|架走|绑了|劫走|抓走|扣[下住留押]|劫持|挟持)"
_OFFICIAL = re.compile(r"警|公安|派出所|检察|纪委|监委|法院|城管|海关|传唤|嫌疑|嫌犯|歹徒|凶手")
_SHUT = (
    r"(?:困|埋|压|卡|堵(?=[^，。；！？\x00]{0,6}(?:里(?!程)|巷|井下|洞|隧道|电梯))|憋|捂|闷|夹|关)(?:着|在|住了?|进了?)"
)
_GONE = (
    r"雷达[^，。；！？\x00]{0,6}?(?:看不见|看不到|消失|没了|丢失|丢了)"
    r"|[船艇机轮渔]”?[^，。；！？\x00]{0,8}信号(?:中断|断了)|(?:没了|丢失|失去|消失|没有)[^，。；！？\x00]{0,3}(?:雷达|回波|应答机|定位信号|船位)|(?:应答|定位|雷达|卫星)?(?:信号|光点|航迹|船位)[^，。；！？\x00]{0,4}?(?:消失|没了|丢失|丢了)"
)
_EMPTY = r"水里[^，。；！？\x00]{0,3}(?:扑腾|挣扎|喊救命)|只(?:剩|看见|找到|见)[^，。；！？\x00]{0,6}(?:救生衣|空船|空筏|鞋|衣服|手机|背包|安全帽)"
_MID_AIR = r"(?:卡|悬|挂|停|吊)(?:在|了|到)?[^，。；！？\x00]{0,3}(?:半空|空中|半山腰|半腰)|倒挂着|等(?:着|待)?(?:直升机|救援|营救|施救|人救|来救|消防来|救[，。；])"
_IN_DEEP = r"(?:掉|坠|栽|冲|翻|滑|沉|陷|摔|落|跌|扎|滚)[^，。；！？\x00]{0,3}?(?:进|到|入|下|落|在|了|向)?[^，。；！？\x00]{0,8}?(?:江|河(?!南|北)|湖|海|水库|塘|渠|崖|沟|谷|窟|井|坑)"
_UNKNOWN = r"(?:(?:谁也|都|还|尚|暂时?|目前|也)?(?:说不[准清好上]|摸不[清准]|没摸清|没?弄不?清|没?搞不?清|没对上|对不上|不清楚|不知道?|不晓得|没数|没底|不明|不详|不确定|一抹黑|没谱|[拿吃报]不准|没法统计|没统计|待查|待核|未知|还?在[核查清问点]))"
_HOW_MANY = r"(?:几|多少)(?:个|名|口)?(?:人|工人|学生|乘客)?|[有还]没有(?:事|[^，。；！？\x00]{0,3}人|[^，。；！？\x00]{0,2}(?:学生|老师|工人|群众|人员|伤亡|被[困埋压]))|有无[^，。；！？\x00]{0,4}(?:人|伤亡|被困)|是否[^，。；！？\x00]{0,4}(?:人|伤亡|被困)|伤亡|死伤|人数|人(?:员)?的?(?:情况|死活|咋样|怎么?样)|几个人"
_BURST = r"[响炸]了一声|一声(?:[巨大闷]?响|炸)|蘑菇[云烟]|爆炸|爆燃|闪爆|炸(?:了|开|塌|飞|响)|[闷巨爆炸]响|轰的?一声|[垮塌沉翻坠]了|坍塌|垮塌|倒塌|沉没|倾覆|侧翻|[卷冲]走|坠[落入江河海崖]|起火|着火|失火"
_GOING_ON = r"(?:还|仍然?|一直|不停|不断|越|依旧|正|止不住|直)(?:在|地|是)?[^，。；！？\x00]{0,3}?(?:往|向|朝|顺着|冲着)?[^，。；！？\x00]{0,6}?"
_LEAKS = r"(?:漏|淌|喷|溢|渗|泄|跑|冒)"
_POISON = (
    r"氨|氯|苯|酸|碱|甲醇|乙烷|天然气|煤气|燃气|液化气|毒|原油|汽油|化学|化工|危化|罐车|槽车|储罐|管道|硫化氢|一氧化碳"
)
_FIRE = r"火头?|火势|火焰|火苗|烟"
_GROWS = rf"(?:{_GOING_ON}(?:蹿|窜|蔓延|烧|扩|旺|大)|[压扑控挡拦打]不[住灭下了]|[压扑控](?:了[^，。；！？\x00]{{0,6}})?(?:还|都|也|一直)?[没未]能?[压扑控][住灭下]|控制不[住了]|烧过了?|(?:蹿|窜|蔓延|烧)(?:到|向|上)了?(?:隔壁|楼上|邻|旁边|屋顶|房顶|山下|村))"
_NEAR = r"人(?!员)|人员|村|[\u4e00-\u9fff][湾庄屯寨坪集镇乡]|楼|屋|房|住户|居民|学校|医院|养老|敬老|宿舍|家属[区院楼]|商场|加油|厂"
_HIGH = r"外机|楼顶|天台|窗外|窗[台沿]|护栏外?|栏杆外?|塔[吊顶上]|高塔|铁塔|桥[栏边]|广告牌|烟囱|屋[檐顶]|房[檐顶]|女儿墙|阳台外|楼[边沿]"
_DAM = r"[堤坝]|水库|涵闸|圩"
_SEEPS = r"浑水|泥水|发浑|变浑|翻[砂沙]|[冒涌鼓渗漏][砂沙水]|渗漏|裂缝[^，。；！？\x00]{0,3}[大宽长]|滑坡|塌"
_NO_PERSONS = r"网站|网页|平台|系统|服务器|小程序|客户端|页面|软件|窗口|办公室|值班室|热线|法院|银行|值班电话|传真|红机|专线|会议|材料|名单|文件|结果|化验|检测|成绩|答复|钱|款|工资|证|贷|票"
_THINGS = re.compile(_NO_PERSONS)
_WORKS = re.compile(rf"{_NO_PERSONS}|老板|包工头|开发商|中介|领导|客服|物业|村干部|书记|经理")
"""Who does not answer because of money or an office is not in danger; a boss who is searched for in a river may be."""
_DEAD = re.compile(rf"{told.DIED}|死了|[淹摔砸压]死|无生命体征|遗体|尸")
_SAFE = re.compile(
    r"(?:自行|自己)[^，。；！？\x00]{0,2}(?:走出|下山|返回|脱险|脱困|回来|走回|上岸)|(?:全部?|均|都|已|已经|成功|顺利|安全|悉数)(?:已|被|经|安全|成功|自行)*(?:[在送到]了?[^，。；\n]{0,8}(?:医院|卫生院|检查|治疗)|救[出下上]|[扒挖刨抬背拉捞]出|获救|脱险|脱困|找[到着]|联系上|解救|升井|撤出|出来|上岸|返回|回来|下山|捞上|接[走回出]|[拉抬背放接捞扶送弄]?(?:出来|上来|下来|上岸)了?)"
    r"|已?[由被让][^，。；！？\x00]{1,8}(?:接|救|拉|背|抬|捞|送)(?:[走出上下]|回(?!家的))|(?:救|放|找|爬|跑|拉|捞|背|抬|接|跳|钻|逃|游|走)(?:出来|下来|上来|回来)了|找[到着]了|人[都已]?没事|平安|无恙|虚惊|跳车|弃车|(?:均|都|全)已?(?:经)?(?:遇难|死亡|身亡|没了)|(?:发现|找到|挖出|捞[上出]来?|救出)[^，。；！？\x00]{0,6}(?:遇难|死亡|身亡|无生命体征|没了?气|不行了)"
)


def lost(line: str) -> tuple[int, int] | None:
    """Return where somebody is said to be cut off, out of reach, taken, or in deep water; None where nobody is.

    Args:
        line: as it is read, without what is past or untrue.
    """
    for what, needs in _LOST:
        for found in what.finditer(line):
            begin, end = sentence(line, found.start())
            before = line[max(begin, found.start() - 40) : found.start()]
            if needs and re.search(_PEOPLE, before + line[found.start() : found.end()]) is None:
                continue
            mine = line[clause(line, found.start())[0] : found.end()]
            sought = re.search(r"[找捞挖刨救]|[出上]来", line[found.start() : found.end()]) is not None
            if (
                (_THINGS if sought else _WORKS).search(mine)
                or negated(line, found.start())
                or _safe(line, found.start())
            ):
                continue
            if re.match(r"[^，。；]{0,3}(?:抢救|救过来)", line[found.start() :]) or (
                needs is False and _FLAMES.search(mine)
            ):
                continue
            if what is _TOOK and (
                _OFFICIAL.search(line[found.start() : found.end()])
                or _OFFICIAL.search(before)
                or re.search(r"已经?$", before)
            ):
                continue
            if _STRANDED.match(line, found.start()) and re.search(
                r"停[航运飞]|滞留|食宿|封航|航班|班车|列车", line[begin:end]
            ):
                continue
            if what is _SANK and _DEAD.search(line, found.start(), min(end + 20, len(line))):
                continue
            return found.span()
    return None


def _safe(line: str, place: int) -> bool:
    """Whether all of them are said to be safe behind a place: of some alone the others are still in doubt."""
    found = _SAFE.search(line, place)
    return found is not None and some_of(line, place, found.start()) is None


def fate(line: str) -> tuple[int, int] | None:
    """Return the part of a text in which the number of those stands of whom ``lost`` tells: its sentence up to that place."""
    found = lost(line)
    return None if found is None else (sentence(line, found[0])[0], found[1])


_CHILD = re.compile(
    r"儿子|女儿|孩子|孩儿|小孩|娃|闺女|丫头|小子|孙子|孙女|外甥|侄子|侄女|学生|女童|男童|未成年|妹妹|弟弟|(?<!\d)(?:[1-9]|1[0-7])岁|十[一二三四五六七]岁"
)


def child(line: str) -> tuple[int, int] | None:
    """Return where a child is said to be lost, as ``lost``; None where none is."""
    return lost(line) if _CHILD.search(line) is not None else None


_TOOK = re.compile(_TAKEN)
_FLAMES = re.compile(r"[火烟]|泄漏|险情|疫情|局面|涨势|水势|车流|交通|路|消息|新闻")
"""What is held down or blocked is no person: 火被压住了, 路堵着."""
_STRANDED = re.compile(r"[走回出离]不")
"""Who cannot leave because nothing runs is stranded, not in danger."""
_SANK = re.compile(rf"(?:{_HOLDS}|连人带车|连车带人)[^，。；！？\x00]{{0,10}}?{_IN_DEEP}")
_LOST = (
    (re.compile(_NOT + _BACK), True),
    (re.compile(_CANNOT), True),
    (re.compile(_SILENT), True),
    (_TOOK, True),
    (re.compile(_GONE), False),
    (re.compile(_EMPTY), False),
    (re.compile(_MID_AIR), False),
    (
        re.compile(r"把[^，。；！？\x00]{1,8}(?:家|屋|房|人|棚|院|工|村|车)[^，。；！？\x00]{0,3}(?:埋|压|盖|捂)了"),
        False,
    ),
    (re.compile(r"(?:困|埋|压|卡|堵|捂|闷|夹|砸|盖)(?:在|到)?了?(?:里[头面边]|下[面头边]|底下|土里)"), False),
    (re.compile(rf"{_SHUT}[^，。；！？\x00]{{0,6}}(?:{_PEOPLE})"), False),
    (re.compile(rf"(?:{_PEOPLE})[^，。；！？\x00]{{0,6}}?被?{_SHUT}"), False),
    (_SANK, False),
    (
        re.compile(
            rf"(?:清点|点名|点数|数了[一数]|集合|名单)[^。；！？\x00]{{0,10}}?(?:少|缺|差)了?[{HAN}\d]+[名个位口]?(?:人|(?=[，。；]|$))"
        ),
        False,
    ),
    (
        re.compile(
            rf"(?:{_PEOPLE})[^，。；！？\x00]{{0,3}}在(?:废墟|瓦砾|土石|淤泥|雪|楼板|塌方体?)[^，。；！？\x00]{{0,2}}[下里底中]"
        ),
        False,
    ),
    (
        re.compile(
            r"(?:(?:还|仍|正)在[^，。；！？\x00]{0,5}|正|还)(?:捞|打捞|搜寻|搜救|挖人|刨|扒|施救|营救)(?!除|修|掘)"
        ),
        True,
    ),
    (
        re.compile(
            r"(?:只|就|才|仅)[^，。；！？\x00]{0,4}?(?:出来|跑出|逃出|救出|爬出|上来|上岸|回来)来?了?[一二两三四五六七八九十几\d]+[名个位]?人?(?![一-龥]{0,2}(?:分钟|小时|天|趟|次))"
        ),
        True,
    ),
)

_DANGERS = tuple(
    re.compile(one)
    for one in (
        rf"(?:{_BURST})[^。；！？\n\x00]{{0,40}}?(?:{_HOW_MANY})[^。；！？\n\x00]{{0,8}}?{_UNKNOWN}",
        rf"(?:{_BURST})[^。；！？\n\x00]{{0,40}}?{_UNKNOWN}[^。；！？\n\x00]{{0,6}}?(?:{_HOW_MANY})",
        rf"(?:{_POISON})[^。；！？\n\x00]{{0,24}}?{_GOING_ON}{_LEAKS}",
        rf"(?:{_POISON})[^。；！？\n\x00]{{0,24}}?(?:越来越|[关拧堵封止]不[上动住严紧])",
        rf"(?:{_POISON}|料|气)[^。；！？\n\x00]{{0,30}}?(?:还|仍)在[^，。；！？\x00]{{0,6}}?(?:往外|向外|外)[^，。；！？\x00]{{0,2}}?{_LEAKS}",
        rf"(?:{_POISON}|气)[^。；！？\n\x00]{{0,24}}?(?:往|向|朝|顺着?|冲着?)[^，。；！？\x00]{{0,6}}?(?:镇|村|县城|小区|居民|学校|楼|城|下游|河)[^，。；！？\x00]{{0,4}}?(?:飘|扩|刮|流|淌|蔓|漫)",
        r"(?:开车|驾车|[客货轿面]车|小车)[^，。；！？\x00]{0,6}?(?:往|向|朝|冲)[^，。；！？\x00]{0,4}?(?:人群|人堆|人行道|广场|集市|夜市)[^，。；！？\x00]{0,3}?(?:冲|撞|开)",
        rf"(?:{_HIGH})[^，。；！？\x00]{{0,4}}?(?:坐|站|蹲|趴|跨|骑|悬|挂|吊)(?:着|了?个?人)",
        rf"(?:坐|站|蹲|爬|趴|跨|骑|悬|挂|吊)[在到上着了]{{1,2}}[^，。；！？\x00]{{0,10}}?(?:{_HIGH})",
        r"(?:抵|架|顶|勒|掐|横|比划)(?:在|住|着|到)[^，。；！？\x00]{0,8}?(?:脖|喉|颈|咽)",
        rf"(?:{_FIRE})[^。；！？\n\x00]{{0,16}}?{_GROWS}(?=[^\n]{{0,60}}?(?:{_NEAR}))",
        rf"(?:{_NEAR})[^。；！？\n\x00]{{0,20}}?(?:{_FIRE})[^。；！？\n\x00]{{0,16}}?{_GROWS}",
        r"(?:反应釜|储罐|锅炉|球罐|槽罐|钢瓶|高炉|压力容器)[^。；！？\n\x00]{0,16}?(?:(?:压力|温度)[^，。；！？\x00]{0,8}(?:往上|升高|上升|飙)|[降压退]不[下了]|失控|超温|超压)",
        rf"(?:{_DAM})[^。；！？\n\x00]{{0,20}}?(?:{_SEEPS})[^\n]{{0,24}}?(?:越[^，。；！？]{{1,2}}越|(?:还|仍|不断|持续)在?[^，。；！？]{{0,3}}[加增变扩]|越来越)",
    )
)
_OVER = re.compile(
    r"(?:已|均|全部|基本|随即|当场)(?:经|被|得到|于|全|有效|完全|成功)*[^，。；！？\x00]{0,4}?(?:扑灭|控制|堵[住上漏]|封堵|关闭|切断|排除|止住|处置完)|灭了|关上了|堵上了|控制住了|虚惊|制服|抓获|[拽救劝拉抱]下|接走|无(?:人员)?伤亡|没伤(?:着|到)?人"
)


def danger(line: str) -> tuple[int, int] | None:
    """Return where something goes on that threatens people, or an outcome for people is not known; None where not."""
    for what in _DANGERS:
        found = what.search(line)
        if found is not None and _OVER.search(line, found.start()) is None and not negated(line, found.start()):
            return found.span()
    return None
