import { describe, expect, it } from 'vitest';
import { guideOf } from '../../../src-renderer/guide/guideOf.ts';

const page = (body: string) =>
  `# Latchkey\n\n## Use\n\nText.\n\n## How AWS access works\n\n${body}\n\n## Next\n\nEnd.\n`;

describe('the page of README that the window shows', () => {
  it('is its section alone, in plain values', () => {
    const body = [
      'Keys (`ASIA…`) and _who_ takes\nthem: [MFA](#mfa), [AWS](https://aws.amazon.com).',
      '### MFA',
      '- **One** code\n- two',
      '| call | longest |\n| --- | --- |\n| `A\\|B` | 1 h |',
      '```\nyou --> role\n```',
    ].join('\n\n');
    const text = (words: string) => ({ kind: 'text', text: words });
    const { heading, blocks } = guideOf(page(body), ['mfa', 'how-aws-access-works']);
    expect(heading.id).toBe('how-aws-access-works');
    expect(blocks).toEqual([
      {
        kind: 'paragraph',
        runs: [
          ...[text('Keys ('), { kind: 'code', text: 'ASIA…' }, text(') and ')],
          ...[{ kind: 'emphasis', runs: [text('who')] }, text(' takes them: ')],
          ...[{ kind: 'link', anchor: 'mfa', runs: [text('MFA')] }, text(', ')],
          ...[{ kind: 'link', anchor: null, runs: [text('AWS')] }, text('.')],
        ],
      },
      { kind: 'heading', id: 'mfa', text: 'MFA' },
      {
        kind: 'list',
        ordered: false,
        items: [
          [{ kind: 'paragraph', runs: [{ kind: 'strong', runs: [text('One')] }, text(' code')] }],
          [{ kind: 'paragraph', runs: [text('two')] }],
        ],
      },
      {
        kind: 'table',
        head: [[text('call')], [text('longest')]],
        rows: [[[{ kind: 'code', text: 'A|B' }], [text('1 h')]]],
      },
      { kind: 'code', text: 'you --> role' },
    ]);
  });

  it('has the anchors of GitHub, numbered where a heading is there twice', () => {
    const { blocks } = guideOf(page('### Role’s “path”, and the 1 hour cap\n\n### Use'), []);
    expect(blocks).toMatchObject([{ id: 'roles-path-and-the-1-hour-cap' }, { id: 'use-1' }]);
  });

  it('stops the build where the section or a heading that the window links to is missing', () => {
    expect(() => guideOf('# Latchkey\n', [])).toThrow('no section “## How AWS access works”');
    expect(() => guideOf(page('### MFA'), ['mfa', 'federation'])).toThrow('no heading “#federation”');
    expect(() => guideOf(page(''), ['next'])).toThrow('no heading “#next”');
  });

  it.each(['<b>bold</b>', '![picture](x.png)', '> said', '#### deeper'])(
    'stops the build where it holds what the window does not draw: %s',
    (body) => {
      expect(() => guideOf(page(body), [])).toThrow('README.md');
    },
  );
});
