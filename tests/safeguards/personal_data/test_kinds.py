"""Each kind of personal data is taken out as people write it, and what only looks like it is kept."""

from __future__ import annotations

import pytest

from fingerpost.safeguards.personal_data import protect


@pytest.mark.parametrize(
    ("text", "protected"),
    [
        ("my ni is qq 12 34 56 c", "my ni is [National Insurance number 1]"),
        ("my NI number is UV 98 76 54 B", "my NI number is [National Insurance number 1]"),
        ("sort 12-34-56 acc 12345678", "sort [bank details 1] acc [bank details 2]"),
        (
            "Sort code: 123456, account number 12345678.",
            "Sort code: [bank details 1], account number [bank details 2].",
        ),
        ("my iban is GB82 WEST 1234 5698 7654 32", "my iban is [bank details 1]"),
        ("my council tax ref is 12345678", "my council tax ref is [reference 1]"),
        ("council tax account number 1234 5678 9", "council tax account number [reference 1]"),
        ("housing benefit claim no: HB/123456", "housing benefit claim no: [reference 1]"),
        ("my refernce is AB-12345", "my refernce is [reference 1]"),
        ("UTR 1234567890", "UTR [tax reference 1]"),
        ("my unique taxpayer reference is 12345 67890", "my unique taxpayer reference is [tax reference 1]"),
        ("Licence: MORGA657054SM9IJ", "Licence: [driving licence 1]"),
        ("passport number 123456789", "passport number [passport 1]"),
        ("my passport, AB1234567, has expired", "my passport, [passport 1], has expired"),
        ("my car reg is ab51abc", "my car reg is [vehicle 1]"),
        ("a permit for BD62 XYZ", "a permit for [vehicle 1]"),
        ("I am at SW1A 1AA", "I am at [postcode 1]"),
        ("m1 1aa is my postcode", "[postcode 1] is my postcode"),
        ("write to name@localhost", "write to [email 1]"),
        ("jo at example dot com", "[email 1]"),
        ("the IP was 192.168.0.1, then 2001:db8::1", "the IP was [IP address 1], then [IP address 2]"),
        ("card number 1234567890123 exp 12/26 cvv 123", "card number [card 1] exp [card 2] cvv [card 3]"),
        ("text me on 7700 900123", "text me on [phone 1]"),
        ("the NHS number is 123 456 7890", "the NHS number is [NHS number 1]"),
    ],
)
def test_a_number_is_known_by_its_shape_or_by_what_it_is_called(text: str, protected: str):
    assert protect(text).text == protected


@pytest.mark.parametrize(
    ("text", "protected"),
    [
        ("I live at 12 Acacia Avenue, SW1A 1AA", "I live at [address 1], [postcode 1]"),
        ("i live at flat 4, 22 high street leeds ls1 4ap", "i live at [address 1] [postcode 1]"),
        ("Address: Flat 41, Begum Key, Readside E01 2GX", "Address: [address 1] [postcode 1]"),
        ("16 Pollard Brook\nMollyfurt\nBA2 5YF", "[address 1]\n[postcode 1]"),
        ("my adress is 5 elm close, m1 1aa", "my adress is [address 1], [postcode 1]"),
        ("the bins at 3a Mill Lane were missed", "the bins at [address 1] were missed"),
    ],
)
def test_an_address_goes_without_its_postcode_which_may_be_wanted_alone(text: str, protected: str):
    assert protect(text).text == protected


@pytest.mark.parametrize(
    "date", ["3/4/82", "03.04.1982", "1982-04-03", "3 April 1982", "3rd of April 1982", "April 3, 1982", "3 apr 82"]
)
@pytest.mark.parametrize("said", ["dob {}", "my d.o.b. is {}", "I was born on {}", "date of birth: {}", "{} is my dob"])
def test_a_whole_date_that_is_called_a_birth_goes(said: str, date: str):
    assert protect(said.format(date)).text == said.format("[date of birth 1]")


@pytest.mark.parametrize(
    "text",
    [
        "if one of you was born before 6 April 1935",
        "I was born in 1956",
        "I am 82 and my son is 4",
        "I moved here on 3 May 2020 and my visa ends 12/10/2025",
        "forms SA100, DS1500, P45, P60, N244, C100 and V5C",
        "order number 1234567890, which cost £1,200,500",
        "my order AB1234567 has not come",
        "call 0300 123 1234 or 0800 328 5644 or 105",
        "tax code 1257L for 2023-24",
        "I live in a 2 bedroom house in Bristol and pay 600 a month",
        "Is there a car park on School Lane?",
        "I drive for 12 a month and get 16k a year",
        "the house was £250,000 in 2019",
        "use version 1.2.3.4 from 12:30:45",
        "@council said so",
    ],
)
def test_ages_amounts_places_forms_and_public_numbers_are_kept(text: str):
    assert protect(text).text == text


def test_a_number_ofcom_keeps_for_drama_is_no_public_service():
    assert protect("call 0306 999 0123").text == "call [phone 1]"
