// title = "Who is obliged to act when a state is attacked"
// question = "If one state attacks another, who is obliged to act, by which pact, and who is bound to both?"
// group = "pacts"
// example = "{target: 'PRK', attacker: null, as_of: date('2025-01-01'), waves: 1, exclude: null, datasets: null, certain: false}"
// method = """
// Wave 1: the states that owe the target defense on the day, by pacts in force and by what data sets tell of pairs.
// Wave k + 1 assumes that each helper of wave k is itself attacked by the same attacker, and asks who owes it defense;
// a state counts in the first wave that reaches it. Pacts seldom say so: beyond wave 1 it is a thought experiment.
// Apart from the waves, and about the target only: who owes it consultation, and who owes it neutrality (not to help the
// attacker), and no defense.
// A pact of which the attacker is a party itself binds nobody to defend others against it, unless the obligation names
// the attacker among those it is against. That holds for pacts only: a data set of pairs does not tell the pact.
// conditions: `met` where the obligation is coded to have none or names the attacker, `unmet` where it names others only
// (such a state is shown and helps nobody on), `unknown` where the data do not say or the condition cannot be checked.
// conflict: what the state owes the attacker of defense, offense or neutrality. It stays and is flagged, unless exclude
// drops it, and then it does not pass the obligation on. Nonaggression and consultation owed to the attacker never
// exclude: the rival sides of most conflicts have promised each other these.
// The Cypher fetches the obligations; Python follows them from wave to wave.
// Order of the rows: defense by wave, then consultation, then neutrality; then by state and pact."""
// literature = [
//   "Christensen & Snyder 1990, Chain Gangs and Passed Bucks, International Organization 44(2)",
//   "Leeds 2003, Do Alliances Deter Aggression?, American Journal of Political Science 47(3)",
//   "Leeds, Ritter, Mitchell & Long 2002, Alliance Treaty Obligations and Provisions, International Interactions 28(3)",
// ]
//
// [parameters.target]
// type = "state"
// meaning = "Who is attacked."
// [parameters.attacker]
// type = "state"
// default = "null"
// meaning = "By whom."
// otherwise = "by nobody in particular, so that nobody is bound to both"
// [parameters.as_of]
// type = "date"
// default = "null"
// meaning = "The day, such as 2024-07-04; in Cypher always to be given."
// otherwise = "the day to which the data reach"
// [parameters.waves]
// type = "integer"
// default = "1"
// meaning = "How many waves; beyond the first each helper is assumed to be attacked too."
// otherwise = "one wave"
// [parameters.exclude]
// type = "list of texts"
// choices = ["defense", "offense", "neutrality"]
// default = "null"
// meaning = "Drop states that owe the attacker any of these: defense, offense, neutrality."
// otherwise = "who is bound to the attacker too stays and is flagged"
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
// [columns.duty]
// type = "string"
// meaning = "What is owed: defense, consultation or neutrality."
// [columns.wave]
// type = "integer"
// meaning = "The wave; 1 for consultation and neutrality."
// [columns.state]
// type = "string"
// meaning = "Key of the state that is obliged."
// [columns.obliged_by]
// type = "list of strings"
// meaning = "Whose being attacked obliges it: the target in wave 1, then helpers of the wave before."
// [columns.pact]
// type = "string or null"
// meaning = "Key of the pact; null where a data set tells of the pair only."
// [columns.dataset]
// type = "string"
// meaning = "Key of the data set; curated for what rests on claims."
// [columns.article]
// type = "string or null"
// meaning = "The article of the pact."
// [columns.conditions]
// type = "string"
// meaning = "Whether its conditions are met, unmet or unknown."
// [columns.conflict]
// type = "list of strings"
// meaning = "What it owes the attacker of defense, offense or neutrality: pact or data set, and term."
// [columns.certain]
// type = "boolean"
// meaning = "Whether the obligation, and those before it that lead to it, certainly hold on the day."
//
// [fetched.kind]
// type = "string"
// meaning = "pact; pair, what data sets tell that a state is owed."
// [fetched.key]
// type = "string"
// meaning = "Key of the pact, or of the state that is owed."
// [fetched.attacker_is_party]
// type = "boolean"
// meaning = "Whether the attacker is a party to the pact."
// [fetched.parties]
// type = "list of lists"
// meaning = "Parties of the pact on the day: state, data set, whether it certainly holds."
// [fetched.duties]
// type = "list of lists"
// meaning = "What the pact obliges to: term, article, whether it certainly holds, who owes and who is owed (empty: all parties), whether there are conditions, against whom."
// [fetched.told]
// type = "list of lists"
// meaning = "Who owes the state: state, data set, whether it certainly holds, terms."
//
// [plot]
// kind = "waves"
// state = "state"
// by = "obliged_by"
// wave = "wave"
// duty = "duty"
// certain = "certain"
// conflict = "conflict"

// For one wave, the pacts of the target, and those of the attacker
MATCH (b:State)
WHERE $waves > 1 OR b.key = $target OR b.key = $attacker
MATCH (b)-[:PARTY_TO]->(pact:Pact)
WITH DISTINCT pact
MATCH (s:State)-[p:PARTY_TO]->(pact)
WHERE p.valid_from_earliest <= $as_of AND p.valid_to_latest > $as_of
WITH pact, s, p,
     p.valid_from_latest <= $as_of AND p.valid_to_earliest > $as_of AS sure
WITH pact,
     max(CASE WHEN s.key = $attacker THEN 1 ELSE 0 END) = 1 AS attacker_is_party,
     collect(CASE WHEN ($datasets IS NULL OR coalesce(p.dataset, 'curated') IN $datasets) AND (sure OR NOT $certain)
                  THEN [s.key, coalesce(p.dataset, 'curated'), sure] END) AS parties
WHERE size(parties) > 1
WITH pact, attacker_is_party, parties,
     COLLECT {
       MATCH (pact)-[:OBLIGES]->(duty:Obligation)
       WHERE duty.term IN ['defense', 'offense', 'neutrality', 'consultation']
         AND duty.valid_from_earliest <= $as_of AND duty.valid_to_latest > $as_of
         AND (NOT $certain OR duty.valid_from_latest <= $as_of AND duty.valid_to_earliest > $as_of)
       RETURN [duty.term, duty.article, duty.valid_from_latest <= $as_of AND duty.valid_to_earliest > $as_of,
               COLLECT { MATCH (duty)-[:OWED_BY]->(who) RETURN who.key },
               COLLECT { MATCH (duty)-[:OWED_TO]->(whom) RETURN whom.key },
               duty.conditional, coalesce(duty.against, [])] AS one
     } AS duties
WHERE size(duties) > 0
RETURN 'pact' AS kind,
       pact.key AS key,
       attacker_is_party AS attacker_is_party,
       parties AS parties,
       duties AS duties,
       [] AS told
ORDER BY key

UNION ALL
// What data sets tell of pairs
MATCH (b:State)
WHERE $waves > 1 OR b.key = $target OR b.key = $attacker
MATCH (a:State)-[o:OBLIGED_TO]->(b)
WHERE o.valid_from_earliest <= $as_of AND o.valid_to_latest > $as_of
  AND ($datasets IS NULL OR coalesce(o.dataset, 'curated') IN $datasets)
  AND (NOT $certain OR o.valid_from_latest <= $as_of AND o.valid_to_earliest > $as_of)
WITH b.key AS key,
     collect([a.key, coalesce(o.dataset, 'curated'), o.valid_from_latest <= $as_of AND o.valid_to_earliest > $as_of, o.terms]) AS told
RETURN 'pair' AS kind,
       key AS key,
       false AS attacker_is_party,
       [] AS parties,
       [] AS duties,
       told AS told
ORDER BY key
