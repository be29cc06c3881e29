"""A workbook as a zip archive: what may be unpacked at all, checked before anything is."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from evalsys.books.problems import N_, BookRefused

MEBIBYTE = 1024 * 1024
MAX_FILE = 20 * MEBIBYTE
MAX_PARTS = 2000
MAX_UNPACKED = 160 * MEBIBYTE
MAX_SMALL_PART = 24 * MEBIBYTE  # everything but sheets is small in a real book
MAX_RATIO = 400  # rows of blanks reach 100, a bomb 1000
CHUNK = 256 * 1024
_ENTRY = b"PK\x01\x02"


def open_package(data: bytes) -> zipfile.ZipFile:
    """The archive, when its table of contents is harmless."""
    if data.count(_ENTRY) > MAX_PARTS:
        raise BookRefused(N_("文件里的部件太多，不像正常的表格。请用 Excel 或 WPS 打开，另存为新的 .xlsx 后再上传。"))
    package = zipfile.ZipFile(io.BytesIO(data))
    entries = package.infolist()
    _check_names([entry.filename for entry in entries])
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise BookRefused(N_("文件设了密码。请在 Excel 里取消密码，另存后再上传。"))
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if unpacked > MAX_UNPACKED or (unpacked > 8 * MEBIBYTE and unpacked > MAX_RATIO * packed):
        raise BookRefused(
            N_("文件解开后过大（超过 %(limit)s MB）。请删去表格下方和右侧的空白行列，另存为新的 .xlsx 后再上传。"),
            limit=MAX_UNPACKED // MEBIBYTE,
        )
    return package


def _check_names(names: list[str]) -> None:
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise BookRefused(N_("文件带有宏。请另存为不带宏的 .xlsx 后再上传。"))
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise BookRefused(N_("这不是 Excel 工作簿。请用 Excel 或 WPS 另存为 .xlsx 后再上传。"))
    if len(set(names)) != len(names):
        raise BookRefused(N_("文件内部有重名部件，可能已损坏。请用 Excel 或 WPS 打开，另存为新的 .xlsx 后再上传。"))


def chunks(package: zipfile.ZipFile, name: str, limit: int = MAX_SMALL_PART) -> Iterator[bytes]:
    """One part, unpacked piece by piece and never beyond `limit`."""
    total = 0
    with package.open(name) as part:
        while piece := part.read(CHUNK):
            total += len(piece)
            if total > limit:
                raise BookRefused(
                    N_("文件里有一部分过大（超过 %(limit)s MB）。请只留需要的数据，另存后再上传。"),
                    limit=limit // MEBIBYTE,
                )
            yield piece
