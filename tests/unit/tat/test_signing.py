"""The signature, against the official vectors and against the official SDK."""

import hashlib
import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tencentcloud.common.abstract_client import AbstractClient
from tencentcloud.common.credential import Credential
from tencentcloud.common.http.request import RequestInternal
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.common.sign import Sign

from tat_console.tat import signing
from tat_console.tat.signing import MalformedAuthorization, Message

TIMESTAMP_S = 1551113065
DATE = "2019-02-25"
BODY = rb'{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}'
BODY_HASH = "35e9c5b0e3ae67532d3c9f17ead6c90222632e5b1ff7f6e89887f1398934f064"
MESSAGE = Message(
    headers={
        "content-type": "application/json; charset=utf-8",
        "host": "cvm.tencentcloudapi.com",
        "x-tc-action": "DescribeInstances",
    },
    body=BODY,
)
STARS = "*" * 32


class Vector(msgspec.Struct, frozen=True):
    """One example that the documentation of signatures works out."""

    name: str
    secret_id: str
    secret_key: str
    signed_headers: tuple[str, ...]
    canonical_hash: str
    signature: str


VECTORS = [
    Vector(
        "A-three-headers",
        "AKID" + STARS,
        STARS,
        ("content-type", "host", "x-tc-action"),
        "7019a55be8395899b900fb5564e4200d984910f34794a27cb3fb7d10ff6a1e84",
        "10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f",
    ),
    Vector(
        "B-older-page",
        "AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******",
        "Gu5t9xGARNpq86cd98joQYCN3*******",
        ("content-type", "host"),
        "5ffe6a04c0664d6b969fab9a13bdab201d63ee709638e2749d62a09ca18d7031",
        "2230eefd229f582d8b1b891af7107b91597240707d778ab3738f756258d7652c",
    ),
    Vector(
        "C-international-page",
        "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE",
        "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE",
        ("content-type", "host"),
        "5ffe6a04c0664d6b969fab9a13bdab201d63ee709638e2749d62a09ca18d7031",
        "72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168",
    ),
]
vectors = pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.name)


def test_the_payload_hash_is_the_published_one() -> None:
    assert len(BODY) == 86
    assert signing.payload_hash(MESSAGE) == BODY_HASH


def test_vector_a_in_every_step() -> None:
    names = ("content-type", "host", "x-tc-action")
    canonical = signing.canonical_request(MESSAGE, names)
    assert canonical == (
        "POST\n/\n\n"
        "content-type:application/json; charset=utf-8\n"
        "host:cvm.tencentcloudapi.com\n"
        "x-tc-action:describeinstances\n"
        "\n"
        "content-type;host;x-tc-action\n" + BODY_HASH
    )
    text = signing.string_to_sign(TIMESTAMP_S, "cvm", canonical)
    assert text == (
        "TC3-HMAC-SHA256\n1551113065\n2019-02-25/cvm/tc3_request\n" + VECTORS[0].canonical_hash
    )
    keys = signing.key_chain(STARS, DATE, "cvm")
    assert [key.hex() for key in keys] == [
        "da98fb70dcf6b112dc21038d1eeeb3a95c74b4dcb12c1131f864f6066bd02be0",
        "8d70cbefb03939f929db64d32dc2ba89b1095620119fe3e050e2b18c5bd2752f",
        "b596b923aad85185e2d1f6659d2a062e0a86731226e021e61bfe06f7ed05f5af",
    ]
    assert signing.signature(keys.signing_key, text) == VECTORS[0].signature


@vectors
def test_the_canonical_request_has_the_published_hash(vector: Vector) -> None:
    canonical = signing.canonical_request(MESSAGE, vector.signed_headers)
    assert hashlib.sha256(canonical.encode()).hexdigest() == vector.canonical_hash


@vectors
def test_signing_gives_the_published_header(vector: Vector) -> None:
    authorization = signing.sign(
        MESSAGE,
        secret_id=vector.secret_id,
        secret_key=vector.secret_key,
        service="cvm",
        timestamp_s=TIMESTAMP_S,
        signed_headers=vector.signed_headers,
    )
    assert authorization.header() == (
        f"TC3-HMAC-SHA256 Credential={vector.secret_id}/2019-02-25/cvm/tc3_request, "
        f"SignedHeaders={';'.join(vector.signed_headers)}, Signature={vector.signature}"
    )


@vectors
def test_a_published_header_reads_back_and_is_authentic(vector: Vector) -> None:
    header = (
        f"TC3-HMAC-SHA256 Credential={vector.secret_id}/2019-02-25/cvm/tc3_request, "
        f"SignedHeaders={';'.join(vector.signed_headers)}, Signature={vector.signature}"
    )
    authorization = signing.parse_authorization(header)
    assert authorization.secret_id == vector.secret_id
    assert authorization.signed_headers == vector.signed_headers
    expected = signing.expected_signature(
        MESSAGE, authorization, secret_key=vector.secret_key, timestamp_s=TIMESTAMP_S
    )
    assert expected == vector.signature
    assert is_authentic(MESSAGE, authorization, vector.secret_key)
    assert not is_authentic(MESSAGE, authorization, vector.secret_key + "x")


def is_authentic(
    message: Message,
    authorization: signing.Authorization,
    secret_key: str,
    timestamp_s: int = TIMESTAMP_S,
) -> bool:
    return signing.is_authentic(
        message, authorization, secret_key=secret_key, timestamp_s=timestamp_s
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"{}", "ed186867d39fe4dbea24daf16c7eb68e622df939cb1d015171e488bdafa5cdd2"),
        (
            rb'{"CommandName": "\u4e2d\u6587", "Content": "d2hvYW1p", "InstanceIds": ["ins-zj0f57ew"]}',
            "3b6994274fcc4aa36075800c7ef9a73d4508b9ff0e8236b00f84fc61fba7821d",
        ),
    ],
)
def test_tat_requests_of_the_official_sdk(body: bytes, expected: str) -> None:
    message = Message({"content-type": "application/json", "host": "tat.tencentcloudapi.com"}, body)
    authorization = signing.sign(
        message,
        secret_id="AKID" + STARS,
        secret_key=STARS,
        service="tat",
        timestamp_s=TIMESTAMP_S,
    )
    assert authorization.signature == expected


def test_a_second_sdk_vector_with_its_canonical_hash() -> None:
    message = Message({"content-type": "application/json", "host": "tat.tencentcloudapi.com"})
    message = msgspec.structs.replace(message, body=b"{}")
    canonical = signing.canonical_request(message, signing.DEFAULT_SIGNED_HEADERS)
    assert hashlib.sha256(canonical.encode()).hexdigest() == (
        "977b0d29c0b237d2f8110f8aee9e296b9ef656771a1a0cdddd9b3649d231219d"
    )
    authorization = signing.sign(
        message, secret_id="X", secret_key="SKEXAMPLE", service="tat", timestamp_s=1700000000
    )
    assert authorization.date == "2023-11-14"
    assert authorization.signature == (
        "dc40f5d7b4bb8b21d68c642cada66c3c296ebde95de6953698b2205a4336eeef"
    )


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Z"]), min_size=1)
timestamps = st.integers(0, 4_102_444_800)


@given(words, timestamps, words, words)
def test_the_key_chain_equals_the_sdks(key: str, timestamp_s: int, service: str, text: str) -> None:
    date = signing.utc_date(timestamp_s)
    chain = signing.key_chain(key, date, service)
    assert signing.signature(chain.signing_key, text) == Sign.sign_tc3(key, date, service, text)


class RandomRequest(msgspec.Struct, frozen=True):
    """Everything that can vary in a request the official SDK signs."""

    host: str
    secret_key: str
    timestamp_s: int
    parameters: dict[str, str | int | list[str]]
    method: str
    unsigned: bool


hosts = st.from_regex(r"[a-z0-9.-]{1,30}(:[0-9]{1,5})?", fullmatch=True) | st.just(
    "http://127.0.0.1:8080"
)
requests = st.builds(
    RandomRequest,
    host=hosts,
    secret_key=st.from_regex(r"[A-Za-z0-9]{1,40}", fullmatch=True),
    timestamp_s=timestamps,
    parameters=st.dictionaries(
        words, words | st.integers() | st.lists(words, max_size=3), max_size=4
    ),
    method=st.sampled_from(["POST", "GET"]),
    unsigned=st.booleans(),
)


def sdk_request(request: RandomRequest, monkeypatch: pytest.MonkeyPatch) -> RequestInternal:
    profile = ClientProfile(httpProfile=HttpProfile(endpoint=request.host))
    profile.unsignedPayload = request.unsigned
    client = AbstractClient(Credential("AKIDEXAMPLE", request.secret_key), "ap-guangzhou", profile)
    client._service, client._apiVersion = "tat", "2020-10-28"
    built = RequestInternal(request.host, request.method, "/")
    with monkeypatch.context() as patch:
        patch.setattr("time.time", lambda: request.timestamp_s)
        client._build_req_with_tc3_signature("RunCommand", request.parameters, built)
    return built


def as_message(built: RequestInternal) -> Message:
    headers = {name.lower(): value for name, value in built.header.items()}
    if built.method == "GET":
        return Message(headers, b"", "GET", "/", built.data)
    return Message(headers, built.data.encode())


@given(request=requests)
def test_random_requests_are_signed_as_the_sdk_signs_them(request: RandomRequest) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        built = sdk_request(request, monkeypatch)
    message = as_message(built)
    ours = signing.sign(
        message,
        secret_id="AKIDEXAMPLE",
        secret_key=request.secret_key,
        service="tat",
        timestamp_s=request.timestamp_s,
    )
    assert ours.header() == built.header["Authorization"]
    theirs = signing.parse_authorization(built.header["Authorization"])
    assert is_authentic(message, theirs, request.secret_key, request.timestamp_s)
    tampered = msgspec.structs.replace(message, query=message.query + "&x=1")
    assert not is_authentic(tampered, theirs, request.secret_key, request.timestamp_s)


def test_values_signed_as_sent_are_authentic_too() -> None:
    """The SDK does not lower-case header values, the documented rule does."""
    headers = {"content-type": "application/json", "host": "TAT.Example"}
    message = Message(headers, b"{}")
    for fold_values in (True, False):
        canonical = signing.canonical_request(
            message, signing.DEFAULT_SIGNED_HEADERS, fold_values=fold_values
        )
        key = signing.key_chain("key", DATE, "tat").signing_key
        signed = signing.signature(key, signing.string_to_sign(TIMESTAMP_S, "tat", canonical))
        claim = signing.Authorization("AKID", DATE, "tat", signing.DEFAULT_SIGNED_HEADERS, signed)
        assert is_authentic(message, claim, "key")


def test_another_date_in_the_scope_is_not_authentic() -> None:
    authorization = signing.sign(
        MESSAGE, secret_id="AKID", secret_key="key", service="cvm", timestamp_s=TIMESTAMP_S
    )
    later = msgspec.structs.replace(authorization, date="2019-02-26")
    assert is_authentic(MESSAGE, authorization, "key")
    assert not is_authentic(MESSAGE, later, "key")


def test_a_changed_body_is_not_authentic() -> None:
    authorization = signing.sign(
        MESSAGE, secret_id="AKID", secret_key="key", service="cvm", timestamp_s=TIMESTAMP_S
    )
    changed = msgspec.structs.replace(MESSAGE, body=BODY + b" ")
    assert not is_authentic(changed, authorization, "key")


GOOD = VECTORS[0]
CLAIM = (
    "TC3-HMAC-SHA256 Credential=AKID/2019-02-25/tat/{end}, "
    "SignedHeaders={headers}, Signature={signature}"
)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Basic dXNlcjpwYXNz",
        "SKIP",
        CLAIM.format(end="tc3_request", headers="content-type;host", signature=""),
        CLAIM.format(end="tc3_request", headers="content-type;host", signature="xyz"),
        CLAIM.format(end="tc3_request", headers="host", signature=GOOD.signature),
        CLAIM.format(end="other", headers="content-type;host", signature=GOOD.signature),
    ],
)
def test_malformed_headers_are_refused(header: str) -> None:
    with pytest.raises(MalformedAuthorization):
        signing.parse_authorization(header)


def test_a_signed_header_that_was_not_sent_is_refused() -> None:
    with pytest.raises(MalformedAuthorization, match="x-tc-token"):
        signing.canonical_request(MESSAGE, ("content-type", "host", "x-tc-token"))


@given(st.dictionaries(words, words))
def test_a_body_of_json_survives_unchanged(parameters: dict[str, str]) -> None:
    body = json.dumps(parameters).encode()
    assert signing.payload_hash(Message({}, body)) == hashlib.sha256(body).hexdigest()
