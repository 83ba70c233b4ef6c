import { AppError } from './errors.ts';

/** A family of regions with its own hosts; credentials and links of one mean nothing in another. */
export interface Partition {
  readonly id: string;
  readonly dnsSuffix: string;
  /** The console's host without a region in front, and the sign-in host that trades credentials for a console link. */
  readonly consoleHost: string;
  readonly signInHost: string;
  /** Suffixes of the hosts whose pages ask a person to approve a sign-in. */
  readonly portalSuffixes: readonly string[];
}

const commercial: Partition = {
  id: 'aws',
  dnsSuffix: 'amazonaws.com',
  consoleHost: 'console.aws.amazon.com',
  signInHost: 'signin.aws.amazon.com',
  portalSuffixes: ['.awsapps.com', '.app.aws', '.portal.amazonaws.com'],
};

/** Iso partitions list no Identity Center; they are not here until somebody can say their portal hosts. */
export const partitions: readonly (Partition & { readonly regions: RegExp })[] = [
  {
    ...commercial,
    id: 'aws-us-gov',
    consoleHost: 'console.amazonaws-us-gov.com',
    signInHost: 'signin.amazonaws-us-gov.com',
    regions: /^us-gov-\w+-\d+$/,
  },
  {
    id: 'aws-cn',
    dnsSuffix: 'amazonaws.com.cn',
    consoleHost: 'console.amazonaws.cn',
    signInHost: 'signin.amazonaws.cn',
    portalSuffixes: ['.awsapps.cn', '.portal.amazonaws.com.cn', '.app.amazonwebservices.com.cn'],
    regions: /^cn-\w+-\d+$/,
  },
  {
    id: 'aws-eusc',
    dnsSuffix: 'amazonaws.eu',
    consoleHost: 'console.amazonaws-eusc.eu',
    signInHost: 'signin.amazonaws-eusc.eu',
    portalSuffixes: ['.portal.amazonaws.eu', '.api.amazonwebservices.eu'],
    regions: /^eusc-\w+-\w+-\d+$/,
  },
  { ...commercial, regions: /^(us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+$/ },
];

/** Whether a region is of a partition we know. */
export function isKnownRegion(region: string): boolean {
  return partitions.some(({ regions }) => regions.test(region));
}

/** @throws AppError bad-input for a region of no partition we know. */
export function partitionOf(region: string): Partition {
  const found = partitions.find(({ regions }) => regions.test(region));
  if (found === undefined) {
    throw new AppError('bad-input', `“${region}” is not an AWS region that Latchkey knows.`, {
      hint: 'A region looks like eu-west-1.',
    });
  }
  return found;
}
