"""A small real service in a folder, for tests that need one from end to end."""

from __future__ import annotations

from pathlib import Path

PAGES = {
    "bins.md": """---
title: Bin collections
kind: guide
updated: 2026-09-01
start_link: {text: Find your bin day, url: "https://www.sampleford.example/bin-day"}
---
We collect your rubbish bin every two weeks. Put it out by 7am on the day.

## If we missed your bin

Tell us within 2 working days. You must:

- check that your street was due a collection
- leave the bin out where the crew can reach it

We come back within 3 working days. However, we do not come back if the bin was put out late.
""",
    "council-tax/discounts.md": """---
title: Council Tax discounts
kind: guide
updated: 2026-04-01
---
You get 25% off your Council Tax if you are the only adult living in your home.

## Students

Full-time students do not count as adults. You need:

- a student certificate
- your Council Tax account number

## How to apply

1. Find your account number on your bill.
2. Fill in form CT4.
3. Send us proof within 21 days.
""",
    "parking.md": """---
title: Parking permits
kind: guide
updated: 2026-05-01
---
You can buy a permit to park on your street.

| Permit | Cost for a year |
|---|---|
| First car | £60 |
| Second car | £110 |
""",
    "cy/biniau.md": """---
title: Casgliadau biniau
locale: cy
kind: guide
---
Rydym yn casglu eich bin sbwriel bob pythefnos. Rhowch y bin allan erbyn 7yb.
""",
    "old.md": """---
title: Garden waste in 2019
status: withdrawn
---
Garden waste cost £20 a year in 2019.
""",
}

CONTRASTING_PAGES = {
    "damp.md": """---
title: Damp and mould in your home
---
If there is damp in your home, report the damp as soon as you see it.

## If you rent from us

Call us. We visit within 10 working days.

## If you have a private landlord

Write to them. Give them 14 days to reply.
""",
    "eye-tests.md": """---
title: Eye tests
---
Have your eyes tested every 2 years.

| Where you live | What an eye test costs |
|---|---|
| England | £26 |
| Scotland | Free |
| Wales | £14 |
""",
    "sick-pay.md": """---
title: Sick pay
---
If you are employed, your employer pays sick pay for 28 weeks. If you are self-employed, you cannot get sick pay.
""",
}
"""Pages that say different things to different people."""

SETTINGS = """
[service]
name = "Sampleford Council"
locales = ["en", "cy"]
[service.contact]
phone = "01632 960123"
[[sources]]
kind = "folder"
name = "site"
path = "content"
base_url = "https://www.sampleford.example"
licence = "OGL-UK-3.0"
"""


def make_service_folder(folder: Path, pages: dict[str, str] | None = None, settings: str = SETTINGS) -> Path:
    """Write a service with these pages into ``folder`` and return it. It still has to be synced."""
    for name, text in (PAGES if pages is None else pages).items():
        file = folder / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (folder / "fingerpost.toml").write_text(settings, encoding="utf-8")
    return folder
