import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Edit, edited } from './bug.ts';

/** Tests that fail in a copy whatever is planted, and so would find every bug. */
const LEFT_OUT = [
  // Each bug is to have its place.
  'tests/project/planted.test.ts',
  // The packages are linked, and so outside of the copy: dependency-cruiser reads into them.
  'tests/project/architecture.test.ts',
];

/** Where copies are made, one after the other under one path, so that the code that Node compiled is used again. */
export interface Place {
  readonly copy: string;
  readonly compiled: string;
}

/** A new folder of this run alone, which goes with the process. */
export function newPlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'eks-fleet-planted-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));
  return { copy: join(folder, 'copy'), compiled: join(folder, 'compiled') };
}

/**
 * A copy of the project with the edits made, and all generated files made anew, in place of the last. The packages are linked.
 *
 * @throws where an edit has no place, or a file can't be generated
 */
export function plantedCopy(root: string, edits: readonly Edit[], { copy }: Place): void {
  rmSync(copy, { recursive: true, force: true });
  for (const file of projectFiles(root)) {
    if (LEFT_OUT.includes(file)) continue;
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  // A folder of links: a link in its place would be a file to those who look for the project's files.
  mkdirSync(join(copy, 'node_modules'));
  for (const name of readdirSync(join(root, 'node_modules')))
    symlinkSync(join(root, 'node_modules', name), join(copy, 'node_modules', name));
  for (const file of new Set(edits.map((edit) => edit.file)))
    writeFileSync(join(copy, file), edited(readFileSync(join(root, file), 'utf8'), file, edits));
  const generate = spawnSync(process.execPath, ['scripts/generate.ts'], { cwd: copy, encoding: 'utf8' });
  if (generate.status !== 0) throw new Error(`nothing can be generated from it: ${generate.stderr}`);
}

/** The commit that the project is at. */
export const commit = (root: string): string =>
  spawnSync('git', ['rev-parse', '--short=8', 'HEAD'], { cwd: root, encoding: 'utf8' }).stdout.trim();

/** All files of the project, those that git does not know yet among them. */
function projectFiles(root: string): readonly string[] {
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'];
  const { stdout } = spawnSync('git', list, { cwd: root, encoding: 'utf8', maxBuffer: 1e8 });
  const deleted = spawnSync('git', ['ls-files', '-z', '--deleted'], { cwd: root, encoding: 'utf8' }).stdout;
  const gone = new Set(deleted.split('\0'));
  return stdout.split('\0').filter((file) => file !== '' && !gone.has(file));
}
