/** A step of a page that is followed by copy and paste. */
export type Step =
  | { readonly kind: 'run'; readonly commands: string }
  /** In a second terminal, where it stays. */
  | { readonly kind: 'start'; readonly commands: string }
  | { readonly kind: 'write'; readonly file: string; readonly text: string }

/**
 * What a reader does who follows the README from the top to the end of "Five minutes": each `sh` block is run, in a second terminal if the
 * paragraph before it says so, and each `ts` block is written to the file that the paragraph before it names.
 */
export function stepsOf(readme: string): Step[] {
  const end = readme.indexOf('\n## ', readme.indexOf('\n## Five minutes') + 1)
  if (end === -1) throw new Error('The README has no section "Five minutes"')
  return [...readme.slice(0, end).matchAll(/(?:^|\n\n)((?:.+\n)+)\n```(sh|ts)\n([\s\S]*?)^```$/gm)].map(
    ([, before = '', language, text = '']) => {
      if (language === 'sh') return { kind: /\bsecond terminal\b/.test(before) ? 'start' : 'run', commands: text }
      const file = /`([\w-]+\.[a-z]+)`/.exec(before)?.[1]
      if (file === undefined) throw new Error(`No file is named for the program:\n${text}`)
      return { kind: 'write', file, text }
    },
  )
}
