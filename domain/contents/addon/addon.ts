import { type ContentKind, isMadeSince, type ReadPorts } from '../kind.ts';
import { beyondDocument } from './beyond.ts';
import { type AddonAttempts, decideAddon, type ObservedAddon } from './decide.ts';
import type { DesiredAddon } from './desired.ts';
import { desiredAddon } from './desired.ts';

/** Its updates are read only where one has failed: each of them is a call. */
async function readAddon(clusterName: string, name: string, { contents }: Pick<ReadPorts, 'contents'>) {
  const observed = await contents.read('addon', clusterName, name);
  if (observed?.status !== 'UPDATE_FAILED') return observed;
  const [newest] = await contents.updates(clusterName, { addonName: name });
  return newest ? { ...observed, failedUpdateAt: newest.createdAt } : observed;
}

/** An update that EKS does not tell of is taken for one of this operation: tried for ever would be worse. */
const attemptsSince = (observed: ObservedAddon | undefined, startedAt: string): AddonAttempts => ({
  created: isMadeSince(observed, startedAt),
  updated: observed?.failedUpdateAt === undefined || observed.failedUpdateAt >= startedAt,
});

/** An add-on of EKS. It goes with its cluster. */
export const addon: ContentKind<DesiredAddon, ObservedAddon> = {
  port: 'contents',
  task: 'apply-addon',
  desired: (config, facts) => config.addons.map((one) => desiredAddon(config, facts, one)),
  read: readAddon,
  decide: (desired, observed, startedAt) =>
    decideAddon(desired, observed, attemptsSince(observed, startedAt)),
  beyond: beyondDocument,
  create: ({ request }) => ({ operation: 'CreateAddon', request }),
  title: ({ request }) => `Install add-on ${request.addonName}`,
  expected: () => ({ minSeconds: 30, maxSeconds: 120 }),
};
