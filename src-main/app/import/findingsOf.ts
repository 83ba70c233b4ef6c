import type { ParsedInput } from '../../contract.ts';
import { AppError } from '../../core/errors.ts';
import { awsSsoCliFindings } from '../../core/import/awsSsoCliFindings.ts';
import { awsVaultFindings } from '../../core/import/awsVaultFindings.ts';
import { configFindings } from '../../core/import/configFindings.ts';
import type { Findings } from '../../core/import/findings.ts';
import { grantedFindings } from '../../core/import/grantedFindings.ts';
import { leappFindings } from '../../core/import/leappFindings.ts';
import { sharedFindings } from '../../core/import/sharedFindings.ts';
import { filesOf } from '../deliveryCommands.ts';
import type { Domain } from '../domain.ts';

export interface Read {
  readonly findings: Findings;
  /** Absolute paths of what was read. */
  readonly files: readonly string[];
  /** The AWS files, for whose keys a person may take; they hold secrets. */
  readonly texts: { readonly config: string; readonly credentials: string };
}

/** Reads what a plan is made of. @throws AppError file-invalid, file-unreadable, bad-input where there is no file */
export async function findingsOf(domain: Domain, source: ParsedInput<'planImport'>): Promise<Read> {
  const none = { config: '', credentials: '' };
  switch (source.from) {
    case 'aws':
    case 'aws-vault': {
      const { texts, files } = await awsTexts(domain, source);
      const reader = source.from === 'aws' ? configFindings : awsVaultFindings;
      if (files.length === 0) throw noFile('~/.aws/config');
      return { findings: reader(texts.config, texts.credentials), files, texts };
    }
    case 'granted': {
      const { texts, files } = await awsTexts(domain, source);
      const own = await ownFile(domain, source.files ?? domain.importFiles.places('granted'));
      if (own === undefined) throw noFile('Granted’s config');
      const findings = await grantedFindings({ ...texts, own: own.text });
      return { findings, files: [own.path, ...files], texts };
    }
    case 'aws-sso-cli': {
      const own = await ownFile(domain, source.files ?? domain.importFiles.places('aws-sso-cli'));
      if (own === undefined) throw noFile('aws-sso-cli’s config.yaml');
      return { findings: await awsSsoCliFindings(own.text), files: [own.path], texts: none };
    }
    case 'leapp': {
      const path = await firstThere(domain, source.files ?? domain.importFiles.places('leapp'));
      const json = path === undefined ? undefined : await domain.importFiles.readLeapp(path);
      if (path === undefined || json === undefined) throw noFile('Leapp’s file');
      return { findings: leappFindings(json), files: [path], texts: none };
    }
    case 'settings':
    case 'team': {
      const kept = domain.settings.get().teamFile?.path;
      const paths = source.from === 'settings' ? (source.files ?? []) : kept === undefined ? [] : [kept];
      // Named by the person: what is there and no file is said.
      const path = paths[0];
      const text = path === undefined ? undefined : await domain.importFiles.read(path);
      if (path === undefined || text === undefined)
        throw noFile(source.from === 'team' ? 'the team’s file' : 'such a file');
      return { findings: await sharedFindings(source.from, text), files: [path], texts: none };
    }
  }
}

async function awsTexts(domain: Domain, { awsFiles }: ParsedInput<'planImport'>) {
  const paths = filesOf(domain, awsFiles);
  const [config, credentials] = await Promise.all([
    domain.importFiles.read(paths.config, 'latin1'),
    domain.importFiles.read(paths.credentials, 'latin1'),
  ]);
  const files = [
    config === undefined ? [] : paths.config,
    credentials === undefined ? [] : paths.credentials,
  ].flat();
  return { texts: { config: config ?? '', credentials: credentials ?? '' }, files };
}

async function firstThere({ importFiles }: Domain, paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) if (await importFiles.isThere(path)) return path;
  return undefined;
}

async function ownFile(domain: Domain, paths: readonly string[]) {
  const path = await firstThere(domain, paths);
  const text = path === undefined ? undefined : await domain.importFiles.read(path);
  return path === undefined || text === undefined ? undefined : { path, text };
}

function noFile(what: string): AppError {
  const named = what.startsWith('such') ? 'There is no such file' : `There is no file here that is ${what}`;
  return new AppError('bad-input', `${named}, so there is nothing to import.`);
}
