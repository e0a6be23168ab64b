// The sources that state claims; a key that is already that of a source, as of a data set, is its own.
// Parameter: claims (a list of keys). Column: source, the key of a source; each once.
UNWIND $claims AS claim
OPTIONAL MATCH (:Claim {key: claim})<-[:STATES]-(source:Source)
OPTIONAL MATCH (own:Source {key: claim})
WITH coalesce(source.key, own.key) AS source
WHERE source IS NOT NULL
RETURN DISTINCT source AS source
ORDER BY source
