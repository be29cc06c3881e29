"""One page for each kind of failure; none shows how the program is made."""

from __future__ import annotations

from flask import Flask, current_app, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import BadHost, HTTPException

from evalsys.extensions import db
from evalsys.services.scope import Unknown
from evalsys.services.write import Refused

Answer = tuple[str, int]


def register(app: Flask) -> None:
    """Attach the handlers."""
    app.register_error_handler(Unknown, not_found)
    app.register_error_handler(Refused, refused)
    app.register_error_handler(CSRFError, stale_form)
    app.register_error_handler(OperationalError, disk_or_lock)
    app.register_error_handler(HTTPException, http)
    app.register_error_handler(500, broken)


def page(status: int, title: str, says: str) -> Answer:
    """The failure page: what happened and what to do next.

    Before the ballot it is drawn without what other pages know of their viewer, so that no cookie is set there.
    """
    if f"{request.path}/".startswith("/vote/"):
        drawn = current_app.jinja_env.get_template("vote/failure.html")
        return drawn.render(title=title, says=says), status
    return render_template("failures/failure.html", title=title, says=says, status=status), status


def not_found(_error: Exception) -> Answer:
    """Unknown and foreign look the same."""
    return page(404, _("没有这一页"), _("地址可能写错了，或者这项内容不在您的范围内。请从首页重新进入。"))


def refused(error: Refused) -> Answer:
    """Well formed, not allowed now, and no form to say it beside."""
    return page(409, _("现在不能这样做"), error.says)


def stale_form(_error: CSRFError) -> Answer:
    """The form's token is gone, most often because the session ended."""
    return page(
        400,
        _("页面已过期"),
        _("页面打开太久，或者已经退出登录。请返回上一页刷新后再提交；写好的文字仍在草稿里。"),
    )


def disk_or_lock(_error: OperationalError) -> Answer:
    """The database cannot take the change now: nothing was saved."""
    current_app.logger.exception("database refused")
    db.session.rollback()
    return page(503, _("暂时存不进去"), _("数据没有保存。请过一分钟再试；如仍不行，请管理员检查磁盘空间。"))


def http(error: HTTPException) -> Answer | HTTPException:
    """Every other HTTP failure in plain words."""
    if error.code is None or error.code < 400 or isinstance(error, BadHost):
        return error  # a redirect, or a host that no address can be made for
    if error.code == 404:
        return not_found(error)
    if error.code == 403:
        return page(403, _("您没有这项权限"), _("这一页由别的岗位办理。如确需使用，请找镇党建办的系统管理员开通。"))
    if error.code == 413:
        return page(413, _("文件太大"), _("上传的文件不能超过 20 MB。请删去不用的工作表后再传。"))
    if error.code == 405:
        return page(405, _("不能这样打开"), _("这个地址只接受表单提交。请从首页重新进入。"))
    return page(error.code, _("请求没有被接受"), _("请返回上一页再试一次。"))


def broken(_error: Exception) -> Answer:
    """A mistake of ours; the log has the details."""
    db.session.rollback()
    says = _("程序出了错，已经记下。您填写的内容没有保存，请稍后再试。")
    return page(500, _("出错了"), f"{says} {request.path}")
