// The page: what the reader does, and what changes by it.

let saying = 0;
function say(text, seen = false) {
  byId("said").textContent = text;
  if (!seen) return;
  byId("unknown").textContent = text;
  clearTimeout(saying);
  saying = setTimeout(() => { byId("unknown").textContent = ""; }, 6000);
}

// Something of the state is other: what is shown is worked out and drawn anew.
let telling = 0;
function changed({ refit = false, quiet = false } = {}) {
  const now = look();
  const some = data.kinds.flatMap((kind, at) => now.kinds[at] ? [count(now.kinds[at], kind.name.toLowerCase(), kind.plural.toLowerCase())] : []);
  const text = [...some, count(now.ties, "tie", "ties")].join(", ") + (state.day === null ? "" : ` on ${fromDay(state.day)}`) + (data.note ? `. ${data.note}` : "");
  const tell = () => { byId("counts").textContent = text; };
  // Not every step of a slide is read out.
  byId("counts").setAttribute("aria-live", quiet ? "off" : "polite");
  clearTimeout(telling);
  tell();
  byId("empty").hidden = now.kinds.some(Boolean);
  if (data.day !== null) {
    byId("day").value = state.day;
    byId("day").setAttribute("aria-valuetext", fromDay(state.day));
    byId("date").value = fromDay(state.day);
  }
  tally(now);
  if (refit) { state.camera = null; fit(); }
  if (state.chosen) open(state.chosen, { keepHash: true });
  table();
  request();
  keep();
}

function zoomBy(factor, px = view.width / 2, py = view.height / 2) {
  const k = Math.min(20, Math.max(.02, view.k * factor));
  view.x += (px - view.width / 2) * (1 / view.k - 1 / k);
  view.y += (py - view.height / 2) * (1 / view.k - 1 / k);
  view.k = k;
  moved();
}
function moved() {
  state.camera = [view.k, view.x, view.y];
  view.moving = true;
  request();
  keep();
}

function tip(thing, px, py) {
  const box = byId("tip");
  box.hidden = !thing;
  if (!thing) return;
  if (thing.edges) {
    const column = data.colors[state.color], value = column.plain ? null : told(column, thing);
    box.replaceChildren(thing.name, make("span", data.kinds[thing.kind].name + (value === null ? "" : `; ${column.name}: ${value}`)));
  } else {
    box.replaceChildren(sentence(thing), make("span", [since(thing.period), certainty(thing)].filter(Boolean).join("; ")));
  }
  const left = Math.min(px + 14, view.width - box.offsetWidth - 6), top = py + 18 + box.offsetHeight > view.height ? py - box.offsetHeight - 10 : py + 18;
  box.style.transform = `translate(${Math.max(6, left)}px, ${Math.max(6, top)}px)`;
}

function point(thing, px = 0, py = 0) {
  tip(thing, px, py);
  hand.classList.toggle("on", Boolean(thing));
  if (pointed === thing) return;
  pointed = thing;
  highlight();
}

// Hand: one pointer moves the picture or chooses, two zoom.
const touching = new Map();
let pressed = null;
const placeOf = event => { const box = hand.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };
hand.onpointerdown = event => {
  hand.setPointerCapture(event.pointerId);
  touching.set(event.pointerId, placeOf(event));
  pressed = touching.size === 1 ? { at: placeOf(event), far: false } : null;
  hand.classList.add("held");
};
hand.onpointermove = event => {
  const [px, py] = placeOf(event), before = touching.get(event.pointerId);
  if (!before) return point(under(px, py), px, py);
  if (touching.size === 2) {
    const [there] = [...touching].filter(([id]) => id !== event.pointerId).map(([, place]) => place);
    const apart = (x, y) => Math.max(20, Math.hypot(x - there[0], y - there[1]));
    zoomBy(apart(px, py) / apart(...before), (px + there[0]) / 2, (py + there[1]) / 2);
  } else if (pressed) {
    pressed.far ||= Math.hypot(px - pressed.at[0], py - pressed.at[1]) > 4;
    if (pressed.far) {
      view.x -= (px - before[0]) / view.k;
      view.y -= (py - before[1]) / view.k;
      point(null);
      moved();
    }
  }
  touching.set(event.pointerId, [px, py]);
};
hand.onpointerup = hand.onpointercancel = event => {
  touching.delete(event.pointerId);
  hand.classList.remove("held");
  if (event.type === "pointerup" && pressed && !pressed.far) {
    tip(null);
    open(under(...placeOf(event)));
  }
  pressed = null;
};
hand.onpointerleave = () => point(null);
hand.addEventListener("wheel", event => {
  event.preventDefault();
  zoomBy(Math.exp(-event.deltaY * (event.deltaMode ? .05 : .0015)), ...placeOf(event));
}, { passive: false });

// Keys: from the mark that was come to, to the nearest in a direction.
let reached = null;
hand.onkeydown = event => {
  const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  if (way) reach(nextOf(way));
  else if ((event.key === "Enter" || event.key === " ") && reached) open(reached, { focus: true });
  else if (event.key === "+" || event.key === "=") zoomBy(1.3);
  else if (event.key === "-") zoomBy(1 / 1.3);
  else if (event.key === "0") changed({ refit: true });
  else return;
  event.preventDefault();
};
function nextOf([wx, wy]) {
  const shown = nodes.filter(node => node.shown), from = reached?.shown ? reached : state.chosen?.edges && state.chosen.shown ? state.chosen : null;
  if (!from) return shown.reduce((best, node) => !best || node.degree > best.degree ? node : best, null);
  let best = null, least = Infinity;
  for (const node of shown) {
    const dx = node.x - from.x, dy = node.y - from.y, ahead = dx * wx + dy * wy, aside = Math.abs(dx * wy - dy * wx);
    if (node === from || ahead <= 0 || aside > ahead * 1.5) continue;
    const far = ahead + 2 * aside;
    if (far < least) [best, least] = [node, far];
  }
  return best ?? from;
}
function reach(node) {
  if (!node) return;
  reached = node;
  let [px, py] = toScreen(node);
  if (px < 30 || py < 30 || px > view.width - 30 || py > view.height - 30) {
    [view.x, view.y] = [node.x, node.y];
    moved();
    [px, py] = toScreen(node);
  }
  pointed = null;
  point(node, px, py);
  say(`${node.name}, ${data.kinds[node.kind].name}, ${count(node.edges.filter(edge => edge.now).length, "tie", "ties")}`);
}
hand.onblur = () => point(null);
document.addEventListener("keydown", event => {
  if (event.key !== "Escape") return;
  if (!byId("table").hidden && !state.chosen) return toggleTable(false);
  reached = state.chosen?.edges ? state.chosen : reached;
  const inside = byId("card").contains(document.activeElement);
  open(null);
  point(null);
  if (inside) hand.focus({ preventScroll: true });
});

// Search: by name, key, or another name.
const search = byId("search");
const plain = text => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
const spelled = nodes.map(node => [node.name, node.id.slice(node.id.indexOf(":") + 1), ...(node.also || [])].map(plain));
function find(text) {
  const asked = plain(text.trim());
  if (!asked) return null;
  const fits = [each => each === asked, each => each.startsWith(asked), each => each.includes(asked)];
  // Of several that fit alike the one that is shown, and then the best tied.
  const order = [...nodes].sort((a, b) => b.shown - a.shown || b.degree - a.degree);
  for (const fit of fits) {
    const found = order.find(node => spelled[node.at].some(fit));
    if (found) return found;
  }
  return null;
}
search.oninput = search.onchange = () => {
  const asked = search.value.trim(), found = find(asked);
  const hidden = found && !found.shown ? `${found.name} is not shown${state.day === null ? "" : " on this day"}: the filters hide it, or it has no tie.` : "";
  byId("unknown").textContent = !asked ? "" : found ? hidden : `Nothing in the picture is called “${asked}”.`;
  if (found !== state.chosen) open(found);
};
search.onkeydown = event => { if (event.key === "Enter" && state.chosen) byId("card").focus(); };

function toggleTable(on) {
  byId("table").hidden = !on;
  byId("table-button").setAttribute("aria-expanded", on);
  table();
  (on ? byId("table") : byId("table-button")).focus({ preventScroll: true });
}
function toggleFilters(on) {
  byId("filters").hidden = !on;
  byId("filters-button").setAttribute("aria-expanded", on);
}

function recolor() {
  readColors();
  filters();
  tally(look());
  request();
}

function restore() {
  read(location.hash.slice(1));
  readColors();
  filters();
  resize();
  const chosen = state.chosen;
  changed();
  if (!state.camera) fit();
  open(chosen, { keepHash: true });
}

// Ties between the same two are bent apart.
const pairs = new Map();
for (const edge of edges) {
  const pair = [edge.a.at, edge.b.at].sort((a, b) => a - b).join();
  pairs.has(pair) ? pairs.get(pair).push(edge) : pairs.set(pair, [edge]);
}
for (const some of pairs.values()) {
  // Spells that follow each other lie on one line: only what is told by different words at a time is apart.
  const sorts = [...new Set(some.map(edge => edge.type * 2 + (edge.a.at > edge.b.at)))];
  for (const edge of some) {
    const place = sorts.indexOf(edge.type * 2 + (edge.a.at > edge.b.at)), turn = edge.a.at > edge.b.at ? -1 : 1;
    edge.bend = sorts.length > 1 ? turn * (place - (sorts.length - 1) / 2) * .22 : 0;
  }
}

for (const name of [...new Set(nodes.map(node => node.name))].sort()) byId("names").append(make("option", "", { value: name }));
byId("filters-button").onclick = () => {
  // A small screen has no room for both the filters and a card.
  if (narrow() && byId("filters").hidden) open(null);
  toggleFilters(byId("filters").hidden);
};
byId("table-button").onclick = () => toggleTable(byId("table").hidden);
byId("svg-button").onclick = saveSvg;
byId("png-button").onclick = savePng;
byId("link-button").onclick = copyLink;
byId("theme-button").onclick = () => { theme(isDark() ? "light" : "dark"); recolor(); keep(); };
byId("in").onclick = () => zoomBy(1.4);
byId("out").onclick = () => zoomBy(1 / 1.4);
byId("fit").onclick = () => changed({ refit: true });
matchMedia("(prefers-color-scheme: dark)").onchange = recolor;
if (narrow()) toggleFilters(false);
timeline();
new ResizeObserver(resize).observe(stage);
addEventListener("hashchange", restore);
restore();
