"""What a page that saves by itself is told when a field cannot be read."""

from __future__ import annotations

from collections.abc import Mapping

from awards.base.errors import DomainError


class FieldsRefused(DomainError):
    """Nothing was saved; ``errors``: a sentence for every field that could not be read."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(next(iter(errors.values())))
        self.errors = dict(errors)
