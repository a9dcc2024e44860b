"""What is to be sent: mail and webhooks, kept in a table, sent later by a thread."""
