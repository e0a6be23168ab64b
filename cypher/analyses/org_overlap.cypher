// title = "Overlap of organizations"
// question = "How redundant are organizations: who belongs to both?"
// group = "organizations"
// example = "{organization: 'sco', other: null, as_of: date('2014-12-31'), statuses: null, max_size: null, datasets: null, certain: false}"
// method = """
// Counted are memberships that possibly hold on the day; `certain` says whether all of both organizations certainly do.
// Without statuses a membership counts while it is a full one by the organization's own scheme.
// jaccard = common / either, the states in both by those in at least one. overlap = common / the size of the smaller one
// (the overlap coefficient). containment_a = common / size_a, containment_b = common / size_b; `subset` says when one
// of them is 1. `same_field` compares what the organizations are for, where both are coded.
// Pairs that share nobody are left out, unless both organizations are named. A pair stands once, org_a before org_b;
// with an organization given, that one is org_a. An organization of near-universal membership overlaps with all:
// max_size cuts it.
// The Cypher gives who is in each, Python the pairs. Order of the rows: the greatest jaccard first, then most common states, then by org_a and org_b."""
// literature = [
//   "Hofmann 2011, Why Institutional Overlap Matters: CSDP in the European Security Architecture, Journal of Common Market Studies 49(1)",
//   "Panke & Stapel 2018, Exploring overlapping regionalism, Journal of International Relations and Development 21(3)",
//   "Haftel & Lenz 2022, Measuring institutional overlap in global governance, Review of International Organizations 17(2)",
// ]
//
// [parameters.organization]
// type = "organization"
// default = "null"
// meaning = "Only pairs with this organization."
// otherwise = "all pairs"
// [parameters.other]
// type = "organization"
// default = "null"
// meaning = "Only the pair of organization and this one, which is shown also when it shares nobody."
// otherwise = "every organization that shares somebody"
// [parameters.as_of]
// type = "date"
// default = "null"
// meaning = "The day, such as 2024-07-04; in Cypher always to be given."
// otherwise = "the day to which the data reach"
// [parameters.statuses]
// type = "list of statuses"
// default = "null"
// meaning = "Count memberships of these statuses."
// otherwise = "full members by each organization's own scheme"
// [parameters.max_size]
// type = "integer"
// default = "null"
// meaning = "Leave out organizations with more full members than this."
// otherwise = "organizations of any size"
// [parameters.datasets]
// type = "list of texts"
// default = "null"
// meaning = "Only facts of these data sets, by the keys of their sources; curated for what rests on claims."
// otherwise = "facts of every data set"
// [parameters.certain]
// type = "boolean"
// default = "false"
// meaning = "Count only what certainly holds."
// otherwise = "what possibly holds counts"
//
// [columns.org_a]
// type = "string"
// meaning = "Key of the first organization."
// [columns.org_b]
// type = "string"
// meaning = "Key of the second organization."
// [columns.size_a]
// type = "integer"
// monotone = true
// meaning = "States counted in the first."
// [columns.size_b]
// type = "integer"
// monotone = true
// meaning = "States counted in the second."
// [columns.common]
// type = "integer"
// monotone = true
// meaning = "States in both."
// [columns.either]
// type = "integer"
// meaning = "States in at least one."
// [columns.jaccard]
// type = "float"
// meaning = "common / either."
// [columns.overlap]
// type = "float"
// meaning = "common / the smaller size."
// [columns.containment_a]
// type = "float"
// meaning = "The share of the first's states that are in the second."
// [columns.containment_b]
// type = "float"
// meaning = "The share of the second's states that are in the first."
// [columns.subset]
// type = "string or null"
// meaning = "same, a in b, b in a; null when neither holds the other."
// [columns.same_field]
// type = "boolean or null"
// meaning = "Whether both are for the same; null where that is not coded."
// [columns.states]
// type = "list of strings"
// meaning = "Keys of the states in both, in alphabetical order."
// [columns.certain]
// type = "boolean"
// meaning = "Whether every membership counted in either certainly holds on the day."
//
// [fetched.org]
// type = "string"
// meaning = "Key of the organization."
// [fetched.field]
// type = "string or null"
// meaning = "What it is for."
// [fetched.members]
// type = "integer"
// meaning = "Its full members on the day."
// [fetched.states]
// type = "list of strings"
// meaning = "Keys of the states counted in it."
// [fetched.certain]
// type = "list of strings"
// meaning = "Those of them of which that is certain."
//
// [plot]
// kind = "heat map"
// x = "org_a"
// y = "org_b"
// color = "jaccard"

// The organizations looked at: all, or the two named
MATCH (o:Organization)
WHERE $other IS NULL OR o.key IN [$organization, $other]
WITH o

// Who is in each on the day
MATCH (s:State)-[m:MEMBER_OF]->(o)
WHERE m.valid_from_earliest <= $as_of AND m.valid_to_latest > $as_of
  AND ($datasets IS NULL OR coalesce(m.dataset, 'curated') IN $datasets)
WITH o,
     CASE WHEN m IS NOT NULL THEN s.key END AS state,
     CASE WHEN $certain THEN m.full_from_latest <= $as_of AND m.full_to_earliest > $as_of
          ELSE m.full_from_earliest <= $as_of AND m.full_to_latest > $as_of END AS full,
     CASE WHEN $statuses IS NULL THEN m.full_from_earliest <= $as_of AND m.full_to_latest > $as_of
          ELSE m.status IN $statuses END AS counted,
     CASE WHEN $statuses IS NULL THEN m.full_from_latest <= $as_of AND m.full_to_earliest > $as_of
          ELSE m.status IN $statuses AND m.valid_from_latest <= $as_of AND m.valid_to_earliest > $as_of END AS certain
WITH o,
     count(DISTINCT CASE WHEN full THEN state END) AS members,
     collect(DISTINCT CASE WHEN counted AND (certain OR NOT $certain) THEN state END) AS states,
     collect(DISTINCT CASE WHEN certain THEN state END) AS certain
WHERE size(states) > 0 AND ($max_size IS NULL OR members <= $max_size)
RETURN o.key AS org,
       o.field AS field,
       members AS members,
       states AS states,
       certain AS certain
ORDER BY org
