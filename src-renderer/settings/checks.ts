import { readHotkey } from '../../src-main/core/settings/hotkey.ts';

/** What is wrong with a setting's text, in one sentence; undefined where nothing is. Empty text is the default. */
type Check = (text: string) => string | undefined;

export const checkProfileName: Check = (text) => {
  const unknown = [...text.matchAll(/\{([^{}]*)\}/g)].find(
    ([, word]) => !['account', 'accountId', 'role', 'ssoSession'].includes(word ?? ''),
  );
  if (unknown !== undefined)
    return `${unknown[0]} stands for nothing; there are {account}, {accountId}, {role} and {ssoSession}.`;
  if (!text.includes('{role}')) return 'It needs {role}, else two roles of one account would have one name.';
  if (!/\{account(Id)?\}/.test(text))
    return 'It needs {account} or {accountId}, else two accounts would have one name.';
  return undefined;
};

export const checkProxy: Check = (text) => {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return 'A proxy is like http://proxy.example:3128.';
  if (new URL(text).password === '***') return 'Type the password again: *** stands for it and is none.';
  return undefined;
};

export const checkNoProxy: Check = (text) =>
  /:\/\//.test(text) ? 'Hosts only, without https://, separated by commas.' : undefined;

export const checkDays: Check = (text) =>
  /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= 365
    ? undefined
    : 'It is a number of days from 1 to 365.';

export const checkHotkey: Check = (text) => {
  const read = readHotkey(text);
  return text.toLowerCase() === 'none' || !('fault' in read) ? undefined : read.fault;
};

export const checkPath: Check = (text) =>
  text.startsWith('/') ? undefined : 'It is a whole path, beginning with /.';

export const checkMinutes: Check = (text) =>
  Number(text) >= 0.01 && Number(text) <= 1440 ? undefined : 'It is a number of minutes, at most 1440.';

export const checkEndpoint: Check = (text) =>
  /^https?:\/\//i.test(text) && URL.canParse(text)
    ? undefined
    : 'An endpoint is like https://vpce-0123.sts.eu-west-1.vpce.amazonaws.com.';
