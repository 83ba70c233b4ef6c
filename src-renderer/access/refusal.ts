/** What a form could not do, as it says it. */
export interface Refusal {
  readonly message: string;
  readonly hint: string | null;
}
