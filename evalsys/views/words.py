"""The words that pages show for codes in the tables."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

ROLE_NAMES = {
    "admin": _("系统管理员"),
    "clerk": _("组织干事"),
    "committee": _("党委委员"),
    "secretary": _("支部书记"),
    "mentor": _("导师"),
    "official": _("大学生村官"),
    "member": _("党员"),
    "group_leader": _("党小组组长"),
    "paymaster": _("薪酬经办"),
    "inspector": _("监督检查（只读）"),
}
UNIT_KINDS = {
    "county": _("县"),
    "township": _("乡镇"),
    "village": _("村"),
    "community": _("社区"),
    "grid": _("网格"),
    "committee": _("党委"),
    "general_branch": _("党总支"),
    "branch": _("党支部"),
    "group": _("党小组"),
}
POST_KINDS = {
    "official": _("大学生村官"),
    "secretary": _("党支部书记"),
    "deputy_secretary": _("党支部副书记"),
    "director": _("村委会主任"),
    "deputy_director": _("村委会副主任"),
    "village_member": _("村委会委员"),
    "branch_member": _("支部委员"),
    "committee_member": _("党委委员"),
    "mentor": _("导师"),
    "group_leader": _("党小组组长"),
}
MEMBERSHIP_KINDS = {"full": _("正式党员"), "probationary": _("预备党员")}
CONDUCT_KINDS = {
    "township-commendation": _("镇级表彰"),
    "county-commendation": _("县级表彰"),
    "criticism": _("通报批评"),
    "discipline": _("党纪政务处分"),
}
REGISTERS = {
    "grades": _("年度考核等次"),
    "spells": _("任职经历"),
    "negatives": _("负面清单"),
    "indicators": _("经济指标"),
}
NEGATIVE_KINDS = {"negative": _("负面清单所列行为"), "discipline": _("处分或者违法")}
INDICATOR_KINDS = {
    "collective-income": _("村级集体经济收入"),
    "rural-income": _("全县农村居民人均可支配收入"),
    "contracts_due": _("合同应签"),
    "contracts_signed": _("合同已签"),
    "claims_settled": _("化解债权"),
    "debts_settled": _("化解债务"),
    "net-income": _("集体经济净收益"),
}
STAR_CAUSES = {
    "initial": _("初始评定"),
    "year": _("年度调整"),
    "negative": _("负面清单降星"),
    "term": _("换届重评"),
    "correction": _("更正"),
}
RHYTHMS = {"once": _("办一次"), "week": _("每周一次"), "month": _("每月一次")}
MEETING_KINDS = {"weekly": _("碰头会")}
LEARNING_KINDS = {"lecture-given": _("上讲台"), "lecture-heard": _("听讲"), "training": _("培训")}
# The kinds of work of the practice exercise, each with a sentence of help.
PRACTICE_KINDS = {
    "串门子": _("到农户家里坐一坐，听听情况和难处。"),
    "开方子": _("针对一户或一村的难处，提出具体的办法。"),
    "搭台子": _("牵线搭桥，把项目、技术、销路或者人请进来。"),
    "想法子": _("动脑筋解决一件卡住的事，写清怎么解决的。"),
    "写本子": _("整理台账、调查材料、工作笔记。"),
}
BOOK_KINDS = {
    "members": _("党员花名册"),
    "cadres": _("村两委干部台账"),
    "officials": _("大学生村官名册"),
    "logs": _("工作日志"),
    "weekly": _("周评价"),
    "monthly": _("支部月考评"),
    "tallies": _("群众测评计票"),
    "events": _("请假与奖惩"),
    "points": _("党员积分登记表"),
    "grades": _("村党组织书记年度考核"),
    "spells": _("任职经历"),
    "economy": _("村级集体经济收入统计表"),
    "income": _("农村居民人均可支配收入"),
    "committee": _("党委评"),
}
BOOK_FIELDS = {
    "branch": _("所在党支部"),
    "group": _("党小组"),
    "name": _("姓名"),
    "sex": _("性别"),
    "nation": _("民族"),
    "born": _("出生年月"),
    "education": _("学历"),
    "id_number": _("身份证号码"),
    "joined_on": _("入党时间"),
    "confirmed_on": _("转正时间"),
    "category": _("类别"),
    "phone": _("联系电话"),
    "note": _("备注"),
    "village": _("村名"),
    "post_title": _("职务"),
    "since": _("任现职时间"),
    "chief_since": _("任主干起始时间"),
    "both_posts": _("是否一肩挑"),
    "politics": _("政治面貌"),
    "school": _("毕业院校"),
    "major": _("专业"),
    "posted_on": _("到村任职时间"),
    "mentor": _("导师"),
    "on": _("日期"),
    "text": _("工作内容"),
    "place": _("地点"),
    "outcome": _("办理结果"),
    "recorded_at": _("填写时间"),
    "week": _("周次"),
    "mark": _("评分"),
    "comment": _("评语"),
    "by": _("评价人、批准人或证明人"),
    "month": _("月份"),
    "total": _("合计"),
    "handed_out": _("发出"),
    "returned": _("收回"),
    "abstained": _("弃权"),
    "spoilt": _("废票"),
    "first": _("开始"),
    "last": _("结束"),
    "reason": _("事由"),
    "plus": _("加分"),
    "minus": _("扣分"),
    "points": _("分值"),
    "contracts_due": _("合同应签"),
    "contracts_signed": _("合同已签"),
    "claims_settled": _("化解债权"),
    "debts_settled": _("化解债务"),
    "year": _("年份"),
    "amount": _("金额"),
    "source": _("来源"),
    "marks.德": _("德"),
    "marks.能": _("能"),
    "marks.勤": _("勤"),
    "marks.绩": _("绩"),
    "marks.廉": _("廉"),
    "votes.优秀": _("优秀"),
    "votes.称职": _("称职"),
    "votes.基本称职": _("基本称职"),
    "votes.不称职": _("不称职"),
}
STATES = {
    "refused": _("不能导入"),
    "new": _("新增"),
    "changed": _("更新"),
    "same": _("没有变化"),
}
RUN_STATES = {"previewed": _("待确认"), "taken": _("已导入"), "dropped": _("已放弃")}
JOB_STATES = {
    "running": _("正在办"),
    "done": _("办完了"),
    "failed": _("有没办成的"),
    "cancelled": _("已取消"),
}
ROUND_STATES = {"prepared": _("准备中"), "open": _("投票中"), "closed": _("已结束"), "void": _("已作废")}
CONSEQUENCE_KINDS = {"reward": _("奖励"), "talk": _("谈话"), "remedy": _("整改")}
COMPARISON_SHOWS = {"bands": _("只看等次"), "order": _("名次和得分")}
COMPARISON_READERS = {
    "committee": _("党委委员"),
    "secretaries": _("党委委员和支部书记"),
    "officials": _("党委委员、支部书记和大学生村官"),
}
SUMMARY_KINDS = {"month": _("月小结"), "quarter": _("季小结"), "year": _("年度述职报告")}
SUMMARY_STATES = {"draft": _("草稿"), "submitted": _("已提交"), "returned": _("已退回")}
SUMMARY_SECTIONS = {"main_work": _("主要工作"), "shortcomings": _("存在不足"), "next_steps": _("下步打算")}
COLUMN_WORDS = {
    "born_on": _("出生日期"),
    "born_precision": _("出生日期的精确度"),
    "ethnicity": _("民族"),
    "remark": _("备注"),
    "title": _("职务"),
    "from_on": _("开始日期"),
    "lead_from_on": _("任主干起始时间"),
    "joined_on": _("入党时间"),
    "full_on": _("转正时间"),
    "kind": _("类别"),
    "marked_by": _("评价人"),
    "approved_by": _("批准人"),
    "virtue": _("德"),
    "ability": _("能"),
    "diligence": _("勤"),
    "achievement": _("绩"),
    "integrity": _("廉"),
    "excellent": _("优秀"),
    "competent": _("称职"),
    "basic": _("基本称职"),
    "incompetent": _("不称职"),
    "recorded_by": _("录入人"),
    "grade": _("等次"),
    "left_on": _("离任日期"),
    "reason": _("离任原因"),
    "is_removal": _("违规违纪被免职"),
    "value": _("数值"),
    "measured_in": _("计量单位"),
    "source": _("来源"),
}
FORM_NAMES = {
    "day": _("工作日志"),
    "week": _("周评价"),
    "month": _("支部月考评"),
    "summary": _("月小结"),
    "sheet": _("党委评分"),
    "tally": _("群众测评计票"),
    "quarter-summary": _("季小结"),
    "talk": _("谈心谈话"),
    "meeting": _("年度述职测评计票"),
    "report": _("述职报告"),
}
EVENT_KINDS = {
    "theme-day": _("主题党日"),
    "assembly": _("支部党员大会"),
    "committee": _("支部委员会"),
    "group": _("党小组会"),
    "lecture": _("党课"),
    "labour": _("义务劳动"),
}
CLAIM_STATES = {
    "group": _("等党小组长核"),
    "branch": _("等支部书记核"),
    "recorded": _("已记入积分"),
    "refused": _("已退回"),
    "withdrawn": _("已撤回"),
}
POINTS_SOURCES = {
    "claim": _("申报"),
    "event": _("活动"),
    "register": _("登记表"),
    "hand": _("直接记入"),
}
