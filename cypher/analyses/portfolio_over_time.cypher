// title = "A portfolio over the years"
// question = "How did the memberships and alliances of a state change from year to year?"
// group = "histories"
// example = "{state: 'IRN', since: date('2000-01-01'), until: date('2026-06-30'), day: '12-31', statuses: null, datasets: null, certain: false, continuity: true, lineage: false}"
// method = """
// What holds on one day of each year within the window, first the organizations: without statuses those in which the state is a
// full member by the organization's own scheme. A pact counts while the state is possibly a party. A defense partner is a
// state that one of the two owes defense: by a pact in force that binds both, or by a commitment that a data set tells
// of the pair. turnover = what is in one of two portfolios and not in both / what is in either, from the year before to this
// one; it is null in the first year, where both are empty, and on days to which the data do not reach. turnover_pacts and turnover_partners are the same of pacts and of
// defense partners.
// 31 December is what yearly data mean by a year that was the last; with day 01-01 it is the first day of each year.
// With continuity a state that continues another is one with it: what passes from one to the other is neither an end nor a
// beginning. With lineage the same holds of organizations that follow one another.
// The Cypher gives the dated ties, Python the years. Order of the rows: by year."""
// literature = [
//   "Kinne 2013, Network Dynamics and the Evolution of International Cooperation, American Political Science Review 107(4)",
//   "Leeds, Ritter, Mitchell & Long 2002, Alliance Treaty Obligations and Provisions, International Interactions 28(3)",
//   "Pevehouse, Nordstrom, McManus & Jamison 2020, Tracking Organizations in the World: COW IGO version 3.0, Journal of Peace Research 57(3)",
// ]
//
// [parameters.state]
// type = "state"
// meaning = "Whose portfolio."
// [parameters.since]
// type = "date"
// default = "null"
// meaning = "The first day of the window."
// otherwise = "from the first day known of it"
// [parameters.until]
// type = "date"
// default = "null"
// meaning = "The last day of the window, such as 2024-07-04; in Cypher always to be given."
// otherwise = "the day to which the data reach"
// [parameters.day]
// type = "choice"
// default = "\"12-31\""
// choices = ["01-01", "07-01", "12-31"]
// meaning = "On which day of each year."
// otherwise = "on 31 December of each year"
// [parameters.statuses]
// type = "list of statuses"
// default = "null"
// meaning = "Count memberships of these statuses."
// otherwise = "full members by each organization's own scheme"
// [parameters.datasets]
// type = "list of texts"
// default = "null"
// meaning = "Only facts of these data sets, by the keys of their sources; curated for what rests on claims."
// otherwise = "facts of every data set"
// [parameters.certain]
// type = "boolean"
// default = "false"
// meaning = "Count only what certainly holds."
// otherwise = "what possibly holds counts"
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
// [columns.year]
// type = "integer"
// meaning = "The year."
// [columns.n_orgs]
// type = "integer"
// monotone = true
// meaning = "Organizations it belongs to."
// [columns.n_pacts]
// type = "integer"
// monotone = true
// meaning = "Pacts it is a party to."
// [columns.defense_partners]
// type = "integer"
// monotone = true
// meaning = "States bound to it by defense, either way."
// [columns.turnover]
// type = "float or null"
// meaning = "Change of its organizations since the year before, from 0 to 1; null where the data do not say."
// [columns.turnover_pacts]
// type = "float or null"
// meaning = "The same of its pacts."
// [columns.turnover_partners]
// type = "float or null"
// meaning = "The same of its defense partners."
// [columns.gained]
// type = "list of strings"
// meaning = "Organizations that it did not belong to the year before."
// [columns.lost]
// type = "list of strings"
// meaning = "Organizations that it no longer belongs to."
// [columns.statuses]
// type = "list of strings"
// meaning = "How many memberships of each status, also of those not counted."
// [columns.pact_kinds]
// type = "list of strings"
// meaning = "How many pacts of each kind."
// [columns.partners]
// type = "list of strings"
// meaning = "Keys of its defense partners."
// [columns.certain]
// type = "boolean"
// meaning = "Whether all that is counted certainly holds on the day."
//
// [fetched.kind]
// type = "string"
// meaning = "organization, pact or defense."
// [fetched.key]
// type = "string"
// meaning = "Key of the organization, pact or partner, as which it is counted."
// [fetched.bearer]
// type = "string"
// meaning = "Key of the state whose tie it is."
// [fetched.what]
// type = "string or null"
// meaning = "The status, the kind of pact, or by what it rests on defense."
// [fetched.from_earliest]
// type = "date"
// meaning = "The earliest first day."
// [fetched.from_latest]
// type = "date"
// meaning = "The latest first day."
// [fetched.to_earliest]
// type = "date"
// meaning = "The earliest first day outside."
// [fetched.to_latest]
// type = "date"
// meaning = "The latest first day outside."
// [fetched.full_from_earliest]
// type = "date or null"
// meaning = "The same of the part in which it is a full membership: the earliest first day."
// [fetched.full_from_latest]
// type = "date or null"
// meaning = "The latest first day of that part."
// [fetched.full_to_earliest]
// type = "date or null"
// meaning = "The earliest first day outside that part."
// [fetched.full_to_latest]
// type = "date or null"
// meaning = "The latest first day outside that part."
//
// [plot]
// kind = "lines"
// x = "year"
// y = "n_orgs"
// y2 = "n_pacts"
// y3 = "defense_partners"

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

// The ties of the state, or of all its line
WITH lines, coalesce([one IN lines WHERE one[0] = $state | one[1]][0], $state) AS whose
UNWIND [whose] + [one IN lines WHERE one[1] = whose | one[0]] AS bearer
MATCH (s:State {key: bearer})
WITH lines, whose, s,
     COLLECT {
       MATCH (s)-[m:MEMBER_OF]->(o:Organization)
       WHERE m.valid_from_earliest <= $until AND NOT coalesce(m.overlay, false) AND ($datasets IS NULL OR coalesce(m.dataset, 'curated') IN $datasets)
       RETURN {kind: 'organization', key: o.key, what: m.status, from_earliest: m.valid_from_earliest, from_latest: m.valid_from_latest,
                 to_earliest: m.valid_to_earliest, to_latest: m.valid_to_latest,
                 full_from_earliest: m.full_from_earliest, full_from_latest: m.full_from_latest,
                 full_to_earliest: m.full_to_earliest, full_to_latest: m.full_to_latest}
     } AS memberships,
     COLLECT {
       MATCH (s)-[p:PARTY_TO]->(pact:Pact)
       WHERE p.valid_from_earliest <= $until AND ($datasets IS NULL OR coalesce(p.dataset, 'curated') IN $datasets)
       RETURN {kind: 'pact', key: pact.key, what: pact.kind, from_earliest: p.valid_from_earliest, from_latest: p.valid_from_latest,
                 to_earliest: p.valid_to_earliest, to_latest: p.valid_to_latest}
     } AS pacts,
     COLLECT {
       MATCH (s)-[p:PARTY_TO]->(pact:Pact)
       WHERE $datasets IS NULL OR coalesce(p.dataset, 'curated') IN $datasets
       WITH lines, whose, s, p, pact
       MATCH (pact)-[:OBLIGES]->(duty:Obligation)
       WHERE duty.term = 'defense'
       WITH lines, whose, s, p, pact, duty
       MATCH (pact)<-[q:PARTY_TO]-(partner:State)
       WITH lines, whose, s, p, pact, duty, q, partner
       WHERE partner.key <> s.key AND NOT [partner.key, whose] IN lines AND partner.key <> whose AND ($datasets IS NULL OR coalesce(q.dataset, 'curated') IN $datasets)
         AND ((NOT EXISTS { MATCH (duty)-[:OWED_BY]->() } OR EXISTS { MATCH (duty)-[:OWED_BY]->(s) })
              AND (NOT EXISTS { MATCH (duty)-[:OWED_TO]->() } OR EXISTS { MATCH (duty)-[:OWED_TO]->(partner) })
              OR (NOT EXISTS { MATCH (duty)-[:OWED_BY]->() } OR EXISTS { MATCH (duty)-[:OWED_BY]->(partner) })
              AND (NOT EXISTS { MATCH (duty)-[:OWED_TO]->() } OR EXISTS { MATCH (duty)-[:OWED_TO]->(s) }))
       RETURN {kind: 'defense', key: partner.key, what: pact.key,
                 from_earliest: reduce(day = p.valid_from_earliest, each IN [q.valid_from_earliest, duty.valid_from_earliest] | CASE WHEN each > day THEN each ELSE day END),
                 from_latest: reduce(day = p.valid_from_latest, each IN [q.valid_from_latest, duty.valid_from_latest] | CASE WHEN each > day THEN each ELSE day END),
                 to_earliest: reduce(day = p.valid_to_earliest, each IN [q.valid_to_earliest, duty.valid_to_earliest] | CASE WHEN each < day THEN each ELSE day END),
                 to_latest: reduce(day = p.valid_to_latest, each IN [q.valid_to_latest, duty.valid_to_latest] | CASE WHEN each < day THEN each ELSE day END)}
     } AS partners,
     COLLECT {
       MATCH (s)-[r:OBLIGED_TO]-(partner:State)
       WHERE 'defense' IN r.terms AND ($datasets IS NULL OR coalesce(r.dataset, 'curated') IN $datasets)
       RETURN {kind: 'defense', key: partner.key, what: r.dataset, from_earliest: r.valid_from_earliest, from_latest: r.valid_from_latest,
                 to_earliest: r.valid_to_earliest, to_latest: r.valid_to_latest}
     } AS obliged
UNWIND memberships + pacts + partners + obliged AS tie
WITH s, tie, coalesce([one IN lines WHERE one[0] = tie.key | one[1]][0], tie.key) AS key
RETURN tie.kind AS kind,
       key AS key,
       s.key AS bearer,
       tie.what AS what,
       tie.from_earliest AS from_earliest,
       tie.from_latest AS from_latest,
       tie.to_earliest AS to_earliest,
       tie.to_latest AS to_latest,
       tie.full_from_earliest AS full_from_earliest,
       tie.full_from_latest AS full_from_latest,
       tie.full_to_earliest AS full_to_earliest,
       tie.full_to_latest AS full_to_latest
ORDER BY kind, key, bearer, from_earliest, to_earliest, what
