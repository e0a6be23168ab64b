"""The users of an embedded engine, new at each start: ``root``, ``reader``, who may read and nothing else, and ``writer``.

The engine ignores the driver's read access mode, but it does refuse a user what its group may not do: who promises to
read only, reads as ``reader``. That also stops what a roll back does not undo (schema, ``CALL { } IN TRANSACTIONS``).
``writer`` changes nodes and relationships, and not the schema: who supposes something and stores nothing, writes as this one.
Their passwords follow from that of ``root``, so that who came in by URL as ``root`` can be them too; the way back is not known.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

ROOT = "root"
READER = "reader"
WRITER = "writer"

# Slow hashing guards weak passwords; these have 256 random bits, and each connection would pay for it (0.1 s).
HASH_ITERATIONS = 1


def _password() -> str:
    return secrets.token_urlsafe(32)


def lesser(name: str, root_password: str) -> tuple[str, str]:
    """User and password of ``reader`` or ``writer``, for who has that of ``root``."""
    return name, hmac.new(root_password.encode(), name.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Accounts:
    """The passwords of one start; they appear in no repr."""

    root_password: str = field(default_factory=_password, repr=False)

    @property
    def root(self) -> tuple[str, str]:
        """User and password of the one who may do everything."""
        return ROOT, self.root_password

    @property
    def reader(self) -> tuple[str, str]:
        """User and password of the one who may only read."""
        return lesser(READER, self.root_password)

    @property
    def writer(self) -> tuple[str, str]:
        """User and password of the one who may write, but make no label, relationship type, constraint or index."""
        return lesser(WRITER, self.root_password)

    def write(self, config: Path) -> None:
        """Put the engine's users and groups files into its (private) configuration folder."""
        config.mkdir(parents=True)
        everything = ["createRecord", "readRecord", "updateRecord", "deleteRecord"]
        groups = {
            "admin": _group(["updateSecurity", "updateSchema", "updateDatabaseSettings"], everything),
            "readers": _group([], ["readRecord"]),
            "writers": _group([], everything),
            "*": _group([], []),
        }
        (config / "server-groups.json").write_text(json.dumps({"databases": {"*": {"groups": groups}}, "version": 2}))
        users = [
            _user(*self.root, "admin"),
            _user(*self.reader, "readers"),
            _user(*self.writer, "writers"),
        ]
        (config / "server-users.jsonl").write_text("".join(json.dumps(user) + "\n" for user in users))


def _group(database: list[str], records: list[str]) -> dict[str, object]:
    types = {"*": {"access": records}}
    return {"resultSetLimit": -1, "readTimeout": -1, "access": database, "types": types}


def _user(name: str, password: str, group: str) -> dict[str, object]:
    salt = base64.b64encode(os.urandom(32)).decode()
    digest = hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), HASH_ITERATIONS, 32)
    encoded = f"PBKDF2WithHmacSHA256${HASH_ITERATIONS}${salt}${base64.b64encode(digest).decode()}"
    return {"name": name, "databases": {"*": [group]}, "password": encoded}
