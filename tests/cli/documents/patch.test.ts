import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { editedText, unifiedDiff } from '../../../cli/documents/patch.ts';
import { documentPatch } from '../../../cli/plan/document-patch.ts';

const text = `# the shop
metadata:
  name: shop   # its name
  version: "1.34"   # asked for in March
addons:
  - name: vpc-cni
  - { name: coredns, version: v1.11.0-eksbuild.1 }
---
metadata: { name: web, version: '1.33' }
managedNodeGroups:
  - name: a
    releaseVersion: 1.33.0-20260101
  - name: golden
    ami: ami-33
`;

describe('a value of a document', () => {
  it('is replaced where it stands, quoted as it was, and nothing else is touched', () => {
    const first = editedText(text, 0, [
      { path: ['metadata', 'version'], value: '1.36' },
      { path: ['addons', 1, 'version'], value: 'v1.12.4-eksbuild.2' },
    ]);
    const both = editedText(first, 1, [{ path: ['metadata', 'version'], value: '1.35' }]);
    expect(both).toBe(
      text
        .replace('"1.34"', '"1.36"')
        .replace('v1.11.0-eksbuild.1', 'v1.12.4-eksbuild.2')
        .replace("'1.33'", "'1.35'"),
    );
  });

  it('is left where it is not there', () => {
    expect(editedText(text, 0, [{ path: ['addons', 0, 'version'], value: 'v1' }])).toBe(text);
    expect(editedText(text, 7, [{ path: ['metadata', 'version'], value: '1.36' }])).toBe(text);
  });
});

describe('a patch', () => {
  it('has the changed lines with their surroundings, as diff -u writes them', () => {
    const after = editedText(text, 0, [{ path: ['metadata', 'version'], value: '1.36' }]);
    expect(unifiedDiff('shop.yaml', text, after)).toBe(`--- a/shop.yaml
+++ b/shop.yaml
@@ -1,7 +1,7 @@
 # the shop
 metadata:
   name: shop   # its name
-  version: "1.34"   # asked for in March
+  version: "1.36"   # asked for in March
 addons:
   - name: vpc-cni
   - { name: coredns, version: v1.11.0-eksbuild.1 }
`);
    expect(unifiedDiff('shop.yaml', text, text)).toBe('');
  });

  it('has a hunk for each of two changes that are far from each other', () => {
    const lines = Array.from({ length: 20 }, (_, index) => `line ${index}`);
    const other = lines.map((line, index) => (index === 0 || index === 19 ? `${line}!` : line));
    expect(unifiedDiff('x', lines.join('\n'), other.join('\n')).match(/@@ .* @@/g)).toEqual([
      '@@ -1,4 +1,4 @@',
      '@@ -17,4 +17,4 @@',
    ]);
  });
});

describe('the patch of documents that are behind', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'patch-'));
    await writeFile(join(folder, 'fleet.yaml'), text);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is one for a file of several, and has only what is behind', async () => {
    const file = join(folder, 'fleet.yaml');
    const [shop, web] = parseAllDocuments(text).map((one) => one.toJS());
    const behind = { kind: 'keep', means: 'DocumentBehind', text: '' } as const;
    const patch = await documentPatch([
      {
        source: `${file}#1`,
        document: shop,
        differences: [
          { ...behind, part: 'controlPlane', path: 'metadata.version', found: '1.35' },
          { ...behind, part: 'addon/coredns.addonVersion', found: 'v1.12.4-eksbuild.2' },
        ],
      },
      {
        source: `${file}#2`,
        document: web,
        differences: [
          {
            ...behind,
            means: 'DocumentAhead',
            part: 'controlPlane',
            path: 'metadata.version',
            found: '1.32',
          },
          { ...behind, part: 'nodeGroup/a.releaseVersion', found: '1.33.9-20260909' },
          { ...behind, part: 'nodeGroup/golden.ami', found: 'ami-34' },
        ],
      },
    ]);
    expect(patch.split('\n').filter((line) => /^[+-] /.test(line))).toEqual([
      '-  version: "1.34"   # asked for in March',
      '+  version: "1.35"   # asked for in March',
      '-  - { name: coredns, version: v1.11.0-eksbuild.1 }',
      '+  - { name: coredns, version: v1.12.4-eksbuild.2 }',
      '-    releaseVersion: 1.33.0-20260101',
      '+    releaseVersion: 1.33.9-20260909',
      '-    ami: ami-33',
      '+    ami: ami-34',
    ]);
    expect(patch.match(/^--- /gm)).toHaveLength(1);
  });
});
