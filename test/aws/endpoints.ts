/** Where the services are, as a client is told. */
export interface Endpoints {
  readonly ssoOidc: string;
  readonly sso: string;
  readonly sts: string;
  readonly iam: string;
  readonly signin: string;
}

export const endpointsBelow = (base: string): Endpoints => ({
  ssoOidc: `${base}/oidc`,
  sso: `${base}/portal`,
  sts: `${base}/sts`,
  iam: `${base}/iam`,
  signin: `${base}/signin`,
});

/** Variables that lead the SDKs, the AWS CLI and Latchkey to the endpoints. */
export const environmentOf = ({ ssoOidc, sso, sts, iam, signin }: Endpoints): Record<string, string> => ({
  AWS_ENDPOINT_URL_SSO_OIDC: ssoOidc,
  AWS_ENDPOINT_URL_SSO: sso,
  AWS_ENDPOINT_URL_STS: sts,
  AWS_ENDPOINT_URL_IAM: iam,
  LATCHKEY_SIGNIN_URL: signin,
});
