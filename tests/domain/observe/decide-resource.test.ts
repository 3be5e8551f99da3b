import { describe, expect, it } from '@jest/globals';
import { decideResource, type EksResource } from '../../../domain/observe/decide-resource.ts';
import type { ContentsPort } from '../../../domain/ports/contents.ts';
import { contentsOf, find } from '../desired/contents.fixtures.ts';

const startedAt = '2026-11-24T10:00:00.000Z';
const contents = contentsOf({ managedNodeGroups: [{ name: 'web' }] });

/** What is to be done about what could not be created, made at a time that EKS says or does not. */
async function decide(resource: EksResource, createdAt?: string): Promise<string> {
  const seen = { status: 'CREATE_FAILED', ...(createdAt ? { createdAt } : {}) };
  const port = { addon: async () => seen, nodeGroup: async () => seen } as unknown as ContentsPort;
  return (await decideResource(resource, { startedAt }, port)).do;
}

describe.each<[string, EksResource]>([
  ['node group', find(contents, 'nodeGroup', 'nodeGroup/web')],
  ['add-on', find(contents, 'addon', 'addon/coredns')],
])('a %s that could not be created', (_, resource) => {
  it('is cleared away where an operation before this one has made it', async () => {
    expect(await decide(resource, '2026-11-24T09:59:59.999Z')).toBe('update');
    expect(await decide(resource)).toBe('update');
  });

  it('fails the operation that has made it: it would not be made a second time', async () => {
    expect(await decide(resource, startedAt)).toBe('fail');
    expect(await decide(resource, '2026-11-24T10:05:00.000Z')).toBe('fail');
  });
});
