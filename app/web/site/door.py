"""The blueprint that every view of the site hangs on."""

from flask import Blueprint

blueprint = Blueprint("site", __name__)
