// title = "What states have promised each other"
// question = "What exactly has one state promised another, by which pacts in force?"
// group = "pacts"
// example = "{a: 'RUS', b: null, as_of: date('2024-07-04'), directed: true, datasets: null, certain: false}"
// method = """
// The union of the obligations that a owes b under every pact of which both are possibly parties on the day, and of
// those that a data set tells of the pair itself (OBLIGED_TO), such as ATOP by dyad and year.
// An obligation is mutual among all parties, unless the data say by whom or to whom it is owed. Counted are the five
// terms of the ATOP data set. rank = 3 for defense or offense, 2 for neutrality or consultation, 1 for nonaggression,
// 0 for a pact without any of these; valued scales are contested, so the terms stand beside it. Pairs without a
// common pact are left out, unless b is given. `certain` says whether the terms would be the same if only parties and
// obligations were counted that certainly hold; that there is none is certain only by a data set of all pairs.
// For what b owes a, ask the other way round; with directed = false what either owes the other is taken together.
// Order of the rows: the highest rank first, then by code of b."""
// literature = [
//   "Leeds, Ritter, Mitchell & Long 2002, Alliance Treaty Obligations and Provisions, International Interactions 28(3)",
//   "Chiba, Johnson & Leeds 2015, Careful Commitments, Journal of Politics 77(4)",
// ]
//
// [parameters.a]
// type = "state"
// meaning = "Who owes."
// [parameters.b]
// type = "state"
// default = "null"
// meaning = "Who is owed."
// otherwise = "every state that a has a pact with"
// [parameters.as_of]
// type = "date"
// default = "null"
// meaning = "The day, such as 2024-07-04; in Cypher always to be given."
// otherwise = "the day to which the data reach"
// [parameters.directed]
// type = "boolean"
// default = "true"
// meaning = "What a owes b, and not also what b owes a."
// otherwise = "what a owes b"
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
// meaning = "Key of the state that owes."
// [columns.b]
// type = "string"
// meaning = "Key of the state that is owed."
// [columns.defense]
// type = "boolean"
// meaning = "To defend it when attacked."
// monotone = true
// [columns.offense]
// type = "boolean"
// meaning = "To join it in attacking."
// monotone = true
// [columns.neutrality]
// type = "boolean"
// meaning = "Not to help who fights it."
// monotone = true
// [columns.nonaggression]
// type = "boolean"
// meaning = "Not to attack it."
// monotone = true
// [columns.consultation]
// type = "boolean"
// meaning = "To consult it in a crisis."
// monotone = true
// [columns.rank]
// type = "integer"
// meaning = "3 defense or offense, 2 neutrality or consultation, 1 nonaggression, 0 none of these."
// monotone = true
// [columns.pacts]
// type = "list of strings"
// meaning = "Keys of the pacts that bind both, in alphabetical order."
// [columns.datasets]
// type = "list of strings"
// meaning = "Keys of the data sets that tell of the pair, or that its pacts are from; what is curated is of none."
// [columns.promises]
// type = "list of strings"
// meaning = "The obligations counted: pact or data set, term and article."
// [columns.certain]
// type = "boolean"
// meaning = "Whether the terms are the same when only what certainly holds on the day is counted; of none, whether a data set tells of all pairs."
//
// [plot]
// kind = "network"
// source = "a"
// target = "b"
// weight = "rank"

MATCH (a:State {key: $a})
WITH a,
     // By the pacts of both
     COLLECT {
       MATCH (a)-[p:PARTY_TO]->(pact:Pact)<-[q:PARTY_TO]-(b:State)
       WHERE b.key <> a.key AND ($b IS NULL OR b.key = $b)
         AND p.valid_from_earliest <= $as_of AND p.valid_to_latest > $as_of
         AND q.valid_from_earliest <= $as_of AND q.valid_to_latest > $as_of
         AND ($datasets IS NULL
              OR coalesce(p.dataset, 'curated') IN $datasets AND coalesce(q.dataset, 'curated') IN $datasets)
         AND (NOT $certain OR p.valid_from_latest <= $as_of AND p.valid_to_earliest > $as_of
                          AND q.valid_from_latest <= $as_of AND q.valid_to_earliest > $as_of)
       OPTIONAL MATCH (pact)-[:OBLIGES]->(duty:Obligation)
       WHERE duty.term IN ['defense', 'offense', 'neutrality', 'nonaggression', 'consultation']
         AND duty.valid_from_earliest <= $as_of AND duty.valid_to_latest > $as_of
         AND (NOT $certain OR duty.valid_from_latest <= $as_of AND duty.valid_to_earliest > $as_of)
         AND ((NOT EXISTS { MATCH (duty)-[:OWED_BY]->() } OR EXISTS { MATCH (duty)-[:OWED_BY]->(a) })
              AND (NOT EXISTS { MATCH (duty)-[:OWED_TO]->() } OR EXISTS { MATCH (duty)-[:OWED_TO]->(b) })
              OR NOT $directed
              AND (NOT EXISTS { MATCH (duty)-[:OWED_BY]->() } OR EXISTS { MATCH (duty)-[:OWED_BY]->(b) })
              AND (NOT EXISTS { MATCH (duty)-[:OWED_TO]->() } OR EXISTS { MATCH (duty)-[:OWED_TO]->(a) }))
       RETURN {b: b.key, pact: pact.key, dataset: p.dataset, term: duty.term,
               promise: pact.key + ' ' + duty.term + coalesce(' ' + duty.article, ''),
               holds: p.valid_from_latest <= $as_of AND p.valid_to_earliest > $as_of
                      AND q.valid_from_latest <= $as_of AND q.valid_to_earliest > $as_of
                      AND duty.valid_from_latest <= $as_of AND duty.valid_to_earliest > $as_of} AS owed
     }
     // By what a data set tells of the pair
     + COLLECT {
       MATCH (a)-[o:OBLIGED_TO]-(b:State)
       WHERE ($b IS NULL OR b.key = $b) AND (NOT $directed OR startNode(o).key = a.key)
         AND o.valid_from_earliest <= $as_of AND o.valid_to_latest > $as_of
         AND ($datasets IS NULL OR coalesce(o.dataset, 'curated') IN $datasets)
         AND (NOT $certain OR o.valid_from_latest <= $as_of AND o.valid_to_earliest > $as_of)
       UNWIND o.terms AS term
       RETURN {b: b.key, pact: null, dataset: o.dataset, term: term, promise: coalesce(o.dataset + ' ', '') + term,
               holds: o.valid_from_latest <= $as_of AND o.valid_to_earliest > $as_of} AS owed
     } AS owed
UNWIND owed AS one
WITH one.b AS b, one.pact AS pact, one.dataset AS dataset, one.term AS term, one.promise AS promise,
     CASE WHEN one.holds THEN one.term END AS sure
ORDER BY b, coalesce(pact, '~'), dataset, promise
WITH b, collect(DISTINCT term) AS terms, collect(DISTINCT pact) AS pacts, collect(DISTINCT dataset) AS datasets,
     collect(DISTINCT promise) AS promises, collect(DISTINCT sure) AS sure
WITH collect({b: b, terms: terms, pacts: pacts, datasets: datasets, promises: promises,
              certain: size(sure) = size(terms)}) AS pairs
UNWIND CASE WHEN size(pairs) = 0 AND $b IS NOT NULL
            THEN [{b: $b, terms: [], pacts: [], datasets: [], promises: [], certain: true}] ELSE pairs END AS pair
RETURN $a AS a,
       pair.b AS b,
       'defense' IN pair.terms AS defense,
       'offense' IN pair.terms AS offense,
       'neutrality' IN pair.terms AS neutrality,
       'nonaggression' IN pair.terms AS nonaggression,
       'consultation' IN pair.terms AS consultation,
       CASE WHEN 'defense' IN pair.terms OR 'offense' IN pair.terms THEN 3
            WHEN 'neutrality' IN pair.terms OR 'consultation' IN pair.terms THEN 2
            WHEN 'nonaggression' IN pair.terms THEN 1
            ELSE 0 END AS rank,
       pair.pacts AS pacts,
       pair.datasets AS datasets,
       pair.promises AS promises,
       pair.certain AS certain
ORDER BY rank DESC, b
