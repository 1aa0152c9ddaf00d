/** Numbers that look random and are the same in every run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** What breaks parsers: whole words of dotenv, shell, YAML and Compose syntax beside ordinary text. */
const pieces = [
  ...[
    '$',
    '$$',
    '${X}',
    '${X:-y}',
    '$X',
    '${',
    '}',
    '$(id)',
    '\\$',
    '\\\\',
    '\\',
    '\\n',
    '\\"',
    "\\'",
    '\\0',
    '\\t',
  ],
  ...[
    '"',
    "'",
    '`',
    '#',
    ' #',
    '# ',
    '=',
    ':',
    ': ',
    '- ',
    ' ',
    '  ',
    '\t',
    '\n',
    '\n\n',
    '\r',
    '\r\n',
    '|',
    '>',
    '!',
  ],
  ...[
    'a',
    'B',
    '7',
    'é',
    '日本',
    '😀',
    '%',
    '&&',
    '\u00a0',
    '\u0085',
    '\u2028',
    '\u2029',
    '\ufeff',
    '\u007f',
    '\u0001',
  ],
  ...[
    'null',
    'true',
    '{{',
    '}}',
    '<%',
    '*',
    '&a',
    '@',
    '---',
    '-----BEGIN ',
    'export ',
    'KEY=value',
    '\n# c',
    '\nK=v',
  ],
]

/** Values made of such pieces, from empty to long. */
export function randomValues(seed: number, count: number): string[] {
  const next = seeded(seed)
  const pick = (): string => pieces[Math.floor(next() * pieces.length)] ?? ''
  return Array.from({ length: count }, () => Array.from({ length: Math.floor(next() * 9) }, pick).join(''))
}
