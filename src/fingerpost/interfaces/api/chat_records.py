"""Chat completions in the form of OpenAI's API: what is sent, what is replied, piece by piece.

The form is that of https://platform.openai.com/docs/api-reference/chat; what Fingerpost adds stands under
``fingerpost``, which other servers' clients pass over.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from fingerpost.domain import Answer, Usage
from fingerpost.errors import QuestionError
from fingerpost.interfaces.answer_words import AnswerWords, Mark
from fingerpost.interfaces.api.records import LocaleTag
from fingerpost.interfaces.wording import notices

MODEL = "fingerpost"
"""The one model there is: what composes the answer is the service's own setting, not the asker's."""

_answers = TypeAdapter(Answer)


class ContentPart(BaseModel):
    """A part of a message. Only ``text`` can be read."""

    model_config = ConfigDict(extra="ignore")

    type: str
    text: str = ""


class ChatMessage(BaseModel):
    """A message of the conversation. Only what users said is read: see ``questions``."""

    model_config = ConfigDict(extra="ignore")

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[ContentPart] | None = None


class Extension(BaseModel):
    """What may be asked for beyond OpenAI's form."""

    model_config = ConfigDict(extra="forbid")

    locale: LocaleTag | None = None


class StreamOptions(BaseModel):
    """What a stream ends with."""

    model_config = ConfigDict(extra="ignore")

    include_usage: bool = False


class ChatRequest(BaseModel):
    """A chat completion asked for. What tunes a model (``temperature``, ``tools``…) is passed over."""

    model_config = ConfigDict(extra="ignore")

    model: str
    messages: list[ChatMessage] = Field(min_length=1)
    stream: bool = False
    stream_options: StreamOptions | None = None
    n: int = 1
    fingerpost: Extension = Extension()


def questions(messages: list[ChatMessage]) -> list[str]:
    """Return what the person asked, oldest first.

    What stands in a system message is no instruction here, and what is said to be an earlier reply is not believed:
    the earlier answers are made again from the questions.

    Raises:
        QuestionError: the last message is not a user's, or a part of one is not text.
    """
    if messages[-1].role != "user":
        raise QuestionError(
            "the last message is not the user's",
            where="messages",
            fix="end 'messages' with what the user asks",
        )
    return [_text(message) for message in messages if message.role == "user"]


def annotation(mark: Mark) -> dict[str, Any]:
    """Return a citation as OpenAI's ``url_citation``: the place of its number in the content, and where it leads."""
    citation = mark.citation
    return {
        "type": "url_citation",
        "url_citation": {
            "start_index": mark.start,
            "end_index": mark.end,
            "url": citation.url,
            "title": " › ".join((citation.title, *citation.heading_path)),
        },
    }


def extension(answer: Answer) -> dict[str, Any]:
    """Return the whole answer record, and the words of its notices."""
    worded = [{"text": each.text, "locale": each.locale, "direction": each.direction} for each in notices(answer)]
    return {**_answers.dump_python(answer, mode="json"), "notice_words": worded}


def usage(answer: Answer) -> dict[str, int]:
    """Return the tokens a model took, in OpenAI's words: none where none was asked."""
    used = answer.usage or Usage()
    total = used.input_tokens + used.output_tokens
    return {"prompt_tokens": used.input_tokens, "completion_tokens": used.output_tokens, "total_tokens": total}


def completion(head: Mapping[str, Any], words: AnswerWords, answer: Answer) -> dict[str, Any]:
    """Return a whole ``chat.completion``."""
    message = {
        "role": "assistant",
        "content": words.text,
        "refusal": None,
        "annotations": [annotation(mark) for mark in words.marks],
    }
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    said = {"choices": [choice], "usage": usage(answer), "fingerpost": extension(answer)}
    return {**head, "object": "chat.completion", **said}


def chunk(head: Mapping[str, Any], delta: Mapping[str, Any], *, finish: str | None = None) -> dict[str, Any]:
    """Return one ``chat.completion.chunk``."""
    choice = {"index": 0, "delta": dict(delta), "logprobs": None, "finish_reason": finish}
    return {**head, "object": "chat.completion.chunk", "choices": [choice]}


def added(words: AnswerWords) -> dict[str, Any]:
    """Return the delta that adds these words to the content, with the citations of its numbers."""
    marks = [annotation(mark) for mark in words.marks]
    return {"content": words.text, **({"annotations": marks} if marks else {})}


def _text(message: ChatMessage) -> str:
    if isinstance(message.content, str) or message.content is None:
        return message.content or ""
    if any(part.type != "text" for part in message.content):
        raise QuestionError(
            "a message holds something that is not text", where="messages", fix="send text only: no images, no sound"
        )
    return "\n".join(part.text for part in message.content)
