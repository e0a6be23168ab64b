// title = "Who sanctions whom"
// question = "Who sanctions whom, and do senders and targets form blocs?"
// group = "sanctions"
// example = "{view: 'pairs', state: null, as_of: date('2024-07-04'), kinds: null, expand: false, datasets: null, certain: false}"
// method = """
// The network of sanctions in force on a day, two-mode: senders on one side, targets on the other. Several measures of one
// sender against one target are one tie and are counted in count. Views:
//   pairs: a sender (a) and a target (b); count = measures in force, returned = whether b sanctions a too;
//   targets: two targets; count = senders that sanction both, jaccard = these / those that sanction either;
//   senders: two senders; count = targets that both sanction, jaccard = these / those that either sanctions.
// The two one-mode views leave out pairs that share nothing; a projection of two modes to one inflates clustering, which is
// why jaccard stands beside the count. orgs are the organizations of which both are full members on the day (of which one is a full member,
// where the other is that organization): blocs of senders that are one organization show there. about names
// density = ties / (senders * targets) and reciprocity = ties that are returned / ties.
// With expand, an organization stands for its full member states of the day, as sender and as target; the Security Council,
// whose measures bind all, stays as it is, and so does an organization without members in the data. A state that would sanction
// itself through its organization does not.
// `certain` says whether a tie holds, counted certainly only: in the one-mode views, all ties that are shared.
// Order of the rows: highest count first, then the highest jaccard, then by key."""
// literature = [
//   "Felbermayr, Kirilakha, Syropoulos, Yalcin & Yotov 2020, The Global Sanctions Data Base, European Economic Review 129",
//   "Morgan, Bapat & Kobayashi 2014, Threat and Imposition of Economic Sanctions 1945-2005: Updating the TIES Dataset, Conflict Management and Peace Science 31(5)",
//   "Cranmer, Heinrich & Desmarais 2014, Reciprocity and the Structural Determinants of the International Sanctions Network, Social Networks 36",
// ]
//
// [parameters.view]
// type = "choice"
// choices = ["pairs", "targets", "senders"]
// default = '"pairs"'
// meaning = "pairs of sender and target, of two targets, or of two senders."
// otherwise = "pairs of sender and target"
// [parameters.state]
// type = "state"
// default = "null"
// meaning = "Only pairs with this state."
// otherwise = "all pairs"
// [parameters.as_of]
// type = "date"
// default = "null"
// meaning = "The day, such as 2024-07-04; in Cypher always to be given."
// otherwise = "the day to which the data reach"
// [parameters.kinds]
// type = "list of texts"
// choices = ["trade", "arms", "finance", "travel", "assets", "energy", "other"]
// default = "null"
// meaning = "Count measures that restrict one of these."
// otherwise = "measures of any kind"
// [parameters.expand]
// type = "boolean"
// default = "false"
// meaning = "Let organizations stand for their full member states."
// otherwise = "an organization is one sender or target"
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
// [columns.a]
// type = "string"
// meaning = "Key of the sender, or of the first of two."
// [columns.b]
// type = "string"
// meaning = "Key of the target, or of the second of two."
// [columns.count]
// type = "integer"
// monotone = true
// meaning = "Measures in force; common senders; common targets."
// [columns.jaccard]
// type = "float or null"
// meaning = "What is common as a share of all; null for a sender and a target."
// [columns.returned]
// type = "boolean or null"
// meaning = "Whether the target sanctions the sender too; null otherwise."
// [columns.by]
// type = "list of strings"
// meaning = "What is restricted; the common senders; the common targets."
// [columns.orgs]
// type = "list of strings"
// meaning = "Organizations of which both are full members."
// [columns.certain]
// type = "boolean"
// meaning = "Whether the ties counted certainly hold."
// [columns.evidence]
// type = "list of strings"
// meaning = "Keys of the claims, or data sets, that it rests on."
//
// [fetched.kind]
// type = "string"
// meaning = "sanction or member."
// [fetched.a]
// type = "string"
// meaning = "Key of the sender, or of the member."
// [fetched.b]
// type = "string"
// meaning = "Key of the target, or of the organization."
// [fetched.spell]
// type = "string"
// meaning = "Key of the spell."
// [fetched.kinds]
// type = "list of strings"
// meaning = "What is restricted."
// [fetched.certain]
// type = "boolean"
// meaning = "Whether it certainly holds on the day."
// [fetched.evidence]
// type = "list of strings"
// meaning = "Keys of claims, or of the data set."
//
// [plot]
// kind = "heat map"
// x = "a"
// y = "b"
// color = "count"

MATCH (a)-[r:SANCTIONS]->(b)
WHERE r.valid_from_earliest <= $as_of AND r.valid_to_latest > $as_of
  AND ($kinds IS NULL OR any(kind IN r.kinds WHERE kind IN $kinds))
  AND ($datasets IS NULL OR coalesce(r.dataset, 'curated') IN $datasets)
  AND (NOT $certain OR (r.valid_from_latest <= $as_of AND r.valid_to_earliest > $as_of))
RETURN 'sanction' AS kind, a.key AS a, b.key AS b, r.spell AS spell, coalesce(r.kinds, []) AS kinds,
       r.valid_from_latest <= $as_of AND r.valid_to_earliest > $as_of AS certain,
       coalesce(r.evidence, []) + CASE WHEN r.dataset IS NULL THEN [] ELSE [r.dataset] END AS evidence
UNION ALL
MATCH (a:State)-[m:MEMBER_OF]->(b:Organization)
WHERE m.full_from_earliest <= $as_of AND m.full_to_latest > $as_of
  AND ($datasets IS NULL OR coalesce(m.dataset, 'curated') IN $datasets)
  AND (NOT $certain OR (m.full_from_latest <= $as_of AND m.full_to_earliest > $as_of))
RETURN 'member' AS kind, a.key AS a, b.key AS b, m.spell AS spell, [] AS kinds,
       m.full_from_latest <= $as_of AND m.full_to_earliest > $as_of AS certain,
       coalesce(m.evidence, []) + CASE WHEN m.dataset IS NULL THEN [] ELSE [m.dataset] END AS evidence
ORDER BY kind, a, b, spell
