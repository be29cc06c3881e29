"""Pages → a PDF on a Canvas of reportlab, with plates, ready-made subsets and streams compressed quickly."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from types import SimpleNamespace

from reportlab.lib.pagesizes import A4
from reportlab.lib.rl_accel import fp_str
from reportlab.pdfbase.pdfdoc import PDFDocument, xObjectName
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from evalsys.pdf.fast.ink import FILLED, PRINTED, Writer, traced
from evalsys.pdf.fast.plates import Plate, plate, printed, shared
from evalsys.pdf.fast.subsets import Stream, added, reference, squeezed, subset
from evalsys.pdf.marks import Page, Print

_BOX = fp_str(0, 0, *A4)
# A canvas begins with a font; with this one it writes nothing about it, the pages name their own.
_UNNAMED = "evalsys"
_FACE = SimpleNamespace(name=_UNNAMED)
registerFont(SimpleNamespace(fontName=_UNNAMED, face=_FACE, _dynamicFont=True, _multiByte=False))


def press(pages: Sequence[Page], title: str, author: str = "") -> bytes:
    """Draw the pages into one PDF with embedded fonts, without clock or chance."""
    out = BytesIO()
    canvas = Canvas(out, A4, pageCompression=0, invariant=1, initialFontName=_UNNAMED, lang="zh-CN")
    canvas.setTitle(title)
    canvas.setAuthor(author)
    document = canvas._doc
    prints = {page.form: page.form.printed for page in pages if page.form}
    plates = {stock: plate(stock) for stock in prints.values()}
    chars = shared([*plates.values()])
    names = _add_plates(document, plates)
    writer = Writer(FILLED, chars)
    for page in pages:
        if page.form:
            canvas.doForm(names[page.form.printed])
        canvas._code += traced(page.shapes)
        canvas._code += writer.written(page.texts)
        _turn(canvas)
    for name, used in chars.items():
        printed(name, used).embed(document, PRINTED + name)
    for name, used in sorted(writer.used.items()):
        subset(name, used).embed(document, FILLED + name)
    canvas.save()
    return out.getvalue()


def _add_plates(document: PDFDocument, plates: dict[Print, Plate]) -> dict[Print, str]:
    """Each plate as a form XObject; it finds its fonts where the pages find theirs."""
    fonts = reference(document, "BasicFonts")
    entries = f"/Type /XObject /Subtype /Form /BBox [{_BOX}] /Resources << /Font {fonts} >>"
    names = {}
    for number, (stock, made) in enumerate(plates.items(), 1):
        names[stock] = f"plate{number}"
        added(document, Stream(entries, made.packed), xObjectName(names[stock]))
    return names


def _turn(canvas: Canvas) -> None:
    """End the page. What reportlab would write of it is put together here, with a stream compressed quickly."""
    document = canvas._doc
    name = document.thisPageName()
    canvas.showPage()
    page = document.idToObject[name]
    content = added(document, Stream("", squeezed(page.stream.encode())), f"{name}:content")
    forms = "".join(f"/{form} {reference(document, form)} " for form in (page.XObjects.dict if page.XObjects else ()))
    resources = f"/Font {reference(document, 'BasicFonts')} /XObject << {forms}>>"
    parent = document.Reference(document.Pages).name
    document.idToObject[name] = Stream(
        f"/Type /Page /Parent {reference(document, parent)} /MediaBox [{_BOX}] /Contents {content} "
        f"/Resources << {resources} >>"
    )
