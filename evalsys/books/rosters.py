"""The books of people: members, cadres, village officials, and posts held."""

from __future__ import annotations

# A column of a book reads best as one row, synonyms and all.
# fmt: off
# ruff: noqa: E501
from dataclasses import replace

from evalsys.books import cells, dates
from evalsys.books.checks import birth_fits_id_number, span_is_forward
from evalsys.books.kinds import Field, Kind

NAME = Field("name", "姓名", cells.name, ("名字", "党员姓名", "干部姓名", "村官姓名", "人员姓名", "本人姓名"), required=True)
SEX = Field("sex", "性别", cells.sex)
NATION = Field("nation", "民族", cells.word, ("族别",))
ID_NUMBER = Field(
    "id_number", "身份证号码", cells.id_number,
    ("身份证号", "身份证", "公民身份号码", "公民身份证号码", "居民身份证号", "居民身份证号码", "身份证件号码", "证件号码", "证件号"),
)
MEMBERS_ID_NUMBER = replace(ID_NUMBER, required=True, may_be_blank=True)
BORN = Field("born", "出生年月", dates.partial, ("出生日期", "出生时间", "出生年月日", "生日"))
EDUCATION = Field("education", "学历", cells.word, ("文化程度", "最高学历", "全日制学历", "学历学位"))
PHONE = Field(
    "phone", "联系电话", cells.phone,
    ("电话", "手机", "手机号", "手机号码", "联系方式", "电话号码", "联系手机", "本人电话", "移动电话"),
)
NOTE = Field("note", "备注", cells.text, ("说明", "备考"))
VILLAGE_NAMES = ("村", "村名称", "所在村", "行政村", "村社区", "所属村", "村居", "单位", "村别", "所在行政村")

MEMBERS = Kind(
    "members", "党员花名册",
    (
        Field(
            "branch", "所在党支部", cells.word,
            ("党支部", "支部", "所属支部", "所属党支部", "支部名称", "党支部名称", "所在支部", "所在党组织", "组织关系所在支部"),
            context="branch",
        ),
        Field("group", "党小组", cells.word, ("所在党小组", "小组", "所属党小组")),
        NAME, SEX, NATION, BORN, EDUCATION, MEMBERS_ID_NUMBER,
        Field(
            "joined_on", "入党时间", dates.partial,
            ("入党日期", "入党年月", "加入党组织日期", "加入中共组织日期", "加入党组织时间", "何时入党", "参加党组织时间"),
        ),
        Field("confirmed_on", "转正时间", dates.partial, ("转正日期", "转为正式党员时间", "转正年月", "转为正式党员日期")),
        Field("category", "人员类别", cells.word, ("党员类别", "党员类型", "类别", "党员身份", "正式预备", "是否预备党员")),
        PHONE, NOTE,
    ),
    tells=frozenset(["joined_on", "confirmed_on", "category", "branch"]),
    hints=("党员花名册", "党员名册", "党员名单", "党员信息", "党员基本情况", "党员"),
    unique=("id_number",),
    check=birth_fits_id_number,
)

CADRES = Kind(
    "cadres", "村两委干部台账",
    (
        Field("village", "村名", cells.word, VILLAGE_NAMES, required=True, context="village"),
        NAME, SEX, NATION, BORN, EDUCATION, ID_NUMBER,
        Field("post_title", "现任职务", cells.word, ("职务", "村内职务", "担任职务", "任职", "现任职位", "岗位"), required=True),
        Field("since", "任现职时间", dates.partial, ("任现职日期", "现职任职时间", "任职时间", "任现职年月", "任职日期")),
        Field(
            "chief_since", "任主干起始时间", dates.partial,
            ("任主干时间", "任村主干时间", "主干任职时间", "任主要干部时间", "担任村主干起始时间", "始任主干时间"),
        ),
        Field("both_posts", "是否一肩挑", cells.yes_no, ("一肩挑", "书记主任一肩挑", "是否一人兼")),
        PHONE, NOTE,
    ),
    tells=frozenset(["since", "chief_since", "both_posts"]),
    hints=("两委", "村干部", "干部台账"),
    unique=("id_number",),
    check=birth_fits_id_number,
)

OFFICIALS = Kind(
    "officials", "大学生村官名册",
    (
        NAME, SEX, NATION, BORN, ID_NUMBER, EDUCATION,
        Field("politics", "政治面貌", cells.word, ("政治面目",)),
        Field("school", "毕业院校", cells.word, ("毕业学校", "学校", "院校", "毕业院校及专业")),
        Field("major", "专业", cells.word, ("所学专业",)),
        Field(
            "posted_on", "到村任职时间", dates.partial,
            ("到村时间", "到岗时间", "到任时间", "上岗时间", "任职时间", "到村日期", "任职起始时间", "聘任时间", "到村任职日期"),
            required=True,
        ),
        Field("village", "任职村", cells.word, ("任职村社区", "服务村", "派驻村", "到村", *VILLAGE_NAMES), required=True),
        Field("post_title", "职务", cells.word, ("任职职务", "现任职务", "岗位", "村内职务")),
        Field("mentor", "导师", cells.people, ("包村干部", "帮带导师", "帮带人", "导师包村干部", "指导老师", "联系领导", "导师姓名")),
        PHONE, NOTE,
    ),
    tells=frozenset(["posted_on", "school", "mentor"]),
    hints=("村官", "到村任职", "大学生", "选调生"),
    unique=("id_number",),
    check=birth_fits_id_number,
)

SPELLS = Kind(
    "spells", "任职经历",
    (
        NAME,
        Field("village", "村名", cells.word, VILLAGE_NAMES, context="village"),
        Field("post_title", "职务", cells.word, ("任职职务", "担任职务", "岗位", "现任职务"), required=True),
        Field(
            "first", "任职起", dates.partial,
            ("任职起始", "起始时间", "任职开始", "任职开始时间", "开始时间", "起", "任职起始时间", "任职时间起"), required=True,
        ),
        Field(
            "last", "任职止", dates.open_end,
            ("任职终止", "终止时间", "任职结束", "离任时间", "结束时间", "止", "任职截止时间", "任职时间止", "任职终止时间"),
        ),
        Field("reason", "离任原因", cells.text, ("免职原因", "离职原因", "卸任原因")),
        NOTE,
    ),
    tells=frozenset(["first", "last"]),
    hints=("任职经历", "履历"),
    unique=("name", "village", "post_title", "first"),
    check=span_is_forward,
)
