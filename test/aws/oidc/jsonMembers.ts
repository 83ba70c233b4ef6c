import type { AwsRequest } from '../awsRequest.ts';
import { OidcError } from './oidcError.ts';

type Kind = 'text' | 'list';

/** The members of a JSON body; absent ones are undefined. */
export type Members<Shape extends Readonly<Record<string, Kind>>> = {
  readonly [Name in keyof Shape]?: Shape[Name] extends 'list' ? readonly string[] : string;
};

/** @throws OidcError InvalidRequestException for a body that is not of this shape; unknown members are noted */
export function jsonMembers<const Shape extends Readonly<Record<string, Kind>>>(
  request: AwsRequest,
  shape: Shape,
): Members<Shape> {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? ''))
    refuse('the body must be application/json');
  const body = parseObject(request.body.toString('utf8'));
  for (const [name, value] of Object.entries(body)) {
    const kind = shape[name];
    if (kind === undefined) {
      request.noteUnknown(`member ${name}`);
      refuse(`unknown member ${name}`);
    }
    if (value === null) refuse(`${name} is null`);
    if (kind === 'text' ? typeof value !== 'string' : !isTextList(value))
      refuse(`${name} is of the wrong type`);
  }
  return body as Members<Shape>;
}

/** @throws OidcError InvalidRequestException when the member is absent or empty */
export function required<T extends string | readonly string[]>(value: T | undefined, name: string): T {
  if (value === undefined || value.length === 0) return refuse(`${name} is required`);
  return value;
}

function parseObject(text: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return refuse('the body is not JSON');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    return refuse('the body is no object');
  return parsed as Record<string, unknown>;
}

const isTextList = (value: unknown): boolean =>
  Array.isArray(value) && value.every((entry) => typeof entry === 'string');

function refuse(description: string): never {
  throw new OidcError('InvalidRequestException', description);
}
