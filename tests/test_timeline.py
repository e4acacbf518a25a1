from collections.abc import Sequence
from datetime import date

from index.backend import Hit, Place, Stats
from ingest.minutes import Kind
from search_api.frequency import Mention
from search_api.timeline import Timeline, timeline
from tests.index_fixtures import unit
from tests.saying import COUNCIL, hit, place, rows

MARCH, MAY, JULY = date(2030, 3, 5), date(2030, 5, 7), date(2030, 7, 2)
SEEN = Stats(3, 9, MARCH, JULY, "fake-4")
NEAR, FAR = (1.0, 0.1), (0.1, 1.0)
ORDERED = "The Clerk reported that two new grit bins had been ordered for the lane."
STOOD = "It was reported that the grit bins in the lane stood full of salt."
EMPTIED = "Members heard that all of the grit bins had been emptied in the spring."
ROAD = "The County was thanked for the mending of the road and of its gullies."


def made(topic: str, *found: Hit, vectors: Sequence[Sequence[Sequence[float]]] = ()) -> Timeline:
    """The timeline of hits with the vectors of their sentences; without any given, each has one that is near."""
    each = [rows(*one) for one in vectors] if vectors else [rows(NEAR) for _ in found]
    return timeline(topic, unit(1, 0), found, each, SEEN)


def texts(found: Timeline) -> list[str]:
    return [entry.text for entry in found.entries]


def test_the_oldest_meeting_comes_first_and_what_has_no_date_last() -> None:
    found = made(
        "grit bins", hit(place(EMPTIED)), hit(place(STOOD, JULY)), hit(place(ORDERED, MARCH)), hit(place(ROAD, MAY))
    )

    assert texts(found) == [ORDERED, STOOD, EMPTIED]
    assert [entry.held_on for entry in found.entries] == [MARCH, JULY, None]
    assert found.latest is found.entries[1]
    assert found.searched is SEEN


def test_without_a_date_there_is_no_latest_position() -> None:
    found = made("grit bins", hit(place(EMPTIED)), hit(place(STOOD)))

    assert sorted(texts(found)) == sorted([EMPTIED, STOOD])
    assert found.latest is None


def test_a_topic_half_of_whose_words_stand_nowhere_has_no_entries() -> None:
    found = (hit(place(STOOD, JULY)), hit(place(ORDERED, MARCH)))

    assert made("salted giraffes", *found).entries == ()
    assert texts(made("the grit bins and giraffes", *found)) == [ORDERED, STOOD]


def test_words_that_ask_how_a_matter_moved_need_not_stand_anywhere() -> None:
    found = (hit(place(STOOD, JULY)), hit(place(ORDERED, MARCH)))

    assert texts(made("grit bins timescale", *found)) == texts(made("grit bins", *found))
    assert made("timescale", *found).entries == ()


def test_a_date_in_the_text_dates_nothing() -> None:
    text = "The grit bins that were bought on 3 April 2031 had not yet been put in their places."

    assert made("grit bins", hit(place(text))).entries[0].held_on is None


def test_a_meeting_has_one_entry_for_each_matter() -> None:
    under_one_item = (hit(place(ORDERED, MARCH, item="Winter")), hit(place(STOOD, MARCH, item="Winter")))
    alike, other = (
        place(EMPTIED, MARCH, item="Cleaning"),
        "A grit bin was offered by a resident to the school for its own yard.",
    )
    found = made(
        "grit bins",
        *under_one_item,
        hit(alike),
        hit(place(other, MARCH, item="School")),
        vectors=[[(0.9, 0.44)], [(0.85, 0.53)], [(0.88, 0.47)], [(0.8, -0.6)]],
    )

    assert texts(found) == [ORDERED, other]


def test_the_same_words_of_a_record_without_a_date_are_a_place_of_the_dated_ones() -> None:
    undated, dated = place(ORDERED, document="b"), place(ORDERED, MARCH, document="a")
    found = made("grit bins", hit(undated), hit(dated, place(ORDERED, MARCH, document="c")))

    (entry,) = found.entries
    assert entry.citation.record.id == "a"
    assert [citation.record.id for citation in entry.also_at] == ["b", "c"]


def test_short_sentences_alike_of_two_documents_without_a_date_stay_apart() -> None:
    text = "The grit bins were full."

    assert len(made("grit bins", hit(place(text, document="a")), hit(place(text, MARCH, document="b"))).entries) == 2


def test_the_same_words_in_two_meetings_are_two_entries() -> None:
    found = made("grit bins", hit(place(STOOD, MARCH)), hit(place(STOOD, MAY)))

    assert [entry.held_on for entry in found.entries] == [MARCH, MAY]


def test_a_superseded_draft_is_left_out_where_its_minutes_are_found() -> None:
    draft, final = (
        place(STOOD, JULY, superseded_by="final"),
        place(STOOD.replace("full", "half full"), JULY, document="final"),
    )

    found = made("grit bins", hit(draft), hit(final))

    assert [entry.citation.record.id for entry in found.entries] == ["final"]


def test_a_superseded_draft_whose_minutes_are_not_found_is_marked_and_never_the_latest() -> None:
    found = made("grit bins", hit(place(STOOD, JULY, superseded_by="final")), hit(place(ORDERED, MARCH)))

    assert [entry.citation.place.superseded_by for entry in found.entries] == [None, "final"]
    assert found.latest is not None
    assert found.latest.held_on == MARCH


def test_of_one_day_the_entry_that_says_most_is_the_latest() -> None:
    found = made(
        "grit bins",
        hit(place("A grit bin was offered to the school by one of the residents there.", JULY, item="School")),
        hit(place(STOOD, JULY, item="Winter")),
        vectors=[[(0.8, -0.6)], [(1, 0.3)]],
    )

    assert found.latest is not None
    assert found.latest.text == STOOD


def test_agendas_headers_lists_and_headings_say_nothing() -> None:
    kinds = [
        hit(place(ORDERED, MARCH, kind=kind)) for kind in (Kind.AGENDA, Kind.HEADER, Kind.ATTENDANCE, Kind.INTEREST)
    ]
    agenda = hit(place("To consider the purchase of two new grit bins for the lane and the yard.", MARCH))
    heading = hit(place("12. Grit bins in the lane (Item 4)", MARCH, item="Grit bins in the lane"))

    assert made("grit bins", *kinds, agenda, heading).entries == ()


def test_of_a_passage_the_sentence_that_says_most_is_shown_with_the_next_one_on_the_topic() -> None:
    more = "One of these bins would be moved in winter to hold grit for the school."
    text = f"{ROAD} {ORDERED} {more} {ROAD}"

    found = made("grit bins", hit(place(text, MARCH)), vectors=[[FAR, NEAR, (0.9, 0.4), FAR]])

    assert texts(found) == [f"{ORDERED} {more}"]
    assert found.entries[0].citation.start == len(ROAD) + 1


def test_what_is_much_weaker_than_the_best_is_off_the_topic() -> None:
    weak = "A bin for litter was asked for at the stop of the bus in the lane."

    found = made("grit bins", hit(place(ORDERED, MARCH)), hit(place(weak, MAY)), vectors=[[NEAR], [FAR]])

    assert texts(found) == [ORDERED]


def test_a_council_that_the_topic_names_is_the_only_one_shown() -> None:
    here, there = place(ORDERED, MARCH), place(STOOD, MAY, council="Other Council")

    assert texts(made("grit bins Ashby", hit(there), hit(here))) == [ORDERED]
    assert here.meeting.council == COUNCIL
    assert texts(made("grit bins", hit(there), hit(here))) == [ORDERED, STOOD]


def test_a_name_must_be_in_the_passage() -> None:
    named = "Members were told that the grit bin in Salter Row had been filled again."
    found = made("grit bin in Salter Row", hit(place(named, MARCH)), hit(place(STOOD, MAY)))

    assert texts(found) == [named]
    assert made("grit bins at Zed9", hit(place(named, MARCH))).entries == ()


def test_figures_that_moved_are_set_side_by_side() -> None:
    first = "The Clerk reported that new grit bins would be in their places within six months."
    later = "The Clerk said that the new grit bins would be in place in two years."
    found = made("grit bins", hit(place(later, MAY)), hit(place(first, MARCH)), hit(place(ORDERED, JULY)))

    changes = [entry.change for entry in found.entries]
    assert changes[0] is None
    assert changes[1] is not None
    assert (changes[1].before.text, changes[1].after.text) == ("within six months", "two years")
    assert changes[1].before.citation.quote == first
    assert changes[2] is None


def test_what_has_no_date_is_compared_with_nothing() -> None:
    first = "The Clerk reported that new grit bins would be in their places within six months."
    later = "The Clerk said that the new grit bins would be in place in two years."

    assert [entry.change for entry in made("grit bins", hit(place(first)), hit(place(later, MAY))).entries] == [
        None,
        None,
    ]


def periods(*days: date | None) -> list[tuple[str | None, int]]:
    found = made(
        "grit bins", *(hit(place(f"{STOOD} {n}.", day)) for n, day in enumerate(days)), vectors=[[NEAR]] * len(days)
    )
    assert all(isinstance(one, Mention) for one in found.mentions.periods)
    return [(one.period, one.passages) for one in found.mentions.periods]


def test_mentions_are_counted_by_month_by_quarter_or_by_year() -> None:
    assert periods(MARCH, MAY, MAY) == [("2030-03", 1), ("2030-04", 0), ("2030-05", 2)]
    assert periods(date(2029, 11, 1), date(2031, 2, 1)) == [
        ("2029 Q4", 1),
        ("2030 Q1", 0),
        ("2030 Q2", 0),
        ("2030 Q3", 0),
        ("2030 Q4", 0),
        ("2031 Q1", 1),
    ]
    assert periods(date(2026, 1, 1), JULY, None) == [
        ("2026", 1),
        ("2027", 0),
        ("2028", 0),
        ("2029", 0),
        ("2030", 1),
        (None, 1),
    ]
    assert periods(None) == [(None, 1)]


def test_a_passage_is_counted_once() -> None:
    found = made("grit bins", hit(place(f"{ORDERED} {STOOD}", MARCH)), vectors=[[NEAR, NEAR]])

    assert found.mentions.periods == (Mention("2030-03", 1),)


def test_a_passage_without_vectors_of_its_sentences_is_passed_over() -> None:
    gone: Place = place(ORDERED, MARCH)

    assert timeline("grit bins", unit(1, 0), [hit(gone)], [rows(NEAR)[:0]], SEEN).entries == ()
