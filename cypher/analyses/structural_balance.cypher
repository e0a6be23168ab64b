// title = "Balance of triads of friends and enemies"
// question = "Are triads of friends and enemies balanced?"
// group = "networks"
// example = "{state: null, as_of: date('2010-07-04'), terms: null, negative: null, mixed: 'leave_out', seed: 1, datasets: null, certain: false}"
// method = """
// Two states are friends (+) where one owes the other one of the chosen terms, by a pact or by what a data set tells of
// the pair, and enemies (-) where they are rivals or one sanctions the other; the sanctions of an organization count for
// its full members. A pair that is both is mixed: left out and counted, unless mixed says which it is.
// A triad is three states of which each two are friends or enemies. It is balanced where the product of its signs is
// positive: three friends, or two friends with a common enemy. share = balanced triads / triads listed.
// Frustration, in the notes, is the least number of pairs whose sign would have to change for the whole network to fall
// into two camps. It is hard to compute, so bounds are given: at least as many as there are unbalanced triads that share
// no pair (taken greedily), at most what the best of 20 searches over two camps leaves, with the seed that is said.
// The Cypher fetches the signed pairs; Python finds the triads.
// Order of the rows: unbalanced triads first, then by a, b and c."""
// literature = [
//   "Heider 1946, Attitudes and Cognitive Organization, Journal of Psychology 21(1)",
//   "Cartwright & Harary 1956, Structural Balance: A Generalization of Heider's Theory, Psychological Review 63(5)",
//   "Maoz, Terris, Kuperman & Talmud 2007, What Is the Enemy of My Enemy?, Journal of Politics 69(1)",
//   "Doreian & Mrvar 2015, Structural Balance and Signed International Relations, Journal of Social Structure 16(1)",
// ]
//
// [parameters.state]
// type = "state"
// default = "null"
// meaning = "Only triads with this state."
// otherwise = "all triads"
// [parameters.as_of]
// type = "date"
// default = "null"
// meaning = "The day, such as 2024-07-04; in Cypher always to be given."
// otherwise = "the day to which the data reach"
// [parameters.terms]
// type = "list of texts"
// choices = ["defense", "offense", "neutrality", "nonaggression", "consultation"]
// default = "null"
// meaning = "Obligations that make friends."
// otherwise = "friends by defense, offense, neutrality or consultation"
// [parameters.negative]
// type = "list of texts"
// choices = ["rivalry", "sanctions"]
// default = "null"
// meaning = "What makes enemies."
// otherwise = "enemies by rivalry or sanctions"
// [parameters.mixed]
// type = "choice"
// choices = ["leave_out", "positive", "negative"]
// default = '"leave_out"'
// meaning = "What becomes of a pair that is both: leave_out, positive or negative."
// otherwise = "mixed pairs left out"
// [parameters.seed]
// type = "integer"
// default = "1"
// meaning = "Seed of the searches for the frustration."
// otherwise = "seed 1"
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
// meaning = "Key of the state that sorts first."
// [columns.b]
// type = "string"
// meaning = "Key of the second."
// [columns.c]
// type = "string"
// meaning = "Key of the third."
// [columns.signs]
// type = "string"
// meaning = "The signs of a-b, a-c and b-c, such as ++-."
// [columns.balanced]
// type = "boolean"
// meaning = "Whether their product is positive."
// [columns.share]
// type = "float"
// meaning = "Share of balanced triads among those listed, the same in each row."
// [columns.certain]
// type = "boolean"
// meaning = "Whether all three ties certainly hold on the day; share is of all triads, those too that are not certain."
//
// [fetched.a]
// type = "string"
// meaning = "Key of the state of a pair that sorts first."
// [fetched.b]
// type = "string"
// meaning = "Key of the other."
// [fetched.friends]
// type = "boolean"
// meaning = "Friends by this tie, or else enemies."
// [fetched.pact]
// type = "string or null"
// meaning = "Key of the pact."
// [fetched.dataset]
// type = "string"
// meaning = "Key of the data set, or curated."
// [fetched.certain]
// type = "boolean"
// meaning = "Whether it certainly holds on the day."

MATCH (a:State)
WITH a,
     // Friends by the pacts of both
     COLLECT {
       MATCH (a)-[p:PARTY_TO]->(pact:Pact)<-[q:PARTY_TO]-(b:State)
       WHERE a.key < b.key
         AND p.valid_from_earliest <= $as_of AND p.valid_to_latest > $as_of
         AND q.valid_from_earliest <= $as_of AND q.valid_to_latest > $as_of
         AND ($datasets IS NULL
              OR coalesce(p.dataset, 'curated') IN $datasets AND coalesce(q.dataset, 'curated') IN $datasets)
         AND (NOT $certain OR p.valid_from_latest <= $as_of AND p.valid_to_earliest > $as_of
                          AND q.valid_from_latest <= $as_of AND q.valid_to_earliest > $as_of)
       MATCH (pact)-[:OBLIGES]->(duty:Obligation)
       WHERE duty.term IN coalesce($terms, ['defense', 'offense', 'neutrality', 'consultation'])
         AND duty.valid_from_earliest <= $as_of AND duty.valid_to_latest > $as_of
         AND (NOT $certain OR duty.valid_from_latest <= $as_of AND duty.valid_to_earliest > $as_of)
         AND ((NOT EXISTS { MATCH (duty)-[:OWED_BY]->() } OR EXISTS { MATCH (duty)-[:OWED_BY]->(a) })
              AND (NOT EXISTS { MATCH (duty)-[:OWED_TO]->() } OR EXISTS { MATCH (duty)-[:OWED_TO]->(b) })
              OR (NOT EXISTS { MATCH (duty)-[:OWED_BY]->() } OR EXISTS { MATCH (duty)-[:OWED_BY]->(b) })
              AND (NOT EXISTS { MATCH (duty)-[:OWED_TO]->() } OR EXISTS { MATCH (duty)-[:OWED_TO]->(a) }))
       RETURN DISTINCT {b: b.key, friends: true, pact: pact.key, dataset: coalesce(p.dataset, 'curated'),
                        certain: p.valid_from_latest <= $as_of AND p.valid_to_earliest > $as_of
                                 AND q.valid_from_latest <= $as_of AND q.valid_to_earliest > $as_of
                                 AND duty.valid_from_latest <= $as_of AND duty.valid_to_earliest > $as_of} AS tie
     }
     // and by what a data set tells of the pair
     + COLLECT {
       MATCH (a)-[o:OBLIGED_TO]-(b:State)
       WHERE a.key < b.key AND any(term IN o.terms WHERE term IN coalesce($terms, ['defense', 'offense', 'neutrality', 'consultation']))
         AND o.valid_from_earliest <= $as_of AND o.valid_to_latest > $as_of
         AND ($datasets IS NULL OR coalesce(o.dataset, 'curated') IN $datasets)
         AND (NOT $certain OR o.valid_from_latest <= $as_of AND o.valid_to_earliest > $as_of)
       RETURN DISTINCT {b: b.key, friends: true, pact: null, dataset: coalesce(o.dataset, 'curated'),
                        certain: o.valid_from_latest <= $as_of AND o.valid_to_earliest > $as_of} AS tie
     }
     // Enemies
     + COLLECT {
       MATCH (a)-[v:RIVAL_OF|SANCTIONS]-(b:State)
       WHERE a.key < b.key
         AND (type(v) = 'RIVAL_OF' AND 'rivalry' IN coalesce($negative, ['rivalry', 'sanctions']) OR type(v) = 'SANCTIONS' AND 'sanctions' IN coalesce($negative, ['rivalry', 'sanctions']))
         AND v.valid_from_earliest <= $as_of AND v.valid_to_latest > $as_of
         AND ($datasets IS NULL OR coalesce(v.dataset, 'curated') IN $datasets)
         AND (NOT $certain OR v.valid_from_latest <= $as_of AND v.valid_to_earliest > $as_of)
       RETURN DISTINCT {b: b.key, friends: false, pact: null, dataset: coalesce(v.dataset, 'curated'),
                        certain: v.valid_from_latest <= $as_of AND v.valid_to_earliest > $as_of} AS tie
     }
     // by the sanctions of an organization, for each full member
     + COLLECT {
       MATCH (a)-[m:MEMBER_OF]->(o:Organization)-[v:SANCTIONS]->(b:State)
       WHERE a.key <> b.key AND 'sanctions' IN coalesce($negative, ['rivalry', 'sanctions'])
         AND m.full_from_earliest <= $as_of AND m.full_to_latest > $as_of
         AND v.valid_from_earliest <= $as_of AND v.valid_to_latest > $as_of
         AND ($datasets IS NULL OR coalesce(v.dataset, 'curated') IN $datasets)
         AND (NOT $certain OR m.full_from_latest <= $as_of AND m.full_to_earliest > $as_of
                          AND v.valid_from_latest <= $as_of AND v.valid_to_earliest > $as_of)
       RETURN DISTINCT {b: b.key, friends: false, pact: null, dataset: coalesce(v.dataset, 'curated'),
                        certain: m.full_from_latest <= $as_of AND m.full_to_earliest > $as_of
                                 AND v.valid_from_latest <= $as_of AND v.valid_to_earliest > $as_of} AS tie
     } AS ties
UNWIND ties AS tie
RETURN a.key AS a,
       tie.b AS b,
       tie.friends AS friends,
       tie.pact AS pact,
       tie.dataset AS dataset,
       tie.certain AS certain
ORDER BY a, b, friends, pact, dataset, certain
