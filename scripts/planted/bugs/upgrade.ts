import type { PlantedBug } from '../bug.ts';

export const upgrade: readonly PlantedBug[] = [
  {
    name: 'a waiver that has run out still counts',
    hurts: 'an upgrade goes past a blocker that nobody takes upon himself any more',
    edits: [
      {
        file: 'domain/upgrade/waivers.ts',
        from: '(finding === one.id || finding === findingKey(one)) && Date.parse(until) > Date.parse(at),',
        to: '(finding === one.id || finding === findingKey(one)) && Date.parse(until) > 0 && at !== undefined,',
      },
    ],
  },
  {
    name: 'EKS is told to go past its insights without consent',
    hurts: 'an API that is gone in the next minor takes a controller with it',
    edits: [
      {
        file: 'domain/upgrade/force.ts',
        from: "if (!request.consents.includes('skipInsights'))",
        to: "if (request.consents.includes('evictDespiteBudgets'))",
      },
    ],
  },
  {
    name: 'a soak goes by minutes alone',
    hurts: 'nodes move on under an alarm',
    edits: [
      {
        file: 'domain/upgrade/soak.ts',
        from: "if (secondsLeft <= 0 && health.is === 'quiet') return { is: 'over' };",
        to: "if (secondsLeft <= 0) return { is: 'over' };",
      },
    ],
  },
  {
    name: 'the control plane goes back under nodes that have moved',
    hurts: 'kubelets are newer than their control plane',
    edits: [
      {
        file: 'domain/upgrade/route.ts',
        from: "if (kind !== 'soak') return 'it goes back by itself only while the control plane soaks';",
        to: "if (kind === 'verify') return 'it goes back by itself only while the control plane soaks';",
      },
      {
        file: 'domain/upgrade/route.ts',
        from: "if (has(steps, 'nodes') || has(steps, 'fargate')) return 'nodes have moved';",
        to: "if (has(steps, 'fargate')) return 'nodes have moved';",
      },
    ],
  },
  {
    name: 'all node groups move at once',
    hurts: 'a bad image takes every node before anybody has seen it on one',
    edits: [
      {
        file: 'domain/upgrade/nodes/turns.ts',
        from: 'if (first && !isDone(decided, first)) return undefined;',
        to: '',
      },
    ],
  },
  {
    name: 'an upgrade that turned back is told as one that succeeded',
    hurts: 'a pipeline goes on to the next cluster with a version that was bad',
    edits: [
      {
        file: 'functions/upgrade/publish-upgraded.ts',
        from: 'return report.turnedBack',
        to: 'return report.turnedBack === null',
      },
    ],
  },
  {
    name: 'a document that is ahead is told as one that is behind',
    hurts: 'the patch for the pull request takes the wish for an upgrade out of the file',
    edits: [
      {
        file: 'domain/decide/kept-version.ts',
        from: 'return minorOf(wanted) < minorOf(found)',
        to: 'return minorOf(wanted) > minorOf(found)',
      },
    ],
  },
];
