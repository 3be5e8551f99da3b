import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../project-files.ts';

/** One row of SECURITY.md's table of what each can reach at most. */
export interface Row {
  /** As written in backticks: kinds of principals, and names of the fleet's roles without `eks-fleet-<stage>-`. */
  readonly who: readonly string[];
  readonly reaches: ReadonlySet<string>;
  readonly why: string;
}

const HEADING = '## What each can reach at most';

export function securityTable(): readonly Row[] {
  const [, section = ''] = readFileSync(join(root, 'SECURITY.md'), 'utf8').split(HEADING);
  const [body = ''] = section.split('\n## ');
  return body
    .split('\n')
    .filter((line) => line.startsWith('|') && line.includes('`'))
    .map((line) => {
      const [, who = '', reaches = '', why = ''] = line.split('|').map((cell) => cell.trim());
      return {
        who: [...who.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
        reaches: new Set(reaches === 'nothing' ? [] : reaches.split('; ')),
        why,
      };
    });
}
