"""The door for a photo or PDF that somebody hands in as evidence: clean and small enough, or refused in words.

What a photo says besides the picture, such as where it was taken, is not kept.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import PurePath

from flask_babel import gettext as _
from PIL import ImageOps
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from evalsys.services.write import Refused

MEBIBYTE = 1024 * 1024
MOST = 5 * MEBIBYTE
# A picture is small as a file and can be large in memory: 40 million points are what a good phone takes.
MOST_POINTS = 40_000_000
QUALITY = 85
LONGEST_NAME = 80
JPEG, PNG, PDF = KINDS = ("jpeg", "png", "pdf")
ENDINGS = {".jpg": JPEG, ".jpeg": JPEG, ".png": PNG, ".pdf": PDF}
BEGINNINGS = {JPEG: b"\xff\xd8\xff", PNG: b"\x89PNG\r\n\x1a\n", PDF: b"%PDF-"}


@dataclass(frozen=True)
class Handed:
    """A file as it came; `content` is at most one byte longer than the limit."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Accepted:
    """A file that can be kept."""

    name: str
    kind: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The fingerprint of what is kept."""
        return hashlib.sha256(self.content).hexdigest()


def accept(handed: Handed) -> Accepted:
    """The file without what is not for us. Raises Refused for what is no photo or PDF, or too large."""
    path = PurePath(plain(handed.name))
    kind = ENDINGS.get(path.suffix.lower())
    if kind is None:
        raise Refused(_("附件只收 JPG、PNG 照片或 PDF。请换一个文件，或者不传附件。"))
    if len(handed.content) > MOST:
        raise Refused(too_large())
    if not handed.content:
        raise Refused(_("附件是空的，没有内容。请重新选择文件，或者不传附件。"))
    if not handed.content.startswith(BEGINNINGS[kind]):
        said = _("附件“%(name)s”的内容和后缀名对不上，改后缀名不行。请选原来的照片或 PDF。", name=path.name)
        raise Refused(said)
    content = handed.content if kind == PDF else redrawn(handed.content, kind)
    return Accepted(f"{path.stem[:LONGEST_NAME]}{path.suffix.lower()}", kind, content)


def too_large() -> str:
    """What somebody with too large a file is told."""
    return _("附件超过 %(limit)s MB。请压缩或截图后再传，也可以不传附件。", limit=MOST // MEBIBYTE)


def plain(name: str) -> str:
    """The name alone, without a folder and without anything that cannot stand in a name."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(c for c in last if c.isprintable() and c not in '<>:"|?*').strip()
    stem, dot, ending = kept.rpartition(".")
    return kept if stem or not dot else f"{_('附件')}.{ending}"


def redrawn(content: bytes, kind: str) -> bytes:
    """The same picture saved anew, upright, with nothing but the picture in it."""
    try:
        image = opened(content, kind)
        kept = saved(image, kind) if image.width * image.height <= MOST_POINTS else b""
    except Exception as error:  # a damaged picture may fail anywhere; the sender needs one clear answer
        raise Refused(_("附件已损坏，打不开。请重新选择照片，或者不传附件。")) from error
    if not kept:
        most = MOST_POINTS // 1_000_000
        raise Refused(_("照片太大，超过 %(most)s 百万像素。请用普通模式再拍一张或截图。", most=most))
    return kept


def opened(content: bytes, kind: str) -> ImageFile:
    """The picture with its size read and nothing drawn yet; no other format is tried."""
    stream = io.BytesIO(content)
    return JpegImageFile(stream) if kind == JPEG else PngImageFile(stream)


def saved(image: ImageFile, kind: str) -> bytes:
    """The bytes of the picture; only what is needed to draw it goes along."""
    seen = {name: image.info[name] for name in ("transparency",) if name in image.info}
    upright = ImageOps.exif_transpose(image)
    upright.info = seen
    out = io.BytesIO()
    if kind == JPEG:
        upright.save(out, "JPEG", quality=QUALITY)
    else:
        upright.save(out, "PNG")
    return out.getvalue()
