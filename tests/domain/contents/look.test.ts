import { describe, expect, it } from '@jest/globals';
import type { ReadPorts } from '../../../domain/contents/kind.ts';
import {
  contentChanges,
  contentDrift,
  type DesiredContent,
  decideContent,
} from '../../../domain/contents/kinds.ts';
import type { DesiredNodeGroup } from '../../../domain/contents/node-group/managed.ts';
import { contentsOf, find } from '../desired/contents.fixtures.ts';
import { configOf } from '../desired/fixtures.ts';

const startedAt = '2026-11-24T10:00:00.000Z';
const since = { config: configOf({}), startedAt };
const contents = contentsOf({
  managedNodeGroups: [{ name: 'web', minSize: 1, desiredCapacity: 2, maxSize: 4 }],
});
const web = find(contents, 'nodeGroup', 'nodeGroup/web');

/** Ports that show one thing of EKS, and the looks that were taken at it. */
function showing(seen: object) {
  const looks: string[] = [];
  const read = async (...asked: readonly string[]) => {
    looks.push(asked.join(' '));
    return seen;
  };
  return { looks, ports: { contents: { read } } as unknown as ReadPorts };
}

/** The decision about content that could not be created, with EKS's time of its creation, or without. */
async function decide(content: DesiredContent, createdAt?: string): Promise<string> {
  const seen = { status: 'CREATE_FAILED', ...(createdAt ? { createdAt } : {}) };
  return (await decideContent(content, since, showing(seen).ports)).do;
}

describe.each<[string, DesiredContent]>([
  ['node group', web],
  ['add-on', find(contents, 'addon', 'addon/coredns')],
])('a %s that could not be created', (_, content) => {
  it('is cleared away where an operation before this one has made it', async () => {
    expect(await decide(content, '2026-11-24T09:59:59.999Z')).toBe('update');
    expect(await decide(content)).toBe('update');
  });

  it('fails the operation that has made it: it would not be made a second time', async () => {
    expect(await decide(content, startedAt)).toBe('fail');
    expect(await decide(content, '2026-11-24T10:05:00.000Z')).toBe('fail');
  });
});

describe('an add-on that EKS could not update', () => {
  const coredns = find(contents, 'addon', 'addon/coredns');
  const decided = async (...began: readonly string[]) => {
    const seen = {
      ...(coredns as { readonly request: object }).request,
      status: 'UPDATE_FAILED',
      issues: [],
    };
    const { ports } = showing(seen);
    const updates = async () => began.map((createdAt) => ({ createdAt, status: 'Failed' }));
    const all = { contents: { ...ports.contents, updates } } as unknown as ReadPorts;
    return (await decideContent(coredns, since, all)).do;
  };

  it('is updated again where the newest of its updates began before this operation', async () => {
    expect(await decided('2026-11-24T09:59:59.999Z')).toBe('update');
  });

  it('fails the operation that began it, or where EKS tells of none', async () => {
    expect(await decided(startedAt, '2026-11-24T09:00:00.000Z')).toBe('fail');
    expect(await decided()).toBe('fail');
  });
});

describe('a node group that differs in several members', () => {
  const { request } = web as DesiredNodeGroup;
  const seen = {
    ...request,
    nodegroupArn: 'arn',
    status: 'ACTIVE',
    labels: {},
    scalingConfig: { ...request.scalingConfig, desiredSize: request.scalingConfig.maxSize + 1 },
    tags: {},
  };
  const summaries = (decisions: readonly object[]) => decisions.map((one) => Object.values(one).at(-1));

  it('is looked at once, and all of it is told', async () => {
    const { looks, ports } = showing(seen);
    expect(summaries((await contentChanges(web, since, ports)).decisions)).toEqual([
      expect.stringContaining('scale to'),
      'change labels',
      'tag the node group',
    ]);
    expect(looks).toEqual(['nodeGroup shop web']);
  });

  it('has not drifted where only its desired size is another within the bounds', async () => {
    const { minSize, maxSize } = request.scalingConfig;
    const scaled = { ...request, nodegroupArn: 'arn', status: 'ACTIVE' };
    const within = { ...scaled, scalingConfig: { minSize, maxSize, desiredSize: minSize + 2 } };
    const { looks, ports } = showing(within);
    expect(await contentDrift(web, since, ports)).toEqual([]);
    expect(looks).toEqual(['nodeGroup shop web']);
  });
});
