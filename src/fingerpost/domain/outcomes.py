"""What a question came to, and what was wanted."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """What a question came to."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    CLARIFY = "clarify"
    UNANSWERABLE = "unanswerable"
    OUT_OF_SCOPE = "out_of_scope"
    REFUSED = "refused"
    URGENT = "urgent"
    HANDOFF = "handoff"


class Intent(StrEnum):
    """What somebody wants of the assistant.

    The first five, and a complaint, are looked for in the guidance. A greeting, thanks, and a question about the
    assistant itself have fixed replies and cost no search.
    """

    GUIDANCE = "guidance"
    ELIGIBILITY = "eligibility"
    CALCULATION = "calculation"
    DO_A_TASK = "do_a_task"
    CONTACT_A_PERSON = "contact_a_person"
    GREETING = "greeting"
    THANKS = "thanks"
    ABOUT_THIS_ASSISTANT = "about_this_assistant"
    COMPLAINT = "complaint"
    NOT_FOR_US = "not_for_us"
