"""Blind judging: where the rulebook says so a judge sees a code in place of the nominee.

What stands inside the files cannot be hidden; the pages say so.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

from awards.base.identifiers import CODE_ALPHABET, grouped
from awards.councils.levels import level_of
from awards.councils.models import Assignment
from awards.nominations.dossier import CertificateContent, DossierContent, PaperContent
from awards.nominations.models import Nomination

HIDDEN = "(được che)"
CODE_LETTERS = 8


def is_blind(assignment: Assignment) -> bool:
    """Whether the judges of this entry may not know whose it is."""
    return level_of(assignment.judging_round.council).blind


def code_of(nomination: Nomination) -> str:
    """The code of an entry: the same for all judges, and nothing of the nominee can be read from it."""
    digest = hashlib.sha256(f"blind:{nomination.public_id}".encode()).digest()
    number, size = int.from_bytes(digest, "big"), len(CODE_ALPHABET)
    return grouped("".join(CODE_ALPHABET[number // size**place % size] for place in range(CODE_LETTERS)))


def name_for_judge(assignment: Assignment) -> str:
    """What a message to the judge calls the entry: its reference, or the code where judging is blind."""
    return code_of(assignment.nomination) if is_blind(assignment) else assignment.nomination.reference


def content_for_judge(assignment: Assignment) -> DossierContent:
    """The judged dossier as its judge may read it."""
    content = DossierContent.read(assignment.revision.content)
    return masked(content, code_of(assignment.nomination)) if is_blind(assignment) else content


def masked(content: DossierContent, code: str) -> DossierContent:
    """The dossier without name, tax code, address, province, representative and own file names.

    Where the summary names the nominee in the very words of the register, these are hidden too.
    """
    organisation = replace(content.organisation, name=code, tax_code=HIDDEN, address=HIDDEN, province=HIDDEN)
    product = content.product
    if product is not None:
        certificates = tuple(map(_without_holder, product.certificates))
        product = replace(product, name=code, brand=HIDDEN, certificates=certificates)
    return replace(
        content,
        reference=code,
        organisation=organisation,
        product=product,
        papers=tuple(_neutral(paper, number) for number, paper in enumerate(content.papers, 1)),
        achievements=_hidden_in(content.achievements, content),
        consent_on=None,
        consent_by=None,
        sources={},
        self_marks=(),
    )


def neutral_name(content: DossierContent, file: str) -> str | None:
    """The name under which a judge gets a file (by its public id)."""
    numbered = enumerate(content.papers, 1)
    return next((_neutral(paper, number).name for number, paper in numbered if paper.file == file), None)


def _neutral(paper: PaperContent, number: int) -> PaperContent:
    ending = paper.name.rpartition(".")[2].lower() if "." in paper.name else "bin"
    return replace(paper, name=f"tep-{number:02d}.{ending}")


def _without_holder(certificate: CertificateContent) -> CertificateContent:
    return replace(certificate, number=HIDDEN)


def _hidden_in(text: str, content: DossierContent) -> str:
    organisation, product = content.organisation, content.product
    names = [organisation.name, organisation.tax_code, organisation.address, organisation.province]
    names += [product.name, product.brand] if product is not None else []
    for name in sorted((one for one in names if one), key=len, reverse=True):
        text = re.sub(re.escape(name), HIDDEN, text, flags=re.IGNORECASE)
    return text
