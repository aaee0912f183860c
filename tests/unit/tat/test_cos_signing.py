"""The signature of object storage, against the official COS SDK on random requests."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import msgspec
import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from qcloud_cos import CosConfig, CosS3Client
from qcloud_cos.cos_auth import CosS3Auth

from tat_console.tat import cos_signing
from tat_console.tat.cos_signing import CosMessage, MalformedCosSignature

NOW_S = 1_700_000_000
URL = "https://logs-1250000000.cos.ap-guangzhou.myqcloud.com/"

words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1)
keys = st.from_regex(r"[A-Za-z0-9]{1,40}", fullmatch=True)
paths = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=20).map(
    lambda text: "/" + text.strip("/")
)
params = st.dictionaries(words, words, max_size=3)
ascii_words = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=10)
names = st.sampled_from(["Range", "x-cos-security-token", "Host", "If-Match", "x-cos-meta-a"])


@given(
    secret_key=keys,
    path=paths,
    params=params,
    headers=st.dictionaries(names, ascii_words, max_size=4),
    method=st.sampled_from(["GET", "HEAD", "PUT"]),
)
def test_random_requests_are_signed_as_the_sdk_signs_them(
    secret_key: str, path: str, params: dict[str, str], headers: dict[str, str], method: str
) -> None:
    config = CosConfig(Region="ap-guangzhou", SecretId="AKIDEXAMPLE", SecretKey=secret_key)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("time.time", lambda: float(NOW_S))
        request = requests.Request(method, URL, headers=headers).prepare()
        request.headers.pop("Content-Length", None)
        signed = CosS3Auth(config, path, params, expire=300)(request)
    ours = cos_signing.sign(
        CosMessage(path, method, params, {"host": urlsplit(URL).netloc} | lowered(headers)),
        secret_id="AKIDEXAMPLE",
        secret_key=secret_key,
        start_s=NOW_S - 60,
        end_s=NOW_S + 300,
    )
    theirs = signed.headers["Authorization"]
    if len({name.lower() for name in params}) == len(params):
        assert ours.header() == theirs
        claim = cos_signing.parse(cos_signing.header_fields(theirs))
        assert claim == ours


def lowered(headers: dict[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


@given(secret_key=keys, path=paths.filter(lambda path: len(path) > 1))
def test_presigned_addresses_of_the_sdk_are_authentic(secret_key: str, path: str) -> None:
    config = CosConfig(Region="ap-guangzhou", SecretId="AKIDEXAMPLE", SecretKey=secret_key)
    client = CosS3Client(config)
    url = client.get_presigned_download_url(Bucket="logs-1250000000", Key=path, Expired=300)
    claim = cos_signing.parse(dict(parse_qsl(urlsplit(url).query, keep_blank_values=True)))
    message = CosMessage(path, "GET", headers={"host": urlsplit(URL).netloc})
    assert cos_signing.is_authentic(message, claim, secret_key=secret_key)
    assert not cos_signing.is_authentic(message, claim, secret_key=secret_key + "x")
    other = msgspec.structs.replace(message, path=path + "x")
    assert not cos_signing.is_authentic(other, claim, secret_key=secret_key)


def test_our_presigned_address_reads_back() -> None:
    url = cos_signing.presigned_url(
        URL + "logs/inv-1/%E6%97%A5%E5%BF%97.txt",
        secret_id="AKIDEXAMPLE",
        secret_key="key",
        start_s=NOW_S,
        end_s=NOW_S + 600,
        token="t0ken",
    )
    parts = urlsplit(url)
    fields = dict(parse_qsl(parts.query, keep_blank_values=True))
    assert fields[cos_signing.TOKEN] == "t0ken"
    claim = cos_signing.parse(fields)
    assert (claim.start_s, claim.end_s) == (NOW_S, NOW_S + 600)
    message = CosMessage("/logs/inv-1/日志.txt", headers={"Host": parts.netloc})
    assert cos_signing.is_authentic(message, claim, secret_key="key")


def test_the_normal_form_and_the_string_to_sign_written_out() -> None:
    message = CosMessage("/exampleobject", "GET", {"a b": "c/d"}, {"Host": "h.example"})
    text = cos_signing.http_string(message, ["host"], ["a%20b"])
    assert text == "get\n/exampleobject\na%20b=c%2Fd\nhost=h.example\n"
    assert cos_signing.string_to_sign("1;2", "") == (
        "sha1\n1;2\nda39a3ee5e6b4b0d3255bfef95601890afd80709\n"
    )


GOOD = cos_signing.sign(
    CosMessage("/x", headers={"host": "h"}), secret_id="A", secret_key="k", start_s=1, end_s=2
).fields()


@pytest.mark.parametrize("name", GOOD)
def test_a_field_that_is_missing_is_named(name: str) -> None:
    fields = {key: value for key, value in GOOD.items() if key != name}
    with pytest.raises(MalformedCosSignature, match=name):
        cos_signing.parse(fields)


@pytest.mark.parametrize(
    "change",
    [
        {"q-sign-algorithm": "md5"},
        {"q-key-time": "1-2", "q-sign-time": "1-2"},
        {"q-key-time": "1;3"},
    ],
)
def test_fields_that_make_no_sense_are_refused(change: dict[str, str]) -> None:
    with pytest.raises(MalformedCosSignature):
        cos_signing.parse(GOOD | change)


def test_a_header_that_is_signed_and_was_not_sent_is_refused() -> None:
    with pytest.raises(MalformedCosSignature, match="host"):
        cos_signing.is_authentic(CosMessage("/x"), cos_signing.parse(GOOD), secret_key="k")
