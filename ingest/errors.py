"""Every error that Minutebook raises for its user.

    MinutebookError                 say `except MinutebookError` to catch them all
    ├── SettingError                a setting or flag has an unknown name or a bad value
    ├── IngestError                 one source could not become passages
    │   ├── SourceError             no such path, unreadable, too large, bad metadata beside it
    │   ├── ReadError               the bytes are not what they claim to be, or are encrypted
    │   ├── NoTextError             the document was read and holds no text (a scan needs OCR)
    │   └── EncoderError            the model is missing, altered or cannot be run
    ├── StoreError                  the archive cannot be opened, read or written
    │   ├── ArchiveMissingError     there is no archive in that folder
    │   ├── ArchiveBusyError        another process is writing to it
    │   ├── ArchiveVersionError     it was written by a newer Minutebook
    │   ├── ModelMismatchError      it was written with another model
    │   └── UnknownDocumentError    it holds no such document or passage
    ├── QueryError                  a blank or overlong question, a limit or date out of range
    ├── AnswerError                 an answer could not be built from its quotes
    │   └── ModelError              a language model did not answer, or not as asked
    └── ReceiptError                a list cannot be made again: its receipt is none, or documents are gone

Each message names what it concerns and says what to do next. A broken invariant inside the program is a
`ValueError`, never one of these.
"""


class MinutebookError(Exception):
    """The base of all errors that are meant to be read by a user."""


class SettingError(MinutebookError):
    """A setting or flag has an unknown name or a bad value."""


class IngestError(MinutebookError):
    """One source could not become passages."""


class SourceError(IngestError):
    """A path that is missing, unreadable or too large, or that has bad metadata beside it."""


class ReadError(IngestError):
    """Bytes that are not what they claim to be, or that are encrypted."""


class NoTextError(IngestError):
    """A document that was read and holds no text."""


class EncoderError(IngestError):
    """A model that is missing, altered or cannot be run."""


class StoreError(MinutebookError):
    """An archive that cannot be opened, read or written."""


class ArchiveMissingError(StoreError):
    """There is no archive in the folder named."""


class ArchiveBusyError(StoreError):
    """Another process is writing to the archive."""


class ArchiveVersionError(StoreError):
    """The archive was written by a newer Minutebook."""


class ModelMismatchError(StoreError):
    """The archive was written with another model."""


class UnknownDocumentError(StoreError):
    """The archive holds no such document or passage."""


class QueryError(MinutebookError):
    """A blank or overlong question, or a limit, date or filter out of range."""


class AnswerError(MinutebookError):
    """An answer could not be built from its quotes."""


class ModelError(AnswerError):
    """A language model did not answer; the message says why, without the key and without a word of the minutes."""


class ReceiptError(MinutebookError):
    """A list that cannot be made again: its receipt is none, or what it was drawn from is not held any more."""
