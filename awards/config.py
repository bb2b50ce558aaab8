"""Settings: read once, typed, refused when missing or unsafe.

They come from ``awards.toml`` in the installation's folder (``AWARDS_HOME``) and from environment
variables ``AWARDS_...``, which win.
"""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, SecretStr, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

ROOT = Path(__file__).resolve().parent.parent
SETTINGS_FILE = "awards.toml"
DEMO_HOSTS = ("127.0.0.1", "localhost", "[::1]")


def use_home(home: Path) -> None:
    """Name the installation's folder for this process and the processes it starts."""
    os.environ["AWARDS_HOME"] = str(home.resolve())


class Profile(StrEnum):
    """What an installation is for. Only ``production`` may hold real nominations."""

    PRODUCTION = "production"
    DEMO = "demo"
    TEST = "test"


class MailSettings(BaseModel):
    """The Alliance's own mail server. Without a server nothing is sent; links are handed over by a person."""

    server: str = ""
    port: int = 587
    use_tls: bool = True
    username: str = ""
    password: SecretStr = SecretStr("")
    sender: str = ""


class StoreKind(StrEnum):
    """Where the bytes of files lie."""

    DISK = "disk"
    S3 = "s3"


class FileSettings(BaseModel):
    """The store of handed-in files. On disk they lie in the installation's folder.

    ``min_free_mb``: below so much free space on that disk no new file is taken, since the database needs it.
    ``clamav``: ``host:port`` or the path of a Unix socket of ClamAV; without it files are not scanned.
    """

    kind: StoreKind = StoreKind.DISK
    bucket: str = ""
    endpoint: str = ""
    region: str = ""
    prefix: str = ""
    access_key: SecretStr = SecretStr("")
    secret_key: SecretStr = SecretStr("")
    min_free_mb: int = Field(default=2048, ge=0)
    clamav: str = Field(default="", pattern=r"^(|/.+|[^\s/]+:\d{1,5})$")

    @model_validator(mode="after")
    def _bucket_is_named(self) -> FileSettings:
        if self.kind is StoreKind.S3 and not self.bucket:
            raise ValueError("files.bucket: kho S3 cần tên bucket")
        return self


class Settings(BaseSettings):
    """Everything that differs between two installations."""

    model_config = SettingsConfigDict(env_prefix="AWARDS_", env_nested_delimiter="__", extra="forbid")

    profile: Profile = Profile.PRODUCTION
    home: Path
    database_url: str = ""
    secret_key: SecretStr
    password_salt: SecretStr
    totp_key: SecretStr
    base_url: str
    issuer: str = "Liên minh Hợp tác xã Việt Nam"
    trusted_proxies: int = Field(default=0, ge=0, le=3)
    accept_cooperative_groups: bool = False
    limit_sign_in: bool = True
    require_second_factor: bool = True
    sign_in_rate: str = "20 per minute"
    clock_file: Path | None = None
    mail: MailSettings = MailSettings()
    files: FileSettings = FileSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        home = os.environ.get("AWARDS_HOME")
        files = (TomlConfigSettingsSource(settings_cls, Path(home) / SETTINGS_FILE),) if home else ()
        return (init_settings, env_settings, *files)

    @field_validator("secret_key", "password_salt", "totp_key")
    @classmethod
    def _long_enough(cls, value: SecretStr) -> SecretStr:
        if len(value.get_secret_value()) < 32:
            raise ValueError("phải dài ít nhất 32 ký tự ngẫu nhiên")
        return value

    @model_validator(mode="after")
    def _safe(self) -> Settings:
        if not self.database_url:
            self.database_url = f"sqlite:///{self.home / 'awards.db'}"
        if self.profile is Profile.PRODUCTION:
            if not self.base_url.startswith("https://"):
                raise ValueError("base_url: địa chỉ của hệ thống thật phải bắt đầu bằng https://")
        elif self.profile is Profile.DEMO:
            if not self.base_url.startswith(tuple(f"http://{host}" for host in DEMO_HOSTS)):
                raise ValueError("base_url: bản trình diễn chỉ chạy trên máy này (http://127.0.0.1)")
        guarded = self.clock_file is None and self.limit_sign_in and self.require_second_factor
        if self.profile is not Profile.TEST and not guarded:
            raise ValueError("clock_file, limit_sign_in và require_second_factor chỉ được đổi khi profile = test")
        secrets = {key.get_secret_value() for key in (self.secret_key, self.password_salt, self.totp_key)}
        if len(secrets) < 3:
            raise ValueError("secret_key, password_salt và totp_key phải khác nhau")
        return self

    @property
    def holds_samples(self) -> bool:
        """Whether what people enter here is sample data (never real organisations)."""
        return self.profile is not Profile.PRODUCTION

    @property
    def asks_second_factor(self) -> bool:
        """Whether some roles must sign in with a second factor; the demonstration prints its one passphrase."""
        return self.require_second_factor and self.profile is not Profile.DEMO

    @property
    def trusted_hosts(self) -> list[str] | None:
        """Names a request may call this server by: a forged one would end up in mailed links."""
        host = urlsplit(self.base_url).hostname
        return [host] if self.profile is Profile.PRODUCTION and host else None

    @property
    def is_loopback(self) -> bool:
        return not self.base_url.startswith("https://")
