// title = "States with few ties"
// question = "Which states have no ties of a kind, or hardly any?"
// group = "states"
// example = "{as_of: date('2024-07-04'), system: 'cow', kinds: null, percentile: 10, datasets: null, certain: false}"
// method = """
// All states of the system on the day are looked at, also those of which the data tell no tie at all. The degree of a state in
// `memberships` is the number of organizations in which it is a full member by the organization's own scheme; in `pacts` the
// number of states bound by a pact in force with it; in `defense`, `offense`, `neutrality`, `nonaggression` and `consultation`
// the number of states that one of the two owes this. Both pacts and commitments that a data set tells of pairs count.
// Shown are states of degree 0, and those below the percentile given of the degrees of all states in the system, interpolated
// between two of them; `threshold` is that degree. Data that tell nothing of a kind isolate nobody: a kind in which no state
// has a tie is left out and said. A degree of 0 is one in these data.
// The Cypher gives the ties, Python counts. Order of the rows: by kind, then the smallest degree, then by code of the state."""
// literature = [
//   "Miller 2022, peacesciencer, Conflict Management and Peace Science 39(6)",
//   "Maoz 2011, Networks of Nations, Cambridge University Press",
// ]
//
// [parameters.as_of]
// type = "date"
// default = "null"
// meaning = "The day, such as 2024-07-04; in Cypher always to be given."
// otherwise = "the day to which the data reach"
// [parameters.system]
// type = "choice"
// default = "\"cow\""
// choices = ["cow", "gw", "un"]
// meaning = "The list of states whose members are looked at."
// otherwise = "states of the Correlates of War list"
// [parameters.kinds]
// type = "list of texts"
// default = "null"
// choices = ["memberships", "pacts", "defense", "offense", "neutrality", "nonaggression", "consultation"]
// meaning = "Only ties of these kinds."
// otherwise = "ties of every kind that the data tell of"
// [parameters.percentile]
// type = "number"
// default = "10"
// least = 0
// most = 100
// meaning = "Also states whose degree is below this percentile; 0: only those of degree 0."
// otherwise = "degree 0, or below the 10th percentile"
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
// [columns.kind]
// type = "string"
// meaning = "The kind of ties."
// [columns.state]
// type = "string"
// meaning = "Key of the state."
// [columns.degree]
// type = "integer"
// monotone = true
// meaning = "Its ties of the kind."
// [columns.threshold]
// type = "float"
// meaning = "The degree at the percentile, of all states of the system."
// [columns.states]
// type = "integer"
// meaning = "How many states of the system were looked at."
// [columns.kinds_missing]
// type = "list of strings"
// meaning = "All kinds asked for of which it has no tie."
// [columns.certain]
// type = "boolean"
// meaning = "Whether degree and threshold are the same when only what certainly holds is counted; of commitments, and a data set tells of all pairs."
//
// [fetched.state]
// type = "string"
// meaning = "Key of the state."
// [fetched.orgs]
// type = "list of strings"
// meaning = "Organizations in which it is a full member."
// [fetched.pacts]
// type = "list of strings"
// meaning = "States that a pact binds with it, after the word pacts."
// [fetched.duties]
// type = "list of strings"
// meaning = "Terms of pacts and the state at the other end."
// [fetched.obliged]
// type = "list of strings"
// meaning = "The same of commitments that a data set tells of pairs."

MATCH (s:State)-[i:IN_SYSTEM]->(:CodeList {key: $system})
WHERE i.valid_from_earliest <= $as_of AND i.valid_to_latest > $as_of
WITH DISTINCT s
WITH s,
       COLLECT {
         MATCH (s)-[m:MEMBER_OF]->(o:Organization)
         WHERE m.valid_from_earliest <= $as_of AND m.valid_to_latest > $as_of
           AND m.full_from_earliest <= $as_of AND m.full_to_latest > $as_of AND ($datasets IS NULL OR coalesce(m.dataset, 'curated') IN $datasets)
           AND (NOT $certain OR m.full_from_latest <= $as_of AND m.full_to_earliest > $as_of)
         RETURN DISTINCT o.key
       } AS orgs,
       COLLECT {
         MATCH (s)-[p:PARTY_TO]->(pact:Pact)<-[q:PARTY_TO]-(other:State)
         WHERE p.valid_from_earliest <= $as_of AND p.valid_to_latest > $as_of AND ($datasets IS NULL OR coalesce(p.dataset, 'curated') IN $datasets)
           AND q.valid_from_earliest <= $as_of AND q.valid_to_latest > $as_of AND ($datasets IS NULL OR coalesce(q.dataset, 'curated') IN $datasets)
           AND (NOT $certain OR p.valid_from_latest <= $as_of AND p.valid_to_earliest > $as_of
                AND q.valid_from_latest <= $as_of AND q.valid_to_earliest > $as_of)
         RETURN DISTINCT 'pacts ' + other.key
       } AS pacts,
       COLLECT {
         MATCH (s)-[p:PARTY_TO]->(pact:Pact)-[:OBLIGES]->(duty:Obligation)
         WHERE duty.term IN ['defense', 'offense', 'neutrality', 'nonaggression', 'consultation']
           AND p.valid_from_earliest <= $as_of AND p.valid_to_latest > $as_of AND ($datasets IS NULL OR coalesce(p.dataset, 'curated') IN $datasets)
           AND duty.valid_from_earliest <= $as_of AND duty.valid_to_latest > $as_of
           AND (NOT $certain OR p.valid_from_latest <= $as_of AND p.valid_to_earliest > $as_of
                AND duty.valid_from_latest <= $as_of AND duty.valid_to_earliest > $as_of)
         WITH s, p, pact, duty, EXISTS { MATCH (duty)-[:OWED_BY]->() } AS by_some, EXISTS { MATCH (duty)-[:OWED_TO]->() } AS to_some
         MATCH (pact)<-[q:PARTY_TO]-(other:State)
         WHERE q <> p AND q.valid_from_earliest <= $as_of AND q.valid_to_latest > $as_of AND ($datasets IS NULL OR coalesce(q.dataset, 'curated') IN $datasets)
           AND (NOT $certain OR q.valid_from_latest <= $as_of AND q.valid_to_earliest > $as_of)
         WITH *
         WHERE NOT (by_some OR to_some)
            OR (NOT by_some OR EXISTS { MATCH (duty)-[:OWED_BY]->(s) }) AND (NOT to_some OR EXISTS { MATCH (duty)-[:OWED_TO]->(other) })
            OR (NOT by_some OR EXISTS { MATCH (duty)-[:OWED_BY]->(other) }) AND (NOT to_some OR EXISTS { MATCH (duty)-[:OWED_TO]->(s) })
         RETURN DISTINCT duty.term + ' ' + other.key
       } AS duties,
       COLLECT {
         MATCH (s)-[r:OBLIGED_TO]-(other:State)
         WHERE r.valid_from_earliest <= $as_of AND r.valid_to_latest > $as_of AND ($datasets IS NULL OR coalesce(r.dataset, 'curated') IN $datasets)
           AND (NOT $certain OR r.valid_from_latest <= $as_of AND r.valid_to_earliest > $as_of)
         UNWIND r.terms + ['pacts'] AS term
         RETURN DISTINCT term + ' ' + other.key
       } AS obliged
RETURN s.key AS state,
       orgs AS orgs,
       pacts AS pacts,
       duties AS duties,
       obliged AS obliged
ORDER BY state
