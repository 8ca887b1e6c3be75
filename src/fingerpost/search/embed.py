"""Text into unit vectors, with a model whose files are checked before they are used.

A text is always run through the model by itself. Batches are no quicker on a processor (261 sections a second one at a
time against 211 in sixteens on two cores), and the model's 8-bit arithmetic scales by the largest value in a batch, so
that in a batch a text's vector would depend on its neighbours.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from fingerpost.errors import SettingsError
from fingerpost.search.model_files import MODELS, checked

if TYPE_CHECKING:
    from tokenizers import Tokenizer

ENTRY_POINTS = "fingerpost.embedders"
LONGEST_TEXT = 20_000
"""Characters read of one text. Sections are far shorter; this bounds what a question can cost."""

_Item = TypeVar("_Item")
_Made = TypeVar("_Made")
Vectors = NDArray[np.float32]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class TokenStates:
    """What a model made of each token of a text, the markers at its ends included.

    ``vectors`` is float32[tokens, dimensions]; ``places`` is int64[tokens, 2], each token's start and end in the text,
    both 0 for a marker. Read-only: they are shared.
    """

    vectors: Vectors
    places: NDArray[np.int64]

    def vectors_of(self, spans: Sequence[Span]) -> Vectors:
        """Return float32[n, dimensions]: the mean of each span's tokens, at unit length; zeros where it has none."""
        rows = np.zeros((len(spans), self.vectors.shape[1]), dtype=np.float32)
        for row, (start, end) in enumerate(spans):
            inside = (self.places[:, 0] < end) & (self.places[:, 1] > start)
            if inside.any():
                rows[row] = unit(self.vectors[inside].mean(axis=0))
        return rows


class Embedder(Protocol):
    """What search needs of a model. Implementations are safe to call from several threads."""

    fingerprint: str
    """Names the model and its exact files. An index made under one fingerprint is never read under another."""
    dimensions: int
    max_tokens: int

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Return float32[n, dimensions], unit length, one row a question."""
        ...

    def embed_sections(self, texts: Sequence[str]) -> Vectors:
        """Return float32[n, dimensions], unit length, one row a section's text."""
        ...

    def embed_sentences_in_context(self, text: str, spans: Sequence[Span]) -> Vectors:
        """Return float32[n, dimensions], unit length, one row a span ``text[start:end]``, read within the whole text.

        A span that holds nothing the model reads gets a row of zeros.
        """
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return how many tokens each text takes, the model's own markers included."""
        ...


@runtime_checkable
class TokenEmbedder(Embedder, Protocol):
    """An embedder that also tells what it made of each token. Re-ranking needs one; search does without."""

    def token_states(self, texts: Sequence[str]) -> list[TokenStates]:
        """Return each text's token states."""
        ...


def open_embedder(name: str) -> Embedder:
    """Return the embedder registered under ``name`` in the entry points ``fingerpost.embedders``, its files checked.

    Raises:
        SettingsError: no installed package offers it.
        ModelFileError: one of its files is missing or altered.
    """
    offered = {point.name: point for point in entry_points(group=ENTRY_POINTS)}
    if name not in offered:
        raise SettingsError(
            f"no embedder is called {name!r}; installed: {', '.join(sorted(offered)) or 'none'}",
            where="index.embedder",
            fix="use one of the installed names, or install the package that offers it",
        )
    build = cast("Callable[[], Embedder]", offered[name].load())
    return build()


class MiniLM:
    """MiniLM-L6-v2 in 8 bits, run by ONNX Runtime on the processor.

    Opening it checks every file's SHA-256 (about 20 ms); the model itself is loaded when first used (about 0.2 s).
    ``OMP_NUM_THREADS`` lowers how many cores it takes.

    Args:
        folder: where ``model.json`` and the files it lists are.

    Raises:
        ModelFileError: a file is missing or is not the one that was built.
    """

    def __init__(self, folder: Path = MODELS / "minilm-l6-v2-int8") -> None:
        self._folder = folder
        described = checked(folder, rebuild="python scripts/build_embedder.py")
        digest = hashlib.sha256("".join(described["files"][name] for name in ("model.onnx", "tokenizer.json")).encode())
        self.fingerprint: str = f"{described['name']}@{digest.hexdigest()[:12]}"
        self.dimensions: int = int(described["dimensions"])
        self.max_tokens: int = int(described["max_tokens"])
        self._lock = threading.Lock()
        self._loaded: tuple[Tokenizer, Any] | None = None
        self._remembered: OrderedDict[bytes, TokenStates] = OrderedDict()

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Return float32[n, dimensions], unit length, one row a question."""
        if len(texts) == 1:
            return unit(self.token_states(texts)[0].vectors.mean(axis=0))[None]
        return self._embed(texts)

    def embed_sections(self, texts: Sequence[str]) -> Vectors:
        """Return float32[n, dimensions], unit length, one row a section's text."""
        return self._embed(texts)

    def embed_sentences_in_context(self, text: str, spans: Sequence[Span]) -> Vectors:
        """Return float32[n, dimensions], unit length: each span's tokens averaged after the whole text was read.

        One pass through the model whatever the number of spans. A span with no token gets a row of zeros.
        """
        return self.token_states([text])[0].vectors_of(spans)

    def token_states(self, texts: Sequence[str]) -> list[TokenStates]:
        """Return each text's token states.

        The last few texts read so are remembered, by their digests and never by their words: one answer asks for its
        question's vector first, then for its tokens.
        """
        names = [hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest() for text in texts]
        with self._lock:
            found = {name: self._remembered[name] for name in names if name in self._remembered}
        missing = {name: text for name, text in zip(names, texts, strict=True) if name not in found}
        read = _side_by_side(self._states, list(missing.values()))
        for name, (vectors, places) in zip(missing, read, strict=True):
            vectors.setflags(write=False)
            places.setflags(write=False)
            found[name] = TokenStates(vectors, places)
        with self._lock:
            for name in names:
                self._remembered[name] = found[name]
                self._remembered.move_to_end(name)
            while len(self._remembered) > REMEMBERED_TEXTS:
                self._remembered.popitem(last=False)
        return [found[name] for name in names]

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return how many tokens each text takes, the two markers at its ends included."""
        encoder = self._load()[0]
        return [len(encoding.ids) for encoding in encoder.encode_batch_fast(list(texts))]

    def _embed(self, texts: Sequence[str]) -> Vectors:
        rows = np.empty((len(texts), self.dimensions), dtype=np.float32)

        def fill(row: int) -> None:
            rows[row] = unit(self._states(texts[row])[0].mean(axis=0))

        _side_by_side(fill, range(len(texts)))
        return rows

    def _states(self, text: str) -> tuple[Vectors, NDArray[np.int64]]:
        """Return each token's state, float32[tokens, dimensions], and its place in ``text``, int64[tokens, 2].

        A text longer than the model reads is read in windows, so that the end of a long question still counts.
        """
        encoder, session = self._load()
        encoding = encoder.encode(text[:LONGEST_TEXT])
        ids, places = encoding.ids, encoding.offsets
        if len(ids) > self.max_tokens:
            first, *inner, last = ids
            size = self.max_tokens - 2
            windows = [[first, *inner[at : at + size], last] for at in range(0, len(inner), size)]
            places = [(0, 0)]
            for at in range(0, len(inner), size):
                # The markers at each window's ends stand for no text.
                places += [*encoding.offsets[1 + at : 1 + min(at + size, len(inner))], (0, 0), (0, 0)]
            places = places[:-1]
        else:
            windows = [ids]
        states: list[Vectors] = []
        for window in windows:
            tokens = np.array([window], dtype=np.int32)
            fed = {"input_ids": tokens, "attention_mask": np.ones_like(tokens)}
            states.append(cast("Vectors", session.run(["token_states"], fed)[0])[0])
        return np.concatenate(states), np.array(places, dtype=np.int64).reshape(-1, 2)

    def _load(self) -> tuple[Tokenizer, Any]:
        if self._loaded is None:
            with self._lock:
                if self._loaded is None:
                    self._loaded = _load(self._folder)
        return self._loaded


_THREADS_A_TEXT = 2

REMEMBERED_TEXTS = 64
"""Texts whose token states are kept, some 170 kB each: the questions and sentences of the turns under way."""


def _side_by_side(run: Callable[[_Item], _Made], items: Sequence[_Item]) -> list[_Made]:
    workers = min(len(items), _cores())
    if workers <= 1:
        return [run(item) for item in items]
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(run, items))


def _load(folder: Path) -> tuple[Tokenizer, Any]:
    runtime = import_module("onnxruntime")  # an eighth of a second that 'fingerpost status' need not wait for
    options = runtime.SessionOptions()
    options.intra_op_num_threads = min(_THREADS_A_TEXT, _cores())
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Waiting threads sleep instead of spinning: half a millisecond slower alone, a quarter quicker with four at once.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = runtime.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
    return import_module("tokenizers").Tokenizer.from_file(str(folder / "tokenizer.json")), session


def _cores() -> int:
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    wanted = os.environ.get("OMP_NUM_THREADS", "")
    return max(1, min(allowed, int(wanted))) if wanted.isdigit() else allowed


def unit(vector: Vectors) -> Vectors:
    """Return a vector at length 1; zeros stay zeros."""
    length = float(np.linalg.norm(vector))
    return vector / np.float32(length) if length > 0 else vector
