/** Of all rows of an account: it fits them, it does not, or it says so of each row alone. */
export type Answer = 'yes' | 'no' | 'perhaps';

/** Whether a word fits rows of which no field has it: asked of an account first, for most have nothing else to say. */
export interface SearchTest {
  readonly ofKin: (kin: number) => Answer;
  readonly ofRow: (row: number) => boolean;
}
