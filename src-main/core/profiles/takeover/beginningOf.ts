import { parseRoleArn } from '../../arn.ts';
import { leave } from './leave.ts';
import type { FileProfile } from './readProfiles.ts';
import type { TakenFrom } from './takenProfile.ts';

/** Where a profile says that it begins. A sign-in is looked at only when another profile starts there. */
export type Beginning =
  | Exclude<TakenFrom, { readonly kind: 'profile' | 'account-role' | 'here' }>
  | { readonly kind: 'parent'; readonly name: string }
  | { readonly kind: 'sign-in' }
  | { readonly kind: 'nothing' };

/** @throws AppError bad-input, one sentence, for what cannot be taken or what AWS tools do not agree on */
export function beginningOf(profile: FileProfile): Beginning {
  const { values } = profile;
  const sources = roleSources.filter((key) => values.has(key));
  if (!values.has('role_arn')) return plainBeginning(profile, sources);
  const [source, ...others] = sources;
  if (source === undefined) leave('It has a role_arn and no source, such as source_profile.');
  if (others.length > 0) leave(`It has more than one source: ${sources.join(', ')}.`);
  if (source === 'source_profile') return parentOf(profile);
  if (source === 'credential_process') leave(runsCommand);
  if (profile.staticKeys !== null) leave(`It has more than one source: ${source}, keys.`);
  return source === 'credential_source' ? namedSource(values) : webIdentity(values);
}

const roleSources = [
  'source_profile',
  'credential_source',
  'web_identity_token_file',
  'credential_process',
] as const;

const runsCommand = 'It runs a command (credential_process), and Latchkey takes no command from a file.';

/** A profile without a role of its own, where others may start. */
function plainBeginning(profile: FileProfile, sources: readonly (typeof roleSources)[number][]): Beginning {
  const { values, staticKeys } = profile;
  const role = sources.find((key) => key !== 'credential_process');
  if (role !== undefined) leave(`It has ${role} and no role_arn.`);
  const found = [
    ...(staticKeys === null ? [] : ['keys']),
    ...(values.has('sso_account_id') || values.has('sso_role_name') ? ['Identity Center'] : []),
    ...sources,
  ];
  if (found.length > 1) leave(`It has more than one source: ${found.join(', ')}.`);
  if (staticKeys !== null) return keysIn(profile);
  if (sources.length > 0) leave(runsCommand);
  return { kind: found.length > 0 ? 'sign-in' : 'nothing' };
}

/** A profile that names itself starts from the keys in it. */
function parentOf(profile: FileProfile): Beginning {
  const name = profile.values.get('source_profile') ?? '';
  return name === profile.name && profile.staticKeys !== null ? keysIn(profile) : { kind: 'parent', name };
}

function keysIn({ staticKeys }: FileProfile): Beginning {
  if (staticKeys === 'temporary') leave('Its keys are temporary ones.');
  if (staticKeys === 'half' || staticKeys === null) {
    leave('It does not have aws_access_key_id and aws_secret_access_key in one file.');
  }
  return { kind: 'static-keys', file: staticKeys };
}

function namedSource(values: FileProfile['values']): Beginning {
  // botocore takes any case.
  switch (values.get('credential_source')?.toLowerCase()) {
    case 'ec2instancemetadata':
      return { kind: 'instance-profile' };
    case 'environment':
      return leave('It starts from keys in the environment of a shell (credential_source = Environment).');
    case 'ecscontainer':
      return leave('It starts from the role of a container (credential_source = EcsContainer).');
    default:
      return leave('Its credential_source is none that AWS has.');
  }
}

function webIdentity(values: FileProfile['values']): Beginning {
  const roleArn = parseRoleArn(values.get('role_arn') ?? '');
  const tokenFile = values.get('web_identity_token_file') ?? '';
  if (!/^\/[^\p{Cc}]{0,4095}$/u.test(tokenFile))
    leave('Its web_identity_token_file is not an absolute path.');
  const sessionName = values.get('role_session_name') ?? null;
  if (sessionName !== null && !/^[\w+=,.@-]{2,64}$/.test(sessionName)) {
    leave('Its role_session_name is not 2 to 64 letters, digits and _ + = , . @ -.');
  }
  return { kind: 'web-identity', roleArn, tokenFile, sessionName };
}
