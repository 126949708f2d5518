"""Columns whose content only the application reads: identity numbers, bank accounts (R-SEC-08)."""

import base64
import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models
from django.db.models.lookups import Exact

from core import keystore
from core.text import no_blanks

_VERSION = "e1"


class Undecipherable(Exception):
    """A stored value does not open with any key at hand: a key is missing, or the value was changed."""


class EncryptedTextField(models.TextField):
    """Text kept as `e1:<key>:<base64>` (AES-256-GCM, random nonce). Empty text and None stay as they are.

    It can be tested for being null or empty, and for nothing else; to find a row keep a `blind_index` beside it.
    """

    def get_internal_type(self):
        return "TextField"

    def from_db_value(self, value, expression, connection):
        return value if value in (None, "") else decrypt(value)

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return value if value in (None, "") else encrypt(value)

    def get_lookup(self, lookup_name):
        # df, ndf: the conditions of history triggers compare the stored column with itself.
        if lookup_name in {"isnull", "df", "ndf"}:
            return super().get_lookup(lookup_name)
        if lookup_name == "exact":
            return _IsEmpty
        raise _not_searchable(self, lookup_name)


class _IsEmpty(Exact):
    """`field=""`: empty text is stored as it is. Anything else would silently find nothing: encryptions differ."""

    def get_prep_lookup(self):
        if self.rhs != "":
            raise _not_searchable(self.lhs.output_field, "exact")
        return self.rhs


def _not_searchable(field: models.Field, lookup_name: str) -> FieldError:
    return FieldError(f"{field.name} is encrypted and cannot be searched ({lookup_name}); use its blind index.")


def encrypt(text: str) -> str:
    key = _keys()[0]
    nonce = os.urandom(12)
    head = f"{_VERSION}:{key.key_id}"
    data = nonce + key.cipher.encrypt(nonce, text.encode(), head.encode())
    return f"{head}:{base64.b64encode(data).decode()}"


def decrypt(stored: str) -> str:
    """Raises Undecipherable."""
    try:
        version, key_id, body = stored.split(":")
        data = base64.b64decode(body, validate=True)
    except ValueError as error:
        raise Undecipherable("the stored value has no form of an encrypted one") from error
    for key in _keys():
        if version == _VERSION and key.key_id == key_id:
            try:
                return key.cipher.decrypt(data[:12], data[12:], f"{version}:{key_id}".encode()).decode()
            except (InvalidTag, ValueError) as error:
                raise Undecipherable("the stored value was changed") from error
    raise Undecipherable(f"no key {key_id} in FIELD_KEYS")


def blind_index(value: str, *, purpose: str = "") -> str:
    """64 hexadecimal digits, equal for equal values (after NFKC, upper case, no blanks) of one purpose; "" for none.

    Made with the oldest key of FIELD_KEYS: a newer key in front does not change it, dropping the oldest does.
    """
    plain = no_blanks(value).upper()
    return hmac.digest(_keys()[-1].index_key, f"{purpose}\0{plain}".encode(), "sha256").hex() if plain else ""


class _Key:
    def __init__(self, text: str):
        try:
            raw = bytes.fromhex(text)
        except ValueError:
            raw = b""
        if len(raw) != 32:
            raise ImproperlyConfigured("FIELD_KEYS: each key is 64 hexadecimal digits (openssl rand -hex 32).")
        self.cipher = AESGCM(_derived(raw, b"field"))
        self.index_key = _derived(raw, b"blind index")
        self.key_id = _derived(raw, b"id")[:4].hex()


def _derived(raw: bytes, use: bytes) -> bytes:
    return HKDF(SHA256(), 32, None, b"jiebang column " + use).derive(raw)


def _keys() -> tuple[_Key, ...]:
    # The generated file is asked for its place each time: tests move the data folder.
    return _parsed(tuple(settings.FIELD_KEYS or [keystore.secret_of_demo("FIELD_KEYS")]))


@lru_cache(maxsize=8)
def _parsed(texts: tuple[str, ...]) -> tuple[_Key, ...]:
    return tuple(_Key(text) for text in texts)
