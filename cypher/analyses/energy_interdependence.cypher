// title = "What organizations control"
// question = "What share of gas, oil or another good does an organization or a group of states control, and how concentrated is it?"
// group = "energy"
// example = "{organizations: ['gecf', 'opec'], states: null, indicators: null, leaver: null, total: null, as_of: date('2024-07-04'), datasets: null, certain: false}"
// method = """
// Of each state the latest figure that had been measured by the day is taken, unless it is in lists of states and in none of them
// on the day: it is no more; measured says from when to when these are, since figures
// carried far say less. share_members = the sum of the figures of the full members / total; share_observers the same of states that
// then have any other status (those beside a full one, and stages on the way in, left out). total = the sum over all states with a
// figure, unless it is given: where only some states are measured, the share is one of these.
// hhi = sum of s_i^2, s_i the share of member i in what the members have together: 1 / n when all have the same, 1 when
// one has all (Herfindahl and Hirschman; 10,000 times that in antitrust). exit is the member with most, or `leaver`;
// delta_if_exit = the change of share_members without it, and hhi_if_exit the concentration of those who stay.
// Members without a figure count as unmeasured, and with nothing.
// `states` are a group of their own, in place of organizations: a pair, or any. Organizations whose members have no figure are left
// out, unless they are named. Reserves say little of what can be sold, and figures of members by their own secretariat are what these report.
// Order of the rows: by indicator, then the greatest share, then by key."""
// literature = [
//   "Colgan 2014, The Emperor Has No Clothes: The Limits of OPEC in the Global Oil Market, International Organization 68(3)",
//   "Hirschman 1964, The Paternity of an Index, American Economic Review 54(5)",
//   "Hallouche 2006, The Gas Exporting Countries Forum: Is It Really a Gas OPEC in the Making?, Oxford Institute for Energy Studies, NG 13",
// ]
//
// [parameters.organizations]
// type = "list of organizations"
// default = "null"
// meaning = "These organizations."
// otherwise = "all organizations whose members have figures"
// [parameters.states]
// type = "list of states"
// default = "null"
// meaning = "These states as one group, in place of organizations."
// otherwise = "no group of states beside organizations"
// [parameters.indicators]
// type = "list of texts"
// default = "null"
// meaning = "Keys of indicators, such as gas_reserves."
// otherwise = "all indicators"
// [parameters.leaver]
// type = "state"
// default = "null"
// meaning = "The member whose exit is asked about."
// otherwise = "the exit is that of the member with most"
// [parameters.total]
// type = "number"
// least = 1e-9
// default = "null"
// meaning = "What all of the world has, in the unit of the indicator: give one indicator."
// otherwise = "shares are of the sum of all states with a figure"
// [parameters.as_of]
// type = "date"
// default = "null"
// meaning = "The day, such as 2024-07-04; in Cypher always to be given."
// otherwise = "the day to which the data reach"
// [parameters.datasets]
// type = "list of texts"
// default = "null"
// meaning = "Only facts of these data sets, by the keys of their sources; curated is what rests on claims."
// otherwise = "all data sets"
// [parameters.certain]
// type = "boolean"
// default = "false"
// meaning = "Count only what certainly holds."
// otherwise = "memberships that possibly hold are counted"
//
// [columns.org]
// type = "string"
// meaning = "Key of the organization; the keys of the states with + between, where a group was given."
// [columns.indicator]
// type = "string"
// meaning = "Key of the indicator."
// [columns.unit]
// type = "string or null"
// meaning = "Its unit."
// [columns.members]
// type = "integer"
// meaning = "Full members on the day."
// [columns.unmeasured]
// type = "integer"
// meaning = "Those of them without a figure."
// [columns.amount]
// type = "float"
// meaning = "What the members have together."
// [columns.share_members]
// type = "float or null"
// meaning = "That as a share of the total."
// [columns.share_observers]
// type = "float or null"
// meaning = "What states of another status have, as a share of the total."
// [columns.hhi]
// type = "float or null"
// meaning = "Concentration among the members."
// [columns.exit]
// type = "string or null"
// meaning = "Key of the member whose exit is asked about."
// [columns.delta_if_exit]
// type = "float or null"
// meaning = "Change of share_members when it leaves."
// [columns.hhi_if_exit]
// type = "float or null"
// meaning = "Concentration among those who stay."
// [columns.measured]
// type = "string"
// meaning = "The first and the last day on which the figures of the members were measured; empty without one."
// [columns.certain]
// type = "boolean"
// meaning = "Whether every membership counted certainly holds on the day."
// [columns.evidence]
// type = "list of strings"
// meaning = "Keys of the claims, or data sets, that it rests on."
//
// [fetched.kind]
// type = "string"
// meaning = "figure; others, what states without a row of their own have together; full or other, a membership."
// [fetched.state]
// type = "string"
// meaning = "Key of the state; empty for others."
// [fetched.of]
// type = "string"
// meaning = "Key of the indicator or organization."
// [fetched.unit]
// type = "string or null"
// meaning = "Unit of the indicator."
// [fetched.value]
// type = "float or null"
// meaning = "The figure."
// [fetched.day]
// type = "date or null"
// meaning = "The first day that the figure is of."
// [fetched.key]
// type = "string"
// meaning = "Key of the observation or spell."
// [fetched.certain]
// type = "boolean"
// meaning = "Whether the membership certainly holds on the day."
// [fetched.evidence]
// type = "list of strings"
// meaning = "Keys of claims, or of the data set."
//
// [plot]
// kind = "bars"
// label = "org"
// value = "share_members"
// color = "indicator"

// The latest figure of each state that is still one; where organizations or states are named, of the others what they have together
MATCH (s:State)-[y:IN_SYSTEM]->(:CodeList)
WITH s.key AS state, sum(CASE WHEN y.valid_from_earliest <= $as_of AND y.valid_to_latest > $as_of THEN 1 ELSE 0 END) AS now
WITH collect(CASE WHEN now = 0 THEN state END) AS gone
OPTIONAL MATCH (o:Organization)<-[m:MEMBER_OF]-(s:State)
WHERE o.key IN $organizations AND m.valid_from_earliest <= $as_of AND m.valid_to_latest > $as_of
WITH gone, coalesce($states, []) + collect(DISTINCT s.key) AS named
MATCH (s:State)-[m:MEASURED]->(i:Indicator)
WHERE ($indicators IS NULL OR i.key IN $indicators) AND m.valid_from_latest <= $as_of
  AND ($datasets IS NULL OR coalesce(m.dataset, 'curated') IN $datasets)
  AND NOT s.key IN gone
WITH s.key AS state, i.key AS of, i.unit AS unit, ($states IS NULL AND $organizations IS NULL) OR s.key IN named AS told,
     max([m.valid_from_latest, m.observation, m.value, coalesce(m.evidence, []) + CASE WHEN m.dataset IS NULL THEN [] ELSE [m.dataset] END]) AS latest
WITH of, unit, CASE WHEN told THEN state END AS state, CASE WHEN told THEN latest END AS latest, sum(latest[2]) AS value
RETURN CASE WHEN state IS NULL THEN 'others' ELSE 'figure' END AS kind, coalesce(state, '') AS state, of AS of, unit AS unit,
       value AS value, latest[0] AS day, coalesce(latest[1], '') AS key, true AS certain, coalesce(latest[3], []) AS evidence
UNION ALL
MATCH (o:Organization)
WHERE $states IS NULL AND ($organizations IS NULL OR o.key IN $organizations)
WITH o
MATCH (s:State)-[m:MEMBER_OF]->(o)
WHERE m.valid_from_earliest <= $as_of AND m.valid_to_latest > $as_of
  AND ($datasets IS NULL OR coalesce(m.dataset, 'curated') IN $datasets)
  AND (NOT $certain OR (m.valid_from_latest <= $as_of AND m.valid_to_earliest > $as_of))
  AND NOT coalesce(m.overlay, false) AND NOT coalesce(m.stage, false)
RETURN CASE WHEN coalesce(m.full_from_earliest <= $as_of AND m.full_to_latest > $as_of, false) THEN 'full' ELSE 'other' END AS kind,
       s.key AS state, o.key AS of, null AS unit, null AS value, null AS day, m.spell AS key,
       m.valid_from_latest <= $as_of AND m.valid_to_earliest > $as_of AS certain,
       coalesce(m.evidence, []) + CASE WHEN m.dataset IS NULL THEN [] ELSE [m.dataset] END AS evidence
ORDER BY kind, of, state, key
