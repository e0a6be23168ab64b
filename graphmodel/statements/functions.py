"""How Cypher writes each function and operator. The engines were asked for each: what stands here gives the same on all of them.

`{0}`, `{1}` are the arguments. An argument stands in a shape once: what is needed twice is bound by `head([v IN [...] | ...])`,
so that a nested expression does not grow, and since Neo4j 5.26 fails on some that stand twice.
"""

from __future__ import annotations

from typing import Final

# The remainder that has the sign of the divisor, as in Python; % of Cypher has that of the dividend.
_MODULO = (
    "head([v IN [[{0}, nullIf({1}, 0)]] | head([w IN [v[0] % v[1]] | "
    "CASE WHEN w <> 0 AND (w < 0) <> (v[1] < 0) THEN w + v[1] ELSE w END])])"
)
_QUOTIENT = "CASE WHEN w <> 0 AND (w < 0) <> (v[1] < 0) THEN (v[0] - w) / v[1] - 1 ELSE (v[0] - w) / v[1] END"
_FLOOR_DIVIDE = f"head([v IN [[{{0}}, nullIf({{1}}, 0)]] | head([w IN [v[0] % v[1]] | {_QUOTIENT}])])"
# point.distance takes the Earth for a sphere of another size on each engine, and height into account on one only.
_RADIUS = 6_371_008.8
_ANGLE = (
    "2 * asin(sqrt(haversin(radians(v[1].y - v[0].y)) + cos(radians(v[0].y)) "
    "* cos(radians(v[1].y)) * haversin(radians(v[1].x - v[0].x))))"
)
_DISTANCE = (
    "head([v IN [[{0}, {1}]] | CASE WHEN v[0].srid <> v[1].srid THEN null "
    f"WHEN v[0].srid = 4326 THEN {_RADIUS} * {_ANGLE} "
    f"WHEN v[0].srid = 4979 THEN sqrt((({_RADIUS} + (v[0].z + v[1].z) / 2) * {_ANGLE}) ^ 2 "
    "+ (v[0].z - v[1].z) ^ 2) ELSE point.distance(v[0], v[1]) END])"
)


def _whole(number: str) -> str:
    """A float as a whole number. Beyond 64 bits, where toInteger gives the last that there is, it fails as a product does."""
    return (
        f"head([v IN [{number}] | CASE WHEN abs(v) < 9.223372036854775e18 THEN toInteger(v) "
        "WHEN abs(v) >= 9.223372036854775e18 THEN toInteger(v) * 4 END])"
    )


FUNCTIONS: Final = {
    # numbers
    "add": "({0} + {1})",
    "subtract": "({0} - {1})",
    "multiply": "({0} * {1})",
    "divide": "(toFloat({0}) / nullIf({1}, 0))",  # of whole numbers Cypher's / is whole; by 0 the engines differ
    "floor_divide": _FLOOR_DIVIDE,
    "floor_divide_floats": f"round({_FLOOR_DIVIDE})",  # nearly whole but for the last bit
    "modulo": _MODULO,
    "power": "({0} ^ {1})",
    "power_0": "head([v IN [{0}] | v - v + 1])",
    **{f"power_{n}": f"head([v IN [{{0}}] | {' * '.join('v' * n)}])" for n in range(1, 64)},  # ^ counts in floats
    "negative": "(-{0})",
    "abs": "abs({0})",
    "round": _whole("round({0}, 0, 'HALF_EVEN')"),
    "round_to": "round({0}, {1}, 'HALF_EVEN')",
    "floor": _whole("floor({0})"),
    "ceil": _whole("ceil({0})"),
    "sqrt": "sqrt({0})",
    # texts
    "startswith": "({0} STARTS WITH {1})",
    "endswith": "({0} ENDS WITH {1})",
    "contains": "({0} CONTAINS {1})",
    "matches": "({0} =~ {1})",
    "lower": "toLower({0})",
    "upper": "toUpper({0})",
    "trim": "trim({0})",
    "replace": "replace({0}, {1}, {2})",
    "split": "split({0}, {1})",
    # lists
    "item": "{0}[{1}]",
    "slice": "{0}[{1}..{2}]",
    "slice_from": "{0}[{1}..]",
    "slice_to": "{0}[..{1}]",
    "has": "({1} IN {0})",
    "has_any": "(any(v IN {0} WHERE v IN {1}))",  # in brackets: alone in a list the embedded engine takes any(...) for the list
    "has_all": "(all(v IN {1} WHERE v IN {0}))",
    "size": "size({0})",
    # dates and times
    **{part: f"{{0}}.{part}" for part in ("year", "month", "day", "hour", "minute", "second", "microsecond")},
    "days_between": "duration.inDays(date({0}), date({1})).days",
    # With a zone or without: engines differ in how they compare the one with the other.
    "zoned_datetime": "(toString({0}) =~ '.*T.*[Z+-].*')",
    "zoned_time": "(toString({0}) =~ '.*[Z+-].*')",
    # places
    "distance": _DISTANCE,
    # conversions
    "to_text": "toString({0})",
    "to_int": "toInteger({0})",
    "to_int_of_float": _whole("{0}"),
    # Beyond 64 bits one engine fails and the other gives null; and one of them does not take spaces.
    "to_int_of_text": "head([v IN [trim({0})] | CASE WHEN abs(toFloat(v)) < 9.223372036854775e18 THEN toInteger(v) END])",
    "to_float": "toFloat({0})",
    "to_float_of_text": "toFloat({0})",
}
"""Our name -> its shape, for functions with a fixed number of arguments."""

VARIADIC: Final = {"coalesce": "coalesce", "substring": "substring"}
"""Our name -> Cypher's, for functions of which the arguments are written one after another."""
