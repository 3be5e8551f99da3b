/** Codes by which our own side could not ask, which tell nothing of who was to be asked. */
const CODES = new Set([
  // No way to the internet, no name server, no socket left.
  ...['EAI_AGAIN', 'ENETDOWN', 'ENETUNREACH', 'EADDRNOTAVAIL', 'EMFILE'],
  // Nothing to sign with.
  'CredentialsProviderError',
]);

/** True of a failure that happened before anything left. */
export const isOwnSide = ({ name, code }: { readonly name?: string; readonly code?: string | undefined }) =>
  [name, code].some((one) => one !== undefined && CODES.has(one));
