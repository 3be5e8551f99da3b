import type { FleetDocument } from '../policy/schema.ts';

/** What an operation about a Fleet document is asked for, as its record keeps it. */
export type FleetRequest =
  | { readonly do: 'apply'; readonly document: FleetDocument }
  | { readonly do: 'delete'; readonly name: string };
