// title = "The life of treaties, party by party"
// question = "Who signed, ratified, is bound by or left a treaty, and how long did it take?"
// group = "pacts"
// example = "{pact: 'rus-irn-2025', state: null, as_of: date('2025-06-01'), status: null, continuity: true, lineage: false, certain: false}"
// method = """
// For each party and pact, what was done up to the day: the first signature; the first consent to be bound
// (ratification, acceptance, approval, accession or succession); the entry into force for the party, which is the start
// of its time as a party; the last withdrawal or denunciation.
// status: `in_force` where it is known to have begun for the party and may last on the day; else `left` where the party
// withdrew after its last consent; else `ended` where it is a party no more; else `ratified` where it consented to be
// bound, and no entry into force is known; else `signed`. The last two are certain only where it cannot be in force.
// lag_days = days from signature to consent, null where one of them is no single day: then lag_least and lag_most bound
// it. waiting_days = days from signature to the day asked for, where no consent is known: laggards. Not known is not
// undone: a table of acts may lack some, so a party in force may lack its consent.
// With continuity a state that continues another is one with it: what passes from one to the other is neither an end nor a
// beginning. With lineage the same holds of organizations that follow one another.
// Order of the rows: by pact, then who waits longest, then the longest lag, then by key of the party."""
// literature = [
//   "Simmons 2009, Mobilizing for Human Rights: International Law in Domestic Politics",
//   "Haftel & Thompson 2013, Delayed Ratification: The Domestic Fate of Bilateral Investment Treaties, International Organization 67(2)",
//   "United Nations, Treaty Handbook, 2012",
// ]
//
// [parameters.pact]
// type = "pact"
// default = "null"
// meaning = "Only this pact."
// otherwise = "every pact"
// [parameters.state]
// type = "state"
// default = "null"
// meaning = "Only this party."
// otherwise = "every party, organizations too"
// [parameters.as_of]
// type = "date"
// default = "null"
// meaning = "The day, such as 2024-07-04; in Cypher always to be given."
// otherwise = "the day to which the data reach"
// [parameters.status]
// type = "choice"
// choices = ["signed", "ratified", "in_force", "left", "ended"]
// default = "null"
// meaning = "Only this status; signed and ratified are those not known to be bound."
// otherwise = "every status"
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
// [parameters.certain]
// type = "boolean"
// default = "false"
// meaning = "Only rows whose status certainly holds on the day."
// otherwise = "what possibly holds counts"
//
// [columns.pact]
// type = "string"
// meaning = "Key of the pact."
// [columns.state]
// type = "string"
// meaning = "Key of the party, a state or an organization."
// [columns.signed]
// type = "string or null"
// meaning = "When it signed."
// [columns.ratified]
// type = "string or null"
// meaning = "When it consented to be bound."
// [columns.consent]
// type = "string or null"
// meaning = "How: ratification, acceptance, approval, accession or succession."
// [columns.in_force]
// type = "string or null"
// meaning = "Since when it is a party."
// [columns.left]
// type = "string or null"
// meaning = "When it withdrew, or ceased to be a party."
// [columns.lag_days]
// type = "integer or null"
// meaning = "Days from signature to consent."
// unit = "days"
// [columns.lag_least]
// type = "integer or null"
// meaning = "The fewest that they may be."
// unit = "days"
// [columns.lag_most]
// type = "integer or null"
// meaning = "The most that they may be."
// unit = "days"
// [columns.waiting_days]
// type = "integer or null"
// meaning = "Days since signature without a known consent, up to the day."
// unit = "days"
// [columns.status]
// type = "string"
// meaning = "signed, ratified, in_force, left or ended."
// [columns.certain]
// type = "boolean"
// meaning = "Whether the status certainly holds on the day."
//
// [fetched.pact]
// type = "string"
// meaning = "Key of the pact."
// [fetched.party]
// type = "string"
// meaning = "Key of the party as which it is counted."
// [fetched.bearer]
// type = "string"
// meaning = "Key of the party."
// [fetched.acts]
// type = "list of maps"
// meaning = "What it did: the kind, the date as it is known, the first and the last day that it may be."
// [fetched.spells]
// type = "list of maps"
// meaning = "When it is a party: the period as it is known, and its bounds."

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

// What each did, and when it is a party
WITH lines, coalesce([one IN lines WHERE one[0] = $state | one[1]][0], $state) AS whose
MATCH (party:State|Organization)
WHERE $state IS NULL OR party.key = whose OR [party.key, whose] IN lines
MATCH (party)-[:TREATY_ACT|PARTY_TO]->(pact:Pact)
WHERE $pact IS NULL OR pact.key = $pact
WITH DISTINCT lines, party, pact
WITH lines, party, pact,
     COLLECT {
       MATCH (party)-[act:TREATY_ACT]->(pact)
       WHERE act.date_earliest <= $as_of
       RETURN {kind: act.kind, date: act.date, earliest: act.date_earliest, latest: act.date_latest} AS one
       ORDER BY act.date_earliest, act.date_latest, act.act
     } AS acts,
     COLLECT {
       MATCH (party)-[spell:PARTY_TO]->(pact)
       WHERE spell.valid_from_earliest <= $as_of
       RETURN {valid: spell.valid_text, from_earliest: spell.valid_from_earliest, from_latest: spell.valid_from_latest,
               to_earliest: spell.valid_to_earliest, to_latest: spell.valid_to_latest} AS one
       ORDER BY spell.valid_from_earliest, spell.spell
     } AS spells
WHERE size(acts) > 0 OR size(spells) > 0
RETURN pact.key AS pact,
       coalesce([one IN lines WHERE one[0] = party.key | one[1]][0], party.key) AS party,
       party.key AS bearer,
       acts AS acts,
       spells AS spells
ORDER BY pact, party, bearer
