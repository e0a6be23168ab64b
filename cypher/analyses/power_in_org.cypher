// title = "Power within organizations"
// question = "Is an organization dominated by one member?"
// group = "memberships"
// example = "{organization: null, as_of: date('2012-07-04'), indicator: 'cinc', statuses: null, datasets: null, certain: false}"
// method = """
// The figure of each member that holds on the day, such as COW's composite index of national capability of the year.
// share = figure of the largest member / sum over the members with a figure; hhi = sum of the squares of all such shares
// (Herfindahl and Hirschman), between 1 / measured where all are equal and 1. Members without a figure are left out of both:
// compare measured with members. Of several figures of one state that of the data set with the first key is taken: name one
// in datasets to choose. Members are those that possibly belong to it on the day; `certain` says whether those with a figure
// all certainly do. Figures of a year hold on every day of it. Organizations with a figure for fewer than two members are left
// out, unless the organization is named.
// Order of the rows: the greatest share first, then the greatest hhi, then by key."""
// literature = [
//   "Singer, Bremer & Stuckey 1972, Capability Distribution, Uncertainty, and Major Power War, in Russett (ed.), Peace, War, and Numbers",
//   "Hirschman 1964, The Paternity of an Index, American Economic Review 54(5)",
//   "Snidal 1985, The Limits of Hegemonic Stability Theory, International Organization 39(4)",
// ]
//
// [parameters.organization]
// type = "organization"
// default = "null"
// meaning = "Only this organization."
// otherwise = "all organizations"
// [parameters.as_of]
// type = "date"
// default = "null"
// meaning = "The day, such as 2012-07-04; in Cypher always to be given."
// otherwise = "the day to which the data reach"
// [parameters.indicator]
// type = "text"
// default = '"cinc"'
// meaning = "Key of what is measured."
// otherwise = "indicator: cinc, the composite index of national capability"
// [parameters.statuses]
// type = "list of statuses"
// default = "null"
// meaning = "Count memberships of these statuses."
// otherwise = "full members by each organization's own scheme"
// [parameters.datasets]
// type = "list of texts"
// default = "null"
// meaning = "Only facts of these data sets, by the keys of their sources; curated for what rests on claims."
// otherwise = "all data sets"
// [parameters.certain]
// type = "boolean"
// default = "false"
// meaning = "Count only memberships that certainly hold."
// otherwise = "what possibly holds is counted"
//
// [columns.org]
// type = "string"
// meaning = "Key of the organization."
// [columns.name]
// type = "string"
// meaning = "Its name, the short one where it has one."
// [columns.members]
// type = "integer"
// monotone = true
// meaning = "How many members are counted."
// [columns.measured]
// type = "integer"
// meaning = "How many of them have a figure on the day."
// [columns.top_state]
// type = "string"
// meaning = "Key of the member with the greatest figure."
// [columns.share]
// type = "float"
// meaning = "Its share of the sum over the members."
// [columns.next_state]
// type = "string or null"
// meaning = "Key of the member with the second greatest figure."
// [columns.next_share]
// type = "float or null"
// meaning = "Its share."
// [columns.hhi]
// type = "float"
// meaning = "Sum of the squares of the shares: 1 where one has all."
// [columns.certain]
// type = "boolean"
// meaning = "Whether the members with a figure all certainly belong to it on the day."
//
// [plot]
// kind = "bars"
// label = "org"
// value = "share"
// color = "top_state"

MATCH (o:Organization)
WHERE $organization IS NULL OR o.key = $organization
MATCH (s:State)-[m:MEMBER_OF]->(o)
WHERE m.valid_from_earliest <= $as_of AND m.valid_to_latest > $as_of
  AND ($datasets IS NULL OR coalesce(m.dataset, 'curated') IN $datasets)
  AND CASE WHEN $statuses IS NULL
           THEN coalesce(m.full_from_earliest <= $as_of AND m.full_to_latest > $as_of, false)
           ELSE m.status IN $statuses END
WITH s, o,
     max(CASE WHEN CASE WHEN $statuses IS NULL
                        THEN coalesce(m.full_from_latest <= $as_of AND m.full_to_earliest > $as_of, false)
                        ELSE m.valid_from_latest <= $as_of AND m.valid_to_earliest > $as_of END
         THEN 1 ELSE 0 END) AS sure
WHERE sure = 1 OR NOT $certain

// The figure of each member, once for all its organizations
WITH s, collect({org: o, sure: sure}) AS belongs
OPTIONAL MATCH (s)-[f:MEASURED]->(:Indicator {key: $indicator})
WHERE f.valid_from_earliest <= $as_of AND f.valid_to_latest > $as_of
  AND ($datasets IS NULL OR coalesce(f.dataset, 'curated') IN $datasets)
WITH s, belongs, f
ORDER BY coalesce(f.dataset, 'curated'), f.valid_from_earliest DESC, f.value DESC
WITH s.key AS state, belongs, head(collect(f.value)) AS value
UNWIND belongs AS tie
WITH tie.org AS o, tie.sure AS sure, state, value
ORDER BY value DESC, state
WITH o, count(*) AS members, sum(value) AS total,
     collect(CASE WHEN value IS NOT NULL THEN {state: state, value: value, sure: sure} END) AS figures
WHERE total > 0 AND (size(figures) > 1 OR $organization IS NOT NULL)
RETURN o.key AS org,
       coalesce(o.short_name, o.name) AS name,
       members AS members,
       size(figures) AS measured,
       figures[0].state AS top_state,
       figures[0].value / total AS share,
       figures[1].state AS next_state,
       figures[1].value / total AS next_share,
       reduce(hhi = 0.0, figure IN figures | hhi + (figure.value / total) * (figure.value / total)) AS hhi,
       all(figure IN figures WHERE figure.sure = 1) AS certain
ORDER BY share DESC, hhi DESC, org
