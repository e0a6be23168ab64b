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
// Order of the rows: the greatest jaccard first, then most common states, then by org_a and org_b."""
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
// meaning = "States counted in the first."
// [columns.size_b]
// type = "integer"
// meaning = "States counted in the second."
// [columns.common]
// type = "integer"
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

// What each state is in each organization on the day
MATCH (s:State)-[m:MEMBER_OF]->(o:Organization)
WHERE m.valid_from_earliest <= $as_of AND m.valid_to_latest > $as_of
  AND ($datasets IS NULL OR coalesce(m.dataset, 'curated') IN $datasets)
WITH s, o,
     coalesce(m.full_from_earliest <= $as_of AND m.full_to_latest > $as_of, false) AS full,
     coalesce(m.full_from_latest <= $as_of AND m.full_to_earliest > $as_of, false) AS full_certain,
     m.valid_from_latest <= $as_of AND m.valid_to_earliest > $as_of AS valid_certain,
     m.status AS status
WITH s, o,
     max(CASE WHEN CASE WHEN $certain THEN full_certain ELSE full END THEN 1 ELSE 0 END) AS full,
     max(CASE WHEN CASE WHEN $statuses IS NULL THEN full ELSE status IN $statuses END
               AND (NOT $certain OR CASE WHEN $statuses IS NULL THEN full_certain ELSE valid_certain END)
         THEN 1 ELSE 0 END) AS counted,
     max(CASE WHEN CASE WHEN $statuses IS NULL THEN full_certain ELSE status IN $statuses AND valid_certain END
         THEN 1 ELSE 0 END) AS certain

// Each organization with those counted in it
WITH o, sum(full) AS members, collect(CASE WHEN counted = 1 THEN {state: s.key, certain: certain} END) AS ties
WHERE size(ties) > 0 AND ($max_size IS NULL OR members <= $max_size)
WITH o.key AS org, o.field AS field, ties, all(tie IN ties WHERE tie.certain = 1) AS certain
ORDER BY org
WITH collect({org: org, size: size(ties), field: field, certain: certain, ties: ties}) AS orgs
WITH orgs, [each IN orgs WHERE each.org IN [$organization, $other] | {org: each.org, size: each.size, field: each.field,
            certain: each.certain}] AS named

// The organizations of each state, in pairs
UNWIND orgs AS each
UNWIND each.ties AS tie
WITH named, tie.state AS state, each.org AS org, each.size AS size, each.field AS field, each.certain AS certain
WITH named, state, collect({org: org, size: size, field: field, certain: certain}) AS portfolio
ORDER BY state
UNWIND [each IN portfolio WHERE $organization IS NULL OR each.org = $organization] AS a
UNWIND portfolio AS b
WITH named, state, a, b
WHERE CASE WHEN $organization IS NULL THEN a.org < b.org ELSE a.org <> b.org END AND ($other IS NULL OR b.org = $other)
WITH named, a, b, collect(state) AS states
WITH named, collect({a: a, b: b, states: states}) AS pairs
WITH CASE WHEN size(pairs) = 0 AND $organization IS NOT NULL AND $other IS NOT NULL
          THEN [{a: coalesce([each IN named WHERE each.org = $organization][0], {org: $organization, size: 0, field: null, certain: true}),
                 b: coalesce([each IN named WHERE each.org = $other][0], {org: $other, size: 0, field: null, certain: true}),
                 states: []}]
          ELSE pairs END AS pairs
UNWIND pairs AS pair
WITH pair.a AS a, pair.b AS b, pair.states AS states, size(pair.states) AS common
WITH a, b, states, common, a.size + b.size - common AS either, CASE WHEN a.size < b.size THEN a.size ELSE b.size END AS smaller
RETURN a.org AS org_a,
       b.org AS org_b,
       a.size AS size_a,
       b.size AS size_b,
       common AS common,
       either AS either,
       CASE WHEN either = 0 THEN 0.0 ELSE 1.0 * common / either END AS jaccard,
       CASE WHEN smaller = 0 THEN 0.0 ELSE 1.0 * common / smaller END AS overlap,
       CASE WHEN a.size = 0 THEN 0.0 ELSE 1.0 * common / a.size END AS containment_a,
       CASE WHEN b.size = 0 THEN 0.0 ELSE 1.0 * common / b.size END AS containment_b,
       CASE WHEN common = 0 THEN null WHEN common = a.size AND common = b.size THEN 'same'
            WHEN common = a.size THEN 'a in b' WHEN common = b.size THEN 'b in a' END AS subset,
       a.field = b.field AS same_field,
       states AS states,
       a.certain AND b.certain AS certain
ORDER BY jaccard DESC, common DESC, org_a, org_b
