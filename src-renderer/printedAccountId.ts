/** An account id as AWS prints it: 0421-9933-0871. */
export function printedAccountId(accountId: string): string {
  return accountId.replace(/^(\d{4})(\d{4})(\d{4})$/, '$1-$2-$3');
}
