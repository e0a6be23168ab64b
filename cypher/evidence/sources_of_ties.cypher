// What the ties named rest on, as of a day (null: of any day); with $obligations also the terms of the pacts.
// Parameters: ties (a list of [key of a state, key of an organization, pact or other state]), as_of (a date), obligations (a boolean).
// Column: source, the key of a source; each once.
UNWIND $ties AS tie
MATCH (s:State {key: tie[0]})-[r:MEMBER_OF|PARTY_TO|OBLIGED_TO|RIVAL_OF|SANCTIONS|MEASURED]->(x)
WHERE x.key = tie[1] AND ($as_of IS NULL OR r.valid_from_earliest <= $as_of AND r.valid_to_latest > $as_of)
OPTIONAL MATCH (x)-[o:OBLIGES]->()
WITH r.dataset AS dataset, coalesce(r.evidence, []) + CASE WHEN $obligations THEN coalesce(o.evidence, []) ELSE [] END AS claims
UNWIND CASE WHEN size(claims) = 0 THEN [null] ELSE claims END AS claim
WITH DISTINCT dataset, claim
OPTIONAL MATCH (source:Source)-[:STATES]->(:Claim {key: claim})
WITH DISTINCT coalesce(source.key, dataset) AS source
WHERE source IS NOT NULL
RETURN source AS source
ORDER BY source
