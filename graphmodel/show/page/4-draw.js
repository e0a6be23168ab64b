// Drawing: all on one canvas, what is chosen on another above it, so that pointing at something costs little.

const stage = byId("stage"), hand = byId("hand"), below = byId("ties"), above = byId("chosen");
const view = { width: 0, height: 0, k: 1, x: 0, y: 0, drawn: null, cost: 0, moving: false };
const FONT = "system-ui, sans-serif";
let labels = [];

const toScreen = node => [(node.x - view.x) * view.k + view.width / 2, (node.y - view.y) * view.k + view.height / 2];
const zoomed = node => radius(node) * Math.min(1.6, Math.max(.55, Math.sqrt(view.k)));

function fit() {
  const shown = nodes.filter(node => node.shown), near = narrow() ? nearest().filter(node => node.shown) : [];
  const of = near.length ? near : shown.length ? shown : nodes;
  if (!of.length) return;
  const xs = of.map(node => node.x), ys = of.map(node => node.y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  // Names stand beside the marks: room for them at the sides.
  const room = view.width > 600 ? 70 : 40, side = aside();
  view.k = Math.min((view.width - side - 2 * room) / Math.max(right - left, 1), (view.height - Math.min(64, view.height * .3)) / Math.max(bottom - top, 1), 2.5);
  view.k = Math.max(view.k, .02);
  [view.x, view.y] = [(left + right) / 2 + side / 2 / view.k, (top + bottom) / 2];
}

// How much of the stage the card covers.
const aside = () => state.chosen && !narrow() ? 352 : 0;

// What is chosen, and what is tied to it: above its card a small screen has room for no more.
function nearest() {
  const { chosen } = state;
  if (!chosen) return [];
  if (!chosen.edges) return [chosen.a, chosen.b];
  return [chosen, ...chosen.edges.filter(edge => edge.now).map(edge => other(edge, chosen))];
}

// On a screen that is higher than wide the picture lies on its side, and does not turn when a card takes half of it.
function lay() {
  const upright = stage.parentElement.clientHeight > view.width * 1.15;
  for (const node of nodes) [node.x, node.y] = upright ? [-node.place[1], node.place[0]] : node.place;
}

function resize() {
  const ratio = Math.min(devicePixelRatio || 1, 2);
  [view.width, view.height] = [stage.clientWidth, stage.clientHeight];
  for (const canvas of [below, above]) [canvas.width, canvas.height] = [view.width * ratio, view.height * ratio];
  lay();
  if (state.camera) {
    [view.k, view.x, view.y] = state.camera;
    const [node] = narrow() ? nearest() : [];
    if (node) {
      const [px, py] = toScreen(node);
      if (px < 0 || py < 0 || px > view.width || py > view.height) [view.x, view.y] = [node.x, node.y];
    }
  } else fit();
  request();
}

let waiting = 0;
function request() {
  waiting ||= requestAnimationFrame(() => { waiting = 0; frame(); });
}

let settling = 0;
function frame() {
  // Where drawing is slow, what was drawn is moved while the reader moves it, and drawn anew when the hand rests.
  if (view.moving && view.cost > 20 && view.drawn) {
    const { k, x, y } = view.drawn, scale = view.k / k;
    const [dx, dy] = [(x - view.x) * view.k + view.width / 2 * (1 - scale), (y - view.y) * view.k + view.height / 2 * (1 - scale)];
    for (const canvas of [below, above]) canvas.style.transform = `matrix(${scale},0,0,${scale},${dx},${dy})`;
    clearTimeout(settling);
    settling = setTimeout(() => { view.moving = false; request(); }, 130);
    return;
  }
  const began = performance.now();
  for (const canvas of [below, above]) canvas.style.transform = "";
  const pen = cleared(below);
  lines(pen, edges.filter(edge => edge.now), 1);
  const shown = nodes.filter(node => node.shown);
  for (const node of shown) mark(pen, node);
  labels = placed(pen, shown, 420);
  write(pen, labels);
  view.drawn = { k: view.k, x: view.x, y: view.y };
  highlight();
  view.cost = performance.now() - began;
}

function cleared(canvas) {
  const pen = canvas.getContext("2d"), ratio = canvas.width / Math.max(view.width, 1);
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, view.width, view.height);
  return pen;
}

// Lines of one look are one path: thousands of them are a few strokes.
function lines(pen, some, more) {
  const paths = new Map(), { width, height } = view;
  for (const edge of some) {
    const [x1, y1] = toScreen(edge.a), [x2, y2] = toScreen(edge.b);
    if (Math.max(x1, x2) < 0 || Math.max(y1, y2) < 0 || Math.min(x1, x2) > width || Math.min(y1, y2) > height) continue;
    const look = lineOf(edge), key = look.color + look.width + look.dash.length;
    let found = paths.get(key);
    if (!found) paths.set(key, found = { look, path: new Path2D() });
    trace(found.path, edge, x1, y1, x2, y2);
  }
  pen.globalAlpha = more > 1 ? .95 : some.length > 3000 ? .25 : some.length > 600 ? .35 : .55;
  for (const { look, path } of paths.values()) {
    pen.strokeStyle = look.color;
    pen.lineWidth = look.width * more;
    pen.setLineDash(look.dash);
    pen.stroke(path);
  }
  pen.setLineDash([]);
  if (some.length <= 300) for (const edge of some) if (data.types[edge.type].directed) arrow(pen, edge);
  pen.globalAlpha = 1;
}

// Several ties between the same two are bent apart; a tie to itself is a loop.
function trace(path, edge, x1, y1, x2, y2) {
  path.moveTo(x1, y1);
  if (edge.a === edge.b) path.arc(x1, y1 - edge.a.r - 6, edge.a.r + 4, Math.PI / 2, Math.PI * 2.49);
  else if (edge.bend) path.quadraticCurveTo(...bent(edge, x1, y1, x2, y2), x2, y2);
  else path.lineTo(x2, y2);
}
const bent = (edge, x1, y1, x2, y2) => [(x1 + x2) / 2 - (y2 - y1) * edge.bend, (y1 + y2) / 2 + (x2 - x1) * edge.bend];

function arrow(pen, edge) {
  if (edge.a === edge.b) return;
  const [x1, y1] = toScreen(edge.a), [x2, y2] = toScreen(edge.b);
  const [fx, fy] = edge.bend ? bent(edge, x1, y1, x2, y2) : [x1, y1];
  const angle = Math.atan2(y2 - fy, x2 - fx), back = zoomed(edge.b) + 2;
  const [tx, ty] = [x2 - Math.cos(angle) * back, y2 - Math.sin(angle) * back];
  pen.fillStyle = lineOf(edge).color;
  pen.beginPath();
  pen.moveTo(tx, ty);
  for (const turn of [-.42, .42]) pen.lineTo(tx - 8 * Math.cos(angle + turn), ty - 8 * Math.sin(angle + turn));
  pen.fill();
}

function mark(pen, node, ring = false) {
  const [x, y] = toScreen(node), r = zoomed(node);
  if (x < -20 || y < -20 || x > view.width + 20 || y > view.height + 20) return;
  const shape = shapeOf(node);
  pen.beginPath();
  if (shape) {
    for (const [dx, dy] of shape) pen.lineTo(x + dx * r, y + dy * r);
    pen.closePath();
  } else pen.arc(x, y, r, 0, 2 * Math.PI);
  pen.fillStyle = colorOf(node);
  pen.fill();
  pen.strokeStyle = ring ? colors.ink : rim();
  pen.lineWidth = ring ? 2.5 : 1.2;
  pen.stroke();
}

// Which names find room: the best tied first; a name that would lie on another or on a mark is left out.
const widths = new Map();
function placed(pen, some, most, { all = false, known = [] } = {}) {
  const large = node => data.kinds[node.kind].large ? 1 : 0;
  const order = [...some].sort((a, b) => large(b) - large(a) || b.degree - a.degree || a.at - b.at).slice(0, most);
  const cells = new Map(), size = 40, found = [];
  const boxes = function* ([left, top, right, bottom]) {
    for (let i = Math.floor(left / size); i <= Math.floor(right / size); i++)
      for (let j = Math.floor(top / size); j <= Math.floor(bottom / size); j++) yield i * 4096 + j;
  };
  const put = box => { for (const cell of boxes(box)) cells.has(cell) ? cells.get(cell).push(box) : cells.set(cell, [box]); };
  const free = (box, own, over = false) => {
    for (const cell of boxes(box)) for (const at of cells.get(cell) ?? [])
      if (at !== own && !(over && at.mark) && box[0] < at[2] && at[0] < box[2] && box[1] < at[3] && at[1] < box[3]) return false;
    return true;
  };
  const marks = new Map(some.map(node => {
    const [x, y] = toScreen(node), r = zoomed(node);
    return [node, Object.assign([x - r, y - r, x + r, y + r], { mark: true })];
  }));
  for (const box of marks.values()) put(box);
  // A name stays where it stands already.
  const stands = new Map(known.map(label => [label.node, label]));
  for (const node of some) if (stands.has(node)) {
    const label = stands.get(node);
    put(label.box);
    found.push(label);
  }
  for (const node of order) {
    if (stands.has(node)) continue;
    const [x, y] = toScreen(node), r = zoomed(node);
    if (x < 0 || y < 0 || x > view.width || y > view.height) continue;
    const hub = data.kinds[node.kind].large, height = hub ? 13 : 11.5;
    const font = `${hub ? 600 : 400} ${height}px ${FONT}`, text = node.name.length > 34 ? node.name.slice(0, 32) + "…" : node.name;
    const key = font + text;
    if (!widths.has(key)) { pen.font = font; widths.set(key, pen.measureText(text).width); }
    const wide = widths.get(key), gap = r * 1.15 + 3;
    const places = [
      [x - wide / 2, y + gap], [x + gap, y - height / 2], [x - gap - wide, y - height / 2], [x - wide / 2, y - gap - height],
    ].map(([left, top]) => [left - 2, top - 1, left + wide + 2, top + height + 2])
      .filter(box => box[0] >= 0 && box[2] <= view.width - aside() && box[1] >= 0 && box[3] <= view.height);
    // What others gather around is named even where its name lies on marks.
    const box = places.find(box => free(box, marks.get(node))) ?? (large(node) || all ? places.find(box => free(box, marks.get(node), true)) ?? (all ? places[0] : null) : null);
    if (!box) continue;
    put(box);
    found.push({ node, text, font, height, box, left: box[0] + 2, top: box[1] + 1 });
  }
  return found;
}

function write(pen, some) {
  pen.textAlign = "left";
  pen.textBaseline = "top";
  pen.direction = "ltr";
  pen.lineJoin = "round";
  for (const { text, font, left, top } of some) {
    pen.font = font;
    pen.strokeStyle = colors.page;
    pen.lineWidth = 3;
    pen.strokeText(text, left, top);
    pen.fillStyle = colors.ink;
    pen.fillText(text, left, top);
  }
}

// What is pointed at or chosen, and what is tied to it, before the rest.
let pointed = null;
function highlight() {
  const pen = cleared(above), thing = pointed ?? state.chosen;
  const on = thing && (thing.edges ? thing.shown : thing.now);
  below.classList.toggle("behind", Boolean(on));
  if (!on) return;
  const ties = thing.edges ? thing.edges.filter(edge => edge.now) : [thing];
  const near = new Set(ties.flatMap(edge => [edge.a, edge.b]));
  if (thing.edges) near.add(thing);
  lines(pen, ties, 1.5);
  for (const node of near) mark(pen, node, node === thing);
  // What is pointed at is named wherever it is, the others where there is room.
  const own = placed(pen, thing.edges ? [thing] : [...near], 2, { all: true, known: labels });
  write(pen, placed(pen, [...near], 80, { known: [...labels, ...own] }));
}

// What lies under a point: the nearest mark, or else the nearest line.
function under(px, py) {
  let best = null, least = Infinity;
  for (const node of nodes) {
    if (!node.shown) continue;
    const [x, y] = toScreen(node), far = Math.hypot(x - px, y - py) - zoomed(node);
    if (far < 7 && far < least) [best, least] = [node, far];
  }
  if (best) return best;
  least = 5;
  for (const edge of edges) {
    if (!edge.now) continue;
    const [x1, y1] = toScreen(edge.a), [x2, y2] = toScreen(edge.b);
    if (px < Math.min(x1, x2) - 40 || px > Math.max(x1, x2) + 40 || py < Math.min(y1, y2) - 40 || py > Math.max(y1, y2) + 40) continue;
    const far = distance(edge, px, py, x1, y1, x2, y2);
    if (far < least) [best, least] = [edge, far];
  }
  return best;
}

function distance(edge, px, py, x1, y1, x2, y2) {
  if (edge.a === edge.b) return Math.abs(Math.hypot(px - x1, py - (y1 - edge.a.r - 6)) - edge.a.r - 4);
  const [mx, my] = edge.bend ? bent(edge, x1, y1, x2, y2) : [];
  let least = Infinity, [fx, fy] = [x1, y1];
  // A bent line is tried as eight straight ones.
  for (let step = 1, steps = edge.bend ? 8 : 1; step <= steps; step++) {
    const t = step / steps, s = 1 - t;
    const [x, y] = edge.bend ? [s * s * x1 + 2 * s * t * mx + t * t * x2, s * s * y1 + 2 * s * t * my + t * t * y2] : [x2, y2];
    const long = (x - fx) ** 2 + (y - fy) ** 2;
    const at = long ? Math.max(0, Math.min(1, ((px - fx) * (x - fx) + (py - fy) * (y - fy)) / long)) : 0;
    least = Math.min(least, Math.hypot(px - fx - at * (x - fx), py - fy - at * (y - fy)));
    [fx, fy] = [x, y];
  }
  return least;
}
