"""Words that everybody types on an ordinary day: as a word agreed for being under threat they would call people."""

from __future__ import annotations

SHORTEST = 4
"""Letters of the shortest duress word."""

_WORDS = """
about above after again against agree alarm allowed almost alone already also although always amount angry
another answer anybody anyone anything appointment around assist away back been before begin behind being
below best better between bill book both bring building business busy call called caller came cancel card
case cause change check city clear clerk client closed come comes coming complaint contact correct could
counter customer danger date deadline department desk didn does doesn doing done door down draft during each
early easy either email emergency ended enough even ever every everybody everyone everything explain fast
feel file find fine first follow form forms found free friday from full gave getting give given goes going
gone good great guard guest hand happen happened hard have having head hear heard hello help helped here
hers himself hold home hour hours house however idea important incident inside instead into issue just keep
kind knew know known last late later least leave left less letter letters life line list little long look
looking lost made mail make manager many maybe mean meet meeting message mine minute minutes moment monday
money month more morning most move much must name near need needed never next nice night nobody none noon
nothing notice number office often okay once only open order other ours outside over paid paper part past
people perhaps permit person phone place plan please point police policy possible problem public question
quick quickly quiet rather read ready real really reason record refuse report request right road room rude
rule rules safe said same saturday saying says second security seem seems seen send sent several shall she
should show side since some somebody someone something sometimes soon sorry speak staff start started state
stay still stop street such sunday supervisor sure take taken talk task team tell than thank thanks that
their them then there these they thing things think this those though threat threaten threatened through
thursday time times today together told tomorrow tonight true trying tuesday under understand until upset
urgent used using very visit visitor voice wait waiting walk want wanted warn warned warning wednesday week
well went were what when where whether which while white whom whose will window wish with without witness
woman word words work working would write writing wrong year years yell yelled yelling yesterday your yours
yourself
"""

EVERYDAY = frozenset(_WORDS.split())


def is_everyday(words: str) -> bool:
    """Whether every word of a comparable text is one of every day; a name of two unlike things is none."""
    return all(len(one) < SHORTEST or one in EVERYDAY for one in words.split())
