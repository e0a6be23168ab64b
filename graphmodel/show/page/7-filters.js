// The filters, which are the legend too: what marks, lines and colours mean, and how many there are.

const tallies = [];

function filters() {
  const place = byId("filters");
  tallies.length = 0;
  place.replaceChildren();
  legend(place);
  place.append(make("h3", "Kinds"), checks(data.kinds.map((kind, at) => ({
    set: state.kinds, at, name: kind.plural,
    mark: icon(svg => markIn(svg, kind.shape, 9, 8, 5.5, { fill: "none", stroke: "currentColor", "stroke-width": 1.6 })),
    tally: now => now.kinds[at],
  }))));
  if (data.weight) least(place);
  if (data.types.length > 1) place.append(make("h3", "Ties"));
  if (data.types.length > 1) place.append(checks(data.types.map((type, at) => ({
    set: state.types, at, name: type.label, mark: lineIcon({ stroke: type.color ?? "currentColor" }), tally: () => perType[at],
  }))));
  if (data.statuses.length > 1) place.append(make("h3", "Status"), checks(data.statuses.map((status, at) => ({
    set: state.statuses, at, name: words(status),
    mark: lineIcon(data.less.includes(at) ? { "stroke-width": 1 } : { "stroke-width": 2.4 }), tally: () => perStatus[at],
  }))));
  if (data.day !== null) {
    const note = make("ul");
    for (const [name, dash] of [["certain on the day", ""], ["only possible", "5 4"]]) {
      const item = make("li"), label = make("label");
      label.append(lineIcon(dash ? { "stroke-dasharray": dash } : {}), name);
      item.append(label);
      note.append(item);
    }
    place.append(make("h3", "Lines"), note);
  }
  if (hubs.length > 1) organizations(place);
  const all = checks([{ flag: "lonely", name: "Also what has no tie" }]);
  place.append(make("h3", "Without ties"), all);
}

// How strong a tie has to be.
function least(place) {
  const { name, min, max } = data.weight, whole = edges.every(edge => Number.isInteger(edge.weight));
  const box = make("input", "", { type: "range", id: "least", min, max, step: whole ? 1 : (max - min) / 100, "aria-label": `At least: ${words(name)}` });
  const said = make("label", "", { for: "least" });
  const tell = () => { said.textContent = `at least ${+(+box.value).toPrecision(3)}`; };
  box.value = state.least;
  box.oninput = () => { state.least = +box.value; tell(); changed(); };
  tell();
  place.append(make("h3", words(name)), box, said);
}

const lineIcon = look => icon(svg => svg.append(drawn("path", { d: "M0 8H22", stroke: "currentColor", "stroke-width": 1.8, ...look })), 22);

function checks(some, long = false) {
  const list = make("ul", "", long ? { class: "long" } : {});
  for (const { set, at, flag, name, mark, tally } of some) {
    const item = make("li"), label = make("label"), box = make("input", "", { type: "checkbox" });
    box.checked = flag ? state[flag] : !set.has(at);
    box.onchange = () => {
      if (flag) state[flag] = box.checked;
      else box.checked ? set.delete(at) : set.add(at);
      changed();
    };
    label.append(box, ...(mark ? [mark] : []), make("span", name));
    if (tally) {
      const number = make("small");
      tallies.push([number, tally]);
      label.append(number);
    }
    item.append(label);
    list.append(item);
  }
  return list;
}

function legend(place) {
  if (data.colors.length > 1) {
    const choice = make("select", "", { id: "color", "aria-label": "Colour by" });
    data.colors.forEach((column, at) => choice.append(make("option", column.name, { value: at })));
    choice.value = state.color;
    choice.onchange = () => { state.color = +choice.value; filters(); changed(); byId("color").focus(); };
    place.append(make("h3", "Colour by"), choice);
  } else if (data.colors[0].plain) return;
  else place.append(make("h3", data.colors[0].name));
  const column = data.colors[state.color], list = make("ul");
  const swatch = (color, name) => {
    const item = make("li"), label = make("label");
    label.append(icon(svg => svg.append(drawn("rect", { x: 2, y: 2, width: 12, height: 12, rx: 3, fill: color }))), name);
    item.append(label);
    list.append(item);
  };
  if (column.names) {
    column.names.forEach((name, at) => { if (column.colors[at] !== data.palette.other) swatch(column.colors[at], name); });
    const rest = column.colors.filter(color => color === data.palette.other).length;
    if (rest) swatch(data.palette.other, count(rest, "other", "others"));
    if (column.of.some(value => value === null)) swatch(data.palette.other, column.none);
  } else {
    const { steps } = colors, scale = make("div", "", { class: "scale" });
    scale.append(make("small", String(+column.min.toPrecision(3))), icon(svg => steps.forEach((color, at) => svg.append(drawn("rect", { x: at * 18, y: 2, width: 18, height: 12, fill: color }))), steps.length * 18), make("small", String(+column.max.toPrecision(3))));
    place.append(scale);
    if (column.of.some(value => value === null)) swatch(data.palette.other, column.none);
  }
  place.append(list);
  if (column.about) place.append(make("p", column.about));
}

function organizations(place) {
  const kind = data.kinds[hubs[0].kind];
  const sorted = [...hubs].sort((a, b) => b.degree - a.degree || a.name.localeCompare(b.name));
  const all = make("div", "", { class: "both" });
  all.append(
    button("All", () => { state.hubs.clear(); filters(); changed({ refit: true }); }),
    button("None", () => { for (const hub of hubs) state.hubs.add(hub.at); filters(); changed(); }),
  );
  place.append(make("h3", kind.plural), all, checks(sorted.map(hub => ({
    set: state.hubs, at: hub.at, name: hub.name, tally: () => hub.edges.reduce((number, edge) => number + (fits(edge, state.day) ? 1 : 0), 0),
  })), true));
}

let perType = [], perStatus = [];
function tally(now) {
  perType = data.types.map(() => 0);
  perStatus = data.statuses.map(() => 0);
  for (const edge of edges) {
    if (!edge.now) continue;
    perType[edge.type] += 1;
    if (edge.status >= 0) perStatus[edge.status] += 1;
  }
  for (const [place, of] of tallies) {
    const text = String(of(now));
    if (place.textContent !== text) place.textContent = text;
  }
}
