"""A draft of a data protection impact assessment, written from a service's own settings.

It follows the headings of the Information Commissioner's Office's template (ico.org.uk, "Data protection impact
assessments"). What only the organisation can say is left as a marked gap: a draft that looked finished would be worse.
"""

from __future__ import annotations

from datetime import date

from fingerpost.conversations.plan_seals import held_keys, plan_seals
from fingerpost.safeguards.personal_data import PLACEHOLDERS
from fingerpost.services.journeys import Journey, journeys_in
from fingerpost.services.journeys.model import said
from fingerpost.settings import Settings

_GAP = "**To be completed:**"


def draft_assessment(settings: Settings, today: date) -> str:
    """Return the draft in Markdown.

    Args:
        settings: the service's settings, which every statement of fact in the draft is read from.
        today: the date the draft bears.
    """
    parts = [
        f"# Data protection impact assessment: {settings.service.name}",
        f"Draft of {today.isoformat()}, written from the service's settings by `fingerpost privacy assessment`. It is "
        "not complete: your data protection officer has to fill the gaps, judge the risks and sign it.",
        _need(settings),
        _processing(settings),
        _consultation(),
        _necessity(settings),
        _risks(settings),
        _outcome(),
    ]
    return "\n\n".join(parts) + "\n"


def _need(settings: Settings) -> str:
    return "\n\n".join(
        (
            "## 1. Why an assessment is needed",
            f"{settings.service.name} answers the public's questions from published guidance. People may write of "
            "their health, money, family or immigration status, so personal data of special categories may arrive "
            "although it is not asked for.",
            f"{_GAP} the project's aims, and who decided that an assessment is needed.",
        )
    )


def _processing(settings: Settings) -> str:
    kept = settings.conversations
    database = "a PostgreSQL server" if settings.database_url.startswith("postgresql") else "a SQLite file"
    sources = ", ".join(source.name for source in settings.sources) or "none yet"
    kinds = ", ".join(sorted(PLACEHOLDERS, key=str.casefold))
    return "\n\n".join(
        (
            "## 2. The processing",
            f"- Controller: {settings.service.organisation or _GAP + ' the organisation'}\n"
            f"- Guidance comes from: {sources}\n"
            f"- Languages: {', '.join(settings.service.locales)}\n"
            f"- Answers are composed by: {_composer(settings)}\n"
            f"- Conversations are kept in: {database}, {_duration(settings)}\n"
            f"- At most {kept.max_turns} questions are kept of one conversation\n"
            "- Accounts, names and addresses are not asked for; a conversation is known by 192 random bits in a cookie",
            "What is taken out of every question and comment before it is stored, logged or sent anywhere: "
            f"{kinds}. A placeholder stands in its place. What it stood for is in memory during the reply only.",
            *_plans(settings),
            *_submissions(settings),
            *_insights(settings),
            *_receipts(settings),
            "The audit log keeps what changed the service, and the account names of those who signed in or changed "
            "something, without an end: it is there to be read years later. No question and no answer is in it.",
            "What is kept: the question after that, the answer with its sources, whether it was found useful and, if "
            "given, a comment. Logs hold no question.",
            f"{_GAP} how many people, who they are, where the servers are, and who else has access.",
        )
    )


def _plans(settings: Settings) -> tuple[str, ...]:
    """Return what is said of plans, where the service offers them."""
    if plan_seals(settings) is None:
        return ()
    plans = settings.plans
    by_email = (
        " or by a one-time code sent through GOV.UK Notify (of the address, only a keyed hash is kept)"
        if plans.codes_by_email
        else ""
    )
    return (
        "Plans: people may keep steps, notes, dates, and facts of their choice (where they live, date of birth, "
        "household, Council Tax band). Only if they ask, and in their own words, from which personal data is *not* "
        "taken out. Each plan is encrypted (Fernet, `plans.keys`), opened by a private link of 256 random bits"
        f"{by_email}, and deleted {plans.keep_days} days after it was last opened (`plans.keep_days`). One page shows "
        "everything in it and deletes it at once. No plan is read by a model, logged, or used for insights.",
    )


def _receipts(settings: Settings) -> tuple[str, ...]:
    """Return what is said of receipts, where the service offers them."""
    if not settings.receipts.offered:
        return ()
    return (
        "Receipts: a person may take an answer away as a signed file, with the question after personal data was taken "
        "out of it. The service keeps no copy, and nothing of a file that somebody has it check.",
    )


def _insights(settings: Settings) -> tuple[str, ...]:
    """Return what is said of counting what people need, where the service does it."""
    if not settings.insights.collect:
        return ()
    return (
        "Insights (`insights.collect`): of each question, facets from closed lists are kept (topic, need, life event, "
        "outcome, urgency, language, the nation stated), with a keyed signature by which near-copies are told, and no "
        "word of it. They may tell of health or crime as a topic. A browser (by the value its forms carry) or an "
        "adviser is a hash, keyed anew each month; no new cookie is set. They outlast the conversation: they go with "
        "the month's key when the month is released, or 92 days after its end. Until then deleting a conversation "
        "deletes them. Only figures about enough people are published.",
        f"{_GAP} the lawful basis for these statistics; whether the people told of them may object, and how; whether "
        "using the form cookie for them fits regulation 6 of PECR and its exceptions.",
    )


def _submissions(settings: Settings) -> tuple[str, ...]:
    """Return what is said of what people send in, where a journey of the service ends in that."""
    journeys = journeys_in(settings.folder, settings.journeys.offered).values()
    sending = [journey for journey in journeys if any(outcome.submission for outcome in journey.outcomes)]
    if not sending:
        return ()
    set_up = settings.submissions
    goes = {name: each.kind for name, each in set_up.destinations.items()} or {"default": "folder"}
    named = ", ".join(f"`{name}` (a {kind})" for name, kind in goes.items())
    encrypted = "encrypted (Fernet, `plans.keys`)" if held_keys(settings) else "**not encrypted**: no key is set"
    asked = "\n".join(f"- `{journey.name}` asks: {'; '.join(_questions(journey))}" for journey in sending)
    return (
        f"Submissions: what people send in at the end of a journey goes to {named}, in their own words, from which "
        "personal data is *not* taken out: whoever deals with it needs it. The person is shown all of it and agrees "
        f"first. It is kept {encrypted}, until it has been delivered and {set_up.keep_days} days after that "
        "(`submissions.keep_days`); one that can't be delivered, until somebody has seen to it. No submission is read "
        "by a model, logged, or used for insights.",
        asked,
        f"{_GAP} for how long each destination keeps them, and who may read them there.",
    )


def _questions(journey: Journey) -> list[str]:
    return [said(question.title, journey.languages[0]) for question in journey.questions]


def _consultation() -> str:
    return f"## 3. Consultation\n\n{_GAP} who was asked: residents, advisers, the supplier of the servers, security."


def _necessity(settings: Settings) -> str:
    days = settings.conversations.retention_days
    kept = (
        f"Conversations are deleted after {days} days (`conversations.retention_days`)."
        if days
        else "Nothing is kept longer than it takes to follow an answer up (`conversations.retention_days = 0`)."
    )
    return "\n\n".join(
        (
            "## 4. Necessity and proportion",
            f"{_GAP} the lawful basis (for most public bodies: public task, UK GDPR article 6(1)(e)), and the "
            "condition for special categories (article 9).",
            f"- Data is kept to the least: see section 2. {kept}\n"
            "- Right of access: `fingerpost privacy export` and the conversation's own page\n"
            "- Right to erasure: `fingerpost privacy delete`, and a button on the privacy page. A restored backup does "
            "not bring a deleted conversation back\n"
            "- Nothing is decided about anybody: the service quotes guidance, with its sources\n"
            f"- Processors: {_processors(settings)}",
        )
    )


def _risks(settings: Settings) -> str:
    rows = [
        (
            "A name, number or address is not recognised and is kept",
            "recognition is measured (`fingerpost evaluate personal-data`); people are asked to leave it out; "
            + _duration(settings),
        ),
        (
            "Somebody else at the same device reads the conversation",
            "a delete button; a cookie that ends with the session",
        ),
        (
            "A backup brings back what was deleted",
            f"`conversations.tombstones` = `{settings.conversations.tombstones}`",
        ),
        ("An answer is wrong or misleads", "only quotations that stand in the guidance are shown, with their source"),
    ]
    if plan_seals(settings) is not None:
        where = "the environment" if settings.plans.keys else f"`{settings.plans.key_file}`"
        rows += [
            (
                "Somebody gets hold of the database, or a backup of it, and reads plans",
                f"plans are encrypted; their keys are in {where}: keep those apart from the database and its backups",
            ),
            (
                "Somebody else gets a person's private link",
                "its page warns; a new link ends the old one; links are not logged and not sent on as a referrer",
            ),
        ]
    if settings.answers.composer != "extractive":
        rows.append(
            (
                f"Text goes to the model behind `{settings.answers.composer}`",
                "personal data is taken out first; the provider's terms must rule out training on it",
            )
        )
    if not settings.server.secret_key:
        rows.append(
            (
                "`server.secret_key` is not set",
                "placeholders start again after a restart; set it, and keep it apart from the database",
            )
        )
    if settings.server.allowed_hosts == ("*",):
        rows.append(("`server.allowed_hosts` lets any host name through", "name the service's own host"))
    lines = ["| risk | what is done about it | likelihood, severity, what is left |", "| --- | --- | --- |"]
    lines += [f"| {risk} | {measure} | {_GAP} |" for risk, measure in rows]
    return "## 5. Risks\n\n" + "\n".join(lines)


def _outcome() -> str:
    return f"## 6. Outcome\n\n{_GAP} measures approved, risks accepted, the officer's advice, names and date of review."


def _composer(settings: Settings) -> str:
    name = settings.answers.composer
    return "quotation alone; no language model is used" if name == "extractive" else f"`{name}`"


def _processors(settings: Settings) -> str:
    notify = ", and GOV.UK Notify for e-mail addresses and codes" if _sends_codes(settings) else ""
    if settings.answers.composer == "extractive":
        return f"none but the host of the servers{notify}; no text of a question leaves the service"
    return f"the provider of `{settings.answers.composer}` and the host of the servers{notify}"


def _sends_codes(settings: Settings) -> bool:
    return plan_seals(settings) is not None and settings.plans.codes_by_email


def _duration(settings: Settings) -> str:
    days = settings.conversations.retention_days
    return f"for {days} days" if days else "for an hour at most"
