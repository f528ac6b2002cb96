"""Numbers given out by a reply: the latest are remembered."""

from bot.handed_out import MOST, HandedOut


def test_the_latest_numbers_are_remembered_and_no_more_than_it_holds() -> None:
    handed = HandedOut()
    for number in range(MOST + 1):
        handed.add(str(number))
    assert "0" not in handed
    assert "1" in handed
    assert str(MOST) in handed
