import { escapeMarkup } from './markup.ts';

/** Elements by name, in order; an absent value leaves its element out. */
export interface XmlTree {
  readonly [name: string]: XmlTree | string | number | undefined;
}

export function xml(tree: XmlTree): string {
  return Object.entries(tree)
    .map(([name, value]) => {
      if (value === undefined) return '';
      return `<${name}>${typeof value === 'object' ? xml(value) : escapeMarkup(String(value))}</${name}>`;
    })
    .join('');
}
