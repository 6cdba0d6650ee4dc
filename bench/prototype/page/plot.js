// A measured curve and the limits it must keep within, as a small picture.

const size = { width: 420, height: 220, left: 40, right: 12, top: 12, bottom: 28 };

export function plot({ title, points, upper = [], lower = [], logarithmic }) {
  const all = [...points, ...upper, ...lower];
  const place = (value) => (logarithmic ? Math.log(value) : value);
  const x = scale(
    all.map(([value]) => place(value)),
    size.left,
    size.width - size.right,
  );
  const y = scale(
    all.map(([, value]) => value),
    size.height - size.bottom,
    size.top,
  );
  const path = (line) => line.map(([px, py], at) => `${at === 0 ? 'M' : 'L'}${x(place(px))} ${y(py)}`).join('');
  const svg = shape('svg', { viewBox: `0 0 ${size.width} ${size.height}`, role: 'img', 'aria-label': title });
  for (const limit of [upper, lower])
    if (limit.length > 0) svg.append(shape('path', { d: path(limit), class: 'limit' }));
  svg.append(shape('path', { d: path(points), class: 'curve' }));
  const ends = [Math.min(...all.map(([, value]) => value)), Math.max(...all.map(([, value]) => value))];
  for (const value of ends) svg.append(words(String(Number(value.toFixed(1))), size.left - 6, y(value) + 4, 'end'));
  for (const [value] of [points[0], points.at(-1)])
    svg.append(words(`${value}`, x(place(value)), size.height - 8, 'middle'));
  svg.append(words(title, size.width / 2, size.height - 8, 'middle'));
  return svg;
}

function scale(values, from, to) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return (value) => (from + ((value - least) / (most - least || 1)) * (to - from)).toFixed(1);
}

function words(text, x, y, anchor) {
  const made = shape('text', { x, y, 'text-anchor': anchor });
  made.textContent = text;
  return made;
}

function shape(name, attributes) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
