"""PDF: pypdf's lines, or PDFium's where pypdf fails or its words are the poorer."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.errors import NoTextError, ReadError
from ingest.minutes import Raw
from ingest.readers import furniture, lines, pdf_page, pdf_pdfium, pdf_pypdf, pdf_spaces, pdf_streams, scans
from ingest.readers.pdf_words import prefer_second
from ingest.readers.reading import Reading, Scanned


def read(raw: Raw, scanned: Scanned) -> Reading:
    """Return the blocks of a PDF, without running headers, footers and page numbers.

    Args:
        raw: the document.
        scanned: what OCR found on pages of it; a page without any line was found to be blank.

    Raises ReadError where neither library can open it or it needs a password, NoTextError where there is no page.
    """
    printed = _pages(raw.data)
    unread = scans.unread(raw.data, printed, scanned)
    pages = [scans.merged(page, scanned[n]) if n in scanned else page for n, page in enumerate(printed, 1)]
    blocks = lines.blocks(furniture.removed(pages))
    if not blocks and not unread:
        raise NoTextError("no text in it, neither printed nor scanned: its pages are blank or damaged")
    return Reading(tuple(blocks), _how(pages, scanned), unread=unread)


def _how(pages: Sequence[Sequence[lines.Line]], scanned: Scanned) -> str:
    found = sum(bool(page) for page in scanned.values())
    return f"PDF, {found} of {len(pages)} pages by OCR" if found else "PDF"


def _pages(data: bytes) -> Sequence[Sequence[lines.Line]]:
    """Return the lines of each page, from the library that reads this document better."""
    _refuse_overlong(data)
    try:
        first = pdf_pypdf.pages(data)
        if not first:
            raise pdf_pypdf.UnreadableError("it has no pages")
    except pdf_pypdf.UnreadableError as error:
        return _rescued(data, error)
    try:
        second = pdf_pdfium.plain(data)
    except pdf_pdfium.UnreadableError:
        return first
    columns = pdf_pdfium.in_columns(data, second.columned)
    if columns is not None:
        return columns
    better = prefer_second([[line.text for line in page] for page in first], second.pages)
    return pdf_spaces.mended(pdf_pdfium.pages(data) if better else first, second.pages)


def _refuse_overlong(data: bytes) -> None:
    """Raise ReadError where there is too much for one document: in a page, or of pages."""
    if pdf_streams.is_overlong(data):
        raise ReadError(
            f"one of its pages unpacks to more than {pdf_streams.MOST // 1_000_000} MB, which no real one does: "
            "open it and print it as a new PDF"
        )
    try:
        count = pdf_pdfium.count(data)
    except pdf_pdfium.UnreadableError:
        return
    if count > pdf_page.MOST_PAGES:
        raise ReadError(
            f"its {count:,} pages are over the limit of {pdf_page.MOST_PAGES:,} for one document: "
            "split it into its meetings or parts"
        )


def _rescued(data: bytes, error: pdf_pypdf.UnreadableError) -> list[list[lines.Line]]:
    """Return PDFium's reading of a file that pypdf refuses with `error`; ReadError where it refuses too."""
    try:
        pages = pdf_pdfium.pages(data)
    except pdf_pdfium.UnreadableError as second:
        if second.password:
            raise ReadError("the PDF is encrypted and needs a password: save a copy without one") from error
        pages = []
    if not pages:
        raise ReadError(f"the PDF is broken ({error}): open it and save or print it as a new PDF") from error
    return pages
