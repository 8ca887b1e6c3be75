"""Rules that hold for any input: what grows, what is never below nought, and what is shared out whole."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from fingerpost.services.calculators import calculate

MONEY = st.decimals(0, 300_000, places=2)
NATIONS = st.sampled_from(["england", "wales", "scotland", "northern-ireland"])


@given(year=st.sampled_from(["2023-24", "2024-25", "2025-26", "2026-27"]), nation=NATIONS, pay=MONEY, more=MONEY)
def test_tax_grows_with_pay_and_never_takes_more_than_there_is(
    year: str, nation: str, pay: Decimal, more: Decimal
) -> None:
    def of(amount: Decimal) -> tuple[Decimal, Decimal]:
        worked = calculate("income-tax", {"tax_year": year, "nation": nation, "employment_income": str(amount)})
        tax, kept = worked["income_tax"], worked["take_home"]
        assert isinstance(tax, Decimal)
        assert isinstance(kept, Decimal)
        return tax, kept

    (low_tax, low_kept), (high_tax, high_kept) = of(pay), of(pay + more)
    assert 0 <= low_tax <= high_tax
    assert 0 <= low_kept <= high_kept + Decimal("1.50")  # the allowance shrinks a whole pound at a time


@given(year=st.sampled_from(["2024-25", "2026-27"]), nation=NATIONS, pay=st.integers(0, 200_000))
def test_a_pound_more_of_pay_is_never_taxed_by_more_than_a_pound_and_a_half(year: str, nation: str, pay: int) -> None:
    def tax(amount: int) -> Decimal:
        taken = calculate("income-tax", {"tax_year": year, "nation": nation, "employment_income": amount})["income_tax"]
        assert isinstance(taken, Decimal)
        return taken

    assert tax(pay + 1) - tax(pay) <= Decimal("1.50")


@given(
    nation=NATIONS,
    estate=st.decimals(0, 5_000_000, places=2),
    partner=st.booleans(),
    children=st.integers(0, 9),
    parents=st.booleans(),
    home=st.floats(0, 0.5),
    things=st.floats(0, 0.5),
)
def test_an_estate_is_shared_out_whole(
    nation: str, estate: Decimal, partner: bool, children: int, parents: bool, home: float, things: float
) -> None:
    given_inputs = {
        "nation": nation,
        "estate": str(estate),
        "partner": partner,
        "children": children,
        "parents_or_siblings": parents,
        "home": str((estate * Decimal(home)).quantize(Decimal("0.01"), "ROUND_DOWN")),
        "personal_belongings": str((estate * Decimal(things)).quantize(Decimal("0.01"), "ROUND_DOWN")),
    }
    worked = calculate("intestacy", given_inputs)
    shares = [worked[key] for key in ("partner", "children_total", "others")]
    assert all(isinstance(share, Decimal) and share >= 0 for share in shares)
    assert abs(sum(Decimal(str(share)) for share in shares) - estate) <= Decimal("0.02")
    assert partner or worked["partner"] == 0
    assert children or worked["children_total"] == 0


@given(age=st.integers(16, 90), years=st.integers(2, 40), pay=st.integers(0, 3_000))
def test_redundancy_pay_never_goes_over_thirty_weeks(age: int, years: int, pay: int) -> None:
    if years > age - 13:
        return
    worked = calculate(
        "redundancy-pay",
        {"nation": "england", "date": "2025-06-01", "age": age, "years": years, "weekly_pay": pay},
    )
    weeks, amount = worked["weeks"], worked["amount"]
    assert isinstance(weeks, Decimal)
    assert isinstance(amount, Decimal)
    assert 0 <= weeks <= 30
    assert 0 <= amount <= 30 * 719


@given(born=st.dates(date(1953, 12, 6), date(2020, 1, 1)), later=st.integers(0, 400))
def test_nobody_born_later_reaches_state_pension_age_sooner(born: date, later: int) -> None:
    def reached(day: date) -> date:
        found = calculate("state-pension-age", {"date_of_birth": day.isoformat()})["date"]
        assert isinstance(found, date)
        return found

    assert reached(born) <= reached(date.fromordinal(born.toordinal() + later)) or born.day > 28


@given(first=st.dates(date(2023, 4, 6), date(2026, 12, 1)), days=st.integers(0, 300), pay=st.integers(0, 2_000))
def test_sick_pay_is_never_more_than_28_weeks_of_the_highest_rate_and_grows_with_the_illness(
    first: date, days: int, pay: int
) -> None:
    def amount(length: int) -> Decimal:
        last = min(date.fromordinal(first.toordinal() + length), date(2027, 4, 5))
        given_inputs = {"first_day": first.isoformat(), "last_day": last.isoformat(), "weekly_pay": pay}
        worked = calculate("statutory-sick-pay", given_inputs)["amount"]
        assert isinstance(worked, Decimal)
        return worked

    assert 0 <= amount(days) <= amount(days + 1) <= 28 * Decimal("123.25")


@given(pay=st.integers(0, 3_000), more=st.integers(0, 500), due=st.dates(date(2014, 1, 1), date(2026, 6, 1)))
def test_maternity_pay_never_falls_as_pay_grows(pay: int, more: int, due: date) -> None:
    def total(weekly: int) -> Decimal:
        worked = calculate("statutory-maternity-pay", {"due_date": due.isoformat(), "weekly_pay": weekly})["total"]
        assert isinstance(worked, Decimal)
        return worked

    assert 0 <= total(pay) <= total(pay + more)


@given(
    lower=st.integers(0, 60_000),
    higher=st.integers(0, 60_000),
    nation=NATIONS,
    year=st.sampled_from(["2021-22", "2024-25", "2026-27"]),
)
def test_marriage_allowance_never_saves_more_than_a_fifth_of_what_is_transferred(
    lower: int, higher: int, nation: str, year: str
) -> None:
    given_inputs = {"tax_year": year, "lower_income": lower, "higher_income": higher, "nation": nation}
    saving = calculate("marriage-allowance", given_inputs)["saving"]
    assert isinstance(saving, Decimal)
    assert 0 <= saving <= 252


@given(filed=st.integers(-60, 700), later=st.integers(0, 60), tax=st.integers(0, 50_000))
def test_a_later_return_is_never_cheaper(filed: int, later: int, tax: int) -> None:
    def penalty(after: int) -> Decimal:
        day = date.fromordinal(date(2025, 1, 31).toordinal() + after).isoformat()
        given_inputs = {"tax_year": "2023-24", "filed_on": day, "paid_on": "2025-01-31", "tax_due": tax}
        worked = calculate("self-assessment-penalties", given_inputs)["filing_penalty"]
        assert isinstance(worked, Decimal)
        return worked

    assert 0 <= penalty(filed) <= penalty(filed + later)
    assert filed > 0 or penalty(filed) == 0
