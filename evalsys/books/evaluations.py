"""The books of one official's four mirrors: log, weekly, monthly, committee marks, tallies, events."""

from __future__ import annotations

# A column of a book reads best as one row, synonyms and all.
# fmt: off
# ruff: noqa: E501
import re
from collections.abc import Collection

from evalsys.books import amounts, cells, dates
from evalsys.books.book import squeezed
from evalsys.books.checks import leave_has_an_end, tally_adds_up, total_is_the_sum
from evalsys.books.kinds import Field, Kind, Spread, header_forms
from evalsys.books.rosters import NAME, NOTE, VILLAGE_NAMES

VILLAGE = Field("village", "任职村", cells.word, ("服务村", *VILLAGE_NAMES))
FIVE_MARKS = {"德": "德", "能": "能", "勤": "勤", "绩": "绩", "廉": "廉"}
OPTIONS = (
    "优秀", "称职", "基本称职", "不称职", "良好", "一般", "较差", "差", "好", "较好", "合格", "基本合格", "不合格",
    "满意", "基本满意", "比较满意", "不满意", "不了解", "同意", "不同意", "赞成", "反对",
)
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田"
    "任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季"
    "俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍"
    "翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀"
    "谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄"
    "伏岑习胥蔺朴"
)
_DOUBLE_SURNAMES = frozenset(["欧阳", "上官", "司马", "令狐", "诸葛", "皇甫", "尉迟", "东方", "慕容", "司徒", "夏侯"])
_NOT_A_PERSON = re.compile(
    r"[0-9]|合计|总分|平均|得分|备注|序号|编号|姓名|单位|部门|职务|名次|排名|等次|签|时间|日期|村$|支部|评分|评语|意见|电话|性别"
)
_PERSON = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]{2,4}(?:·[\u3400-\u9fff]{1,8})*")


def five_mark(header: str) -> str | None:
    """德 for 德, 德（20分）, 德得分."""
    bare = header_forms(header)[1]
    return FIVE_MARKS.get(re.sub(r"(得分|评分|分值|分)?[0-9]*$", "", bare))


def option(header: str) -> str | None:
    """优秀 for 优秀, 优秀票, 优秀（票）, “优秀”票数."""
    bare = re.sub(r"(票数?|人数)$", "", header_forms(header)[1])
    return bare if bare in OPTIONS else None


def person(header: str) -> str | None:
    """The member whose marks a column holds: a header that can only be a name."""
    name = cells.plain_name(header).removesuffix("同志")
    return name if _PERSON.fullmatch(name) and not _NOT_A_PERSON.search(squeezed(header)) else None


def are_people(names: Collection[str]) -> bool:
    """Most of these begin with a common surname, so that they are persons and not, say, qualities."""
    known = sum(name[0] in _SURNAMES or name[:2] in _DOUBLE_SURNAMES for name in names)
    return known > 1 and 2 * known >= len(names)


LOGS = Kind(
    "logs", "工作日志",
    (
        Field("name", "姓名", cells.name, ("村官姓名", "填写人", "记录人", "填报人"), required=True, context="person"),
        Field("on", "日期", dates.whole, ("工作日期", "记录日期", "时间", "日志日期", "工作时间"), required=True),
        Field("category", "类别", cells.word, ("工作类别", "类型", "工作类型", "事项类别")),
        Field(
            "text", "工作内容", cells.text,
            ("内容", "工作记录", "日志内容", "主要工作", "当日工作", "今日工作", "工作情况", "工作纪实"), required=True,
        ),
        Field("place", "地点", cells.word, ("工作地点", "所在地")),
        Field("outcome", "办理结果", cells.text, ("结果", "办结情况", "完成情况", "办理情况", "落实情况")),
        Field("recorded_at", "填写时间", dates.clock, ("填报时间", "记录时间", "录入时间", "提交时间")),
        NOTE,
    ),
    tells=frozenset(["text"]),
    hints=("工作日志", "日志", "日记录", "民情日记"),
)

WEEKLY = Kind(
    "weekly", "周评价",
    (
        NAME,
        Field("week", "周次", dates.monday, ("周一日期", "周", "评价周", "所在周", "周起始日", "本周周一", "日期", "周期"), required=True),
        Field("mark", "导师评分", amounts.mark, ("评分", "周评分", "得分", "分数", "评价得分", "打分", "导师打分"), required=True),
        Field("comment", "评语", cells.text, ("导师评语", "评价意见", "点评", "意见", "导师意见")),
        Field("by", "评价人", cells.people, ("导师", "评分人", "包村干部", "导师签字", "点评人", "帮带导师")),
        NOTE,
    ),
    tells=frozenset(["week"]),
    hints=("周评价", "周评", "周点评"),
    unique=("name", "week"),
)

MONTHLY = Kind(
    "monthly", "支部月考评",
    (
        NAME,
        Field("month", "月份", dates.month, ("考评月份", "月", "考核月份", "评价月份"), required=True, context="month"),
        Field("total", "合计", amounts.number, ("总分", "总计", "合计得分", "得分"), computed=True),
        Field("by", "支部书记", cells.people, ("评价人", "评分人", "书记", "支部书记签字", "考评人")),
        NOTE,
    ),
    tells=frozenset(["marks"]),
    hints=("月考评", "月考核", "支部评"),
    spreads=(Spread("marks", "德能勤绩廉", five_mark, amounts.mark),),
    unique=("name", "month"),
    check=total_is_the_sum,
)

COMMITTEE = Kind(
    "committee", "党委评",
    (
        NAME, VILLAGE,
        Field("total", "合计", amounts.number, ("总分", "平均分", "平均", "得分"), computed=True),
        NOTE,
    ),
    tells=frozenset(["marks"]),
    hints=("党委评", "班子成员", "党委委员", "委员评分"),
    spreads=(Spread("marks", "委员评分", person, amounts.mark, numeric=True, plausible=are_people),),
    unique=("name", "village"),
)

TALLIES = Kind(
    "tallies", "群众测评计票",
    (
        NAME, VILLAGE,
        Field("handed_out", "发出", amounts.count, ("发出票", "发出票数", "发放", "发放票", "发票数", "发出测评票", "发放票数", "应到"), required=True),
        Field("returned", "收回", amounts.count, ("收回票", "收回票数", "回收", "回收票", "回收票数", "收回测评票", "实收"), required=True),
        Field("abstained", "弃权", amounts.count, ("弃权票", "弃权票数", "弃权数")),
        Field("spoilt", "废票", amounts.count, ("无效票", "废票数", "无效", "无效票数")),
        NOTE,
    ),
    tells=frozenset(["votes"]),
    hints=("测评", "计票", "群众评"),
    spreads=(Spread("votes", "各档票数", option, amounts.count),),
    unique=("name", "village"),
    check=tally_adds_up,
)

EVENTS = Kind(
    "events", "请假与奖惩",
    (
        NAME,
        Field("category", "类别", cells.word, ("类型", "事项", "奖惩类别", "奖惩", "项目"), required=True),
        Field("first", "开始日期", dates.whole, ("日期", "开始时间", "起始日期", "时间", "发生日期", "奖惩日期"), required=True),
        Field("last", "结束日期", dates.open_day, ("结束时间", "截止日期", "终止日期", "销假日期")),
        Field("reason", "事由", cells.text, ("原因", "内容", "奖惩事由", "请假事由")),
        Field("by", "批准人", cells.people, ("审批人", "批准领导", "认定人", "批准单位")),
        NOTE,
    ),
    tells=frozenset(["last", "by"]),
    hints=("请假", "奖惩", "表彰", "奖励"),
    check=leave_has_an_end,
)
