import { createHmac, randomBytes } from 'node:crypto';
import type { Behaviour } from '../behaviour.ts';
import { PortalError } from './portalError.ts';

const key = randomBytes(32);

/**
 * One page of `rows` as the members of an answer. `listing` names what is listed, for whom: a token of one listing
 * is no good for another. The last page has no `nextToken`, or null, or an empty one.
 * @throws PortalError InvalidRequestException for a wrong max_result or next_token
 */
export function pageOf<Row>(
  rows: readonly Row[],
  listing: string,
  asked: { readonly maxResult: string | undefined; readonly nextToken: string | undefined },
  behaviour: Behaviour,
): { readonly rows: readonly Row[]; readonly nextToken?: string | null } {
  const { maxResult = '100', nextToken } = asked;
  if (!/^\d{1,3}$/.test(maxResult) || Number(maxResult) < 1 || Number(maxResult) > 100) {
    throw new PortalError('InvalidRequestException', 'max_result must be between 1 and 100');
  }
  const from = nextToken === undefined ? 0 : readToken(nextToken, listing);
  const to = from + Math.min(Number(maxResult), behaviour.pageSize);
  const page = rows.slice(from, to);
  if (to < rows.length) return { rows: page, nextToken: makeToken(to, listing) };
  if (behaviour.lastPage === 'missing') return { rows: page };
  return { rows: page, nextToken: behaviour.lastPage === 'null' ? null : '' };
}

const seal = (offset: number, listing: string): string =>
  createHmac('sha256', key).update(`${offset} ${listing}`).digest('base64');

/** Holds `/`, `+` and `=` so that a client must encode it. */
const makeToken = (offset: number, listing: string): string => `${offset}/+${seal(offset, listing)}`;

function readToken(token: string, listing: string): number {
  const offset = parseInt(token, 10);
  if (token !== makeToken(offset, listing))
    throw new PortalError('InvalidRequestException', 'Invalid next_token');
  return offset;
}
