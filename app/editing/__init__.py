"""How articles change: saving, revisions, drafts, workflow; files stay the truth."""
