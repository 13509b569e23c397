"""The key that signs PayPal's webhooks: made once per world, kept in its store.

The signed text is `transmission id|time|webhook id|CRC-32 of the body`, by RSA-SHA256.
"""

import base64
import datetime
import zlib
from functools import cache

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

from infra.sandbox.kit import World

AUTH_ALGO = "SHA256withRSA"
CERT_PATH = "/v1/notifications/certs/CERT-360caa42-fca2a594-sandbox"


def signature_of(world: World, transmission: str, at: str, webhook: str, body: bytes) -> str:
    """Return the signature of one delivery, as the header carries it."""
    text = _text(transmission, at, webhook, body)
    return base64.b64encode(_key(world).sign(text, padding.PKCS1v15(), hashes.SHA256())).decode()


def is_signed(
    world: World, signature: str, transmission: str, at: str, webhook: str, body: bytes
) -> bool:
    """Tell whether a signature is ours and fits everything that it covers."""
    try:
        given = base64.b64decode(signature, validate=True)
        _key(world).public_key().verify(
            given, _text(transmission, at, webhook, body), padding.PKCS1v15(), hashes.SHA256()
        )
    except (ValueError, InvalidSignature):
        return False
    return True


def certificate(world: World) -> bytes:
    """Return the certificate of the key, in PEM."""
    name = x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, "messageverificationcerts.sandbox.test")]
    )
    key, begins = _key(world), datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begins)
        .not_valid_after(begins + datetime.timedelta(days=365 * 100))
        .sign(key, hashes.SHA256())
    )
    return built.public_bytes(serialization.Encoding.PEM)


def _text(transmission: str, at: str, webhook: str, body: bytes) -> bytes:
    return f"{transmission}|{at}|{webhook}|{zlib.crc32(body)}".encode()


def _key(world: World) -> rsa.RSAPrivateKey:
    with world.store.transaction():
        kept = world.store.get("paypal.key", "webhooks")
        if kept is None:
            kept = {"pem": _new_pem()}
            world.store.put("paypal.key", "webhooks", kept)
    return _loaded(kept["pem"])


def _new_pem() -> str:
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = made.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return pem.decode()


@cache
def _loaded(pem: str) -> rsa.RSAPrivateKey:
    key = serialization.load_pem_private_key(pem.encode(), password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("the stored key is no RSA key")
    return key
