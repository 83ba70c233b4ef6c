import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { InstalledBrowser } from '../../core/console/installedBrowser.ts';

type Profiles = InstalledBrowser['profiles'];

/** The profiles that a browser's own file names; none where there is no such file, or none that can be read. */
export async function browserProfiles(
  browser: InstalledBrowser['browser'],
  folder: string,
): Promise<Profiles> {
  const found = browser === 'firefox' ? await firefoxProfiles(folder) : await chromiumProfiles(folder);
  // They become words of a command line.
  return found.filter(({ id }) => id.length <= 128 && /^[^-\\/\p{C}][^\\/\p{C}]*$/u.test(id));
}

/** Chromium's browsers keep them by folder, with what the person calls them. Read by hand: the command starts faster. */
async function chromiumProfiles(folder: string): Promise<Profiles> {
  const text = await readFile(join(folder, 'Local State'), 'utf8').catch(() => '{}');
  const profiles = part(part(parsed(text), 'profile'), 'info_cache');
  return Object.keys(objectOf(profiles)).map((id) => {
    const name = part(part(profiles, id), 'name');
    return { id, name: shown(typeof name === 'string' ? name : '', id) };
  });
}

function part(value: unknown, name: string): unknown {
  return objectOf(value)[name];
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

async function firefoxProfiles(folder: string): Promise<Profiles> {
  const text = await readFile(join(folder, 'profiles.ini'), 'utf8').catch(() => '');
  return text
    .split(/^\[/m)
    .filter((section) => /^Profile\d+\]/.test(section))
    .flatMap((section) => /^Name=(.+?)\r?$/m.exec(section)?.[1] ?? [])
    .map((id) => ({ id, name: id }));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A person may call a profile anything. */
function shown(name: string, id: string): string {
  const plain = name.replaceAll(/\p{C}/gu, '').trim().slice(0, 64);
  return plain === '' ? id : plain;
}
