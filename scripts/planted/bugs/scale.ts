import type { PlantedBug } from '../bug.ts';

export const scale: readonly PlantedBug[] = [
  {
    name: 'a wake ignores sizes that the document has changed during the sleep',
    hurts: 'the cluster comes up with yesterday’s sizes, and nobody is told',
    edits: [
      {
        file: 'domain/scale/wake.ts',
        from: 'const hasChanged = document && remembered.document && !sameSizes(document, remembered.document);',
        to: 'const hasChanged = document && remembered.document && sameSizes(document, remembered.document) && false;',
      },
    ],
  },
  {
    name: 'a second sleep captures the sizes of a cluster that sleeps',
    hurts: 'the memory is overwritten by zeros, and the cluster never wakes',
    edits: [
      {
        file: 'domain/scale/hibernate.ts',
        from: '  if (!memory) {\n    const formersOf',
        to: '  if (!memory || request.until !== undefined) {\n    const formersOf',
      },
    ],
  },
  {
    name: 'a firing puts back what a person has changed',
    hurts: 'somebody’s emergency sizes are gone at the next minute of a schedule',
    edits: [
      {
        file: 'domain/scale/groups/manual-change.ts',
        from: 'if ([ours.sizes, ours.asked, written].some((sizes) => sizes && same(group.sizes, sizes))) return undefined;',
        to: 'if (written || [ours.sizes, ours.asked].some((sizes) => sizes && same(group.sizes, sizes))) return undefined;',
      },
    ],
  },
  {
    name: 'the end of an until takes back what another operation has asked for since',
    hurts: 'a group falls to old sizes under somebody’s feet',
    edits: [
      {
        file: 'domain/scale/until/go-back.ts',
        from: "  if (keeps(formers, end)) return 'kept';\n",
        to: "  if (formers === undefined && keeps(formers, end)) return 'kept';\n",
      },
    ],
  },
  {
    name: 'the end of an until is deaf to changes by hand',
    hurts: 'what a person has set in between is overwritten',
    edits: [
      {
        file: 'domain/scale/until/go-back.ts',
        from: "if (!same(now, former.sizes)) return 'changed';",
        to: "if (!same(now, former.sizes) && now.desiredSize < former.sizes.minSize) return 'changed';",
      },
    ],
  },
  {
    name: 'a group without instances counts as reached',
    hurts: 'ClusterScaled is told of nodes that EC2 never started',
    edits: [
      {
        file: 'domain/scale/groups/group-change.ts',
        from: '    instances.length === sizes.desiredSize &&\n    instances.filter(isInService).length === sizes.desiredSize &&',
        to: '    instances.length <= sizes.desiredSize &&\n    instances.filter(isInService).length <= sizes.desiredSize &&',
      },
    ],
  },
  {
    name: 'nodes count as there before they are Ready',
    hurts: 'the fact comes minutes before a pod can run',
    edits: [
      {
        file: 'domain/scale/groups/group-change.ts',
        from: '(ready === undefined || instances.every(({ instanceId }) => ready.has(instanceId)))',
        to: '(ready === undefined || instances.some(({ instanceId }) => ready.has(instanceId)))',
      },
    ],
  },
  {
    name: 'a group of an autoscaler is set to the number of nodes that was asked for',
    hurts: 'the autoscaler and the fleet take nodes from one another',
    edits: [
      {
        file: 'domain/scale/groups/group-change.ts',
        from: "const desiredSize = reach === 'bounds' ? withinBounds(found.desiredSize, sizes) : sizes.desiredSize;",
        to: "const desiredSize = reach === 'started' ? withinBounds(found.desiredSize, sizes) : sizes.desiredSize;",
      },
    ],
  },
  {
    name: 'a document is applied to a sleeping cluster with its own sizes',
    hurts: 'an apply at night wakes groups, and pays for them until the next sleep',
    edits: [
      {
        file: 'domain/scale/memory/memory.ts',
        from: '    return { ...group, minSize: 0, desiredCapacity: 0 };\n',
        to: '    return { ...group, minSize: 0 };\n',
      },
    ],
  },
  {
    name: 'the sizes that an operation left are forgotten for the groups that it has not touched',
    hurts: 'what a person has changed since is no longer known as such',
    edits: [
      {
        file: 'domain/scale/memory/memory.ts',
        from: 'Object.fromEntries([...before, ...now])',
        to: 'Object.fromEntries(now.length > 0 ? now : before)',
      },
    ],
  },
  {
    name: 'the memory is forgotten although not all groups have come up',
    hurts: 'a wake that fell short can never be asked for again',
    edits: [
      {
        file: 'domain/scale/outcome/settlement.ts',
        from: '...(isComplete ? remembered(scaling) : []),',
        to: '...remembered(scaling),',
      },
    ],
  },
  {
    name: 'a sleep goes on over pods that asked it to wait',
    hurts: 'a migration or a nightly batch is killed in the middle',
    edits: [
      {
        file: 'domain/scale/inside/hold.ts',
        from: 'const left = LIMIT_SECONDS - elapsedSeconds;',
        to: 'const left = LOOK_AGAIN_SECONDS - elapsedSeconds;',
      },
    ],
  },
  {
    name: 'a schedule brings a standby below what its failover plan counts on',
    hurts: 'the failover finds no capacity on the day it is needed',
    edits: [
      {
        file: 'domain/scale/decide-scaling.ts',
        from: 'sizes.desiredSize < floor.nodes && sizes.desiredSize < before.desiredSize',
        to: 'sizes.minSize < floor.nodes && sizes.desiredSize > before.desiredSize',
      },
    ],
  },
  {
    name: 'sizes for a time begin although their time is over',
    hurts: 'big sizes come late and nothing is left to take them back',
    edits: [
      {
        file: 'domain/scale/decide-scaling.ts',
        from: 'if (until === undefined || Date.parse(until) > Date.parse(at) + LEAST_LEFT_MS) return undefined;',
        to: 'if (until === undefined || Date.parse(until) > Date.parse(at) - LEAST_LEFT_MS * 60 * 24) return undefined;',
      },
    ],
  },
  {
    name: 'groups go down before the nodes that no group has',
    hurts: 'Karpenter’s nodes stay for the night, since what ends them runs no longer',
    edits: [
      {
        file: 'domain/scale/outcome/progress.ts',
        from: "...(plan.provisioning?.do === 'stop' ? { needs: drained } : {}),",
        to: "...(plan.provisioning?.do === 'start' ? { needs: drained } : {}),",
      },
    ],
  },
  {
    name: 'a NodePool wakes without its limits',
    hurts: 'Karpenter may start nodes without a bound',
    edits: [
      {
        file: 'domain/scale/inside/pool-change.ts',
        from: "const wanted = direction === 'stop' ? { ...found.limits, cpu: '0' } : limits;",
        to: "const wanted = direction === 'stop' ? { ...found.limits, cpu: '0' } : null;",
      },
    ],
  },
  {
    name: 'a NodePool of Argo CD’s is changed',
    hurts: 'two tools undo one another all night',
    edits: [
      {
        file: 'domain/scale/inside/pool-change.ts',
        from: '  if (owner) return fail(`${owner.tool} keeps NodePool ${name}: it is not changed`);\n',
        to: "  if (owner && direction === 'start')\n    return fail(`${owner.tool} keeps NodePool ${name}: it is not changed`);\n",
      },
      {
        file: 'domain/scale/inside/stop-provisioning.ts',
        from: 'const problems = [...deadlocks(inside), ...ownedPools(inside)];',
        to: 'const problems = [...deadlocks(inside), ...ownedPools(inside).slice(1)];',
      },
    ],
  },
  {
    name: 'a restore point that is up by then is kept as one to come',
    hurts: 'sizes that were for an hour stay for good',
    edits: [
      {
        file: 'domain/scale/until/restore-points.ts',
        from: 'return { sizes: ended.at(-1)?.sizes ?? before, formers: formers.slice(ended.length) };',
        to: 'return { sizes: before, formers: formers.slice(ended.length) };',
      },
    ],
  },
];
