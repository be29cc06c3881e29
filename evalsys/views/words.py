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
