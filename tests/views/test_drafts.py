"""Drafts begin from a shipped measure, an adopted version or files; what is none is refused in plain words."""

from __future__ import annotations

import io

import pytest

from evalsys.extensions import db
from evalsys.models.schemes import SchemeDraft
from evalsys.services import schemes, texts

TEXT = schemes.sample_text(schemes.OFFICIALS)
CASES = schemes.sample_cases(schemes.OFFICIALS)


@pytest.fixture
def clerk(page, make):
    return page.sign_in(make.account("clerk", shown_name="王干事"))


def count(table):
    return db.session.scalar(db.select(db.func.count()).select_from(table))


def file(text, name="办法.toml"):
    return io.BytesIO(text if isinstance(text, bytes) else text.encode()), name


def begun(page, seen):
    assert seen.status == 302, seen.text
    return page.follow(seen)


def test_a_draft_begins_from_a_shipped_measure(clerk):
    seen = begun(clerk, clerk.fill("drafts.add", {"source": f"sample:{schemes.OFFICIALS}"}))
    assert "草稿已建好" in seen.text and "办法没有错误" in seen.text
    assert db.session.scalar(db.select(SchemeDraft)).cases == CASES


def test_a_draft_begins_from_an_adopted_version(clerk, first):
    seen = begun(clerk, clerk.fill("drafts.add", {"source": f"version:{first.id}"}))
    assert "从第1版起草" in seen.text
    assert "第1版" in clerk.get("schemes.index").text


def test_a_draft_begins_from_files(clerk):
    sent = {"source": "file", "file": file(TEXT), "cases": file(CASES, "办法.cases.toml")}
    assert "办法没有错误" in begun(clerk, clerk.fill("drafts.add", sent)).text


def test_what_was_exported_can_be_imported_again(clerk, draft):
    answer = clerk.ask(clerk.client.get, clerk.address("drafts.text", draft_id=draft.id))
    begun(clerk, clerk.fill("drafts.add", {"source": "file", "file": file(answer.data)}))
    assert {row.text for row in db.session.scalars(db.select(SchemeDraft))} == {TEXT}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\x89PNG\xff\x00", "这个文件不是办法文本：请选扩展名为 .toml、编码为 UTF-8 的文本文件。"),
        ("考核办法\n一、总则", "文件不是正确的 TOML"),
        ("a = 1", "文件里没有 [scheme] 的 id"),
        (b"#" * 2001, "办法文本不能超过 1 MB"),
    ],
)
def test_junk_is_refused_in_clear_chinese(clerk, content, says, monkeypatch):
    monkeypatch.setattr(texts, "LARGEST", 2000)
    seen = clerk.fill("drafts.add", {"source": "file", "file": file(content)})
    assert seen.status == 200 and says in seen.text and "错误：" in seen.html
    assert count(SchemeDraft) == 0


def test_a_file_and_the_choice_have_to_fit(clerk, first):
    assert "请选择要导入的办法文本" in clerk.fill("drafts.add", {"source": "file"}).text
    seen = clerk.fill("drafts.add", {"source": f"version:{first.id}", "file": file(TEXT)})
    assert "请在上面选“导入文件”" in seen.text
    assert count(SchemeDraft) == 0


def test_a_made_up_choice_begins_nothing(clerk):
    for source in ("sample:../settings", "version:9", "version:x", "", "x"):
        assert clerk.fill("drafts.add", {"source": source}).status == 200
    assert count(SchemeDraft) == 0


def test_every_shipped_measure_is_offered(clerk, first):
    seen = clerk.get("drafts.add")
    for name, title in schemes.samples().items():
        assert f'value="sample:{name}"' in seen.html and title in seen.text


def test_the_same_form_sent_twice_makes_one_draft(clerk):
    seen = clerk.get("drafts.add")
    sent = {"source": f"sample:{schemes.OFFICIALS}"}
    places = [clerk.fill("drafts.add", sent, seen=seen).answer.headers["Location"] for _each in range(2)]
    assert count(SchemeDraft) == 1 and len(set(places)) == 1


@pytest.mark.parametrize("name", schemes.samples())
def test_every_shipped_measure_is_shown_tried_adopted_and_read(clerk, make, name):
    row = make.draft(schemes.sample_text(name), schemes.sample_cases(name))
    assert "办法没有错误" in clerk.get("drafts.edit", draft_id=row.id).text
    clerk.get("drafts.what_if", draft_id=row.id, period="2026Q2")
    sent = {"from_on": "2026-07-01", "meeting": "第8次会议", "confirmed": "y"}
    seen = clerk.follow(clerk.fill("drafts.adopt", sent, draft_id=row.id))
    assert "第8次会议" in seen.text and "处不符" not in seen.text


def test_a_measure_that_nothing_is_worked_out_by_is_adopted_knowingly(clerk, make, draft):
    own = make.draft('[scheme]\nid = "duty"\ntitle = "值班办法"\n')
    assert "暂不用来计算" in clerk.get("drafts.adopt", draft_id=own.id).text
    assert "暂不用来计算" not in clerk.get("drafts.adopt", draft_id=draft.id).text
