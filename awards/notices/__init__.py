"""What people are told: an inbox on the screen, an outbox of mails, words ready to paste."""
