"""Private keys outside the database: one small file each, wrapped so that whoever makes keys need not read them.

A private key is wrapped with HPKE to the public half of the store's key-encryption key (KEK). The web process,
which makes a key at publishing, needs the public half alone (`kek.pub`); the private half (`KEYSTORE_KEK`, or the
file `kek`, mode 0600) belongs to the process that opens bids. `KEYSTORE_READER=0` keeps a process from reading
even where the file lies within reach: set it for the web process in production.
In production nothing is made by itself: `manage.py make_keys` once.
"""

import json
import logging
import os
import re
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.conf import settings

from core import sealing
from core.errors import Refused

X25519, ED25519 = "X25519", "ED25519"
_KINDS = {X25519: X25519PrivateKey, ED25519: Ed25519PrivateKey}
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}", re.ASCII)
log = logging.getLogger(__name__)


class KeyStore:
    """The keys under one folder, wrapped with one KEK."""

    def __init__(self, root: Path | str | None = None, *, kek: str | None = None, reader: bool | None = None):
        """`kek` is the hexadecimal private KEK, else `settings.KEYSTORE_KEK`, else the file `kek` is read."""
        self.root = Path(root or settings.KEYSTORE_ROOT)
        self._kek = settings.KEYSTORE_KEK if kek is None else kek
        self._reader = settings.KEYSTORE_READER if reader is None else reader

    def create(self, name: str, *, kind: str = X25519) -> bytes:
        """Make a pair and answer its raw public key. A name is used once: raises Refused `key_exists`."""
        path = self._path(name)
        if path.exists():
            raise Refused("key_exists", f"密钥“{name}”已经存在。", name=name)
        private = _KINDS[kind].generate()
        public = private.public_key().public_bytes_raw()
        info = _info(name, kind, public)
        box = sealing.seal(private.private_bytes_raw(), self._public_kek(), info)
        record = {"kind": kind, "public": public.hex(), "alg": box.alg, "wrapped": box.data.hex()}
        if not write_once(path, json.dumps(record).encode()):
            raise Refused("key_exists", f"密钥“{name}”已经存在。", name=name)
        return public

    def exists(self, name: str) -> bool:
        return self._path(name).exists()

    def public(self, name: str) -> bytes:
        """The raw public key. Raises Refused `key_missing`."""
        return bytes.fromhex(self._record(name)["public"])

    def private(self, name: str, *, purpose: str) -> bytes:
        """The raw private key; the reading is logged with its purpose. Raises Refused where this process may not."""
        if not purpose:
            raise ValueError("reading a private key needs a purpose")
        if not self._reader:
            log.warning("refused to read private key %s for %s: not a reader", name, purpose)
            raise Refused("keystore_closed", "本进程无权读取私钥，请在开标进程中执行。", sensitive=True, name=name)
        record = self._record(name)
        kind, public = record["kind"], bytes.fromhex(record["public"])
        box = sealing.SealedBox(record["alg"], bytes.fromhex(record["wrapped"]))
        raw = sealing.open_(box, self._private_kek(), _info(name, kind, public))
        # A file whose public half was exchanged must not pass for the key that was published.
        if _KINDS[kind].from_private_bytes(raw).public_key().public_bytes_raw() != public:
            raise sealing.SealBroken
        log.info("read private key %s for %s", name, purpose)
        return raw

    def make_kek(self) -> bytes:
        """Make the KEK of a new folder (files `kek`, mode 0600, and `kek.pub`); answers its public half.

        Refused where keys wrapped with an older KEK lie: they would be lost without a word.
        """
        # In this order: whoever wrote a key first wrote the KEK before it.
        if any(self.root.glob("*.key")) and not (self.root / "kek").exists():
            raise Refused("kek_missing", f"密钥库 {self.root} 中已有密钥，但缺少密钥加密密钥，请先恢复，不得重新生成。")
        raw, _ = sealing.generate_keypair()
        write_once(self.root / "kek", raw.hex().encode())
        # Another process may have been first: its file counts.
        public = _public_of((self.root / "kek").read_text())
        write_once(self.root / "kek.pub", public.hex().encode())
        return public

    def publish_kek(self) -> None:
        """Write the public half of a KEK that the environment gives, for processes that make keys and read none."""
        write_once(self.root / "kek.pub", self._public_kek().hex().encode())

    def _public_kek(self) -> bytes:
        file = self.root / "kek.pub"
        if self._kek:
            public = _public_of(self._kek)
            if file.exists() and bytes.fromhex(file.read_text().strip()) != public:
                raise Refused("kek_mismatch", "KEYSTORE_KEK 与密钥库的 kek.pub 不符，请检查设置。")
            return public
        if file.exists():
            return bytes.fromhex(file.read_text().strip())
        if settings.PRODUCTION:
            raise Refused("kek_missing", "密钥库尚未建立，请先执行 manage.py make_keys。")
        return self.make_kek()

    def _private_kek(self) -> bytes:
        if self._kek:
            return _raw_kek(self._kek)
        file = self.root / "kek"
        if not file.exists():
            raise Refused("kek_missing", "缺少密钥加密密钥（KEYSTORE_KEK 或 kek 文件），无法读取私钥。", sensitive=True)
        return _raw_kek(file.read_text())

    def _record(self, name: str) -> dict:
        path = self._path(name)
        if not path.exists():
            raise Refused("key_missing", f"密钥“{name}”不存在。", name=name)
        return json.loads(path.read_text())

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no key name: a-z, 0-9, dot, dash, underscore")
        return self.root / f"{name}.key"


def write_once(path: Path, content: bytes) -> bool:
    """Write a file of mode 0600 that is never overwritten, complete or not at all. False where it exists."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent)  # mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)  # fails where the name is taken, atomically
    except FileExistsError:
        return False
    finally:
        os.unlink(draft)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return True


def secret_of_demo(name: str) -> str:
    """A random secret kept in the data folder, for demo and test only: production is told to set its own."""
    if settings.PRODUCTION:
        raise Refused("secret_missing", f"缺少设置 {name}，请按部署文档生成并设置。", name=name)
    path = settings.DATA_DIR / "secrets" / name.lower()
    if not path.exists():
        write_once(path, os.urandom(32).hex().encode())
    return path.read_text().strip()


def _info(name: str, kind: str, public: bytes) -> bytes:
    return sealing.context("keystore", name=name, kind=kind, public=public.hex())


def _raw_kek(text: str) -> bytes:
    try:
        raw = bytes.fromhex(text.strip())
    except ValueError:
        raw = b""
    if len(raw) != 32:
        raise Refused("kek_invalid", "密钥加密密钥应为 64 位十六进制字符。")
    return raw


def _public_of(text: str) -> bytes:
    return X25519PrivateKey.from_private_bytes(_raw_kek(text)).public_key().public_bytes_raw()
