// title = "States that bridge"
// question = "Which states bridge the others, and who would be cut off without them?"
// group = "networks"
// example = "{as_of: date('2024-07-04'), tie: 'memberships', terms: null, statuses: null, max_size: null, weighted: false, directed: false, without: null, system: 'cow', datasets: null, certain: false}"
// method = """
// Ties by pacts are the terms that one possibly owes the other on the day, by pacts or as data sets tell of pairs; their strength
// is the rank of the strongest: 3 defense or offense, 2 neutrality or consultation, 1 nonaggression (Chiba, Johnson & Leeds).
// Ties by memberships are organizations that both possibly belong to on the day; their strength is Newman's, the sum of
// 1 / (size - 1), the size being the number of full members in the data used. States without a tie are left out and counted.
// betweenness of a state v = sum over pairs s, t of other states of (shortest paths from s to t through v) / (shortest paths from
// s to t), divided by the number of such pairs, (N - 1)(N - 2) / 2, or without the half where directed; N is the number of
// states with a tie. Weighted, a tie is as long as 1 / strength: strong ties are short. Equal values share a rank.
// pairs_cut = pairs of other states that hang together (in either direction) and would not without the state.
// change = betweenness in the network without the state that is named in without, less that in the whole; each normalized on its
// own number of states. `certain` says whether all ties of the network certainly hold.
// Order of the rows: by rank, then by key."""
// literature = [
//   "Freeman 1977, A Set of Measures of Centrality Based on Betweenness, Sociometry 40(1)",
//   "Brandes 2001, A faster algorithm for betweenness centrality, Journal of Mathematical Sociology 25(2)",
//   "Maoz 2011, Networks of Nations, Cambridge University Press",
//   "Chiba, Johnson & Leeds 2015, Careful Commitments, Journal of Politics 77(4)",
//   "Newman 2001, Scientific collaboration networks II, Physical Review E 64: 016132",
// ]
//
// [parameters.as_of]
// type = "date"
// default = "null"
// meaning = "The day, such as 2024-07-04; in Cypher always to be given."
// otherwise = "the day to which the data reach"
// [parameters.tie]
// type = "choice"
// default = '"pacts"'
// meaning = "What ties states: pacts, or memberships of the same organizations."
// otherwise = "tied by pacts"
// choices = ["pacts", "memberships"]
// [parameters.terms]
// type = "list of texts"
// default = "null"
// meaning = "The terms of pacts that tie; any of them is enough. Not with memberships."
// otherwise = "terms: defense"
// choices = ["defense", "offense", "neutrality", "nonaggression", "consultation"]
// [parameters.statuses]
// type = "list of statuses"
// default = "null"
// meaning = "Count memberships of these statuses. Not with pacts."
// otherwise = "full members by each organization's own scheme"
// [parameters.max_size]
// type = "integer"
// default = "null"
// meaning = "Leave out organizations with more full members than this. Not with pacts."
// otherwise = "organizations of any size"
// [parameters.weighted]
// type = "boolean"
// default = "false"
// meaning = "Take ties by their strength, as distances of 1 / strength; else each is one step."
// otherwise = "not weighted: each tie is one step"
// [parameters.directed]
// type = "boolean"
// default = "false"
// meaning = "Follow ties only from who owes to whom it is owed. Not with memberships."
// otherwise = "not directed: a tie goes both ways"
// [parameters.without]
// type = "state"
// default = "null"
// meaning = "Leave this state out, and show how the betweenness of the others changes."
// otherwise = "nobody is left out"
// [parameters.system]
// type = "text"
// default = '"cow"'
// meaning = "Key of the list of states whose members are counted; any counts every state."
// otherwise = "members of the list cow"
// [parameters.datasets]
// type = "list of texts"
// default = "null"
// meaning = "Only facts of these data sets, by the keys of their sources; curated for what rests on claims."
// otherwise = "all data sets"
// [parameters.certain]
// type = "boolean"
// default = "false"
// meaning = "Count only what certainly holds."
// otherwise = "what possibly holds is counted"
//
// [columns.state]
// type = "string"
// meaning = "Key of the state."
// [columns.betweenness]
// type = "float"
// meaning = "Share of the shortest paths between others that lead through it."
// [columns.rank]
// type = "integer"
// meaning = "1 for the highest betweenness."
// [columns.degree]
// type = "integer"
// meaning = "How many states it is tied to, in either direction."
// [columns.pairs_cut]
// type = "integer"
// meaning = "Pairs of others that would no longer hang together without it."
// [columns.change]
// type = "float or null"
// meaning = "Betweenness without the state named in without, less the betweenness with it."
// [columns.certain]
// type = "boolean"
// meaning = "Whether all ties of the network certainly hold on the day, on which the figures of every state depend."
//
// [fetched.kind]
// type = "string"
// meaning = "What ties: system for the list of states, organization, pact, pair."
// [fetched.key]
// type = "string"
// meaning = "Key of the list, organization or pact, or of the state that owes."
// [fetched.term]
// type = "string or null"
// meaning = "The term of a pact."
// [fetched.size]
// type = "integer or null"
// meaning = "Full members of an organization."
// [fetched.owing]
// type = "list of strings"
// meaning = "The states that are tied, or that owe."
// [fetched.owed]
// type = "list of strings"
// meaning = "The states that each of them is tied to."
// [fetched.sure]
// type = "list of strings"
// meaning = "The states whose part in it certainly holds."
// [fetched.datasets]
// type = "list of strings"
// meaning = "Keys of the sources of data sets it comes from; curated for what rests on claims."
//
// [plot]
// kind = "scatter"
// x = "degree"
// y = "betweenness"
// label = "state"

// Who is in the list of states
MATCH (s:State)-[i:IN_SYSTEM]->(:CodeList {key: $system})
WHERE i.valid_from_earliest <= $as_of AND i.valid_to_latest > $as_of
WITH DISTINCT s.key AS state
ORDER BY state
WITH collect(state) AS states
RETURN 'system' AS kind, $system AS key, null AS term, null AS size,
       states AS owing, [] AS owed, [] AS sure, [] AS datasets
ORDER BY key

UNION ALL
// Organizations: each member is tied to each other
UNWIND CASE WHEN $tie = 'memberships' THEN [1] ELSE [] END AS asked
MATCH (o:Organization)
MATCH (s:State)-[m:MEMBER_OF]->(o)
WHERE m.valid_from_earliest <= $as_of AND m.valid_to_latest > $as_of
  AND ($datasets IS NULL OR coalesce(m.dataset, 'curated') IN $datasets)
WITH o, s.key AS state, coalesce(m.dataset, 'curated') AS dataset,
     CASE WHEN $certain THEN m.full_from_latest <= $as_of AND m.full_to_earliest > $as_of
          ELSE m.full_from_earliest <= $as_of AND m.full_to_latest > $as_of END AS full,
     CASE WHEN $statuses IS NULL THEN m.full_from_earliest <= $as_of AND m.full_to_latest > $as_of
          ELSE m.status IN $statuses END AS counted,
     CASE WHEN $statuses IS NULL THEN m.full_from_latest <= $as_of AND m.full_to_earliest > $as_of
          ELSE m.status IN $statuses AND m.valid_from_latest <= $as_of AND m.valid_to_earliest > $as_of END AS sure
WITH o.key AS org,
     count(DISTINCT CASE WHEN full THEN state END) AS size,
     collect(DISTINCT CASE WHEN counted AND (sure OR NOT $certain) THEN state END) AS members,
     collect(DISTINCT CASE WHEN sure THEN state END) AS sure,
     collect(DISTINCT CASE WHEN counted AND (sure OR NOT $certain) THEN dataset END) AS datasets
WHERE $max_size IS NULL OR size <= $max_size
RETURN 'organization' AS kind, org AS key, null AS term, size AS size,
       members AS owing, members AS owed, sure AS sure, datasets AS datasets
ORDER BY key

UNION ALL
// Terms of pacts: who owes is tied to whom it is owed
UNWIND CASE WHEN $tie = 'pacts' THEN coalesce($terms, ['defense']) ELSE [] END AS term
MATCH (pact:Pact)-[:OBLIGES]->(duty:Obligation {term: term})
WHERE duty.valid_from_earliest <= $as_of AND duty.valid_to_latest > $as_of
MATCH (s:State)-[p:PARTY_TO]->(pact)
WHERE p.valid_from_earliest <= $as_of AND p.valid_to_latest > $as_of
  AND ($datasets IS NULL OR coalesce(p.dataset, 'curated') IN $datasets)
WITH pact, duty, s, max(p.dataset) AS dataset,
     max(CASE WHEN p.valid_from_latest <= $as_of AND p.valid_to_earliest > $as_of
               AND duty.valid_from_latest <= $as_of AND duty.valid_to_earliest > $as_of THEN 1 ELSE 0 END) AS sure
WHERE sure = 1 OR NOT $certain
WITH pact, duty, s, dataset, sure,
     NOT EXISTS { MATCH (duty)-[:OWED_BY]->() } OR EXISTS { MATCH (duty)-[:OWED_BY]->(s) } AS owing,
     NOT EXISTS { MATCH (duty)-[:OWED_TO]->() } OR EXISTS { MATCH (duty)-[:OWED_TO]->(s) } AS owed
ORDER BY pact.key, duty.key, s.key
WITH pact.key AS pact, duty.key AS duty, duty.term AS term,
     collect(CASE WHEN owing THEN s.key END) AS owing,
     collect(CASE WHEN owed THEN s.key END) AS owed,
     collect(CASE WHEN sure = 1 THEN s.key END) AS sure,
     collect(DISTINCT coalesce(dataset, 'curated')) AS datasets
RETURN 'pact' AS kind, pact AS key, term AS term, null AS size,
       owing AS owing, owed AS owed, sure AS sure, datasets AS datasets
ORDER BY key, duty

UNION ALL
// What data sets tell of pairs of states
UNWIND CASE WHEN $tie = 'pacts' THEN coalesce($terms, ['defense']) ELSE [] END AS term
MATCH (a:State)-[r:OBLIGED_TO]->(b:State)
WHERE term IN r.terms AND r.valid_from_earliest <= $as_of AND r.valid_to_latest > $as_of
  AND ($datasets IS NULL OR coalesce(r.dataset, 'curated') IN $datasets)
WITH a.key AS a, term, b.key AS b, max(coalesce(r.dataset, 'curated')) AS dataset,
     max(CASE WHEN r.valid_from_latest <= $as_of AND r.valid_to_earliest > $as_of THEN 1 ELSE 0 END) AS sure
WHERE sure = 1 OR NOT $certain
WITH a, term, b, dataset, sure
ORDER BY a, term, b
WITH a, term, collect(b) AS owed, collect(CASE WHEN sure = 1 THEN b END) AS sure, collect(DISTINCT dataset) AS datasets
RETURN 'pair' AS kind, a AS key, term AS term, null AS size,
       [a] AS owing, owed AS owed, sure + [a] AS sure, datasets AS datasets
ORDER BY key, term
