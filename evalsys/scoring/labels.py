"""The Chinese words for the keys of a measure's file, as forms and comparisons show them."""

from __future__ import annotations

NAMING = ("id", "name", "item", "stream", "grade", "period", "place", "code", "role", "number")
"""What a row of a list is known by: the first of these that it has as a text."""

NEVER = ("id", "number", "title", "text")
WORDS = (
    *("name", "item", "stream", "grade", "code", "clause", "note", "overflow", "place", "source", "document"),
    *("words", "roles", "grades", "invalid"),
)
"""Keys that hold words, even if these look like a figure: a grade may be called "1"."""

_KEYS = """
scheme=办法 scope=适用范围 clause=依据 rounding=取位 owed=应记天数 stream=记录 item=条目 total=总分 grade=等次
pool=资金 band= weight= values= slice= options=选项 steps=分档 override=一票否决 gate=不定等次 quota=名额 order=排序
gap=空档 ranking=排名定等 role-bands=分岗位等次 times=折算 local=自定权重 when=条件 every=每 either=任一 never=均非
history=沿革 percent=百分比 share=权重 points=分值 cap=最高 floor=最低 full=满分 scale=乘数 rate=比例 base=基础分
amount=数额 value=取值 from=起 to=止 below=以下（不含） above=以上（不含） up-to=至（含） at-least=不低于
at-most=不超过 equal=等于 least=至少 drop=去掉 low=最低可填 high=最高可填 step=每档 most=名额 count=个数 per=每
parts=期数 number=数 years=年数 months=月数 days=天数 late-after=迟录天数 least-valid=有效票至少
least-in-post=在岗至少 least-service=任职满 tolerate=可以中断 otherwise=条件不成立时 unit=取位单位 mode=取舍方式
stage=取位时机 kind=算法 of=取自 by=除以 on=归属 each=按 within=期间 plus=另加 beside=另列 missing=缺项时
invalid=不计的票 returned=收回 handed-out=发出 name-missing=逐一列明缺项 note=说明 overflow=超出的定为 ties=并列时
leave=请假 words=用词 needs=必填 mark=评分 score=得分 period=时段 role=岗位 roles=岗位 township=乡镇 id=编号
version=版本 issuer=制定单位 document=文号 source=出处 name=名称 title=名称 text=内容 day=日 week=周 month=月
two-month=双月 quarter=季度 half-year=半年 year=年度 range=时段 event=每次 tier=分档 caps=累计最高 outside=各档之外
beyond=超出 back=连续期数 lag=滞后期数 frozen-from=冻结起始年 frozen-years=冻结年数 plus-cap=加分最高
minus-cap=扣分最低 unmarked=未评的计 least-returned=收回票至少 amounts=数额 ungraded=无等次的计 less=减去 moves=升降
start=起点 guaranteed=保底 reset=重新起算 since=起算日 over=范围 part=不满一档的 side=方向 sign=加减 run=连续的算法
first=首次 forfeit=不再计算 excluded=不参加的 single=只留一份 place=地方 rank=名次 then=结果 raw=按未取位的得分
hard=强制
"""

LABELS = dict(pair.split("=") for pair in _KEYS.split())
"""What a clerk calls a key of the file: nothing where it only leads to what is in it, itself if it is not here."""

SPECIAL = {
    ("scheme", "from"): "施行日期",
    ("scheme", "to"): "失效日期",
    ("band", "from"): "起分",
    ("clause", "text"): "条文",
    ("clause", "title"): "条名",
    ("clause", "number"): "条号",
    ("item", "values"): "分项",
    ("item", "low"): "最低",
    ("item", "high"): "最高",
    ("quota", "grade"): "等次",
    ("override", "grade"): "定为",
    ("override", "stream"): "记录",
}
"""Words for a key that mean something else in one table than elsewhere."""
