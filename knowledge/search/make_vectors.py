"""Makes the vectors of the questions that come with the program.

`python -m knowledge.search.make_vectors`, after `elsewhere.txt`, `near_misses.txt` or `intents.yaml` changed.
"""

from __future__ import annotations

from knowledge.search.confidence import elsewhere
from knowledge.search.encoder import load_encoder
from knowledge.search.intents import intent_texts
from knowledge.search.vector_store import VectorStore
from knowledge.text.language import LANGUAGE


def main() -> None:
    """Make them again."""
    encoder = load_encoder()
    if encoder is None:
        raise SystemExit("The encoder cannot be used here.")
    VectorStore(LANGUAGE.folder).vectors([*elsewhere(), *intent_texts()], encoder.encode)


if __name__ == "__main__":
    main()
