// title = "States bound to both sides"
// question = "Which states are bound to both sides of a rivalry, by what?"
// group = "pacts"
// example = "{a: 'SAU', b: 'IRN', as_of: date('2026-01-01'), kinds: null, bloc_a: null, bloc_b: null, datasets: null, certain: false}"
// method = """
// The sides are a and b, or, where none are named, every pair of rivals (RIVAL_OF) of the day. A third state is shown
// where what it owes one side stands against what it owes the other:
// `legal`: it owes one side defense or offense, and the other defense, offense, neutrality or nonaggression. In a war of
// both it cannot keep one without breaking the other, or each side will call the other the attacker.
// `charter`: it owes one side a clause that names what it must not do with others (no_opposing_alliance,
// exclusion_of_foreign_forces), and owes the other defense, offense or military cooperation.
// `alignment` (only when asked for, and only of sides that are named): no obligation, but a tie to each side: to an
// organization of a bloc a membership of any status, overlays and partnerships too; to a state a bilateral pact.
// Defense, offense or military cooperation owed by a pact to which the other side is a party itself does not count: a
// pact does not bind against its own members. Data sets of pairs do not tell the pact, so there it cannot be seen.
// Order of the rows: by side_a, side_b, state, kind (alignment, charter, legal) and pacts."""
// literature = [
//   "Snyder 1997, Alliance Politics",
//   "Long, Nordstrom & Baek 2007, Allying for Peace: Treaty Obligations and Conflict between Allies, Journal of Politics 69(4)",
//   "Leeds, Ritter, Mitchell & Long 2002, Alliance Treaty Obligations and Provisions, International Interactions 28(3)",
// ]
//
// [parameters.a]
// type = "state"
// default = "null"
// meaning = "One side."
// otherwise = "every pair of rivals, unless sides are named"
// [parameters.b]
// type = "state"
// default = "null"
// meaning = "The other side."
// [parameters.as_of]
// type = "date"
// default = "null"
// meaning = "The day, such as 2024-07-04; in Cypher always to be given."
// otherwise = "the day to which the data reach"
// [parameters.kinds]
// type = "list of texts"
// choices = ["legal", "charter", "alignment"]
// default = "null"
// meaning = "Kinds of contradiction: legal, charter, alignment."
// otherwise = "legal and charter"
// [parameters.bloc_a]
// type = "list of organizations"
// default = "null"
// meaning = "For alignment: organizations that stand for one side."
// [parameters.bloc_b]
// type = "list of organizations"
// default = "null"
// meaning = "For alignment: organizations that stand for the other."
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
// [columns.state]
// type = "string"
// meaning = "Key of the state that is bound to both."
// [columns.side_a]
// type = "string"
// meaning = "Key of one side: a state, or an organization of a bloc."
// [columns.side_b]
// type = "string"
// meaning = "Key of the other."
// [columns.pact_a]
// type = "string or null"
// meaning = "The pact that binds it to side_a; null for a membership, and where a data set tells of the pair only."
// [columns.pact_b]
// type = "string or null"
// meaning = "The pact that binds it to side_b."
// [columns.kind]
// type = "string"
// meaning = "legal, charter or alignment."
// [columns.terms_a]
// type = "list of strings"
// meaning = "What binds it to side_a: terms, or the status of a membership; with the article where it is known."
// [columns.terms_b]
// type = "list of strings"
// meaning = "What binds it to side_b."
// [columns.certain]
// type = "boolean"
// meaning = "Whether all of it certainly holds on the day."
//
// [fetched.kind]
// type = "string"
// meaning = "pact; of a state or organization, what data sets tell: pair, who owes it; rivals, its rivals; joined, its members."
// [fetched.key]
// type = "string"
// meaning = "Key of the pact, state or organization."
// [fetched.bilateral]
// type = "boolean"
// meaning = "Whether the pact is a bilateral one."
// [fetched.parties]
// type = "list of lists"
// meaning = "Parties of the pact on the day: state, data set, whether it certainly holds."
// [fetched.duties]
// type = "list of lists"
// meaning = "What the pact obliges to: term, article, whether it certainly holds, who owes and who is owed (empty: all parties)."
// [fetched.told]
// type = "list of lists"
// meaning = "Of each other state: key, data set, whether it certainly holds, and terms or statuses."

// The rivals of the day, where no sides are named
MATCH (x:State)-[v:RIVAL_OF]->(y:State)
WHERE $a IS NULL AND $b IS NULL AND $bloc_a IS NULL AND $bloc_b IS NULL
  AND v.valid_from_earliest <= $as_of AND v.valid_to_latest > $as_of
  AND ($datasets IS NULL OR coalesce(v.dataset, 'curated') IN $datasets)
  AND (NOT $certain OR v.valid_from_latest <= $as_of AND v.valid_to_earliest > $as_of)
WITH x.key AS key,
     collect([y.key, coalesce(v.dataset, 'curated'), v.valid_from_latest <= $as_of AND v.valid_to_earliest > $as_of, []]) AS told
RETURN 'rivals' AS kind,
       key AS key,
       false AS bilateral,
       [] AS parties,
       [] AS duties,
       told AS told
ORDER BY key

UNION ALL
// Pacts of the sides, which are everybody who has rivals where none are named
MATCH (b:State)
WHERE b.key = $a OR b.key = $b
   OR $a IS NULL AND $b IS NULL AND $bloc_a IS NULL AND $bloc_b IS NULL AND EXISTS { MATCH (b)-[:RIVAL_OF]-() }
MATCH (b)-[:PARTY_TO]->(pact:Pact)
WITH DISTINCT pact
MATCH (s:State)-[p:PARTY_TO]->(pact)
WHERE p.valid_from_earliest <= $as_of AND p.valid_to_latest > $as_of
  AND ($datasets IS NULL OR coalesce(p.dataset, 'curated') IN $datasets)
  AND (NOT $certain OR p.valid_from_latest <= $as_of AND p.valid_to_earliest > $as_of)
WITH pact,
     collect([s.key, coalesce(p.dataset, 'curated'), p.valid_from_latest <= $as_of AND p.valid_to_earliest > $as_of]) AS parties
WHERE size(parties) > 1
RETURN 'pact' AS kind,
       pact.key AS key,
       coalesce(pact.scope = 'bilateral', false) AS bilateral,
       parties AS parties,
       COLLECT {
         MATCH (pact)-[:OBLIGES]->(duty:Obligation)
         WHERE duty.valid_from_earliest <= $as_of AND duty.valid_to_latest > $as_of
           AND (NOT $certain OR duty.valid_from_latest <= $as_of AND duty.valid_to_earliest > $as_of)
         RETURN [duty.term, duty.article, duty.valid_from_latest <= $as_of AND duty.valid_to_earliest > $as_of,
                 COLLECT { MATCH (duty)-[:OWED_BY]->(who) RETURN who.key },
                 COLLECT { MATCH (duty)-[:OWED_TO]->(whom) RETURN whom.key }] AS one
       } AS duties,
       [] AS told
ORDER BY key

UNION ALL
// What data sets tell of pairs
MATCH (b:State)
WHERE b.key = $a OR b.key = $b
   OR $a IS NULL AND $b IS NULL AND $bloc_a IS NULL AND $bloc_b IS NULL AND EXISTS { MATCH (b)-[:RIVAL_OF]-() }
MATCH (s:State)-[o:OBLIGED_TO]->(b)
WHERE o.valid_from_earliest <= $as_of AND o.valid_to_latest > $as_of
  AND ($datasets IS NULL OR coalesce(o.dataset, 'curated') IN $datasets)
  AND (NOT $certain OR o.valid_from_latest <= $as_of AND o.valid_to_earliest > $as_of)
WITH b.key AS key,
     collect([s.key, coalesce(o.dataset, 'curated'), o.valid_from_latest <= $as_of AND o.valid_to_earliest > $as_of, o.terms]) AS told
RETURN 'pair' AS kind,
       key AS key,
       false AS bilateral,
       [] AS parties,
       [] AS duties,
       told AS told
ORDER BY key

UNION ALL
// Who is what in the organizations of a bloc
UNWIND coalesce($bloc_a, []) + coalesce($bloc_b, []) AS bloc
WITH DISTINCT bloc
MATCH (o:Organization {key: bloc})
MATCH (s:State)-[m:MEMBER_OF]->(o)
WHERE m.valid_from_earliest <= $as_of AND m.valid_to_latest > $as_of
  AND ($datasets IS NULL OR coalesce(m.dataset, 'curated') IN $datasets)
  AND (NOT $certain OR m.valid_from_latest <= $as_of AND m.valid_to_earliest > $as_of)
WITH o.key AS key,
     collect([s.key, coalesce(m.dataset, 'curated'), m.valid_from_latest <= $as_of AND m.valid_to_earliest > $as_of, [m.status]]) AS told
RETURN 'joined' AS kind,
       key AS key,
       false AS bilateral,
       [] AS parties,
       [] AS duties,
       told AS told
ORDER BY key
