// The card of a node, and the evidence of a tie: who says so, where, and who says otherwise.

function open(thing, { focus = false, keepHash = false } = {}) {
  state.chosen = thing;
  pointed = null;
  const card = byId("card");
  card.hidden = thing === null;
  card.replaceChildren();
  if (thing) {
    const close = button("×", () => { open(null); hand.focus({ preventScroll: true }); }, "close");
    close.setAttribute("aria-label", "Close");
    card.append(close, ...(thing.edges ? nodeCard(thing) : edgeCard(thing)));
    card.scrollTop = 0;
    if (narrow()) toggleFilters(false);
    say(thing.edges ? `${thing.name}, ${data.kinds[thing.kind].name}` : sentence(thing));
    if (focus) card.focus({ preventScroll: !narrow() });
  }
  if (!state.camera) { fit(); request(); }
  else highlight();
  if (!keepHash) keep();
}

function sentence(edge) {
  return `${edge.a.name}: ${statusOf(edge)}, ${edge.b.name}`;
}

const since = period => period[4];
const certainty = edge => state.day !== null && edge.now === POSSIBLY ? "only possibly on this day" : "";

function facts(list) {
  const made = make("dl");
  for (const [name, value] of list) made.append(make("dt", words(name)), make("dd", value));
  return list.length ? [made] : [];
}

function nodeCard(node) {
  const parts = [make("h2", node.name), make("p", data.kinds[node.kind].name, { class: "kind" })];
  const told_ = data.colors.flatMap(column => {
    const value = told(column, node);
    return value === null || column.plain ? [] : [[column.name, value]];
  });
  parts.push(...facts([...(node.period[4] ? [["when", since(node.period)]] : []), ...(node.facts || []), ...told_]));
  const act = make("div", "", { class: "do" });
  act.append(button(state.only === node ? "Show all again" : "Show only what is tied to it", () => {
    state.only = state.only === node ? null : node;
    changed({ refit: true });
    open(node);
  }));
  parts.push(act);
  const ties = node.edges.filter(edge => edge.now);
  if (ties.length && (data.claims.length || data.sources.length))
    parts.push(make("p", `${narrow() ? "Tap" : "Click"} a tie for who says so, › for what it leads to.`, { class: "soft" }));
  const groups = new Map();
  for (const edge of ties) {
    const name = `${data.types[edge.type].label}: ${data.kinds[other(edge, node).kind].plural}`;
    groups.has(name) ? groups.get(name).push(edge) : groups.set(name, [edge]);
  }
  for (const [name, some] of groups) {
    some.sort((a, b) => other(a, node).name.localeCompare(other(b, node).name));
    parts.push(make("h3", `${name[0].toUpperCase()}${name.slice(1)} (${some.length})`), long(some, edge => {
      const item = make("li", "", { class: "tie" }), end = other(edge, node);
      const line = `${statusOf(edge)} ${[since(edge.period), certainty(edge)].filter(Boolean).join(", ")}`;
      const more = button("", () => open(edge, { focus: true }), "link");
      more.setAttribute("aria-label", `${end.name} ${line}: the evidence`);
      more.append(make("span", end.name), make("small", line));
      const there = button("›", () => open(end, { focus: true }), "to");
      there.setAttribute("aria-label", `${end.name}: its card`);
      item.append(more, there);
      return item;
    }));
  }
  const rest = node.edges.length - ties.length;
  if (rest) parts.push(make("p", `${count(rest, "tie more is", "ties more are")} hidden by the filters${state.day === null ? "" : " or of other days"}.`, { class: "soft" }));
  if (node.claims && node.claims.length) parts.push(make("h3", "Evidence"), claims(node.claims));
  return parts;
}

function edgeCard(edge) {
  const title = make("h2");
  title.append(button(edge.a.name, () => open(edge.a, { focus: true }), "link"), data.types[edge.type].directed ? " → " : " – ", button(edge.b.name, () => open(edge.b, { focus: true }), "link"));
  const parts = [title, make("p", statusOf(edge), { class: "kind" })];
  const when = edge.period[4] ? [["when", [since(edge.period), certainty(edge)].filter(Boolean).join("; ")]] : [];
  parts.push(...facts([...when, ...(edge.facts || [])]));
  if (edge.claims && edge.claims.length) parts.push(make("h3", `Evidence (${count(edge.claims.length, "claim", "claims")})`), claims(edge.claims));
  if (edge.sources && edge.sources.length) {
    const list = make("ul");
    for (const at of edge.sources) list.append(sourceItem(at, ""));
    parts.push(make("h3", "Data set"), list);
  }
  if (!(edge.claims && edge.claims.length) && !(edge.sources && edge.sources.length) && data.claims.length)
    parts.push(make("p", "No claim in this graph says so.", { class: "soft" }));
  return parts;
}

// What is really against a claim; the rest only looks so, or bears on it.
const REAL = new Set(["contradicts", "corrects", "refutes", "denied", "said not to be so"]);
function claims(some) {
  const list = make("ul");
  for (const at of some) {
    const [says, said, stated, against] = data.claims[at], item = make("li", says);
    if (said) item.append(make("small", said));
    for (const [source, place] of stated) item.append(...sourceLines(source, place));
    if (!stated.length) item.append(make("small", "Worked out: no source states it in these words."));
    for (const [kind, other, reason] of against) {
      const [theirs, when, by] = data.claims[other], block = make("div", "", { class: REAL.has(kind) ? "against" : "beside" });
      block.append(make("small", `${kind}${reason ? `: ${reason}` : ""}`), theirs);
      if (when) block.append(make("small", when));
      for (const [source, place] of by) block.append(...sourceLines(source, place));
      item.append(block);
    }
    list.append(item);
  }
  return list;
}

function sourceLines(at, place) {
  const [text, address] = data.sources[at], line = make("small", place ? `${text} At ${place}. ` : `${text} `);
  // Only what is an address of the web is a link: any other scheme could be a program.
  if (/^https?:\/\//i.test(address)) line.append(make("a", "open", { href: address, rel: "noopener noreferrer", target: "_blank" }));
  return [line];
}
function sourceItem(at, place) {
  const item = make("li");
  item.append(...sourceLines(at, place));
  return item;
}

// A list whose rest is made when it is asked for.
function long(some, line, most = 60) {
  const list = make("ul");
  for (const each of some.slice(0, most)) list.append(line(each));
  if (some.length > most) {
    const more = make("li");
    more.append(button(`Show ${some.length - most} more`, () => { more.remove(); for (const each of some.slice(most)) list.append(line(each)); }));
    list.append(more);
  }
  return list;
}

const ROWS = 300;
function table(from = 0) {
  const place = byId("table");
  if (place.hidden) return;
  const ties = edges.filter(edge => edge.now).sort((one, two) => one.a.name.localeCompare(two.a.name) || one.b.name.localeCompare(two.b.name));
  if (from === 0) {
    const made = make("table"), head = make("tr");
    for (const name of ["From", "Tie", "To", "When", ...(state.day === null ? [] : ["Certain"])]) head.append(make("th", name, { scope: "col" }));
    const top = make("thead");
    top.append(head);
    made.append(make("caption", `${heading()}: ${byId("counts").textContent}`), top, make("tbody"));
    place.replaceChildren(made);
  }
  const body = place.querySelector("tbody");
  for (const edge of ties.slice(from, from + ROWS)) {
    const row = make("tr");
    const cells = [
      button(edge.a.name, () => open(edge.a, { focus: true }), "link"), button(statusOf(edge), () => open(edge, { focus: true }), "link"),
      button(edge.b.name, () => open(edge.b, { focus: true }), "link"), since(edge.period),
      ...(state.day === null ? [] : [edge.now === CERTAINLY ? "yes" : "possibly"]),
    ];
    for (const cell of cells) { const made = make("td"); made.append(cell); row.append(made); }
    body.append(row);
  }
  if (from + ROWS < ties.length) {
    const more = button(`Show more of ${ties.length.toLocaleString("en")} rows`, () => { more.remove(); table(from + ROWS); });
    place.append(more);
  }
}
