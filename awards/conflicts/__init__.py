"""Who has a tie to what they would judge: the register of relations, declarations per dossier, recusals."""
