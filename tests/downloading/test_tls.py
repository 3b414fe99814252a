"""Certificates: verified, but for outlets the catalogue names; a real TLS server whose certificate nobody signed."""

from __future__ import annotations

import datetime as dt
import ssl

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.loopback import Answer, Newsroom

HOSTS = ("www.farsnews.ir", "www.mehrnews.com", "example.com")
OPEN = {"TWISTED_DNS_RESOLVER": "tests.loopback.LoopbackResolver", "NEWSCRAWLER_ALLOW_PRIVATE_ADDRESSES": "1"}
TRUSTED = {"farsnews": {"verify_tls": False}, "mehrnews": {"verify_tls": True}}


def certificate(folder) -> str:
    """A certificate signed by itself, and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOSTS[0])])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host) for host in HOSTS]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(made.public_bytes(pem) + secret)
    return str(path)


@pytest.fixture
def room(tmp_path):
    room = Newsroom()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(tmp_path))
    room.server.socket = context.wrap_socket(room.server.socket, server_side=True)
    with room:
        for host in HOSTS:
            room[host, "/page"] = Answer("<p>خوب</p>")
        yield room


def test_an_unsigned_certificate_is_accepted_only_of_the_outlet_that_is_named(fetch, room):
    named, other, unknown = (room.url(host, "/page").replace("http:", "https:") for host in HOSTS)
    report = fetch(named, other, unknown, outlets=TRUSTED, settings=OPEN)
    assert report["found"][named]["status"] == 200
    assert report["found"][other]["error"] == report["found"][unknown]["error"] == "DownloadFailedError"
    assert "certificate verify failed" in report["found"][other]["says"]
    assert report["stats"]["newscrawler/tls/unverified"] == 1
    assert report["stats"]["newscrawler/tls/unverified/farsnews"] == 1


def test_that_certificates_are_not_verified_is_said(fetch, room):
    named = room.url(HOSTS[0], "/page").replace("http:", "https:")
    report = fetch(named, outlets=TRUSTED, settings=OPEN | {"LOG_LEVEL": "WARNING"})
    assert "farsnews: certificates are not verified (verify_tls = false)" in report["log"]


def test_the_browser_keeps_the_same_rule(fetch, room):
    named, other, _ = (room.url(host, "/page").replace("http:", "https:") for host in HOSTS)
    report = fetch(named, other, render=True, outlets=TRUSTED, settings=OPEN)
    assert "خوب" in report["found"][named]["text"]
    assert report["found"][other]["error"] == "DownloadFailedError"
    assert "CERT" in report["found"][other]["says"]
