// What the ties named rest on, as of a day (null: of any day); with $obligations also the terms of the pacts.
// Parameters: ties (a list of {state: the key of a state, to: a map from the keys of organizations, pacts or other states to true}),
// as_of (a date), obligations (a boolean), kinds (the types of relationships that the rows rest on: commitments, rivalries and
// sanctions of other types than these are no part of it), datasets (of these kinds only facts of these; null: of all).
// By state, so that the relationships of each are looked at once.
// Column: source, the key of a source; each once.
UNWIND $ties AS tie
MATCH (s:State {key: tie.state})-[r:MEMBER_OF|PARTY_TO|OBLIGED_TO|RIVAL_OF|SANCTIONS|MEASURED]->(x)
WHERE ($as_of IS NULL OR r.valid_from_earliest <= $as_of AND r.valid_to_latest > $as_of) AND tie.to[x.key] = true
  AND (type(r) IN $kinds AND ($datasets IS NULL OR coalesce(r.dataset, 'curated') IN $datasets)
       OR NOT type(r) IN $kinds AND NOT type(r) IN ['OBLIGED_TO', 'RIVAL_OF', 'SANCTIONS'])
WITH x, r.dataset AS dataset, coalesce(r.evidence, []) AS evidence
WITH DISTINCT CASE WHEN $obligations THEN x END AS x, dataset, evidence
OPTIONAL MATCH (x)-[o:OBLIGES]->()
WITH dataset, evidence + CASE WHEN $obligations THEN coalesce(o.evidence, []) ELSE [] END AS claims
UNWIND CASE WHEN size(claims) = 0 THEN [''] ELSE claims END AS claim
WITH DISTINCT dataset, claim
OPTIONAL MATCH (:Claim {key: claim})<-[:STATES]-(source:Source)
WITH DISTINCT coalesce(source.key, dataset) AS source
WHERE source IS NOT NULL
RETURN source AS source
ORDER BY source
