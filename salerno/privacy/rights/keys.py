"""The return key: made once, shown once, never stored; and what is sealed under it.

The key is 160 bits in 32 letters. From it follows a private key; the house keeps its public half
only, so it can seal for the person, and open nothing. A seal is X25519 with a key of its own,
HKDF, and ChaCha20-Poly1305: altered by a bit, it does not open.
"""

from __future__ import annotations

import secrets
import zlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that looks like another
LENGTH, GROUP = 32, 4
_READ = str.maketrans("OIL", "011", " -–—\t\r\n")
_VERSION, _NONCE, _HALF = b"\x01", bytes(12), 32


def new_key() -> str:
    """A key that nobody had before, in groups of four letters."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return "-".join(letters[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def read(given: str) -> str:
    """The letters of a key as somebody typed it, or "" where it cannot be one."""
    letters = given.upper().translate(_READ)
    return letters if len(letters) == LENGTH and set(letters) <= set(LETTERS) else ""


def _private(key: str) -> X25519PrivateKey:
    made = HKDF(SHA256(), 32, None, b"salerno return key").derive(read(key).encode())
    return X25519PrivateKey.from_private_bytes(made)


def public_half(key: str) -> str:
    """What the house keeps of a key, in hex. It opens nothing."""
    return _private(key).public_key().public_bytes_raw().hex()


def _secret(shared: bytes, own: bytes, public: bytes) -> ChaCha20Poly1305:
    made = HKDF(SHA256(), 32, own + public, b"salerno vault").derive(shared)
    return ChaCha20Poly1305(made)


def seal(public: str, text: bytes, about: bytes) -> bytes:
    """Seal ``text`` so that only the key's holder can open it; ``about`` is bound to it."""
    half = bytes.fromhex(public)
    once = X25519PrivateKey.generate()
    own = once.public_key().public_bytes_raw()
    box = _secret(once.exchange(X25519PublicKey.from_public_bytes(half)), own, half)
    return _VERSION + own + box.encrypt(_NONCE, zlib.compress(text), about)


def unseal(key: str, sealed: bytes, about: bytes) -> bytes:
    """Open what was sealed. Raises ValueError where key or seal is not right."""
    own, rest = sealed[1 : 1 + _HALF], sealed[1 + _HALF :]
    private = _private(key)
    half = private.public_key().public_bytes_raw()
    try:
        if sealed[:1] != _VERSION:
            raise ValueError("a seal of another kind")
        shared = private.exchange(X25519PublicKey.from_public_bytes(own))
        return zlib.decompress(_secret(shared, own, half).decrypt(_NONCE, rest, about))
    except (InvalidTag, zlib.error) as error:
        raise ValueError("the seal does not open") from error
