import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { commandWords } from '../../../src-main/core/roles/commandWords.ts';

const words = (text: string) => commandWords('--command', text);

describe('a command in one string', () => {
  it.each([
    'ykman oath accounts code --single ada',
    '  a   b\tc ',
    `op item get "AWS ada" --otp`,
    `a 'single "quoted" $HOME' b`,
    String.raw`a "double \"quoted\" \$HOME \\ \x" b`,
    String.raw`a with\ space \' \"`,
    `a --name=it" is "'one word'`,
    `a '' ""`,
    'a b#c x~y',
  ])('is split as a shell splits it: %s', (text) => {
    const shell = spawnSync('bash', ['--norc', '-c', `printf '%s\\0' ${text}`], { encoding: 'utf8' });
    expect(words(text)).toEqual(shell.stdout.split('\0').slice(0, -1));
  });

  it.each([
    'code | tail -1',
    'code; rm x',
    'code && other',
    'code > file',
    'code < file',
    'echo $HOME',
    'echo "$HOME"',
    'echo `id`',
    'echo "`id`"',
    'echo $(id)',
    'cat *.txt',
    'cat file?',
    'cat [ab]',
    'cat {a,b}',
    'cat ~/code',
    'cat # words',
    'cat a\ncat b',
  ])('that needs a shell is refused: %j', (text) => {
    expect(() => words(text)).toThrow(/no variables, pipes or patterns/);
  });

  it.each([`a 'open`, `a "open`, String.raw`a "open\"`, 'a \\'])(
    'with an open end is refused: %s',
    (text) => {
      expect(() => words(text)).toThrow(/not closed/);
    },
  );

  it.each(['', '   ', `''`])('that names no program is refused: “%s”', (text) => {
    expect(() => words(text)).toThrow(/names no program/);
  });

  it('keeps what shells act on where it is quoted', () => {
    expect(words(String.raw`a '|;$x' "*?&" \| \$x`)).toEqual(['a', '|;$x', '*?&', '|', '$x']);
  });
});
