// title = "Memberships that look fragile"
// question = "Which memberships look fragile, and what says so?"
// group = "memberships"
// example = "{as_of: date('2026-06-30'), state: null, organization: null, missed: 2, years: 3, datasets: null, certain: false}"
// method = """
// Rules, not a model: a full membership by the organization's own scheme gets a flag for each that holds on the day.
// frozen_participation: a spell runs beside the membership that freezes or suspends it. missed_summits: the state is said to
// have been absent from so many meetings of the organization within the years before the day; silence is no absence, and
// `attendance_known` says whether any absence from its meetings is recorded at all. arrears: a claim of those years says that the
// state did not honour what it owes the organization. announced_exit: a claim says that it leaves, or it
// denounced or withdrew from a pact that constitutes the organization. A claim counts from the day that it gives.
// A rule for which the graph has no data at all judges nobody; the result says which these are.
// What happened afterwards flags nothing: `ended` shows it beside, where the membership has ended since.
// A membership without a flag is no row; that nothing is recorded is no sign of strength.
// Order of the rows: most flags first, then by org and state."""
// literature = [
//   "von Borzyskowski & Vabulas 2019, Hello, goodbye: When do states withdraw from international organizations?, Review of International Organizations 14(2)",
//   "von Borzyskowski & Vabulas 2024, Public support for withdrawal from international organizations, Review of International Organizations 19",
// ]
//
// [parameters.as_of]
// type = "date"
// default = "null"
// meaning = "The day, such as 2024-07-04; in Cypher always to be given."
// otherwise = "the day to which the data reach"
// [parameters.state]
// type = "state"
// default = "null"
// meaning = "Only memberships of this state."
// otherwise = "all states"
// [parameters.organization]
// type = "organization"
// default = "null"
// meaning = "Only memberships in this organization."
// otherwise = "all organizations"
// [parameters.missed]
// type = "integer"
// default = "2"
// meaning = "How many missed meetings make a flag."
// otherwise = "two missed meetings make a flag"
// [parameters.years]
// type = "integer"
// default = "3"
// meaning = "Meetings, claims and acts of so many years before the day."
// otherwise = "what happened in the three years before"
// [parameters.datasets]
// type = "list of texts"
// default = "null"
// meaning = "Only facts of these data sets, by the keys of their sources; curated for what rests on claims."
// otherwise = "facts of every data set"
// [parameters.certain]
// type = "boolean"
// default = "false"
// meaning = "Count only what certainly holds: the membership, what freezes it, and what was certainly said within the years."
// otherwise = "what possibly holds counts"
//
// [columns.state]
// type = "string"
// meaning = "Key of the state."
// [columns.org]
// type = "string"
// meaning = "Key of the organization."
// [columns.flags]
// type = "list of strings"
// meaning = "Which rules hold."
// [columns.evidence]
// type = "list of strings"
// meaning = "What they rest on, in order of the flags and of time."
// [columns.ended]
// type = "string or null"
// meaning = "The day on which the membership did end; null where it has not."
// [columns.attendance_known]
// type = "boolean"
// meaning = "Whether anybody's absence from a meeting of the organization is recorded."
// [columns.certain]
// type = "boolean"
// meaning = "Whether the membership certainly holds on the day, and all that flags it is certainly of these years."
// [columns.sources]
// type = "list of strings"
// meaning = "Keys of the sources behind the flags."

// The pieces of evidence: a rule, a state, an organization, and the claims that it rests on
MATCH (s:State)
WHERE $state IS NULL OR s.key = $state
WITH s,
     COLLECT {
       MATCH (s)-[m:MEMBER_OF]->(o:Organization)
       WHERE m.overlay = true AND m.valid_from_earliest <= $as_of AND m.valid_to_latest > $as_of AND ($datasets IS NULL OR coalesce(m.dataset, 'curated') IN $datasets)
       RETURN {sure: m.valid_from_latest <= $as_of AND m.valid_to_earliest > $as_of, flag: 'frozen_participation', org: o.key, day: m.valid_from_earliest, claims: m.evidence,
                said: m.status + ' since ' + substring(split(m.valid_text, ', ')[0], 1)}
     } AS frozen,
     COLLECT {
       MATCH (s)-[absence:INVOLVES|ATTENDED]-(e:Event)-[:INVOLVES {role: 'meeting_of'}]->(o:Organization)
       WHERE absence.role = 'absent' AND e.date_latest <= $as_of AND e.date_earliest > $as_of - duration({years: $years})
       RETURN DISTINCT {sure: true, flag: 'missed_summits', org: o.key, day: e.date_earliest, claims: e.evidence,
                         said: 'absent on ' + toString(e.date_earliest) + ' (' + e.key + ')'}
     } AS missed,
     COLLECT {
       MATCH (s)<-[:SUBJECT]-(c:Claim)-[:OBJECT]->(o:Organization)
       WHERE c.predicate IN ['defaults_on', 'withdraws_from'] AND c.positive AND c.mode IN ['asserted', 'planned']
         AND coalesce(c.on_earliest, c.as_of, c.valid_from_earliest) <= $as_of
         AND coalesce(c.on_earliest, c.as_of, c.valid_from_earliest) > $as_of - duration({years: $years})
       RETURN {sure: coalesce(c.on_latest, c.as_of, c.valid_from_latest) <= $as_of,
                flag: CASE c.predicate WHEN 'defaults_on' THEN 'arrears' ELSE 'announced_exit' END, org: o.key,
                day: coalesce(c.on_earliest, c.as_of, c.valid_from_earliest), claims: [c.key],
                said: CASE c.predicate WHEN 'defaults_on' THEN coalesce(c.verb, c.predicate) + coalesce(' ' + c.value, '')
                                       ELSE 'exit: ' + coalesce(c.verb, c.value, c.predicate) END
                      + ' on ' + toString(coalesce(c.on_earliest, c.as_of, c.valid_from_earliest))}
     } AS claimed,
     COLLECT {
       MATCH (s)-[act:TREATY_ACT]->(pact:Instrument)
       WHERE act.kind IN ['denunciation', 'withdrawal'] AND act.date_earliest <= $as_of
         AND act.date_earliest > $as_of - duration({years: $years})
       MATCH (o:Organization)
       WHERE pact.key IN o.constitutive_pacts
       RETURN {sure: act.date_latest <= $as_of, flag: 'announced_exit', org: o.key, day: act.date_earliest, claims: act.evidence,
                said: act.kind + ' of ' + pact.key + ' on ' + act.date}
     } AS acts
UNWIND frozen + missed + claimed + acts AS piece
WITH s, piece
WHERE ($organization IS NULL OR piece.org = $organization) AND (NOT $certain OR piece.sure)

// Where the state is a full member on the day
MATCH (s)-[m:MEMBER_OF]->(o:Organization {key: piece.org})
WHERE m.full_from_earliest <= $as_of AND m.full_to_latest > $as_of AND ($datasets IS NULL OR coalesce(m.dataset, 'curated') IN $datasets)
UNWIND CASE WHEN size(coalesce(piece.claims, [])) = 0 THEN [''] ELSE piece.claims END AS claim
OPTIONAL MATCH (:Claim {key: claim})<-[:STATES]-(source:Source)
WITH DISTINCT s.key AS state, o, m, piece.flag AS flag, piece.day AS day, piece.said AS said, piece.sure AS sure, source.key AS source
ORDER BY day, said, source
WITH state, o, flag, day, said, sure, collect(DISTINCT source) AS sources, collect(DISTINCT m) AS spells
WITH state, o, flag, spells, collect(said) AS said, collect(sources) AS sources, collect(sure) AS sure
WHERE flag <> 'missed_summits' OR size(said) >= $missed
WITH state, o, flag, said, reduce(all = [], each IN sources | all + each) AS sources,
     any(m IN spells WHERE m.full_from_latest <= $as_of AND m.full_to_earliest > $as_of) AS holds, all(each IN sure WHERE each) AS sure,
     [m IN spells WHERE m.full_end = 'date' | toString(m.full_to_earliest)][0] AS ended
ORDER BY flag
WITH state, o, holds, ended, collect(flag) AS flags, collect(sure) AS sure, reduce(all = [], each IN collect(said) | all + each) AS evidence,
     reduce(all = [], each IN collect(sources) | all + [key IN each WHERE NOT key IN all]) AS sources
WHERE holds OR NOT $certain
RETURN state AS state,
       o.key AS org,
       flags AS flags,
       evidence AS evidence,
       ended AS ended,
       EXISTS { MATCH (o)<-[:INVOLVES {role: 'meeting_of'}]-(e:Event)-[absence:INVOLVES|ATTENDED]-() WHERE absence.role = 'absent' }
         AS attendance_known,
       holds AND all(each IN sure WHERE each) AS certain,
       sources AS sources
ORDER BY size(flags) DESC, org, state
