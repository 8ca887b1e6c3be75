"""The table ``[receipts]``: whether an answer can be kept as a signed receipt, and with which key."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, SecretStr


class ReceiptSettings(BaseModel):
    """Signed receipts of answers."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)

    offered: bool = True
    keys_file: Path = Path(".fingerpost/receipt-keys.json")
    signing_key: SecretStr | None = None
    old_keys: tuple[str, ...] = ()
