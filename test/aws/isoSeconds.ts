/** `2030-01-02T03:04:05Z`, as STS and IAM write times; `epoch` in milliseconds. */
export const isoSeconds = (epoch: number): string => new Date(epoch).toISOString().replace(/\.\d{3}/, '');
