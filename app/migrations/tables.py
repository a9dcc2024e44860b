"""Every room's tables in one place, for migrations to compare with."""

from __future__ import annotations

import app.accounts.models
import app.curation.attention.models
import app.curation.gap_models
import app.curation.inbox_models
import app.curation.query_models
import app.editing.announcement_models
import app.editing.models
import app.feedback.models
import app.learning.models
import app.outbox.models
import app.search.models
import app.tickets.asking_models
import app.tickets.desk_models
import app.tickets.link_models
import app.tickets.mail_models
import app.tickets.models  # noqa: F401
from app.db import Base

METADATA = Base.metadata
