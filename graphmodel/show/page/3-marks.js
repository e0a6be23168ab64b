// How things look: colours, shapes and lines, for the canvas and for SVG alike.

const colors = { page: "", ink: "", soft: "", line: "", card: "", steps: [] };
function readColors() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ["page", "ink", "soft", "line", "card"]) colors[name] = style.getPropertyValue(`--${name}`).trim();
  colors.steps = steps();
}
// A mark is the larger the more ties it ever has, or the greater its value on a scale.
function radius(node) {
  const column = data.colors[state.color], value = column.of[node.at];
  if (column.names) return node.r;
  return value === null ? 4 : 5 + 11 * Math.sqrt(shareOf(column, value));
}
const rim = () => data.colors[state.color].names ? colors.page : colors.soft;

// The colour of a node by the chosen column; what has no value there is grey.
function colorOf(node) {
  const column = data.colors[state.color], value = column.of[node.at];
  if (value === null || value === undefined) return data.palette.other;
  if (column.names) return column.colors[value];
  return shade(column, value);
}
const shareOf = (column, value) => column.max > column.min ? (value - column.min) / (column.max - column.min) : 1;
// From little to much: what is much stands out from the page.
const steps = () => isDark() ? [...data.palette.sequence].reverse() : data.palette.sequence;
function shade(column, value) {
  const share = shareOf(column, value);
  return colors.steps[Math.min(colors.steps.length - 1, Math.floor(share * colors.steps.length))];
}
// What a column says of a node, in words.
function told(column, node) {
  const value = column.of[node.at];
  if (value === null || value === undefined) return null;
  return column.names ? column.names[value] : String(+value.toPrecision(4));
}

// Outlines around the origin for a mark of radius 1: points; none is a circle.
const around = (corners, turn, inner = 0) => {
  const steps = inner ? corners * 2 : corners;
  return Array.from({ length: steps }, (_, at) => {
    const angle = turn + 2 * Math.PI * at / steps, radius = inner && at % 2 ? inner : 1;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
};
const SHAPES = {
  circle: null,
  square: around(4, Math.PI / 4).map(([x, y]) => [x * 1.28, y * 1.28]),
  diamond: around(4, 0).map(([x, y]) => [x * 1.2, y * 1.2]),
  triangle: around(3, -Math.PI / 2).map(([x, y]) => [x * 1.3, y * 1.3 + .15]),
  hexagon: around(6, 0).map(([x, y]) => [x * 1.1, y * 1.1]),
  star: around(5, -Math.PI / 2, .5).map(([x, y]) => [x * 1.35, y * 1.35]),
  pentagon: around(5, -Math.PI / 2).map(([x, y]) => [x * 1.15, y * 1.15]),
  cross: [[-.4, -1.1], [.4, -1.1], [.4, -.4], [1.1, -.4], [1.1, .4], [.4, .4], [.4, 1.1], [-.4, 1.1], [-.4, .4], [-1.1, .4], [-1.1, -.4], [-.4, -.4]],
};
const shapeOf = node => SHAPES[data.kinds[node.kind].shape];

// A line: colour, width and dashes. Ends of one colour lend it to the line; what is only possible is dashed.
function lineOf(edge) {
  const type = data.types[edge.type], a = colorOf(edge.a), b = colorOf(edge.b);
  const color = type.color ?? (a === b && a !== data.palette.other && data.colors[state.color].names ? a : colors.line);
  const { weight } = data;
  const width = weight ? 1 + 3 * Math.max(0, Math.round((edge.weight - weight.min) / (weight.max - weight.min) * 4) / 4) : null;
  return { color, width: width ?? (edge.status >= 0 && data.less.includes(edge.status) ? .8 : 1.5), dash: edge.now === POSSIBLY ? [5, 4] : [] };
}

const SVG = "http://www.w3.org/2000/svg";
function drawn(tag, attributes, text = "") {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text) made.textContent = text;
  return made;
}
function markIn(parent, shape, x, y, r, look) {
  const points = SHAPES[shape]?.map(([dx, dy]) => `${(x + dx * r).toFixed(1)},${(y + dy * r).toFixed(1)}`).join(" ");
  parent.append(points ? drawn("polygon", { points, ...look }) : drawn("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: r.toFixed(1), ...look }));
}
function icon(draw, width = 18) {
  const made = drawn("svg", { width, height: 16, viewBox: `0 0 ${width} 16`, "aria-hidden": "true" });
  draw(made);
  return made;
}
