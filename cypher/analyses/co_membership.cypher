// title = "Shared organizations of states"
// question = "How strongly are two states tied by the organizations that both belong to?"
// group = "memberships"
// example = "{state: 'IRN', other: null, as_of: date('2024-07-04'), statuses: null, max_size: null, datasets: null, certain: false}"
// method = """
// Counted are memberships that possibly hold on the day; `certain` says whether all of a pair's certainly do.
// Without statuses a membership counts while it is a full one by the organization's own scheme.
// The size of an organization is the number of its full member states on the day, in the data used.
// jaccard = shared / (organizations of a + organizations of b - shared), of the organizations counted.
// weight = sum over shared organizations of 1 / (size - 1): a tie in a small organization counts more.
// weight_adamic_adar = sum of 1 / log(size), the natural logarithm. Organizations of fewer than two full members
// add nothing to either. Nothing is cut by size unless max_size is given: co-membership in near-universal
// organizations says little, which the weights correct and max_size cuts. Pairs that share nothing are left out,
// unless both states are named. A pair stands once, a before b; with a state given, that state is a.
// Order of the rows: most shared first, then the greatest jaccard, then by code of a and b."""
// literature = [
//   "Pevehouse, Nordstrom, McManus & Jamison 2020, Tracking Organizations in the World: COW IGO version 3.0, Journal of Peace Research 57(3)",
//   "Newman 2001, Scientific collaboration networks II, Physical Review E 64: 016132",
//   "Adamic & Adar 2003, Friends and neighbors on the Web, Social Networks 25(3)",
//   "Hafner-Burton & Montgomery 2006, Power Positions, Journal of Conflict Resolution 50(1)",
// ]
//
// [parameters.state]
// type = "state"
// default = "null"
// meaning = "Only pairs with this state."
// otherwise = "all pairs"
// [parameters.other]
// type = "state"
// default = "null"
// meaning = "Only the pair of state and this one, which is shown also when it shares nothing."
// otherwise = "every state that shares something"
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
// [columns.state_a]
// type = "string"
// meaning = "Key of the first state."
// [columns.state_b]
// type = "string"
// meaning = "Key of the second state."
// [columns.shared]
// type = "integer"
// meaning = "How many organizations both belong to."
// [columns.jaccard]
// type = "float"
// meaning = "Shared organizations as a share of all that either belongs to."
// [columns.weight]
// type = "float"
// meaning = "Shared organizations weighted by 1 / (size - 1), after Newman."
// [columns.weight_adamic_adar]
// type = "float"
// meaning = "Shared organizations weighted by 1 / log(size), after Adamic and Adar."
// [columns.orgs]
// type = "list of strings"
// meaning = "Keys of the shared organizations, in alphabetical order."
// [columns.n_missing]
// type = "integer"
// meaning = "Organizations of the day of which the data list no state at all, so that a tie may be missing."
// [columns.certain]
// type = "boolean"
// meaning = "Whether every membership counted certainly holds on the day."

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

// The size of each organization, then how many each state belongs to
WITH o, sum(full) AS members,
     collect(CASE WHEN counted = 1 THEN {state: s.key, certain: certain} END) AS ties
WHERE $max_size IS NULL OR members <= $max_size
UNWIND ties AS tie
WITH tie.state AS state, collect({org: o.key, members: members, certain: tie.certain}) AS portfolio
UNWIND portfolio AS tie
WITH tie.org AS org, tie.members AS members,
     collect({state: state, orgs: size(portfolio), certain: tie.certain}) AS ties

// The pairs in each organization
UNWIND [tie IN ties WHERE $state IS NULL OR tie.state = $state] AS a
UNWIND ties AS b
WITH org, members, a, b
WHERE CASE WHEN $state IS NULL THEN a.state < b.state ELSE a.state <> b.state END
  AND ($other IS NULL OR b.state = $other)
WITH org, members, a, b
ORDER BY org
WITH a.state AS state_a, b.state AS state_b, a.orgs + b.orgs AS both,
     collect(org) AS orgs,
     sum(CASE WHEN members > 1 THEN 1.0 / (members - 1) ELSE 0.0 END) AS weight,
     sum(CASE WHEN members > 1 THEN 1.0 / log(members) ELSE 0.0 END) AS weight_adamic_adar,
     min(CASE WHEN a.certain = 1 AND b.certain = 1 THEN 1 ELSE 0 END) = 1 AS certain
WITH collect({a: state_a, b: state_b, orgs: orgs, both: both, weight: weight, weight_adamic_adar: weight_adamic_adar,
              certain: certain}) AS pairs

// Organizations of the day without a member list
WITH pairs,
     COUNT {
       MATCH (unlisted:Organization)
       WHERE NOT EXISTS { MATCH (:State)-[:MEMBER_OF]->(unlisted) }
         AND coalesce(unlisted.founded_earliest <= $as_of, true)
         AND coalesce(unlisted.dissolved_latest > $as_of, true)
     } AS n_missing
UNWIND CASE WHEN size(pairs) = 0 AND $state IS NOT NULL AND $other IS NOT NULL
            THEN [{a: $state, b: $other, orgs: [], both: 1, weight: 0.0, weight_adamic_adar: 0.0, certain: true}]
            ELSE pairs END AS pair
RETURN pair.a AS state_a,
       pair.b AS state_b,
       size(pair.orgs) AS shared,
       1.0 * size(pair.orgs) / (pair.both - size(pair.orgs)) AS jaccard,
       pair.weight AS weight,
       pair.weight_adamic_adar AS weight_adamic_adar,
       pair.orgs AS orgs,
       n_missing AS n_missing,
       pair.certain AS certain
ORDER BY shared DESC, jaccard DESC, state_a, state_b
