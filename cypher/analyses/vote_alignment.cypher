// title = "Agreement in votes"
// question = "How often do two states vote alike, and what do they share otherwise?"
// group = "votes"
// example = "{state: 'RUS', other: null, session: 74, to_session: null, important: false, statuses: null, max_size: null, datasets: null, certain: false}"
// method = """
// Only roll calls in which both voted count; who was absent did not vote.
// same_vote = roll calls with the same vote / n. lijphart = (same + half of those in which one abstained and the other did not) / n.
// s_abs = 1 - 2 sum of d / n and s_sq = 1 - 2 sum of d^2 / n, with d = 0 for the same vote, 1/2 where only one abstained, 1 for yes
// against no: Signorino and Ritter's S; s_abs is 2 lijphart - 1.
// shared_orgs are the organizations that both belong to on the day of the last vote of the session; null where the graph knows of no
// membership of one of them on that day. `certain` says whether all of these memberships certainly hold.
// A pair stands once, a before b; with a state given, that state is a. The notes have the correlation over all rows of same_vote
// with shared_orgs; whether it is more than chance tests vote_correlation.
// Order of the rows: by session, the greatest same_vote first, then the greatest n, then by key of a and b."""
// literature = [
//   "Voeten, Strezhnev & Bailey 2009, United Nations General Assembly Voting Data, Harvard Dataverse",
//   "Voeten 2013, Data and Analyses of Voting in the United Nations General Assembly, Routledge Handbook of International Organization",
//   "Lijphart 1963, The Analysis of Bloc Voting in the General Assembly, American Political Science Review 57(4)",
//   "Bailey, Strezhnev & Voeten 2017, Estimating Dynamic State Preferences from United Nations Voting Data, Journal of Conflict Resolution 61(2)",
//   "Signorino & Ritter 1999, Tau-b or Not Tau-b, International Studies Quarterly 43(1)",
// ]
//
// [parameters.state]
// type = "state"
// default = "null"
// meaning = "Only pairs with this state."
// otherwise = "all pairs"
// [parameters.other]
// type = "state"
// default = "null"
// meaning = "Only the pair of state and this one."
// otherwise = "every state that voted with it"
// [parameters.session]
// type = "integer"
// most = 1000
// default = "null"
// meaning = "The session, or the first of several."
// otherwise = "the last session of which there are votes"
// [parameters.to_session]
// type = "integer"
// most = 1000
// default = "null"
// meaning = "The last of several sessions."
// otherwise = "one session"
// [parameters.important]
// type = "boolean"
// default = "false"
// meaning = "Only votes that the United States Department of State called important, of sessions of which this is known."
// otherwise = "all votes"
// [parameters.statuses]
// type = "list of statuses"
// default = "null"
// meaning = "Count memberships of these statuses."
// otherwise = "full members by each organization's own scheme"
// [parameters.max_size]
// type = "integer"
// default = "null"
// meaning = "Leave out organizations with more full members than this."
// otherwise = "organizations of any size"
// [parameters.datasets]
// type = "list of texts"
// default = "null"
// meaning = "Only votes of these data sets, by the keys of their sources."
// otherwise = "all data sets"
// [parameters.certain]
// type = "boolean"
// default = "false"
// meaning = "Count only memberships that certainly hold."
// otherwise = "what possibly holds is counted"
//
// [columns.a]
// type = "string"
// meaning = "Key of the first state."
// [columns.b]
// type = "string"
// meaning = "Key of the second state."
// [columns.session]
// type = "integer"
// meaning = "The session."
// [columns.n]
// type = "integer"
// meaning = "Roll calls in which both voted."
// [columns.same]
// type = "integer"
// meaning = "Those in which they voted the same."
// [columns.same_vote]
// type = "float"
// meaning = "Share of the same votes."
// [columns.lijphart]
// type = "float"
// meaning = "Agreement where an abstention counts half."
// [columns.s_abs]
// type = "float"
// meaning = "S of the votes by absolute distances."
// [columns.s_sq]
// type = "float"
// meaning = "S of the votes by squared distances."
// [columns.shared_orgs]
// type = "integer or null"
// meaning = "Organizations that both belong to."
// [columns.certain]
// type = "boolean"
// meaning = "Whether all these memberships certainly hold."
//
// [fetched.kind]
// type = "string"
// meaning = "How the states voted, or organization."
// [fetched.key]
// type = "string"
// meaning = "Key of the roll call or organization."
// [fetched.session]
// type = "integer"
// meaning = "The session."
// [fetched.day]
// type = "date or null"
// meaning = "The day of the vote; of memberships, that of the last vote of the session."
// [fetched.size]
// type = "integer or null"
// meaning = "Full members of an organization."
// [fetched.states]
// type = "list of strings"
// meaning = "Who voted so; or the members on the day of the last vote of the session."
// [fetched.sure]
// type = "list of strings"
// meaning = "The members that certainly are."
// [fetched.datasets]
// type = "list of strings"
// meaning = "Keys of the sources of data sets it comes from; curated for what rests on claims."
//
// [plot]
// kind = "heat map"
// x = "a"
// y = "b"
// color = "same_vote"

// How states voted, from the first session asked for to the last
MATCH (newest:RollCall)
WHERE ($datasets IS NULL OR coalesce(newest.dataset, 'curated') IN $datasets)
WITH max(newest.session) AS newest
WITH coalesce($session, newest) AS first, coalesce($to_session, $session, newest) AS last
MATCH (r:RollCall)
WHERE r.session >= first AND r.session <= last AND (r.important OR NOT $important)
  AND ($datasets IS NULL OR coalesce(r.dataset, 'curated') IN $datasets)
MATCH (s:State)-[v:VOTED]->(r)
WITH r, v.vote AS vote, collect(DISTINCT s.key) AS states
RETURN vote AS kind, r.key AS key, r.session AS session, r.date_latest AS day, null AS size, states AS states, [] AS sure,
       [coalesce(r.dataset, 'curated')] AS datasets
ORDER BY session, key, kind

UNION ALL
// Organizations on the day of the last vote of each session
MATCH (newest:RollCall)
WHERE ($datasets IS NULL OR coalesce(newest.dataset, 'curated') IN $datasets)
WITH max(newest.session) AS newest
WITH coalesce($session, newest) AS first, coalesce($to_session, $session, newest) AS last
MATCH (r:RollCall)
WHERE r.session >= first AND r.session <= last
  AND ($datasets IS NULL OR coalesce(r.dataset, 'curated') IN $datasets)
WITH r.session AS session, max(r.date_latest) AS day
MATCH (o:Organization)
MATCH (s:State)-[m:MEMBER_OF]->(o)
WHERE m.valid_from_earliest <= day AND m.valid_to_latest > day
WITH session, day, o, s.key AS state, coalesce(m.dataset, 'curated') AS dataset,
     CASE WHEN $certain THEN m.full_from_latest <= day AND m.full_to_earliest > day
          ELSE m.full_from_earliest <= day AND m.full_to_latest > day END AS full,
     CASE WHEN $statuses IS NULL THEN m.full_from_earliest <= day AND m.full_to_latest > day
          ELSE m.status IN $statuses END AS counted,
     CASE WHEN $statuses IS NULL THEN m.full_from_latest <= day AND m.full_to_earliest > day
          ELSE m.status IN $statuses AND m.valid_from_latest <= day AND m.valid_to_earliest > day END AS sure
WITH session, day, o.key AS org,
     count(DISTINCT CASE WHEN full THEN state END) AS size,
     collect(DISTINCT CASE WHEN counted AND (sure OR NOT $certain) THEN state END) AS members,
     collect(DISTINCT CASE WHEN sure THEN state END) AS sure,
     collect(DISTINCT CASE WHEN counted AND (sure OR NOT $certain) THEN dataset END) AS datasets
WHERE $max_size IS NULL OR size <= $max_size
RETURN 'organization' AS kind, org AS key, session AS session, day AS day, size AS size, members AS states,
       sure AS sure, datasets AS datasets
ORDER BY session, key
