"""A text as it is, and as it reads once its disguises are off.

An instruction can be written so that a person, a rule or a model each reads something else: in letters that only look
Latin, in base64, backwards, or with a space between the letters. Every view is checked as the text itself is. Nothing
decoded is ever shown or stored.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import html
import re
import unicodedata
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import dataclass

LONGEST_READ = 12_000
"""Characters of a text whose disguises are looked for."""
MOST_VIEWS = 8

# What looks like a Latin letter and is none (Unicode Technical Standard 39, confusables), beyond what NFKC unfolds.
_LOOK_ALIKES = str.maketrans(
    "аеорсухіјѕԁһӏԛԝвкмнтгпАВЕКМНОРСТУХІЈЅԌɑɡɩοαερτυνικωΑΒΕΖΗΙΚΜΝΟΡΤΥΧοᴀʙᴄᴅᴇғɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢıłøđ",
    "aeopcyxijsdhlqwbkmhtrnABEKMHOPCTYXIJSGaglo" + "aeptuvikwABEZHIKMNOPTYXoabcdefghijklmnoprstuvwyzilod",
)
_LEET = str.maketrans("013457@$!|8", "oieastasilb")
_LEET_WORD = re.compile(r"(?<![\w@$])(?=[\w@$!|]*[a-zA-Z])(?=[\w@$!|]*[013457@$!|])[\w@$!|]{3,}(?![\w@$])")
_TAGS = re.compile("[\U000e0020-\U000e007e]+")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
_MARKS = re.compile("[\u0300-\u036f\u0489\u20d0-\u20ff]")
# No character is both a letter and what may stand between two: "_" is taken for the latter alone.
_SPACED = re.compile(r"(?<![^\W_])(?:[^\W_][ \t.\-_*|/]{1,3}){5,}[^\W_](?![^\W_])")
_BASE64 = re.compile(r"(?<![A-Za-z0-9+/=])[A-Za-z0-9+/_-]{16,}={0,2}(?![A-Za-z0-9+/=])")
_HEX = re.compile(r"(?<![0-9A-Za-z])(?:(?:0x|\\x)?[0-9a-fA-F]{2}[ ,:]?){8,}(?![0-9A-Za-z])")
_BINARY = re.compile(r"(?<!\d)(?:[01]{8}[ ,]?){4,}(?!\d)")
_MORSE = re.compile(r"(?<![\w.-])[.\-·–]{1,6}(?:[ /]+[.\-·–]{1,6}){7,}")
_ESCAPES = re.compile(r"(?:\\u[0-9a-fA-F]{4}){2,}")
_PERCENT = re.compile(r"(?:%[0-9a-fA-F]{2}[\w.-]*){3,}")
_ENTITIES = re.compile(r"(?:&(?:#\d{2,6}|#x[0-9a-fA-F]{2,5}|[a-zA-Z]{2,8});\w*){3,}")
_LETTERS = re.compile(r"[A-Za-z]+")
_MORSE_CODE = (
    ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --.."
)
_MORSE_LETTERS: dict[str, str] = dict(zip(re.split(" ", _MORSE_CODE), "abcdefghijklmnopqrstuvwxyz", strict=True))
# Frequent in English of every kind, and in no cipher of it.
_FREQUENT = frozenset(
    word
    for line in (
        "the and you your are for that this with not all what is of to in it my me how do can be on at as from have",
        "please will tell give write ignore instructions previous show password about who where when which or if by an",
    )
    for word in line.split()
)
_MIN_WORDS = 4
_MIN_FREQUENT = 3
"""So many different frequent words show that a cipher was read: "no food" backwards holds one, by chance."""
_READABLE = 0.3
"""The share of a text's words that are frequent ones, from which it is taken for English. A quarter in 1% of it."""


@dataclass(frozen=True, slots=True)
class View:
    """One reading of a text.

    ``disguise`` names what was taken off; it is empty for the text as it is. ``hidden`` says that the words were in a
    code: nobody writes to a public body in one.
    """

    text: str
    disguise: str = ""
    hidden: bool = False


def views(text: str) -> tuple[View, ...]:
    """Return the text with its plain disguises off, then what is decoded of it. The first is always there."""
    text = text[:LONGEST_READ]
    found = {plain(text): View(plain(text), "" if plain(text) == text else "look-alikes")}
    for view in _decoded(text):
        if view.text.strip() and view.text not in found:
            found[view.text] = view
        if len(found) >= MOST_VIEWS:
            break
    return tuple(found.values())


def plain(text: str) -> str:
    """Return ``text`` in ordinary letters: full-width, mathematical and look-alike letters as Latin, nothing unseen."""
    if text.isascii():
        return text
    text = _TAGS.sub(lambda hidden: "".join(chr(ord(each) - 0xE0000) for each in hidden[0]), text)
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    return re.sub(r"\w+", lambda word: _latin(word[0]), text)


def _latin(word: str) -> str:
    if word.isascii():
        return word
    if any("a" <= each.lower() <= "z" for each in word) or not _has_own_letters(word):
        word = word.translate(_LOOK_ALIKES)
    if any("a" <= each.lower() <= "z" for each in word):
        # Several marks on one letter are for show; one is how a language is written.
        apart = unicodedata.normalize("NFD", word)
        if len(_MARKS.findall(apart)) > len(word) / 2:
            word = _MARKS.sub("", apart)
    return word


def _has_own_letters(word: str) -> bool:
    """Say whether a word holds a letter that looks like no Latin one: then it is a word of its own alphabet."""
    return any(ord(each) > 127 and each.isalpha() and not each.translate(_LOOK_ALIKES).isascii() for each in word)


def _decoded(text: str) -> Iterator[View]:
    for pattern, read, disguise in _CODES:
        for code in pattern.findall(text):
            said = read(code)
            if said and _is_text(said):
                yield View(said, disguise, hidden=True)
    if _ENTITIES.search(text):
        yield View(html.unescape(text), "html")
    if _PERCENT.search(text):
        yield View(urllib.parse.unquote(text.replace("+", " ")), "url")
    if _ESCAPES.search(text):
        yield View(re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), text), "escapes")
    if _SPACED.search(text):
        yield View(_SPACED.sub(lambda run: _closed_up(run[0]), text), "spaced letters")
    if _LEET_WORD.search(text):
        yield View(_LEET_WORD.sub(lambda word: word[0].translate(_LEET), text), "digits for letters")
    yield from _ciphers(text)


def _closed_up(run: str) -> str:
    """Return spaced letters as words: wider gaps part words where there are any."""
    words = re.split(r"[ \t]{2,}|[ \t]*[|/][ \t]*", run)
    return " ".join(re.sub(r"[ \t.\-_*]", "", word) for word in words)


def _ciphers(text: str) -> Iterator[View]:
    """Yield a text moved along the alphabet, backwards or in pig Latin, where it was no English and then is."""
    for quoted in {text, *re.findall(r"['\"‘“]([^'\"’”]{16,})['\"’”]", text)}:
        words = [word.lower() for word in _LETTERS.findall(quoted)]
        if len(words) < _MIN_WORDS or _english(words) >= _READABLE / 2:
            continue
        yield from _cipher_of(quoted, words)


def _cipher_of(quoted: str, words: list[str]) -> Iterator[View]:
    tried: list[tuple[str, str]] = [("backwards", quoted[::-1])]
    tried.append(("each word backwards", re.sub(r"[A-Za-z]+", lambda word: word[0][::-1], quoted)))
    tried += [("moved along the alphabet", _moved(quoted, by)) for by in range(1, 26)]
    if sum(word.endswith("ay") for word in words) > len(words) * 0.6:
        tried.append(("pig latin", re.sub(r"([A-Za-z]+?)([^aeiou\W]*)ay\b", r"\2\1", quoted)))
    for disguise, said in tried:
        read = [word.lower() for word in _LETTERS.findall(said)]
        if _english(read) >= _READABLE and len(_FREQUENT.intersection(read)) >= _MIN_FREQUENT:
            yield View(said, disguise, hidden=True)


def reads_as_english(text: str) -> bool:
    """Say whether enough of a text's words are frequent English ones."""
    words = [word.lower() for word in re.findall(r"[^\W\d_]+", text)]
    return _english(words) >= _READABLE / 2


def _moved(text: str, by: int) -> str:
    small, big = "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return text.translate(str.maketrans(small + big, small[by:] + small[:by] + big[by:] + big[:by]))


def _english(words: list[str]) -> float:
    return sum(word in _FREQUENT for word in words) / len(words) if words else 0.0


def _is_text(said: str) -> bool:
    letters = sum(each.isalpha() or each in " .,'?!\n" for each in said)
    return len(said) >= 8 and letters >= 0.85 * len(said) and (" " in said.strip() or not said.isascii())


def _from_base64(code: str) -> str:
    code = code.replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return base64.b64decode(code + "=" * (-len(code) % 4), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""


def _from_hex(code: str) -> str:
    try:
        return bytes.fromhex(re.sub(r"0x|\\x|[ ,:]", "", code)).decode()
    except (UnicodeDecodeError, ValueError):
        return ""


def _from_binary(code: str) -> str:
    try:
        return bytes(int(each, 2) for each in re.findall("[01]{8}", code)).decode()
    except UnicodeDecodeError:
        return ""


def _from_morse(code: str) -> str:
    code = code.replace("·", ".").replace("–", "-")
    words = re.split(r"\s*/\s*|\s{3,}", code)
    return " ".join("".join(_MORSE_LETTERS.get(letter, "") for letter in word.split()) for word in words)


_CODES: tuple[tuple[re.Pattern[str], Callable[[str], str], str], ...] = (
    (_BINARY, _from_binary, "binary"),
    (_HEX, _from_hex, "hexadecimal"),
    (_BASE64, _from_base64, "base64"),
    (_MORSE, _from_morse, "morse"),
)


def rot13(text: str) -> str:
    """Return ``text`` moved thirteen letters along; the cipher most used."""
    return codecs.encode(text, "rot13")
