"""Where the data lives, read once from the environment; refuses what would be dangerous."""

from __future__ import annotations

import base64
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from enum import StrEnum
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit


class BackendKind(StrEnum):
    EMBEDDED = "embedded"
    POSTGRES = "postgres"
    SUPABASE = "supabase"


class SettingsRefused(ValueError):
    """The environment asks for something contradictory or dangerous; the message says what to do."""


@dataclass(frozen=True)
class MailSettings:
    """The mail server that takes our mails, whose they are, and where the portal is opened."""

    host: str
    port: int
    tls: Literal["implicit", "starttls", "none"]
    sender: str
    address: str
    user: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)

    @property
    def domain(self) -> str:
        return parseaddr(self.sender)[1].rsplit("@", 1)[-1]

    @property
    def inbox(self) -> str:
        """The one link that a mail carries."""
        return f"{self.address}/inbox"


@dataclass(frozen=True)
class Settings:
    """The choice made by the environment. Values that open doors stay out of `repr`."""

    kind: BackendKind
    data_dir: Path
    demo: bool
    supabase_url: str | None = None
    publishable_key: str | None = field(default=None, repr=False)
    database_url: str | None = field(default=None, repr=False)
    secret_key: str | None = field(default=None, repr=False)
    mail: MailSettings | None = field(default=None, repr=False)

    @property
    def files_dir(self) -> Path:
        return self.data_dir / "files"

    @property
    def logs_dir(self) -> Path:
        return self.data_dir / "logs"

    def app_key(self) -> bytes:
        """32 bytes or more that seal sessions: PORTAL_SECRET_KEY, else `secret.key`, drawn on first use."""
        if self.secret_key is not None:
            return self.secret_key.encode()
        return _kept_key(make_data_dir(self.data_dir) / "secret.key")


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment; raises `SettingsRefused`.

    SUPABASE_URL and SUPABASE_PUBLISHABLE_KEY select Supabase, PORTAL_DATABASE_URL a PostgreSQL of
    one's own, nothing the embedded one. PORTAL_DEMO defaults to 1 on the embedded server and 0 elsewhere.
    """
    values = os.environ if environ is None else environ
    url, key, database = (
        values.get(name, "").strip() or None for name in ("SUPABASE_URL", "SUPABASE_PUBLISHABLE_KEY", "PORTAL_DATABASE_URL")
    )
    if (url or key) and database:
        raise SettingsRefused("Both Supabase and PORTAL_DATABASE_URL are set: unset one, or nobody knows where data goes.")
    if bool(url) != bool(key):
        missing = "SUPABASE_PUBLISHABLE_KEY" if url else "SUPABASE_URL"
        raise SettingsRefused(f"{missing} is not set: Supabase needs both the address and the publishable key.")
    kind = BackendKind.SUPABASE if url else BackendKind.POSTGRES if database else BackendKind.EMBEDDED
    if url and key:
        _refuse_secret_key(key)
        _refuse_plain_http(url)
    secret_key = values.get("PORTAL_SECRET_KEY", "").strip() or None
    if secret_key is not None and len(secret_key.encode()) < 32:
        raise SettingsRefused("PORTAL_SECRET_KEY is shorter than 32 bytes; unset it to have one drawn, or use a longer one.")
    return Settings(
        kind=kind,
        data_dir=Path(values.get("PORTAL_DATA_DIR", "").strip() or ".portal").expanduser().resolve(),
        demo=_flag("PORTAL_DEMO", values.get("PORTAL_DEMO"), default=kind is BackendKind.EMBEDDED),
        supabase_url=url.rstrip("/") if url else None,
        publishable_key=key,
        database_url=database,
        secret_key=secret_key,
        mail=read_mail(values),
    )


def read_mail(environ: Mapping[str, str] | None = None) -> MailSettings | None:
    """The mail server, or None: then mails stay in the outbox. Raises `SettingsRefused`.

    PORTAL_SMTP_URL is smtps://user:password@host:465 or smtp://user:password@host:587, PORTAL_MAIL_FROM the sender,
    PORTAL_ADDRESS where people open the portal. Without encryption only a server on this machine is spoken to.
    """
    values = os.environ if environ is None else environ
    url, sender, address = (values.get(name, "").strip() for name in ("PORTAL_SMTP_URL", "PORTAL_MAIL_FROM", "PORTAL_ADDRESS"))
    if not url:
        return None
    try:
        parts, port = urlsplit(url), urlsplit(url).port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise SettingsRefused(
            "PORTAL_SMTP_URL is not of the form smtp://user:password@host:587 or smtps://user:password@host:465."
        )
    if "@" not in parseaddr(sender)[1] or any(sign in sender for sign in "\r\n"):
        raise SettingsRefused("PORTAL_MAIL_FROM is not an e-mail address: mails need a sender.")
    if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).hostname:
        raise SettingsRefused("PORTAL_ADDRESS is not set: a mail needs the address at which people open the portal.")
    here = parts.hostname in ("localhost", "127.0.0.1", "::1")
    return MailSettings(
        host=parts.hostname,
        port=port or (465 if parts.scheme == "smtps" else 587),
        tls="implicit" if parts.scheme == "smtps" else "none" if here else "starttls",
        sender=sender,
        address=address.rstrip("/"),
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )


def make_data_dir(path: Path) -> Path:
    """The data folder, made when absent: hidden from git, and never listed for other users."""
    if not path.exists():
        # Under root the server runs as another account, which must pass through here but may not look around.
        path.mkdir(parents=True, exist_ok=True, mode=0o711 if os.geteuid() == 0 else 0o700)
        (path / ".gitignore").write_text("*\n")
    return path


def _kept_key(path: Path) -> bytes:
    """The key in `path`, drawn now if there is none; of two processes that draw at once one wins for both."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_urlsafe(48).encode())
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
        return path.read_bytes()


def _refuse_secret_key(key: str) -> None:
    role = _role_of_token(key)
    if key.lower().startswith("sb_secret_") or role not in (None, "anon"):
        raise SettingsRefused(
            "SUPABASE_PUBLISHABLE_KEY holds a secret key, which bypasses every rule about who may see what. "
            "Use the publishable key (sb_publishable_…, or the older anon key), "
            "and replace the secret one: it has been exposed."
        )


def _role_of_token(key: str) -> str | None:
    """The role in a JWT, `None` when the key is no JWT; a JWT without a readable role counts as secret."""
    parts = key.split(".")
    if len(parts) != 3:
        return None
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
        return str(claims["role"])
    except (ValueError, KeyError, TypeError):
        return "unknown"


def _refuse_plain_http(url: str) -> None:
    address = urlsplit(url)
    here = address.hostname in ("localhost", "127.0.0.1", "::1")
    if address.scheme != "https" and not (address.scheme == "http" and here):
        raise SettingsRefused("SUPABASE_URL must start with https:// (http only for this machine).")


def _flag(name: str, text: str | None, *, default: bool) -> bool:
    word = (text or "").strip().lower()
    if not word:
        return default
    if word in ("1", "true", "yes", "on"):
        return True
    if word in ("0", "false", "no", "off"):
        return False
    raise SettingsRefused(f"{name} should be 1 or 0.")
