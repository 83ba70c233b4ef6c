type Fault = string | undefined;

export function tokenFileFault(text: string): Fault {
  const path = text.trim();
  if (!path.startsWith('/')) return 'The path of the token must be absolute.';
  return path.length > 4096 ? 'The path of the token is too long.' : undefined;
}

export function clientIdFault(text: string): Fault {
  const id = text.trim();
  if (id === '') return 'The client id is needed.';
  return id.length > 255 ? 'The client id has at most 255 characters.' : undefined;
}

export function scopesFault(text: string): Fault {
  const scopes = text.trim().split(/\s+/);
  if (scopes.length > 20) return 'There are at most 20 scopes.';
  const odd = scopes.find((scope) => !/^[\u0021\u0023-\u005b\u005d-\u007e]+$/.test(scope));
  if (odd === '') return 'One scope at least, usually openid.';
  return odd === undefined ? undefined : `“${odd}” is no scope.`;
}
