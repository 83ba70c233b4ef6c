import type { z } from 'zod';

/** From the shape of one version to the next. */
export interface Migration<
  From extends { readonly version: number },
  To extends { readonly version: number },
> {
  /** What of the older shape the step reads; everything else passes as it is. */
  readonly from: z.ZodType<From>;
  readonly lift: (settings: From) => To;
}
