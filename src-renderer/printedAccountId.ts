/** A label of main's, with the account id in it as AWS prints it. */
export function printedIn(label: string): string {
  return label.replace(/\b\d{12}\b/g, printedAccountId);
}

/** An account id as AWS prints it: 0421-9933-0871. */
export function printedAccountId(accountId: string): string {
  return accountId.replace(/^(\d{4})(\d{4})(\d{4})$/, '$1-$2-$3');
}
