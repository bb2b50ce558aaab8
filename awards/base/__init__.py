"""What every area stands on: the database, transactions, doors, the clock, fields, files, words."""
