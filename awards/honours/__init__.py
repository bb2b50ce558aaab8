"""The register of honours over the years, imported and own."""
