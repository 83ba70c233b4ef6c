import { expect, it } from 'vitest';
import { createAnswerReader } from '../../src-main/agent/answerReader.ts';
import { fc } from '../support/fc.ts';

it('reads the same answer whatever pieces it comes in', () => {
  const answer =
    'HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 409 Conflict\r\nlatchkey-version: 1.2.3\r\n\r\n{"progress":"a\\r\\nb"}\n{"error":1}\n';
  const cuts = fc.uniqueArray(fc.nat({ max: answer.length }));
  fc.assert(
    fc.property(cuts, (places) => {
      const lines: [string, number][] = [];
      let begun = 0;
      const read = createAnswerReader({
        begun: () => (begun += 1),
        line: (line, status) => lines.push([line, status]),
      });
      const ends = [...places.sort((one, other) => one - other), answer.length];
      ends.forEach((end, index) => {
        read(answer.slice(ends[index - 1] ?? 0, end));
      });
      expect(begun).toBe(2);
      expect(lines).toEqual([
        ['{"progress":"a\\r\\nb"}', 409],
        ['{"error":1}', 409],
      ]);
    }),
  );
});

it('gives no line that is not whole', () => {
  const lines: string[] = [];
  const read = createAnswerReader({ begun: () => undefined, line: (line) => lines.push(line) });
  read('HTTP/1.1 200 OK\r\n\r\n{"resu');
  expect(lines).toEqual([]);
});
