"""Words of vocabularies show as words, however deep in a row they stand."""

from __future__ import annotations

import enum

from graphmodel.domain import MemberOf, Organization, State, claim_vocabularies, observed, vocabularies
from graphmodel.domain.vocabularies import Confidence, MembershipStatus, OrganizationKind, Word
from graphmodel.markup import shown
from graphmodel.model import Period

VOCABULARIES = [
    each
    for module in (vocabularies, claim_vocabularies, observed)
    for each in vars(module).values()
    if isinstance(each, type)
    and issubclass(each, enum.Enum)
    and each.__module__ == module.__name__
    and each is not Word
]


def test_a_word_shows_as_the_text_that_it_is() -> None:
    assert len(VOCABULARIES) > 40
    for vocabulary in VOCABULARIES:
        assert all(
            (repr(word), str(word), f"{word}") == (repr(word.value), word.value, word.value) for word in vocabulary
        )
    row = ("Iran", MembershipStatus.OBSERVER, [Confidence.VERIFIED])
    assert repr(row) == "('Iran', 'observer', ['verified'])"
    assert shown(row) == "Iran, observer, verified"
    iran, sco = State(key="IRN", name="Iran"), Organization(key="sco", name="SCO", kind=OrganizationKind.BLOC)
    spell = MemberOf(start=iran, end=sco, spell="1", status=MembershipStatus.MEMBER, valid=Period("2023-07-04"))
    assert "status='member'" in repr([spell])


def test_members_of_other_enums_show_as_their_values() -> None:
    class Size(enum.Enum):
        LARGE = "large"
        FOUR = 4

    assert shown([Size.LARGE, (Size.FOUR,)]) == "large, 4"
