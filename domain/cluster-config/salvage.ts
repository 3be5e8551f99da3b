import type * as z from 'zod';
import type { ClusterConfig } from './config.ts';
import { complete } from './defaults.ts';
import { valueAt } from './issues.ts';
import { formatPath } from './problem.ts';
import { clusterConfigSchema } from './schema/cluster-config.ts';

/**
 * The part of a document that can be read, for a caller that looks up the names in it. The document is refused all
 * the same.
 */
export interface Salvaged {
  readonly config: ClusterConfig;
  /** The path in the document as it was written; undefined near a mistake that is told already. */
  readonly written: (path: string) => string | undefined;
}

/**
 * Each round takes out the mistakes that the one before it has found; a document with more layers of mistakes is
 * left.
 */
const ROUNDS = 12;

/** The places in the written list of the items that are left of it. */
type Places = WeakMap<readonly unknown[], number[]>;

function placesOf(list: readonly unknown[], places: Places): number[] {
  const known = places.get(list) ?? list.map((_, index) => index);
  places.set(list, known);
  return known;
}

const segmentsOf = (path: string): PropertyKey[] =>
  [...path.matchAll(/\[(\d+)\]|\["([^"]*)"\]|([\w-]+)/g)].map(([, place, quoted, name]) =>
    place === undefined ? (quoted ?? name ?? '') : Number(place),
  );

function writtenPath(document: unknown, path: readonly PropertyKey[], places: Places): PropertyKey[] {
  return path.map((key, depth) => {
    const holder = valueAt(document, path.slice(0, depth));
    return Array.isArray(holder) && typeof key === 'number' ? (placesOf(holder, places)[key] ?? key) : key;
  });
}

function takeOut(document: unknown, path: readonly PropertyKey[], places: Places): void {
  const key = path.at(-1);
  const holder = valueAt(document, path.slice(0, -1));
  if (Array.isArray(holder) && typeof key === 'number') {
    placesOf(holder, places).splice(key, 1);
    holder.splice(key, 1);
  } else if (typeof holder === 'object' && holder !== null && key !== undefined)
    Reflect.deleteProperty(holder, key);
}

/** The paths that an issue is about. For something missing, the path of the object that it is missing in. */
function pathsOf(document: unknown, issue: z.core.$ZodIssue): (readonly PropertyKey[])[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => [...issue.path, key]);
  return [valueAt(document, issue.path) === undefined ? issue.path.slice(0, -1) : issue.path];
}

/** From the end of lists, so that places before an item that is taken out stay. */
const backwards = (left: readonly PropertyKey[], right: readonly PropertyKey[]): number =>
  formatPath(right).localeCompare(formatPath(left), 'en', { numeric: true });

/**
 * Takes everything out of a document that its schema refuses, until the rest can be read; undefined where nothing is
 * left.
 */
export function salvage(value: unknown): Salvaged | undefined {
  const document = structuredClone(value);
  const places: Places = new WeakMap();
  const mistakes: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const read = clusterConfigSchema.safeParse(document);
    if (read.success)
      return {
        config: complete(read.data),
        written: (path) => {
          const text = formatPath(writtenPath(document, segmentsOf(path), places));
          const isNear = mistakes.some((one) => text.startsWith(one) || one.startsWith(text));
          return isNear ? undefined : text;
        },
      };
    const paths = read.error.issues.flatMap((issue) => pathsOf(document, issue));
    if (paths.some((path) => path.length === 0)) return undefined;
    mistakes.push(...paths.map((path) => formatPath(writtenPath(document, path, places))));
    for (const path of [...paths].sort(backwards)) takeOut(document, path, places);
  }
  return undefined;
}
