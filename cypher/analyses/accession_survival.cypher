// title = "How long until full membership"
// question = "How long do observers and partners wait until they are full members?"
// group = "histories"
// example = "{organizations: ['sco'], statuses: null, as_of: date('2026-06-30'), datasets: null, continuity: true, lineage: false}"
// method = """
// The product-limit estimate (Kaplan and Meier) of the share that is still below full membership after so many days.
// Counted is each time below full membership that begins with the entry of a state: it ends with full membership (`promoted`),
// or is censored when the state leaves or on as_of. Leaving is so taken to say nothing of how long it would have waited.
// Stages of accession (candidate, invited) are no status below: time in them is not counted.
// share_below(t) = product over times u <= t of (1 - promoted(u) / at_risk(u)); share_low and share_high bound it at 95 % by
// Greenwood's variance of log(-log(share)); they are null where the share is 1 or 0. Days are counted between the earliest
// first days; `certain` says whether all of this time are known to the day.
// With continuity a state that continues another is one with it: what passes from one to the other is neither an end nor a
// beginning. With lineage the same holds of organizations that follow one another.
// The Cypher gives the spells, Python the curve. Order of the rows: by days."""
// literature = [
//   "Kaplan & Meier 1958, Nonparametric Estimation from Incomplete Observations, Journal of the American Statistical Association 53(282)",
//   "Kalbfleisch & Prentice 2002, The Statistical Analysis of Failure Time Data, 2nd edition, Wiley",
//   "Schneider 2009, Conflict, Negotiation and European Union Enlargement, Cambridge University Press",
// ]
//
// [parameters.organizations]
// type = "list of organizations"
// default = "null"
// meaning = "Only ways into these organizations, taken together."
// otherwise = "ways into all organizations, taken together"
// [parameters.statuses]
// type = "list of statuses"
// default = "null"
// meaning = "Only times that begin with one of these statuses."
// otherwise = "times that begin with any status below full membership"
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
//
// [columns.days]
// type = "integer"
// meaning = "Days since the entry."
// unit = "days"
// [columns.at_risk]
// type = "integer"
// meaning = "How many were still below full membership just before."
// [columns.promoted]
// type = "integer"
// meaning = "How many became full members after so many days."
// [columns.censored]
// type = "integer"
// meaning = "How many left, or were last seen, after so many days."
// [columns.share_below]
// type = "float"
// meaning = "Estimated share still below full membership."
// [columns.share_low]
// type = "float or null"
// meaning = "Lower bound of its 95 % interval."
// [columns.share_high]
// type = "float or null"
// meaning = "Upper bound of its 95 % interval."
// [columns.states]
// type = "list of strings"
// meaning = "Who became a full member: organization and state."
// [columns.certain]
// type = "boolean"
// meaning = "Whether the days of all of them are known to the day."
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
WITH lines, [each IN $organizations | coalesce([one IN lines WHERE one[0] = each | one[1]][0], each)] AS asked
MATCH (o:Organization)
WHERE $organizations IS NULL OR o.key IN asked OR any(one IN lines WHERE one[0] = o.key AND one[1] IN asked)
WITH lines, o
MATCH (o)<-[m:MEMBER_OF]-(s:State)
WHERE NOT coalesce(m.overlay, false) AND m.valid_from_earliest <= $as_of
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
