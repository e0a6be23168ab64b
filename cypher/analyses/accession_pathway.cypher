// title = "Ways into an organization"
// question = "What ladder leads to membership, and how long does each rung take?"
// group = "histories"
// example = "{organization: 'sco', state: null, as_of: date('2026-06-30'), datasets: null}"
// method = """
// The spells of each state in the organization, in order of time, are its rungs; those that follow each other without a day
// between, with one status, are one. Where a status stops being a full one in the course of a spell, by the organization's own
// scheme, that begins a rung (`not full`). `out` is a time between two spells, or after the last.
// A step goes up or down by what the scheme says: into or out of full membership, else by rank. It is a relabelling, no
// step, when that stays as it was and the organization gave up the meaning of the status on that day (in the SCO observer and dialogue partner, merged
// into partner on 2025-09-01), or when both are full and of one rank. Candidate and invited are stages of accession, not ranks.
// `promoted`: full member after a time below that began with its entry and ran without a break up to there; `days_to_full`
// counts from the first day of that time.
// Days are counted between the earliest first days, and to as_of where it still lasts; `certain` says whether all ends are
// known to the day. What was open when last looked at is taken to go on to as_of.
// The Cypher gives the spells, Python the rungs. Order of the rows: by the first day, then by code of the state."""
// literature = [
//   "Schneider 2009, Conflict, Negotiation and European Union Enlargement, Cambridge University Press",
//   "Kelley 2010, The Role of Membership Rules in Regional Organizations, Asian Development Bank Working Paper on Regional Economic Integration 53",
// ]
//
// [parameters.organization]
// type = "organization"
// meaning = "Into which organization."
// [parameters.state]
// type = "state"
// default = "null"
// meaning = "Only the way of this state."
// otherwise = "all states"
// [parameters.as_of]
// type = "date"
// default = "null"
// meaning = "The day, such as 2024-07-04; in Cypher always to be given."
// otherwise = "the day to which the data reach"
// [parameters.datasets]
// type = "list of texts"
// default = "null"
// meaning = "Only facts of these data sets, by the keys of their sources; curated for what rests on claims."
// otherwise = "facts of every data set"
//
// [columns.org]
// type = "string"
// meaning = "Key of the organization."
// [columns.state]
// type = "string"
// meaning = "Key of the state."
// [columns.path]
// type = "list of strings"
// meaning = "Its rungs: the status and the first day, as far as it is known."
// [columns.steps]
// type = "list of strings"
// meaning = "How it came to each rung: in, up, down, same, relabelled, stage, back, out."
// [columns.days_per_status]
// type = "list of strings"
// meaning = "Days on each rung."
// [columns.promoted]
// type = "boolean"
// meaning = "Whether it became a full member from below."
// [columns.days_to_full]
// type = "integer or null"
// meaning = "Days from the first below full membership to full membership; null where not promoted."
// [columns.full_since]
// type = "string or null"
// meaning = "The first day of full membership; null where there was none."
// [columns.now]
// type = "string"
// meaning = "The rung of the last day: a status, or out."
// [columns.certain]
// type = "boolean"
// meaning = "Whether all ends are known to the day."
//
// [fetched.state]
// type = "string"
// meaning = "Key of the state."
// [fetched.org]
// type = "string"
// meaning = "Key of the organization."
// [fetched.status]
// type = "string"
// meaning = "What the state is in it."
// [fetched.rank]
// type = "integer or null"
// meaning = "The rank of the status, 1 the fullest."
// [fetched.stage]
// type = "boolean"
// meaning = "Whether it is a stage of accession, not a rank."
// [fetched.from_earliest]
// type = "date"
// meaning = "The earliest first day."
// [fetched.from_latest]
// type = "date"
// meaning = "The latest first day."
// [fetched.to_earliest]
// type = "date"
// meaning = "The earliest first day outside."
// [fetched.to_latest]
// type = "date"
// meaning = "The latest first day outside."
// [fetched.end]
// type = "string"
// meaning = "What is known of the end: date, ongoing, unknown or censored."
// [fetched.full_from_earliest]
// type = "date or null"
// meaning = "The same of the part in which it is a full membership: the earliest first day."
// [fetched.full_from_latest]
// type = "date or null"
// meaning = "The latest first day of that part."
// [fetched.full_to_earliest]
// type = "date or null"
// meaning = "The earliest first day outside that part."
// [fetched.full_to_latest]
// type = "date or null"
// meaning = "The latest first day outside that part."
// [fetched.renamed]
// type = "list of strings"
// meaning = "Days on which the organization gave up what the status meant."
//
// [plot]
// kind = "ladder"
// series = "state"
// rungs = "path"

MATCH (o:Organization {key: $organization})<-[m:MEMBER_OF]-(s:State)
WHERE NOT coalesce(m.overlay, false) AND ($state IS NULL OR s.key = $state) AND m.valid_from_earliest <= $as_of
  AND ($datasets IS NULL OR coalesce(m.dataset, 'curated') IN $datasets)
OPTIONAL MATCH (meaning:Claim)
WHERE meaning.key IN coalesce(m.scheme, []) AND meaning.valid_end = 'date'
WITH s, o, m, meaning
ORDER BY meaning.valid_to_earliest
WITH s, o, m, collect(toString(meaning.valid_to_earliest)) AS renamed
RETURN s.key AS state,
       o.key AS org,
       m.status AS status,
       m.rank AS rank,
       coalesce(m.stage, false) AS stage,
       m.valid_from_earliest AS from_earliest,
       m.valid_from_latest AS from_latest,
       m.valid_to_earliest AS to_earliest,
       m.valid_to_latest AS to_latest,
       m.valid_end AS end,
       m.full_from_earliest AS full_from_earliest,
       m.full_from_latest AS full_from_latest,
       m.full_to_earliest AS full_to_earliest,
       m.full_to_latest AS full_to_latest,
       renamed AS renamed
ORDER BY org, state, from_earliest, to_earliest, m.spell
