import { fromIni } from '@aws-sdk/credential-providers';

/** The keys that the AWS SDK for JavaScript finds in a pair of files; nothing is cached between calls. */
export async function jsSdkKeysOf(
  files: { readonly config: string; readonly credentials: string },
  profile: string,
): Promise<{ accessKeyId: string; secretAccessKey: string; sessionToken?: string }> {
  const resolve = fromIni({
    profile,
    configFilepath: files.config,
    filepath: files.credentials,
    ignoreCache: true,
  });
  return resolve();
}
