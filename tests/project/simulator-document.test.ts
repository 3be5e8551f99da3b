import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { read, root } from './project-files.ts';

describe('documents with lists from the code', () => {
  it('list the operations, durations, rules and findings that there are; if not, run node scripts/list-simulated.ts', () => {
    // Runs in a child process: services may load packages that do not live in Jest's module registry.
    const script = `
      import { upToDate } from './scripts/list-simulated.ts';
      import { readFileSync } from 'node:fs';
      process.stdout.write(JSON.stringify(upToDate((path) => readFileSync(path, 'utf8'))));
    `;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    const upToDate = JSON.parse(stdout) as Readonly<Record<string, string>>;
    expect(Object.keys(upToDate)).toEqual([
      'docs/simulator.md',
      'docs/simulator-rules.md',
      'docs/findings.md',
    ]);
    for (const [path, text] of Object.entries(upToDate)) expect([path, read(path)]).toEqual([path, text]);
  });
});
