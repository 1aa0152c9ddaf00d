/** Values on which the ways of writing environment files differ: as the input `environment` has them, and as they are meant. */
export const oddValues: [name: string, written: string, meant: string][] = [
  ['TEST_DOLLAR', 'pa$$w0rd$', 'pa$$w0rd$'],
  ['TEST_VARIABLE', '$HOME ${not_a_variable:-x}', '$HOME ${not_a_variable:-x}'],
  ['TEST_DOLLAR_IN_QUOTES', '"a$b$$c"', 'a$b$$c'],
  ['TEST_HASH', 'a#b #c', 'a#b #c'],
  ['TEST_SINGLE', "it's", "it's"],
  ['TEST_DOUBLE', 'say "yes"', 'say "yes"'],
  ['TEST_BOTH', `both "'" and '"'`, `both "'" and '"'`],
  ['TEST_BOTH_QUOTED', `"'\\" \\\\ '"`, `'" \\ '`],
  ['TEST_SPACES', '"  two spaces around  "', '  two spaces around  '],
  ['TEST_SPACES_SINGLE', "'  two # $X  '", '  two # $X  '],
  ['TEST_BACKSLASH', 'C:\\new\\table\\', 'C:\\new\\table\\'],
  ['TEST_LINES', '"first\nsecond\\nthird"', 'first\nsecond\nthird'],
  ['TEST_UNICODE', 'Łódź 日本 😀 \u0085\u2028', 'Łódź 日本 😀 \u0085\u2028'],
  ['TEST_EQUALS', 'a=b==', 'a=b=='],
  ['TEST_EMPTY', '', ''],
  ['TEST_URL', 'postgres://u:p%40ss@db:5432/x?y=1&z=2', 'postgres://u:p%40ss@db:5432/x?y=1&z=2'],
  ['TEST_JSON', '{"a": [1, "$2"]}', '{"a": [1, "$2"]}'],
  ['TEST_BRACES', '{{ .Names }} %s %d', '{{ .Names }} %s %d'],
  [
    'TEST_PEM',
    '-----BEGIN TEST-----\nAB+/\nCD==\n-----END TEST-----',
    '-----BEGIN TEST-----\nAB+/\nCD==\n-----END TEST-----',
  ],
]

/** As lines of the input. */
export const oddLines = oddValues.map(([name, written]) => `${name}=${written}`).join('\n')

/** As a program must find them in its environment. */
export const oddMeant = Object.fromEntries(oddValues.map(([name, , meant]) => [name, meant]))
