// The view as a file: SVG, or PNG at twice the size, with its title and day.

function asSvg() {
  const { width, height } = view, head = 54;
  const root = drawn("svg", { xmlns: SVG, width, height: height + head, viewBox: `0 ${-head} ${width} ${height + head}`, "font-family": FONT });
  root.append(drawn("title", {}, heading()), drawn("rect", { x: 0, y: -head, width, height: height + head, fill: colors.page }));
  root.append(drawn("text", { x: 16, y: -30, fill: colors.ink, "font-size": 17, "font-weight": 600 }, heading()));
  root.append(drawn("text", { x: 16, y: -11, fill: colors.soft, "font-size": 12.5 }, byId("counts").textContent));
  const ties = edges.filter(edge => edge.now), shown = nodes.filter(node => node.shown);
  const alpha = ties.length > 3000 ? .25 : ties.length > 600 ? .35 : .55;
  const lines = drawn("g", { fill: "none", opacity: alpha });
  for (const edge of ties) {
    const [x1, y1] = toScreen(edge.a), [x2, y2] = toScreen(edge.b), look = lineOf(edge);
    const one = number => number.toFixed(1);
    const d = edge.bend ? `M${one(x1)} ${one(y1)}Q${bent(edge, x1, y1, x2, y2).map(one).join(" ")} ${one(x2)} ${one(y2)}` : `M${one(x1)} ${one(y1)}L${one(x2)} ${one(y2)}`;
    lines.append(drawn("path", { d, stroke: look.color, "stroke-width": look.width, ...(look.dash.length ? { "stroke-dasharray": look.dash.join(" ") } : {}) }));
  }
  const marks = drawn("g", { stroke: rim(), "stroke-width": 1.2 });
  for (const node of shown) markIn(marks, data.kinds[node.kind].shape, ...toScreen(node), zoomed(node), { fill: colorOf(node) });
  const names = drawn("g", { fill: colors.ink, stroke: colors.page, "stroke-width": 3, "paint-order": "stroke", "stroke-linejoin": "round" });
  for (const { text, height: size, left, top, font } of labels)
    names.append(drawn("text", { x: left.toFixed(1), y: (top + size * .85).toFixed(1), "font-size": size, "font-weight": font.slice(0, 3) }, text));
  root.append(lines, marks, names);
  return '<?xml version="1.0" encoding="UTF-8"?>\n' + new XMLSerializer().serializeToString(root);
}

const heading = () => data.title + (state.day === null ? "" : `, ${fromDay(state.day)}`);

function saveSvg() {
  save(new Blob([asSvg()], { type: "image/svg+xml" }), "svg");
}

function savePng() {
  const head = 54, scale = 2, canvas = make("canvas");
  [canvas.width, canvas.height] = [view.width * scale, (view.height + head) * scale];
  const pen = canvas.getContext("2d");
  pen.scale(scale, scale);
  pen.fillStyle = colors.page;
  pen.fillRect(0, 0, view.width, view.height + head);
  pen.fillStyle = colors.ink;
  pen.font = `600 17px ${FONT}`;
  pen.fillText(heading(), 16, 24);
  pen.fillStyle = colors.soft;
  pen.font = `12.5px ${FONT}`;
  pen.fillText(byId("counts").textContent, 16, 43);
  pen.translate(0, head);
  lines(pen, edges.filter(edge => edge.now), 1);
  const shown = nodes.filter(node => node.shown);
  for (const node of shown) mark(pen, node);
  write(pen, labels);
  canvas.toBlob(blob => save(blob, "png"));
}

function save(blob, ending) {
  const address = URL.createObjectURL(blob);
  const name = heading().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").toLowerCase() || "picture";
  make("a", "", { href: address, download: `${name}.${ending}` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
  say(`Saved as ${ending.toUpperCase()}.`);
}

async function copyLink() {
  const said = written(), address = location.href.split("#")[0];
  if (address.startsWith("about:")) return say("In a notebook there is no link: save the picture as a file, then its links keep what is shown.", true);
  const link = said ? `${address}#${said}` : address;
  try {
    await navigator.clipboard.writeText(link);
    say("The link to what is shown is copied.", true);
  } catch {
    history.replaceState(null, "", link);
    say("The link to what is shown stands in the address of this page.", true);
  }
}
