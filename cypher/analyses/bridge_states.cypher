// title = "States that bridge organizations"
// question = "Which states belong to organizations that otherwise share nobody, or hardly anybody?"
// group = "organizations"
// example = "{state: null, as_of: date('2024-07-04'), theta: 0.05, min_size: 2, statuses: null, max_size: null, datasets: null, certain: false}"
// method = """
// Two organizations are bridged by a state in both when it is the only one in both (`alone`), or when they share less than
// theta of their states: jaccard = states in both / states in at least one. All states in both are then bridges.
// Counted are memberships that possibly hold on the day; `certain` says whether all of both organizations certainly do.
// Without statuses a membership counts while it is a full one by the organization's own scheme. Organizations of fewer
// than min_size states counted are left out: one of a single state has nobody to bridge to. Near-universal organizations
// share somebody with all of them: max_size cuts those. `pairs` counts what the state bridges.
// The Cypher gives who is in each, Python the pairs. Order of the rows: the state that bridges most first, then the least jaccard, then by org_a and org_b."""
// literature = [
//   "Alter & Meunier 2009, The Politics of International Regime Complexity, Perspectives on Politics 7(1)",
//   "Granovetter 1973, The Strength of Weak Ties, American Journal of Sociology 78(6)",
// ]
//
// [parameters.state]
// type = "state"
// default = "null"
// meaning = "Only pairs that this state bridges."
// otherwise = "all states"
// [parameters.as_of]
// type = "date"
// default = "null"
// meaning = "The day, such as 2024-07-04; in Cypher always to be given."
// otherwise = "the day to which the data reach"
// [parameters.theta]
// type = "number"
// default = "0.05"
// least = 0
// most = 1
// meaning = "Organizations that share less than this (Jaccard) count as bridged by all they share; 0: only by a single state."
// otherwise = "a bridged pair shares one state, or less than .05 of its states"
// [parameters.min_size]
// type = "integer"
// default = "2"
// meaning = "Leave out organizations with fewer states counted than this."
// otherwise = "organizations of two states or more"
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
// [columns.state]
// type = "string"
// meaning = "Key of the state that bridges."
// [columns.org_a]
// type = "string"
// meaning = "Key of the first organization, before the second in the alphabet."
// [columns.org_b]
// type = "string"
// meaning = "Key of the second organization."
// [columns.jaccard]
// type = "float"
// meaning = "States in both by states in at least one."
// [columns.common]
// type = "integer"
// meaning = "States in both."
// [columns.alone]
// type = "boolean"
// meaning = "Whether the state is the only one in both."
// [columns.size_a]
// type = "integer"
// meaning = "States counted in the first."
// [columns.size_b]
// type = "integer"
// meaning = "States counted in the second."
// [columns.pairs]
// type = "integer"
// meaning = "How many pairs the state bridges, of those asked for."
// [columns.certain]
// type = "boolean"
// meaning = "Whether every membership counted in either certainly holds on the day; pairs counts those too that are not certain."
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

// The organizations looked at: all, or those of the state
OPTIONAL MATCH (:State {key: $state})-[:MEMBER_OF]->(near:Organization)
WITH collect(DISTINCT near.key) AS near
MATCH (o:Organization)
WHERE $state IS NULL OR o.key IN near
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
WHERE size(states) > 0 AND size(states) >= $min_size AND ($max_size IS NULL OR members <= $max_size)
RETURN o.key AS org,
       members AS members,
       states AS states,
       certain AS certain
ORDER BY org
