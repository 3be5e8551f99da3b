import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/**
 * Completes package-lock.json so that `npm ci` accepts it on every platform.
 *
 * npm leaves an optional package out of the lock when the registry it asks does not have it (a mirror without
 * the builds for other systems), and `npm ci` then refuses the lock as out of step with package.json. This
 * writes an entry for each: version, os, cpu and libc, which is all that npm needs to skip a package that is
 * not for this machine. The entries carry no integrity, because there is no file to take it from, and a
 * machine that does need one fetches it by version. On a full registry nothing is missing and nothing is
 * written.
 *
 * Usage: `node scripts/complete-lock.ts [--check]`; with `--check` an incomplete lock, or one that names a
 * download address, is reported and exits 1.
 */

export interface LockEntry {
  readonly version?: string;
  readonly resolved?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly os?: readonly string[] | string;
  readonly cpu?: readonly string[] | string;
  readonly libc?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export interface Lock {
  readonly packages: Readonly<Record<string, LockEntry>>;
}

const systems = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const processors = [
  'arm',
  'arm64',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'wasm32',
  'x64',
];

/** The optional packages that the lock names but does not describe, by their place in node_modules. */
export function missingEntries(lock: Lock): Readonly<Record<string, LockEntry>> {
  const missing: Record<string, LockEntry> = {};
  for (const [place, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (isDescribed(lock, place, name)) continue;
      missing[`node_modules/${name}`] = entryFor(name, version, entry.dev === true);
    }
  }
  return missing;
}

/** Whether Node's lookup from `place` upward meets an entry for `name`. */
function isDescribed(lock: Lock, place: string, name: string): boolean {
  for (let from = place; ; from = from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/')))) {
    const candidate = from === '' ? `node_modules/${name}` : `${from}/node_modules/${name}`;
    if (candidate in lock.packages) return true;
    if (from === '') return false;
  }
}

/**
 * An entry whose platform is read from the name, as native packages are named: `@swc/core-linux-arm64-musl`.
 * Its members stand in npm's own order, so that npm's next change of the lock leaves them as they are.
 */
function entryFor(name: string, version: string, dev: boolean): LockEntry {
  const words = name.split(/[-/]/);
  const os = words.find((word) => systems.includes(word));
  const cpu = words.findLast((word) => processors.includes(word));
  if (os === undefined || cpu === undefined) {
    throw new Error(`${name}: its name tells no os and cpu; add its entry to package-lock.json by hand`);
  }
  const libc = { gnu: 'glibc', gnueabihf: 'glibc', musl: 'musl', musleabihf: 'musl' }[words.at(-1) ?? ''];
  return {
    version,
    cpu: [cpu],
    ...(dev ? { dev } : {}),
    ...(os === 'linux' && libc !== undefined ? { libc: [libc] } : {}),
    optional: true,
    os: [os],
  };
}

/** Places in the lock that name an address to download from, which would bind users to one registry. */
export function downloadAddresses(lock: Lock): readonly string[] {
  return Object.entries(lock.packages)
    .filter(([, entry]) => /^https?:/.test(entry.resolved ?? ''))
    .map(([place]) => place);
}

function main(path: string, check: boolean): void {
  const lock = JSON.parse(readFileSync(path, 'utf8')) as Lock;
  const missing = missingEntries(lock);
  const count = Object.keys(missing).length;
  if (!check) {
    const packages = Object.fromEntries(
      Object.entries({ ...lock.packages, ...missing }).sort(([left], [right]) =>
        left.localeCompare(right, 'en'),
      ),
    );
    if (count > 0) writeFileSync(path, `${JSON.stringify({ ...lock, packages }, null, 2)}\n`);
    console.log(`${path}: ${count} entries added`);
    return;
  }
  const addresses = downloadAddresses(lock);
  for (const place of Object.keys(missing)) console.error(`${path}: no entry for ${place}; run npm run lock`);
  for (const place of addresses) console.error(`${path}: ${place} names a download address`);
  if (count + addresses.length > 0) process.exitCode = 1;
  else console.log(`${path}: complete, ${Object.keys(lock.packages).length} packages`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  main('package-lock.json', process.argv.includes('--check'));
}
