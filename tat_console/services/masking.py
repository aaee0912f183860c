"""Bodies of calls with everything secret taken out, fit to be shown and kept."""

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import Any, Final

from tat_console.support.logs import MASK, REDACTOR

_SECRET_FIELDS: Final = frozenset(
    {"Token", "TmpSecretKey", "SecretKey", "TokenCode", "RegisterCodeValue"}
)
_MASKED_SCRIPT: Final = base64.b64encode(MASK.encode()).decode()
_PARAMETER_FIELDS: Final = ("Parameters", "DefaultParameters")
_HIDDEN: Final = re.compile(r"\{\{\s*tat-hidden:([A-Za-z0-9_-]+)\s*\}\}")


def masked_request(body: bytes) -> str:
    """A request as readable JSON; what cannot be read is not shown at all.

    Hidden parameters are masked by their names where the script is in the request. Where it is
    not (InvokeCommand, schedules), nobody can tell which are hidden, so all values are masked.
    """
    request = _read(body)
    if request is None:
        return ""
    return _text(_mask_parameters(_mask_fields(request)))


def masked_reply(body: bytes, request: bytes = b"") -> str:
    """A reply as readable JSON; the preview of a script with hidden values is masked."""
    reply = _read(body)
    if reply is None:
        return REDACTOR.redact(body.decode(errors="replace"))
    reply = _mask_fields(reply)
    asked = _read(request) if request else None
    response = reply.get("Response", reply)
    if isinstance(response, dict) and "ReplacedContent" in response:
        names = _hidden_names(asked or {})
        if names is None or names:
            response["ReplacedContent"] = _MASKED_SCRIPT
    return _text(reply)


def _read(body: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _text(value: dict[str, Any]) -> str:
    return REDACTOR.redact(json.dumps(value, ensure_ascii=False, indent=2))


def _mask_fields(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: MASK if name in _SECRET_FIELDS and item else _mask_fields(item)
            for name, item in value.items()
        }
    if isinstance(value, list):
        return [_mask_fields(item) for item in value]
    return value


def _mask_parameters(request: dict[str, Any]) -> dict[str, Any]:
    hidden = _hidden_names(request)
    changed = dict(request)
    for field in _PARAMETER_FIELDS:
        if isinstance(request.get(field), str):
            changed[field] = _masked_values(request[field], hidden)
    confs = request.get("DefaultParameterConfs")
    if isinstance(confs, list):
        changed["DefaultParameterConfs"] = [_masked_conf(conf, hidden) for conf in confs]
    return changed


def _hidden_names(request: dict[str, Any]) -> frozenset[str] | None:
    """The names of hidden parameters, None where the script is not in the request."""
    content = request.get("Content")
    if not isinstance(content, str):
        return None
    try:
        script = base64.b64decode(content).decode(errors="replace")
    except (binascii.Error, ValueError):
        return None
    return frozenset(_HIDDEN.findall(script))


def _masked_values(text: str, hidden: frozenset[str] | None) -> str:
    values = _read(text.encode())
    if values is None:
        return MASK if text.strip() else text
    masked = {
        name: MASK if hidden is None or name in hidden else value for name, value in values.items()
    }
    return json.dumps(masked, ensure_ascii=False)


def _masked_conf(conf: Any, hidden: frozenset[str] | None) -> Any:
    if not isinstance(conf, dict):
        return MASK
    if hidden is not None and conf.get("ParameterName") not in hidden:
        return conf
    return {**conf, "ParameterValue": MASK}
