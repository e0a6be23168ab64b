// title = "Signatures before and after a shock"
// question = "Do signatures of pacts accelerate after a shock, such as sanctions or a war?"
// group = "events"
// example = "{shock: date('2014-03-18'), states: ['RUS'], days: 1826, until: date('2026-06-30'), interval: 'exact', level: 0.95, seed: 1, datasets: null, certain: false}"
// method = """
// before counts the pacts signed in [shock - days, shock), after those in [shock, shock + days), that end sooner where the
// data do. rate_ratio = (after / days_after) / (before / days_before).
// interval = exact: if signatures come at constant rates before and after (Poisson), then given their sum, after is binomial
// with p = rate_ratio * days_after / (rate_ratio * days_after + days_before). The interval is that of Clopper and Pearson
// for p, turned into one for the ratio; p_value is of the exact two-sided test that the ratio is 1. It is conservative, and
// right for the few events there are.
// interval = permutation: pacts come in bursts, as at summits, which Poisson denies. So the days of the signatures are
// turned round within the window by each number of days chosen at random 10,000 times with the seed, which keeps their
// distances, and the ratio taken each time (with 0.5 added to both counts). null_low and null_high are the quantiles of these
// ratios: where the ratio would lie if the shock had no bearing, which is no interval for the true one; p_value is the share as far from 1 as the one found.
// Nothing signed before gives no ratio and no upper bound. A pact counts once, on the day of its signature or adoption. One whose
// day is not known so well that it is clear on which side it falls is counted in unclear, and on neither; with certain, so is
// one that possibly lies outside the window.
// A ratio tells before from after, and not what caused it: other things change too, and the shock is not drawn by lot."""
// literature = [
//   "Przyborowski & Wilenski 1940, Homogeneity of Results in Testing Samples from Poisson Series, Biometrika 31(3/4)",
//   "Clopper & Pearson 1934, The Use of Confidence or Fiducial Limits Illustrated in the Case of the Binomial, Biometrika 26(4)",
//   "Early 2015, Busted Sanctions: Explaining Why Economic Sanctions Fail, Stanford University Press",
// ]
//
// [parameters.shock]
// type = "date"
// meaning = "The day of the shock, the first of what is after."
// [parameters.states]
// type = "list of states"
// default = "null"
// meaning = "Only pacts that one of these states signed or is a party to."
// otherwise = "pacts of all states"
// [parameters.days]
// type = "integer"
// most = 36525
// default = "1826"
// meaning = "How many days before and after."
// otherwise = "5 years (1826 days) before and after"
// [parameters.until]
// type = "date"
// default = "null"
// meaning = "The last day that is looked at; in Cypher always to be given."
// otherwise = "the day to which the data reach"
// [parameters.interval]
// type = "choice"
// choices = ["exact", "permutation"]
// default = '"exact"'
// meaning = "exact: of Poisson rates; permutation: where the ratio lies without a shock."
// otherwise = "the interval is exact for Poisson rates"
// [parameters.level]
// type = "number"
// least = 0.5
// most = 0.999
// default = "0.95"
// meaning = "The confidence level."
// otherwise = "the level is 0.95"
// [parameters.seed]
// type = "integer"
// default = "1"
// meaning = "Seed of the permutations."
// otherwise = "the seed is 1"
// [parameters.datasets]
// type = "list of texts"
// default = "null"
// meaning = "Only facts of these data sets, by the keys of their sources; curated is what rests on claims."
// otherwise = "all data sets"
// [parameters.certain]
// type = "boolean"
// default = "false"
// meaning = "Count only what certainly holds."
// otherwise = "what possibly lies in the window is counted"
//
// [columns.shock]
// type = "string"
// meaning = "The day of the shock."
// [columns.before]
// type = "integer"
// meaning = "Pacts signed before."
// [columns.after]
// type = "integer"
// meaning = "Pacts signed after."
// [columns.unclear]
// type = "integer"
// meaning = "Pacts of which it is not clear on which side they fall."
// [columns.days_before]
// type = "integer"
// meaning = "Days before."
// unit = "days"
// [columns.days_after]
// type = "integer"
// meaning = "Days after, as far as the data reach."
// unit = "days"
// [columns.rate_ratio]
// type = "float or null"
// meaning = "The rate after by the rate before; null where none was signed before."
// [columns.ci_low]
// type = "float or null"
// meaning = "Lower end of the exact interval for the ratio; null where permutation was asked for."
// [columns.ci_high]
// type = "float or null"
// meaning = "Upper end of the exact interval; null: none, or permutation was asked for."
// [columns.null_low]
// type = "float or null"
// meaning = "From where the ratio would lie without a shock, by permutation; null where exact was asked for."
// [columns.null_high]
// type = "float or null"
// meaning = "To where it would lie without a shock."
// [columns.p_value]
// type = "float or null"
// meaning = "Of the two-sided test that the rates are the same."
// [columns.pacts_before]
// type = "list of strings"
// meaning = "Keys of the pacts before, by day."
// [columns.pacts_after]
// type = "list of strings"
// meaning = "Keys of the pacts after, by day."
// [columns.certain]
// type = "boolean"
// meaning = "Whether every pact counted certainly lies where it is counted, and none is unclear."
// [columns.evidence]
// type = "list of strings"
// meaning = "Keys of the claims, or data sets, that it rests on."
//
// [fetched.pact]
// type = "string"
// meaning = "Key of the pact."
// [fetched.earliest]
// type = "date"
// meaning = "The earliest day of its signature."
// [fetched.latest]
// type = "date"
// meaning = "The latest day of its signature."
// [fetched.evidence]
// type = "list of strings"
// meaning = "Keys of claims, or of the data set."

MATCH (s:State)-[r:PARTY_TO|TREATY_ACT]->(p:Pact)
WHERE ($states IS NULL OR s.key IN $states) AND p.signed_earliest <= $until
  AND ($datasets IS NULL OR coalesce(r.dataset, 'curated') IN $datasets)
WITH p, collect(DISTINCT r.dataset) AS datasets
RETURN p.key AS pact,
       p.signed_earliest AS earliest,
       p.signed_latest AS latest,
       coalesce(p.evidence, []) + datasets AS evidence
ORDER BY earliest, pact
