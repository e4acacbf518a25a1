"""Zips and e-mails: their parts become documents, whatever they are called and however much they hold."""

import io
import zipfile
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import part_names, readers, unpack
from ingest.errors import ReadError
from ingest.found import Facts, Failure, Raw
from ingest.readers.media import EML, HTML, TEXT, ZIP
from ingest.unpack import opened
from search_api.adding import State
from tests.fakes import ingest, memory_service

FACTS = Facts(
    council="Ness", committee="Cabinet", held_on=date(2024, 3, 5), title="The pack", url="https://ness.example"
)


def packed(parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


def in_zip(parts: dict[str, bytes]) -> list[Raw | Failure]:
    return list(opened(Raw("/m/x.zip", ZIP, packed(parts), FACTS)))


def reasons(found: list[Raw | Failure]) -> list[tuple[str, str]]:
    return [(one.source, one.reason) for one in found if isinstance(one, Failure)]


def test_what_is_no_container_is_handed_on() -> None:
    raw = Raw("/m/a.txt", TEXT, b"Noted.", FACTS)
    assert list(opened(raw)) == [raw]


def test_the_parts_of_a_zip_have_its_facts_but_for_title_and_address() -> None:
    facts = Facts(council="Ness", committee="Cabinet", held_on=date(2024, 3, 5))
    assert in_zip({"2024/a.txt": b"Noted.", "b.html": b"<p>Agreed.</p>"}) == [
        Raw("/m/x.zip/2024/a.txt", TEXT, b"Noted.", facts),
        Raw("/m/x.zip/b.html", HTML, b"<p>Agreed.</p>", facts),
    ]


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("../../etc/passwd.txt", "etc/passwd.txt"),
        ("/etc/passwd.txt", "etc/passwd.txt"),
        ("C:\\Windows\\a.txt", "C/Windows/a.txt"),
        ("a/./b//c.txt", "a/b/c.txt"),
        ("new\nline\x07.txt", "new line .txt"),
        ("x" * 300 + ".txt", "x" * 116 + ".txt"),
        ("right\u202eto left.txt", "right to left.txt"),
    ],
)
def test_names_are_made_safe(name: str, path: str) -> None:
    assert part_names.safe_path(name, set()) == path


def test_two_parts_of_one_name_are_two_documents() -> None:
    taken: set[str] = set()
    assert [part_names.safe_path(name, taken) for name in ("a.txt", "../A.txt", "a.txt")] == [
        "a.txt",
        "A (2).txt",
        "a (3).txt",
    ]


@given(st.text(max_size=200))
def test_no_name_leads_out(name: str) -> None:
    path = part_names.safe_path(name, set())
    parts = path.split("/")
    assert path
    assert not path.startswith("/")
    assert ".." not in parts
    assert "" not in parts
    assert not any(ord(character) < 32 for character in path)


def test_clutter_is_passed_over() -> None:
    clutter = ["__MACOSX/a.txt", ".hidden.txt", "~$lock.docx", "Thumbs.db", "sub/.git/a.txt"]
    assert in_zip(dict.fromkeys(clutter, b"x")) == []


def test_a_part_that_cannot_be_read_is_named_and_stops_nothing() -> None:
    found = in_zip({"sheet.xlsx": b"x", "a.txt": b"Noted."})
    assert [one.source for one in found] == ["/m/x.zip/sheet.xlsx", "/m/x.zip/a.txt"]
    [(_, reason)] = reasons(found)
    assert reason.startswith("it is not of a type that can be read; known are .doc .docx")


def test_a_locked_part_is_named() -> None:
    data = bytearray(packed({"a.txt": b"Noted.", "b.txt": b"Agreed."}, zipfile.ZIP_STORED))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    found = list(opened(Raw("/m/x.zip", ZIP, bytes(data))))
    assert reasons(found) == [("/m/x.zip/a.txt", "it is encrypted: unpack it with its password")]
    assert isinstance(found[1], Raw)


def test_a_zip_in_a_zip_is_opened_but_not_for_ever() -> None:
    data = packed({"a.txt": b"Noted."})
    for number in range(4):
        data = packed({f"{number}.zip": data})
    [failure] = opened(Raw("/m/x.zip", ZIP, data))
    assert failure == Failure(
        "/m/x.zip/3.zip/2.zip/1.zip", "source", "it lies in 3 containers, one in the other: unpack it"
    )


def test_a_part_that_is_no_zip_is_named() -> None:
    found = in_zip({"a.zip": b"no zip", "b.txt": b"Noted."})
    assert reasons(found) == [
        ("/m/x.zip/a.zip", "it is damaged or no such container (File is not a zip file): unpack and save it anew")
    ]


def test_a_bomb_of_zeros_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "MOST_PART", 3_000_000)
    monkeypatch.setattr(unpack, "MOST_TOTAL", 10_000_000)
    found = in_zip({f"{number}.txt": b"\x00" * 4_000_000 for number in range(9)})
    assert reasons(found) == [
        ("/m/x.zip/0.txt", "it is over 3 MB: split it"),
        ("/m/x.zip/1.txt", "it is over 3 MB: split it"),
        ("/m/x.zip/2.txt", "it is over 3 MB: split it"),
        ("/m/x.zip", "it unpacks to more than 10 MB: split it into smaller ones"),
    ]


def test_entries_that_overlap_are_counted_as_they_come_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "MOST_TOTAL", 10_000_000)
    data = packed({"a.txt": b"\x00" * 4_000_000})
    at = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry = data[at:end]
    count = (9).to_bytes(2, "little")
    size = (len(entry) * 9).to_bytes(4, "little")
    bomb = data[:at] + entry * 9 + data[end : end + 8] + count + count + size + data[end + 16 :]
    found = list(opened(Raw("/m/x.zip", ZIP, bomb)))
    assert reasons(found) == [("/m/x.zip", "it unpacks to more than 10 MB: split it into smaller ones")]
    assert len(found) == 3


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_parts_that_cannot_be_unpacked_a_little_at_a_time_are_named(compression: int) -> None:
    found = list(opened(Raw("/m/x.zip", ZIP, packed({"a.txt": b"Noted."}, compression))))
    assert reasons(found) == [("/m/x.zip/a.txt", "it is packed in a way that cannot be read: unpack it")]


def test_a_zip_that_is_all_list_is_given_up_before_it_is_read() -> None:
    data = packed({"a.txt": b"Noted."})
    at = data.index(b"PK\x01\x02")
    entry = data[at : data.index(b"PK\x05\x06")]
    found = list(opened(Raw("/m/x.zip", ZIP, data[:at] + entry * 100_001)))
    assert found == [
        Failure("/m/x.zip", "source", "it lists more than 100,000 parts: split it into smaller ones"),
    ]


def test_a_zip_of_countless_parts_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "MOST_ENTRIES", 3)
    found = in_zip({f"{number}.txt": b"Noted." for number in range(5)})
    assert len(found) == 4
    assert reasons(found) == [("/m/x.zip", "it holds more than 3 parts: split it into smaller ones")]


def mail(text: str | None, *attached: tuple[str, bytes]) -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "Clerk <clerk@ness.example>", "Cabinet", "Lamps"
    made["Date"] = "Tue, 05 Mar 2024 10:00:00 +0000"
    if text is not None:
        made.set_content(text)
    for name, data in attached:
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return bytes(made)


def test_an_e_mail_is_its_text_and_what_is_attached() -> None:
    found = list(opened(Raw("/m/x.eml", EML, mail("Four lamps are out.", ("../minutes.txt", b"Noted.")), FACTS)))
    assert [one.source for one in found] == ["/m/x.eml", "/m/x.eml/minutes.txt"]
    assert isinstance(found[0], Raw)
    assert [block.text for block in readers.read(found[0]).blocks] == [
        "Subject: Lamps",
        "From: Clerk <clerk@ness.example>",
        "To: Cabinet",
        "Sent: Tue, 05 Mar 2024 10:00:00 +0000",
        "Four lamps are out.",
    ]
    assert isinstance(found[1], Raw)
    assert (found[1].media_type, found[1].data) == (TEXT, b"Noted.")


def test_an_e_mail_of_nothing_is_not_passed_over() -> None:
    raw = Raw("/m/x.eml", EML, b"Subject: Lamps\nContent-Type: message/rfc822\n\nSubject: Boats\n\nFour boats.\n")
    assert list(opened(raw)) == [raw]


def test_an_e_mail_without_text_is_only_what_is_attached() -> None:
    found = list(opened(Raw("/m/x.eml", EML, mail(None, ("minutes.txt", b"Noted.")))))
    assert [one.source for one in found] == ["/m/x.eml/minutes.txt"]


def made_costly(header: bytes, body: bytes) -> bytes:
    return b"Subject: Lamps\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x" + header + body


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (made_costly(b";\r\n a*0=b" * 500, b"\r\n\r\n--x--\r\n"), "its headers are far longer"),
        (made_costly(b"\n\n", b"--x\nContent-Type: text/plain; name=a\n\ny\n" * 15_000), "its headers are far longer"),
        (made_costly(b"\n\n", b"--x\n\ny\n" * 20_001), "it has far more parts"),
        (
            made_costly(b"\n\n", b"Content-Type: a/b; BOUNDARY*0 = y\n" * 400 + b"--\n" + b"y\n" * 80_000),
            "far more parts",
        ),
    ],
)
def test_an_e_mail_that_would_take_for_ever_is_refused(data: bytes, message: str) -> None:
    [found] = opened(Raw("/m/x.eml", EML, data))
    assert isinstance(found, Raw)
    with pytest.raises(ReadError, match=message):
        readers.read(found)


def test_an_e_mail_with_much_attached_is_none_of_those() -> None:
    attached = [(f"Review of ward boundary = {number}.txt", b"Noted.\n" * 2_000) for number in range(100)]
    found = list(opened(Raw("/m/x.eml", EML, mail("-- \n" * 1_000, *attached))))
    assert len(found) == 101
    assert not reasons(found)


def test_outlooks_own_attachments_are_named() -> None:
    found = list(opened(Raw("/m/x.eml", EML, mail("See below.", ("winmail.dat", b"x")))))
    assert reasons(found) == [
        (
            "/m/x.eml/winmail.dat",
            "it holds attachments in Outlook's own format (TNEF): ask for them as ordinary attachments",
        )
    ]


def test_an_e_mail_that_was_forwarded_as_a_file() -> None:
    outer = EmailMessage()
    outer["From"], outer["Subject"] = "Clerk", "Fwd"
    outer.set_content("See the e-mail.")
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "Engineer", "Lamps"
    inner.set_content("Four lamps are out.")
    outer.add_attachment(inner)
    found = list(opened(Raw("/m/x.eml", EML, bytes(outer))))
    assert [one.source for one in found] == ["/m/x.eml", "/m/x.eml/part 1.eml"]
    assert isinstance(found[1], Raw)
    assert [block.text for block in readers.read(found[1]).blocks][-1] == "Four lamps are out."


def test_the_day_of_an_e_mail_is_not_that_of_a_meeting(tmp_path: Path) -> None:
    service = memory_service()
    ingest(service, tmp_path, {"x.eml": mail("The Cabinet was told that four lamps were out.")})
    [record] = service.index.documents()
    assert record.meeting.held_on is None


def test_a_zip_that_loses_a_part_loses_the_document(tmp_path: Path) -> None:
    service = memory_service()
    ingest(service, tmp_path, {"x.zip": packed({"a.txt": b"The lamps were out.", "b.txt": b"The boats were in."})})
    assert len(service.index.documents()) == 2
    outcomes = ingest(service, tmp_path, {"x.zip": packed({"a.txt": b"The lamps were out."})})
    assert [(Path(one.source).name, one.state) for one in outcomes] == [
        ("a.txt", State.UNCHANGED),
        ("b.txt", State.REMOVED),
    ]


def test_a_zip_that_cannot_be_opened_loses_nothing(tmp_path: Path) -> None:
    service = memory_service()
    ingest(service, tmp_path, {"x.zip": packed({"a.txt": b"The lamps were out."})})
    [outcome] = ingest(service, tmp_path, {"x.zip": b"PK damaged"})
    assert outcome.state is State.FAILED
    assert len(service.index.documents()) == 1


@given(st.sampled_from([ZIP, EML]), st.binary(max_size=400), st.integers(0, 200), st.booleans())
def test_rubbish_ends_in_failures(media_type: str, rubbish: bytes, at: int, real: bool) -> None:
    data = packed({"a.txt": b"Noted.", "b.eml": mail("x", ("c.txt", b"y"))}) if real else b""
    found = list(opened(Raw("/m/x", media_type, data[:at] + rubbish + data[at + len(rubbish) :])))
    assert all(one.source.startswith("/m/x") for one in found)
