"""English texts that remember how they were made, so that the window can say them in another language.

Comes in: a pattern and its facts, from whoever has something to note or a reason to give. Goes out: a ``str`` like
any other, for the command line, JSON and logs; ``ui/look/translation.py`` looks the pattern up instead.
"""

from __future__ import annotations


class Phrase(str):
    """A pattern filled with facts.

    Args:
        pattern: written out where the phrase is made, so that ``scripts/translations.py`` finds it.
        **facts: what the pattern has placeholders for; a fact may be a phrase too. What is neither text nor
            number is kept as text, so that a phrase can go to another process.

    >>> note = Phrase("The file holds {pictures} pictures.", pictures=3)
    >>> note == "The file holds 3 pictures.", note.pattern, note.facts
    (True, 'The file holds {pictures} pictures.', {'pictures': 3})
    """

    pattern: str
    facts: dict[str, str | int | float]

    def __new__(cls, pattern: str, /, **facts: object) -> Phrase:
        kept = {name: fact if isinstance(fact, str | int | float) else str(fact) for name, fact in facts.items()}
        phrase = super().__new__(cls, pattern.format(**kept))
        phrase.pattern, phrase.facts = pattern, kept
        return phrase

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (self.pattern, self.facts)


def _again(pattern: str, facts: dict[str, str | int | float]) -> Phrase:
    return Phrase(pattern, **facts)
