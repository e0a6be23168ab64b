// title = "The shortest way between two states"
// question = "What is the shortest path of shared organizations between two states?"
// group = "memberships"
// example = "{a: 'UKR', b: 'IRN', as_of: date('2024-07-04'), statuses: null, max_size: null, exclude: null, pacts: false, datasets: null, certain: false, most: 25}"
// method = """
// A path goes from a state to an organization that it belongs to, on to a state that belongs to it too, and so forth; its length
// `hops` is the number of organizations on it. All shortest paths are found; shown are the first `most` of them, and a note says
// how many there are. Counted are memberships that possibly hold on the day; without statuses while they are full ones by the
// organization's own scheme. With pacts, a pact in force links its parties like an organization.
// Near-universal organizations link everybody to everybody: max_size and exclude leave such out. For max_size the states
// counted here are the size.
// No row means that there is no path at all, of any length.
// The Cypher gives who belongs to what the two belong to, and everything only where they have nobody in common; Python the
// paths. Order of the rows: by path."""
// literature = [
//   "Dorussen & Ward 2008, Intergovernmental Organizations and the Kantian Peace: A Network Perspective, Journal of Conflict Resolution 52(2)",
//   "Watts & Strogatz 1998, Collective dynamics of small-world networks, Nature 393",
// ]
// key = ["path"]
//
// [parameters.a]
// type = "state"
// meaning = "From which state."
// [parameters.b]
// type = "state"
// meaning = "To which state."
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
// meaning = "Leave out organizations with more states counted than this."
// otherwise = "organizations of any size"
// [parameters.exclude]
// type = "list of organizations"
// default = "null"
// meaning = "Leave out these organizations."
// otherwise = "no organization is left out"
// [parameters.pacts]
// type = "boolean"
// default = "false"
// meaning = "Also go by pacts in force."
// otherwise = "by organizations only"
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
// [parameters.most]
// type = "integer"
// default = "25"
// meaning = "Show no more paths than this."
// otherwise = "25 paths at most"
//
// [columns.hops]
// type = "integer"
// meaning = "Organizations, or pacts, on the path."
// [columns.path]
// type = "list of strings"
// meaning = "Keys of states and organizations in turn, from a to b."
// [columns.via]
// type = "list of strings"
// meaning = "Keys of the organizations or pacts."
// [columns.through]
// type = "list of strings"
// meaning = "Keys of the states between."
// [columns.certain]
// type = "boolean"
// meaning = "Whether each state on the path certainly belongs to what it goes by; then no path is shorter either."
//
// [fetched.via]
// type = "string"
// meaning = "Key of an organization or pact."
// [fetched.pact]
// type = "boolean"
// meaning = "Whether it is a pact."
// [fetched.states]
// type = "list of strings"
// meaning = "Keys of the states that belong to it."

// What the two belong to, and who else does
UNWIND [$a, $b] AS named
MATCH (:State {key: named})-[m:MEMBER_OF|PARTY_TO]->(o:Organization|Pact)
WHERE NOT o.key IN coalesce($exclude, []) AND ($pacts OR type(m) = 'MEMBER_OF') AND ($datasets IS NULL OR coalesce(m.dataset, 'curated') IN $datasets)
  AND m.valid_from_earliest <= $as_of AND m.valid_to_latest > $as_of
  AND CASE WHEN type(m) = 'PARTY_TO' THEN NOT $certain OR m.valid_from_latest <= $as_of AND m.valid_to_earliest > $as_of
           WHEN $statuses IS NULL THEN m.full_from_earliest <= $as_of AND m.full_to_latest > $as_of
                AND (NOT $certain OR m.full_from_latest <= $as_of AND m.full_to_earliest > $as_of)
           ELSE m.status IN $statuses AND (NOT $certain OR m.valid_from_latest <= $as_of AND m.valid_to_earliest > $as_of) END
WITH DISTINCT o
MATCH (s:State)-[m:MEMBER_OF|PARTY_TO]->(o)
WHERE ($pacts OR type(m) = 'MEMBER_OF') AND ($datasets IS NULL OR coalesce(m.dataset, 'curated') IN $datasets)
  AND m.valid_from_earliest <= $as_of AND m.valid_to_latest > $as_of
  AND CASE WHEN type(m) = 'PARTY_TO' THEN NOT $certain OR m.valid_from_latest <= $as_of AND m.valid_to_earliest > $as_of
           WHEN $statuses IS NULL THEN m.full_from_earliest <= $as_of AND m.full_to_latest > $as_of
                AND (NOT $certain OR m.full_from_latest <= $as_of AND m.full_to_earliest > $as_of)
           ELSE m.status IN $statuses AND (NOT $certain OR m.valid_from_latest <= $as_of AND m.valid_to_earliest > $as_of) END
WITH o, collect(DISTINCT s.key) AS states
WHERE $max_size IS NULL OR size(states) <= $max_size
WITH collect({via: o.key, pact: o:Pact, states: states}) AS near
WITH near,
     reduce(found = [], each IN near | CASE WHEN $a IN each.states THEN found + each.states ELSE found END) AS of_a,
     reduce(found = [], each IN near | CASE WHEN $b IN each.states THEN found + each.states ELSE found END) AS of_b
WITH near, size(near) > 1 AND none(state IN of_a WHERE state IN of_b) AS farther

// Where these have nobody in common: everything
WITH near,
     CASE WHEN farther THEN COLLECT {
       MATCH (o:Organization|Pact)
       WHERE NOT o.key IN coalesce($exclude, [])
       RETURN {via: o.key, pact: o:Pact, states: COLLECT {
         MATCH (s:State)-[m:MEMBER_OF|PARTY_TO]->(o)
         WHERE ($pacts OR type(m) = 'MEMBER_OF') AND ($datasets IS NULL OR coalesce(m.dataset, 'curated') IN $datasets)
           AND m.valid_from_earliest <= $as_of AND m.valid_to_latest > $as_of
           AND CASE WHEN type(m) = 'PARTY_TO' THEN NOT $certain OR m.valid_from_latest <= $as_of AND m.valid_to_earliest > $as_of
                    WHEN $statuses IS NULL THEN m.full_from_earliest <= $as_of AND m.full_to_latest > $as_of
                         AND (NOT $certain OR m.full_from_latest <= $as_of AND m.full_to_earliest > $as_of)
                    ELSE m.status IN $statuses AND (NOT $certain OR m.valid_from_latest <= $as_of AND m.valid_to_earliest > $as_of) END
         RETURN DISTINCT s.key
       }} AS one
     } ELSE [] END AS far
WITH near, [each IN far WHERE size(each.states) > 0 AND ($max_size IS NULL OR size(each.states) <= $max_size)] AS far
UNWIND CASE WHEN size(far) > 0 THEN far ELSE near END AS each
RETURN each.via AS via,
       each.pact AS pact,
       each.states AS states
ORDER BY pact, via
