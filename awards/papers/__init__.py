"""The papers of a dossier: attached, ordered, shown as pictures, taken out again."""
