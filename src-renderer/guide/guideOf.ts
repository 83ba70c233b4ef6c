import { lexer, type MarkedToken, type Token } from 'marked';
import type { Block, Guide, Heading } from './guide.ts';
import { runsOf } from './runsOf.ts';

const page = 'How AWS access works';

/**
 * The README’s page that the window shows, from its heading to the next of that rank. Throws where it, or the heading
 * of one of the anchors, is missing, and where it holds what the window does not draw.
 */
export function guideOf(markdown: string, anchors: readonly string[]): Guide {
  const tokens = withIds(lexer(markdown));
  const start = tokens.findIndex(({ token }) => isHeading(token) && token.depth === 2 && token.text === page);
  const heading = tokens[start];
  if (heading?.id === undefined)
    throw new Error(`README.md has no section “## ${page}”, which the window shows.`);
  const rest = tokens.slice(start + 1);
  const end = rest.findIndex(({ token }) => isHeading(token) && token.depth <= 2);
  const section = end === -1 ? rest : rest.slice(0, end);
  const ids = new Set([heading.id, ...section.flatMap(({ id }) => id ?? [])]);
  for (const anchor of anchors)
    if (!ids.has(anchor))
      throw new Error(`README.md has no heading “#${anchor}” in “${page}”, to which the window links.`);
  return {
    heading: { kind: 'heading', id: heading.id, text: page },
    blocks: section.flatMap(({ token, id }) => blocksOf(token, ids, id)),
  };
}

/** GitHub’s anchors: in small letters, without punctuation; what is there twice gets a number. */
function withIds(tokens: readonly Token[]): { readonly token: MarkedToken; readonly id?: string }[] {
  const used = new Map<string, number>();
  return tokens.map((each) => {
    const token = each as MarkedToken;
    if (!isHeading(token)) return { token };
    const plain = token.text.toLowerCase().replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '');
    const slug = plain.replaceAll(' ', '-');
    const times = used.get(slug) ?? 0;
    used.set(slug, times + 1);
    return { token, id: times === 0 ? slug : `${slug}-${times}` };
  });
}

function blocksOf(token: MarkedToken, ids: ReadonlySet<string>, id = ''): readonly Block[] {
  const blocks = (tokens: readonly Token[]): Block[] =>
    tokens.flatMap((one) => blocksOf(one as MarkedToken, ids));
  switch (token.type) {
    case 'space':
      return [];
    case 'heading':
      if (token.depth !== 3) throw new Error(`“${page}” in README.md has a heading of rank ${token.depth}.`);
      return [{ kind: 'heading', id, text: token.text } satisfies Heading];
    case 'paragraph':
    case 'text':
      return [{ kind: 'paragraph', runs: runsOf(token.tokens ?? [], ids) }];
    case 'list':
      return [
        { kind: 'list', ordered: token.ordered, items: token.items.map((item) => blocks(item.tokens)) },
      ];
    case 'table': {
      const row = (cells: typeof token.header) => cells.map((cell) => runsOf(cell.tokens, ids));
      return [{ kind: 'table', head: row(token.header), rows: token.rows.map(row) }];
    }
    case 'code':
      return [{ kind: 'code', text: token.text }];
    default:
      throw new Error(`“${page}” in README.md holds what the window does not draw: ${token.raw}`);
  }
}

function isHeading(token: MarkedToken): token is Extract<MarkedToken, { type: 'heading' }> {
  return token.type === 'heading';
}
