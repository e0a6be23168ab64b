// title = "Pacts by leaders and time in office"
// question = "Which leaders signed most, relative to their time in office?"
// group = "leaders"
// example = "{credit: 'incumbent', state: 'RUS', roles: null, after: 365, since: null, until: date('2026-06-30'), datasets: null, certain: false}"
// method = """
// credit = signer counts the pacts that somebody signed in person for a state; credit = incumbent those that the state
// signed while somebody held office, whoever signed: what Leeds, Mattes and Vogel do, and the only one of use where signers
// are not recorded. Each pact counts once for a leader. The offices of a person in a state are taken together: what overlaps
// or follows without a day between is one tenure. days = days in office within the window, at most as far as the dates
// are known (certain = true: at least). per_year = pacts signed in office / (days / 365.25). first_year_share = those of the
// first 365 days of a tenure / those signed in office; after_turnover = those within `after` days from its start. Who is
// credited without an office, as a minister who signed, has 0 days and no rate. An office that is open counts up to the
// end of the window, possibly; certainly only as far as somebody looked.
// Leaders without a pact are left out, unless state is given: of signers only few are recorded, so that nothing follows
// from a zero there. `certain` says whether days and pacts are the same when only what certainly holds is counted.
// Order of the rows: most pacts first, then the highest rate, then by leader and state."""
// literature = [
//   "Leeds, Mattes & Vogel 2009, Interests, Institutions, and the Reliability of International Commitments, American Journal of Political Science 53(2)",
//   "Mattes, Leeds & Carroll 2015, Leadership Turnover and Foreign Policy Change, International Studies Quarterly 59(2)",
//   "Goemans, Gleditsch & Chiozza 2009, Introducing Archigos, Journal of Peace Research 46(2)",
// ]
//
// [parameters.credit]
// type = "choice"
// choices = ["signer", "incumbent"]
// default = '"incumbent"'
// meaning = "Whose a pact is: signer, who signed it in person; incumbent, who held office in a state on the day on which it signed."
// otherwise = "pacts are credited to who held office that day"
// [parameters.state]
// type = "state"
// default = "null"
// meaning = "Only leaders of this state, also those without a pact."
// otherwise = "leaders of all states, with a pact"
// [parameters.roles]
// type = "list of texts"
// choices = ["head_of_state", "head_of_government", "supreme_leader", "other"]
// default = "null"
// meaning = "Count offices of these roles."
// otherwise = "heads of state, heads of government and supreme leaders"
// [parameters.after]
// type = "integer"
// default = "365"
// meaning = "How many days after the start of a tenure count as after turnover."
// otherwise = "365 days after a start count as after turnover"
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
// [parameters.datasets]
// type = "list of texts"
// default = "null"
// meaning = "Only facts of these data sets, by the keys of their sources; curated is what rests on claims."
// otherwise = "all data sets"
// [parameters.certain]
// type = "boolean"
// default = "false"
// meaning = "Count only what certainly holds."
// otherwise = "what possibly holds is counted"
//
// [columns.leader]
// type = "string"
// meaning = "Key of the person."
// [columns.name]
// type = "string"
// meaning = "Name of the person."
// [columns.state]
// type = "string"
// meaning = "Key of the state."
// [columns.days]
// type = "integer"
// meaning = "Days in office within the window."
// unit = "days"
// [columns.pacts]
// type = "integer"
// meaning = "Pacts credited."
// [columns.per_year]
// type = "float or null"
// meaning = "Pacts signed in office by year in office; null without a day in office."
// [columns.first_year_share]
// type = "float or null"
// meaning = "Share of those in the first year of a tenure; null without a pact in office."
// [columns.after_turnover]
// type = "integer"
// meaning = "Those within the given days from the start of a tenure."
// [columns.keys]
// type = "list of strings"
// meaning = "Keys of the pacts, in alphabetical order."
// [columns.certain]
// type = "boolean"
// meaning = "Whether days and pacts are the same when only what certainly holds is counted."
// [columns.evidence]
// type = "list of strings"
// meaning = "Keys of the claims, or data sets, that it rests on."
//
// [fetched.kind]
// type = "string"
// meaning = "office; signer, somebody signed for a state; incumbent, a state signed."
// [fetched.person]
// type = "string or null"
// meaning = "Key of the person."
// [fetched.name]
// type = "string or null"
// meaning = "Name of the person."
// [fetched.state]
// type = "string"
// meaning = "Key of the state."
// [fetched.key]
// type = "string"
// meaning = "Key of the spell in office, or of the pact."
// [fetched.from_earliest]
// type = "date"
// meaning = "The earliest first day in office, or day of the signature."
// [fetched.from_latest]
// type = "date"
// meaning = "The latest first day, or day of the signature."
// [fetched.to_earliest]
// type = "date or null"
// meaning = "The earliest first day no longer in office."
// [fetched.to_latest]
// type = "date or null"
// meaning = "The latest first day no longer in office."
// [fetched.evidence]
// type = "list of strings"
// meaning = "Keys of claims, or of the data set."
//
// [plot]
// kind = "bars"
// label = "leader"
// value = "pacts"
// color = "state"

// Who held which office of a state
MATCH (p:Person)-[h:HOLDS_OFFICE]->(s:State)
WHERE ($state IS NULL OR s.key = $state)
  AND CASE WHEN $roles IS NULL THEN h.role <> 'other' ELSE h.role IN $roles END
  AND h.effective <> 'false' AND h.valid_from_earliest <= $until
  AND ($datasets IS NULL OR coalesce(h.dataset, 'curated') IN $datasets)
RETURN 'office' AS kind, p.key AS person, p.name AS name, s.key AS state, h.spell AS key,
       h.valid_from_earliest AS from_earliest, h.valid_from_latest AS from_latest,
       h.valid_to_earliest AS to_earliest, h.valid_to_latest AS to_latest,
       coalesce(h.evidence, []) + CASE WHEN h.dataset IS NULL THEN [] ELSE [h.dataset] END AS evidence
UNION ALL
// Who signed in person, for which state
MATCH (p:Person)-[g:SIGNED]->(i:Instrument)
WHERE $credit = 'signer' AND g.role = 'signed' AND ($state IS NULL OR g.on_behalf_of = $state)
  AND ($since IS NULL OR g.date_latest >= $since) AND g.date_earliest <= $until
RETURN 'signer' AS kind, p.key AS person, p.name AS name, g.on_behalf_of AS state, i.key AS key,
       g.date_earliest AS from_earliest, g.date_latest AS from_latest,
       null AS to_earliest, null AS to_latest, coalesce(g.evidence, []) AS evidence
UNION ALL
// Which states signed
MATCH (s:State)-[a:TREATY_ACT]->(i:Instrument)
WHERE $credit = 'incumbent' AND a.kind = 'signature' AND ($state IS NULL OR s.key = $state)
  AND ($since IS NULL OR a.date_latest >= $since) AND a.date_earliest <= $until
RETURN 'incumbent' AS kind, null AS person, null AS name, s.key AS state, i.key AS key,
       a.date_earliest AS from_earliest, a.date_latest AS from_latest,
       null AS to_earliest, null AS to_latest, coalesce(a.evidence, []) AS evidence
ORDER BY kind, state, key, person
