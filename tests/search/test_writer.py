from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fingerpost.errors import IndexBusyError, StorageError
from fingerpost.search.embed import Embedder
from fingerpost.search.index import Index
from fingerpost.search.writer import IndexWriter
from tests.search.library import BADGE, BINS, TAX, HashedWords, put

REPOSITORY = Path(__file__).resolve().parents[2]


def texts(index: Index) -> set[str]:
    return {section.text for section in index.sample(1_000)}


def publish(uri: str, embedder: Embedder, **pages: tuple[str, ...]) -> None:
    with IndexWriter.open(uri, embedder) as writer:
        for name, content in pages.items():
            put(writer, embedder, name, content)
        writer.publish()


def test_what_was_put_is_known_by_source_and_key(tmp_path: Path, words: HashedWords):
    with IndexWriter.open(str(tmp_path), words) as writer:
        put(writer, words, "bins", BINS, recipe="1")
        put(writer, words, "tax", TAX, recipe="2")
        put(writer, words, "rules", BADGE, source="it's-other")
        writer.publish()
    with IndexWriter.open(str(tmp_path), words) as writer:
        assert writer.sources() == ("council", "it's-other")
        assert set(writer.known("council")) == {"bins", "tax"}
        assert set(writer.known("council", recipe="2")) == {"tax"}
        assert set(writer.known("it's-other")) == {"rules"}
        assert writer.known("' OR '1'='1") == {}
        known = writer.known("council")["bins"]
        assert known.etag == '"bins"'
        assert len(known.raw_sha256) == 64


def test_nothing_is_seen_before_it_is_published(tmp_path: Path, words: HashedWords):
    uri = str(tmp_path)
    publish(uri, words, bins=BINS)
    index = Index.open(uri, words)
    with IndexWriter.open(uri, words) as writer:
        put(writer, words, "tax", TAX)
        assert set(writer.known("council")) == {"bins", "tax"}
        assert not index.refresh()
        assert texts(index) == texts(Index.open(uri, words)) == set(BINS)
        release = writer.publish()
    assert texts(index) == set(BINS)
    assert index.refresh()
    assert texts(index) == {*BINS, *TAX}
    assert index.release == release
    assert not index.refresh()


def test_a_changed_document_takes_the_place_of_the_old_one(tmp_path: Path, words: HashedWords):
    uri = str(tmp_path)
    publish(uri, words, bins=BINS, tax=TAX)
    before = Index.open(uri, words)
    publish(uri, words, bins=("Bins go out on Tuesdays.",))
    after = Index.open(uri, words)
    assert texts(after) == {"Bins go out on Tuesdays.", *TAX}
    assert texts(before) == {*BINS, *TAX}
    assert before.release.content_version != after.release.content_version


def test_a_removed_document_is_no_longer_found(tmp_path: Path, words: HashedWords):
    uri = str(tmp_path)
    publish(uri, words, bins=BINS, tax=TAX)
    with IndexWriter.open(uri, words) as writer:
        writer.remove("council", ["bins", "never there"])
        writer.publish()
    index = Index.open(uri, words)
    assert texts(index) == set(TAX)
    assert index.release.documents == 1
    assert all(p.section.text in TAX for p in index.search("bins", words.embed_questions(["bins"])[0]))


def test_an_index_can_be_emptied_and_filled_again(tmp_path: Path, words: HashedWords):
    uri = str(tmp_path)
    publish(uri, words, bins=BINS)
    index = Index.open(uri, words)
    with IndexWriter.open(uri, words) as writer:
        writer.remove("council", ["bins"])
        assert writer.publish().sections == 0
    assert index.refresh()
    assert index.search("bins", words.embed_questions(["bins"])[0]) == []
    assert index.sample(5) == []
    publish(uri, words, tax=TAX)
    assert index.refresh()
    assert index.search("Council Tax", words.embed_questions(["council tax"])[0])[0].section.text in TAX


def test_publishing_with_no_change_keeps_the_release(tmp_path: Path, words: HashedWords):
    uri = str(tmp_path)
    publish(uri, words, bins=BINS)
    first = Index.open(uri, words).release
    with IndexWriter.open(uri, words) as writer:
        assert writer.publish() == first
        writer.remove("council", [])
        assert writer.publish() == first


def test_the_same_content_has_the_same_version_in_any_index_and_order(tmp_path: Path, words: HashedWords):
    publish(str(tmp_path / "a"), words, bins=BINS, tax=TAX)
    publish(str(tmp_path / "b"), words, tax=TAX)
    publish(str(tmp_path / "b"), words, bins=BINS)
    a, b = (Index.open(str(tmp_path / name), words).release for name in "ab")
    assert a.content_version == b.content_version
    assert a.version != b.version


def test_every_row_is_in_the_full_text_index(tmp_path: Path, words: HashedWords):
    uri = str(tmp_path)
    for number in range(4):
        publish(uri, words, **{f"page{number}": (f"Unusualword{number} here.",)})
        index = Index.open(uri, words)
        stats = index._serving.sections.index_stats("words")
        assert (stats.num_indexed_rows, stats.num_unindexed_rows) == (number + 1, 0)
        for wanted in range(number + 1):
            found = index.search(f"unusualword{wanted}", words.embed_questions(["x"])[0])
            assert [p.section.text for p in found if p.scores.text_rank] == [f"Unusualword{wanted} here."]


def test_a_failed_check_leaves_the_old_release_serving(tmp_path: Path, words: HashedWords):
    uri = str(tmp_path)
    publish(uri, words, bins=BINS)
    seen: list[int] = []

    def refuse(index: Index) -> None:
        seen.append(index.release.sections)
        raise ZeroDivisionError

    with IndexWriter.open(uri, words) as writer:
        put(writer, words, "tax", TAX)
        with pytest.raises(ZeroDivisionError):
            writer.publish(refuse)
    assert seen == [4]
    assert texts(Index.open(uri, words)) == set(BINS)
    with IndexWriter.open(uri, words) as writer:
        assert set(writer.known("council")) == {"bins", "tax"}
        writer.publish()
    assert texts(Index.open(uri, words)) == {*BINS, *TAX}


def test_only_the_newest_releases_are_kept(tmp_path: Path, words: HashedWords):
    uri = str(tmp_path)
    readers: list[Index] = []
    for number in range(5):
        with IndexWriter.open(uri, words, keep_versions=2) as writer:
            put(writer, words, "bins", (f"Bins on day {number}.",))
            writer.publish()
        readers.append(Index.open(uri, words))
        time.sleep(1.2)
    assert texts(readers[-1]) == {"Bins on day 4."}
    assert texts(readers[-2]) == {"Bins on day 3."}
    kept = {version["version"] for version in readers[-1]._serving.sections.list_versions()}
    assert readers[0].release.sections_version not in kept


def test_a_big_index_is_searched_approximately_and_a_shrunk_one_exactly(tmp_path: Path, words: HashedWords):
    uri = str(tmp_path)
    with IndexWriter.open(uri, words, approximate_from=300) as writer:
        for number in range(40):
            put(writer, words, f"page-{number}", [f"alpha{number} beta{part} gamma" for part in range(10)])
        assert writer.publish().approximate
    index = Index.open(uri, words)
    vector = words.embed_questions(["alpha7 beta3 gamma"])[0]
    assert index.search("alpha7 beta3", vector)[0].section.text == "alpha7 beta3 gamma"
    with IndexWriter.open(uri, words, approximate_from=300) as writer:
        writer.remove("council", [f"page-{number}" for number in range(1, 30)])
        assert not writer.publish().approximate
    assert index.refresh()
    assert len(index.search("gamma", vector, candidates=200)) == 110


def test_another_embedder_builds_anew_while_the_old_index_serves(tmp_path: Path, words: HashedWords):
    uri = str(tmp_path)
    publish(uri, words, bins=BINS, tax=TAX)
    other = HashedWords("hashed-words@2")
    reader = Index.open(uri, words)
    with IndexWriter.open(uri, other) as writer:
        assert writer.known("council") == {}
        put(writer, other, "bins", BINS)
        assert texts(Index.open(uri, words)) == {*BINS, *TAX}
        writer.publish()
    assert texts(Index.open(uri, other)) == set(BINS)
    assert texts(reader) == {*BINS, *TAX}


def test_an_unfinished_rebuild_goes_on_where_it_stopped(tmp_path: Path, words: HashedWords):
    uri, other = str(tmp_path), HashedWords("hashed-words@2")
    publish(uri, words, bins=BINS)
    with IndexWriter.open(uri, other) as writer:
        put(writer, other, "bins", BINS)
    with IndexWriter.open(uri, other) as writer:
        assert set(writer.known("council")) == {"bins"}


def test_a_rebuild_takes_nothing_over(tmp_path: Path, words: HashedWords):
    uri = str(tmp_path)
    publish(uri, words, bins=BINS, tax=TAX)
    with IndexWriter.open(uri, words, rebuild=True) as writer:
        assert writer.known("council") == {}
        put(writer, words, "bins", BINS)
        assert writer.publish().number == 2
    assert texts(Index.open(uri, words)) == set(BINS)


def test_generations_that_no_kept_release_reads_are_dropped(tmp_path: Path, words: HashedWords):
    uri = str(tmp_path)
    for _ in range(4):
        with IndexWriter.open(uri, words, rebuild=True, keep_versions=2) as writer:
            put(writer, words, "bins", BINS)
            writer.publish()
    assert len(list(tmp_path.glob("sections_*"))) == 2
    assert texts(Index.open(uri, words)) == set(BINS)


def test_looking_only_makes_nothing_and_takes_no_lock(tmp_path: Path, words: HashedWords):
    with IndexWriter.open(str(tmp_path / "none"), words, read_only=True) as writer:
        assert writer.known("council") == {}
        assert writer.sources() == ()
    assert not (tmp_path / "none").exists()
    publish(str(tmp_path), words, bins=BINS)
    with IndexWriter.open(str(tmp_path), words), IndexWriter.open(str(tmp_path), words, read_only=True) as reader:
        assert set(reader.known("council")) == {"bins"}


def test_vectors_that_do_not_fit_are_refused(tmp_path: Path, words: HashedWords, minilm: Embedder):
    with IndexWriter.open(str(tmp_path), minilm) as writer, pytest.raises(ValueError, match="shape"):
        put(writer, words, "bins", BINS)


def test_a_second_writer_is_told_who_the_first_is(tmp_path: Path, words: HashedWords):
    uri = str(tmp_path)
    with IndexWriter.open(uri, words):
        with pytest.raises(IndexBusyError, match=f"process {os.getpid()}, since 20") as busy:
            IndexWriter.open(uri, words)
        assert busy.value.exit_code == 3
        other = run("try_to_write", uri)
        assert "IndexBusyError" in other.stderr
        assert f"process {os.getpid()}" in other.stderr
    IndexWriter.open(uri, words).close()


SCRIPT = """
import sys, time
from fingerpost.search.writer import IndexWriter
from fingerpost.search import writer as module
from tests.search.library import BADGE, BINS, TAX, HashedWords, put
words = HashedWords()

def try_to_write(uri):
    IndexWriter.open(uri, words)

def write_until_killed(uri, moment):
    def stop(*_):
        print("now", flush=True)
        time.sleep(60)
    with IndexWriter.open(uri, words) as writer:
        put(writer, words, "tax", TAX)
        writer.known("council")
        if moment == "written":
            stop()
        if moment == "buffered":
            put(writer, words, "badge", BADGE)
            stop()
        if moment in ("half-written", "sections only"):
            put(writer, words, "bins", ("Bins have moved to Fridays.",))
            calls = []
            plain = module._upsert
            def upsert(table, rows):
                calls.append(rows)
                if moment == "sections only" and len(calls) == 2:
                    stop()
                plain(table, rows)
                if moment == "half-written":
                    stop()
            module._upsert = upsert
            writer.known("council")
        if moment == "indexed":
            writer.publish(stop)
        if moment == "published":
            writer.publish()
            stop()

def fill(uri):
    with IndexWriter.open(uri, words) as writer:
        for number in range(400):
            put(writer, words, f"page-{number}", [f"word{number} part{part} " * 200 for part in range(8)])
        writer.publish()

globals()[sys.argv[1]](*sys.argv[2:])
"""


def run(*arguments: str, limit: int | None = None) -> subprocess.CompletedProcess[str]:
    def bound() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit or 0, limit or 0))

    return subprocess.run(
        [sys.executable, "-c", SCRIPT, *arguments],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=100,
        preexec_fn=bound if limit else None,
    )


@pytest.mark.parametrize(
    ("moment", "known", "serving"),
    [
        ("buffered", {"bins", "tax"}, BINS),
        ("written", {"bins", "tax"}, BINS),
        ("half-written", {"tax"}, BINS),
        ("sections only", {"tax"}, BINS),
        ("indexed", {"bins", "tax"}, BINS),
        ("published", {"bins", "tax"}, (*BINS, *TAX)),
    ],
)
def test_a_writer_killed_at_any_moment_leaves_the_last_release_serving_and_its_work_to_be_taken_up(
    tmp_path: Path, words: HashedWords, moment: str, known: set[str], serving: tuple[str, ...]
):
    uri = str(tmp_path)
    publish(uri, words, bins=BINS)
    command = [sys.executable, "-c", SCRIPT, "write_until_killed", uri, moment]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "now\n"
        with pytest.raises(IndexBusyError, match=f"process {process.pid}"):
            IndexWriter.open(uri, words)
        process.kill()
    assert texts(Index.open(uri, words)) == set(serving)
    with IndexWriter.open(uri, words) as writer:
        assert set(writer.known("council", recipe="")) == known
        assert set(writer.known("council")) == {"bins", "tax"}
        for name, content in (("bins", BINS), ("tax", TAX)):
            if name not in known:
                put(writer, words, name, content)
        release = writer.publish()
    index = Index.open(uri, words)
    assert texts(index) == {*BINS, *TAX}
    assert (release.sections, release.documents) == (4, 2)


def test_a_full_disk_is_said_plainly_and_the_last_release_serves_on(tmp_path: Path, words: HashedWords):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", disk], capture_output=True, text=True
    )
    if mounted.returncode:
        pytest.skip(f"needs to mount a small tmpfs: {mounted.stderr.strip()}")
    try:
        publish(str(disk), words, bins=BINS)
        filled = run("fill", str(disk))
        assert "StorageError" in filled.stderr, filled.stderr[-2000:]
        assert "no room left" in filled.stderr
        assert texts(Index.open(str(disk), words)) == set(BINS)
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


def test_a_file_that_may_not_grow_is_a_storage_error(tmp_path: Path, words: HashedWords):
    publish(str(tmp_path), words, bins=BINS)
    filled = run("fill", str(tmp_path), limit=100_000)
    assert "StorageError" in filled.stderr, filled.stderr[-2000:]
    assert texts(Index.open(str(tmp_path), words)) == set(BINS)


def test_a_folder_that_can_not_be_written_is_a_storage_error(tmp_path: Path, words: HashedWords):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StorageError, match="can't be written"):
        IndexWriter.open(str(tmp_path / "file"), words)
