import type { ScaleEntry } from './entries.ts';
import type { Resizing } from './resizing.ts';

/** The groups of an entry as a request names them. */
export function resizingsOf({ nodeGroups }: ScaleEntry): readonly Resizing[] {
  if (Array.isArray(nodeGroups)) return nodeGroups;
  return Object.entries(nodeGroups).map(([name, sizes]) => ({ select: { nodeGroups: [name] }, ...sizes }));
}
