/**
 * Finds secrets where they have no business. The stand-in's secrets are the canaries: random, so that a hit is one.
 *
 *     const canaries = canariesOf(secretsOf(aws));
 *     expect(canaries.inFiles(home.folder)).toEqual([]);
 *     expect(canaries.inText('stderr of login', ran.stderr)).toEqual([]);
 *
 * A piece of a secret counts too, in plain, base64, URL-encoded, JSON-escaped or hex. Who scans also shows, once,
 * that the scan finds the secrets where they must be.
 */
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Aws } from '../aws/standIn.ts';

/** AWS's own name of it, such as `refreshToken`, and its value. */
export interface Secret {
  readonly kind: string;
  readonly value: string;
}

export interface Find {
  readonly where: string;
  readonly kind: string;
  readonly form: string;
}

export interface Canaries {
  /** Each kind and form once. */
  inText(where: string, text: string): readonly Find[];
  /** Names, link targets and contents of everything below `folder`; `where` is the path below it. */
  inFiles(folder: string): readonly Find[];
}

/** Characters. So much of a secret is found wherever it was cut; what is shorter proves nothing. */
const piece = 24;

export function canariesOf(secrets: readonly Secret[]): Canaries {
  const pieces = new Map<string, Omit<Find, 'where'>>();
  for (const { kind, value } of secrets) {
    for (const [form, text] of formsOf(value)) {
      for (const part of partsOf(text)) if (!pieces.has(part)) pieces.set(part, { kind, form });
    }
  }
  const inText = (where: string, text: string): readonly Find[] => {
    const found = new Set<Omit<Find, 'where'>>();
    for (let at = 0; at + piece <= text.length; at += 1) {
      const hit = pieces.get(text.slice(at, at + piece));
      if (hit !== undefined) found.add(hit);
    }
    const finds = new Map([...found].map((hit) => [`${hit.kind} ${hit.form}`, { where, ...hit }]));
    return [...finds.values()];
  };
  return {
    inText,
    inFiles: (folder) => filesBelow(folder).flatMap(({ path, text }) => inText(path, `${path}\n${text}`)),
  };
}

const issued =
  /"(clientSecret|deviceCode|accessToken|refreshToken|secretAccessKey|sessionToken|SigninToken)":("(?:[^"\\]|\\.)*")/g;
const sent = /"(code|codeVerifier)":("(?:[^"\\]|\\.)*")/g;

/** STS and IAM answer in XML. */
const issuedInXml = /<(SecretAccessKey|SessionToken)>([^<]+)</g;
const sentToSts = ['SAMLAssertion', 'WebIdentityToken'];

/** Every secret that went over the wire so far, each once. */
export function secretsOf(aws: Aws): readonly Secret[] {
  const secrets = new Map<string, Secret>();
  const keep = (kind: string, value: string): void => {
    if (value.length >= piece) secrets.set(value, { kind, value });
  };
  for (const { answer, body } of aws.requests) {
    for (const [, kind = '', text = '""'] of [...(answer ?? '').matchAll(issued), ...body.matchAll(sent)])
      keep(kind, JSON.parse(text) as string);
    for (const [, kind = '', value = ''] of (answer ?? '').matchAll(issuedInXml))
      keep(kind.charAt(0).toLowerCase() + kind.slice(1), value);
    const form = new URLSearchParams(body);
    for (const kind of sentToSts) keep(kind, form.get(kind) ?? '');
  }
  return [...secrets.values()];
}

function formsOf(value: string): readonly (readonly [form: string, text: string])[] {
  const bytes = Buffer.from(value);
  return [
    ['plain', value],
    ['URL-encoded', encodeURIComponent(value)],
    ['JSON-escaped', value.replaceAll('/', '\\/')],
    ['hex', bytes.toString('hex')],
    ...[0, 1, 2].flatMap((before) => base64Within(bytes, before)),
  ];
}

/** As it stands in the base64 of a longer text: `before` bytes stand in front of it in its group of three. */
function base64Within(bytes: Buffer, before: number): (readonly [string, string])[] {
  const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
  // The first and the last characters hold bits of the neighbours, too.
  const own = text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
  return [
    ['base64', own],
    ['base64url', own.replaceAll('+', '-').replaceAll('/', '_')],
  ];
}

/** Any stretch of the text that is twice as long holds one of these whole. */
function partsOf(text: string): string[] {
  const starts: number[] = [];
  for (let at = 0; at + piece <= text.length; at += piece) starts.push(at);
  return [...starts, text.length - piece].map((at) => text.slice(at, at + piece));
}

function filesBelow(folder: string): { readonly path: string; readonly text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => {
    const whole = join(folder, path);
    const entry = lstatSync(whole, { throwIfNoEntry: false });
    if (entry?.isSymbolicLink()) return { path, text: readlinkSync(whole) };
    return { path, text: entry?.isFile() ? readFileSync(whole, 'latin1') : '' };
  });
}
