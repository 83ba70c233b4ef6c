/** A query or form body that cannot be decoded, or that names one parameter twice. */
export class MalformedForm extends Error {}

/** `a=1&b=2`, decoded: a space may be `+` (botocore) or `%20` (SDK for JavaScript). @throws MalformedForm */
export function parseForm(text: string): Map<string, string> {
  const form = new Map<string, string>();
  for (const pair of text.split('&').filter((part) => part !== '')) {
    const [name = '', ...rest] = pair.split('=');
    const key = decode(name);
    if (form.has(key)) throw new MalformedForm(`'${key}' is given twice`);
    form.set(key, decode(rest.join('=')));
  }
  return form;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch (cause) {
    throw new MalformedForm(`'${text}' cannot be decoded`, { cause });
  }
}
