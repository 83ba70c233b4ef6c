import { escapeMarkup } from './markup.ts';

type XmlValue = XmlTree | string | number | undefined;

/** Elements by name, in order; a list repeats its element, an absent value leaves it out. */
export interface XmlTree {
  readonly [name: string]: XmlValue | readonly XmlValue[];
}

export const xml = (tree: XmlTree): string =>
  Object.entries(tree)
    .flatMap(([name, value]) => (isList(value) ? value : [value]).map((one) => element(name, one)))
    .join('');

const isList = (value: XmlValue | readonly XmlValue[]): value is readonly XmlValue[] => Array.isArray(value);

function element(name: string, value: XmlValue): string {
  if (value === undefined) return '';
  return `<${name}>${typeof value === 'object' ? xml(value) : escapeMarkup(String(value))}</${name}>`;
}
