import { describe, expect, it } from 'vitest';
import { hintInWords } from '../../../src-renderer/problems/inWords.ts';

const sources = import.meta.glob<string>(
  '../../../src-main/{core,app,adapters,door,desk,shell,agent}/**/*.ts',
  { query: '?raw', import: 'default', eager: true },
);

/** Every sentence of the sources that names a terminal command or one of its options. */
const terminalTexts = Object.values(sources).flatMap((source) =>
  [...source.replace(/^\s*(\/\*\*|\*|\/\/).*$/gm, '').matchAll(/'[^'\n]*'|`[^`]*`/g)]
    .map(([literal]) => literal.slice(1, -1).replaceAll(/\$\{[^}]*\}/g, 'corp'))
    .filter((literal) => /^[A-Z`].*(latchkey [a-z]+|--[a-z]+\b)/.test(literal)),
);

describe('the hints of the window', () => {
  it('are read from sources that do name commands', () => {
    expect(terminalTexts.length).toBeGreaterThan(20);
  });

  it.each(terminalTexts)('name no command: %s', (hint) => {
    expect(hintInWords(hint) ?? '').not.toMatch(/latchkey [a-z]+|--[a-z]|`/);
  });

  it('say something else instead where a person can do something', () => {
    expect(hintInWords('Sign in with: latchkey login acme')).toBe('Sign in again.');
    expect(
      hintInWords(
        'Behind a TLS-inspecting proxy, set its certificate with: latchkey settings set caBundle PATH',
      ),
    ).toContain('CA certificates');
  });

  it('are passed on where they name none', () => {
    expect(hintInWords('Check the network, VPN or proxy; you stay signed in.')).toBe(
      'Check the network, VPN or proxy; you stay signed in.',
    );
  });
});
