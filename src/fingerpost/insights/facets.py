"""What is kept of a conversation: facets from closed lists, and never a word of it.

``VERSION`` names the lists as a whole. A list that changes changes it, and releases made before keep theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fingerpost.domain import Outcome

VERSION = "2026-11"
"""Which edition of the closed lists these are."""

NOT_CLASSIFIED = "not_classified"
"""What stands where none of a list fits, or the classifier is not sure enough."""


class Need(StrEnum):
    """What somebody wanted to come to."""

    FIND_OUT = "find_out"
    CHECK_ELIGIBILITY = "check_eligibility"
    WORK_OUT = "work_out"
    DO = "do"
    COMPLAIN = "complain"
    GET_HELP = "get_help"
    NOT_CLASSIFIED = NOT_CLASSIFIED


class LifeEvent(StrEnum):
    """What was happening in somebody's life."""

    HAVING_A_CHILD = "having_a_child"
    STARTING_OR_CHANGING_SCHOOL = "starting_or_changing_school"
    GOING_TO_COLLEGE_OR_UNIVERSITY = "going_to_college_or_university"
    LEARNING_TO_DRIVE = "learning_to_drive"
    STARTING_A_JOB = "starting_a_job"
    LOSING_A_JOB = "losing_a_job"
    STARTING_A_BUSINESS = "starting_a_business"
    MARRYING = "marrying"
    SEPARATING = "separating"
    MOVING_HOME = "moving_home"
    LOSING_A_HOME = "losing_a_home"
    FALLING_ILL_OR_DISABLED = "falling_ill_or_disabled"
    CARING_FOR_SOMEONE = "caring_for_someone"
    RETIRING = "retiring"
    SOMEONE_DIED = "someone_died"
    COMING_TO_THE_UK = "coming_to_the_uk"
    GOING_ABROAD = "going_abroad"
    MONEY_TROUBLE = "money_trouble"
    CRIME_OR_COURT = "crime_or_court"
    NOT_CLASSIFIED = NOT_CLASSIFIED


class UrgencyGroup(StrEnum):
    """Whether somebody may have come to harm, in groups wide enough to say nothing about one person."""

    NONE = "none"
    DANGER_OR_ILLNESS = "danger_or_illness"
    LIFE_AT_RISK = "life_at_risk"
    ABUSE_OR_NEGLECT = "abuse_or_neglect"
    BASIC_NEEDS = "basic_needs"


class Nation(StrEnum):
    """The nation somebody stated. It is never inferred."""

    ENGLAND = "england"
    SCOTLAND = "scotland"
    WALES = "wales"
    NORTHERN_IRELAND = "northern_ireland"
    NOT_STATED = "not_stated"


class Language(StrEnum):
    """What was written in. Rare languages are one group: a rare one alone could tell who it was."""

    ENGLISH = "en"
    WELSH = "cy"
    OTHER = "other"
    NOT_CLASSIFIED = NOT_CLASSIFIED


class Channel(StrEnum):
    """Which way somebody came."""

    WEB = "web"
    ADVISER = "adviser"
    API = "api"


class Collaboration(StrEnum):
    """How somebody at work went about it with the assistant: the Economic Index's five patterns.

    The first two hand a task over (automation); the other three share it (augmentation).
    """

    DIRECTIVE = "directive"
    FEEDBACK_LOOP = "feedback_loop"
    TASK_ITERATION = "task_iteration"
    LEARNING = "learning"
    VALIDATION = "validation"
    NOT_CLASSIFIED = NOT_CLASSIFIED

    @property
    def automates(self) -> bool:
        """Whether the pattern hands the task over rather than sharing it."""
        return self in {Collaboration.DIRECTIVE, Collaboration.FEEDBACK_LOOP}


class Purpose(StrEnum):
    """What it was for."""

    WORK = "work"
    STUDY = "study"
    PERSONAL = "personal"
    NOT_CLASSIFIED = NOT_CLASSIFIED


class Success(StrEnum):
    """Whether it served."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_CLASSIFIED = NOT_CLASSIFIED


@dataclass(frozen=True, slots=True)
class Facets:
    """All that is kept of what was said. Every field is from a closed list; ``topic`` is a leaf of the taxonomy.

    ``occupation`` is a SOC 2020 unit group (four digits) or ``not_classified``; ``autonomy`` is 1 (does as told) to 5
    (decides how), 0 where it is not known. Those two, ``collaboration`` and ``purpose`` are of people at work only.
    """

    topic: str = NOT_CLASSIFIED
    need: Need = Need.NOT_CLASSIFIED
    life_event: LifeEvent = LifeEvent.NOT_CLASSIFIED
    outcome: Outcome = Outcome.UNANSWERABLE
    urgency: UrgencyGroup = UrgencyGroup.NONE
    nation: Nation = Nation.NOT_STATED
    language: Language = Language.NOT_CLASSIFIED
    channel: Channel = Channel.WEB
    occupation: str = NOT_CLASSIFIED
    collaboration: Collaboration = Collaboration.NOT_CLASSIFIED
    purpose: Purpose = Purpose.NOT_CLASSIFIED
    autonomy: int = 0
    success: Success = Success.NOT_CLASSIFIED
