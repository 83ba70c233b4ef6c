import { fc } from '../../support/fc.ts';
/** Lines as people, tools and accidents leave them in ~/.aws: valid, odd and broken. */
const line = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('region = eu-west-1', 'output=json', 'aws_access_key_id = one', ''),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '[default]',
      '[profile user-a]',
      '[user-a]',
      '[profile "user b"] # note',
      '[sso-session corp]',
      '  [profile indented ]',
      '[unclosed',
      '[a]b]',
      '[]',
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      's3 =',
      '  max_concurrent_requests = 10',
      '# note',
      '  ; indented',
      '   ',
      '\t',
      'word',
      '= x',
      'name = caf\u00c3\u00a9',
      'latin = caf\u00e9',
      'x\ry',
      '\r[profile cr]',
      '# latchkey',
      '# latchkey keys id=0 home=a check=0',
      'nul = \u0000',
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .uint8Array({ maxLength: 24 })
      .map((bytes) => Buffer.from(bytes).toString('latin1').replaceAll('\n', ' ')),
  },
);

/** A whole file, one character a byte: LF, CRLF or mixed, with and without a last newline or a byte order mark. */
export const awsFileText = fc
  .record({
    mark: fc.constantFrom('', '', '', '\u00ef\u00bb\u00bf'),
    lines: fc.array(line, { maxLength: 12 }),
    ending: fc.constantFrom('\n', '\n', '\r\n', 'mixed'),
    last: fc.boolean(),
  })
  .map(({ mark, lines, ending, last }) => {
    const endings = lines.map((_, index) => (ending === 'mixed' ? (index % 2 ? '\n' : '\r\n') : ending));
    const body = lines.map((text, index) => {
      const open = index === lines.length - 1 && !last;
      return text + (open ? '' : (endings[index] ?? ''));
    });
    return mark + body.join('');
  });
