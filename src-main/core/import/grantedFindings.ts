import { z } from 'zod';
import type { LeftProfile } from '../profiles/takeover/takenProfile.ts';
import { configFindings } from './configFindings.ts';
import type { Findings, FoundSignIn } from './findings.ts';
import { foundSignIn } from './foundSignIn.ts';
import { leftOrElse } from './leftOrElse.ts';
import { readAsGranted } from './readAsGranted.ts';
import { readToml } from './readToml.ts';
import { shownName } from './shownName.ts';

const text = z.string().optional().catch(undefined);

/** Of ~/.granted/config, as far as it is of use; what has another type is as good as not there. */
const grantedConfig = z.looseObject({
  DefaultBrowser: text,
  CustomBrowserPath: text,
  CustomSSOBrowserPath: text,
  AWSConsoleBrowserLaunchTemplate: z.unknown().optional(),
  SSOBrowserLaunchTemplate: z.unknown().optional(),
  ProfileRegistryURLS: z.array(z.string()).optional().catch(undefined),
  ProfileRegistry: z
    .looseObject({
      Registries: z
        .array(z.looseObject({ name: text }))
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
  SSO: z
    .record(z.string(), z.looseObject({ StartURL: text, SSORegion: text }).catch({}))
    .optional()
    .catch(undefined),
});

export interface GrantedTexts {
  /** Of one character a byte; empty where there is no file. */
  readonly config: string;
  readonly credentials: string;
  /** TOML; undefined where there is no file. */
  readonly own: string | undefined;
}

/** @throws AppError file-invalid */
export async function grantedFindings({ config, credentials, own }: GrantedTexts): Promise<Findings> {
  const found = configFindings(config, credentials, readAsGranted);
  const read = grantedConfig.safeParse(own === undefined ? {} : await readToml(own, 'Granted’s config'));
  const granted = read.success ? read.data : {};
  const left: LeftProfile[] = [...found.left, ...notTaken(granted)];
  const signIns: FoundSignIn[] = [...found.signIns];
  for (const [name, { StartURL, SSORegion }] of Object.entries(granted.SSO ?? {})) {
    const one = leftOrElse(`SSO.${name}`, left, () => foundSignIn(name, StartURL, SSORegion));
    if (one !== undefined) signIns.push(one);
  }
  return { ...found, signIns, left };
}

function notTaken(granted: z.infer<typeof grantedConfig>): readonly LeftProfile[] {
  const { DefaultBrowser, ProfileRegistry, ProfileRegistryURLS = [] } = granted;
  const left: LeftProfile[] = [];
  if (DefaultBrowser !== undefined && DefaultBrowser !== '' && DefaultBrowser !== 'STDOUT')
    left.push({
      name: 'DefaultBrowser',
      why: `Granted opens pages in ${shownName(DefaultBrowser)}. Choose it under Browsers if you want the same.`,
    });
  for (const key of [
    'CustomBrowserPath',
    'CustomSSOBrowserPath',
    'AWSConsoleBrowserLaunchTemplate',
    'SSOBrowserLaunchTemplate',
  ] as const) {
    if (granted[key] === undefined || granted[key] === '') continue;
    left.push({ name: key, why: 'It says which program opens pages. Choose one under Browsers.' });
  }
  const registries = (ProfileRegistry?.Registries ?? []).map(({ name }) => name ?? 'without a name');
  for (const name of [...registries, ...ProfileRegistryURLS.map(() => 'by its URL')])
    left.push({
      name: shownName(`Profile registry ${name}`),
      why: 'Its profiles come from a git repository: a team file in a checkout of yours does the same.',
    });
  return left;
}
