/** Characters of AWS's words that are shown. */
const longest = 300;
/** AWS's own words come first; what it echoes after them can be of any length. */
const longestRead = 4000;
/** No word of AWS's is longer, but an ARN: this is a token, an assertion or a signed request. */
const longestWord = 80;

/**
 * AWS's message as safe text: on one line, without control or direction characters, at most 300 characters.
 * AWS echoes what it refuses (an external id, a code, an assertion, to a wrong signature the whole signed request
 * with its session token): that is left out.
 */
export function whatAwsSaid(message: string): string {
  const plain = message
    .slice(0, longestRead)
    .replaceAll(/[\s\p{C}\u2028\u2029]+/gu, ' ')
    .replace(/The (?:Canonical String|String-to-Sign).*/i, '')
    .trim();
  const shown = withoutValues(plain)
    .split(' ')
    .map((word) => (isEcho(word) ? '…' : word))
    .join(' ');
  if (shown.length <= longest) return shown;
  return `${shown.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** From the first value's opening quote to the last one's closing quote: a value may hold quotes itself. */
function withoutValues(text: string): string {
  const [opening, closing] = ["Value '", "' at '"];
  const start = text.indexOf(opening);
  if (start === -1) return text;
  const end = text.lastIndexOf(closing);
  return `${text.slice(0, start)}Value …${end > start ? text.slice(end + 1) : ''}`;
}

function isEcho(word: string): boolean {
  // An ARN is no secret and says which role it was; it is itself at most 2048 characters.
  if (/^['"(]*arn:aws/.test(word)) return word.length > 2100;
  return word.length > longestWord || /eyJ[\w-]{8}/.test(word);
}
