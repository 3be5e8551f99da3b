import { readFile } from 'node:fs/promises';
import { type Edit, editedText, unifiedDiff } from '../documents/patch.ts';
import type { Difference } from './differences.ts';

/** A document, and how its cluster differs from it. */
export interface BehindDocument {
  readonly source: string;
  /** As it is written. */
  readonly document: Readonly<Record<string, unknown>>;
  readonly differences: readonly Difference[];
}

/** The lists of a document, by the kind of what is in them. */
const LISTS: Readonly<Record<string, string>> = {
  addon: 'addons',
  nodeGroup: 'managedNodeGroups',
  selfManagedNodeGroup: 'nodeGroups',
};

/** The value of a document that a difference is about. */
function editOf({ document }: BehindDocument, { part, means, path = part, found }: Difference): Edit[] {
  if (means !== 'DocumentBehind' || found === undefined) return [];
  if (path === 'metadata.version') return [{ path: ['metadata', 'version'], value: found }];
  const [, kind = '', name = '', of = ''] =
    /^(\w+)\/(.+)\.(addonVersion|releaseVersion|ami)$/.exec(path) ?? [];
  const list = LISTS[kind];
  if (list === undefined) return [];
  const member = of === 'addonVersion' ? 'version' : of;
  const written = (document[list] ?? []) as readonly { readonly name?: string }[];
  const index = written.findIndex((one) => one.name === name);
  return index < 0 ? [] : [{ path: [list, index, member], value: found }];
}

/** A document's file and its place in it, from its source (`fleet.yaml#2`). */
function placeOf(source: string): { readonly file: string; readonly index: number } {
  const [, file, number] = /^(.+)#(\d+)$/.exec(source) ?? [];
  return file === undefined ? { file: source, index: 0 } : { file, index: Number(number) - 1 };
}

/** The patch, file by file, that brings documents up to the versions that their clusters have risen to. */
export async function documentPatch(documents: readonly BehindDocument[]): Promise<string> {
  const files = new Map<string, { readonly before: string; after: string }>();
  for (const document of documents) {
    const edits = document.differences.flatMap((difference) => editOf(document, difference));
    if (edits.length === 0) continue;
    const { file, index } = placeOf(document.source);
    const known = files.get(file);
    const before = known?.before ?? (await readFile(file, 'utf8'));
    files.set(file, { before, after: editedText(known?.after ?? before, index, edits) });
  }
  return [...files].map(([file, { before, after }]) => unifiedDiff(file, before, after)).join('');
}
