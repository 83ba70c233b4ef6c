import { AppError } from '../core/errors.ts';
import type { AgentPaths } from './agentPaths.ts';
import type { Fallback } from './credentialScript.ts';

/**
 * The credential script where `cmd` runs it: the .cmd file that AWS clients start through `credential_process`, with
 * the id that a delivery wrote as its one argument. Windows' curl reaches no named pipe, which is the agent's socket
 * there, so that this always hands over to the command.
 * @throws AppError file-unwritable for a path that no .cmd file can carry
 */
export function credentialScriptWindows(
  { homeVariable: home }: Pick<AgentPaths, 'homeVariable'>,
  fallback: Fallback | undefined,
): string {
  const lines = [
    '@echo off',
    "rem Latchkey's credential script: AWS clients ask it for the keys of one profile. Latchkey rewrites this file.",
    'setlocal EnableExtensions DisableDelayedExpansion',
    ...cleared.map((name) => `set "${name}="`),
    // An empty word would be a second argument, too.
    'if not [%2]==[] goto wrong',
    'set "id=%~1"',
    'if not defined id goto wrong',
    'if "%id:~23,1%"=="" goto wrong',
    'if not "%id:~24%"=="" goto wrong',
    // Runs its body only when something is left beside these letters.
    'for /f "delims=0123456789abcdef" %%a in ("%id%") do goto wrong',
    ...(fallback === undefined ? ['goto gone'] : handOver(home, fallback)),
    ':wrong',
    '>&2 echo Latchkey: this takes the one id that a delivery wrote.',
    'exit /b 1',
    ':gone',
    `>&2 echo ${fallback === undefined ? notRunning : moved}`,
    'exit /b 1',
  ];
  // cmd loses its place at a label in a file without carriage returns.
  return lines.map((line) => `${line}\r\n`).join('');
}

const notRunning = 'Latchkey is not running: open it, then try again.';
const moved = 'Latchkey has moved: open it once, then try again.';

/** What would change which home, which Node or which code is meant. */
const cleared = [
  'LATCHKEY_HOME',
  'XDG_CONFIG_HOME',
  'NODE_OPTIONS',
  'NODE_PATH',
  'NODE_REPL_EXTERNAL_MODULE',
  'NODE_V8_COVERAGE',
  'NODE_DEBUG',
  'NODE_TLS_REJECT_UNAUTHORIZED',
];

function handOver(home: AgentPaths['homeVariable'], { node, command }: Fallback): readonly string[] {
  const paths = [home?.value ?? '', node, command];
  return [
    // By default cmd reads its file in the console's own letters; back to them before anything is printed.
    ...(paths.every((path) => /^[ -~]*$/.test(path)) ? [] : utf8),
    ...(home === undefined ? [] : [`set "${home.name}=${literal(home.value)}"`]),
    `set "node=${literal(node)}"`,
    `set "command=${literal(command)}"`,
    ...(paths.every((path) => /^[ -~]*$/.test(path)) ? [] : asBefore),
    'if not exist "%node%" goto gone',
    'if not exist "%command%" goto gone',
    '"%node%" "%command%" credentials --id %id%',
    'exit /b %errorlevel%',
  ];
}

const utf8 = [
  String.raw`for /f "tokens=2 delims=:." %%a in ('"%SystemRoot%\System32\chcp.com"') do set "page=%%a"`,
  String.raw`"%SystemRoot%\System32\chcp.com" 65001 >nul`,
];
const asBefore = [String.raw`"%SystemRoot%\System32\chcp.com" %page% >nul`];

/** Between quotation marks only % means something, while delayed expansion is off. @throws AppError */
function literal(path: string): string {
  if (/["\p{Cc}]/u.test(path)) {
    throw new AppError('file-unwritable', 'Latchkey’s folder has a name that no .cmd file can carry.', {
      hint: 'Move it to a folder without quotation marks in its path.',
    });
  }
  return path.replaceAll('%', '%%');
}
