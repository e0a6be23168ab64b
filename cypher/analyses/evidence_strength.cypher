// title = "How well claims are supported"
// question = "How well supported is this claim, and who contradicts it?"
// group = "evidence"
// example = "{claims: ['memberships/sco.IRN.2'], about: null, as_of: date('2026-06-30'), half_life: null, contested: false}"
// method = """
// For a claim speak its own sources and those of claims that support it; against it those of claims that contradict it, or that correct or refute
// it (what only differs in time, scope or definition, or is in tension, is not against it). Sources are counted by
// roots: a copy, translation or relay leads to where it is from, and adds nothing. A root of unknown origin may be a copy of
// another: n_independent counts the known ones (one, where there is none else), n_possible all. A root on both sides has no one
// position, and is counted on neither. What has no source counts nothing.
// w = weight of a root by the best standing in which it says so: depositary 0.9, state concerned 0.8, other party 0.7, other 0.6, compilation 0.5.
// belief(side) = 1 - product over its roots of (1 - w): roots err independently. Only known roots count, and of
// unknown ones the weightiest where there are no known ones.
// agreement = belief(for) / (belief(for) + belief(against)).
// score = belief(for) * agreement * recency, in [0, 1]. recency = 0.5 ^ (years since it was last said / half_life), and 1 without
// half_life: a dated fact does not fade. A source without a date does not lower it. A claim that was worked out
// has the score of its weakest input.
// level: high from 0.8, moderate from 0.5, low below, none at 0: words for the score, after the habit of analytic standards.
// The weights are ordinal judgement, not estimates: compare scores, do not read them as probabilities. How a claim is meant
// (mode, whether it is denied) is shown and does not enter: the score is of its being said with reason as it is said.
// as_of leaves out what was certainly not yet published on the day.
// Order of the rows: by key."""
// literature = [
//   "Office of the Director of National Intelligence 2015, Intelligence Community Directive 203: Analytic Standards",
//   "Friedman & Zeckhauser 2012, Assessing Uncertainty in Intelligence, Intelligence and National Security 27(6)",
//   "Kent 1964, Words of Estimative Probability, Studies in Intelligence 8(4)",
// ]
//
// [parameters.claims]
// type = "list of texts"
// default = "null"
// meaning = "Keys of claims, such as memberships/sco.IRN.2."
// otherwise = "all claims"
// [parameters.about]
// type = "list of texts"
// default = "null"
// meaning = "Only claims whose subject or object is an entity with one of these keys."
// otherwise = "about anything"
// [parameters.as_of]
// type = "date"
// default = "null"
// meaning = "The day up to which sources count; in Cypher always to be given."
// otherwise = "the day to which the data reach"
// [parameters.half_life]
// type = "number"
// least = 0.01
// default = "null"
// meaning = "Years after which what was said counts half."
// otherwise = "what was said does not fade"
// [parameters.contested]
// type = "boolean"
// default = "false"
// meaning = "Only claims that something is against."
// otherwise = "claims that nothing is against too"
//
// [columns.claim]
// type = "string"
// meaning = "Key of the claim."
// [columns.value]
// type = "string"
// meaning = "What it says, in short: subjects, predicate, objects, value."
// [columns.mode]
// type = "string"
// meaning = "How it is said: asserted, planned, speculative or denied."
// [columns.positive]
// type = "boolean"
// meaning = "Whether it says that something is so."
// [columns.n_sources]
// type = "integer"
// meaning = "Sources for it."
// [columns.n_independent]
// type = "integer"
// meaning = "Independent roots of these, at least."
// [columns.n_possible]
// type = "integer"
// meaning = "Independent roots of these, at most."
// [columns.primary]
// type = "integer"
// meaning = "Sources for it by the depositary or the state concerned."
// [columns.against]
// type = "integer"
// meaning = "Independent roots against it, at least."
// [columns.conflicts]
// type = "list of strings"
// meaning = "Keys of the claims against it."
// [columns.last_said]
// type = "string or null"
// meaning = "The last day on which a source for it can have been published; null where nobody knows."
// [columns.agreement]
// type = "float or null"
// meaning = "Belief for it as a share of both; null where nobody speaks on either side."
// [columns.score]
// type = "float"
// meaning = "From 0 to 1."
// [columns.level]
// type = "string"
// meaning = "none, low, moderate or high."
// [columns.best_source]
// type = "string or null"
// meaning = "Key of the source of the best standing, and its paragraphs."
// [columns.best_quote]
// type = "string or null"
// meaning = "What stands there, as far as it was recorded: words of the claim, else the title."
// [columns.sources]
// type = "list of strings"
// meaning = "Keys of the sources for it, in alphabetical order."
//
// [fetched.kind]
// type = "string"
// meaning = "claim; named, an entity of it; source; states, a source and a claim of it; bears, a claim on another; based, a source on another."
// [fetched.a]
// type = "string"
// meaning = "Key of the claim or source."
// [fetched.b]
// type = "string or null"
// meaning = "Key of the entity, the claim or the source at the other end."
// [fetched.word]
// type = "string or null"
// meaning = "Predicate; role; standing; how it bears on the other."
// [fetched.text]
// type = "string or null"
// meaning = "Value; name; title; number in words."
// [fetched.more]
// type = "string or null"
// meaning = "Mode; words for the time."
// [fetched.yes]
// type = "boolean or null"
// meaning = "Whether the claim is positive."
// [fetched.number]
// type = "integer or null"
// meaning = "First paragraph; order."
// [fetched.until]
// type = "integer or null"
// meaning = "Last paragraph."
// [fetched.first]
// type = "date or null"
// meaning = "The first day on which the source can have been published."
// [fetched.last]
// type = "date or null"
// meaning = "The last day on which it can have been published."

MATCH (c:Claim)
RETURN 'claim' AS kind, c.key AS a, null AS b, c.predicate AS word, c.value AS text, c.mode AS more, c.positive AS yes,
       null AS number, null AS until, null AS first, null AS last
UNION ALL
MATCH (c:Claim)-[r:SUBJECT|OBJECT]->(x)
WHERE $claims IS NULL OR c.key IN $claims
RETURN 'named' AS kind, c.key AS a, x.key AS b, type(r) AS word, coalesce(x.short_name, x.name, x.title, x.key) AS text, null AS more,
       null AS yes, r.order AS number, null AS until, null AS first, null AS last
UNION ALL
MATCH (s:Source)-[r:STATES]->(c:Claim)
WHERE s.key <> 'uncited' AND coalesce(s.published_from <= $as_of, s.date_earliest <= $as_of, true)
RETURN 'states' AS kind, s.key AS a, c.key AS b, c.standing AS word, c.quantity_text AS text, c.date_text AS more, null AS yes,
       r.paragraph_from AS number, r.paragraph_to AS until, null AS first, null AS last
UNION ALL
MATCH (s:Source)
RETURN 'source' AS kind, s.key AS a, null AS b, s.standing AS word, s.title AS text, null AS more, null AS yes,
       null AS number, null AS until,
       coalesce(s.published_from, s.date_earliest) AS first, coalesce(s.published_to, s.date_latest) AS last
UNION ALL
MATCH (a:Claim)-[r:SUPPORTS]->(b:Claim)
RETURN 'bears' AS kind, a.key AS a, b.key AS b, CASE WHEN r.basis = 'derived' THEN 'derived' ELSE 'supports' END AS word,
       null AS text, null AS more, null AS yes, null AS number, null AS until, null AS first, null AS last
UNION ALL
MATCH (a:Claim)-[r:CONTRADICTS]->(b:Claim)
WHERE r.kind IN ['contradicts', 'corrects', 'refutes']
RETURN 'bears' AS kind, a.key AS a, b.key AS b, r.kind AS word,
       null AS text, null AS more, null AS yes, null AS number, null AS until, null AS first, null AS last
UNION ALL
MATCH (a:Source)-[r:BASED_ON]->(b:Source)
RETURN 'based' AS kind, a.key AS a, b.key AS b, r.how AS word,
       null AS text, null AS more, null AS yes, null AS number, null AS until, null AS first, null AS last
ORDER BY kind, a, b, word, number
