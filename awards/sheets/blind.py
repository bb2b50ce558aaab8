"""Blind judging: where the rulebook says so a judge sees a code in place of the nominee.

What stands inside the files cannot be hidden; the pages say so.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

from awards.base.identifiers import CODE_ALPHABET, grouped
from awards.councils.levels import level_of
from awards.councils.models import Assignment, Council
from awards.councils.states import Post
from awards.nominations.dossier import CertificateContent, DossierContent, DossierHeading, PaperContent
from awards.nominations.models import Nomination
from awards.nominations.states import Part
from awards.policy.actor import Actor

HIDDEN = "(được che)"
CODE_LETTERS = 8


def is_blind(assignment: Assignment) -> bool:
    """Whether the judges of this entry may not know whose it is."""
    return level_of(assignment.judging_round.council).blind


def code_of(nomination: Nomination) -> str:
    """The code of an entry: the same for all judges, and nothing of the nominee can be read from it."""
    return code_for(nomination.public_id)


def code_for(public_id: str) -> str:
    """The same by the nomination's public id."""
    digest = hashlib.sha256(f"blind:{public_id}".encode()).digest()
    number, size = int.from_bytes(digest, "big"), len(CODE_ALPHABET)
    return grouped("".join(CODE_ALPHABET[number // size**place % size] for place in range(CODE_LETTERS)))


def name_for_judge(assignment: Assignment) -> str:
    """What a message to the judge calls the entry: its reference, or the code where judging is blind."""
    return code_of(assignment.nomination) if is_blind(assignment) else assignment.nomination.reference


def names_hidden_from(actor: Actor, council: Council) -> bool:
    """Whether the person marks in this council without knowing whose entries are whose: its chair too.

    Pages about single sheets then call an entry by its code; pages that name nominees never say which code is whose.
    """
    marks = (one.user_id == actor.user_id and one.post != Post.SECRETARY for one in council.members)
    return level_of(council).blind and actor.user_id is not None and any(marks)


def content_for_judge(assignment: Assignment) -> DossierContent:
    """The judged dossier as its judge may read it."""
    content = DossierContent.read(assignment.revision.content)
    return masked(content, code_of(assignment.nomination)) if is_blind(assignment) else content


def masked_heading(code: str) -> DossierHeading:
    """The heading of a masked dossier."""
    return DossierHeading(code, code, HIDDEN)


def masked(content: DossierContent, code: str) -> DossierContent:
    """The dossier without name, tax code, address, province, representative, signed print and own file names.

    Where the summary names the nominee in the very words of the register, these are hidden too.
    """
    organisation = replace(content.organisation, name=code, tax_code=HIDDEN, address=HIDDEN, province=HIDDEN)
    product = content.product
    if product is not None:
        certificates = tuple(_without_holder(one, content) for one in product.certificates)
        product = replace(product, name=code, brand=HIDDEN, certificates=certificates)
    return replace(
        content,
        reference=code,
        organisation=organisation,
        product=product,
        papers=tuple(_neutral(paper, number) for number, paper in _shown(content)),
        achievements=_hidden_in(content.achievements, content),
        consent_on=None,
        consent_by=None,
        sources={},
        self_marks=(),
    )


def neutral_name(content: DossierContent, file: str) -> str | None:
    """The name under which a judge gets a file (by its public id)."""
    return next((_neutral(paper, number).name for number, paper in _shown(content) if paper.file == file), None)


def files_for_judge(assignment: Assignment) -> frozenset[str]:
    """The files (by public id) a judge may open: not the signed print, which bears the nominee's name and stamp."""
    content = DossierContent.read(assignment.revision.content)
    shown = (paper for _, paper in _shown(content)) if is_blind(assignment) else content.papers
    return frozenset(paper.file for paper in shown)


def _shown(content: DossierContent) -> list[tuple[int, PaperContent]]:
    return [(number, one) for number, one in enumerate(content.papers, 1) if one.paper != Part.SIGNED_COPY]


def _neutral(paper: PaperContent, number: int) -> PaperContent:
    ending = paper.name.rpartition(".")[2].lower() if "." in paper.name else "bin"
    return replace(paper, name=f"tep-{number:02d}.{ending}")


def _without_holder(certificate: CertificateContent, content: DossierContent) -> CertificateContent:
    title, issuer = _hidden_in(certificate.title, content), _hidden_in(certificate.issuer, content)
    return replace(certificate, number=HIDDEN, title=title, issuer=issuer)


def _hidden_in(text: str, content: DossierContent) -> str:
    organisation, product = content.organisation, content.product
    names = [organisation.name, organisation.tax_code, organisation.address, organisation.province]
    names += [product.name, product.brand] if product is not None else []
    for name in sorted((one for one in names if one), key=len, reverse=True):
        text = re.sub(re.escape(name), HIDDEN, text, flags=re.IGNORECASE)
    return text
