"""One module for each library: the work, written as its users would. `NAMES` gives them in the order of the table."""

NAMES = {
    "raw": "raw driver",
    "autocommit": "raw, auto-commit",
    "graphmodel": "graphmodel",
    "neomodel": "neomodel",
    "neontology": "neontology",
    "gqlalchemy": "GQLAlchemy",
    "py2neo": "py2neo",
}
