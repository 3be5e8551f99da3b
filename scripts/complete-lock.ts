import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/**
 * Holds package-lock.json to be complete. Every optional build of every system must be described; each package must
 * have the integrity by which npm verifies a download, and none an address to download from, which would bind users
 * to one registry.
 *
 * A registry may lack a build, as a mirror without other systems does. Then npm leaves the build out of the lock, and
 * its own `npm ci` refuses the lock; or npm describes the build without integrity, and takes any content for it.
 *
 * Without options, npm writes such entries anew from the registry of today; entries that the registry lacks are told.
 * With `--check`, nothing is written. Both exit 1 where the lock is not complete.
 */

export interface LockEntry {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export interface Lock {
  readonly packages: Readonly<Record<string, LockEntry>>;
}

/** The optional packages that the lock names but does not describe, as `name@version`. */
export function undescribed(lock: Lock): readonly string[] {
  return Object.entries(lock.packages).flatMap(([place, entry]) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([name]) => !isDescribed(lock, place, name))
      .map(([name, version]) => `${name}@${version}`),
  );
}

/** True where Node's lookup from `place` upward meets an entry for `name`. */
function isDescribed(lock: Lock, place: string, name: string): boolean {
  for (let from = place; ; from = from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/')))) {
    const candidate = from === '' ? `node_modules/${name}` : `${from}/node_modules/${name}`;
    if (candidate in lock.packages) return true;
    if (from === '') return false;
  }
}

/** Places in the lock whose download nothing verifies; the project itself is none. */
export function unverified(lock: Lock): readonly string[] {
  return Object.entries(lock.packages)
    .filter(([place, entry]) => place !== '' && entry.integrity === undefined)
    .map(([place]) => place);
}

/** Places in the lock that name an address to download from. */
export function downloadAddresses(lock: Lock): readonly string[] {
  return Object.entries(lock.packages)
    .filter(([, entry]) => /^https?:/.test(entry.resolved ?? ''))
    .map(([place]) => place);
}

const readLock = (path: string): Lock => JSON.parse(readFileSync(path, 'utf8')) as Lock;

/** Removes entries that npm could not verify, and lets npm describe these and the missing ones. */
function complete(path: string): void {
  const lock = readLock(path);
  const open = new Set(unverified(lock));
  if (open.size + undescribed(lock).length === 0) return;
  const packages = Object.fromEntries(Object.entries(lock.packages).filter(([place]) => !open.has(place)));
  writeFileSync(path, `${JSON.stringify({ ...lock, packages }, null, 2)}\n`);
  spawnSync('npm', ['install', '--package-lock-only'], { stdio: 'inherit' });
}

function main(path: string, check: boolean): void {
  if (!check) complete(path);
  const lock = readLock(path);
  const faults = [
    ...undescribed(lock).map((name) => `no entry for ${name}`),
    ...unverified(lock).map((place) => `${place} has no integrity`),
    ...downloadAddresses(lock).map((place) => `${place} names a download address`),
  ];
  for (const fault of faults) console.error(`${path}: ${fault}`);
  if (faults.length === 0) {
    console.log(`${path}: whole, ${Object.keys(lock.packages).length} packages`);
    return;
  }
  process.exitCode = 1;
  console.error(
    check
      ? 'npm run lock asks the registry for what is missing'
      : 'The registry lacks these builds: choose a version that it has whole',
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  main('package-lock.json', process.argv.includes('--check'));
}
