"""One file that a client takes away: what programs read, what people read, and every receipt."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from hub.export.form import as_json, receipt_file
from hub.export.model import View
from hub.export.page import page
from hub.receipts import proof
from hub.receipts.model import Receipt

SCHEMA = "export.schema.json"


def archive(seen: View, receipts: Sequence[Receipt], language: str) -> bytes:
    """The view and the receipts as one ZIP; the same view is the same file, byte by byte."""
    exported = as_json(seen, language, [receipt.id for receipt in receipts])
    files = {
        "export.html": page(seen, language),
        "export.json": json.dumps(exported, ensure_ascii=False, indent=2) + "\n",
        SCHEMA: Path(__file__).with_name(SCHEMA).read_text(encoding="utf-8"),
    }
    files |= {receipt_file(receipt.id): proof.written(receipt.content) for receipt in receipts}
    return _zipped(files, seen.at)


def _zipped(files: Mapping[str, str], at: datetime) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, at.astimezone(UTC).timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            # Unpacked, too, it is for its owner only.
            entry.external_attr = 0o100600 << 16
            opened.writestr(entry, text.encode())
    return written.getvalue()
