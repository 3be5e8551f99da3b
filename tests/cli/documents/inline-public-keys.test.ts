import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { inlinePublicKeys } from '../../../cli/documents/inline-public-keys.ts';

describe('public keys that a document names by path', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'eks-fleet-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('come to stand in the document, and the rest stays as it is', async () => {
    const path = join(folder, 'key.pub');
    await writeFile(path, 'ssh-ed25519 AAAA me\n');
    const document = {
      kind: 'ClusterConfig',
      nodeGroups: [{ name: 'a', ssh: { allow: true, publicKeyPath: path } }, { name: 'b' }],
    };
    expect(await inlinePublicKeys(document)).toEqual({
      kind: 'ClusterConfig',
      nodeGroups: [{ name: 'a', ssh: { allow: true, publicKey: 'ssh-ed25519 AAAA me' } }, { name: 'b' }],
    });
  });

  it('stay paths where the file is not there, to be refused by name', async () => {
    const document = { managedNodeGroups: [{ name: 'a', ssh: { publicKeyPath: join(folder, 'none.pub') } }] };
    expect(await inlinePublicKeys(document)).toEqual(document);
  });
});
