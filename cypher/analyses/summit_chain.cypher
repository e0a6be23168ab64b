// title = "The meetings before a pact"
// question = "What chain of meetings led to this pact?"
// group = "events"
// example = "{pact: 'rus-irn-2025', months: 24, parties: 2, certain: false}"
// method = """
// The events of the parties in the months before the signature, and the steps of the pact itself up to its signature. An
// event is in the chain (link) as
//   pact: a step in the life of this pact;
//   parties: at least `parties` of its parties took part, in person or by an act of theirs;
//   organization: it was a meeting of an organization of which at least so many parties were then full members.
// Parties are the states that signed the pact or are bound by it. leaders are the people who are named at the event or signed
// there, carried those of them who are named at a later event of the chain, or signed the pact: the path through leaders.
// That a meeting came before a pact does not say that it led to it: the chain is where process tracing begins.
// An event of which only the month or year is known is in when it possibly lies in the window; days_before counts from
// its earliest day to the earliest of the signature, and the row is not certain. Planned events are left out.
// Order of the rows: by day, then by key; order counts them."""
// literature = [
//   "Eilstrup-Sangiovanni & Verdier 2005, European Integration as a Solution to War, European Journal of International Relations 11(1)",
//   "Beach & Pedersen 2019, Process-Tracing Methods: Foundations and Guidelines, 2nd edition, University of Michigan Press",
// ]
//
// [parameters.pact]
// type = "pact"
// meaning = "The pact."
// [parameters.months]
// type = "integer"
// default = "12"
// meaning = "How many months before the signature."
// otherwise = "12 months before the signature"
// [parameters.parties]
// type = "integer"
// default = "2"
// meaning = "How many parties have to take part."
// otherwise = "at least 2 parties took part"
// [parameters.certain]
// type = "boolean"
// default = "false"
// meaning = "Only events of which, as of the signature, the day is known."
// otherwise = "events of which only a month or year is known are there too"
//
// [columns.order]
// type = "integer"
// meaning = "1 is the first event of the chain."
// [columns.date]
// type = "string"
// meaning = "Its day, as far as it is known."
// [columns.event]
// type = "string"
// meaning = "Key of the event."
// [columns.kind]
// type = "string"
// meaning = "What it was."
// [columns.place]
// type = "string or null"
// meaning = "Where."
// [columns.link]
// type = "string"
// meaning = "Why it is in the chain: pact, parties or organization."
// [columns.participants]
// type = "list of strings"
// meaning = "The parties that took part, all in the signature itself; of a meeting of an organization, its full members among them."
// [columns.organizations]
// type = "list of strings"
// meaning = "The organizations that met."
// [columns.leaders]
// type = "list of strings"
// meaning = "Who is named there."
// [columns.carried]
// type = "list of strings"
// meaning = "Those of them who are named at a later event of the chain, or signed the pact."
// [columns.days_before]
// type = "integer"
// meaning = "Days from the event to the signature."
// unit = "days"
// [columns.certain]
// type = "boolean"
// meaning = "Whether both days are known."
// [columns.evidence]
// type = "list of strings"
// meaning = "Keys of the claims that it rests on."
//
// [fetched.event]
// type = "string"
// meaning = "Key of the event."
// [fetched.kind]
// type = "string"
// meaning = "What it was."
// [fetched.date]
// type = "string"
// meaning = "Its day, as far as it is known."
// [fetched.place]
// type = "string or null"
// meaning = "Where."
// [fetched.earliest]
// type = "date"
// meaning = "Its earliest day."
// [fetched.latest]
// type = "date"
// meaning = "Its latest day."
// [fetched.signed_earliest]
// type = "date"
// meaning = "The earliest day of the signature of the pact."
// [fetched.signed_latest]
// type = "date"
// meaning = "The latest day of the signature of the pact."
// [fetched.parties]
// type = "list of strings"
// meaning = "Keys of the parties of the pact."
// [fetched.signers]
// type = "list of strings"
// meaning = "Who signed the pact."
// [fetched.steps]
// type = "list of strings"
// meaning = "Keys of the pacts that it is a step of."
// [fetched.states]
// type = "list of strings"
// meaning = "States that took part."
// [fetched.people]
// type = "list of strings"
// meaning = "People who are named there, or signed there."
// [fetched.organizations]
// type = "list of strings"
// meaning = "Organizations that met."
// [fetched.members]
// type = "list of strings"
// meaning = "Their full members on that day."
// [fetched.evidence]
// type = "list of strings"
// meaning = "Keys of claims."

MATCH (pact:Pact {key: $pact})
WITH pact,
     COLLECT { MATCH (s:State)-[:PARTY_TO|TREATY_ACT]->(pact) RETURN DISTINCT s.key AS key ORDER BY key } AS parties,
     COLLECT { MATCH (p:Person)-[:SIGNED {role: 'signed'}]->(pact) RETURN DISTINCT p.key AS key ORDER BY key } AS signers
MATCH (e:Event)
WHERE e.mode = 'asserted' AND e.date_earliest <= pact.signed_latest
WITH pact, parties, signers, e,
     COLLECT { MATCH (e)-[i:INVOLVES]->(x:Instrument) WHERE i.role = 'step_of' RETURN DISTINCT x.key AS key ORDER BY key } AS steps,
     COLLECT { MATCH (s:State)-[a:ATTENDED]->(e) WHERE a.role <> 'absent' RETURN DISTINCT s.key AS key ORDER BY key } AS present,
     COLLECT { MATCH (e)-[i:INVOLVES]->(s:State)
               WHERE i.role IN ['actor', 'visitor', 'host', 'signatory', 'participant']
               RETURN DISTINCT s.key AS key ORDER BY key } AS acting,
     COLLECT { MATCH (p:Person)-[a:ATTENDED]->(e) WHERE a.role <> 'absent' RETURN DISTINCT p.key AS key ORDER BY key } AS guests,
     COLLECT { MATCH (e)-[i:INVOLVES]->(p:Person)
               WHERE i.role IN ['visitor', 'host', 'signatory', 'participant']
               RETURN DISTINCT p.key AS key ORDER BY key } AS visitors,
     COLLECT { MATCH (e)-[i:INVOLVES]->(x:Instrument)<-[g:SIGNED]-(p:Person)
               WHERE i.role = 'step_of' AND g.event = e.key
               RETURN DISTINCT p.key AS key ORDER BY key } AS hands,
     COLLECT { MATCH (e)-[i:INVOLVES]->(o:Organization) WHERE i.role = 'meeting_of' RETURN DISTINCT o.key AS key ORDER BY key } AS organizations,
     COLLECT { MATCH (e)-[i:INVOLVES]->(o:Organization)<-[m:MEMBER_OF]-(s:State)
               WHERE i.role = 'meeting_of' AND m.full_from_earliest <= e.date_latest AND m.full_to_latest > e.date_earliest
               RETURN DISTINCT s.key AS key ORDER BY key } AS members
RETURN e.key AS event,
       e.kind AS kind,
       e.date AS date,
       e.place AS place,
       e.date_earliest AS earliest,
       e.date_latest AS latest,
       pact.signed_earliest AS signed_earliest,
       pact.signed_latest AS signed_latest,
       parties AS parties,
       signers AS signers,
       steps AS steps,
       present + acting AS states,
       guests + visitors + hands AS people,
       organizations AS organizations,
       members AS members,
       coalesce(e.evidence, []) AS evidence
ORDER BY earliest, event
