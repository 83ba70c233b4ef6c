import { XMLParser } from 'fast-xml-parser';

/** An element with its name as XML means it: by the URI of its namespace, whatever the prefix. */
export interface XmlElement {
  readonly uri: string;
  readonly name: string;
  /** Without a prefix, as all of SAML's are. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** All text directly inside, comments left out and nothing cut at them; null where there are elements in it. */
  readonly text: string | null;
}

/** What the parser gives with `preserveOrder`: one member is the element, text or CDATA, `:@` its attributes. */
type Node = Readonly<Record<string, unknown>>;
type Prefixes = Readonly<Record<string, string>>;

const textName = '#text';
const cdataName = '#cdata';
const mark = '@_';

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: mark,
  textNodeName: textName,
  cdataPropName: cdataName,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  // Ours, below: it refuses what it does not know instead of leaving it.
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: 50,
});

/**
 * The root element. There is no DTD, and so no entity but XML's own five and characters by number.
 * @throws Error for anything else; its message may quote the text
 */
export function parseXml(text: string): XmlElement {
  // Not even in a comment: no parser has to agree with ours on what is one.
  if (/<!(DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)/i.test(text)) throw new Error('a DTD');
  // `true`: without it the parser mends what is not well-formed.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor would be one more package
  const nodes = parser.parse(text, true) as readonly Node[];
  const roots = nodes.filter((node) => !(textName in node));
  const stray = nodes.some((node) => textName in node && textOf(node).trim() !== '');
  const [root] = roots;
  if (root === undefined || roots.length !== 1 || stray) throw new Error('not one root element');
  return elementOf(root, { xml: 'http://www.w3.org/XML/1998/namespace' });
}

function elementOf(node: Node, outer: Prefixes): XmlElement {
  const tag = Object.keys(node).find((key) => key !== ':@') ?? '';
  const given = Object.entries((node[':@'] ?? {}) as Readonly<Record<string, string>>).map(
    ([key, value]) => [key.slice(mark.length), decoded(value)] as const,
  );
  const declared = given.flatMap(([key, value]) => {
    const [, prefix] = /^xmlns(?::(.+))?$/.exec(key) ?? [undefined, undefined];
    return key === 'xmlns' || prefix !== undefined ? [[prefix ?? '', value] as const] : [];
  });
  const prefixes: Prefixes = { ...outer, ...Object.fromEntries(declared) };
  const inside = node[tag] as readonly Node[];
  const elements = inside.filter((child) => !(textName in child) && !(cdataName in child));
  return {
    ...qualified(tag, prefixes),
    attributes: new Map(given.filter(([key]) => !key.includes(':') && key !== 'xmlns')),
    children: elements.map((child) => elementOf(child, prefixes)),
    text: elements.length > 0 ? null : inside.map(textOf).join(''),
  };
}

function qualified(tag: string, prefixes: Prefixes): { readonly uri: string; readonly name: string } {
  const [, prefix = '', name = ''] = /^(?:([^:]+):)?([^:]+)$/.exec(tag) ?? [];
  const uri = Object.hasOwn(prefixes, prefix) ? prefixes[prefix] : undefined;
  if (name === '' || (uri === undefined && prefix !== '')) throw new Error('an unknown prefix');
  return { uri: uri ?? '', name };
}

function textOf(node: Node): string {
  if (textName in node) return decoded(String(node[textName]));
  return (node[cdataName] as readonly Node[]).map((part) => String(part[textName])).join('');
}

const known: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

function decoded(text: string): string {
  return text.replaceAll(/&([^;&]{0,12});?/g, (whole: string, name: string) => {
    const [, hex, decimal] = /^#(?:x([\dA-Fa-f]{1,6})|(\d{1,7}))$/.exec(name) ?? [];
    const code = hex === undefined ? Number(decimal ?? NaN) : Number.parseInt(hex, 16);
    const character =
      Number.isNaN(code) || code < 32 || code > 0x10ffff ? known[name] : String.fromCodePoint(code);
    if (character === undefined || !whole.endsWith(';')) throw new Error('an unknown entity');
    return character;
  });
}
