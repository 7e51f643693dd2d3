/** A word of STYLE's glossary that prose of this project does without. */
export interface Term {
  readonly word: RegExp
  /** What to write. */
  readonly instead: string
  /** Uses of the word that are right, with what stands around it. */
  readonly unless?: RegExp
}

export const GLOSSARY: readonly Term[] = [
  {
    word: /\btexts?\b/gi,
    instead: 'string (or: content, message, body)',
    unless:
      /\b(plain|clear|json|free|help|human|license|markdown|source|utf-8) texts?\b|\btexts?[/-]|\btext (file|node|editor|format|mode|area|encoder)|-texts?\b/gi,
  },
  {
    word: /\brefus(e|es|ed|al|als|ing)\b/gi,
    instead: 'reject',
    unless:
      /\bconnections? (is |are |was |were )?refused\b|\brefus(es?|ed|ing) (the |a |every |all )?connections?\b|\bECONNREFUSED\b/gi,
  },
  {
    word: /\b(is|are|was|were|be|being) no\b/gi,
    instead: 'is not a (valid) ...',
    unless:
      /\b(there|it) (is|are|was|were|will be|would be|can be|may be|must be|to be) no\b|\b(is|are|was|were|be|being) no (longer|more|less|later|earlier|bigger|larger|smaller|different|better|worse|one|use|need|way|doubt)\b/gi,
  },
  { word: /\bhash lists?\b/gi, instead: "hashmap (Pithos' own term)" },
  {
    word: /\b(answer|repl(y|ie))(s|ed|d|ing)?\b/gi,
    instead: 'response; responds',
    unless: /\banswers? to (the|a) questions?\b/gi,
  },
  {
    word: /\b(he|his|him|himself|she|hers?|herself)\b/gi,
    instead: 'they, their, them',
    // Synnefo's own message.
    unless: /\bis not allowed to suspend his server\b/g,
  },
  { word: /\bgives\b/gi, instead: 'returns', unless: /\bgives (up|way)\b/gi },
  {
    word: /\bmakes? (a|an) (new )?(server|container|network|volume|snapshot|subnet|port|image|project|keypair|folder|file|directory|client|object|user)s?\b/gi,
    instead: 'create',
  },
  { word: /\bmoments?\b/gi, instead: 'time' },
  // PostgreSQL's own message.
  { word: /\bNULs?\b/g, instead: 'zero byte', unless: /\bcannot contain NUL \(0x00\) characters/g },
  { word: /\bin vain\b/gi, instead: 'say what will not happen' },
  { word: /\bnone of the business\b/gi, instead: 'must not be sent there' },
  { word: /\bis not known here\b/gi, instead: "Unknown field '...'. Allowed fields: ..." },
]
