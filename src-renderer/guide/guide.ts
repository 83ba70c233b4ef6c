/** README’s page “How AWS access works”, as plain values: the window needs no Markdown, and makes no markup of text. */
export interface Guide {
  readonly heading: Heading;
  readonly blocks: readonly Block[];
}

export interface Heading {
  readonly kind: 'heading';
  /** As GitHub’s page has it. */
  readonly id: string;
  readonly text: string;
}

export type Block =
  | Heading
  | { readonly kind: 'paragraph'; readonly runs: Runs }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Block[])[] }
  | { readonly kind: 'table'; readonly head: readonly Runs[]; readonly rows: readonly (readonly Runs[])[] }
  | { readonly kind: 'code'; readonly text: string };

export type Run =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'strong'; readonly runs: Runs }
  | { readonly kind: 'emphasis'; readonly runs: Runs }
  /** The id of a heading of the page; null where the link leaves it. */
  | { readonly kind: 'link'; readonly anchor: string | null; readonly runs: Runs };
export type Runs = readonly Run[];
