import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Edit, edited } from './bug.ts';

/**
 * The place where the copies are made, one after the other: the same path each time, so that Node's compiled code is
 * used again.
 */
const PLACE = join(tmpdir(), 'eks-fleet-planted');

/**
 * A copy of the project with the edits made, and all generated files made anew; its folder. The packages are linked.
 *
 * @throws where an edit has no place, or a file can't be generated
 */
export function plantedCopy(root: string, edits: readonly Edit[]): string {
  rmSync(PLACE, { recursive: true, force: true });
  for (const file of projectFiles(root)) {
    mkdirSync(dirname(join(PLACE, file)), { recursive: true });
    cpSync(join(root, file), join(PLACE, file));
  }
  symlinkSync(join(root, 'node_modules'), join(PLACE, 'node_modules'));
  for (const file of new Set(edits.map((edit) => edit.file)))
    writeFileSync(join(PLACE, file), edited(readFileSync(join(root, file), 'utf8'), file, edits));
  const generate = spawnSync(process.execPath, ['scripts/generate.ts'], { cwd: PLACE, encoding: 'utf8' });
  if (generate.status !== 0) throw new Error(`nothing can be generated from it: ${generate.stderr}`);
  return PLACE;
}

/** All files of the project, those that git does not know yet among them. */
function projectFiles(root: string): readonly string[] {
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'];
  const { stdout } = spawnSync('git', list, { cwd: root, encoding: 'utf8', maxBuffer: 1e8 });
  const deleted = spawnSync('git', ['ls-files', '-z', '--deleted'], { cwd: root, encoding: 'utf8' }).stdout;
  const gone = new Set(deleted.split('\0'));
  return stdout.split('\0').filter((file) => file !== '' && !gone.has(file));
}
