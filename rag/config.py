"""Every setting, read in one place from `GROUNDWIRE_*` environment variables; docs/settings.md lists them."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.errors import GroundwireError

BUNDLED_MODEL = "all-MiniLM-L6-v2"
"""The embedding model that is installed with Groundwire; any other name is a sentence-transformers model or folder."""


class Settings(BaseSettings):
    """The settings of one newsroom. Each field is the variable `GROUNDWIRE_<FIELD>`."""

    model_config = SettingsConfigDict(env_prefix="GROUNDWIRE_", frozen=True, extra="ignore")

    home: Path = Field(
        default_factory=lambda: user_data_path("groundwire", appauthor=False),
        description="Folder for catalogue, vectors and runs; made on first use.",
    )
    embedding_model: str = Field(
        default=BUNDLED_MODEL, description="A sentence-transformers model name, or the path of a model folder."
    )
    chroma_url: str = Field(
        default="", description="Address of a `chroma run` server; empty keeps the vectors in the home folder."
    )
    embed_batch: int = Field(default=32, ge=1, le=1024, description="Passages embedded at once.")
    fetch_allow: str = Field(
        default="",
        description="Hosts (`host` or `host:port`, separated by commas) that may be fetched though not public.",
    )
    fetch_delay: float = Field(default=1.0, ge=0, le=60, description="Seconds between two requests to one host.")
    candidates: int = Field(
        default=60, ge=10, le=1000, description="Passages taken from each of the two searches before they are fused."
    )
    reranker: str = Field(
        default="",
        description="A sentence-transformers cross-encoder by name or folder, which ranks what was found once more.",
    )
    llm: str = Field(
        default="",
        description="Provider and model that write answers: `openai-like:NAME`, `anthropic:NAME`, `google-genai:NAME` "
        "or `gguf:FILE`; empty: none.",
    )
    llm_url: str = Field(default="", description="Address of an `openai-like` server, with `/v1` where it has one.")
    llm_key: SecretStr = Field(default=SecretStr(""), description="The model's key; neither logged nor shown anywhere.")
    llm_context: int = Field(
        default=8192, ge=1024, le=2_000_000, description="Tokens that the model reads and writes at once."
    )
    llm_tokens: int = Field(default=512, ge=32, le=32_768, description="Tokens that the model writes for one answer.")
    llm_timeout: float = Field(default=60.0, gt=0, le=3600, description="Seconds to wait for the model's next words.")


def load_settings(**overrides: object) -> Settings:
    """The settings from the environment, with `overrides` before it. Raises `GroundwireError` naming a bad value."""
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]  # pydantic checks the values
    except ValidationError as error:
        first = error.errors()[0]
        name = "GROUNDWIRE_" + "_".join(str(part) for part in first["loc"]).upper()
        raise GroundwireError(f"{name}: {first['msg']}, got {first['input']!r}. See docs/settings.md.") from error
