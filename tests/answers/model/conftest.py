"""A composer with a model, opened on a server that says what it is told to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import Any

import pytest

from fingerpost.answers.model.asking import Asking
from fingerpost.answers.model.composer import ModelComposer
from fingerpost.answers.model.prompt import load_prompt
from fingerpost.settings import ModelSettings
from fingerpost.testing.model_replies import Reply
from fingerpost.testing.model_server import ModelServer, Respond
from tests.answers.model.asked import KEY, Open, Quoting


@pytest.fixture
def open_composer() -> Iterator[Open]:
    with ExitStack() as stack:

        def build(
            *script: Reply | Respond, tools: Sequence[Any] = (), **chosen: Any
        ) -> tuple[ModelComposer, ModelServer]:
            server = stack.enter_context(ModelServer(*script))
            name = chosen.pop("name", "anthropic:claude-sonnet-5-5")
            path = "" if name.startswith(("anthropic", "bedrock")) else "/v1"
            settings = ModelSettings(
                name=name, base_url=server.url + path, region="eu-west-2", project="ours", **chosen
            )
            prompt = load_prompt()
            composer = ModelComposer(settings, Asking(settings, KEY, prompt, tools), prompt, Quoting(), most=8)
            stack.callback(composer.close)
            composer.warm_up().result()  # so that no test's time goes on importing the client
            return composer, server

        yield build
