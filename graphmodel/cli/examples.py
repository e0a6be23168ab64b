"""Examples for the help of every command. A test runs each of them."""

from __future__ import annotations

EXAMPLES: dict[str, tuple[str, ...]] = {
    "tour": ("tour", "tour --out alliances.html"),
    "view": ("view --as-of 2024-07-04 --out alliances.html", "view Iran --as-of 2016-01-01 --out iran.svg"),
    "doctor": ("doctor", "doctor --graph alliances.graph", "doctor --format json"),
    "analyses": ("analyses", "analyses --format csv"),
    "run": (
        "run co_membership --state IRN --as-of 2024-07-04",
        "run co_membership --state IRN --other RUS --format json",
        "run obligation_profile --a Russia --b 'North Korea' --bounds",
        "run co_membership --help",
    ),
    "query": (
        "query \"MATCH (s:State)-[:MEMBER_OF]->(o {key: 'sco'}) RETURN DISTINCT s.name AS state ORDER BY state\"",
        'query "MATCH (o:Organization) WHERE o.key = \\$org RETURN o.name AS name" --param org=sco --format csv',
    ),
    "shell": ("shell", "shell --graph alliances.graph", "shell < questions.txt"),
    "load": ("load --into alliances.graph",),
    "import": ("import --list", "import atop atop5_1ddyr.csv --into alliances.graph --report report.json"),
    "why": ("why IRN MEMBER_OF sco --on 2010-01-01", "why Bushehr"),
    "claims": ("claims --about IRN --mode speculative", "claims --about IRN --on 2023-07-04 --format csv"),
    "contradictions": ("contradictions --about IRN --kind tension",),
    "assessment": ("assessment F002-007",),
    "status": ("status IRN sco --known-on 2017-04-01",),
    "dyad": ("dyad RUS IRN --since 2014-01-01",),
    "panel": (
        "panel state-year --start 2014 --end 2016 --format csv",
        "panel dyad-year --start 2000 --end 2016 --format parquet --out dyads.parquet",
    ),
    "known": ("known 2016-01-01 MEMBER_OF --start IRN",),
    "policies": ("policies official_first latest",),
    "resolve": ("resolve latest --graph alliances.graph",),
    "cite": ("cite S01 S106 --format bibtex",),
    "schema": ("schema plan --graph alliances.graph",),
    "schema plan": ("schema plan --url neo4j://localhost:7687 --user neo4j",),
    "schema apply": ("schema apply --url neo4j://localhost:7687 --user neo4j",),
    "schema check": ("schema check --url neo4j://localhost:7687 --user neo4j",),
}
"""By command; each as it is typed after `graphmodel`."""


def examples(command: str) -> str:
    """The examples of a command as the last paragraph of its help."""
    lines = [f"  graphmodel {each}" for each in EXAMPLES[command]]
    return "\n".join(["\b", "Examples:" if len(lines) > 1 else "Example:", *lines])  # \b keeps the lines as they are
