"""A photo or PDF beside a claim: never demanded, clean when kept, seen only by who may see the claim."""

import hashlib
import io
import struct
import zlib

import pytest
from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from evalsys.extensions import db
from evalsys.models.actions import Action
from evalsys.models.claims import Claim
from evalsys.models.evidence import EvidenceFile
from evalsys.models.points import PointsEntry
from evalsys.services import evidence_guard
from evalsys.services.evidence_guard import MOST, MOST_POINTS
from tests.views.test_points import CLAIM, member_of, the, town

__all__ = ["town"]
PDF = b"%PDF-1.4\n%%EOF\n"


def photo(kind="JPEG", size=(40, 20)):
    """A photo that says by which phone, where and how it was taken."""
    said = Image.Exif()
    said[0x010F], said[0x0112] = "PHONE", 6
    said.get_ifd(0x8825).update({1: "N", 2: (32.0, 51.0, 7.0)})
    out = io.BytesIO()
    more = {"comment": b"SECRET"} if kind == "JPEG" else {}
    Image.new("RGB", size, (180, 30, 20)).save(out, kind, exif=said, **more)
    return out.getvalue()


def bomb(width, height):
    """A PNG of few bytes that would fill the memory."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(100_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def claimed(page, content, name="照片.jpg", **changes):
    """A claim with a file; the body is made here, because the client leaves the files of large ones open."""
    form = page.form(page.get("claims.add"), "file")
    sent = {**page.sent(form), **CLAIM, **changes, "file": FileStorage(io.BytesIO(content), name)}
    boundary, body = encode_multipart(sent)
    about = {"data": body, "content_type": f"multipart/form-data; boundary={boundary}"}
    return page.read(page.ask(page.client.post, page.address("claims.add"), **about))


def fetched(page, number=1):
    return page.ask(page.client.get, page.address("evidence.show", file_id=number))


def removed(page):
    token = page.sent(page.form(page.get("claims.add")))["csrf_token"]
    address = page.address("evidence.remove", file_id=1)
    return page.read(page.ask(page.client.post, address, data={"csrf_token": token}))


def count(table):
    return db.session.scalar(db.select(db.func.count(table.id)))


def test_a_claim_without_a_file_is_as_good_as_ever_and_no_camera_is_opened(page, town):
    seen = member_of(town, page).get("claims.add")
    assert "可不传" in seen.text and "不传也照样核" in seen.text and "capture" not in seen.html
    page.fill("claims.add", CLAIM)
    assert count(Claim) == 1 and count(EvidenceFile) == 0


@pytest.mark.parametrize(
    ("name", "content", "kept", "mimetype"),
    [
        ("劝和 现场.JPG", photo(), "劝和 现场.jpg", "image/jpeg"),
        ("证明.png", photo("PNG"), "证明.png", "image/png"),
        ("村里的证明.pdf", PDF, "村里的证明.pdf", "application/pdf"),
        ("../../etc/passwd/a<b>\u202e.pdf", PDF, "ab.pdf", "application/pdf"),
        (".pdf", PDF, "附件.pdf", "application/pdf"),
    ],
)
def test_a_file_is_kept_under_a_clean_name_and_handed_out_as_itself(page, town, name, content, kept, mimetype):
    claimed(member_of(town, page), content, name)
    file = the(EvidenceFile)
    assert (file.name, file.claim_id, file.person_id) == (kept, 1, town.people[0].id)
    assert kept in page.get("claims.show", claim_id=1).text
    answer = fetched(page)
    assert (answer.mimetype, answer.headers["X-Content-Type-Options"]) == (mimetype, "nosniff")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert hashlib.sha256(answer.data).hexdigest() == file.sha256 and len(answer.data) == file.size


def test_of_a_path_only_the_name_is_kept():
    assert evidence_guard.plain("C:\\Users\\x\\..\\a:b\0.pdf") == "ab.pdf"
    assert evidence_guard.plain("/etc/passwd") == "passwd"


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photo_is_kept_upright_and_does_not_say_where_it_was_taken(page, town, kind):
    sent = photo(kind)
    assert b"PHONE" in sent
    claimed(member_of(town, page), sent, f"a.{kind.lower()}")
    kept = fetched(page).data
    picture = Image.open(io.BytesIO(kept))
    assert b"PHONE" not in kept and b"SECRET" not in kept and not picture.getexif()
    assert (picture.format, picture.size) == (kind, (20, 40))


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.png", b"<html><script>alert(1)</script></html>", "内容和后缀名对不上"),
        ("a.jpg", photo("PNG"), "内容和后缀名对不上"),
        ("a.pdf", b"MZ\x90", "内容和后缀名对不上"),
        ("a.html", b"<html>", "只收 JPG、PNG 照片或 PDF"),
        ("a.jpg.exe", photo(), "只收 JPG、PNG 照片或 PDF"),
        ("a.jpg", photo()[:300] + b"<script>" * 10, "已损坏"),
        ("a.png", photo("PNG")[:40], "已损坏"),
        ("a.jpg", b"", "附件是空的"),
        ("a.jpg", photo() + bytes(MOST), "超过 5 MB"),
        ("a.png", bomb(60_000, 60_000), "超过 40 百万像素"),
        ("a.png", bomb(MOST_POINTS // 4, 4), "已损坏"),
    ],
    ids=["html", "other", "program", "ending", "two endings", "cut", "cut png", "empty", "6MB", "bomb", "short"],
)
def test_what_is_no_photo_or_too_large_is_refused_in_words_and_the_rest_stays_typed(page, town, name, content, says):
    seen = claimed(member_of(town, page), content, name, evidence="邻居老孙")
    assert says in seen.text and "邻居老孙" in seen.text and "劝和两家邻居" in seen.html
    assert "要传请再选一次" in seen.text
    assert count(Claim) == count(EvidenceFile) == 0
    page.fill("claims.add", CLAIM)
    assert count(Claim) == 1


def test_the_same_form_sent_twice_keeps_one_file_and_another_file_is_noticed(page, town):
    seen = member_of(town, page).get("claims.add")
    for _ in range(2):
        page.fill("claims.add", {**CLAIM, "file": (io.BytesIO(PDF), "a.pdf")}, seen=seen)
    assert count(Claim) == count(EvidenceFile) == 1
    again = page.fill("claims.add", {**CLAIM, "file": (io.BytesIO(PDF + b"%"), "a.pdf")}, seen=seen)
    assert "这张表单已经提交过" in again.text and count(EvidenceFile) == 1


def test_a_claim_that_is_refused_leaves_no_file_behind(page, town):
    claimed(member_of(town, page), PDF, "a.pdf")
    assert "不用再报" in claimed(page, PDF, "b.pdf").text
    assert count(EvidenceFile) == 1


def test_the_log_names_the_file_and_its_fingerprint_and_holds_nothing_of_it(page, town):
    claimed(member_of(town, page), PDF, "a.pdf")
    said = db.session.scalar(db.select(Action.after).where(Action.did == "claim.add"))
    assert "a.pdf" in said and hashlib.sha256(PDF).hexdigest() in said and "%PDF" not in said


@pytest.mark.parametrize("role", ["secretary", "clerk", "inspector"])
def test_who_may_see_the_claim_may_have_its_file(page, town, role):
    claimed(member_of(town, page), PDF, "a.pdf")
    about = {"person": town.secretary, "unit": town.mine} if role == "secretary" else {}
    page.sign_in(town.account(role, **about))
    assert fetched(page).data == PDF


def test_nobody_else_may_have_it(page, town):
    claimed(member_of(town, page), PDF, "a.pdf")
    assert fetched(member_of(town, page, 1)).status_code == 404
    page.sign_in(town.account("secretary", person=town.person("外人"), unit=town.branch("西阳坡支部")))
    assert fetched(page).status_code == 404
    page.sign_in(town.other_township().account("clerk"))
    assert fetched(page).status_code == 404
    page.sign_in(town.account("mentor", person=town.person("某某")))
    assert fetched(page).status_code == 403


def test_the_file_of_a_claim_stands_beside_its_entry(page, town):
    claimed(member_of(town, page), PDF, "a.pdf")
    page.sign_in(town.account("secretary", person=town.secretary, unit=town.mine))
    page.fill("claims.show", {"decision": "pass"}, claim_id=1)
    seen = page.get("points.person", person_id=town.people[0].id, period="2026Q2")
    assert "a.pdf" in seen.text and "/evidence/1" in seen.html


def test_the_clerk_may_lay_a_file_beside_an_entry_by_hand(page, town):
    page.sign_in(town.account("clerk"))
    address = {"person_id": town.people[0].id}
    sent = {"item": "labour", "happened_on": "2026-06-01", "reason": "修渠"}
    wrong = page.fill("points.add", {**sent, "file": (io.BytesIO(b"<html>"), "a.pdf")}, **address)
    assert "对不上" in wrong.text and count(PointsEntry) == 0
    page.fill("points.add", {**sent, "file": (io.BytesIO(PDF), "a.pdf")}, **address)
    file = the(EvidenceFile)
    assert (file.entry_id, file.claim_id) == (the(PointsEntry).id, None)
    assert "/evidence/1" in page.get("points.person", period="2026Q2", **address).html


def test_the_clerk_takes_the_file_from_a_claim_that_came_to_nothing_and_from_no_other(page, town):
    member = town.account("member", person=town.people[0])
    claimed(page.sign_in(member), PDF, "a.pdf")
    assert removed(page).status == 403
    page.sign_in(town.account("clerk"))
    assert "删除附件" not in page.get("claims.show", claim_id=1).text
    assert "只有已退回或已撤回" in page.follow(removed(page)).text and count(EvidenceFile) == 1
    page.fill("claims.show", {"decision": "refuse", "reason": "没有这回事"}, claim_id=1)
    assert "删除附件" in page.get("claims.show", claim_id=1).text
    seen = page.follow(removed(page))
    assert "附件已删除" in seen.text and "a.pdf" not in seen.text and count(EvidenceFile) == 0
    said = db.session.scalar(db.select(Action.before).where(Action.did == "claim.unfile"))
    assert "a.pdf" in said
