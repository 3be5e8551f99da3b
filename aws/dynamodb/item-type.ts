import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';

/** The two tables of a region: the ordinary one, and the replica of the fleet's global one. */
export interface Tables {
  readonly leases: string;
  readonly fleet: string;
}

/** The table and key of an item. */
export interface Place {
  readonly table: keyof Tables;
  readonly key: Readonly<Record<string, AttributeValue>>;
}

export const inLeases = (pk: string): Place => ({ table: 'leases', key: marshall({ pk }) });
export const inFleet = (pk: string, sk: string): Place => ({ table: 'fleet', key: marshall({ pk, sk }) });

/**
 * The form in which an attribute is kept. `json`: a structure that is read and written whole, and that no expression
 * looks into, is kept as text (ADR 13).
 */
export type KeptAs = 'plain' | 'json';

type NamesOf<Kept> = Kept extends unknown ? keyof Kept & string : never;

/** A type of items: their place, and all their attributes. */
export interface ItemType<Kept extends object, Of extends readonly string[] = readonly never[]> {
  readonly key: (...of: Of) => Place;
  readonly attributes: Readonly<Record<NamesOf<Kept>, KeptAs>>;
}

/** A type with the attributes of the kept value: one that is not named does not compile. */
export const itemType =
  <Kept extends object>() =>
  <const Of extends readonly string[]>(type: ItemType<Kept, Of>): ItemType<Kept, Of> =>
    type;
