"""Pages that save themselves while somebody types: how such a request is known, and what of a form was wrong.

The other half is ``static/js/autosave.js``; it reads the JSON a view answers with.
"""

from __future__ import annotations

from flask import request

from awards.base.forms import Form

HEADER = "X-Autosave"


def is_by_itself() -> bool:
    """Whether the page sent the form, not a person with a button; it is answered in JSON."""
    return HEADER in request.headers


def told_errors(form: Form) -> dict[str, str]:
    """The sentence of each wrong field, by the id of its control."""
    return {form[name].id: " ".join(map(str, errors)) for name, errors in form.errors.items() if name}
