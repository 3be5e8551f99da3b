import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { inlinePublicKeys } from '../../../cli/documents/inline-public-keys.ts';
import { MadeUpKeys } from '../../../cli/documents/made-up-keys.ts';

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

describe('what is not a public key', () => {
  it('stays where it is: a private key is not sent anywhere', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'eks-fleet-'));
    const path = join(folder, 'id_ed25519');
    await writeFile(
      path,
      '-----BEGIN OPENSSH PRIVATE KEY-----\nc2VjcmV0\n-----END OPENSSH PRIVATE KEY-----\n',
    );
    const document = { nodeGroups: [{ name: 'a', ssh: { publicKeyPath: path } }] };
    expect(await inlinePublicKeys(document, () => 'ssh-ed25519 AAAA')).toEqual(document);
    await rm(folder, { recursive: true });
  });
});

describe('keys that are made up in a rehearsal', () => {
  it('stand in for files that are not there, the same for the same path, and are told', async () => {
    const madeUp = new MadeUpKeys();
    const ssh = { publicKeyPath: '/no/such/key.pub' };
    const document = { managedNodeGroups: [{ name: 'a', ssh }], nodeGroups: [{ name: 'b', ssh }] };
    const inlined = JSON.stringify(await inlinePublicKeys(document, madeUp.keyFor));
    const keys = [...inlined.matchAll(/ssh-ed25519 [A-Za-z0-9+/=]+/g)].map(([key]) => key);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
    // RFC 8709: the name of the type and 32 bytes, each with its length before it.
    expect(Buffer.from(keys[0]?.split(' ')[1] ?? '', 'base64')).toHaveLength(4 + 11 + 4 + 32);
    expect(madeUp.prerequisites).toEqual([
      'public key at /no/such/key.pub, made up here: there is no such file',
    ]);
  });
});
