/** Id of the element that shows the command at `index` of those found. */
export const commandElementId = (index: number): string => `command-${index}`;
