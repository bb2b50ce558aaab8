"""The printed dossier and its scan: a code on every page names the content, and the scan is taken by that code."""

from __future__ import annotations

from collections.abc import Callable

from awards.audit import services as audit
from awards.base import clock
from awards.base.database import db
from awards.base.errors import DomainError
from awards.base.files import IncomingFile, file_store
from awards.base.identifiers import typed_code
from awards.nominations.dossier import DossierContent, live_content
from awards.nominations.models import DossierFile, Nomination
from awards.nominations.services import closed_sentence_of, lock, shut_sentences
from awards.nominations.states import SIGNED_COPY_STATES, WITH_THE_PROVINCE, NominationState, Part
from awards.policy.actions import Action
from awards.policy.actor import Actor
from awards.policy.permission_map import require

DIGEST_LETTERS = 8
CHECK_DIGITS = 2
WRONG_CODE = "Mã chưa đúng. Hãy xem lại từng ký tự của mã in ở chân trang, ví dụ HS2026-ABC234-1A2B3C4D-75."
OTHER_DOSSIER = "Mã này là của hồ sơ khác. Hãy mở đúng hồ sơ ghi trong mã."
OLD_CONTENT = (
    "Bản ký này in từ nội dung cũ: hồ sơ đã được sửa sau khi in. Hãy in lại bản hiện nay, ký, đóng dấu rồi tải lên."
)
LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
"""Letters that are read for digits; behind the reference they mean the same."""
RADIX, MODULUS = 36, 97


def printed_code(content: DossierContent) -> str:
    """``HS2026-ABC234-1A2B3C4D-75``: reference, head of the content's digest, and two check digits."""
    head = content.printed_digest()[:DIGEST_LETTERS].upper()
    return f"{content.reference}-{head}-{_check_digits(content.reference + head)}"


def refusal_of(code: str, content: DossierContent) -> str | None:
    """Why a scan with this code is not one of the dossier as it stands; ``None`` when it is."""
    typed = typed_code(code)
    reference = typed_code(content.reference)
    head, rest = typed[: len(reference)], typed[len(reference) :].translate(LOOKALIKES)
    well_formed = len(rest) == DIGEST_LETTERS + CHECK_DIGITS and typed.isascii()
    if not well_formed or _check_digits(head + rest[:DIGEST_LETTERS]) != rest[DIGEST_LETTERS:]:
        return WRONG_CODE
    if head != reference:
        return OTHER_DOSSIER
    return None if content.printed_digest().upper().startswith(rest[:DIGEST_LETTERS]) else OLD_CONTENT


def shut_for_signing(nomination: Nomination, shut: Callable[[str], str | None] | None = None) -> str | None:
    """Why no signed print can be handed in now: it may be until the dossier is sent, also while the leader reads.

    ``shut``: :func:`awards.nominations.services.shut_sentences` of the nomination, where it is at hand.
    """
    state = NominationState(nomination.state)
    if state in WITH_THE_PROVINCE:
        return (shut or shut_sentences(nomination))(Part.SIGNED_COPY)
    if state not in SIGNED_COPY_STATES:
        return "Hồ sơ đã gửi nên không thêm bản ký được nữa."
    return closed_sentence_of(nomination)


def attach_signed_copy(actor: Actor, nomination: Nomination, code: str, file: IncomingFile) -> DossierFile:
    """Keep the scan of the signed and stamped print in place of an earlier one.

    Raises :class:`DomainError` beside ``code`` when the print is of another dossier or of older content.
    """
    require(actor, Action.DOSSIER_FILE_ADD, nomination)
    lock(nomination)
    db.session.refresh(nomination, ["files"])
    shut = shut_for_signing(nomination)
    if shut is not None:
        raise DomainError(shut)
    content = live_content(nomination)
    refusal = refusal_of(code, content)
    if refusal is not None:
        raise DomainError(refusal, "code")
    digest, held = content.printed_digest(), _held(nomination)
    same = next((one for one in held if (one.sha256, one.signed_digest) == (file.sha256, digest)), None)
    if same is not None:
        return same
    now = clock.now()
    for earlier in held:
        earlier.removed_at = now
    kept = DossierFile(
        nomination=nomination,
        paper=Part.SIGNED_COPY.value,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        storage_key=file_store().put(file.content),
        uploaded_at=now,
        uploaded_by_id=actor.user_id,
        signed_digest=digest,
    )
    db.session.add(kept)
    db.session.flush()
    audit.record(actor, Action.DOSSIER_FILE_ADD, f"nomination:{nomination.public_id}", [file.sha256, digest])
    return kept


def _held(nomination: Nomination) -> list[DossierFile]:
    return [file for file in nomination.kept_files if file.paper == Part.SIGNED_COPY]


def _check_digits(text: str) -> str:
    """The text as a number of base 36 (A is 10) modulo 97: finds every single wrong character and swapped neighbours.

    A prime above 36, as in ISO 7064 MOD 97-10; digits, since a check of letters could itself be read for another one.
    """
    total = 0
    for letter in typed_code(text):
        total = (total * RADIX + int(letter, RADIX)) % MODULUS
    return f"{total:02}"
