from __future__ import annotations

from datetime import UTC, datetime, timedelta

from fingerpost.conversations.retention import expires_before

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)


def test_turns_are_kept_for_as_many_days_as_the_settings_say():
    assert NOW - expires_before(NOW, 30) == timedelta(days=30)


def test_with_no_days_a_turn_outlives_its_session_by_no_more_than_an_hour():
    assert NOW - expires_before(NOW, 0) == timedelta(hours=1)
