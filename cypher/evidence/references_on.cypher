// What was looked up on claims: every reference that bears on one of them, for it, against it, or neither.
// Parameters: claims (a list of keys).
// Columns: claim, reference (keys), fact (in words), date (EDTF), sources (a list of keys). A row for each claim and reference.
UNWIND $claims AS key
MATCH (claim:Claim {key: key})<-[:OBJECT]-(reference:Claim {kind: 'reference'})<-[:STATES]-(source:Source)
WITH claim, reference, source ORDER BY source.key
RETURN claim.key AS claim, reference.key AS reference, reference.value AS fact, reference.on AS date, collect(source.key) AS sources
ORDER BY claim, reference
