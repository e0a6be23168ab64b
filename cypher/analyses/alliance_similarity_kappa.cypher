// title = "Similarity of alliance portfolios beyond chance (pi and kappa)"
// question = "How similar are the alliance portfolios of two states, beyond what chance would give?"
// group = "similarity"
// example = "{state: 'RUS', other: null, as_of: date('2024-07-04'), system: 'cow', coding: 'valued', datasets: null, certain: false}"
// method = """
// 1 - sum_k (p_ik - p_jk)^2 / De, where De is what is to be expected by chance:
// Scott's pi, De = sum_k (p_ik - m)^2 + sum_k (p_jk - m)^2 with m the mean of both portfolios taken together;
// Cohen's kappa, De = sum_k (p_ik - mean_i)^2 + sum_k (p_jk - mean_j)^2 + N (mean_i - mean_j)^2.
// 1 is the same portfolio, 0 what chance gives, below 0 less than that. Where De is 0 there is no answer (null).
// Both are the weighted coefficients with squared distances.
// The portfolio p_i of state i has one entry for each of the N members of the named list of states on the day, both
// states of the pair among them: p_ij is what i owes j on the day, by the pacts of both and by what data sets tell of
// the pair. Valued coding: 3 for defense or offense, 2 for neutrality or consultation, 1 for nonaggression, 0 for none
// of these (after Chiba, Johnson & Leeds); binary: 1 for any of them. A state's tie to itself is the maximum D, which
// is 3 or 1 and fixed, whatever occurs in the data. A pact with none of the five terms counts as 0.
// `certain` says whether the portfolios of both are the same when only what certainly holds is counted, and whether all
// of the list certainly belong to it.
// The Cypher fetches the portfolios; Python computes the measures of all pairs from them.
// Order of the rows: by kappa, the highest first and null last, then by a and b."""
// literature = [
//   "Haege 2011, Choice or Circumstance? Adjusting Measures of Foreign Policy Similarity for Chance Agreement, Political Analysis 19(3)",
//   "Cohen 1960, A Coefficient of Agreement for Nominal Scales, Educational and Psychological Measurement 20(1)",
//   "Scott 1955, Reliability of Content Analysis: The Case of Nominal Scale Coding, Public Opinion Quarterly 19(3)",
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
// [columns.pi]
// type = "float or null"
// meaning = "Scott's pi with squared distances."
// [columns.kappa]
// type = "float or null"
// meaning = "Cohen's kappa with squared distances."
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
// color = "kappa"

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
