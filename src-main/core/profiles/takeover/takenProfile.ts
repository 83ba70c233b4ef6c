import type { AccountId, RoleArn } from '../../arn.ts';
import type { ProfileOrigin } from '../../roles/savedProfile.ts';
import type { RoleStep } from '../../roles/roleStep.ts';
import type { SharedFile } from '../sharedFile.ts';

/** Where a profile of the AWS files begins. */
export type TakenFrom =
  /** `source_profile`: where another taken profile ends. */
  | { readonly kind: 'profile'; readonly name: string }
  /** Identity Center. `ssoSession` is null where the profile has the older keys without a section of their own. */
  | {
      readonly kind: 'account-role';
      readonly ssoSession: string | null;
      readonly startUrl: string | null;
      readonly accountId: AccountId;
      readonly roleName: string;
    }
  /**
   * Long-term keys, pointed at and not read: a person takes them as an IamUser, one by one. `elsewhere`: in the keychain
   * of another tool.
   */
  | { readonly kind: 'static-keys'; readonly file: SharedFile | 'elsewhere' }
  /** What this home has already, by its name. */
  | {
      readonly kind: 'here';
      readonly from: Exclude<ProfileOrigin, { readonly kind: 'profile' | 'account-role' }>;
    }
  /** `credential_source = Ec2InstanceMetadata`. */
  | { readonly kind: 'instance-profile' }
  | {
      readonly kind: 'web-identity';
      readonly roleArn: RoleArn;
      /** Absolute. */
      readonly tokenFile: string;
      readonly sessionName: string | null;
    };

/** What one profile of the AWS files would become. */
export interface TakenProfile {
  readonly name: string;
  readonly from: TakenFrom;
  /** One where the profile has a `role_arn`, none where it only has keys or a web identity. */
  readonly steps: readonly RoleStep[];
  /** Also in the step, where there is one. */
  readonly mfaSerial: string | null;
  readonly region: string | null;
}

/** A profile that stays where it is. `name` is fit to be shown; `why` is a sentence without anything of a value. */
export interface LeftProfile {
  readonly name: string;
  readonly why: string;
}

/** Both in the order of the files. */
export interface Takeover {
  readonly profiles: readonly TakenProfile[];
  readonly left: readonly LeftProfile[];
}
