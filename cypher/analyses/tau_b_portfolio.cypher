// title = "Rank-order agreement of alliance portfolios (tau-b)"
// question = "Do two states rank others alike by what they promise them?"
// group = "similarity"
// example = "{state: 'RUS', other: null, as_of: date('2024-07-04'), system: 'cow', coding: 'valued', datasets: null, certain: false}"
// method = """
// Kendall's tau-b of the two portfolios over all pairs (k, l) of states:
// tau_b = (C - D) / sqrt((C + D + T_i) (C + D + T_j)), C the pairs that both rank in the same order, D in the opposite
// one, T_i those tied in the order of i only and T_j those tied in the order of j only. Where a portfolio ranks all alike
// there is no answer (null). Signorino and Ritter show why it is a measure of association and not of similarity.
// The portfolio p_i of state i has one entry for each of the N members of the named list of states on the day, both
// states of the pair among them: p_ij is what i owes j on the day, by the pacts of both and by what data sets tell of
// the pair. Valued coding: 3 for defense or offense, 2 for neutrality or consultation, 1 for nonaggression, 0 for none
// of these (after Chiba, Johnson & Leeds); binary: 1 for any of them. A state's tie to itself is the maximum D, which
// is 3 or 1 and fixed, whatever occurs in the data. A pact with none of the five terms counts as 0.
// `certain` says whether the portfolios of both are the same when only what certainly holds is counted, and whether all
// of the list certainly belong to it.
// The Cypher fetches the portfolios; Python computes the measures of all pairs from them.
// Order of the rows: by tau_b, the highest first and null last, then by a and b."""
// literature = [
//   "Bueno de Mesquita 1975, Measuring Systemic Polarity, Journal of Conflict Resolution 19(2)",
//   "Kendall 1945, The Treatment of Ties in Ranking Problems, Biometrika 33(3)",
//   "Signorino & Ritter 1999, Tau-b or Not Tau-b: Measuring the Similarity of Foreign Policy Positions, International Studies Quarterly 43(1)",
//   "Chiba, Johnson & Leeds 2015, Careful Commitments, Journal of Politics 77(4)",
// ]
//
// [parameters.state]
// type = "state"
// default = "null"
// meaning = "Only pairs with this state; it stands first in them."
// otherwise = "all pairs"
// [parameters.other]
// type = "state"
// default = "null"
// meaning = "With state: only the pair of both."
// otherwise = "every other state"
// [parameters.as_of]
// type = "date"
// default = "null"
// meaning = "The day, such as 2024-07-04; in Cypher always to be given."
// otherwise = "the day to which the data reach"
// [parameters.system]
// type = "choice"
// choices = ["cow", "gw", "un"]
// default = '"cow"'
// meaning = "The list of states whose members make up a portfolio: cow (Correlates of War), gw (Gleditsch and Ward), un (members of the United Nations)."
// otherwise = "states of the Correlates of War list"
// [parameters.coding]
// type = "choice"
// choices = ["valued", "binary"]
// default = '"valued"'
// meaning = "valued: 3, 2, 1 or 0 by the strongest term; binary: 1 or 0."
// otherwise = "valued coding 3/2/1/0"
// [parameters.datasets]
// type = "list of texts"
// default = "null"
// meaning = "Only facts of these data sets, by the key of their source; 'curated' for those that rest on claims."
// otherwise = "facts of every data set"
// [parameters.certain]
// type = "boolean"
// default = "false"
// meaning = "Count only what certainly holds."
// otherwise = "what possibly holds counts too"
//
// [columns.a]
// type = "string"
// meaning = "Key of one state: the one asked for, else the one that sorts first."
// [columns.b]
// type = "string"
// meaning = "Key of the other."
// [columns.n]
// type = "integer"
// meaning = "Members of the list on the day: the length of a portfolio."
// [columns.system]
// type = "string"
// meaning = "The list of states."
// [columns.tau_b]
// type = "float or null"
// meaning = "Kendall's tau-b."
// [columns.certain]
// type = "boolean"
// meaning = "Whether both portfolios are the same when only what certainly holds on the day is counted, and a data set tells of all pairs."
//
// [fetched.kind]
// type = "string"
// meaning = "system, the list of states; pact; pair, what data sets tell that a state is owed."
// [fetched.key]
// type = "string"
// meaning = "Key of the list, of the pact, or of the state that is owed."
// [fetched.members]
// type = "list of lists"
// meaning = "Members of the list: state, whether it certainly is one on the day."
// [fetched.parties]
// type = "list of lists"
// meaning = "Parties of the pact on the day: state, data set, whether it certainly holds."
// [fetched.duties]
// type = "list of lists"
// meaning = "What the pact obliges to: term, article, whether it certainly holds, who owes and who is owed (empty: all parties)."
// [fetched.told]
// type = "list of lists"
// meaning = "Who owes the state: state, data set, whether it certainly holds, terms."
//
// [plot]
// kind = "heat map"
// x = "a"
// y = "b"
// color = "tau_b"

// The members of the list on the day
MATCH (s:State)-[i:IN_SYSTEM]->(list:CodeList {key: $system})
WHERE i.valid_from_earliest <= $as_of AND i.valid_to_latest > $as_of
WITH list, s, max(CASE WHEN i.valid_from_latest <= $as_of AND i.valid_to_earliest > $as_of THEN 1 ELSE 0 END) = 1 AS listed
WITH list.key AS key, collect([s.key, listed]) AS members
RETURN 'system' AS kind,
       key AS key,
       members AS members,
       [] AS parties,
       [] AS duties,
       [] AS told
ORDER BY key

UNION ALL
// What parties of pacts owe each other; of a pair, only the two portfolios are needed
MATCH (b:State)
WHERE $other IS NULL OR b.key = $state OR b.key = $other
MATCH (b)-[:PARTY_TO]->(pact:Pact)
WITH DISTINCT pact
MATCH (s:State)-[p:PARTY_TO]->(pact)
WHERE p.valid_from_earliest <= $as_of AND p.valid_to_latest > $as_of
  AND ($datasets IS NULL OR coalesce(p.dataset, 'curated') IN $datasets)
  AND (NOT $certain OR p.valid_from_latest <= $as_of AND p.valid_to_earliest > $as_of)
WITH pact,
     collect([s.key, coalesce(p.dataset, 'curated'), p.valid_from_latest <= $as_of AND p.valid_to_earliest > $as_of]) AS parties
WHERE size(parties) > 1
WITH pact, parties,
     COLLECT {
       MATCH (pact)-[:OBLIGES]->(duty:Obligation)
       WHERE duty.term IN ['defense', 'offense', 'neutrality', 'nonaggression', 'consultation']
         AND duty.valid_from_earliest <= $as_of AND duty.valid_to_latest > $as_of
         AND (NOT $certain OR duty.valid_from_latest <= $as_of AND duty.valid_to_earliest > $as_of)
       RETURN [duty.term, duty.article, duty.valid_from_latest <= $as_of AND duty.valid_to_earliest > $as_of,
               COLLECT { MATCH (duty)-[:OWED_BY]->(who) RETURN who.key },
               COLLECT { MATCH (duty)-[:OWED_TO]->(whom) RETURN whom.key }] AS one
     } AS duties
WHERE size(duties) > 0
RETURN 'pact' AS kind,
       pact.key AS key,
       [] AS members,
       parties AS parties,
       duties AS duties,
       [] AS told
ORDER BY key

UNION ALL
// and what data sets tell of pairs
MATCH (s:State)-[o:OBLIGED_TO]->(b:State)
WHERE ($other IS NULL OR s.key = $state OR s.key = $other)
  AND o.valid_from_earliest <= $as_of AND o.valid_to_latest > $as_of
  AND ($datasets IS NULL OR coalesce(o.dataset, 'curated') IN $datasets)
  AND (NOT $certain OR o.valid_from_latest <= $as_of AND o.valid_to_earliest > $as_of)
WITH b.key AS key,
     collect([s.key, coalesce(o.dataset, 'curated'), o.valid_from_latest <= $as_of AND o.valid_to_earliest > $as_of, o.terms]) AS told
RETURN 'pair' AS kind,
       key AS key,
       [] AS members,
       [] AS parties,
       [] AS duties,
       told AS told
ORDER BY key
