"""Somebody at the screen: signs in, presses, reads, and has each page checked for sideways scrolling and axe."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe


class Visitor:
    """One browser page of one person."""

    def __init__(self, page, address, code):
        self.page, self.address, self.errors = page, address, []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.goto(f"{address}/enter#{code}")
        self.press("进入")

    def go(self, path):
        self.page.goto(self.address + path)
        return self

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).first.click()
        self.page.wait_for_load_state()
        return self

    def until(self, text):
        """Wait for an answer that comes without a new page."""
        self.page.locator("main").get_by_text(text).first.wait_for()
        return self

    def follow(self, name):
        self.page.locator("main").get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state()
        return self

    def fill(self, label, value):
        self.page.get_by_label(label, exact=True).first.fill(value)
        return self

    def pick(self, name):
        self.page.locator("main label", has_text=name).first.click()
        return self

    @property
    def text(self):
        return " ".join(self.page.locator("body").inner_text().split())

    def check(self):
        """Fits the width, says nothing in the console, and axe finds nothing."""
        checked(self.page)
        assert not self.errors, f"{self.page.url}: {self.errors}"
        return self


def checked(page):
    """Once the page is there: it fits the width, and axe finds nothing."""
    page.wait_for_load_state()
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{page.url} scrolls sideways by {wide}px"
    found = Axe().run(page).response["violations"]
    said = [(v["id"], [node["html"][:120] for node in v["nodes"][:3]]) for v in found]
    assert not said, f"{page.url}: {said}"
