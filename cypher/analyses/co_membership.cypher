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
// n_missing counts the organizations of the day that may be shared without the data saying so: those of which they list no
// state at all, and those of which a data set lacks what one of the two is (in COW's files, -9).
// The Cypher gives who is in each, Python the pairs. Order of the rows: most shared first, then the greatest jaccard, then by code of a and b."""
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
// monotone = true
// unless = ["max_size"]
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
// meaning = "Organizations of the day of which the data do not say what one of the two is, so that a tie may be missing."
// [columns.certain]
// type = "boolean"
// meaning = "Whether every membership counted certainly holds on the day."
//
// [fetched.org]
// type = "string"
// meaning = "Key of the organization."
// [fetched.members]
// type = "integer"
// meaning = "Its full members on the day."
// [fetched.states]
// type = "list of strings"
// meaning = "Keys of the states counted in it."
// [fetched.certain]
// type = "list of strings"
// meaning = "Those of them of which that is certain."
// [fetched.unlisted]
// type = "boolean"
// meaning = "Whether the data list no state in it at all, though it may exist on the day."
// [fetched.not_coded]
// type = "list of strings"
// meaning = "Keys of the states of which a data set lacks what they are in it; * for all."
//
// [plot]
// kind = "heat map"
// x = "state_a"
// y = "state_b"
// color = "shared"

// The organizations looked at: all, or where two states are named those of the two, and those of which the data lack something
MATCH (o:Organization)
WHERE $other IS NULL OR NOT (o)<-[:MEMBER_OF]-(:State)
WITH collect(o) AS bare
OPTIONAL MATCH (:CodeList)-[:NOT_CODED]->(unseen:Organization)
WITH bare, collect(DISTINCT unseen) AS unseen
UNWIND [$state, $other] AS named
OPTIONAL MATCH (:State {key: named})-[r:MEMBER_OF|NOT_CODED]->(near:Organization)
WHERE r.valid_from_earliest <= $as_of AND r.valid_to_latest > $as_of
WITH bare, unseen, collect(DISTINCT near) AS near
UNWIND bare + unseen + near AS o
WITH DISTINCT o

// Who is in each on the day; where two states are named all members are counted, and those two told
OPTIONAL MATCH (s:State)-[m:MEMBER_OF]->(o)
WHERE m.valid_from_earliest <= $as_of AND m.valid_to_latest > $as_of
  AND ($datasets IS NULL OR coalesce(m.dataset, 'curated') IN $datasets)
WITH o, s.key AS key, m, $other IS NULL OR s.key IN [$state, $other] AS shown
WITH o, CASE WHEN m IS NOT NULL THEN key END AS state,
     CASE WHEN $certain THEN m.full_from_latest <= $as_of AND m.full_to_earliest > $as_of
          ELSE m.full_from_earliest <= $as_of AND m.full_to_latest > $as_of END AS full,
     CASE WHEN NOT shown THEN false
          WHEN $statuses IS NULL THEN m.full_from_earliest <= $as_of AND m.full_to_latest > $as_of
          ELSE m.status IN $statuses END AS counted,
     CASE WHEN NOT shown THEN false
          WHEN $statuses IS NULL THEN m.full_from_latest <= $as_of AND m.full_to_earliest > $as_of
          ELSE m.status IN $statuses AND m.valid_from_latest <= $as_of AND m.valid_to_earliest > $as_of END AS certain
WITH o,
     count(DISTINCT CASE WHEN full THEN state END) AS members,
     collect(DISTINCT CASE WHEN counted AND (certain OR NOT $certain) THEN state END) AS states,
     collect(DISTINCT CASE WHEN certain THEN state END) AS certain

// What the data lack
WITH o, members, states, certain,
     NOT EXISTS { MATCH (:State)-[:MEMBER_OF]->(o) } AND coalesce(o.founded_earliest <= $as_of, true)
       AND coalesce(o.dissolved_latest > $as_of, true) AS unlisted,
     COLLECT {
       MATCH (x)-[r:NOT_CODED]->(o)
       WHERE r.valid_from_earliest <= $as_of AND r.valid_to_latest > $as_of
         AND ($datasets IS NULL OR coalesce(r.dataset, 'curated') IN $datasets)
       RETURN DISTINCT CASE WHEN x:State THEN x.key ELSE '*' END
     } AS not_coded
WHERE unlisted OR size(not_coded) > 0 OR (size(states) > 0 AND ($max_size IS NULL OR members <= $max_size))
RETURN o.key AS org,
       members AS members,
       CASE WHEN $max_size IS NULL OR members <= $max_size THEN states ELSE [] END AS states,
       certain AS certain,
       unlisted AS unlisted,
       not_coded AS not_coded
ORDER BY org
