import type { FleetDocument } from '../policy/schema.ts';

/** The request of an operation about a Fleet document, as its record keeps it. */
export type FleetRequest =
  | { readonly do: 'apply'; readonly document: FleetDocument }
  | { readonly do: 'delete'; readonly name: string };
