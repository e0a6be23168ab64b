// title = "Members of organizations"
// question = "How many full members has an organization, and since when?"
// group = "mine"
// example = "{org: 'sco', as_of: date('2024-07-04'), certain: false, least: 1}"
// method = "Full members on the day, by organization."
// literature = ["My own, 2026"]
// key = ["org"]
// needs = ["MEMBER_OF"]
//
// [parameters.org]
// type = "organization"
// default = "null"
// meaning = "Only this organization."
// otherwise = "every organization"
// [parameters.as_of]
// type = "date"
// default = "null"
// meaning = "The day."
// otherwise = "the day to which the data reach"
// [parameters.certain]
// type = "boolean"
// default = "false"
// meaning = "Count only what certainly holds."
// otherwise = "what possibly holds is counted"
// [parameters.least]
// type = "integer"
// default = "1"
// meaning = "Only organizations with so many."
// otherwise = "any with a member"
//
// [columns.org]
// type = "string"
// meaning = "Key of the organization."
// [columns.members]
// type = "integer"
// meaning = "Full members on the day."
// monotone = true
// unless = ["least"]
// [columns.per_letter]
// type = "float"
// meaning = "Members by the letters of the longest key: it rises and falls."
// [columns.states]
// type = "list of strings"
// meaning = "Their keys."
// [columns.first]
// type = "date or null"
// meaning = "The first day on which one may have joined."
//
// [plot]
// kind = "bars"
// label = "org"
// value = "members"

MATCH (s:State)-[m:MEMBER_OF]->(o:Organization)
WHERE ($org IS NULL OR o.key = $org)
  AND m.full_from_earliest <= $as_of AND m.full_to_latest > $as_of
  AND (NOT $certain OR (m.full_from_latest <= $as_of AND m.full_to_earliest > $as_of))
WITH o, s, m
ORDER BY s.key
WITH o.key AS org, collect(DISTINCT s.key) AS states, min(m.full_from_earliest) AS first
WHERE size(states) >= $least
RETURN org AS org,
       size(states) AS members,
       10.0 / size(states) AS per_letter,
       states AS states,
       first AS first
ORDER BY members DESC, org
