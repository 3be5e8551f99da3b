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
        to: 'return report.turnedBack && report.steps.length === 0',
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
  {
    name: 'a soak ends at half of its minutes',
    hurts: 'nodes move onto a control plane that nobody has watched for long enough',
    edits: [
      {
        file: 'domain/upgrade/soak.ts',
        from: 'minutes * 60 - elapsedSeconds(watched)',
        to: 'minutes * 30 - elapsedSeconds(watched)',
      },
    ],
  },
  {
    name: 'an alarm without data counts as quiet',
    hurts: 'an upgrade goes on while nobody can tell how the cluster is',
    edits: [
      {
        file: 'domain/upgrade/health.ts',
        from: "if (alarm.state === 'OK') return [];",
        to: "if (alarm.state !== 'ALARM') return [];",
      },
    ],
  },
  {
    name: 'a change does not look at its alarms again',
    hurts: 'after half an hour of tries it is made under an alarm that has begun since',
    edits: [
      {
        file: 'functions/upgrade/quiet.ts',
        from: "return health.is === 'quiet' ? make() : { outcome: 'Unchanged' };",
        to: "return health.is !== 'unknown' ? make() : { outcome: 'Unchanged' };",
      },
    ],
  },
  {
    name: 'pods on Fargate are evicted without a look at their budgets',
    hurts: 'the API is asked again and again for what it refuses, and never told why',
    edits: [
      {
        file: 'domain/upgrade/nodes/fargate.ts',
        from: 'const hold = holdOn(next, budgets);',
        to: 'const hold = holdOn(next, budgets.slice(0, 0));',
      },
    ],
  },
  {
    name: 'pods of self-managed nodes are evicted without a look at their budgets',
    hurts: 'a drain asks for the same pods until its time is up, and tells of no budget',
    edits: [
      {
        file: 'domain/upgrade/nodes/self-managed.ts',
        from: 'const hold = holdOn(pod, seen.budgets);',
        to: 'const hold = holdOn(pod, seen.budgets.slice(0, 0));',
      },
    ],
  },
  {
    name: 'an instance ends under the last pods of its node',
    hurts: 'pods that a budget wants are gone before others are there',
    edits: [
      {
        file: 'domain/upgrade/nodes/self-managed.ts',
        from: 'if (pods.length === 0)\n    return update(',
        to: 'if (pods.length <= 2)\n    return update(',
      },
    ],
  },
  {
    name: 'an update that failed is tried with its own token',
    hurts: 'EKS answers with the failed update, and nodes stay mixed',
    edits: [
      {
        file: 'functions/upgrade/upgrade-node-group.ts',
        from: 'after ${seen.failures.length} failures',
        to: 'after ${Math.min(0, seen.failures.length)} failures',
      },
    ],
  },
  {
    name: 'one insight that nobody has waived is gone past by force',
    hurts: 'an API that is gone in the next minor takes a controller with it',
    edits: [
      { file: 'domain/upgrade/force.ts', from: 'if (others.length > 0) {', to: 'if (others.length > 1) {' },
    ],
  },
  {
    name: 'a node group with a custom AMI gets a release as well',
    hurts: 'EKS refuses the update, and the group stays behind',
    edits: [
      {
        file: 'functions/upgrade/upgrade-node-group.ts',
        from: 'const { image: _image, like, ...named } = change.request;\n  const request = { ...named, launchTemplate',
        to: 'const { image: releaseVersion, like, ...named } = change.request;\n  const request = { ...named, releaseVersion, launchTemplate',
      },
    ],
  },
  {
    name: 'EKS chooses the release of a node group when it is asked',
    hurts: 'groups of one upgrade come to different releases, of which one was never tried',
    edits: [
      {
        file: 'domain/upgrade/nodes/node-group.ts',
        from: 'request: { ...named, ...release } }',
        to: 'request: { ...named, version: release.version } }',
      },
    ],
  },
  {
    name: 'the second try of a way back has the token of the first',
    hurts: 'EKS answers with the update that has failed, and the rollback asks again for hours',
    edits: [
      {
        file: 'functions/upgrade/upgrade-node-group.ts',
        from: 'tokenOf(operation, key, [newest, at])',
        to: "tokenOf(operation, key, [newest, step.key, at === '' ? at : ''])",
      },
    ],
  },
  {
    name: 'a cluster is rolled back although its seven days are over',
    hurts: 'nodes and add-ons have gone back when EKS refuses the control plane',
    edits: [
      {
        file: 'domain/upgrade/back/window.ts',
        from: 'if (until <= Date.parse(at))',
        to: 'if (until + WINDOW_MS <= Date.parse(at))',
      },
    ],
  },
  {
    name: 'a further minor is begun without a look',
    hurts: 'what has broken since the first minor is found by the second',
    edits: [{ file: 'domain/upgrade/steps.ts', from: 'check: !isFirst,', to: 'check: false,' }],
  },
  {
    name: 'nodes may be four minors behind',
    hurts: 'kubelets stop to speak with their control plane',
    edits: [
      {
        file: 'domain/upgrade/findings/nodes.ts',
        from: 'export const MOST_SKEW = 3;',
        to: 'export const MOST_SKEW = 4;',
      },
    ],
  },
  {
    name: 'an upgrade overwrites what others have set in an add-on',
    hurts: 'a ConfigMap that a person has edited is gone',
    edits: [
      {
        file: 'domain/upgrade/addons.ts',
        from: "readonly resolveConflicts: 'PRESERVE';",
        to: "readonly resolveConflicts: 'OVERWRITE';",
      },
      {
        file: 'domain/upgrade/addons.ts',
        from: "resolveConflicts: 'PRESERVE',",
        to: "resolveConflicts: 'OVERWRITE',",
      },
    ],
  },
  {
    name: 'an upgrade that is canceled goes on',
    hurts: 'nodes move although a person has said stop',
    edits: [
      {
        file: 'domain/upgrade/route.ts',
        from: '  if (cancellation) {',
        to: "  if (cancellation && at === '') {",
      },
      {
        file: 'functions/upgrade/observe-step.ts',
        from: 'if (record.cancellation) return',
        to: "if (record.cancellation && at === '') return",
      },
    ],
  },
  {
    name: 'Windows goes first',
    hurts: 'the nodes that take the longest to start are tried before those that run everything else',
    edits: [
      {
        file: 'domain/upgrade/nodes/turns.ts',
        from: 'return [...moving.filter(({ isWindows }) => !isWindows), ...moving.filter(({ isWindows }) => isWindows)];',
        to: 'return [...moving.filter(({ isWindows }) => isWindows), ...moving.filter(({ isWindows }) => !isWindows)];',
      },
    ],
  },
  {
    name: 'one node group more moves than may at once',
    hurts: 'more pods are on their way than the cluster has room for',
    edits: [
      {
        file: 'domain/upgrade/nodes/turns.ts',
        from: 'if (underWay(others, decided).length >= atOnce)',
        to: 'if (underWay(others, decided).length > atOnce)',
      },
    ],
  },
  {
    name: 'a freeze that begins in the middle of an upgrade is not looked at',
    hurts: 'nodes move on the day on which nothing may',
    edits: [
      {
        file: 'functions/upgrade/choose-step.ts',
        from: 'if (frozen !== undefined) {',
        to: 'if (frozen !== undefined && route.report.steps.length === 0) {',
      },
      {
        file: 'functions/upgrade/observe-step.ts',
        from: '{ at, until }, ports.fleets)) !== undefined;',
        to: "{ at, until }, ports.fleets)) !== undefined && at === '';",
      },
    ],
  },
  {
    name: 'a hook that was aborted counts as content',
    hurts: 'an upgrade goes on without the answer that it was to wait for',
    edits: [
      {
        file: 'domain/upgrade/hook.ts',
        from: "if (status === 'SUCCEEDED') return nothing;",
        to: "if (status === 'SUCCEEDED' || status === 'FAILED') return nothing;",
      },
    ],
  },
  {
    name: 'add-ons stay where they are on the way back',
    hurts: 'an add-on runs on a version that its control plane has never been tried with',
    edits: [
      {
        file: 'domain/upgrade/route.ts',
        from: "addons: to === plan.from && has(steps, 'addonsBefore')",
        to: "addons: to !== plan.from && has(steps, 'addonsBefore')",
      },
    ],
  },
  {
    name: 'any state machine of the account may be started as a hook',
    hurts: 'who may put a request starts what its author never meant for it',
    edits: [
      {
        file: 'infrastructure/global/statements/upgrade.yml',
        from: 'stateMachine:eks-hook-*\n',
        to: 'stateMachine:*\n',
      },
    ],
  },
  {
    name: 'a site that answers with an error counts as well',
    hurts: 'nodes move on while the application answers 500 to all',
    edits: [
      {
        file: 'domain/upgrade/probes.ts',
        from: 'answer.status >= 200 && answer.status < 400',
        to: 'answer.status >= 200 && answer.status < 600',
      },
    ],
  },
  {
    name: 'a site that gives no answer counts as well',
    hurts: 'nodes move on while nobody reaches the application',
    edits: [
      {
        file: 'domain/upgrade/probes.ts',
        from: "if (answer.outcome !== 'Answered') return false;",
        to: "if (answer.outcome !== 'Answered') return true;",
      },
    ],
  },
  {
    name: 'a probe is content with any answer, whatever status it names',
    hurts: 'a login page in place of the application passes',
    edits: [
      {
        file: 'domain/upgrade/probes.ts',
        from: ': answer.status === status;',
        to: ': answer.status < 400;',
      },
    ],
  },
  {
    name: 'a probe is asked as a step begins, and not again',
    hurts: 'what breaks while nodes move is seen once all have moved',
    edits: [
      {
        file: 'functions/upgrade/quiet.ts',
        from: 'askProbes(probes, ports.probes),',
        to: 'askProbes(watched.since === watched.at ? probes : [], ports.probes),',
      },
      {
        file: 'functions/upgrade/quiet.ts',
        from: 'if (!isStarting(step)) return make();',
        to: 'if (!isStarting(step) || record.request.health.alarms.length === 0) return make();',
      },
    ],
  },
  {
    name: 'the answer of a probe from the look before is taken for that of now',
    hurts: 'the answer from before the change is taken for the one after it',
    edits: [
      {
        file: 'functions/upgrade/quiet.ts',
        from: 'const failing = countFailures(seen, watched.failing ?? [], watched.at);',
        to: 'const failing = watched.failing ?? countFailures(seen, [], watched.at);',
      },
    ],
  },
  {
    name: 'one answer that fails turns an upgrade back',
    hurts: 'no upgrade comes to its end where a site fails now and then for a moment',
    edits: [
      {
        file: 'domain/upgrade/health.ts',
        from: 'times < asked.failures ? PROBE_AGAIN_SECONDS : 0',
        to: 'times < 1 ? PROBE_AGAIN_SECONDS : 0',
      },
    ],
  },
  {
    name: 'a freeze holds the end of a node that was begun',
    hurts: 'a node stays cordoned for as long as the freeze is, and its group has one node too many',
    edits: [
      {
        file: 'domain/upgrade/nodes/self-managed.ts',
        from: 'isBegun: index === 0 && isBegun,',
        to: 'isBegun: index < 0 && isBegun,',
      },
    ],
  },
  {
    name: 'an apply takes the image from nodes that an upgrade has given them',
    hurts: 'new nodes are older than the others, or newer than what was rolled out',
    edits: [
      {
        file: 'domain/decide/stack-image.ts',
        from: 'before === image.named ? image.present : undefined;',
        to: 'before === image.present ? image.present : undefined;',
      },
    ],
  },
];
