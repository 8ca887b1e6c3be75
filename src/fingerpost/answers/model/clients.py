"""The client of each provider, built from the settings. Nothing is imported until a model is really asked for."""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fingerpost.answers.model.prices import Tokens, cost_of
from fingerpost.errors import SettingsError
from fingerpost.settings import ModelSettings

if TYPE_CHECKING:
    from pydantic_ai.models import Model
    from pydantic_ai.settings import ModelSettings as RequestSettings

# The provider's own variable is read only where its own address is asked: a key is never sent to somebody else's.
_OWN_KEYS = {"anthropic": "ANTHROPIC_API_KEY", "openai": "OPENAI_API_KEY"}
_OWN_ADDRESS = {"anthropic": "https://api.anthropic.com", "openai": "https://api.openai.com/v1"}
_NEEDED = ("anthropic", "openai", "pydantic_ai")


def check_model_settings(settings: ModelSettings, folder: Path, environment: Mapping[str, str] | None = None) -> str:
    """Return the key to use, empty where the provider needs none of ours.

    Raises:
        SettingsError: the extra is not installed, a key, a region or a project is missing, or a turn's cost is limited
            and no price is known.
    """
    if missing := [name for name in _NEEDED if find_spec(name) is None]:
        raise SettingsError(
            f"a model is asked for, and {missing[0]} is not installed",
            where="answers.composer",
            fix="install it with: pip install 'fingerpost[claude]', or set answers.composer to 'extractive'",
        )
    key = _key(settings, folder, os.environ if environment is None else environment)
    if settings.provider == "anthropic" and not key:
        raise _missing_key(settings)
    if settings.provider == "openai" and not key and not settings.base_url:
        raise _missing_key(settings)
    if settings.provider in ("bedrock", "vertex") and not settings.region:
        raise SettingsError(
            f"{settings.provider} runs models in a region, and none is set",
            where="model.region",
            fix="set it, such as region = 'eu-west-2' for Bedrock or 'europe-west1' for Vertex",
        )
    if settings.provider == "vertex" and not settings.project:
        raise SettingsError(
            "Vertex runs models in a project, and none is set", where="model.project", fix="set it to the project's id"
        )
    if settings.max_cost is not None and cost_of(Tokens(input=1), settings) is None:
        raise SettingsError(
            f"a turn's cost is limited, and no price is known for {settings.name}",
            where="model.max_cost",
            fix="set model.prices, or take model.max_cost out",
        )
    return key


def build_model(settings: ModelSettings, key: str) -> Model:
    """Return the model as pydantic-ai knows it. Every retry is ours: the client itself makes none.

    Anthropic's own client speaks to Bedrock and Vertex too, with their sign-in: the AWS credentials chain, or Google's
    application default credentials. A ``key`` given for them is a Bedrock API key, or a Google access token.
    """
    if settings.provider == "openai":
        return _openai(settings, key)
    from pydantic_ai.models.anthropic import AnthropicModel
    from pydantic_ai.providers.anthropic import AnthropicProvider

    return AnthropicModel(settings.model, provider=AnthropicProvider(anthropic_client=_anthropic(settings, key)))


def request_settings(settings: ModelSettings) -> RequestSettings:
    """Return what goes with every request: limits, no retries of the client's own, and what is to be cached."""
    shared: dict[str, Any] = {
        "max_tokens": settings.max_output_tokens,
        "max_retries": 0,
        "timeout": settings.seconds,
        "first_event_timeout": min(settings.first_words_seconds, settings.seconds),
        "parallel_tool_calls": False,
        # Nothing is to be worked out: a sentence says what its quotation says, and somebody is waiting for it.
        "thinking": False,
    }
    if settings.provider == "openai":
        return shared  # pyright: ignore[reportReturnType] - a typed dict whose other keys are optional
    cached: dict[str, Any] = {} if settings.cache == "off" else {"anthropic_cache_instructions": settings.cache}
    # Without it the provider holds a tool's arguments back until they are whole, and no sentence comes before the last.
    return {**shared, "anthropic_eager_input_streaming": True, **cached}  # pyright: ignore[reportReturnType]


def _anthropic(settings: ModelSettings, key: str) -> Any:
    from anthropic import AsyncAnthropic
    from anthropic.lib.bedrock import AsyncAnthropicBedrock
    from anthropic.lib.vertex import AsyncAnthropicVertex

    if settings.provider == "anthropic":
        return AsyncAnthropic(api_key=key, base_url=settings.base_url or _OWN_ADDRESS["anthropic"], max_retries=0)
    address: dict[str, Any] = {"base_url": settings.base_url} if settings.base_url else {}
    if settings.provider == "bedrock":
        return AsyncAnthropicBedrock(aws_region=settings.region, api_key=key or None, max_retries=0, **address)
    return AsyncAnthropicVertex(
        region=settings.region, project_id=settings.project, access_token=key or None, max_retries=0, **address
    )


def _openai(settings: ModelSettings, key: str) -> Model:
    from openai import AsyncOpenAI
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.providers.openai import OpenAIProvider

    # A server of one's own often wants no key, but the client does.
    client = AsyncOpenAI(api_key=key or "none", base_url=settings.base_url or _OWN_ADDRESS["openai"], max_retries=0)
    return OpenAIChatModel(settings.model, provider=OpenAIProvider(openai_client=client))


def _key(settings: ModelSettings, folder: Path, environment: Mapping[str, str]) -> str:
    if settings.key is not None and settings.key.get_secret_value().strip():
        return settings.key.get_secret_value().strip()
    if settings.key_file is not None:
        file = folder / settings.key_file
        try:
            key = file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            key = ""
        if not key:
            raise SettingsError(
                "the file that should hold the model's key can't be read, or is empty",
                where="model.key_file",
                fix=f"put the key into {file}, and let this user read it",
            )
        return key
    if settings.base_url:
        return ""
    return environment.get(_OWN_KEYS.get(settings.provider, ""), "").strip()


def _missing_key(settings: ModelSettings) -> SettingsError:
    own = _OWN_KEYS[settings.provider]
    also = "" if settings.base_url else f" (or {own})"
    return SettingsError(
        f"the model {settings.name} needs a key, and there is none",
        where="model.key",
        fix=f"set FINGERPOST_MODEL__KEY{also} in the environment or model.key_file; "
        "or set answers.composer to 'extractive', which needs no model",
    )
