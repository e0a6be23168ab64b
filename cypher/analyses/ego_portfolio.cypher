// title = "What a state belongs to"
// question = "To what does a state belong, in what status, since when, and who says so?"
// group = "memberships"
// example = "{state: 'IRN', as_of: date('2024-07-04'), statuses: null, datasets: null, certain: false}"
// method = """
// Every membership spell of the state that possibly holds on the day, overlays such as a frozen participation
// included, and every instrument that it is then possibly a party to; `certain` says which certainly hold.
// An open end means still so when last looked at: `until` then says `censored` and the last day looked at.
// A membership carried beyond that day is possible, never certain.
// Order of the rows: memberships before pacts, those beside a full status last, then by rank of the status and by key."""
// literature = [
//   "Pevehouse, Nordstrom, McManus & Jamison 2020, Tracking Organizations in the World: COW IGO version 3.0, Journal of Peace Research 57(3)",
//   "Miller 2022, peacesciencer, Conflict Management and Peace Science 39(6)",
// ]
//
// [parameters.state]
// type = "state"
// meaning = "Whose portfolio."
// [parameters.as_of]
// type = "date"
// default = "null"
// meaning = "The day, such as 2024-07-04; in Cypher always to be given."
// otherwise = "the day to which the data reach"
// [parameters.statuses]
// type = "list of statuses"
// default = "null"
// meaning = "Only memberships of these statuses, and all pacts."
// otherwise = "every status"
// [parameters.datasets]
// type = "list of texts"
// default = "null"
// meaning = "Only facts of these data sets, by the keys of their sources; curated for what rests on claims."
// otherwise = "facts of every data set"
// [parameters.certain]
// type = "boolean"
// default = "false"
// meaning = "Count only what certainly holds."
// otherwise = "what possibly holds counts"
//
// [columns.kind]
// type = "string"
// meaning = "membership or pact."
// [columns.key]
// type = "string"
// meaning = "Key of the organization or pact."
// [columns.name]
// type = "string"
// meaning = "Its name; of an organization the short one where it has one."
// [columns.status]
// type = "string"
// meaning = "What the state is in it: the organization's own word; party for a pact."
// [columns.full]
// type = "boolean or null"
// meaning = "Whether the status makes a full member on that day; null for a pact."
// [columns.overlay]
// type = "boolean"
// meaning = "Whether it runs beside another spell and leaves that as it is (a frozen participation)."
// [columns.since]
// type = "string"
// meaning = "Its first day, as far as it is known: 1991, 1991-12, not before 1991-12-26."
// [columns.until]
// type = "string"
// meaning = "The first day outside; ongoing, unknown, or censored and the last day looked at."
// [columns.certain]
// type = "boolean"
// meaning = "Whether it certainly holds on the day."
// [columns.sources]
// type = "list of strings"
// meaning = "Keys of the sources that its claims rest on, or of its data set, in alphabetical order."
// [columns.confidence]
// type = "string"
// meaning = "How far the fact was checked."

MATCH (s:State {key: $state})-[r:MEMBER_OF|PARTY_TO]->(x)
WHERE r.valid_from_earliest <= $as_of AND r.valid_to_latest > $as_of
  AND ($statuses IS NULL OR type(r) = 'PARTY_TO' OR r.status IN $statuses)
  AND ($datasets IS NULL OR coalesce(r.dataset, 'curated') IN $datasets)
  AND (NOT $certain OR r.valid_from_latest <= $as_of AND r.valid_to_earliest > $as_of)
UNWIND CASE WHEN size(coalesce(r.evidence, [])) = 0 THEN [''] ELSE r.evidence END AS claim
OPTIONAL MATCH (:Claim {key: claim})<-[:STATES]-(source:Source)
WITH DISTINCT r, x, coalesce(source.key, r.dataset) AS source
ORDER BY source
WITH r, x, collect(source) AS sources, split(r.valid_text, ', ') AS ends
RETURN CASE type(r) WHEN 'MEMBER_OF' THEN 'membership' ELSE 'pact' END AS kind,
       x.key AS key,
       coalesce(x.short_name, x.name) AS name,
       coalesce(r.status, 'party') AS status,
       CASE WHEN type(r) = 'MEMBER_OF'
            THEN coalesce(r.full_from_earliest <= $as_of AND r.full_to_latest > $as_of, false) END AS full,
       coalesce(r.overlay, false) AS overlay,
       substring(ends[0], 1) AS since,
       replace(ends[1], ')', '') AS until,
       r.valid_from_latest <= $as_of AND r.valid_to_earliest > $as_of AS certain,
       sources AS sources,
       r.confidence AS confidence
ORDER BY kind, overlay, coalesce(r.rank, 99), key, since, r.spell
