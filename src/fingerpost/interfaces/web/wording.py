"""Every word of the interface, in one place, so that another language is another catalogue and not another template.

Only what Fingerpost itself says stands here: guidance is quoted from its pages and never from a catalogue. A value in
braces is filled in by ``say``; templates escape the result like any other text.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

ENGLISH: Mapping[str, str] = MappingProxyType(
    {
        # The frame of every page
        "skip": "Skip to main content",
        "menu": "Menu",
        "nav.label": "Service pages",
        "nav.ask": "Ask a question",
        "nav.conversation": "Your answers",
        "nav.about": "About",
        "footer.label": "Support links",
        "footer.privacy": "Privacy",
        "footer.cookies": "Cookies",
        "footer.accessibility": "Accessibility",
        "demonstration.tag": "Demonstration",
        "demonstration.text": "This is not a real service. The organisation and its guidance are made up.",
        "title.error": "Error: {title}",
        # Asking
        "ask.lead": "Ask in your own words. The answer is made of quotations from published guidance, "
        "and each one shows the page it comes from.",
        "ask.lead.of": "Ask in your own words. The answer is made of quotations from pages that {organisation} has "
        "published, and each one shows the page it comes from.",
        "ask.label": "What do you want to know?",
        "ask.hint": "Leave out names, addresses and anything else about you. They are not needed.",
        "ask.button": "Ask",
        "ask.examples": "Or try one of these",
        "ask.back": "Go back to your answers",
        "ask.what.title": "What you get",
        "ask.what.quoted": "The words of the guidance itself, not a summary of it",
        "ask.what.checked": "A link to the place on the page, so that you can check it",
        "ask.what.honest": "A plain “we could not find it”, and someone to contact, when the guidance does not say",
        "ask.error.title": "There is a problem",
        "ask.error.empty": "Enter a question",
        "ask.error.long": "Your question must be {most} characters or fewer. It is {length} now",
        "ask.error.odd": "Enter your question in words",
        "ask.error.stale": "This page had been open too long. Select “Ask” to send your question again",
        # Answers
        "answers.title": "Your answer",
        "answers.title.many": "Your answers",
        "answer.question": "Question:",
        "answer.partial.title": "This may not be the whole answer",
        "answer.partial.text": "Read the pages it comes from before you rely on it.",
        "answer.unanswerable.title": "We could not find an answer to this",
        "answer.unanswerable.text": "The guidance we hold does not seem to say. "
        "Try asking in other words, or about one thing at a time.",
        "answer.clarify.title": "Can you tell us a little more?",
        "answer.clarify.text": "Your question could mean more than one thing. Ask again with more detail.",
        "answer.out_of_scope.title": "This is not something we can answer here",
        "answer.out_of_scope.text": "We only answer from the guidance published for this service.",
        "answer.refused.title": "We cannot help with this",
        "answer.refused.text": "If you were asking about a service, try asking in other words.",
        "answer.urgent.title": "Get help now",
        "answer.urgent.text": "If someone is in danger, call 999.",
        "answer.handoff.title": "It is best to talk to someone about this",
        "answer.handoff.text": "The people below can help.",
        "answer.removed": "We took out {what}. You do not need to share it.",
        "removed.email": "your email address",
        "removed.phone number": "your phone number",
        "removed.card number": "your card number",
        "removed.National Insurance number": "your National Insurance number",
        "removed.NHS number": "your NHS number",
        "removed.other": "something personal",
        "answer.removed.and": "{first} and {last}",
        "answer.next": "Next step",
        "answer.nearest": "The closest pages we have",
        "answer.nearest.more": "Other pages that may help",
        "answer.contact": "Ask a person",
        "contact.phone": "Phone",
        "contact.text_relay": "Relay UK",
        "contact.email": "Email",
        "contact.hours": "Open",
        "contact.url": "Online",
        # Citations
        "quote.marker": "Quotation {number}",
        "quote.open": "Check the words quoted",
        "quote.from": "Quoted from",
        "quote.on_page": "See the words on the page",
        "quote.on_page.which": "quotation {number}",
        "quote.updated": "Updated {date}",
        "quote.published": "Published {date}",
        "quote.licence": "Licence: {licence}",
        "licence.OGL-UK-3.0": "Open Government Licence v3.0",
        "licence.CC0-1.0": "Creative Commons Zero (no rights reserved)",
        "licence.CC-BY-4.0": "Creative Commons Attribution 4.0",
        "table.label": "Table from {title}",
        # Following up
        "follow.label": "Ask another question",
        "again.button": "Start again",
        "again.hint": "Starting again deletes your questions and answers.",
        # Feedback
        "feedback.legend": "Was this answer useful?",
        "feedback.yes": "Yes",
        "feedback.no": "No",
        "feedback.why.yes": "What made it useful? (optional)",
        "feedback.why.no": "What was wrong with it? (optional)",
        "feedback.reason.clear": "It was clear",
        "feedback.reason.next_step": "It told me what to do next",
        "feedback.reason.not_my_question": "It answered another question",
        "feedback.reason.incomplete": "Something was missing",
        "feedback.reason.out_of_date": "It is out of date",
        "feedback.reason.hard_to_understand": "It was hard to understand",
        "feedback.reason.wrong": "It is wrong",
        "feedback.reason.other": "Something else",
        "feedback.comment": "Tell us more (optional)",
        "feedback.hint": "Leave out anything about you.",
        "feedback.button": "Send feedback",
        "feedback.error": "Select yes if the answer was useful",
        "feedback.error.long": "What you tell us must be {most} characters or fewer",
        "feedback.thanks": "Thank you. You said this answer was useful.",
        "feedback.thanks.no": "Thank you. You said this answer was not useful.",
        # While an answer is on its way
        "step.protect": "Taking out anything personal",
        "step.understand": "Reading your question",
        "step.find": "Looking through the guidance",
        "step.compose": "Choosing the words that answer it",
        "step.ground": "Checking each quotation against its page",
        "step.other": "Working on your answer",
        "stream.done.answered": "Answer ready, with {count} quotations.",
        "stream.done.answered.one": "Answer ready, with 1 quotation.",
        "stream.done.partial": "Part of an answer is ready. It may not be the whole answer.",
        "stream.done.other": "Reply ready: {title}.",
        # Information pages
        "about.title": "About this service",
        "about.what": "{name} answers questions from published guidance.",
        "about.what.of": "{name} answers questions from guidance that {organisation} has published.",
        "about.how.title": "How it works",
        "about.how.find": "It looks for the parts of the guidance that are closest to your question.",
        "about.how.quote": "It shows the sentences that answer it, in the guidance’s own words. "
        "Before a sentence is shown it is checked, character for character, against the page it comes from. "
        "A sentence that is not there is not shown.",
        "about.how.silent": "When the guidance does not answer your question, it says so.",
        "about.not.title": "What it does not do",
        "about.not.decide": "It does not decide anything about you, and it does not know your circumstances.",
        "about.not.advice": "It is not legal, medical or financial advice. "
        "Read the whole page before you act on an answer.",
        "about.not.sell": "It does not use your questions to advertise to you.",
        "about.people.title": "If you would rather talk to someone",
        "privacy.title": "Privacy",
        "privacy.kept.title": "What is kept",
        "privacy.kept.intro": "So that you can read your answers again, this service keeps:",
        "privacy.kept.question": "your questions, after personal data has been taken out of them",
        "privacy.kept.answer": "the answers they got",
        "privacy.kept.feedback": "whether you found an answer useful, and why, if you say so",
        "privacy.removed": "Email addresses, phone numbers, payment card numbers, National Insurance numbers and NHS "
        "numbers are taken out before anything is kept. Names and addresses are not recognised yet, so leave them out.",
        "privacy.not": "It does not ask who you are, and nothing kept says who asked.",
        "privacy.long.title": "How long it is kept",
        "privacy.long.days": "Conversations are deleted after {days} days.",
        "privacy.long.day": "Conversations are deleted after 1 day.",
        "privacy.long.none": "Conversations are deleted the same day.",
        "privacy.delete.title": "Delete it now",
        "privacy.delete.text": "You can delete your conversation whenever you like. It cannot be brought back.",
        "privacy.delete.button": "Delete my conversation",
        "privacy.delete.none": "There is no conversation in this browser to delete.",
        "privacy.deleted.title": "Done",
        "privacy.deleted": "Your conversation has been deleted.",
        "cookies.title": "Cookies",
        "cookies.intro": "This service uses two cookies. Both are needed for it to work, so it does not ask you first. "
        "Both go when you close your browser.",
        "cookies.name": "Name",
        "cookies.purpose": "What it is for",
        "cookies.conversation": "Finds your conversation again when you open another page",
        "cookies.form": "Makes sure that a form was sent from this site",
        "cookies.none": "It sets no cookies to measure or advertise.",
        "accessibility.title": "Accessibility",
        "accessibility.intro": "We want as many people as possible to be able to use {name}. You should be able to:",
        "accessibility.zoom": "zoom in up to 400% without text going off the screen",
        "accessibility.keyboard": "use every page with a keyboard alone",
        "accessibility.reader": "listen to every page with a screen reader",
        "accessibility.script": "use every page with JavaScript turned off",
        "accessibility.how.title": "How accessible it is",
        "accessibility.how": "The pages are built to meet the Web Content Accessibility Guidelines version 2.2 at "
        "level AA. Every change is checked with automated tests in a real browser: with and without JavaScript, "
        "by keyboard, and at the width of a small phone. Automated tests do not find everything.",
        "accessibility.limits.title": "What we know could be better",
        "accessibility.limits.quotes": "Quotations keep the language of the page they come from, and the words around "
        "them are in English.",
        "accessibility.limits.tables": "A wide table scrolls sideways on a narrow screen.",
        "accessibility.limits.people": "It has not yet been tested by people who use assistive technology every day.",
        "accessibility.report.title": "Tell us about a problem",
        "accessibility.report": "If something does not work for you, or you need an answer in another form, contact:",
        "accessibility.report.none": "If something does not work for you, tell the organisation that runs this "
        "service.",
        # Errors
        "error.400.title": "We could not read that",
        "error.400.text": "Something in what was sent was not as we expected. Go back and try again.",
        "error.403.title": "That did not come from this page",
        "error.403.text": "To keep you safe, we only take questions sent from this site’s own pages. "
        "If the page had been open for a long time, open it again.",
        "error.404.title": "Page not found",
        "error.404.text": "If you typed the web address, check it is correct. "
        "If you pasted it, check you copied all of it.",
        "error.405.title": "Page not found",
        "error.405.text": "That address cannot be used in this way.",
        "error.413.title": "That was too much to read",
        "error.413.text": "What was sent is longer than we can take. Ask a shorter question.",
        "error.429.title": "Too many questions at once",
        "error.429.text": "Wait a minute, then ask again.",
        "error.500.title": "Sorry, there is a problem with the service",
        "error.500.text": "Try again later. We did not keep your question.",
        "error.503.title": "Sorry, the service is not ready yet",
        "error.503.text": "Its guidance has not been loaded. Try again later.",
        "error.home": "Ask a question",
        "error.contact": "If you need help now:",
    }
)
"""The English catalogue: key → text."""


def say(key: str, /, **values: object) -> str:
    """Return the interface's words for ``key``, with ``values`` filled in.

    Raises:
        KeyError: the catalogue has no such key, or its text wants a value that was not given.
    """
    text = ENGLISH[key]
    return text.format(**values) if values else text


def known(key: str, /) -> bool:
    """Return whether the catalogue has words for ``key``."""
    return key in ENGLISH
