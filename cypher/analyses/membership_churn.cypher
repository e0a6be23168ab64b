// title = "Who joined and left"
// question = "Who joined, left, rejoined or was suspended, and when?"
// group = "histories"
// example = "{organization: 'opec', since: date('2010-01-01'), until: date('2026-06-30'), statuses: null, every_year: false, datasets: null, continuity: true, lineage: false}"
// method = """
// A membership counts while it is a full one by the organization's own scheme, or while its status is one of those given.
// Spells of one state that follow each other without a day between are one run: a new name for the same standing is no exit.
// joined counts the runs that begin in the year, rejoined those among them that are not the state's first; left the runs that
// end. An entry or exit of which the day is not known counts on the middle of the days on which it can be.
// Where a data set lacks what a state is (in COW's files, -9), it is not counted as a member; what begins or ends there is neither an
// entry nor an exit, and leaves the year in doubt.
// A run that ends with the organization itself is no exit: `dissolved` says so. One that is open, or of unknown end, has not ended.
// suspended counts what begins in the year and runs beside a membership counted (a frozen participation), and the exits whose basis
// speaks of a suspension, which are in left as well.
// net = joined - left; member_years = days of membership in the year / days of the year; rate = left / member_years. In the
// first and last year of a window only its own days count. rate_low and rate_high are left by the most and by the fewest
// member-years that the imprecise days leave room for: in yearly data rate_low is exits by the memberships coded in the year.
// Years in which nothing changed are left out unless every_year is given.
// With continuity a state that continues another is one with it: what passes from one to the other is neither an end nor a
// beginning. With lineage the same holds of organizations that follow one another.
// The Cypher gives the spells, Python counts. Order of the rows: by organization and year."""
// literature = [
//   "von Borzyskowski & Vabulas 2019, Hello, goodbye: When do states withdraw from international organizations?, Review of International Organizations 14(2)",
//   "Pevehouse, Nordstrom, McManus & Jamison 2020, Tracking Organizations in the World: COW IGO version 3.0, Journal of Peace Research 57(3)",
// ]
//
// [parameters.organization]
// type = "organization"
// default = "null"
// meaning = "Only this organization."
// otherwise = "all organizations"
// [parameters.since]
// type = "date"
// default = "null"
// meaning = "The first day of the window."
// otherwise = "from the first day known"
// [parameters.until]
// type = "date"
// default = "null"
// meaning = "The last day of the window, such as 2024-07-04; in Cypher always to be given."
// otherwise = "the day to which the data reach"
// [parameters.statuses]
// type = "list of statuses"
// default = "null"
// meaning = "Count memberships of these statuses."
// otherwise = "full members by each organization's own scheme"
// [parameters.every_year]
// type = "boolean"
// default = "false"
// meaning = "Also years in which nothing changed."
// otherwise = "years with a change"
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
// [columns.org]
// type = "string"
// meaning = "Key of the organization."
// [columns.year]
// type = "integer"
// meaning = "The year."
// [columns.members]
// type = "integer"
// meaning = "Members on the last day of the year, or of the window."
// [columns.joined]
// type = "integer"
// meaning = "States that became members."
// [columns.rejoined]
// type = "integer"
// meaning = "Those of them that had been members before."
// [columns.left]
// type = "integer"
// meaning = "States that ceased to be members."
// [columns.suspended]
// type = "integer"
// meaning = "States whose membership was suspended or frozen."
// [columns.net]
// type = "integer"
// meaning = "joined - left."
// [columns.member_years]
// type = "float"
// meaning = "Years of membership, of all members together."
// unit = "years"
// [columns.rate]
// type = "float or null"
// meaning = "left / member_years; null without members."
// [columns.rate_low]
// type = "float or null"
// meaning = "The same by the most member-years that there may have been."
// [columns.rate_high]
// type = "float or null"
// meaning = "The same by the fewest member-years that there may have been; null where there may have been none."
// [columns.names]
// type = "list of strings"
// meaning = "Who did what on which day."
// [columns.dissolved]
// type = "boolean"
// meaning = "Whether the organization ended in the year."
// [columns.certain]
// type = "boolean"
// meaning = "Whether counts and rate are the same wherever the imprecise days lie."
//
// [fetched.org]
// type = "string"
// meaning = "Key of the organization as which it is counted."
// [fetched.body]
// type = "string"
// meaning = "Key of the organization."
// [fetched.dissolved]
// type = "date or null"
// meaning = "The earliest day on which the organization ended."
// [fetched.spells]
// type = "list of lists"
// meaning = "Its spells: the earliest and latest first day, the earliest and latest first day outside, the state or list of states, the state as which it is counted (null for all of a list), whether it is coded, the data set, the status, whether it runs beside a membership, its basis, and what is known of its end."
//
// [plot]
// kind = "bars"
// label = "year"
// value = "net"
// color = "org"

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

// The spells that count, and those beside them
WITH lines, coalesce([one IN lines WHERE one[0] = $organization | one[1]][0], $organization) AS asked
MATCH (o:Organization)
WHERE $organization IS NULL OR o.key = asked OR [o.key, asked] IN lines
WITH lines, o, coalesce([one IN lines WHERE one[0] = o.key | one[1]][0], o.key) AS org
MATCH (o)<-[m:MEMBER_OF|NOT_CODED]-(s:State|CodeList)
WHERE m.valid_from_earliest <= $until AND ($datasets IS NULL OR coalesce(m.dataset, 'curated') IN $datasets)
  AND (type(m) = 'NOT_CODED' OR coalesce(m.overlay, false)
       OR CASE WHEN $statuses IS NULL THEN m.full_from_earliest IS NOT NULL ELSE m.status IN $statuses END)
WITH lines, s, o, org, m, type(m) = 'MEMBER_OF' AS coded, coalesce(m.overlay, false) AS overlay
WITH lines, s, o, org, m, coded, overlay, $statuses IS NULL AND coded AND NOT overlay AS full
WITH o, org,
     collect([
       toString(CASE WHEN full THEN m.full_from_earliest ELSE m.valid_from_earliest END),
       toString(CASE WHEN full THEN m.full_from_latest ELSE m.valid_from_latest END),
       toString(CASE WHEN full THEN m.full_to_earliest ELSE m.valid_to_earliest END),
       toString(CASE WHEN full THEN m.full_to_latest ELSE m.valid_to_latest END),
       s.key,
       CASE WHEN s:State THEN coalesce([one IN lines WHERE one[0] = s.key | one[1]][0], s.key) END,
       coded,
       coalesce(m.dataset, 'curated'),
       m.status,
       overlay,
       m.basis,
       CASE WHEN full THEN m.full_end ELSE m.valid_end END
     ]) AS spells
RETURN org AS org,
       o.key AS body,
       CASE WHEN o.key = org THEN o.dissolved_earliest END AS dissolved,
       spells AS spells
ORDER BY org, body
