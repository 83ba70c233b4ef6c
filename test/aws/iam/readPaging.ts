import type { ParameterReader } from '../sts/parameterReader.ts';
import { IamError } from './iamError.ts';

interface Page<Row> {
  readonly rows: readonly Row[];
  /** The end of the answer. */
  readonly rest: { readonly IsTruncated: string; readonly Marker: string | undefined };
}

/** Takes the paging parameters, and gives what cuts the page out of all rows. */
export function readPaging(read: ParameterReader): <Row>(all: readonly Row[]) => Page<Row> {
  const marker = read.text('Marker', { min: 1, max: 320, pattern: '[\\u0020-\\u00FF]+' });
  const most = read.integer('MaxItems', 1, 1000) ?? 100;
  return (all) => {
    const start = marker === undefined ? 0 : offsetOf(marker);
    const end = start + most;
    const more = end < all.length;
    return {
      rows: all.slice(start, end),
      rest: { IsTruncated: String(more), Marker: more ? markerOf(end) : undefined },
    };
  };
}

const markerOf = (offset: number): string => Buffer.from(`rows ${offset}`).toString('base64');

function offsetOf(marker: string): number {
  const offset = /^rows (\d+)$/.exec(Buffer.from(marker, 'base64').toString('utf8'))?.[1];
  if (offset === undefined) throw new IamError('ValidationError', 'Invalid Marker.');
  return Number(offset);
}
