"""Contact by name: that person and nobody else; what is merely like a name is asked about (P28, P29)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.dispatch import Bot
from bot.named_people import everybody, meant
from bot.people import People, Person
from tests.fakes.conversation import PLATFORMS, Conversation
from tests.flows.town import PRIYA, SAM, Town, sample

STRANGER = "visitor@elsewhere.example"
NAMES = [one.name for one in sample().people.by_key.values()]


async def asked(town: Town, text: str, who: str = SAM) -> Conversation:
    talk = town.talk(who)
    await talk.command("contact", text)
    return talk


def with_people(town: Town, *more: Person) -> Town:
    people = People.of([*town.services.people.by_key.values(), *more])
    town.services = replace(town.services, people=people)
    town.bot = Bot(town.services, PLATFORMS)
    return town


@pytest.mark.parametrize(
    "text",
    ["Priya Raman", "priya", "Raman", "Ms Raman", "Raman, Priya", "P. Raman", "Priya from customer service"],
)
async def test_somebody_listed_only_among_the_people_is_found_with_title_department_and_phone(
    town: Town, text: str
) -> None:
    talk = await asked(town, text)
    for words in ("Priya Raman", "Customer Service Manager", "Customer Service", "555-0110"):
        assert words in talk.words
    assert "Front Desk" not in talk.words


@pytest.mark.parametrize("name", NAMES)
async def test_everybody_listed_is_found_by_their_name(town: Town, name: str) -> None:
    person = next(one for one in town.services.people.by_key.values() if one.name == name)
    talk = await asked(town, name)
    assert name in talk.words
    assert person.phone in talk.words


@pytest.mark.parametrize(
    ("text", "name"),
    [("Rammen", "Priya Raman"), ("Prya Raman", "Priya Raman"), ("Noor Hadad", "Noor Haddad")],
)
async def test_a_name_that_is_like_one_is_asked_about_and_given_after_a_press(
    town: Town, text: str, name: str
) -> None:
    talk = await asked(town, text)
    assert "Did you mean one of these?" in talk.words
    assert "555-" not in talk.words
    labels = [button.label for button in talk.buttons]
    assert labels[0].startswith(name)
    assert labels[-1] == "None of these"
    await talk.press(labels[0])
    assert name in talk.words
    assert "555-" in talk.words


@pytest.mark.parametrize("text", ["Jon Brant", "Anna Raman", "Bob Marsh"])
async def test_nobody_is_given_out_in_place_of_somebody_else(town: Town, text: str) -> None:
    talk = await asked(town, text)
    assert "Did you mean" in talk.words
    assert "555-" not in talk.words


async def test_a_name_nobody_has_ends_with_the_fallback(town: Town) -> None:
    talk = await asked(town, "Wilhelmina Quast")
    assert "Town Hall Front Desk" in talk.words
    assert "555-0100" in talk.words


async def test_two_of_one_name_are_both_offered(town: Town) -> None:
    other = Person(
        "p.raman@portmaribel.example",
        "Priya Raman",
        "p.raman@portmaribel.example",
        title="Lifeguard",
        phone="555-0199",
    )
    talk = await asked(with_people(town, other), "Priya Raman")
    assert "Which of these people" in talk.words
    assert "555-" not in talk.words
    assert [button.label for button in talk.buttons] == [
        "Priya Raman, Customer Service Manager",
        "Priya Raman, Lifeguard",
        "None of these",
    ]
    await talk.press("Priya Raman, Lifeguard")
    assert "555-0199" in talk.words
    assert "555-0110" not in talk.words


async def test_a_first_name_that_two_have_is_asked_about(town: Town) -> None:
    other = Person(
        "priya.b@portmaribel.example", "Priya Brown", "priya.b@portmaribel.example", phone="555-0199"
    )
    talk = await asked(with_people(town, other), "priya")
    assert {"Priya Raman, Customer Service Manager", "Priya Brown"} <= {one.label for one in talk.buttons}


async def test_the_person_of_an_entry_is_found_with_it(town: Town) -> None:
    talk = await asked(town, "Rafael Osei")
    assert "Parking Permits and Tickets" in talk.words
    assert "555-0142, extension 42" in talk.words


async def test_somebody_who_is_only_a_backup_is_found_with_the_entry(town: Town) -> None:
    talk = await asked(town, "Owen Prudhomme")
    assert "555-0140" in talk.words
    assert "Is tried next for: Building and Planning Permits; Bylaw and Noise" in talk.words
    await talk.press("Bylaw and Noise")
    assert "555-0143" in talk.words


async def test_accents_do_not_matter(town: Town) -> None:
    assert "555-0120" in (await asked(town, "Hector Villasenor")).words


async def test_a_matter_is_still_a_matter(town: Town) -> None:
    assert "555-0142" in (await asked(town, "parking permits")).words
    assert "555-0152" in (await asked(town, "parks")).words
    assert "555-0143" in (await asked(town, "bylaw officer")).words


async def test_a_name_that_is_an_everyday_word_offers_the_matter_too(town: Town) -> None:
    parks = Person(
        "rosa.parks@portmaribel.example", "Rosa Parks", "rosa.parks@portmaribel.example", phone="555-0198"
    )
    talk = await asked(with_people(town, parks), "parks")
    assert [button.label for button in talk.buttons] == [
        "Rosa Parks",
        "Parks and Recreation",
        "None of these",
    ]


async def test_a_name_beside_a_matter_offers_both(town: Town) -> None:
    talk = await asked(town, "Dana Whitlock about parking permits")
    assert {"Dana Whitlock, Customer Service Team Lead", "Parking Permits and Tickets"} <= {
        one.label for one in talk.buttons
    }


async def test_who_is_not_listed_sees_no_more_than_the_directory_shows(town: Town) -> None:
    for text in ("Priya Raman", "Rammen", "Sam Okafor"):
        talk = await asked(town, text, STRANGER)
        assert "555-0110" not in talk.words
        assert "555-0113" not in talk.words
        assert "Customer Service Manager" not in talk.words
    assert "555-0142" in (await asked(town, "Rafael Osei", STRANGER)).words
    crafted = town.talk(STRANGER)
    await crafted.choose("refer.person", PRIYA)
    assert "555-0110" not in crafted.words
    assert "no longer in the directory" in crafted.words


async def test_a_person_who_is_gone_is_said_calmly(town: Town) -> None:
    talk = town.talk()
    await talk.choose("refer.person", "ghost@portmaribel.example")
    assert "no longer in the directory" in talk.words


async def test_a_person_without_a_number_says_so(town: Town) -> None:
    silent = Person("q@portmaribel.example", "Quentin Quill", "q@portmaribel.example", title="Intern")
    talk = await asked(with_people(town, silent), "Quentin Quill")
    assert "Intern" in talk.words
    assert "No telephone number is listed" in talk.words


@pytest.mark.parametrize("text", ["where do I send a compliment", "where do I send a suggestion"])
def test_words_of_thanks_are_no_matter_of_a_department(text: str) -> None:
    assert type(sample().directory.handles(text)).__name__ == "NoMatch"


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True), st.integers(0, 3))
def test_whoever_is_called_by_their_name_is_among_those_offered_and_all_of_them_are_called_so(
    names: list[str], chosen: int
) -> None:
    twice = enumerate(names * 2)
    people = [Person(f"{place}@x.example", name, f"{place}@x.example") for place, name in twice]
    name = names[chosen % len(names)]
    found = meant(f"please contact {name}", everybody(people, ()))
    assert {one.name for one in found.exact} == {name}
    assert len(found.exact) == 2


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("the CAO", "Marguerite Oyelaran"),
        ("chief administrative officer", "Marguerite Oyelaran"),
        ("the mayor", "Yusuf Demir"),
        ("HR", "Mireille Gagnon"),
        ("human resources", "Mireille Gagnon"),
        ("records officer", "Gideon Marsh"),
        ("dispatcher", "Callum Byrne"),
    ],
)
async def test_who_holds_an_office_is_found_by_it_where_no_entry_handles_that(
    town: Town, typed: str, name: str
) -> None:
    assert name in (await asked(town, typed)).words


async def test_who_is_not_listed_finds_nobody_by_an_office(town: Town) -> None:
    said = (await asked(town, "the mayor", "new.hire@portmaribel.example")).words
    assert "Yusuf Demir" not in said


@pytest.mark.parametrize(
    "text", ["who is Priya Raman?", "Priya's phone", "priya raman", "Priya Raman extension"]
)
async def test_a_name_and_nothing_else_is_no_question_about_policy(town: Town, text: str) -> None:
    talk = town.talk(SAM)
    await talk.say(text)
    assert "555-0110" in talk.words
    assert town.knowledge.asked == []


async def test_who_is_looked_for_by_name_is_found_as_the_files_stand_now(town: Town) -> None:
    """The list of names is put together once, and anew when a file was read again."""
    await asked(town, "Priya Raman")
    with_people(
        town, Person("kim@portmaribel.example", "Kim Park", "kim@portmaribel.example", phone="555-0177")
    )
    talk = town.talk(SAM)
    await talk.say("Kim Park's phone")
    assert "555-0177" in talk.words
    stranger = town.talk(STRANGER)
    await stranger.say("Kim Park's phone")
    assert "555-0177" not in stranger.words, "whoever is not listed is shown the directory alone"


@pytest.mark.parametrize("text", ["may Priya Raman see my report?", "who is the owner of a policy?"])
async def test_a_question_with_a_name_or_none_in_it_stays_a_question(town: Town, text: str) -> None:
    talk = town.talk(SAM)
    await talk.say(text)
    assert town.knowledge.asked == [text]
