"""Keys as people paste them: what is wrong with one, said before the service says less."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from tat_console.ports.profiles import Credential
from tat_console.support.i18n import _
from tat_console.tat.errors import InvalidRequest


class CredentialProblem(msgspec.Struct, frozen=True):
    """What is wrong with one field: "SecretId", "SecretKey" or "Token"."""

    field: str
    sentence: str


def problems(credential: Credential) -> Iterator[CredentialProblem]:
    """Yield what is wrong with a credential; its secrets are not in the sentences."""
    fields = {"SecretId": credential.secret_id, "SecretKey": credential.secret_key.reveal()}
    for field, text in fields.items():
        if not text.strip():
            yield CredentialProblem(field, _("{field} is empty.").format(field=field))
    if credential.token is not None:
        fields["Token"] = credential.token.reveal()
    for field, text in fields.items():
        yield from _problems_of(field, text)


def _problems_of(field: str, text: str) -> Iterator[CredentialProblem]:
    if text.strip() and text != text.strip():
        sentence = _("{field} begins or ends with a space or a line break; remove it.")
        yield CredentialProblem(field, sentence.format(field=field))
    elif any(not "!" <= letter <= "~" for letter in text.strip()):
        sentence = _("{field} holds a character that no key has; copy it again.")
        yield CredentialProblem(field, sentence.format(field=field))


def check(credential: Credential) -> None:
    """Raise InvalidRequest for the first problem."""
    for problem in problems(credential):
        raise InvalidRequest(
            problem.field, problem.sentence, _("Correct the key in Settings → Profiles.")
        )
