import { OAuthError } from './oauthError.ts';

/** Parameters of a query or a form. OAuth ignores unknown ones; the stand-in refuses them, so that no typing error hides. */
export interface OAuthParameters {
  optional(name: string): string | undefined;
  /** @throws OAuthError invalid_request when it is missing or empty */
  required(name: string): string;
}

/** @throws OAuthError invalid_request for a parameter that is none of `known` */
export function oauthParameters(
  given: ReadonlyMap<string, string>,
  known: readonly string[],
): OAuthParameters {
  const odd = [...given.keys()].filter((name) => !known.includes(name));
  if (odd.length > 0) throw new OAuthError('invalid_request', `Unknown parameter: ${odd.join(', ')}`);
  return {
    optional: (name) => given.get(name),
    required: (name) => {
      const value = given.get(name) ?? '';
      if (value === '') throw new OAuthError('invalid_request', `Missing parameter: ${name}`);
      return value;
    },
  };
}
