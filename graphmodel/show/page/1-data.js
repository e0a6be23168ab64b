// The graph as the page got it, and its days. A day is the number of days since 1970-01-01.

const data = JSON.parse(document.getElementById("data").textContent);
const byId = id => document.getElementById(id);
// As in the style: what is chosen lies below the picture, not beside it.
const narrow = () => innerWidth <= 820;

const toDay = text => Math.round(Date.parse(text + "T00:00:00Z") / 864e5);
const fromDay = day => new Date(day * 864e5).toISOString().slice(0, 10);

// Periods: earliest and latest first day, earliest and latest day after the last, and the words for it.
const ALWAYS = [-Infinity, -Infinity, Infinity, Infinity, ""];
const periodAt = at => at < 0 ? ALWAYS : data.periods[at];
const factsAt = some => (some || []).map(at => data.facts[at]);
const POSSIBLY = 1, CERTAINLY = 2;

// Whether something holds on a day: 0, POSSIBLY or CERTAINLY. Without a day all of it is shown.
function holds([firstMin, firstMax, endMin, endMax], day) {
  if (day === null) return CERTAINLY;
  if (firstMin > day || endMax <= day) return 0;
  return firstMax <= day && endMin > day ? CERTAINLY : POSSIBLY;
}

const nodes = data.nodes.map(([id, name, kind, x, y, period, facts, claims, also], at) => ({
  at, id, name, kind, place: [x, y], x, y, period: periodAt(period), facts: factsAt(facts), claims, also, edges: [], shown: false,
}));
const edges = data.edges.map(([a, b, type, status, period, claims, sources, facts, weight], at) => ({
  at, a: nodes[a], b: nodes[b], type, status, period: periodAt(period), claims, sources, facts: factsAt(facts), weight, now: 0,
}));
for (const edge of edges) {
  edge.a.edges.push(edge);
  if (edge.b !== edge.a) edge.b.edges.push(edge);
}
// A mark is the larger the more ties it ever has.
for (const node of nodes) {
  node.degree = new Set(node.edges.map(edge => edge.a === node ? edge.b : edge.a)).size;
}
const most = Math.max(1, ...nodes.map(node => node.degree));
for (const node of nodes) node.r = 4 + Math.min(1.35 * Math.sqrt(node.degree), 11 * Math.sqrt(node.degree / most));
const other = (edge, node) => edge.a === node ? edge.b : edge.a;
const words = text => text.replaceAll("_", " ");
const statusOf = edge => edge.status < 0 ? words(data.types[edge.type].name.toLowerCase()) : words(data.statuses[edge.status]);
const count = (number, one, many) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;

// Names and words from the graph are only ever put in as text, never as HTML.
function make(tag, text = "", attributes = {}) {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
function button(text, act, name = "") {
  const made = make("button", text, name ? { type: "button", class: name } : { type: "button" });
  made.onclick = act;
  return made;
}
