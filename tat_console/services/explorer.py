"""Any action of the service: its request out of typed values, the call, the code to do it."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from tat_console.ports.cloud import CallRecord, Connection
from tat_console.ports.profiles import Profile
from tat_console.services.changes import for_changes
from tat_console.services.masking import masked_reply, masked_request
from tat_console.services.session import Session
from tat_console.support.clock import Clock
from tat_console.support.errors import ConsoleError
from tat_console.support.i18n import _
from tat_console.tat import code_samples, request_rules, wire
from tat_console.tat.actions import Action, Safety, Service
from tat_console.tat.code_samples import Fields, SigningKey
from tat_console.tat.errors import InvalidRequest
from tat_console.tat.forms import form_of, shape_problems
from tat_console.tat.wire import Request

AddressOf = Callable[[Profile, Service], str]
"""Where a service answers for a profile."""


class Explored(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a call: the reply as it was sent, and with its Base64 texts decoded.

    With an `error` the raw reply is what the service answered, or "" where nothing came.
    """

    decoded: str
    raw: str
    record: CallRecord | None = None
    error: ConsoleError | None = None


def request_of(action: Action, values: Mapping[str, Any]) -> Request[Any]:
    """The request of an action from the JSON object as it goes over the wire.

    Raises InvalidRequest for a field that is not known, is missing or has the wrong type.
    """
    known = {field.encode_name for field in msgspec.structs.fields(action.request)}
    for name in values:
        if name not in known:
            text = _("{action} has no field “{field}”.")
            raise InvalidRequest(name, text.format(action=action.name, field=name))
    try:
        request: Request[Any] = msgspec.convert(dict(values), action.request)
        return request
    except msgspec.ValidationError as error:
        what = _("The values do not fit: {reason}.").format(reason=str(error))
        raise InvalidRequest(_field_named_in(str(error), known), what) from error


def problems(action: Action, values: Mapping[str, Any]) -> dict[str, str]:
    """A sentence for each field that the service would refuse, by its path.

    A path is a wire name, or leads into objects: `Filters.0.Name`, `Filters.Values` where the
    rule is about all of them.
    """
    found = dict(shape_problems(form_of(action), values))
    wrong = {path.partition(".")[0] for path in found}
    sound = {name: value for name, value in values.items() if name not in wrong}
    try:
        request = request_of(action, sound)
    except InvalidRequest as error:
        return found or {error.field: error.what}
    for problem in request_rules.problems(request):
        found.setdefault(problem.field, problem.sentence)
    return found


def changes_something(action: Action) -> bool:
    """Whether a call of this action needs to be confirmed on a careful profile."""
    return action.safety is not Safety.READ


class Explorer:
    """Calls any action, with the profile in front or with another one that is connected."""

    def __init__(self, session: Session, clock: Clock, address_of: AddressOf) -> None:
        self._session = session
        self._clock = clock
        self._address_of = address_of

    async def call(
        self,
        action: Action,
        values: Mapping[str, Any],
        region: str,
        connection: Connection | None = None,
    ) -> Explored:
        """Do an action; what the service refuses is in the result.

        Raises InvalidRequest for values that cannot be sent, ConsoleError where the profile may
        only look and the action changes something.
        """
        connection = connection or self._session.require()
        if changes_something(action):
            for_changes(connection)
        request = request_of(action, values)
        if sentences := problems(action, values):
            field, sentence = next(iter(sentences.items()))
            raise InvalidRequest(field, sentence)
        return await _explored(connection, request, region)

    def as_tccli(
        self, action: Action, values: Fields, region: str, connection: Connection | None = None
    ) -> str:
        """The call as a line of tccli; for the active connection where none is given."""
        endpoint = (connection or self._session.require()).profile.endpoint
        return code_samples.as_tccli(action, values, region=region, endpoint=endpoint)

    def as_python(
        self, action: Action, values: Fields, region: str, connection: Connection | None = None
    ) -> str:
        """The call as a program for the official SDK; for the active connection by itself."""
        endpoint = (connection or self._session.require()).profile.endpoint
        return code_samples.as_python(action, values, region=region, endpoint=endpoint)

    def as_curl(
        self, action: Action, values: Fields, region: str, connection: Connection | None = None
    ) -> str:
        """The call as a line of curl, signed for the next five minutes.

        Raises ConsoleError where there is no key to sign with.
        """
        connection = connection or self._session.require()
        profile = connection.profile
        credential = self._session.keys.in_use(profile.profile_id)
        if credential is None or profile.recording:
            raise ConsoleError(
                _("No key is at hand to sign with."),
                _("A line of curl is signed with the key of a profile; a recording has none."),
                _("Choose a profile with an account."),
            )
        key = SigningKey(credential.secret_id, credential.secret_key, bool(credential.token))
        return code_samples.as_curl(
            action,
            values,
            region=region,
            url=self._address_of(profile, action.service),
            key=key,
            timestamp_s=int(self._clock.now().timestamp() + connection.cloud.clock_offset_s),
        )


async def _explored(connection: Connection, request: Request[Any], region: str) -> Explored:
    records: list[CallRecord] = []
    body = wire.encode(request)
    watch = connection.cloud.calls.subscribe(
        lambda record: records.append(record) if record.request == body else None
    )
    reply, failure = None, None
    try:
        reply = await connection.cloud.call(request, region=region)
    except ConsoleError as error:
        failure = error
    finally:
        watch.cancel()
    record = records[-1] if records else None
    return Explored(
        decoded=decoded_text(msgspec.to_builtins(reply, builtin_types=(bytes,))) if reply else "",
        raw=masked_reply(record.reply, body) if record and record.reply else "",
        record=record,
        error=failure,
    )


def decoded_text(value: Any) -> str:
    """A reply as readable JSON whose Base64 fields are the texts they stand for."""
    return json.dumps(_decoded(value), ensure_ascii=False, indent=2, default=str)


def readable_request(action: Action, values: Mapping[str, Any]) -> str:
    """A request to be read before it is sent: scripts as texts, secrets masked.

    Raises InvalidRequest where the values are no request.
    """
    masked = json.loads(masked_request(json.dumps(dict(values)).encode()))
    request = msgspec.to_builtins(request_of(action, masked), builtin_types=(bytes,))
    return decoded_text({name: value for name, value in request.items() if name in values})


def encoded_script(text: str) -> str:
    """A text as the Base64 that script fields take."""
    return base64.b64encode(text.encode()).decode()


def _decoded(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    if isinstance(value, dict):
        return {name: _decoded(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_decoded(item) for item in value]
    return value


def _field_named_in(message: str, known: set[str]) -> str:
    """The field that a message of the decoder is about, "" where it names none."""
    return next((name for name in sorted(known, key=len, reverse=True) if name in message), "")
