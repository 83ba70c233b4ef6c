/** AWS numbers each request that it answers; a network’s sign-in page and a proxy’s own answer have no such number. */
export function isAwsAnswer(headers: Readonly<Record<string, unknown>>): boolean {
  return headers['x-amzn-requestid'] !== undefined || headers['x-amz-request-id'] !== undefined;
}
