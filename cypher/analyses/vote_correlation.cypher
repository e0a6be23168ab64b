// title = "Agreement in votes and shared organizations"
// question = "Do states that belong to the same organizations vote alike?"
// group = "votes"
// example = "{session: 74, measure: 'same_vote', ties: null, important: false, statuses: null, max_size: null, permutations: 1000, seed: 1, datasets: null, certain: false}"
// method = """
// Only roll calls in which both voted count; who was absent did not vote.
// same_vote = roll calls with the same vote / n. lijphart = (same + half of those in which one abstained and the other did not) / n.
// s_abs = 1 - 2 sum of d / n and s_sq = 1 - 2 sum of d^2 / n, with d = 0 for the same vote, 1/2 where only one abstained, 1 for yes
// against no: Signorino and Ritter's S; s_abs is 2 lijphart - 1.
// Agreement of each pair in one session is regressed on the ties of the pair on the day of the last vote, by least squares with an intercept:
// shared_orgs = organizations that both belong to, jaccard = their share of all that either belongs to, weight = sum of 1 / (size - 1).
// Pairs are not independent, so p comes from permutations of states (MRQAP, double semi-partialing): each tie is regressed on the
// others, its residuals are permuted by states, rows and columns alike, and p = (1 + permutations with a t as far from 0 or farther)
// / (1 + permutations). Only states that voted in more than half of the roll calls count, so that each pair has common votes,
// and of whom some membership is known on the day.
// correlation is Pearson's, over pairs. Order of the rows: as in ties."""
// literature = [
//   "Voeten, Strezhnev & Bailey 2009, United Nations General Assembly Voting Data, Harvard Dataverse",
//   "Voeten 2013, Data and Analyses of Voting in the United Nations General Assembly, Routledge Handbook of International Organization",
//   "Lijphart 1963, The Analysis of Bloc Voting in the General Assembly, American Political Science Review 57(4)",
//   "Bailey, Strezhnev & Voeten 2017, Estimating Dynamic State Preferences from United Nations Voting Data, Journal of Conflict Resolution 61(2)",
//   "Krackhardt 1988, Predicting with networks, Social Networks 10(4)",
//   "Dekker, Krackhardt & Snijders 2007, Sensitivity of MRQAP tests to collinearity and autocorrelation conditions, Psychometrika 72(4)",
// ]
//
// [parameters.session]
// type = "integer"
// most = 1000
// default = "null"
// meaning = "The session, or the first of several."
// otherwise = "the last session of which there are votes"
// [parameters.measure]
// type = "choice"
// default = '"same_vote"'
// meaning = "How agreement is measured."
// otherwise = "measure: same_vote"
// choices = ["same_vote", "lijphart", "s_abs", "s_sq"]
// [parameters.ties]
// type = "list of texts"
// default = "null"
// meaning = "What agreement is regressed on."
// otherwise = "ties: shared_orgs"
// choices = ["shared_orgs", "jaccard", "weight"]
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
// [parameters.permutations]
// type = "integer"
// default = "1000"
// meaning = "How often the states are permuted."
// otherwise = "1000 permutations"
// [parameters.seed]
// type = "integer"
// default = "1"
// meaning = "Seed of the permutations."
// otherwise = "seed 1"
// least = 0
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
// [columns.tie]
// type = "string"
// meaning = "What agreement is regressed on."
// [columns.session]
// type = "integer"
// meaning = "The session."
// [columns.correlation]
// type = "float"
// meaning = "Pearson correlation with agreement, by itself."
// [columns.coefficient]
// type = "float"
// meaning = "Change of agreement with one more of it, the others held."
// [columns.t]
// type = "float"
// meaning = "The coefficient over its ordinary standard error."
// [columns.p]
// type = "float"
// meaning = "Share of permutations with a t as far from 0 or farther; two-sided."
// [columns.states]
// type = "integer"
// meaning = "States that are counted."
// [columns.pairs]
// type = "integer"
// meaning = "Pairs of these."
// [columns.r_squared]
// type = "float"
// meaning = "Share of the variance that all ties explain."
// [columns.certain]
// type = "boolean"
// meaning = "Whether all memberships that the states share certainly hold."
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

// How states voted, from the first session asked for to the last
MATCH (newest:RollCall)
WHERE ($datasets IS NULL OR coalesce(newest.dataset, 'curated') IN $datasets)
WITH max(newest.session) AS newest
WITH coalesce($session, newest) AS first, coalesce($session, newest) AS last
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
WITH coalesce($session, newest) AS first, coalesce($session, newest) AS last
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
