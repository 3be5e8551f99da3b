import type { PlantedBug } from '../bug.ts';

export const workflows: readonly PlantedBug[] = [
  {
    name: 'a creation that fails is rolled back although nobody has asked for it',
    hurts: 'what a person wanted to look at, or to try again with, is deleted',
    edits: [
      {
        file: 'statemachines/create-cluster.ts',
        from: '.detail.rollbackOnFailure = true`',
        to: '.detail.rollbackOnFailure != true`',
      },
    ],
  },
  {
    name: 'a creation that fails leaves the fleet’s administrator in the cluster',
    hurts: 'a role of the fleet may do anything inside of it for good',
    edits: [
      { file: 'statemachines/create-cluster.ts', from: '    ...noAdministratorStays,\n', to: '' },
      {
        file: 'statemachines/create-cluster.ts',
        from: 'import { access, noAdministratorStays }',
        to: 'import { access }',
      },
    ],
  },
  {
    name: 'the administrator is ended before the task that may make it is over',
    hurts: 'a task beside the one that failed makes it again, and nothing ends it',
    edits: [
      {
        file: 'statemachines/create-cluster.ts',
        from: "wait('WaitForAccessTask', 30,",
        to: "wait('WaitForAccessTask', 1,",
      },
    ],
  },
  {
    name: 'a deletion forgets the cluster before its network is gone',
    hurts: 'a network that cannot be deleted stays, and no list has it any more',
    edits: [
      {
        file: 'statemachines/delete-cluster.ts',
        from: '    phase(deleteTasks.observeStacks, {',
        to: "    task(operationTasks.unregisterCluster, { patience: 'finishing' }),\n    phase(deleteTasks.observeStacks, {",
      },
      {
        file: 'statemachines/delete-cluster.ts',
        from: "    task(operationTasks.unregisterCluster, { comment: 'The fleet has it no more.', patience: 'finishing' }),\n",
        to: '',
      },
    ],
  },
  {
    name: 'load balancers go before the control plane that makes them',
    hurts: 'the controllers make them anew, and they hold the network for good',
    edits: [
      {
        file: 'statemachines/delete-cluster.ts',
        from: 'phase(deleteTasks.observeLoadBalancers, {',
        to: 'phase(deleteTasks.observeControlPlane , {',
      },
      {
        file: 'statemachines/delete-cluster.ts',
        from: '[change(deleteTasks.deleteLoadBalancer)]',
        to: '[change(deleteTasks.deleteControlPlane )]',
      },
      {
        file: 'statemachines/delete-cluster.ts',
        from: 'phase(deleteTasks.observeControlPlane, {',
        to: 'phase(deleteTasks.observeLoadBalancers, {',
      },
      {
        file: 'statemachines/delete-cluster.ts',
        from: '[change(deleteTasks.deleteControlPlane)]',
        to: '[change(deleteTasks.deleteLoadBalancer)]',
      },
    ],
  },
  {
    name: 'a way back that cannot be scheduled is passed over',
    hurts: 'sizes that were for an hour stay until somebody sees the bill',
    edits: [
      {
        file: 'statemachines/scale-cluster.ts',
        from: '  output: $.beginning,\n});',
        to: "  catch: [{ errors: 'lasting', output: $.beginning, to: [] }],\n  output: $.beginning,\n});",
      },
    ],
  },
  {
    name: 'a scaling has two rounds of changes',
    hurts: 'a sleep that goes down in several steps ends in the middle as failed',
    edits: [
      {
        file: 'statemachines/scale-cluster.ts',
        from: 'begun: { rounds: 20 },',
        to: 'begun: { rounds: 2 },',
      },
    ],
  },
  {
    name: 'a former owner’s tasks are waited for only where that takes over a minute',
    hurts: 'a late task and the new owner change one cluster at once',
    edits: [
      {
        file: 'statemachines/builders/request.ts',
        from: 'when: condition`${fenceSeconds} > 0`',
        to: 'when: condition`${fenceSeconds} > 60`',
      },
    ],
  },
  {
    name: 'the time of an operation runs on while it is paused',
    hurts: 'a weekend’s pause makes every operation that waits for its end fail',
    edits: [
      {
        file: 'statemachines/builders/pause.ts',
        from: '[deadline]: jsonata<number>`${reference(`$${deadline}`)} + ${paused}`',
        to: '[deadline]: jsonata<number>`${reference(`$${deadline}`)} + 0 * ${paused}`',
      },
    ],
  },
  {
    name: 'a phase looks twenty times at most',
    hurts: 'a slow control plane or an outage of EKS fails what would have come up',
    edits: [
      {
        file: 'statemachines/builders/pause.ts',
        from: 'export const MOST_LOOKS = 1000;',
        to: 'export const MOST_LOOKS = 20;',
      },
    ],
  },
  {
    name: 'a pause that lasts longer than two days fails what it holds',
    hurts: 'over a weekend’s freeze all operations are lost',
    edits: [
      {
        file: 'statemachines/builders/pause.ts',
        from: 'MaxAttempts: EXECUTION_SECONDS / REGISTERED_SECONDS,',
        to: 'MaxAttempts: EXECUTION_SECONDS / REGISTERED_SECONDS / 363,',
      },
    ],
  },
  {
    name: 'what a pause holds back looks again at once and does not wait for its end',
    hurts: 'a pause of an hour is a thousand looks, and then a failure',
    edits: [
      {
        file: 'statemachines/builders/phase.ts',
        from: 'const isHeld = way({ when: condition`$states.input.isPaused` }, resumed);',
        to: 'const isHeld = way({ when: condition`$states.input.isPaused = null` }, resumed);',
      },
    ],
  },
  {
    name: 'the lease of a firing that was skipped is kept',
    hurts: 'the next operation on the cluster is refused until the hour',
    edits: [
      {
        file: 'statemachines/builders/endings.ts',
        from: '  task(releaseLease, { ...finishing, name: `ReleaseLeaseAfter${end}`, catch: evenSo }),\n',
        to: "  ...(end === 'Skipped'\n    ? []\n    : [task(releaseLease, { ...finishing, name: `ReleaseLeaseAfter${end}`, catch: evenSo })]),\n",
      },
    ],
  },
  {
    name: 'a fact that cannot be published is passed over',
    hurts: 'a success that nobody hears of counts as told',
    edits: [
      {
        file: 'statemachines/builders/endings.ts',
        from: 'return untypedTask(contract, { ...finishing, ...options, catch: toFailure }) as Step;',
        to: 'return untypedTask(contract, { ...finishing, ...options, catch: evenSo }) as Step;',
      },
    ],
  },
  {
    name: 'a task is tried twice where AWS answers with errors',
    hurts: 'a bad minute of a service fails every operation that is under way',
    edits: [
      {
        file: 'statemachines/builders/errors.ts',
        from: 'working: { throttled: 240, failed: 10 },',
        to: 'working: { throttled: 240, failed: 1 },',
      },
    ],
  },
  {
    name: 'the reaper lets the administrator of an adoption be',
    hurts: 'an adoption that was stopped leaves an administrator in somebody’s cluster',
    edits: [
      {
        file: 'statemachines/reap-operations.ts',
        from: "in ['create', 'adopt']`",
        to: "in ['create']`",
      },
    ],
  },
  {
    name: 'who waits for the end of a pause is looked for once',
    hurts: 'what began to wait a second ago waits until the hour',
    edits: [{ file: 'statemachines/resume-operations.ts', from: 'const LOOKS = 2;', to: 'const LOOKS = 1;' }],
  },
  {
    name: 'drift is looked for on the first page of clusters alone',
    hurts: 'in a large region most clusters drift and nobody is told',
    edits: [
      {
        file: 'statemachines/detect-drift.ts',
        from: '${$.pages} < 50`',
        to: '${$.pages} < 1`',
      },
    ],
  },
  {
    name: 'a cluster that cannot be looked at ends the look for drift',
    hurts: 'one broken cluster keeps all others of the region from being looked at',
    edits: [
      {
        file: 'statemachines/detect-drift.ts',
        from: '        { ...notCompared, assign: first },\n',
        to: '',
      },
    ],
  },
  {
    name: 'schedules that could not be made for a cluster are not told of',
    hurts: 'a cluster of a Fleet document never sleeps, and no fact says why',
    edits: [
      {
        file: 'statemachines/reconcile-schedules.ts',
        from: ' + $count(${$.conflicts}) + $count(${$.failed}) > 0`',
        to: ' + $count(${$.conflicts}) > 0`',
      },
    ],
  },
  {
    name: 'a region gives up on a document that is on its way after half a minute',
    hurts: 'a slow replica leaves a region with the schedules of the document before',
    edits: [
      {
        file: 'statemachines/reconcile-schedules.ts',
        from: "          counter: 'looks',\n          limit: 300,",
        to: "          counter: 'looks',\n          limit: 2,",
      },
    ],
  },
  {
    name: 'a topic that is gone is told to nobody',
    hurts: 'the people of a failure hear nothing, and the rejects queue neither',
    edits: [
      {
        file: 'statemachines/notify-topics.ts',
        from: "const caught = [caughtAs('any', [notTold], 'notTold')];",
        to: "const caught = [caughtAs('any', [answer('NotTold'), ...[notTold].slice(1)], 'notTold')];",
      },
      {
        file: 'statemachines/notify-topics.ts',
        from: "import { each } from './builders/step.ts';",
        to: "import { answer, each } from './builders/step.ts';",
      },
    ],
  },
  {
    name: 'add-ons do not wait for the nodes that they run on',
    hurts: 'CoreDNS is DEGRADED while there is no node, and the creation fails',
    edits: [
      {
        file: 'domain/contents/addon/desired.ts',
        from: 'needs: [...identityNeeds(config, facts, addon), ...nodes],',
        to: 'needs: [...identityNeeds(config, facts, addon), ...nodes.slice(1)],',
      },
    ],
  },
  {
    name: 'Fargate profiles are begun side by side',
    hurts: 'EKS makes one at a time and refuses the others',
    edits: [
      {
        file: 'domain/contents/fargate-profile/desired.ts',
        from: "until: 'ready' }] : [],",
        to: "until: 'started' }] : [],",
      },
    ],
  },
  {
    name: 'self-managed nodes start before their role may join',
    hurts: 'nodes are refused by the control plane, and are paid for',
    edits: [
      {
        file: 'domain/contents/node-group/self-managed.ts',
        from: 'needs: [entry, ...(needsRules ? [rules] : [])],',
        to: 'needs: needsRules ? [rules] : entry.keys.length > 1 ? [entry] : [],',
      },
    ],
  },
];
