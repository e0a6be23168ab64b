// title = "Leaders who met or signed together"
// question = "Which pairs of leaders met or signed together most?"
// group = "leaders"
// example = "{person: null, other: null, since: null, until: date('2026-06-30'), occasions: 'all', certain: false}"
// method = """
// Two people met when both are named as present at an event that took place, and signed together when both put their
// name to one event of a pact, or agreed on it. events counts days: what happens on one day is one occasion, as a treaty
// signed at a meeting. gap_days = mean days between occasions that follow each other = (last - first) / (events - 1).
// An occasion of which only the month or year is known counts from its first day, and the row is not certain.
// Only who is named was there: lists of participants are never whole, so that silence says nothing, and a few
// occasions more or less say little.
// A pair stands once, in the order of the keys; with a person given, that one is first.
// Order of the rows: most occasions first, then the latest, then by key."""
// literature = [
//   "Moyer, Turner & Meisel 2021, What Are the Drivers of Diplomacy? Introducing and Testing New Annual Dyadic Data Measuring Diplomatic Exchange, Journal of Peace Research 58(6)",
//   "Lebovic & Saunders 2016, The Diplomatic Core: The Determinants of High-Level US Diplomatic Visits, 1946-2010, International Studies Quarterly 60(1)",
// ]
//
// [parameters.person]
// type = "person"
// default = "null"
// meaning = "Only pairs with this person."
// otherwise = "all pairs"
// [parameters.other]
// type = "person"
// default = "null"
// meaning = "Only the pair of person and this one."
// otherwise = "everybody that somebody met"
// [parameters.since]
// type = "date"
// default = "null"
// meaning = "The first day of the window."
// otherwise = "from the first day known"
// [parameters.until]
// type = "date"
// default = "null"
// meaning = "The last day of the window; in Cypher always to be given."
// otherwise = "the day to which the data reach"
// [parameters.occasions]
// type = "choice"
// choices = ["all", "meetings", "signatures"]
// default = '"all"'
// meaning = "Count meetings, signatures, or both."
// otherwise = "meetings and signatures count"
// [parameters.certain]
// type = "boolean"
// default = "false"
// meaning = "Count only what certainly holds."
// otherwise = "what possibly lies in the window is counted"
//
// [columns.leader_a]
// type = "string"
// meaning = "Key of the first person."
// [columns.leader_b]
// type = "string"
// meaning = "Key of the second person."
// [columns.events]
// type = "integer"
// monotone = true
// meaning = "Days on which they met or signed together."
// [columns.meetings]
// type = "integer"
// meaning = "Events at which both were."
// [columns.signatures]
// type = "integer"
// meaning = "Events of pacts that both put their names to."
// [columns.first]
// type = "string"
// meaning = "The first day."
// [columns.last]
// type = "string"
// meaning = "The last day."
// [columns.gap_days]
// type = "float or null"
// meaning = "Mean days between two occasions; null of one occasion."
// [columns.keys]
// type = "list of strings"
// meaning = "Keys of the events, by day."
// [columns.certain]
// type = "boolean"
// meaning = "Whether all days are known, and lie in the window."
// [columns.evidence]
// type = "list of strings"
// meaning = "Keys of the claims that it rests on."
//
// [fetched.kind]
// type = "string"
// meaning = "meeting or signature."
// [fetched.person]
// type = "string"
// meaning = "Key of the person."
// [fetched.event]
// type = "string"
// meaning = "Key of the event."
// [fetched.earliest]
// type = "date"
// meaning = "Its earliest day."
// [fetched.latest]
// type = "date"
// meaning = "Its latest day."
// [fetched.evidence]
// type = "list of strings"
// meaning = "Keys of claims."
//
// [plot]
// kind = "network"
// source = "leader_a"
// target = "leader_b"
// weight = "events"

// With one person named only where that person was: an empty key is nobody's
OPTIONAL MATCH (:Person {key: coalesce($person, '')})-[:ATTENDED]->(own:Event)
WITH collect(own.key) AS own
MATCH (e:Event)
WHERE $occasions <> 'signatures' AND e.mode = 'asserted' AND ($person IS NULL OR e.key IN own)
  AND ($since IS NULL OR e.date_latest >= $since) AND e.date_earliest <= $until
MATCH (p:Person)-[r:ATTENDED]->(e)
WHERE r.role <> 'absent'
RETURN 'meeting' AS kind, p.key AS person, e.key AS event, e.date_earliest AS earliest, e.date_latest AS latest,
       coalesce(r.evidence, []) AS evidence
UNION ALL
OPTIONAL MATCH (:Person {key: coalesce($person, '')})-[mine:SIGNED]->(:Instrument)
WITH collect(mine.event) AS own
MATCH (p:Person)-[g:SIGNED]->(i:Instrument)
WHERE $occasions <> 'meetings' AND ($person IS NULL OR g.event IN own)
  AND ($since IS NULL OR g.date_latest >= $since) AND g.date_earliest <= $until
RETURN 'signature' AS kind, p.key AS person, g.event AS event, g.date_earliest AS earliest, g.date_latest AS latest,
       coalesce(g.evidence, []) AS evidence
ORDER BY kind, event, person
