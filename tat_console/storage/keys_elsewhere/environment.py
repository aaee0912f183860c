"""The key in the environment, in the names that tccli and the SDKs use (facts §6.6)."""

from __future__ import annotations

from collections.abc import Mapping

from tat_console.ports.profiles import AssumedRole, FoundKey, KeySource, SourceKind
from tat_console.storage.keys_elsewhere.lying import LyingKey, lying_key
from tat_console.support.i18n import _


def of_environment(environment: Mapping[str, str]) -> LyingKey | None:
    """The key of the variables TENCENTCLOUD_…, or None where none of them is set."""
    secret_id = environment.get("TENCENTCLOUD_SECRET_ID", "").strip()
    secret_key = environment.get("TENCENTCLOUD_SECRET_KEY", "").strip()
    if not secret_id and not secret_key:
        return None
    found = FoundKey(
        source=KeySource(kind=SourceKind.ENVIRONMENT),
        place=_("the environment (TENCENTCLOUD_SECRET_ID)"),
        secret_id=secret_id,
        region=environment.get("TENCENTCLOUD_REGION", "").strip(),
        role=_role(environment),
    )
    return lying_key(found, secret_key, environment.get("TENCENTCLOUD_TOKEN", "").strip())


def _role(environment: Mapping[str, str]) -> AssumedRole | None:
    arn = environment.get("TENCENTCLOUD_ROLE_ARN", "").strip()
    if not arn:
        return None
    name = environment.get("TENCENTCLOUD_ROLE_SESSION_NAME", "").strip()
    return AssumedRole(role_arn=arn, session_name=name or "tat-console")
