import type { MarkedToken, Token } from 'marked';
import type { Run, Runs } from './guide.ts';

/** What stands in a line of the guide; `ids` are its headings. Throws at what the window does not draw. */
export function runsOf(tokens: readonly Token[], ids: ReadonlySet<string>): Runs {
  return tokens.map((token) => runOf(token as MarkedToken, ids));
}

function runOf(token: MarkedToken, ids: ReadonlySet<string>): Run {
  switch (token.type) {
    case 'text':
    case 'escape':
      return { kind: 'text', text: token.text.replaceAll('\n', ' ') };
    case 'codespan':
      return { kind: 'code', text: token.text };
    case 'strong':
      return { kind: 'strong', runs: runsOf(token.tokens, ids) };
    case 'em':
      return { kind: 'emphasis', runs: runsOf(token.tokens, ids) };
    case 'link': {
      const anchor = token.href.startsWith('#') ? token.href.slice(1) : undefined;
      return {
        kind: 'link',
        anchor: anchor !== undefined && ids.has(anchor) ? anchor : null,
        runs: runsOf(token.tokens, ids),
      };
    }
    default:
      throw new Error(`README.md’s page holds what the window does not draw: ${token.raw}`);
  }
}
