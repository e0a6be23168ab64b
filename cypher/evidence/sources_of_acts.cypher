// What the acts of parties on pacts, and their being parties, rest on.
// Parameter: parties, a list of [key of a state or organization, key of a pact].
// Column: source, the key of a source; each once.
UNWIND $parties AS pair
MATCH (:Pact {key: pair[1]})<-[r:TREATY_ACT|PARTY_TO]-(party:State|Organization)
WHERE party.key = pair[0]
UNWIND CASE WHEN size(coalesce(r.evidence, [])) = 0 THEN [''] ELSE r.evidence END AS claim
WITH DISTINCT r.dataset AS dataset, claim
OPTIONAL MATCH (:Claim {key: claim})<-[:STATES]-(source:Source)
WITH DISTINCT coalesce(source.key, dataset) AS source
WHERE source IS NOT NULL
RETURN source AS source
ORDER BY source
