/** Id of a row's element, by its index among all rows: a profile's id could hold anything. */
export function rowElementId(index: number): string {
  return `profile-${index}`;
}
