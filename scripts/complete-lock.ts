import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/**
 * Holds that package-lock.json is whole: every optional build of every system is described, each package with the
 * integrity that npm verifies a download by, and none with an address to download from, which would bind users to one
 * registry.
 *
 * A registry that lacks a build (a mirror without those of other systems) makes npm leave it out of the lock, which its
 * own `npm ci` then refuses, or describe it without integrity, so that npm takes whatever comes. Without options, such
 * entries are written anew by npm from the registry of today; what that lacks still is told. With `--check`, nothing is
 * written. Both exit 1 where the lock is not whole.
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

/** Whether Node's lookup from `place` upward meets an entry for `name`. */
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

/** Takes out what npm could not verify, and lets npm describe it and what is missing. */
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
