"""Plans of who marks what: the optimum over conflicts, fields, load and region, shown before anything is written."""
