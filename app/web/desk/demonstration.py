"""Says on every page of the desk that what is there is a demonstration, while it is."""

from __future__ import annotations

from app.current import services
from app.demo import marks
from app.web.desk.door import blueprint


@blueprint.context_processor
def _demonstration() -> dict[str, bool]:
    return {"is_demo": marks.is_there(services().config.instance_folder)}
