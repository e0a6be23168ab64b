// title = "Blocs of states and the organizations they match"
// question = "Which states hang together, and do these blocs match the organizations that exist?"
// group = "networks"
// example = "{as_of: date('2024-07-04'), tie: 'memberships', terms: null, statuses: null, max_size: null, weighted: true, resolution: 1.0, runs: null, seed: 1, system: 'cow', datasets: null, certain: false}"
// method = """
// Ties by pacts are the terms that one possibly owes the other on the day, by pacts or as data sets tell of pairs; their strength
// is the rank of the strongest: 3 defense or offense, 2 neutrality or consultation, 1 nonaggression (Chiba, Johnson & Leeds).
// Ties by memberships are organizations that both possibly belong to on the day; their strength is Newman's, the sum of
// 1 / (size - 1), the size being the number of full members in the data used. States without a tie are left out and counted.
// Communities are those of the greatest modularity among `runs` runs of the Leiden algorithm with the seeds seed, seed + 1, ...
// Modularity Q = (1 / 2m) sum over i, j in one community of (a_ij - resolution k_i k_j / 2m), a the strength of ties, k its sum over a state.
// agreement of a state = mean over the runs of |C and R| / |C or R|, C its community as shown and R that of the run; the notes have
// the mean adjusted Rand index (Hubert & Arabie) over all pairs of runs. Unless said, there are as many runs as look at 10 million ties
// together, 3 to 100.
// Each community is held against the members of each organization on the day, as organizations overlap and communities do not:
// purity = common / states of the community, f1 = 2 common / (states of the community + members of the organization); best_org has
// the greatest f1, then the greatest purity, then the first key. `certain` says whether all ties of the network certainly hold.
// Communities are numbered from the largest. Order of the rows: by community, then by key."""
// literature = [
//   "Traag, Waltman & van Eck 2019, From Louvain to Leiden, Scientific Reports 9: 5233",
//   "Newman & Girvan 2004, Finding and evaluating community structure in networks, Physical Review E 69: 026113",
//   "Lupu & Traag 2013, Trading Communities, the Networked Structure of International Relations, and the Kantian Peace, Journal of Conflict Resolution 57(6)",
//   "Hubert & Arabie 1985, Comparing partitions, Journal of Classification 2",
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
// meaning = "Count memberships of these statuses."
// otherwise = "full members by each organization's own scheme"
// [parameters.max_size]
// type = "integer"
// default = "null"
// meaning = "Leave out organizations with more full members than this."
// otherwise = "organizations of any size"
// [parameters.weighted]
// type = "boolean"
// default = "true"
// meaning = "Take ties by their strength; else each is 1."
// otherwise = "weighted: ties by their strength"
// [parameters.resolution]
// type = "number"
// default = "1.0"
// meaning = "Above 1 smaller communities, below 1 larger ones."
// otherwise = "resolution 1"
// least = 0.01
// [parameters.runs]
// type = "integer"
// default = "null"
// meaning = "Runs of the algorithm."
// otherwise = "100 runs, fewer of more than 100,000 ties"
// [parameters.seed]
// type = "integer"
// default = "1"
// meaning = "Seed of the first run."
// otherwise = "seed 1"
// least = 0
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
// [columns.community]
// type = "integer"
// meaning = "Number of its community, 1 for the largest."
// [columns.size]
// type = "integer"
// meaning = "States in the community."
// [columns.agreement]
// type = "float"
// meaning = "How far the runs put the state among the same states."
// [columns.best_org]
// type = "string or null"
// meaning = "Key of the organization that the community matches best; null without one."
// [columns.f1]
// type = "float or null"
// meaning = "How well both match: the harmonic mean of purity and the share of the members that are in the community."
// [columns.purity]
// type = "float or null"
// meaning = "Share of the community that belongs to that organization."
// [columns.member]
// type = "boolean or null"
// meaning = "Whether the state itself belongs to that organization."
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
// kind = "map"
// state = "state"
// color = "community"
// label = "best_org"
// fit = "f1"
// share = "agreement"

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
// Organizations: each member is tied to each other; with ties by pacts they are what is compared with
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
