"""How far the provinces are, and the reminders a person releases to those who are late."""
