"""How binding a clause is follows from its main clauses, sentence by sentence, and from what its item hangs on."""

from __future__ import annotations

import pytest

from knowledge.answers.binding import binding
from knowledge.reading.document import Document, Strength
from knowledge.reading.readers.extract import Extract
from knowledge.reading.sectioning import document_of
from knowledge.reading.sectioning.strength import strength_of


def cut(text: str) -> Document:
    return document_of(Extract(text), "policy.txt", "")


def strengths(text: str) -> list[Strength]:
    return [clause.strength for section in cut(text).sections for clause in section.clauses]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Staff may at their own discretion end the call.", Strength.MAY),
        ("Ending a call is at the discretion of the employee.", Strength.MAY),
        ("At no time will shouting be accepted. Staff may leave.", Strength.MUST),
        ("Letters will be answered in a week.", Strength.MUST),
        ("This will help the caller to feel heard.", Strength.NONE),
        ("How will we find somebody who must take notes?", Strength.NONE),
        ("Who may end a call? Staff must wait.", Strength.MUST),
        ("Callers will often become louder.", Strength.NONE),
        ("Staff hired until 31 March 2024 may take two days.", Strength.MAY),
        ("The hall was opened on 3 May and is open.", Strength.NONE),
        ("The hall was opened on 31 may.", Strength.NONE),
    ],
)
def test_will_and_discretion_are_read_by_what_they_say(text: str, expected: Strength) -> None:
    assert strength_of(text) is expected


@pytest.mark.parametrize(
    "text",
    [
        "People may react with anger.",
        "A caller may also become upset.",
        "Visitors may shout when they are afraid.",
    ],
)
def test_what_people_may_do_by_nature_is_no_permission(text: str) -> None:
    assert strength_of(text) is Strength.NONE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hang up. You may call back later.", Strength.NONE),
        ("Let callers know when they may call again.", Strength.NONE),
        ("Keep calm. Staff must ring the bell.", Strength.MUST),
        ("Do not open the parcel.", Strength.MUST),
        ("Be brief. Never argue.", Strength.MUST),
        ("Report forms must be kept.", Strength.MUST),
    ],
)
def test_an_order_is_not_softened_and_a_ban_binds(text: str, expected: Strength) -> None:
    assert strength_of(text) is expected


def test_a_ban_behind_a_recommendation_counts_more() -> None:
    said = "Staff should offer a chair. Staff must not offer medicine."
    assert strength_of(said) is Strength.MUST


@pytest.mark.parametrize(
    ("text", "lead_in"),
    [
        ("the penalty must be reduced", "The grounds of appeal are:"),
        ("the decision should not have been made", "You can appeal for these reasons:"),
        ("An appeal can be made on the ground that the penalty should be lower.", ""),
        ("must be asked twice", "Unacceptable conduct includes:"),
        ("staff must warn first and did not", "Somebody may appeal on the grounds that:"),
    ],
)
def test_a_ground_of_appeal_and_a_description_bind_nobody(text: str, lead_in: str) -> None:
    assert strength_of(text, lead_in) is Strength.NONE


@pytest.mark.parametrize(
    ("text", "lead_in", "expected"),
    [
        ("give out private numbers", "Staff must not", Strength.MUST),
        ("tell callers that they may call back", "Staff must never:", Strength.MUST),
        ("greet the visitor; you may sit", "Staff will do the following:", Strength.MUST),
        ("the clerk may ask for proof", "Staff must:", Strength.MAY),
    ],
)
def test_an_item_goes_on_with_its_lead_in(text: str, lead_in: str, expected: Strength) -> None:
    assert strength_of(text, lead_in) is expected


def test_words_to_be_said_bind_nobody_even_alone() -> None:
    assert strengths("What to say:\n\n- “I must ask you to stop now.”\n")[-1] is Strength.NONE
    assert strength_of("Say: “You must leave now, please.”") is Strength.NONE


def test_what_one_person_says_to_another_binds_nobody_though_no_words_offer_it() -> None:
    said = strengths(
        "# When it gets loud\n\n- I hear you, and we will need you to put that in writing for me.\n"
        "- I must ask you to lower your voice.\n"
        "- On phone: I am going to find out and someone will call you back.\n"
        "- You cannot speak to me like that.\n"
    )
    assert set(said[-4:]) == {Strength.NONE}


@pytest.mark.parametrize(
    "said",
    [
        "- We will answer you within two days.\n- We will tell you my name and yours.\n- We must hear you out.\n",
        "- I will treat you fairly.\n- I will tell you my name.\n- I must answer you within a day.\n",
        "- You must tell me at once.\n- Staff must call you back.\n- I will help.\n- Calls must be returned.\n",
    ],
)
def test_what_a_charter_or_a_pledge_promises_binds(said: str) -> None:
    assert strengths(f"# Our promise\n\n{said}")[-1] is Strength.MUST


@pytest.mark.parametrize(
    "said",
    [
        "The purpose of this policy is to provide guidance to staff.",
        "This document is intended to be used as guidance by staff.",
        "This policy follows best practice.",
        "This section gives managers guidance on calls.",
    ],
)
def test_a_document_that_speaks_of_guidance_still_binds(said: str) -> None:
    assert strengths(f"# Calls\n\n{said}\n\nStaff must answer.\n")[-1] is Strength.MUST


@pytest.mark.parametrize(
    "said", ["This section is guidance and not binding.", "The points in this section are guidelines only."]
)
def test_a_section_that_calls_itself_guidance_is_guidance_and_no_other(said: str) -> None:
    found = strengths(f"# Tone\n\n{said}\n\nStaff must smile.\n\n# Calls\n\nStaff must answer.\n")
    assert (found[1], found[-1]) == (Strength.GUIDANCE, Strength.MUST)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Staff are not to argue.", "you_must_not"),
        ("Staff aren’t to argue.", "you_must_not"),
        ("Staff may no longer accept cash.", "you_must_not"),
        ("Staff must no longer accept cash.", "you_must_not"),
        ("Staff may neither eat nor drink.", "you_must_not"),
        ("Staff shall neither eat nor drink.", "you_must_not"),
        ("Staff may under no circumstances film.", "you_must_not"),
        ("No one may enter the vault.", "must_not"),
        ("Nobody is allowed to film.", "must_not"),
        ("Neither the clerk nor the guard may enter.", "must_not"),
        ("Staff aren't permitted to film.", "you_must_not"),
        ("Staff are not authorised to waive a fee.", "you_must_not"),
        ("Staff mustn't shout.", "you_must_not"),
        ("Staff won’t shout.", "you_must_not"),
        ("Staff shouldn’t shout.", "you_should_not"),
        ("Smoking is banned.", "must_not"),
        ("Staff have no right to search bags.", "you_must_not"),
        ("No filming.", "must_not"),
        ("No weapons allowed.", "must_not"),
        ("Staff need to call.", "you_must"),
        ("The clerk needs to call.", "must"),
        ("Call 911 immediately.", "you_must"),
        ("Staff do not have to give their surname.", "you_may"),
        ("Staff needn't give their surname.", "you_may"),
        ("Staff need not give their surname.", "you_may"),
        ("Staff will not be required to give their surname.", "you_may"),
        ("No employee has to give a surname.", "may"),
        ("No later than Friday, staff must send the form.", "you_must"),
        ("Staff will be disciplined if they swear.", ""),
        ("Staff who swear may be disciplined.", ""),
        ("Callers need to feel heard.", ""),
        ("No meeting needs a chair.", ""),
        ("Staff have the right to end the call.", "you_may"),
        ("The town reserves the right to refuse a request.", "may"),
        ("Callers are entitled to appeal.", "may"),
        ("Callers are not entitled to shout.", "must_not"),
        ("Callers do not have the right to shout.", "must_not"),
        ("Wearing a badge is voluntary.", "may"),
        ("Staff do not need permission to hang up.", "you_may"),
        ("Nothing in this policy shall prevent a caller from dialling 911.", "may"),
        ("Nothing herein is to be construed to limit the right to appeal.", "may"),
        ("Managers are responsible for ensuring that reports are filed.", "must"),
        ("The caller is to be warned once.", "must"),
        ("A ban can only be lifted by the clerk.", "must"),
        ("Staff can never share a password.", "you_must_not"),
        ("Customers have the right to be heard.", ""),
        ("This policy will help staff.", ""),
        ("The procedure will be followed.", "must"),
        ("Trespassers may be prosecuted.", ""),
        ("Example: A caller swears. You must hang up.", ""),
        ("For example, the clerk may wait.", ""),
        ("No loud or rude talking.", "must_not"),
        ("No amount of shouting changes the rule.", ""),
        ("People may act out of character.", ""),
        ("Staff must: stay behind the glass.", "you_must"),
        ("Staff must not: leave the desk.", "you_must_not"),
        ("Reviewed each May.", ""),
        ("It is not mandatory to wear a tie.", "may"),
        ("Hats are not mandatory in the shop.", "may"),
        ("Hats aren’t mandatory.", "may"),
        ("A tie is no longer compulsory.", "may"),
        ("Attendance is non-mandatory.", "may"),
        ("Signing is not a requirement.", "may"),
        ("There is no requirement to sign.", "you_may"),
        ("Photos are not forbidden.", "may"),
        ("It is not prohibited to whistle.", "may"),
        ("Hats are not necessarily mandatory.", ""),
        ("Masks were not mandatory in 2020.", ""),
        ("Hats are mandatory.", "must"),
        ("Hats are not only mandatory but checked.", "must"),
        ("Hats are not mandatory, but staff must wear a badge.", "you_must"),
        ("If a badge is not mandatory, staff must still sign.", "you_must"),
        ("Visitors who are not barred must sign.", "must"),
        ("Staff must not skip mandatory training.", "you_must_not"),
        ("Hats are not permitted.", "must_not"),
        ("Smoking is prohibited.", "must_not"),
        ("Masks are compulsory.", "must"),
        ("Records of compulsory training are kept.", ""),
        ("Signing is not optional.", "must"),
        ("Training isn’t voluntary.", "must"),
        ("Signing is optional.", "may"),
        ("Wearing a hat is voluntary.", "may"),
    ],
)
def test_a_ban_a_duty_and_a_freedom_are_told_apart_however_they_are_said(text: str, expected: str) -> None:
    assert binding(strength_of(text), text).value == expected


@pytest.mark.parametrize(
    ("lead_in", "expected"),
    [
        ("Staff are not to:", "you_must_not"),
        ("Staff may no longer:", "you_must_not"),
        ("Staff mustn't", "you_must_not"),
        ("No one may:", "must_not"),
        ("Staff need to:", "you_must"),
        ("Staff do not have to:", "you_may"),
    ],
)
def test_a_lead_in_is_told_apart_as_a_sentence_is(lead_in: str, expected: str) -> None:
    assert binding(strength_of("film the desk", lead_in), "film the desk", lead_in).value == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Filming at the counter requires written permission.", Strength.MUST),
        ("A refund requires the approval of the manager.", Strength.MUST),
        ("Overtime needs approval in advance.", Strength.MUST),
        ("Approval by the manager is needed.", Strength.MUST),
        ("Filming does not require permission.", Strength.MAY),
        ("It requires no permission.", Strength.MAY),
        ("No approval is needed.", Strength.NONE),
        ("This job requires patience.", Strength.NONE),
        ("Ask whether approval is needed.", Strength.NONE),
        ("A call that requires approval is noted.", Strength.NONE),
        ("If filming requires permission, call the desk.", Strength.NONE),
    ],
)
def test_what_needs_leave_binds_and_what_needs_none_is_free(text: str, expected: Strength) -> None:
    assert strength_of(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shouting at staff is unacceptable.", Strength.MUST),
        ("Smoking is not acceptable.", Strength.MUST),
        ("Threats are never acceptable.", Strength.MUST),
        ("It is not permissible to record callers.", Strength.MUST),
        ("Staff decide what is unacceptable.", Strength.NONE),
        ("Behaviour that is unacceptable is noted.", Strength.NONE),
        ("When behaviour is unacceptable staff call the manager.", Strength.NONE),
        ("The customer may find this unacceptable.", Strength.NONE),
        ("Staff may leave when behaviour is unacceptable.", Strength.MAY),
    ],
)
def test_what_is_called_unacceptable_is_forbidden_and_what_speaks_of_it_is_not(
    text: str, expected: Strength
) -> None:
    assert strength_of(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Staff may end a call; no call shall be ended without warning.", Strength.MUST),
        ("Staff may accept flowers, but no gift shall be kept.", Strength.MUST),
        ("Visitors may take photos; no visitor may film staff.", Strength.MUST),
        ("Members may ask but may not instruct.", Strength.MUST),
        ("Keys may be lent to visitors; they must be returned by noon.", Strength.MUST),
        ("Staff may leave; nobody will ask for a reason.", Strength.MAY),
        ("Staff may leave, but they may also stay.", Strength.MAY),
        ("Staff may ask what the visitor must show.", Strength.MAY),
        ("Staff may leave. They must ring first.", Strength.MUST),
        ("Filming\tStaff may go on\tThe manager must look in", Strength.MUST),
        ("Call the police\tStaff may use the desk", Strength.MAY),
        ("Staff say that they have one\tStaff must press the alarm", Strength.MUST),
    ],
)
def test_a_sentence_that_allows_and_binds_is_not_shown_as_free(text: str, expected: Strength) -> None:
    assert strength_of(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Staff may be called in. Staff may not refuse to come.", "you_must_not"),
        ("Guards may refuse a drunk guest. They shall not refuse a child.", "must_not"),
        ("A trainee may take a tip. The tip must be handed in on Friday.", "must"),
        ("Rude letters need not be answered. The manager must read them before they are filed.", "must"),
        ("Staff need not wear a tie, except at the gate, where they must.", "you_must"),
        ("Staff may end the call, after which they must write it down.", "you_must"),
        ("You may ask for help. Do not leave the desk.", "you_must_not"),
        ("Staff may copy a plan. Never give the original away.", "you_must_not"),
        ("Staff may leave. They need not sign out.", "you_may"),
        ("Staff may leave early. The shop will be closed.", "you_may"),
        ("Staff may ask a colleague who must be present.", "you_may"),
        ("Staff may wait for the police, where a guest who must leave does not.", "you_may"),
        ("Staff may keep a copy. For example, the clerk must not ask.", "you_may"),
        ("You may say: “You must leave now, please.”", "you_may"),
        ("You may sit down. Who must stand?", "you_may"),
    ],
)
def test_a_duty_or_a_ban_behind_a_permission_is_not_shown_as_free(text: str, expected: str) -> None:
    assert binding(strength_of(text), text).value == expected
