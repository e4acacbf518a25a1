"""Documents are read in processes: the same as in one, and none beyond its time and memory."""

from concurrent.futures import CancelledError, ThreadPoolExecutor

import pytest

from ingest.errors import ReadError
from ingest.found import Raw
from ingest.readers.media import TEXT
from ingest.workers import InProcess, Workers

NOTED = Raw("/minutes/a.txt", TEXT, b"The Harbour Master said that four lamps were out.\n")
LONG = Raw("/minutes/long.txt", TEXT, b"The Harbour Master said that four lamps were out.\n\n" * 400_000)
"""20 MB: reading it takes many seconds."""


def test_a_process_reads_what_is_read_here() -> None:
    with Workers(1, 60, None) as workers:
        assert workers.read(NOTED) == InProcess().read(NOTED)


def test_what_takes_too_long_is_given_up_and_the_next_is_read() -> None:
    with Workers(1, 1, None) as workers:
        with pytest.raises(ReadError, match="it was not read within 1 seconds: split it"):
            workers.read(LONG)
        assert workers.read(NOTED).minutes.document.text.startswith("The Harbour Master")


def test_what_takes_too_much_memory_is_given_up_and_the_next_is_read() -> None:
    endless = Raw("/minutes/endless.txt", TEXT, b"lamps " * 4_000_000)
    with Workers(1, 60, None, memory=230 << 20) as workers:
        with pytest.raises(ReadError, match="reading it takes more memory than one document may: split it"):
            workers.read(endless)
        assert workers.read(NOTED).minutes.document.text.startswith("The Harbour Master")


def test_errors_come_through_as_they_are() -> None:
    with Workers(1, 60, None) as workers, pytest.raises(ReadError, match="the file is not a PDF"):
        workers.read(Raw("/minutes/a.pdf", "application/pdf", b"no pdf"))


def test_who_waits_when_it_is_closed_waits_no_longer() -> None:
    workers = Workers(1, 60, None)
    with ThreadPoolExecutor(4) as threads:
        waiting = [threads.submit(workers.read, LONG) for _ in range(4)]
        while not any(one.running() for one in waiting):
            pass
        workers.close()
        errors = [one.exception() for one in waiting]
    assert [type(error) for error in errors] == [CancelledError] * 4
    with pytest.raises(CancelledError):
        workers.read(NOTED)
