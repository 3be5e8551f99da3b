import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { root } from './project-files.ts';

/** The last line of a run of Jest over these test files, as `npm test` would end with it. */
function closingLine(files: Readonly<Record<string, string>>): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'closing-line-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const config = { rootDir: folder, reporters: ['default', join(root, 'scripts/summary-reporter.ts')] };
    const { stdout } = spawnSync(
      process.execPath,
      [join(root, 'node_modules/jest/bin/jest.js'), '--config', JSON.stringify(config)],
      { encoding: 'utf8', cwd: folder },
    );
    return stdout.trimEnd().split('\n').at(-1);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

it('npm test ends with the tests that passed and failed, a suite that cannot be loaded among the latter', () => {
  const line = closingLine({
    'sound.test.js': `test('one', () => {}); test('two', () => {});`,
    'failing.test.js': `test('three', () => { throw new Error('as it should'); }); test('four', () => {});`,
    'broken.test.js': `require('./nothing');`,
  });
  expect(line).toBe('3 passed, 2 failed');
});
