/** A family of regions that knows nothing of the others: neither their credentials nor their roles. */
export type Partition = 'aws' | 'aws-us-gov' | 'aws-cn';

interface PartitionFacts {
  readonly regions: RegExp;
  /** IAM is one for the partition and takes this region's signatures only; the console opens here by itself. */
  readonly mainRegion: string;
  readonly consoleHost: string;
  readonly signInHost: string;
  /** What a SAML assertion may name as its audience, beside the sign-in page's address. */
  readonly samlAudience: string;
}

export const partitions: Readonly<Record<Partition, PartitionFacts>> = {
  aws: {
    regions: /^(us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-\d+$/,
    mainRegion: 'us-east-1',
    consoleHost: 'console.aws.amazon.com',
    signInHost: 'signin.aws.amazon.com',
    samlAudience: 'urn:amazon:webservices',
  },
  'aws-us-gov': {
    regions: /^us-gov-[a-z]+-\d+$/,
    mainRegion: 'us-gov-west-1',
    consoleHost: 'console.amazonaws-us-gov.com',
    signInHost: 'signin.amazonaws-us-gov.com',
    samlAudience: 'urn:amazon:webservices:govcloud',
  },
  'aws-cn': {
    regions: /^cn-[a-z]+-\d+$/,
    mainRegion: 'cn-north-1',
    consoleHost: 'console.amazonaws.cn',
    signInHost: 'signin.amazonaws.cn',
    samlAudience: 'urn:amazon:webservices:cn-north-1',
  },
};

const names = Object.keys(partitions) as Partition[];

/** `undefined` for what is no region of these partitions. */
export const partitionOf = (region: string): Partition | undefined =>
  names.find((name) => partitions[name].regions.test(region));
