"""Accounts and sign-ins, on each database a service may use."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text, update

from fingerpost.conversations import accounts as module
from fingerpost.conversations import tables
from fingerpost.conversations.accounts import IDLE, LONGEST, Accounts, generated_password
from fingerpost.conversations.database import open_engine
from fingerpost.conversations.store import ADVISER, ConversationStore
from fingerpost.errors import AccountError

PASSWORD = "three random words"


@pytest.fixture
def store(url: str) -> Iterator[ConversationStore]:
    store = ConversationStore.open(url)
    yield store
    for account in store.accounts.all():
        with store.accounts._engine.begin() as connection:
            connection.execute(tables.accounts.delete().where(tables.accounts.c.name == account.name))
    store.close()


@pytest.fixture
def accounts(store: ConversationStore) -> Accounts:
    store.accounts.add("jo.evans", "adviser", PASSWORD)
    return store.accounts


def sign_in(accounts: Accounts) -> str:
    token = accounts.sign_in("jo.evans", PASSWORD)
    assert token is not None
    return token


def aged(accounts: Accounts, **values: datetime) -> None:
    with accounts._engine.begin() as connection:
        connection.execute(update(tables.sign_ins).values(**values))


def test_the_right_password_signs_in_and_any_other_does_not(accounts: Accounts):
    found = accounts.signed_in(sign_in(accounts))

    assert found is not None
    assert (found.account.name, found.account.role) == ("jo.evans", "adviser")
    assert accounts.sign_in(" Jo.Evans ", PASSWORD) is not None
    for name, password in (
        ("jo.evans", PASSWORD + "!"),
        ("jo.evans", ""),
        ("nobody", PASSWORD),
        ("", ""),
        ("j\x00", PASSWORD),
    ):
        assert accounts.sign_in(name, password) is None
    for value in ("", "x", sign_in(accounts)[:-1]):
        assert accounts.signed_in(value) is None


def test_neither_a_password_nor_a_sign_in_can_be_read_from_the_store(accounts: Accounts):
    token = sign_in(accounts)
    with accounts._engine.connect() as connection:
        hashed = connection.execute(text("SELECT password_hash FROM accounts")).scalar_one()
        kept = str(connection.execute(text("SELECT * FROM sign_ins")).all())

    assert hashed.startswith("$argon2id$")
    assert PASSWORD not in hashed
    assert token not in kept


def test_each_sign_in_is_new_and_ends_the_one_before_it_in_the_same_browser(accounts: Accounts):
    first = sign_in(accounts)
    elsewhere = sign_in(accounts)
    second = accounts.sign_in("jo.evans", PASSWORD, instead_of=first)

    assert second not in (None, first)
    assert accounts.signed_in(first) is None
    assert accounts.signed_in(elsewhere) is not None


def test_a_sign_in_ends_when_it_is_not_used_and_after_a_working_day(accounts: Accounts):
    token, now = sign_in(accounts), datetime.now(UTC)

    aged(accounts, seen_at=now - IDLE + timedelta(minutes=1))
    assert accounts.signed_in(token) is not None
    aged(accounts, started_at=now - LONGEST + timedelta(minutes=1))
    assert accounts.signed_in(token) is not None  # it was used just now
    aged(accounts, started_at=now - LONGEST - timedelta(minutes=1))
    assert accounts.signed_in(token) is None
    aged(accounts, started_at=now, seen_at=now - IDLE - timedelta(seconds=1))
    assert accounts.signed_in(token) is None


def test_what_has_ended_is_not_kept(accounts: Accounts):
    sign_in(accounts)
    aged(accounts, seen_at=datetime.now(UTC) - IDLE - timedelta(minutes=1))
    sign_in(accounts)

    with accounts._engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM sign_ins")).scalar_one() == 1


def test_signing_out_ends_it(accounts: Accounts):
    token = sign_in(accounts)
    accounts.sign_out(token)
    accounts.sign_out(token)

    assert accounts.signed_in(token) is None


def test_a_disabled_account_is_out_at_once_until_its_password_is_reset(accounts: Accounts):
    token = sign_in(accounts)
    accounts.disable("jo.evans")

    assert accounts.signed_in(token) is None
    assert accounts.sign_in("jo.evans", PASSWORD) is None
    accounts.reset("jo.evans", "another three words")
    assert accounts.sign_in("jo.evans", PASSWORD) is None
    assert accounts.sign_in("jo.evans", "another three words") is not None


def test_a_new_password_ends_every_sign_in(accounts: Accounts):
    token = sign_in(accounts)
    accounts.reset("JO.EVANS", "another three words")

    assert accounts.signed_in(token) is None


def test_a_name_that_nobody_has_takes_a_check_of_a_password_too(accounts: Accounts, monkeypatch: pytest.MonkeyPatch):
    checked: list[str] = []
    honest = Accounts._verify

    def verify(self: Accounts, hashed: str, password: str) -> bool:
        checked.append(hashed)
        return honest(self, hashed, password)

    monkeypatch.setattr(Accounts, "_verify", verify)
    accounts.sign_in("nobody", PASSWORD)
    accounts.sign_in("jo.evans", "wrong")

    parameters = [hashed.split("$")[:4] for hashed in checked]
    assert parameters[0] == parameters[1]


def test_a_name_or_a_password_that_will_not_do_is_refused(accounts: Accounts):
    for name in ("", "jo evans", "-jo", "j\no", "x" * 65, "jø"):
        with pytest.raises(AccountError):
            accounts.add(name, "adviser", PASSWORD)
    for password in ("short", "x" * 201, "sam.williams"):
        with pytest.raises(AccountError) as raised:
            accounts.add("sam.williams", "adviser", password)
        assert password not in str(raised.value)
    with pytest.raises(AccountError, match="already"):
        accounts.add("Jo.Evans", "adviser", PASSWORD)
    with pytest.raises(AccountError, match="role"):
        accounts.add("sam", "king", PASSWORD)
    for act in (accounts.disable, lambda name: accounts.reset(name, PASSWORD)):
        with pytest.raises(AccountError, match="no account"):
            act("nobody")


def test_the_open_conversation_goes_with_the_sign_in(store: ConversationStore, accounts: Accounts):
    token = sign_in(accounts)
    conversation = store.start("en", ADVISER)
    found = accounts.signed_in(token)
    assert found is not None
    accounts.open_conversation(found, conversation)

    again = accounts.signed_in(token)
    assert again is not None
    assert again.conversation_id == conversation
    assert store.get(conversation).channel == "adviser"
    assert store.get(store.start("en")).channel == "web"
    store.delete(conversation)
    gone = accounts.signed_in(token)
    assert gone is not None
    assert gone.conversation_id is None


def test_a_made_up_password_is_long_and_never_the_same():
    assert len({generated_password() for _ in range(100)}) == 100
    assert all(len(generated_password()) == 20 for _ in range(5))


def test_a_store_of_the_version_before_is_brought_up_to_date_and_loses_nothing(tmp_path: Path):
    from alembic import command
    from alembic.config import Config

    address = f"sqlite:///{tmp_path}/old.db"
    settings = Config()
    settings.set_main_option("script_location", "fingerpost.conversations:migrations")
    settings.set_main_option("path_separator", "os")
    old = create_engine(address)
    with old.begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0001")
        connection.execute(
            text("INSERT INTO conversations (id, locale, started_at) VALUES ('c', 'cy', '2026-01-01 00:00:00')")
        )
    old.dispose()

    store = ConversationStore.open(address)
    kept = store.get("c")
    assert (kept.locale, kept.channel) == ("cy", "web")
    store.accounts.add("jo", "adviser", PASSWORD)
    store.close()


def test_argon2_is_used_with_its_own_defaults(tmp_path: Path):
    from argon2 import PasswordHasher, extract_parameters

    engine = open_engine(f"sqlite:///{tmp_path}/kept.db")
    Accounts(engine).add("jo", "adviser", PASSWORD)
    with engine.connect() as connection:
        hashed = connection.execute(text("SELECT password_hash FROM accounts")).scalar_one()
    engine.dispose()

    made, ours = extract_parameters(hashed), PasswordHasher()
    assert (made.memory_cost, made.time_cost, made.parallelism) == (ours.memory_cost, ours.time_cost, ours.parallelism)
    assert module.SHORTEST_PASSWORD >= 12
