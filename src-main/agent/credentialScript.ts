import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { AgentPaths } from './agentPaths.ts';
import { credentialScriptWindows } from './credentialScriptWindows.ts';

/** Absolute paths of what runs when nobody answers at the socket; a Node, which a packaged Electron is not. */
export interface Fallback {
  readonly node: string;
  readonly command: string;
}

/**
 * Puts the credential script into the home, 0700, replacing it in one step where it differs: programs that start it
 * at this moment find the old one or the new one.
 * @throws the file system's error
 */
export function writeCredentialScript(paths: AgentPaths, fallback: Fallback | undefined): void {
  const write = process.platform === 'win32' ? credentialScriptWindows : credentialScript;
  const text = write(paths, fallback);
  if (isThere(paths.script, text)) return;
  mkdirSync(dirname(paths.script), { recursive: true, mode: 0o700 });
  const fresh = `${paths.script}.${process.pid}`;
  rmSync(fresh, { force: true });
  writeFileSync(fresh, text, { flag: 'wx', mode: 0o700, flush: true });
  chmodSync(fresh, 0o700);
  renameSync(fresh, paths.script);
}

function isThere(path: string, text: string): boolean {
  try {
    return (statSync(path).mode & 0o777) === 0o700 && readFileSync(path, 'utf8') === text;
  } catch {
    return false;
  }
}

/**
 * What AWS clients start through `credential_process`, with the id that a delivery wrote as its one argument.
 * It prints one document or nothing. Keys stay inside the shell (no argument of another program, no file), whatever
 * the caller's environment holds: options of shells, curl and Node, functions, tracing, a proxy, another home.
 */
export function credentialScript(paths: AgentPaths, fallback: Fallback | undefined): string {
  const { homeVariable: home } = paths;
  const gone =
    fallback === undefined
      ? 'Latchkey is not running: open it, then try again.'
      : 'Latchkey has moved: open it once, or run “latchkey agent start”, then try again.';
  return `#!/bin/sh
# Latchkey's credential script: AWS clients ask it for the keys of one profile. Latchkey rewrites this file.
# Functions and options that the environment brings must not see the keys; bash heeds its own commands first when POSIX.
{ POSIXLY_CORRECT=1; set +aefuvx; } 2>/dev/null
unset -f printf '[' ulimit 2>/dev/null
LC_ALL=C
unset IFS ENV BASH_ENV CURL_HOME http_proxy all_proxy ALL_PROXY LATCHKEY_HOME XDG_CONFIG_HOME
# The AWS CLI hands on where its own libraries lie, which are not curl's.
unset LD_LIBRARY_PATH LD_PRELOAD LD_AUDIT
unset NODE_OPTIONS NODE_PATH NODE_REPL_EXTERNAL_MODULE NODE_V8_COVERAGE NODE_DEBUG NODE_TLS_REJECT_UNAUTHORIZED
${home === undefined ? '' : `${home.name}=${quote(home.value)}\nexport ${home.name}\n`}ulimit -c 0
folder=${quote(paths.socketFolder)}
socket=${quote(paths.socket)}
node=${quote(fallback?.node ?? '')}
command=${quote(fallback?.command ?? '')}
newline='
'

fail() {
  printf '%s\\n' "$2" >&2
  exit "$1"
}

[ "$#" -eq 1 ] && [ "\${#1}" -eq 24 ] || fail 1 'Latchkey: this takes the one id that a delivery wrote.'
case $1 in
  *[!0123456789abcdef]*) fail 1 'Latchkey: this takes the one id that a delivery wrote.' ;;
esac

# -q comes first: a .curlrc must neither trace the keys nor send them elsewhere.
if [ -x /usr/bin/curl ] && [ -O "$folder" ] && [ ! -L "$folder" ] && [ -O "$socket" ] && [ -S "$socket" ] && [ ! -L "$socket" ]; then
  answer=$(/usr/bin/curl -q --silent --noproxy '*' --max-time 30 --unix-socket "$socket" \\
    --header "latchkey-asker: $PPID" --write-out '\\n%{http_code}' "http://latchkey/v1/credential-process/$1")
  outcome=$?
  [ "$outcome" -ne 28 ] || fail 1 'Latchkey: the agent took longer than 30 seconds. Try again.'
  if [ "$outcome" -eq 0 ]; then
    code=\${answer##*"$newline"}
    body=\${answer%"$newline"*}
    case $code in
      200)
        printf '%s\\n' "$body"
        exit
        ;;
      401) fail 3 "Latchkey: $body" ;;
      403) fail 4 "Latchkey: $body" ;;
      *) fail 1 "Latchkey: $body" ;;
    esac
  fi
fi

# Nobody answers, or there is no curl: the command starts an agent.
[ -x "$node" ] && [ -r "$command" ] || fail 1 '${gone}'
exec "$node" "$command" credentials --id "$1"
`;
}

/** For a shell, whatever the path holds. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
