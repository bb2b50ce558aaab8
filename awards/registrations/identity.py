"""From a link that was opened to an :class:`Actor`: the only place that asks by which link somebody came."""

from __future__ import annotations

from flask import session

from awards.accounts.session_store import CONTACT_LINK, renew_token
from awards.policy.actor import ANONYMOUS, Actor, Role
from awards.registrations.models import ContactLink
from awards.registrations.queries import live_link


def contact_of(link: ContactLink) -> Actor:
    return Actor(
        public_id=f"contact:{link.public_id}",
        roles=frozenset({Role.CONTACT}),
        name=link.nomination.organisation.name,
        contact_link_id=link.id,
    )


def contact_identity() -> Actor:
    """Who came in by a link that still works; nobody, when it has ended meanwhile."""
    public_id = session.get(CONTACT_LINK)
    link = live_link(public_id) if isinstance(public_id, str) else None
    return contact_of(link) if link is not None else ANONYMOUS


def come_in_by(link: ContactLink) -> None:
    """Remember the link in the session, so that its token need not stay in the address."""
    session[CONTACT_LINK] = link.public_id
    renew_token(session)
