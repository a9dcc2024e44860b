"""Mail that comes in: read whatever it is made of, and made a ticket or a reply to one."""
