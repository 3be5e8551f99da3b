import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { EventDefinition } from '../../../../events/event.ts';
import { projectFiles, read, root } from '../../project-files.ts';

/** Every event of ours, by the file that defines it. */
export const definitions = new Map<string, EventDefinition>();
for (const file of projectFiles(join(root, 'events')).filter((path) => /^events\/[\w-]+\/.*\.ts$/.test(path)))
  for (const value of Object.values((await import(join(root, file))) as Readonly<Record<string, unknown>>))
    if (typeof value === 'object' && value !== null && 'detailType' in value)
      definitions.set(file, value as EventDefinition);

/** The files that a file of ours imports by value, and those that they import in turn, within its own folder. */
function imported(file: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, path = ''] of read(file).matchAll(/^import (?!type)[^;]*? from '(\.[^']+)';$/gm)) {
    const found = join(dirname(file), path);
    if (path.startsWith('./')) imported(found, seen);
    else seen.add(found);
  }
  return seen;
}

/** The detail types of the events that a handler has at hand: it can publish no others. */
export function eventsAtHand(task: string): readonly string[] {
  const file = `functions/${task}.ts`;
  if (!existsSync(join(root, file))) throw new Error(`no ${file}`);
  return [...imported(file)].flatMap((path) => definitions.get(path)?.detailType ?? []).sort();
}
