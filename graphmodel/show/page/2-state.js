// What the reader has chosen, and what is shown because of it. The address of the page keeps it.

const start = () => ({
  day: data.day,
  color: data.color,
  kinds: new Set(data.kinds.flatMap((kind, at) => kind.hidden ? [at] : [])),
  types: new Set(data.types.flatMap((type, at) => type.hidden ? [at] : [])),
  statuses: new Set(),
  hubs: new Set(data.hubs.flatMap(([at, hidden]) => hidden ? [at] : [])),
  lonely: data.lonely,
  least: data.weight ? data.weight.least : null,  // how much weight a tie needs
  only: null,    // a node: nothing but what is tied to it
  chosen: null,  // a node or an edge
  camera: null,  // [scale, x, y] where the reader has moved it
});
const state = start();
const hubs = data.hubs.map(([at]) => nodes[at]);

// Marks what is shown; gives how much of it there is.
function look() {
  const { day } = state;
  for (const node of nodes) {
    node.can = !state.kinds.has(node.kind) && !state.hubs.has(node.at) && holds(node.period, day) > 0;
    node.shown = node.can && state.lonely;
  }
  const near = state.only && new Set([state.only, ...state.only.edges.filter(edge => is(edge, day)).map(edge => other(edge, state.only))]);
  let ties = 0;
  for (const edge of edges) {
    edge.now = near && !(near.has(edge.a) && near.has(edge.b)) ? 0 : is(edge, day);
    if (!edge.now) continue;
    edge.a.shown = edge.b.shown = true;
    ties += 1;
  }
  if (near) for (const node of nodes) node.shown = node.shown && near.has(node);
  if (state.only) state.only.shown = true;
  const kinds = data.kinds.map(() => 0);
  for (const node of nodes) if (node.shown) kinds[node.kind] += 1;
  return { kinds, ties };
}

const is = (edge, day) => edge.a.can && edge.b.can ? fits(edge, day) : 0;

// Whether a tie itself fits the filters and the day, whatever is with its ends.
function fits(edge, day) {
  if (state.types.has(edge.type)) return 0;
  if (data.weight && edge.weight < state.least) return 0;
  if (edge.status >= 0 && state.statuses.has(edge.status)) return 0;
  return holds(edge.period, day);
}

// The state in the address, as far as it is not that of the start.
function written() {
  const first = start(), said = new URLSearchParams();
  if (state.day !== first.day) said.set("day", fromDay(state.day));
  if (state.color !== first.color) said.set("color", state.color);
  for (const name of ["kinds", "types", "statuses", "hubs"]) {
    const changed = [...symmetric(state[name], first[name])];
    if (changed.length) said.set(name, changed.sort((a, b) => a - b).join("."));
  }
  if (state.lonely !== first.lonely) said.set("lonely", state.lonely ? 1 : 0);
  if (state.least !== first.least) said.set("least", state.least);
  if (state.only) said.set("only", state.only.at);
  if (state.chosen) said.set(state.chosen.edges ? "node" : "edge", state.chosen.at);
  if (state.camera) said.set("at", state.camera.map(part => +part.toPrecision(4)).join("_"));
  if (document.documentElement.dataset.theme) said.set("theme", document.documentElement.dataset.theme);
  return said.toString();
}

function* symmetric(a, b) {
  for (const each of a) if (!b.has(each)) yield each;
  for (const each of b) if (!a.has(each)) yield each;
}

function read(text) {
  const said = new URLSearchParams(text);
  Object.assign(state, start());
  const day = said.has("day") ? toDay(said.get("day")) : NaN;
  if (!Number.isNaN(day) && data.day !== null) state.day = Math.min(data.last, Math.max(data.first, day));
  if (data.colors[said.get("color")]) state.color = +said.get("color");
  for (const name of ["kinds", "types", "statuses", "hubs"]) {
    const changed = (said.get(name) ?? "").split(".").filter(each => /^\d+$/.test(each)).map(Number);
    state[name] = new Set(symmetric(state[name], new Set(changed)));
  }
  if (said.has("lonely")) state.lonely = said.get("lonely") === "1";
  if (data.weight && Number.isFinite(parseFloat(said.get("least")))) state.least = parseFloat(said.get("least"));
  state.only = nodes[said.get("only")] ?? null;
  state.chosen = nodes[said.get("node")] ?? edges[said.get("edge")] ?? null;
  const camera = (said.get("at") ?? "").split("_").map(Number);
  state.camera = camera.length === 3 && camera.every(Number.isFinite) && camera[0] > 0 ? camera : null;
  theme(said.get("theme"));
}

function theme(name) {
  if (name === "dark" || name === "light") document.documentElement.dataset.theme = name;
  else delete document.documentElement.dataset.theme;
}
const isDark = () => getComputedStyle(document.documentElement).colorScheme === "dark" ||
  (!document.documentElement.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);

let keeping = 0;
function keep() {
  clearTimeout(keeping);
  keeping = setTimeout(() => {
    const said = written();
    // In a notebook the page has no address of its own.
    try { history.replaceState(null, "", said ? "#" + said : location.pathname + location.search); } catch { /* it stays as it is */ }
  }, 150);
}
