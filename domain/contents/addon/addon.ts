import { type ContentKind, isMadeSince } from '../kind.ts';
import { beyondDocument } from './beyond.ts';
import { decideAddon, type ObservedAddon } from './decide.ts';
import type { DesiredAddon } from './desired.ts';
import { desiredAddon } from './desired.ts';

/** An add-on of EKS. It goes with its cluster. */
export const addon: ContentKind<DesiredAddon, ObservedAddon> = {
  port: 'contents',
  task: 'apply-addon',
  desired: (config, facts) => config.addons.map((one) => desiredAddon(config, facts, one)),
  read: (clusterName, name, { contents }) => contents.read('addon', clusterName, name),
  decide: (desired, observed, startedAt) =>
    decideAddon(desired, observed, { attempted: isMadeSince(observed, startedAt) }),
  beyond: beyondDocument,
  create: ({ request }) => ({ operation: 'CreateAddon', request }),
  title: ({ request }) => `Install add-on ${request.addonName}`,
  expected: () => ({ minSeconds: 30, maxSeconds: 120 }),
};
