import { plainStartUrl } from './plainStartUrl.ts';

/** Whether two start URLs are one place: AWS's portal adds `/`, `#/` and `/#/` to what people copy from the browser. */
export function sameStartUrl(one: string, other: string): boolean {
  const plain = plainStartUrl(one);
  return plain !== undefined && plain === plainStartUrl(other);
}
