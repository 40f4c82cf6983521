"""Which places of a line hold a letter."""

from data import PAD


def letters_of(logits, sounds):
    """logits (n, t, k) and sounds (n, t) → (letters, k) and (letters,), padding left out."""
    held = sounds.ne(PAD)
    return logits[held], sounds[held]
