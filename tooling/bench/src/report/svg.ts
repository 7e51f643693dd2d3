import { formatTick } from './numbers.ts'
import type { Axis, Line, Plot } from './plot.ts'

const width = 720
const height = 420
const area = { left: 72, right: 20, top: 44, bottom: 92 }
const floor = height - area.bottom
/** Told apart by those who cannot tell all colours, on light and dark ground. */
const colours = ['#3b82c4', '#d97706', '#2f9e63', '#b4539b', '#7c6f64']
const ink = '#808080'

const escapeXml = (words: string): string => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** An element with its attributes, numbers to a tenth of a pixel. */
function element(name: string, attributes: Readonly<Record<string, string | number>>, content = ''): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${typeof value === 'number' ? Number(value.toFixed(1)) : value}"`,
  )
  return `<${name}${written.join('')}${content === '' ? '/>' : `>${escapeXml(content)}</${name}>`}`
}

const words = (content: string, attributes: Readonly<Record<string, string | number>>): string =>
  element('text', attributes, content)

interface Scale {
  readonly of: (value: number) => number
  readonly ticks: readonly number[]
}

/** Where values are between `from` and `to`, in pixels. */
function scaleOf({ scale }: Axis, values: readonly number[], [from, to]: readonly [number, number]): Scale {
  const most = Math.max(...values)
  if (scale === 'linear') {
    const step = 10 ** Math.floor(Math.log10(most))
    const fine = most / step < 2 ? step / 5 : most / step < 5 ? step / 2 : step
    const end = Math.ceil(most / fine) * fine
    const ticks = Array.from({ length: Math.round(end / fine) + 1 }, (_, index) => index * fine)
    return { of: (value) => from + (value / end) * (to - from), ticks }
  }
  const least = Math.log10(Math.min(...values))
  const range = Math.max(0.3, Math.log10(most) - least)
  const of = (value: number): number => from + ((Math.log10(value) - least) / range) * (to - from)
  const decades = Array.from({ length: 14 }, (_, index) => 10 ** (index - 4)).filter(
    (tick) => Math.log10(tick) >= least - 1e-9 && Math.log10(tick) <= least + range + 1e-9,
  )
  return { of, ticks: decades.length > 1 ? decades : [...new Set(values)].sort((a, b) => a - b) }
}

function drawLine({ points }: Line, colour: string, [x, y]: readonly [Scale, Scale]): string[] {
  const path = points.map((point) => `${x.of(point.x).toFixed(1)},${y.of(point.median).toFixed(1)}`).join(' ')
  return [
    element('polyline', { points: path, fill: 'none', stroke: colour, 'stroke-width': 2 }),
    ...points.flatMap(({ x: at, median, least, most }) => {
      const ends = { x1: x.of(at), x2: x.of(at), y1: y.of(most), y2: y.of(least) }
      return [
        element('line', { ...ends, stroke: colour, opacity: 0.5 }),
        element('circle', { cx: x.of(at), cy: y.of(median), r: 3.5, fill: colour }),
      ]
    }),
  ]
}

function drawAxes({ x: xAxis, y: yAxis }: Plot, [x, y]: readonly [Scale, Scale], xTicks: readonly number[]): string[] {
  const right = width - area.right
  return [
    ...y.ticks.flatMap((tick) => {
      const at = y.of(tick)
      return [
        element('line', { x1: area.left, x2: right, y1: at, y2: at, stroke: ink, opacity: 0.25 }),
        words(formatTick(tick), { x: area.left - 8, y: at + 4, 'text-anchor': 'end' }),
      ]
    }),
    ...xTicks.map((tick) => words(formatTick(tick), { x: x.of(tick), y: floor + 18, 'text-anchor': 'middle' })),
    words(xAxis.title, { x: right, y: floor + 36, 'text-anchor': 'end' }),
    words(yAxis.title, { x: area.left - 60, y: area.top - 8 }),
  ]
}

/** A plot: medians joined, with a bar from the least to the most. */
export function drawPlot(plot: Plot, caption: string): string {
  const { title, x: xAxis, y: yAxis, lines } = plot
  const points = lines.flatMap((line) => line.points)
  const xs = points.map((point) => point.x)
  const x = scaleOf(xAxis, xs, [area.left, width - area.right])
  const y = scaleOf(
    yAxis,
    points.flatMap(({ least, most }) => [least, most]),
    [floor, area.top],
  )
  const parts = [
    words(title, { x: area.left, y: 22, 'font-size': 15, 'font-weight': 600 }),
    ...drawAxes(plot, [x, y], xAxis.scale === 'log' ? [...new Set(xs)] : x.ticks),
    ...lines.flatMap((line, index) => {
      const colour = colours[index % colours.length] ?? ink
      const [left, top] = [area.left + (index % 3) * 210, floor + 52 + Math.floor(index / 3) * 16]
      return [
        ...drawLine(line, colour, [x, y]),
        element('circle', { cx: left, cy: top - 4, r: 4, fill: colour }),
        words(line.name, { x: left + 10, y: top }),
      ]
    }),
    words(caption, { x: area.left, y: height - 6, 'font-size': 10 }),
  ]
  const look = 'font-family="system-ui, sans-serif" font-size="12"'
  const view = `viewBox="0 0 ${width} ${height}"`
  return `<svg xmlns="http://www.w3.org/2000/svg" ${view} ${look} fill="${ink}" role="img">\n${element('title', {}, title)}\n${parts.join('\n')}\n</svg>\n`
}
