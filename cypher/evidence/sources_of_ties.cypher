// What the memberships and parties named rest on, as of a day; with $obligations also the terms of the pacts.
// Parameters: ties (a list of [key of a state, key of an organization or pact]), as_of (a date), obligations (a boolean).
// Column: source, the key of a source; each once.
UNWIND $ties AS tie
MATCH (s:State {key: tie[0]})-[r:MEMBER_OF|PARTY_TO]->(x)
WHERE x.key = tie[1] AND r.valid_from_earliest <= $as_of AND r.valid_to_latest > $as_of
OPTIONAL MATCH (x)-[o:OBLIGES]->()
UNWIND coalesce(r.evidence, []) + CASE WHEN $obligations THEN coalesce(o.evidence, []) ELSE [] END AS claim
WITH DISTINCT claim
MATCH (source:Source)-[:STATES]->(:Claim {key: claim})
RETURN DISTINCT source.key AS source
ORDER BY source
