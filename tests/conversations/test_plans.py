"""The store of plans: sealed, opened only by what their person holds, expired, deleted, and its codes."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from fingerpost.conversations.plan_codes import LASTS, MOST_AN_HOUR, MOST_TRIES, PlanCodes, Tried
from fingerpost.conversations.plan_seals import PlanSeals, add_key, plan_seals
from fingerpost.conversations.plans import BROWSER_IDLE, LINK, PlanStore
from fingerpost.conversations.store import ConversationStore
from fingerpost.errors import PlanSealedError, SettingsError
from fingerpost.services.plans import Plan, Step
from fingerpost.services.plans.changes import with_facts
from fingerpost.settings import load_settings

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SECRET = "Ring Dr Gwynne about the results"
PLAN = Plan((Step("a1", SECRET),), (("nation", "wales"),))
ADDRESS = "Gwen@Example.org"
KEYS = [Fernet.generate_key().decode(), Fernet.generate_key().decode()]


@pytest.fixture
def store(url: str, tmp_path: Path) -> Iterator[ConversationStore]:
    opened = ConversationStore.open(url, tombstones=tmp_path / "deleted.txt")
    with opened.plans().engine.begin() as connection:  # one PostgreSQL serves every test
        for table in ("plan_codes", "plans"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
    yield opened
    opened.close()


@pytest.fixture
def plans(store: ConversationStore) -> PlanStore:
    return store.plans(PlanSeals(KEYS[:1]))


def test_a_plan_is_kept_changed_and_found_only_by_its_key(plans: PlanStore):
    key = plans.make(PLAN, NOW)
    assert plans.change(key, lambda plan: with_facts(plan, {}), NOW) == Plan(PLAN.steps)
    opened = plans.get(key, NOW)
    assert opened is not None
    assert opened.plan == Plan(PLAN.steps)
    assert plans.get(key[:-1], NOW) is None
    assert plans.get(opened.id, NOW) is None
    assert plans.get(key, NOW, LINK) is None
    assert plans.change("nobody's", lambda plan: plan, NOW) is None


def test_nothing_of_a_plan_or_of_what_opens_it_is_readable_in_the_database(tmp_path: Path):
    store = ConversationStore.open(f"sqlite:///{tmp_path}/kept.db")
    plans = store.plans(PlanSeals(KEYS))
    key = plans.make(PLAN, NOW)
    link = plans.new_link(key, NOW)
    opened = plans.get(key, NOW)
    assert opened
    codes = PlanCodes(plans)
    asked = codes.ask(ADDRESS, NOW, link_to=opened.id)
    assert asked.code
    codes.answer(asked.request, asked.code, ADDRESS, NOW)
    held = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    store.close()
    assert link
    for secret in (SECRET, "wales", key, link, ADDRESS, ADDRESS.lower(), asked.request, KEYS[0]):
        assert secret.encode() not in held


def test_a_link_opens_the_plan_elsewhere_until_a_newer_one_is_made(plans: PlanStore):
    key = plans.make(PLAN, NOW)
    old = plans.new_link(key, NOW)
    assert old
    elsewhere = plans.open_by_link(old, NOW)
    assert elsewhere
    assert elsewhere != key
    assert plans.get(elsewhere, NOW)
    assert plans.new_link(key, NOW)
    assert plans.open_by_link(old, NOW) is None
    plans.drop_link(key, NOW)
    opened = plans.get(key, NOW)
    assert opened
    assert not opened.has_link


def test_closing_ends_it_in_one_browser_alone(plans: PlanStore):
    key = plans.make(PLAN, NOW)
    link = plans.new_link(key, NOW)
    assert link
    other = plans.open_by_link(link, NOW)
    plans.close(key)
    assert plans.get(key, NOW) is None
    assert other
    assert plans.get(other, NOW)


def test_deleting_takes_the_plan_and_all_that_opens_it_and_a_restored_backup_loses_it_again(
    url: str, tmp_path: Path, store: ConversationStore, plans: PlanStore
):
    key = plans.make(PLAN, NOW)
    link = plans.new_link(key, NOW)
    opened = plans.get(key, NOW)
    assert link
    assert opened
    assert plans.delete(key, NOW)
    assert not plans.delete(key, NOW)
    assert plans.get(key, NOW) is None
    assert plans.open_by_link(link, NOW) is None
    assert plans.count() == 0
    with plans.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO plans (id, sealed, made_at, used_at) "
            f"VALUES ('{opened.id}', 'x', '2026-11-24 12:00:00', '2026-11-24 12:00:00')"
        )
    assert plans.count() == 1
    ConversationStore.open(url, tombstones=tmp_path / "deleted.txt").close()
    assert plans.count() == 0


def test_a_plan_expires_when_it_was_not_opened_for_so_long_and_opening_keeps_it(plans: PlanStore):
    key = plans.make(PLAN, NOW)
    link = plans.new_link(key, NOW)
    assert link
    assert plans.expire(NOW + timedelta(days=89), 90) == 0
    assert plans.open_by_link(link, NOW + timedelta(days=89))
    assert plans.expire(NOW + timedelta(days=178), 90) == 0
    assert plans.expire(NOW + timedelta(days=180), 90) == 1
    assert plans.count() == 0


def test_a_plan_that_nothing_opens_any_more_is_not_kept(plans: PlanStore):
    key = plans.make(PLAN, NOW)
    later = NOW + BROWSER_IDLE + timedelta(hours=1)
    assert plans.get(key, later) is None
    assert plans.expire(later, 90) == 1


def test_keys_change_without_losing_a_plan_and_a_plan_opens_only_in_its_own_place(store: ConversationStore):
    old, both, new = (PlanSeals(keys) for keys in (KEYS[1:], KEYS, KEYS[:1]))
    key = store.plans(old).make(PLAN, NOW)
    assert store.plans(both).get(key, NOW)
    with pytest.raises(PlanSealedError):
        store.plans(new).get(key, NOW)
    assert store.plans(both).reseal() == 1
    assert store.plans(new).get(key, NOW)
    with pytest.raises(PlanSealedError):
        new.open("another", new.seal("one", PLAN))
    with pytest.raises(PlanSealedError):
        new.open("one", new.seal("one", PLAN)[:-4] + "AAAA")


def test_a_plan_that_cannot_be_read_can_still_be_deleted(store: ConversationStore):
    key = store.plans(PlanSeals(KEYS[1:])).make(PLAN, NOW)
    assert store.plans(PlanSeals(KEYS[:1])).delete(key, NOW)


def linked(plans: PlanStore) -> PlanCodes:
    """Return the codes of a store in which an address opens a plan."""
    opened = plans.get(plans.make(PLAN, NOW), NOW)
    assert opened
    codes = PlanCodes(plans)
    asked = codes.ask(ADDRESS, NOW, link_to=opened.id)
    assert asked.code
    assert codes.answer(asked.request, asked.code, ADDRESS, NOW) == (Tried.RIGHT, None)
    return codes


def test_a_code_opens_the_plan_of_its_address_once(plans: PlanStore):
    codes = linked(plans)
    asked = codes.ask(f" {ADDRESS.lower()} ", NOW)
    assert asked.code
    tried, key = codes.answer(asked.request, f"{asked.code[:3]} {asked.code[3:]}", ADDRESS, NOW)
    assert tried is Tried.RIGHT
    assert key
    opened = plans.get(key, NOW)
    assert opened
    assert opened.plan == PLAN
    assert opened.has_email
    assert codes.answer(asked.request, asked.code, ADDRESS, NOW) == (Tried.SPENT, None)


def test_a_code_is_worth_nothing_too_late_too_often_elsewhere_or_for_another_address(plans: PlanStore):
    codes = linked(plans)
    asked, other = codes.ask(ADDRESS, NOW), codes.ask(ADDRESS, NOW)
    assert asked.code
    assert codes.answer(asked.request, asked.code, ADDRESS, NOW + LASTS + timedelta(seconds=1))[0] is Tried.SPENT
    assert codes.answer(asked.request, asked.code, "somebody@else.org", NOW)[0] is Tried.SPENT
    assert codes.answer("made-up", asked.code, ADDRESS, NOW)[0] is Tried.SPENT
    if other.code != asked.code:
        assert codes.answer(other.request, asked.code, ADDRESS, NOW)[0] is Tried.WRONG
    wrong = "000000" if asked.code != "000000" else "000001"
    tries = [codes.answer(asked.request, wrong, ADDRESS, NOW)[0] for _ in range(MOST_TRIES)]
    assert tries == [Tried.WRONG] * (MOST_TRIES - 1) + [Tried.SPENT]
    assert codes.answer(asked.request, asked.code, ADDRESS, NOW)[0] is Tried.SPENT


def test_an_address_that_opens_nothing_is_sent_nothing_and_its_request_behaves_the_same(plans: PlanStore):
    codes = PlanCodes(plans)
    asked = codes.ask("nobody@example.org", NOW)
    assert asked.code is None
    assert codes.answer(asked.request, "123456", "nobody@example.org", NOW)[0] is Tried.WRONG


def test_an_address_is_sent_only_so_many_codes_an_hour(plans: PlanStore):
    codes = linked(plans)
    sent = [codes.ask(ADDRESS, NOW).code is not None for _ in range(MOST_AN_HOUR + 1)]
    assert sent == [True] * (MOST_AN_HOUR - 1) + [False, False]
    assert codes.ask(ADDRESS, NOW + timedelta(hours=2)).code


def test_an_address_opens_the_plan_it_was_linked_to_last_and_none_once_let_go(plans: PlanStore):
    codes = linked(plans)
    newer = plans.make(Plan(), NOW)
    opened = plans.get(newer, NOW)
    assert opened
    asked = codes.ask(ADDRESS, NOW, link_to=opened.id)
    assert asked.code
    codes.answer(asked.request, asked.code, ADDRESS, NOW)
    assert codes.plan_of(ADDRESS) == opened.id
    plans.drop_email(newer, NOW)
    assert codes.plan_of(ADDRESS) is None


def test_an_address_known_by_an_older_key_is_found_and_known_by_the_newest_from_then_on(store: ConversationStore):
    linked(store.plans(PlanSeals(KEYS[1:])))
    codes = PlanCodes(store.plans(PlanSeals(KEYS)))
    store.plans(PlanSeals(KEYS)).reseal()
    asked = codes.ask(ADDRESS, NOW)
    assert asked.code
    assert codes.answer(asked.request, asked.code, ADDRESS, NOW)[0] is Tried.RIGHT
    assert PlanCodes(store.plans(PlanSeals(KEYS[:1]))).plan_of(ADDRESS)


def test_without_a_key_there_are_no_plans_and_a_new_key_is_for_this_user_alone(tmp_path: Path):
    (tmp_path / "fingerpost.toml").write_text('[service]\nname = "x"\n', encoding="utf-8")
    settings = load_settings(tmp_path, {})
    assert plan_seals(settings) is None
    file = settings.path(settings.plans.key_file)
    assert add_key(file) == 1
    assert add_key(file) == 2
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert plan_seals(settings)
    assert plan_seals(load_settings(tmp_path, {"FINGERPOST_PLANS__OFFERED": "false"})) is None
    file.write_text("no key\n", encoding="ascii")
    with pytest.raises(SettingsError) as told:
        plan_seals(settings)
    assert "no key\n" not in str(told.value)


def test_a_key_in_the_file_of_settings_is_refused(tmp_path: Path):
    written = f'[service]\nname = "x"\n[plans]\nkeys = "{KEYS[0]}"\n'
    (tmp_path / "fingerpost.toml").write_text(written, encoding="utf-8")
    with pytest.raises(SettingsError) as told:
        load_settings(tmp_path, {})
    assert KEYS[0] not in str(told.value)
