// title = "What changed between two days"
// question = "What changed in the graph between two days?"
// group = "histories"
// example = "{organization: 'eaeu', since: date('2024-12-01'), until: date('2025-06-01'), state: null, kinds: null, datasets: null, certain: false, continuity: true, lineage: false}"
// method = """
// The ties that hold on the last day and not on the first have begun, those that hold on the first and not on the last have
// ended. A tie is a relationship between two nodes with what it says: the status of a membership, an office, terms. So a change
// of status is one that ended and one that began, and two spells of the same tie count once. What came and went between
// the two days is in neither picture.
// Compared is what possibly holds on each day; with certain, what certainly does. The column `certain` says whether the change
// took place wherever the imprecise dates lie. What was open when last looked at goes on.
// With an organization, only its own ties are compared: its members, and what it is a party to; with a state, its own;
// with both, those between them. kinds chooses among the types of relationships.
// With continuity a state that continues another is one with it: what passes from one to the other is neither an end nor a
// beginning. With lineage the same holds of organizations that follow one another.
// Order of the rows: by the day of the change, what ended first, then by kind, from_key and to_key."""
// literature = [
//   "Cranmer, Desmarais & Menninga 2012, Complex Dependencies in the Alliance Network, Conflict Management and Peace Science 29(3)",
// ]
//
// [parameters.organization]
// type = "organization"
// default = "null"
// meaning = "Only ties of this organization."
// otherwise = "ties of everything"
// [parameters.since]
// type = "date"
// default = "null"
// meaning = "The first of the two days."
// otherwise = "from a year before the second day"
// [parameters.until]
// type = "date"
// default = "null"
// meaning = "The second of the two days; in Cypher always to be given."
// otherwise = "the day to which the data reach"
// [parameters.state]
// type = "state"
// default = "null"
// meaning = "Only ties of this state; with an organization, those of the two."
// otherwise = "ties of every state"
// [parameters.kinds]
// type = "list of texts"
// default = "null"
// choices = ["MEMBER_OF", "PARTY_TO", "OBLIGED_TO", "RIVAL_OF", "SANCTIONS", "HOLDS_OFFICE", "IN_SYSTEM"]
// meaning = "Only relationships of these types."
// otherwise = "memberships, parties of pacts, commitments, rivalries, sanctions, offices, lists of states"
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
// [columns.change]
// type = "string"
// meaning = "began or ended."
// [columns.day]
// type = "string"
// meaning = "The day of the change, as far as it is known."
// [columns.kind]
// type = "string"
// meaning = "The type of the relationship."
// [columns.from_key]
// type = "string"
// meaning = "Key of its start."
// [columns.to_key]
// type = "string"
// meaning = "Key of its end."
// [columns.what]
// type = "string or null"
// meaning = "What it says: status, office, terms; null where only that it is."
// [columns.since]
// type = "string"
// meaning = "Its first day, as far as it is known."
// [columns.until]
// type = "string"
// meaning = "Its first day outside; ongoing, unknown, or censored and the last day looked at."
// [columns.certain]
// type = "boolean"
// meaning = "Whether the change certainly took place between the two days."
// [columns.confidence]
// type = "string or null"
// meaning = "How far the fact was checked."
// [columns.sources]
// type = "list of strings"
// meaning = "Keys of its sources, in alphabetical order."

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

// The ties looked at: of the organization, of the state, or all
WITH lines, coalesce([one IN lines WHERE one[0] = $organization | one[1]][0], $organization) AS body,
     coalesce([one IN lines WHERE one[0] = $state | one[1]][0], $state) AS whose
WITH lines, [body] + [one IN lines WHERE one[1] = body | one[0]] AS bodies, [whose] + [one IN lines WHERE one[1] = whose | one[0]] AS bearers
WITH lines,
     CASE WHEN $organization IS NOT NULL
          THEN COLLECT { UNWIND bodies AS key MATCH (:Organization {key: key})-[r:MEMBER_OF|PARTY_TO|OBLIGED_TO|RIVAL_OF|SANCTIONS|HOLDS_OFFICE|IN_SYSTEM]-(x) WHERE $state IS NULL OR x.key IN bearers RETURN DISTINCT r }
          WHEN $state IS NOT NULL
          THEN COLLECT { UNWIND bearers AS key MATCH (:State {key: key})-[r:MEMBER_OF|PARTY_TO|OBLIGED_TO|RIVAL_OF|SANCTIONS|HOLDS_OFFICE|IN_SYSTEM]-() RETURN DISTINCT r }
          ELSE COLLECT { MATCH ()-[r:MEMBER_OF|PARTY_TO|OBLIGED_TO|RIVAL_OF|SANCTIONS|HOLDS_OFFICE|IN_SYSTEM]->() WHERE $organization IS NULL AND $state IS NULL RETURN r } END AS ties
UNWIND ties AS r
WITH lines, r
WHERE ($datasets IS NULL OR coalesce(r.dataset, 'curated') IN $datasets) AND ($kinds IS NULL OR type(r) IN $kinds)
WITH r, type(r) AS kind, coalesce([one IN lines WHERE one[0] = startNode(r).key | one[1]][0], startNode(r).key) AS first,
     coalesce([one IN lines WHERE one[0] = endNode(r).key | one[1]][0], endNode(r).key) AS second
// Rivals are told once a pair, in the order of their keys
WITH r, kind, CASE WHEN kind = 'RIVAL_OF' AND second < first THEN second ELSE first END AS side_a,
     CASE WHEN kind = 'RIVAL_OF' AND second < first THEN first ELSE second END AS side_b,
     coalesce(r.status, r.office, reduce(said = '', word IN coalesce(r.terms, r.kinds, []) |
              said + CASE WHEN said = '' THEN '' ELSE ', ' END + word)) AS what,
     r.valid_from_earliest <= coalesce($since, $until - duration({years: 1})) AND r.valid_to_latest > coalesce($since, $until - duration({years: 1})) AS possible_then,
     r.valid_from_latest <= coalesce($since, $until - duration({years: 1})) AND r.valid_to_earliest > coalesce($since, $until - duration({years: 1})) AS certain_then,
     r.valid_from_earliest <= $until AND r.valid_to_latest > $until AS possible_now,
     r.valid_from_latest <= $until AND r.valid_to_earliest > $until AS certain_now
WHERE possible_then OR possible_now
WITH r, kind, side_a, side_b, what,
     CASE WHEN CASE WHEN $certain THEN certain_then ELSE possible_then END THEN 1 ELSE 0 END AS before,
     CASE WHEN CASE WHEN $certain THEN certain_now ELSE possible_now END THEN 1 ELSE 0 END AS after

// Of most ties nothing changed: the rest is looked at spell by spell
WITH kind, side_a, side_b, what, collect(r) AS ties, max(before) = 1 AS held, max(after) = 1 AS holds
WHERE held <> holds
UNWIND ties AS r
WITH kind, side_a, side_b, what, holds, r,
     r.valid_from_earliest <= coalesce($since, $until - duration({years: 1})) AND r.valid_to_latest > coalesce($since, $until - duration({years: 1})) AS possible_then,
     r.valid_from_latest <= coalesce($since, $until - duration({years: 1})) AND r.valid_to_earliest > coalesce($since, $until - duration({years: 1})) AS certain_then,
     r.valid_from_earliest <= $until AND r.valid_to_latest > $until AS possible_now,
     r.valid_from_latest <= $until AND r.valid_to_earliest > $until AS certain_now
ORDER BY r.valid_from_earliest, r.valid_to_earliest, r.spell
WITH kind, side_a, side_b, what, holds,
     collect({tie: r, before: CASE WHEN $certain THEN certain_then ELSE possible_then END,
              after: CASE WHEN $certain THEN certain_now ELSE possible_now END, possible_then: possible_then,
              certain_then: certain_then, possible_now: possible_now, certain_now: certain_now}) AS spells
WITH kind, what, holds AS began,
     CASE WHEN holds THEN any(each IN spells WHERE each.certain_now) AND none(each IN spells WHERE each.possible_then)
          ELSE any(each IN spells WHERE each.certain_then) AND none(each IN spells WHERE each.possible_now) END AS certain,
     CASE WHEN holds THEN [each IN spells WHERE each.after][0].tie ELSE [each IN spells WHERE each.before][-1].tie END AS r
UNWIND CASE WHEN size(coalesce(r.evidence, [])) = 0 THEN [''] ELSE r.evidence END AS claim
OPTIONAL MATCH (:Claim {key: claim})<-[:STATES]-(source:Source)
WITH DISTINCT kind, startNode(r).key AS from_key, endNode(r).key AS to_key, what, began, certain, r, coalesce(source.key, r.dataset) AS source
ORDER BY source
WITH kind, from_key, to_key, what, began, certain, r, collect(source) AS sources, split(r.valid_text, ', ') AS ends
RETURN CASE WHEN began THEN 'began' ELSE 'ended' END AS change,
       CASE WHEN began THEN substring(ends[0], 1) ELSE replace(ends[1], ')', '') END AS day,
       kind AS kind,
       from_key AS from_key,
       to_key AS to_key,
       CASE WHEN what <> '' THEN what END AS what,
       substring(ends[0], 1) AS since,
       replace(ends[1], ')', '') AS until,
       certain AS certain,
       r.confidence AS confidence,
       sources AS sources
ORDER BY CASE WHEN began THEN r.valid_from_earliest ELSE r.valid_to_earliest END, change DESC, kind, from_key, to_key, what
