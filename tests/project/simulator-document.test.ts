import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { read, root } from './project-files.ts';

describe('docs/simulator.md', () => {
  it('lists the operations, resource types and durations that the simulator has; if not, run node scripts/list-simulated.ts', () => {
    // In a child process: services may load packages that do not live in Jest's module registry.
    const script = `
      import { documentPath, withGeneratedSections } from './scripts/list-simulated.ts';
      import { readFileSync } from 'node:fs';
      process.stdout.write(withGeneratedSections(readFileSync(documentPath, 'utf8')));
    `;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(read('docs/simulator.md')).toBe(stdout);
  });
});
