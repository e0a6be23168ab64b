// title = "Presidents"
// question = "How many have been president of a state by a day?"
// group = "mine"
// example = "{state: 'DZA', as_of: date('2019-12-15')}"
// method = "Everyone who became president by the day, as far as the data go back."
// literature = ["My own, 2026"]
//
// [parameters.state]
// type = "state"
// meaning = "Whose."
// [parameters.as_of]
// type = "date"
// default = "null"
// meaning = "The day."
// otherwise = "the day to which the data reach"
//
// [columns.state]
// type = "string"
// meaning = "Key of the state."
// [columns.holders]
// type = "integer"
// meaning = "How many presidents there have been."

MATCH (s:State {key: $state})
OPTIONAL MATCH (p:Person)-[h:HOLDS_OFFICE]->(s)
WHERE h.role = 'head_of_state' AND h.valid_from_earliest <= $as_of
RETURN s.key AS state, count(DISTINCT p) AS holders
ORDER BY state
