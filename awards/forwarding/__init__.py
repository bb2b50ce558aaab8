"""From a finished dossier to the centre: sign-off, quota, waiting list, receipt, withdrawal, replacement."""
