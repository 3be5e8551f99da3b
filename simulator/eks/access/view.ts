import type { Identity } from '../../kubernetes/access/authorization.ts';

/** People's entries as the cluster sees them from a moment on. */
export interface AccessView {
  readonly from: number;
  readonly entries: ReadonlyMap<string, Omit<Identity, 'username'> & { readonly usernameTemplate: string }>;
}
