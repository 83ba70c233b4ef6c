/** A path as people write it, with ~ for the home; for reading only. */
export function shortPath(path: string): string {
  return path.replace(/^(\/home\/[^/]+|\/Users\/[^/]+|\/root)(?=\/)/, '~');
}
