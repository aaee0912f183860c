"""Every error code has words, and the words are usable."""

import gettext

import pytest
from tencentcloud.tat.v20201028 import errorcodes

from tat_console.support import i18n
from tat_console.tat import error_texts
from tat_console.tat.error_rows import ErrorRow, Repeat

SDK_CODES = {
    value for name, value in vars(errorcodes).items() if name.isupper() and isinstance(value, str)
}

COMMON_CODES = {
    "ActionOffline",
    "AuthFailure.InvalidAuthorization",
    "AuthFailure.InvalidSecretId",
    "AuthFailure.MFAFailure",
    "AuthFailure.SecretIdNotFound",
    "AuthFailure.SignatureExpire",
    "AuthFailure.SignatureFailure",
    "AuthFailure.TokenFailure",
    "AuthFailure.UnauthorizedOperation",
    "DryRunOperation",
    "FailedOperation",
    "InternalError",
    "InvalidAction",
    "InvalidParameter",
    "InvalidParameterValue",
    "InvalidRequest",
    "IpInBlacklist",
    "IpNotInWhitelist",
    "LimitExceeded",
    "MissingParameter",
    "NoSuchProduct",
    "NoSuchVersion",
    "RequestLimitExceeded",
    "RequestLimitExceeded.GlobalRegionUinLimitExceeded",
    "RequestLimitExceeded.IPLimitExceeded",
    "RequestLimitExceeded.UinLimitExceeded",
    "RequestSizeLimitExceeded",
    "ResourceInUse",
    "ResourceInsufficient",
    "ResourceNotFound",
    "ResourceUnavailable",
    "ResponseSizeLimitExceeded",
    "ServiceUnavailable",
    "UnauthorizedOperation",
    "UnknownParameter",
    "UnsupportedOperation",
    "UnsupportedProtocol",
    "UnsupportedRegion",
}
"""The codes any product of the cloud may answer with (facts §5.2)."""


def test_the_sdk_names_as_many_codes_as_the_documentation() -> None:
    assert len(SDK_CODES) == 82


def test_the_table_holds_exactly_the_known_codes() -> None:
    assert set(error_texts.TABLE) == SDK_CODES | COMMON_CODES


def test_no_code_has_two_rows() -> None:
    assert len(error_texts.TABLE) == len(error_texts.ROWS)


def wants(row: ErrorRow) -> bool:
    """Say whether a row lacks something: a title is no sentence, the others are."""
    return (
        not row.title
        or row.title.endswith(".")
        or len(row.title) > 70
        or not row.what.endswith(".")
        or not row.next_step.endswith(".")
    )


def test_every_row_says_what_happened_and_what_to_do() -> None:
    assert [row.code for row in error_texts.ROWS if wants(row)] == []


def test_a_code_below_a_known_one_takes_its_words() -> None:
    assert error_texts.row_of("ResourceNotFound.SomethingNew.Deeper").code == "ResourceNotFound"


@pytest.mark.parametrize("code", ["", "Brand.New", "resourcenotfound"])
def test_an_unknown_code_shows_what_the_service_said(code: str) -> None:
    text = error_texts.explain(code, "The moon is in the wrong phase.")
    assert "The moon is in the wrong phase." in text.what
    assert text.title
    assert text.next_step


def test_only_throttling_is_repeated_for_every_action() -> None:
    always = {row.code for row in error_texts.ROWS if row.repeat is Repeat.ALWAYS}
    assert always == {code for code in COMMON_CODES if code.startswith("RequestLimitExceeded")}


def test_the_exception_carries_everything() -> None:
    error = error_texts.service_error(
        "AuthFailure.SecretIdNotFound", "The SecretId is not found.", "b7ba2c6e"
    )
    assert error.code == "AuthFailure.SecretIdNotFound"
    assert error.message == "The SecretId is not found."
    assert error.request_id == "b7ba2c6e"
    assert "AuthFailure.SecretIdNotFound" in error.what
    assert error.next_step


def test_words_are_translated_when_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    class Shouting(gettext.NullTranslations):
        def gettext(self, message: str) -> str:
            return f"<{message}>"

    monkeypatch.setattr(i18n, "_translations", Shouting())
    assert error_texts.explain("AuthFailure").title == "<The service did not accept the key>"
