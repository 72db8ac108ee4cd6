"""The model that writes, opened by the settings through LlamaIndex's own integrations.

`GROUNDWIRE_LLM` is PROVIDER:NAME. Each provider is an extra of its name, imported where it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any

from corpus.errors import GroundwireError
from rag.config import Settings

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

TEMPERATURE = 0.0
RETRIES = 1


def open_llm(settings: Settings) -> LLM:
    """The model that `settings` name. Nothing is asked of it yet.

    Raises `GroundwireError` where none is named, its provider is unknown or not installed, or a setting is missing.
    """
    provider, _, name = settings.llm.partition(":")
    if not settings.llm:
        raise GroundwireError(
            "No model is set that could write. Set GROUNDWIRE_LLM, for example to openai-like:llama3.1 together with "
            "GROUNDWIRE_LLM_URL=http://127.0.0.1:11434/v1, or leave mode out."
        )
    if provider not in PROVIDERS or not name:
        known = ", ".join(f"{one}:NAME" for one in PROVIDERS)
        raise GroundwireError(f"GROUNDWIRE_LLM={settings.llm!r} names no model. Write it as one of {known}.")
    return PROVIDERS[provider](name, settings)


def model_name(settings: Settings) -> str:
    """What the model is called in an answer: a file by its name, without its folder."""
    provider, _, name = settings.llm.partition(":")
    return Path(name).stem if provider == "gguf" else name


def _openai_like(name: str, settings: Settings) -> LLM:
    if not settings.llm_url:
        raise GroundwireError(
            "GROUNDWIRE_LLM_URL is not set: the address of the server of the model, for example "
            "http://127.0.0.1:11434/v1 for Ollama."
        )
    return _of_server(name, settings.llm_url, settings.llm_key.get_secret_value() or "none", settings)


def _of_server(name: str, address: str, key: str, settings: Settings) -> LLM:
    made: LLM = _integration("openai-like", "llama_index.llms.openai_like").OpenAILike(
        model=name,
        api_base=address,
        api_key=key,  # servers of one's own ask for none, and the client for some
        is_chat_model=True,
        is_function_calling_model=False,
        should_use_structured_outputs=False,
        context_window=settings.llm_context,
        max_tokens=settings.llm_tokens,
        tokenizer=None,
        temperature=TEMPERATURE,
        timeout=settings.llm_timeout,
        max_retries=RETRIES,
        additional_kwargs={"stream_options": {"include_usage": True}},
    )
    return made


def _anthropic(name: str, settings: Settings) -> LLM:
    made: LLM = _integration("anthropic", "llama_index.llms.anthropic").Anthropic(
        model=name,
        api_key=_key(settings),
        base_url=settings.llm_url or None,
        max_tokens=settings.llm_tokens,
        temperature=TEMPERATURE,
        timeout=settings.llm_timeout,
        max_retries=RETRIES,
    )
    return made


def _google_genai(name: str, settings: Settings) -> LLM:
    made: LLM = _integration("google-genai", "llama_index.llms.google_genai").GoogleGenAI(
        model=name,
        api_key=_key(settings),
        max_tokens=settings.llm_tokens,
        context_window=settings.llm_context,
        max_retries=RETRIES,
    )
    return made


def _gguf(name: str, settings: Settings) -> LLM:
    if not Path(name).is_file():
        raise GroundwireError(
            f"GROUNDWIRE_LLM: there is no file {name!r}. Name a model file, as gguf:/models/some.gguf."
        )
    server, key = _local_server(name, settings.llm_context)
    return _of_server(Path(name).stem, f"{server.listening_address}/v1", key, settings)


@cache
def _local_server(path: str, context: int) -> tuple[Any, str]:
    """llama.cpp's server within this process and for it alone: on a free port of 127.0.0.1, with a key of its own."""
    xllamacpp = _integration("gguf", "xllamacpp")
    key = token_urlsafe()
    params = xllamacpp.CommonParams()
    params.model.path = path
    params.n_ctx = context
    params.n_parallel = 1
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [key]
    params.verbosity = 0
    try:
        return xllamacpp.Server(params), key
    except Exception as error:  # llama.cpp's own, of no common class
        raise GroundwireError(f"GROUNDWIRE_LLM: {path!r} could not be loaded as a GGUF model ({error}).") from error


PROVIDERS: Mapping[str, Callable[[str, Settings], LLM]] = {
    "openai-like": _openai_like,
    "anthropic": _anthropic,
    "google-genai": _google_genai,
    "gguf": _gguf,
}


def _key(settings: Settings) -> str:
    key = settings.llm_key.get_secret_value()
    if not key:
        raise GroundwireError("GROUNDWIRE_LLM_KEY is not set: the key that the provider of the model gave you.")
    return key


def _integration(extra: str, module: str) -> Any:  # noqa: ANN401 - a module
    try:
        return import_module(module)
    except ImportError as error:
        raise GroundwireError(
            f"The model needs a package that is not installed ({error.name or module}). "
            f'Install it with: pip install "groundwire[{extra}]"'
        ) from error


def failure(error: Exception) -> str:
    """What went wrong, in words that hold neither key nor address."""
    name = type(error).__name__
    if "Authentication" in name or "PermissionDenied" in name or getattr(error, "status_code", 0) in (401, 403):
        return "the model's server refused the key (set GROUNDWIRE_LLM_KEY)"
    if "Timeout" in name:
        return "the model did not answer in time (GROUNDWIRE_LLM_TIMEOUT)"
    if "Connection" in name or isinstance(error, OSError):
        return "the model's server could not be reached (GROUNDWIRE_LLM_URL)"
    if "NotFound" in name or getattr(error, "status_code", 0) == 404:
        return "the server has no such model or address (GROUNDWIRE_LLM, GROUNDWIRE_LLM_URL)"
    return f"the model failed ({name})"
