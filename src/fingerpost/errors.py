"""The errors people meet. Each says what is wrong, where, and how to fix it.

Every error has a ``slug`` that the API uses as its problem type and an ``exit_code`` the command line ends with. No
message ever holds a question's text or a secret.
"""

from __future__ import annotations

from typing import ClassVar


class FingerpostError(Exception):
    """Base of every error Fingerpost raises on purpose.

    Args:
        what: what is wrong, one sentence, naming the thing.
        where: the file, key, url or step it is wrong in.
        fix: what the reader can do about it.
    """

    slug: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1

    def __init__(self, what: str, *, where: str = "", fix: str = "") -> None:
        self.what = what
        self.where = where
        self.fix = fix
        super().__init__(what, where, fix)

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.what, self.where, self.fix))

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}" if self.where else self.what
        return f"{text}\n  Fix: {self.fix}" if self.fix else text


def _rebuild(kind: type[FingerpostError], what: str, where: str, fix: str) -> FingerpostError:
    return kind(what, where=where, fix=fix)


class SettingsError(FingerpostError):
    """``fingerpost.toml`` or the environment holds something that can't be used."""

    slug = "settings"
    exit_code = 2


class QuestionError(FingerpostError):
    """A question that can't be asked: empty, too long, or not text."""

    slug = "question"
    exit_code = 2


class SourceError(FingerpostError):
    """A source can't be read at all. One bad page is skipped with its reason instead."""

    slug = "source"


class FetchError(FingerpostError):
    """One address could not be fetched."""

    slug = "fetch"


class AddressRefusedError(FetchError):
    """An address that must not be fetched: private, link-local, or a scheme other than http(s)."""

    slug = "address-refused"


class ExtractError(FingerpostError):
    """A fetched page could not be turned into text."""

    slug = "extract"


class IndexMissingError(FingerpostError):
    """There is no index to answer from yet."""

    slug = "index-missing"


class IndexMismatchError(FingerpostError):
    """The index was made by another embedder, or another format, than the one configured."""

    slug = "index-mismatch"


class IndexBusyError(FingerpostError):
    """Another sync is writing this index."""

    slug = "index-busy"
    exit_code = 3


class StorageError(FingerpostError):
    """The disk is full or a folder can't be written. The last good index still serves."""

    slug = "storage"


class ModelFileError(FingerpostError):
    """A model file is missing or is not the one we shipped."""

    slug = "model-file"


class ConversationNotFoundError(FingerpostError):
    """No conversation has this id, or it has expired or been deleted."""

    slug = "conversation-not-found"


class FeedbackError(FingerpostError):
    """Feedback that can't be kept: its words are too long."""

    slug = "feedback"
    exit_code = 2


class AccountError(FingerpostError):
    """An account that can't be made or changed as asked."""

    slug = "account"
    exit_code = 2


class HandOverError(FingerpostError):
    """A hand-over to a person did not reach its receiver."""

    slug = "hand-over"


class EvaluationInputError(FingerpostError):
    """An evaluation file is missing, or a line of it is not in the documented form."""

    slug = "evaluation-input"
    exit_code = 2


class CalculatorInputError(FingerpostError):
    """What a calculator was given is missing, not of its kind, or can't be true together."""

    slug = "calculator-input"
    exit_code = 2


class UnknownCalculatorError(FingerpostError):
    """There is no calculator of that name."""

    slug = "unknown-calculator"
    exit_code = 2


class OutsideRatesError(FingerpostError):
    """A date or year for which no rates are held. Rates are never guessed."""

    slug = "outside-rates"
    exit_code = 2


class EstimateUnavailableError(FingerpostError):
    """The engine that estimates benefits is not installed, does not start, or took too long."""

    slug = "estimate-unavailable"


class EstimateBusyError(FingerpostError):
    """As many people as may wait for an estimate are waiting already."""

    slug = "estimate-busy"


class RateTableError(FingerpostError):
    """A table of rates can't be read, or its periods have gaps."""

    slug = "rate-table"


class JourneyFileError(FingerpostError):
    """A journey's file can't be read, or names something that is not there."""

    slug = "journey-file"
    exit_code = 2


class UnknownJourneyError(FingerpostError):
    """There is no journey of that name."""

    slug = "unknown-journey"
    exit_code = 2


class JourneyAnswerError(FingerpostError):
    """An answer that the journey's question can't take. The answer is never repeated."""

    slug = "journey-answer"
    exit_code = 2


class JourneyStuckError(FingerpostError):
    """A journey leads nowhere from here: a fault in its file, which ``journey check`` finds."""

    slug = "journey-stuck"


class PlanSealedError(FingerpostError):
    """A plan can't be read: it was encrypted with a key that this service no longer has, or was altered."""

    slug = "plan-sealed"


class PlanNotFoundError(FingerpostError):
    """No plan is opened by this link or address: it may have expired, or been deleted by the person it was of."""

    slug = "plan-not-found"
    exit_code = 2


class EmailNotSentError(FingerpostError):
    """A message could not be handed to GOV.UK Notify. No address and nothing of the message is in the error."""

    slug = "email-not-sent"


class QuarantineError(FingerpostError):
    """A page that is not in quarantine was named, or a decision about one lacks who or why."""

    slug = "quarantine"
    exit_code = 2


class InsightsInputError(FingerpostError):
    """What insights are to be made from is missing, or not in the documented form."""

    slug = "insights-input"
    exit_code = 2


class ReleaseRefusedError(FingerpostError):
    """The release gate lets nothing out: too few people, or a release that would tell on an earlier one."""

    slug = "release-refused"
    exit_code = 3


class SubmissionError(FingerpostError):
    """Something can't be sent in: the journey is not at its end, nobody agreed, or it was sent in otherwise before."""

    slug = "submission"
    exit_code = 2


class SubmissionSealedError(FingerpostError):
    """What somebody sent in is encrypted with a key that is not here, or was altered."""

    slug = "submission-sealed"


class SubmissionNotFoundError(FingerpostError):
    """No submission has this reference, or it was delivered and its time is over, or it was deleted."""

    slug = "submission-not-found"
    exit_code = 2


class AuditError(FingerpostError):
    """The audit log is not whole, or something that is no head of one was given."""

    slug = "audit"


class ReceiptError(FingerpostError):
    """A file is no receipt, or the keys that receipts are signed with can't be used."""

    slug = "receipt"
    exit_code = 2


class GateError(FingerpostError):
    """Something was shown to be not good enough to be live: an index, or a whole evaluation."""

    slug = "gate"
