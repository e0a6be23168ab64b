// title = "How institutionalized pacts are"
// question = "How institutionalized is a pact: what does it provide for beyond its promises?"
// group = "pacts"
// example = "{pact: null, as_of: date('2010-07-04'), in_force: true, datasets: null, certain: false}"
// method = """
// depth counts eight provisions as ATOP codes them, each 1 where the pact has it: an integrated command (intcom = 1), a
// companion military agreement (compag = 1), military aid (milaid > 0), policy coordination (milcon > 0), bases
// (base > 0), a formal organization (organ1 > 0), subordination of forces (subord > 0) and specific contributions
// (contrib > 0). It is 0 to 8, and null where one of them is not coded: what is not known is not absent.
// The eight are those of Alley's work on treaty depth, who estimates a latent variable from them; the sum is their plain
// count. benson_clinton is the score of depth of Benson & Clinton, a position on the scale of their model, where it was imported. milinst is ATOP's own scale of military institutionalization, 0 to 2 (Leeds & Anac), shown beside it.
// Order of the rows: the deepest first and null last, then by pact."""
// literature = [
//   "Leeds & Anac 2005, Alliance Institutionalization and Alliance Performance, International Interactions 31(3)",
//   "Benson & Clinton 2016, Assessing the Variation of Formal Military Alliances, Journal of Conflict Resolution 60(5)",
//   "Alley 2021, Alliance Participation, Treaty Depth, and Military Spending, International Studies Quarterly 65(4)",
// ]
//
// [parameters.pact]
// type = "pact"
// default = "null"
// meaning = "Only this pact."
// otherwise = "every pact with coded provisions"
// [parameters.as_of]
// type = "date"
// default = "null"
// meaning = "The day, such as 2024-07-04; in Cypher always to be given."
// otherwise = "the day to which the data reach"
// [parameters.in_force]
// type = "boolean"
// default = "true"
// meaning = "Only pacts that are possibly in force on the day; a pact that is named is shown anyway."
// otherwise = "pacts in force on the day"
// [parameters.datasets]
// type = "list of texts"
// default = "null"
// meaning = "Only facts of these data sets, by the key of their source; 'curated' for those that rest on claims."
// otherwise = "facts of every data set"
// [parameters.certain]
// type = "boolean"
// default = "false"
// meaning = "Only pacts that certainly are in force on the day; a pact that is named is shown anyway."
// otherwise = "pacts that possibly are in force count"
//
// [columns.pact]
// type = "string"
// meaning = "Key of the pact."
// [columns.name]
// type = "string"
// meaning = "Its name."
// [columns.depth]
// type = "integer or null"
// meaning = "How many of the eight provisions it has; null where one is not coded."
// [columns.milinst]
// type = "integer or null"
// meaning = "Military institutionalization: 0 none or little, 1 moderate, 2 high."
// [columns.items]
// type = "list of strings"
// meaning = "The provisions that it has, by ATOP's names."
// [columns.missing]
// type = "list of strings"
// meaning = "The provisions that are not coded."
// [columns.benson_clinton]
// type = "float or null"
// meaning = "Benson and Clinton's score of depth, where it was imported."
// [columns.certain]
// type = "boolean"
// meaning = "Whether the pact certainly is in force on the day."
//
// [plot]
// kind = "bars"
// label = "pact"
// value = "depth"

MATCH (pact:Pact)
WHERE ($pact IS NULL OR pact.key = $pact)
  AND (pact.intcom IS NOT NULL OR pact.compag IS NOT NULL OR pact.milaid IS NOT NULL OR pact.milcon IS NOT NULL
       OR pact.base IS NOT NULL OR pact.organ1 IS NOT NULL OR pact.subord IS NOT NULL OR pact.contrib IS NOT NULL
       OR pact.milinst IS NOT NULL)
  AND ($pact IS NOT NULL OR NOT $in_force OR pact.valid_from_earliest <= $as_of AND pact.valid_to_latest > $as_of)
  AND ($pact IS NOT NULL OR NOT $certain OR pact.valid_from_latest <= $as_of AND pact.valid_to_earliest > $as_of)
  AND ($datasets IS NULL OR coalesce(pact.dataset, 'curated') IN $datasets)
WITH pact,
     [{name: 'intcom', has: pact.intcom = 1}, {name: 'compag', has: pact.compag = 1},
      {name: 'milaid', has: pact.milaid > 0}, {name: 'milcon', has: pact.milcon > 0},
      {name: 'base', has: pact.base > 0}, {name: 'organ1', has: pact.organ1 > 0},
      {name: 'subord', has: pact.subord > 0}, {name: 'contrib', has: pact.contrib > 0}] AS provisions
WITH pact,
     [one IN provisions WHERE one.has | one.name] AS items,
     [one IN provisions WHERE one.has IS NULL | one.name] AS missing
RETURN pact.key AS pact,
       pact.name AS name,
       CASE WHEN size(missing) = 0 THEN size(items) END AS depth,
       pact.milinst AS milinst,
       items AS items,
       missing AS missing,
       pact.benson_clinton AS benson_clinton,
       coalesce(pact.valid_from_latest <= $as_of AND pact.valid_to_earliest > $as_of, false) AS certain
ORDER BY depth IS NULL, depth DESC, pact
