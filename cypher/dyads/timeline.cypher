// Everything that joins two states, over all time: a row for each pact, organization, event, commitment, rivalry, sanction and session.
// Parameters: a, b (lists of keys: of each side a state, and those that are one with it).
// Columns: kind, key, name; towards ('both', or the key of the state it is directed at); a_valid and b_valid (the periods of the two
// sides as text; of what has one period, both are that), happened (EDTF, of what happened once), said (a list of words), claims (keys of the
// claims it rests on), datasets (keys of the data sets it is from), contested (what is disputed of it), confidence.
// The rows are in no order: the timeline is made of their periods.

// Pacts, with their terms
UNWIND $a AS one
UNWIND $b AS other
MATCH (a:State {key: one})-[p:PARTY_TO]->(x:Pact)<-[q:PARTY_TO]-(b:State {key: other})
OPTIONAL MATCH (x)-[:OBLIGES]->(duty:Obligation)
OPTIONAL MATCH (duty)-[:OWED_BY]->(debtor)
OPTIONAL MATCH (duty)-[:OWED_TO]->(creditor)
WITH p, q, x, duty, debtor, creditor
ORDER BY duty.term, duty.article, debtor.key, creditor.key
WITH p, q, x, collect(duty.term + coalesce(' (' + duty.article + ')', '') + coalesce(' owed by ' + debtor.key, '')
                      + coalesce(' owed to ' + creditor.key, '')) AS terms
RETURN 'pact' AS kind, x.key AS key, x.name AS name, 'both' AS towards, p.valid_text AS a_valid, q.valid_text AS b_valid,
       null AS happened, CASE WHEN x.signed IS NULL THEN [] ELSE ['signed ' + x.signed] END + terms AS said,
       coalesce(p.evidence, []) + coalesce(q.evidence, []) + coalesce(x.evidence, []) AS claims,
       [p.dataset, q.dataset] AS datasets,
       coalesce(p.contested, []) + coalesce(q.contested, []) + coalesce(x.contested, []) AS contested,
       [p.confidence, q.confidence] AS confidence

// Organizations that both belong to, in whatever status
UNION ALL
UNWIND $a AS one
UNWIND $b AS other
MATCH (a:State {key: one})-[p:MEMBER_OF]->(x:Organization)<-[q:MEMBER_OF]-(b:State {key: other})
RETURN 'organization' AS kind, x.key AS key, coalesce(x.short_name, x.name) AS name, 'both' AS towards,
       p.valid_text AS a_valid, q.valid_text AS b_valid, null AS happened, [a.key + ' ' + p.status, b.key + ' ' + q.status] AS said,
       coalesce(p.evidence, []) + coalesce(q.evidence, []) AS claims, [p.dataset, q.dataset] AS datasets,
       coalesce(p.contested, []) + coalesce(q.contested, []) AS contested, [p.confidence, q.confidence] AS confidence

// Events that both took part in: meetings, visits, talks, wars
UNION ALL
UNWIND $a AS one
UNWIND $b AS other
MATCH (a:State {key: one})-[p:ATTENDED|INVOLVES]-(x:Event)-[q:ATTENDED|INVOLVES]-(b:State {key: other})
RETURN 'event' AS kind, x.key AS key, coalesce(x.name, x.kind) AS name, 'both' AS towards,
       x.valid_text AS a_valid, x.valid_text AS b_valid, x.date AS happened,
       [x.kind] + CASE WHEN x.place IS NULL THEN [] ELSE [x.place] END + [a.key + ' ' + p.role, b.key + ' ' + q.role]
       + CASE WHEN coalesce(x.mode, 'asserted') = 'asserted' THEN [] ELSE [x.mode] END AS said,
       coalesce(p.evidence, []) + coalesce(q.evidence, []) + coalesce(x.evidence, []) AS claims, [] AS datasets,
       [] AS contested, [x.confidence] AS confidence

// Commitments that a data set tells of the pair, rivalries, and sanctions of one against the other
UNION ALL
UNWIND $a AS one
UNWIND $b AS other
MATCH (a:State {key: one})-[p:OBLIGED_TO|RIVAL_OF|SANCTIONS]-(b:State {key: other})
RETURN CASE type(p) WHEN 'OBLIGED_TO' THEN 'commitment' WHEN 'RIVAL_OF' THEN 'rivalry' ELSE 'sanctions' END AS kind,
       p.spell AS key, coalesce(p.note, p.dataset, type(p)) AS name,
       CASE WHEN type(p) = 'RIVAL_OF' THEN 'both' ELSE endNode(p).key END AS towards,
       p.valid_text AS a_valid, p.valid_text AS b_valid, null AS happened, coalesce(p.terms, p.kinds, []) AS said,
       coalesce(p.evidence, []) AS claims, [p.dataset] AS datasets, coalesce(p.contested, []) AS contested,
       [p.confidence] AS confidence

// How they voted, by session
UNION ALL
UNWIND $a AS one
UNWIND $b AS other
MATCH (a:State {key: one})-[p:VOTED]->(x:RollCall)<-[q:VOTED]-(b:State {key: other})
WITH x.session AS session, count(*) AS both, sum(CASE WHEN p.vote = q.vote THEN 1 ELSE 0 END) AS same,
     sum(CASE WHEN p.vote = q.vote THEN 1.0 WHEN p.vote = 'abstain' OR q.vote = 'abstain' THEN 0.5 ELSE 0.0 END) AS close,
     min(x.date_earliest) AS first, max(x.date_latest) AS last, collect(DISTINCT p.dataset) AS datasets
RETURN 'votes' AS kind, 'session ' + toString(session) AS key, 'General Assembly, session ' + toString(session) AS name,
       'both' AS towards, null AS a_valid, null AS b_valid, toString(first) + '/' + toString(last) AS happened,
       [toString(same) + ' of ' + toString(both) + ' alike', 'Lijphart ' + toString(round(1000.0 * close / both) / 1000.0)] AS said,
       [] AS claims, datasets AS datasets, [] AS contested, [] AS confidence
