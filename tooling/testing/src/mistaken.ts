/** What may be passed where something else belongs; the promise is one that lacks its `await`. */
export const mistaken = (): readonly unknown[] => [
  undefined,
  null,
  7,
  -1.5,
  Number.NaN,
  true,
  '',
  'x',
  [],
  [null],
  {},
  { x: null },
  new Date(Number.NaN),
  Symbol('x'),
  () => 'x',
  Promise.resolve(1),
]
