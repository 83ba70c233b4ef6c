import { basename } from 'node:path';
import type { Peer, ProcessSeen } from '../core/guard/requester.ts';
import type { ProcessRead, ProcessTable } from './processTable.ts';
import { isShell, typedInto } from './typedInto.ts';

export interface PeerPlace {
  /** Id of the user whose agent this is. */
  readonly user: number;
  /** Absolute path of the credential script. */
  readonly script: string;
}

/** Far more than people and tools nest; what is deeper is no lineage. */
const deepest = 256;

/** What starts programs for a person, or shells: everything below it is another tree. */
const starters = new RegExp(
  `^(?:${[
    'tmux(?:: .*)?|screen|zellij|dtach|abduco|mosh-server',
    'systemd|init|launchd|dbus-daemon|dbus-broker(?:-launch)?|login|sshd.*|sddm.*|gdm.*|lightdm|x(?:org|wayland|init)',
    'gnome-(?:session|shell).*|(?:start)?plasma.*|ksmserver|kwin_.*|kdeinit.*|cinnamon.*|mate-session|mutter',
    '(?:xfce4|lxqt)-session|lxsession|sway|hyprland|niri|river|weston|i3',
    'docker-init|tini|dumb-init|containerd-shim.*|conmon|crond?|atd',
  ].join('|')})$`,
  'i',
);

/**
 * Who asks, when this process holds the other end: the program itself, not what of ours it asks through, and the tree
 * that it belongs to.
 * @returns undefined when that cannot be said for certain
 */
export function peerOf(table: ProcessTable, pid: number, place: PeerPlace): Peer | undefined {
  const line = lineage(table, pid, place.user);
  const tree = line?.slice(firstOther(line, place.script));
  const [process, root] = [tree?.[0], tree?.at(-1)];
  if (tree === undefined || process === undefined || root === undefined) return undefined;
  return { process: seen(process), tree: tree.map(seen), root: seen(root), folder: process.folder };
}

/** The process and what it came from, up to where its tree begins. */
function lineage(table: ProcessTable, pid: number, user: number): readonly ProcessRead[] | undefined {
  const line: ProcessRead[] = [];
  for (let next = pid; line.length < deepest;) {
    const read = table.read(next);
    const below = line.at(-1);
    if (read === undefined) return undefined;
    // Nobody is older than their parent: that number is another process's by now.
    if (below !== undefined && Number(read.startedAt) > Number(below.startedAt)) return undefined;
    if (below === undefined ? read.user !== user : startsTrees(table, read, user)) {
      return below === undefined ? undefined : line;
    }
    line.push(read);
    if (read.parent === 0) return line;
    next = read.parent;
  }
  return undefined;
}

function startsTrees(table: ProcessTable, read: ProcessRead, user: number): boolean {
  if (read.pid === 1 || read.user !== user) return true;
  if ([read.name, basename(read.executable)].some((name) => starters.test(name))) return true;
  return isShell(read) && isTyped(table, read);
}

/** A shell that somebody types into, or a copy of it that it runs a part of a line in. */
function isTyped(table: ProcessTable, shell: ProcessRead): boolean {
  let one = shell;
  for (let depth = 0; depth < deepest; depth += 1) {
    if (typedInto(one)) return true;
    const above = table.read(one.parent);
    if (above?.image !== one.image || above.executable !== one.executable || one.image === '') return false;
    one = above;
  }
  return false;
}

/** How many at its beginning are ours; all but the last may be. */
function firstOther(line: readonly ProcessRead[], script: string): number {
  const other = line.findIndex((one, at) => !isOurs(one, line[at + 1], script));
  return other === -1 ? line.length - 1 : other;
}

function isOurs(one: ProcessRead, above: ProcessRead | undefined, script: string): boolean {
  if (runsScript(one, script) || isCommand(one)) return true;
  return basename(one.executable) === 'curl' && above !== undefined && runsScript(above, script);
}

/** The shell that runs the credential script, or one that an SDK started to start it (`sh -c '"script" id'`). */
function runsScript(one: ProcessRead, script: string): boolean {
  // By its name alone: the text for a shell quotes the folders in ways of its own.
  return isShell(one) && one.words.slice(1).some((word) => word.includes(basename(script)));
}

/** `latchkey`, by whichever link. */
function isCommand({ executable, words }: ProcessRead): boolean {
  const runs = words.slice(1).find((word) => !word.startsWith('-')) ?? '';
  return (
    /^(?:node|electron|latchkey)/.test(basename(executable)) && /^latchkey(?:\.cjs)?$/.test(basename(runs))
  );
}

function seen({ pid, startedAt, executable }: ProcessRead): ProcessSeen {
  return { pid, startedAt, executable };
}
