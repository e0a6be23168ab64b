// Time: a slider by the day, the changes, and playing through the years.

const changes = data.day === null ? [] : [...new Set(edges.flatMap(({ period: [a, b, c, d] }) => [a, b, c, d]))]
  .filter(day => day >= data.first && day <= data.last).sort((a, b) => a - b);
let playing = 0;

function setDay(day, quiet = false) {
  state.day = Math.min(data.last, Math.max(data.first, Math.round(day)));
  changed({ quiet });
}

function step(forward) {
  const next = forward ? changes.find(day => day > state.day) : changes.findLast(day => day < state.day);
  if (next !== undefined) setDay(next);
}

function play(on) {
  cancelAnimationFrame(playing);
  playing = 0;
  const face = byId("play");
  face.setAttribute("aria-pressed", on);
  face.textContent = on ? "Pause" : "Play";
  if (!on) return;
  if (state.day >= data.last) setDay(data.first, true);
  // All years in half a minute; whoever wants less motion sees a step a second.
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches, pace = (data.last - data.first) / 30000;
  let last = performance.now(), at = state.day;
  const move = now => {
    if (!calm || now - last >= 1000) {
      at += (now - last) * pace;
      last = now;
      if (Math.round(at) !== state.day) setDay(at, true);
    }
    if (state.day >= data.last) { play(false); say(heading()); }
    else playing = requestAnimationFrame(move);
  };
  playing = requestAnimationFrame(move);
}

// How many ties there are, all through: a small outline above the slider.
function outline() {
  const bars = 120, counts = Array.from({ length: bars }, () => 0);
  for (const edge of edges) {
    if (state.types.has(edge.type)) continue;
    const at = day => Math.round((Math.min(data.last, Math.max(data.first, day)) - data.first) / Math.max(1, data.last - data.first) * (bars - 1));
    const [from, , , to] = edge.period;
    for (let bar = at(from); bar <= at(to - 1); bar++) counts[bar] += 1;
  }
  const most = Math.max(1, ...counts), svg = byId("history");
  svg.setAttribute("viewBox", `0 0 ${bars - 1} 100`);
  svg.replaceChildren(drawn("path", { d: `M0 100${counts.map((each, at) => `L${at} ${100 - each / most * 100}`).join("")}L${bars - 1} 100Z` }));
}

function timeline() {
  if (data.day === null) return;
  byId("time").hidden = false;
  const slider = byId("day"), box = byId("date");
  [slider.min, slider.max] = [data.first, data.last];
  [box.min, box.max] = [fromDay(data.first), fromDay(data.last)];
  slider.oninput = () => { play(false); setDay(+slider.value); };
  // A day by the arrows, a year by the page keys.
  slider.onkeydown = event => {
    const years = { PageUp: 1, PageDown: -1 }[event.key];
    if (!years) return;
    event.preventDefault();
    const day = new Date(state.day * 864e5);
    day.setUTCFullYear(day.getUTCFullYear() + years);
    setDay(day / 864e5);
  };
  box.onchange = () => { if (box.value) { play(false); setDay(toDay(box.value)); } };
  byId("before").onclick = () => { play(false); step(false); };
  byId("after").onclick = () => { play(false); step(true); };
  byId("play").onclick = () => play(!playing);
  outline();
}
