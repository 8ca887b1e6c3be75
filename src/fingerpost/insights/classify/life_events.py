"""What was happening in somebody's life, by what they say of themselves, or by a topic that is about nothing else.

Rules and no model: a life event is counted only where it is said, in words anybody would take so.
"""

from __future__ import annotations

import re

from fingerpost.insights.facets import LifeEvent
from fingerpost.insights.taxonomy import parent

_KIN = (
    r"(?:husband|wife|partner|mum|mother|dad|father|son|daughter|child|brother|sister|gran\w*|nan|uncle|aunt|friend|"
    r"parents?|relative|fianc[eé]e?)"
)

_SAID: tuple[tuple[LifeEvent, str], ...] = (
    (
        LifeEvent.SOMEONE_DIED,
        rf"\b{_KIN}(?:'s| has| have| had| just| recently| sadly)* (?:died|passed away|dying)\b|"
        r"\bpassed away\b|\bwidow(?:ed|er)?\b|"
        rf"\bmy late {_KIN}|\bbereave\w+|\bdeath of (?:my|our|a) \w+|"
        r"\blost my (?:husband|wife|partner|mum|dad|mother|father)\b",
    ),
    (
        LifeEvent.HAVING_A_CHILD,
        r"\bpregnan\w+|\bexpecting (?:a|our|my|twins)|\bnew ?born|\bgiv(?:e|en|ing) birth|\bgave birth|"
        r"\bnew baby|\bour baby|"
        r"\bmy baby|\bhaving a baby|\bmaternity\b|\bpaternity\b|\bsurroga\w+|\badopt(?:ing|ed) (?:a|our) ",
    ),
    (
        LifeEvent.LOSING_A_HOME,
        r"\bhomeless\b|\bevict\w*|\brepossess\w*|\bnowhere to (?:live|stay|sleep)|\bsection 21\b|\bsofa.?surfing",
    ),
    (
        LifeEvent.LOSING_A_JOB,
        r"\bredundan\w+|\blost my job|"
        r"\b(?:been|was|got|being) (?:sacked|fired|dismissed|laid off|let go)|\bout of work\b|"
        r"\bunemployed\b|\bhanded in my notice",
    ),
    (
        LifeEvent.SEPARATING,
        r"\bdivorc\w+|\bseparat(?:ed|ing)\b (?:from|wife|husband)|"
        r"\b(?:we|we've|we have)(?: \w+)? (?:separated|split up|broke up)|"
        r"\bmy ex\b|\bex-?(?:husband|wife|partner)\b|\bleft my (?:husband|wife|partner)",
    ),
    (
        LifeEvent.MARRYING,
        r"\bget(?:ting)? married|\bmarrying\b|\bengaged to\b|\bmy wedding|\bour wedding|"
        r"\bcivil partnership ceremony|\bfianc[eé]e?\b",
    ),
    (
        LifeEvent.COMING_TO_THE_UK,
        r"\b(?:moved?|moving|came|coming|arriv\w+|relocat\w+) to (?:the )?(?:uk|u\.k\.|united kingdom|"
        r"england|britain|scotland|wales)\b|"
        r""
        r"\basylum\b|\brefugee\b",
    ),
    (
        LifeEvent.GOING_ABROAD,
        r"\b(?:mov(?:e|ing)|emigrat\w+|relocat\w+) abroad|\bgoing (?:abroad|overseas)|"
        r"\bliv(?:e|ing) abroad|\bwork(?:ing)? abroad",
    ),
    (
        LifeEvent.MOVING_HOME,
        r"\bmov(?:e|ed|ing) (?:house|home|in with|into a|flat)|"
        r"\bbuy(?:ing)? (?:a|my|our)(?: first)? (?:house|home|flat)|"
        r"\bnew (?:house|flat|address)\b|\bfirst.time buyer",
    ),
    (
        LifeEvent.RETIRING,
        r"\bretir(?:e|ed|ing|ement)\b|\b(?:reach|reached|reaching) (?:state )?pension age",
    ),
    (
        LifeEvent.STARTING_A_BUSINESS,
        r"\bstart(?:ing|ed)?(?: up)? (?:a|my|our|my own|our own)(?: \w+)? (?:business|company|firm)|"
        r"\bset(?:ting)? up (?:a|my|our|as)"
        r"(?: \w+)? (?:business|company|sole trader|self.employed)|\bgo(?:ne|ing)? self.employed",
    ),
    (
        LifeEvent.CARING_FOR_SOMEONE,
        rf"\b(?:care|caring|cares) for (?:my|his|her|our|their) |\blook(?:ing)? after my (?:{_KIN})|"
        r"\b(?:i'?m|i am) (?:a|his|her|the) "
        r"(?:full.time )?carer\b|\bunpaid carer",
    ),
    (
        LifeEvent.FALLING_ILL_OR_DISABLED,
        r"\bdiagnos\w+|\bdisab(?:led|ility)\b|\bcancer\b|\bdementia\b|\bstroke\b|"
        r"\b(?:off|too) (?:sick|ill)\b|\bbroke my (?:leg|arm|back|hip)|"
        r"\binjur(?:ed|y)\b|\bmental health\b|\bdepress(?:ed|ion)\b|\blong.term (?:illness|condition)",
    ),
    (
        LifeEvent.CRIME_OR_COURT,
        r"\b(?:been|was|were|got) (?:attacked|robbed|burgled|assaulted|arrested|charged|stolen|scammed|mugged)|"
        r"\bin prison\b|"
        r"\bconvict\w+|\bsummons\b|\bmagistrates|\bjury service\b|\bprobation\b",
    ),
    (
        LifeEvent.MONEY_TROUBLE,
        r"\bin debt\b|\bdebts?\b|\barrears\b|\bbankrupt\w*|\bbailiff\w*|\bcan(?:'t|not) afford|"
        r"\bstruggling (?:to pay|with (?:money|bills))|"
        r"\bfood ?bank",
    ),
    (
        LifeEvent.GOING_TO_COLLEGE_OR_UNIVERSITY,
        r"\b(?:start|starting|going to|go to|apply(?:ing)? to|accepted (?:at|to|into)) (?:university|uni|college)|"
        r"\bstudent loan\b|"
        r"\b(?:i'?m|i am) a (?:\w+ )?student\b",
    ),
    (
        LifeEvent.STARTING_OR_CHANGING_SCHOOL,
        r"\b(?:start|starting|chang\w+|mov\w+)(?: \w+)? school\b|\bschool place|\bsecondary school\b|"
        r"\breception class|\bnew school\b",
    ),
    (
        LifeEvent.LEARNING_TO_DRIVE,
        r"\blearn(?:ing)? to drive|\bdriving test\b|\btheory test\b|\bprovisional licen[cs]e|\bdriving lessons?",
    ),
    (
        LifeEvent.STARTING_A_JOB,
        r"\b(?:start|starting|started|got|offered|new) (?:a |my |a new |my new )?job\b|\bfirst job\b|\bjob offer\b",
    ),
)
_PATTERNS = tuple((event, re.compile(pattern, re.IGNORECASE)) for event, pattern in _SAID)
_OF_TOPIC = {
    "death/after-a-death": LifeEvent.SOMEONE_DIED,
    "driving/learning/learning-to-drive": LifeEvent.LEARNING_TO_DRIVE,
    "work/pay-and-hours/parental-leave": LifeEvent.HAVING_A_CHILD,
    "work/rights/redundancy": LifeEvent.LOSING_A_JOB,
    "family/couples/divorce": LifeEvent.SEPARATING,
    "family/couples/marriage": LifeEvent.MARRYING,
    "housing/renting/homelessness": LifeEvent.LOSING_A_HOME,
    "education/schools/school-places": LifeEvent.STARTING_OR_CHANGING_SCHOOL,
    "education/university": LifeEvent.GOING_TO_COLLEGE_OR_UNIVERSITY,
    "justice/debt-and-money-claims/debt": LifeEvent.MONEY_TROUBLE,
    "benefits/state-pension": LifeEvent.RETIRING,
    "work/finding-work/working-abroad": LifeEvent.GOING_ABROAD,
    "immigration/asylum-and-appeals/asylum": LifeEvent.COMING_TO_THE_UK,
}


def life_event(text: str, topic: str) -> LifeEvent:
    """Return the life event that a text speaks of, or that its topic is about, or ``not_classified``.

    Where several are said, what weighs most on the people who ask comes first: a death before a move.
    """
    plain = text.replace("’", "'")
    for event, pattern in _PATTERNS:
        if pattern.search(plain):
            return event
    return _OF_TOPIC.get(topic) or _OF_TOPIC.get(parent(topic)) or LifeEvent.NOT_CLASSIFIED
