"""PDF: pypdf's lines, or PDFium's where pypdf fails or its words are the poorer."""

from __future__ import annotations

from ingest.errors import NoTextError, ReadError
from ingest.minutes import Block, Raw
from ingest.readers import furniture, lines, pdf_pdfium, pdf_pypdf
from ingest.readers.pdf_words import prefer_second


def read(raw: Raw) -> list[Block]:
    """Return the blocks of a PDF, without running headers, footers and page numbers.

    Raises ReadError where neither library can open it or it needs a password, NoTextError where no page holds text.
    """
    pages = _pages(raw.data)
    if not any(line.text for page in pages for line in page):
        many = f"{len(pages)} pages" if len(pages) != 1 else "only page"
        raise NoTextError(f"no text in its {many}: it is probably a scan and needs OCR")
    return lines.blocks(furniture.removed(pages))


def remarks(raw: Raw) -> tuple[str, ...]:
    """Return what a reader of the document should know: that a part of its pages are scans.

    A single page without text, such as the back of a cover, is not worth a word.
    """
    try:
        pages = pdf_pdfium.plain(raw.data)
    except pdf_pdfium.UnreadableError:
        return ()
    blank = sum(not text.strip() for text in pages)
    if blank < 2 or blank * 10 < len(pages):
        return ()
    return (f"{blank} of its {len(pages)} pages hold no text: they are probably scans and need OCR.",)


def _pages(data: bytes) -> list[list[lines.Line]]:
    """Return the lines of each page, from the library that reads this document better."""
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
    if not prefer_second([[line.text for line in page] for page in first], second):
        return first
    return pdf_pdfium.pages(data)


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
