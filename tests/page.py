"""A client that behaves like a browser with a careful reader: every page that it fetches is checked."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

from flask import url_for

from evalsys.extensions import db, writing
from tests.factories import PASSWORD

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Seen(HTMLParser):
    """A fetched page: its text, its forms, and what is wrong with its HTML."""

    def __init__(self, answer):
        super().__init__()
        self.answer, self.status = answer, answer.status_code
        self.html = answer.get_data(as_text=True)
        self.open, self.wrong, self.ids, self.words = [], [], Counter(), []
        self.forms, self.labels, self.inputs, self.headings, self.links = [], set(), [], [], []
        self.feed(self.html)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag, attributes):
        marks = dict(attributes)
        if tag not in VOID:
            self.open.append(tag)
        if "id" in marks:
            self.ids[marks["id"]] += 1
        if "style" in marks or any(name.startswith("on") for name in marks):
            self.wrong.append(f"<{tag}> has an inline style or handler")
        handler = getattr(self, f"see_{tag}", None)
        if handler:
            handler(marks)

    def see_form(self, marks):
        self.forms.append({"action": marks.get("action"), "method": marks.get("method", "get"), "fields": []})

    def see_a(self, marks):
        self.links.append(marks.get("href", ""))

    def see_label(self, marks):
        self.labels.add(marks.get("for"))

    def see_input(self, marks):
        self.field(marks)
        kind = marks.get("type", "text")
        if kind not in ("hidden", "submit", "radio", "checkbox") and "aria-label" not in marks:
            self.inputs.append(marks.get("id"))

    def see_select(self, marks):
        self.field(marks)
        if "aria-label" not in marks:
            self.inputs.append(marks.get("id"))

    def see_textarea(self, marks):
        self.see_select(marks)

    def see_option(self, marks):
        if "selected" in marks and self.forms:
            self.forms[-1]["fields"][-1]["value"] = marks.get("value", "")

    def field(self, marks):
        if self.forms and "form" in self.open and marks.get("name"):
            self.forms[-1]["fields"].append({"type": "text", **marks})

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes something else")

    def handle_data(self, data):
        inside = self.open[-1] if self.open else ""
        if inside == "textarea" and self.forms and self.forms[-1]["fields"]:
            self.forms[-1]["fields"][-1]["value"] = data.removeprefix("\r\n")
        if inside not in ("script", "style"):
            self.words.append(data)
        if inside == "h1":
            self.headings.append(data.strip())

    def check(self):
        """What every page owes its reader."""
        twice = [name for name, number in self.ids.items() if number > 1]
        unlabelled = [name for name in self.inputs if name not in self.labels]
        # The public ballot has no session, so no token: the code of the slip is the authority.
        posts = [f for f in self.forms if f["method"] == "post" and not (f["action"] or "").startswith("/vote")]
        bare = [f for f in posts if not any(field["name"] == "csrf_token" for field in f["fields"])]
        assert not self.wrong, self.wrong
        assert not twice, f"ids used twice: {twice}"
        assert not unlabelled, f"inputs without a label: {unlabelled}"
        assert not bare, f"forms without a token: {bare}"
        assert len(self.headings) == 1, f"headings: {self.headings}"
        assert not self.open, f"never closed: {self.open}"


class Page:
    """Fetches pages by endpoint and sends forms as a browser would: with their hidden fields."""

    def __init__(self, app, make):
        self.app, self.make = app, make
        self.client = app.test_client()

    def address(self, endpoint, **values):
        if endpoint.startswith("/"):
            return endpoint
        with self.app.test_request_context():
            return url_for(endpoint, **values)

    def sign_in(self, account):
        """Through the real sign-in page."""
        seen = self.fill("accounts.sign_in", {"login_name": account.login_name, "password": PASSWORD})
        assert seen.status == 302, seen.text
        self.account = account
        return self

    def ask(self, method, *args, **kwargs):
        """One request in a context of its own, as a server would have it; the test's transaction ends first."""
        db.session.commit()
        with self.app.app_context():
            answer = method(*args, **kwargs)
        writing.set(True)
        return answer

    def get(self, endpoint, status=200, **values):
        answer = self.ask(self.client.get, self.address(endpoint, **values))
        assert answer.status_code == status, (answer.status_code, answer.get_data(as_text=True)[-600:])
        return self.read(answer)

    def read(self, answer):
        seen = Seen(answer)
        if answer.mimetype == "text/html" and answer.status_code not in (301, 302):
            seen.check()
        return seen

    def follow(self, seen):
        return self.get(seen.answer.headers["Location"])

    def form(self, seen, *names):
        """The form of the page that has these fields; without any, the one that the page is about."""
        names = names or ("form_key",)
        for form in seen.forms:
            held = {field["name"] for field in form["fields"]}
            if form["method"] == "post" and set(names) <= held:
                return form
        raise AssertionError(f"no form with {names} on: {seen.text[:300]}")

    def sent(self, form):
        """What a browser would send of an untouched form."""
        values = {}
        for field in form["fields"]:
            if field["type"] in ("checkbox", "radio") and "checked" not in field:
                continue
            if field["type"] in ("submit", "file"):
                continue
            values.setdefault(field["name"], []).append(field.get("value") or "")
        return values

    def fill(self, endpoint, changes, seen=None, **values):
        """Open the page, fill in its form, send it; the answer is not followed."""
        seen = seen or self.get(endpoint, **values)
        form = self.form(seen, *changes)
        data = {**self.sent(form), **changes}
        address = form["action"] or self.address(endpoint, **values)
        return self.read(self.ask(self.client.post, address, data=data))

    def post(self, endpoint, data=None, **values):
        """Send a bare post with the token of any page, for buttons without fields."""
        token = self.form(self.get("home.index"), "csrf_token")["fields"]
        token = next(field["value"] for field in token if field["name"] == "csrf_token")
        return self.read(
            self.client.post(self.address(endpoint, **values), data={"csrf_token": token, **(data or {})})
        )
