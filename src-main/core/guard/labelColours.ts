/** What a label is drawn in, apart from the settings’ schema: the command and the window need no zod. */
export const labelColours = ['red', 'orange', 'yellow', 'green', 'blue', 'purple', 'grey'] as const;
export type LabelColour = (typeof labelColours)[number];
