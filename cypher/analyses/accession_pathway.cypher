// title = "Ways into an organization"
// question = "What ladder leads to membership, and how long does each rung take?"
// group = "histories"
// example = "{organization: 'sco', state: null, as_of: date('2026-06-30'), datasets: null, continuity: true, lineage: false, certain: false}"
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
// With continuity a state that continues another is one with it: what passes from one to the other is neither an end nor a
// beginning. With lineage the same holds of organizations that follow one another.
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
// [parameters.continuity]
// type = "boolean"
// default = "true"
// meaning = "Count a state that continues another as one with it, such as Russia and the Soviet Union."
// otherwise = "a state that continues another is one with it"
// [parameters.lineage]
// type = "boolean"
// default = "false"
// meaning = "Count an organization that follows another as one with it, such as the European Union and the Communities."
// otherwise = "organizations that follow one another are told apart"
// [parameters.certain]
// type = "boolean"
// default = "false"
// meaning = "Only states of whose way all days are known."
// otherwise = "ways of which a day is not known are told too"
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
// [fetched.org]
// type = "string"
// meaning = "Key of the organization as which it is counted."
// [fetched.body]
// type = "string"
// meaning = "Key of the organization."
// [fetched.spells]
// type = "list of lists"
// meaning = "Its spells: the earliest and latest first day, the earliest and latest first day outside, the state as which it is counted, the state, the status, its rank, whether it is a stage of accession, what is known of the end, the same four days of full membership or null, and the days on which the organization gave the status up."
//
// [plot]
// kind = "ladder"
// series = "state"
// rungs = "path"

// Lines: who is counted as whom, by the last that continues it, or follows it
OPTIONAL MATCH (was:State)-[:SUCCEEDED_BY*1..9 {how: 'continues'}]->(heir:State)
WHERE $continuity AND NOT EXISTS { MATCH (heir)-[:SUCCEEDED_BY {how: 'continues'}]->(:State) }
WITH was, heir
ORDER BY was.key, heir.key
WITH collect(CASE WHEN heir IS NOT NULL THEN [was.key, heir.key] END) AS states
OPTIONAL MATCH (was:Organization)-[:SUCCEEDED_BY*1..9]->(heir:Organization)
WHERE $lineage AND NOT EXISTS { MATCH (heir)-[:SUCCEEDED_BY]->(:Organization) }
WITH states, was, heir
ORDER BY was.key, heir.key
WITH states, collect(CASE WHEN heir IS NOT NULL THEN [was.key, heir.key] END) AS organizations
WITH states + organizations AS lines

// The spells of each
WITH lines, coalesce([one IN lines WHERE one[0] = $organization | one[1]][0], $organization) AS asked,
     coalesce([one IN lines WHERE one[0] = $state | one[1]][0], $state) AS whose
UNWIND [asked] + [one IN lines WHERE one[1] = asked | one[0]] AS body
MATCH (o:Organization {key: body})<-[m:MEMBER_OF]-(s:State)
WHERE NOT coalesce(m.overlay, false) AND ($state IS NULL OR s.key = whose OR [s.key, whose] IN lines)
  AND m.valid_from_earliest <= $as_of
  AND ($datasets IS NULL OR coalesce(m.dataset, 'curated') IN $datasets)
UNWIND CASE WHEN size(coalesce(m.scheme, [])) = 0 THEN [''] ELSE m.scheme END AS claim
OPTIONAL MATCH (meaning:Claim {key: claim})
WHERE meaning.valid_end = 'date'
WITH lines, s, o, m, meaning
ORDER BY meaning.valid_to_earliest
WITH lines, s, o, m, collect(toString(meaning.valid_to_earliest)) AS renamed
WITH coalesce([one IN lines WHERE one[0] = o.key | one[1]][0], o.key) AS org,
     o.key AS body,
     collect([
       toString(m.valid_from_earliest),
       toString(m.valid_from_latest),
       toString(m.valid_to_earliest),
       toString(m.valid_to_latest),
       coalesce([one IN lines WHERE one[0] = s.key | one[1]][0], s.key),
       s.key,
       m.status,
       m.rank,
       coalesce(m.stage, false),
       m.valid_end,
       toString(m.full_from_earliest),
       toString(m.full_from_latest),
       toString(m.full_to_earliest),
       toString(m.full_to_latest),
       renamed
     ]) AS spells
RETURN org AS org,
       body AS body,
       spells AS spells
ORDER BY org, body
