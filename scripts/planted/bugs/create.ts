import type { PlantedBug } from '../bug.ts';

export const create: readonly PlantedBug[] = [
  {
    name: 'a rollback takes a cluster that stood before the operation began',
    hurts: 'a failed apply deletes somebody’s cluster with its workloads',
    edits: [
      {
        file: 'domain/create/rollback.ts',
        from: 'record.plan?.clusterExisted === false;',
        to: 'record.plan?.clusterExisted !== undefined;',
      },
    ],
  },
  {
    name: 'a rollback takes a cluster that another operation has had since',
    hurts: 'what a second apply has finished is deleted by the first',
    edits: [
      {
        file: 'functions/create/request-rollback.ts',
        from: 'if (lease?.epoch !== operation.epoch)',
        to: 'if (lease === undefined)',
      },
    ],
  },
  {
    name: 'success is said of a cluster that is not ACTIVE',
    hurts: 'ClusterCreated comes for a control plane that nobody can reach',
    edits: [
      {
        file: 'functions/create/verify-cluster.ts',
        from: "if (cluster?.status === 'ACTIVE')",
        to: "if (cluster && cluster.status !== 'DELETING')",
      },
    ],
  },
  {
    name: 'what was found ready is not looked at once more',
    hurts: 'an add-on that broke meanwhile is told as done',
    edits: [
      {
        file: 'functions/create/observe-contents.ts',
        from: "if (progress.outcome !== 'Done' || known.length === 0) return progress;",
        to: "if (progress.outcome !== 'Failed' || known.length === 0) return progress;",
      },
    ],
  },
  {
    name: 'a document that is behind takes the release of its nodes back',
    hurts: 'an old file in a branch makes an apply fail, or rolls nodes back',
    edits: [
      {
        file: 'domain/contents/node-group/decide.ts',
        from: "releaseVersion !== undefined && isNewer(releaseVersion, observed.releaseVersion ?? '')",
        to: 'releaseVersion !== undefined && releaseVersion !== observed.releaseVersion',
      },
    ],
  },
  {
    name: 'a document without an authentication mode takes aws-auth away',
    hurts: 'who is in the ConfigMap alone is out for good',
    edits: [
      {
        file: 'domain/decide/control-plane.ts',
        from: "if (!saysMode && seen !== 'CONFIG_MAP') return nothing;",
        to: "if (!saysMode && seen === 'API') return nothing;",
      },
    ],
  },
  {
    name: 'log types that a document no longer names stay on',
    hurts: 'audit logs are paid for that somebody has switched off in the file',
    edits: [
      {
        file: 'domain/decide/control-plane.ts',
        from: 'const disable = off.length > 0 ? [{ types: off, enabled: false }] : [];',
        to: 'const disable = off.length > 1 ? [{ types: off, enabled: false }] : [];',
      },
    ],
  },
  {
    name: 'Auto Mode is enabled without its load balancing and storage',
    hurts: 'EKS refuses the request, in every account',
    edits: [
      {
        file: 'domain/decide/control-plane.ts',
        from: '      storageConfig: { blockStorage: { enabled: true } },\n    },\n    seen?.enabled',
        to: '    },\n    seen?.enabled',
      },
    ],
  },
  {
    name: 'an add-on goes back to the version of the document',
    hurts: 'a CNI that somebody has patched is taken back at the next apply',
    edits: [
      {
        file: 'domain/contents/addon/decide.ts',
        from: 'const newer = request.addonVersion !== undefined && isNewer(request.addonVersion, observed.addonVersion);',
        to: 'const newer = request.addonVersion !== undefined && request.addonVersion !== observed.addonVersion;',
      },
    ],
  },
  {
    name: 'an add-on’s configuration is compared as text',
    hurts: 'every apply and every look finds a change that is none',
    edits: [
      {
        file: 'domain/contents/addon/decide.ts',
        from: 'return same(JSON.parse(a), JSON.parse(b));',
        to: 'return a === b;',
      },
    ],
  },
  {
    name: 'versions of add-ons are compared as text',
    hurts: 'v1.9 counts as newer than v1.21, and an upgrade is never made',
    edits: [
      {
        file: 'domain/contents/addon/decide.ts',
        from: '(left[at] ?? 0) > (right[at] ?? 0)',
        to: 'String(left[at] ?? 0) > String(right[at] ?? 0)',
      },
    ],
  },
  {
    name: 'an add-on that this operation could not create is cleared away and made again',
    hurts: 'an operation that cannot succeed goes on for hours',
    edits: [
      {
        file: 'domain/contents/addon/decide.ts',
        from: "if (attempts.created) return fail(issuesOf(observed, 'could not be created'));",
        to: "if (attempted && observed.issues) return fail(issuesOf(observed, 'could not be created'));",
      },
    ],
  },
  {
    name: 'a degraded add-on counts as done',
    hurts: 'ClusterCreated comes with a DNS that does not answer',
    edits: [
      {
        file: 'domain/contents/addon/decide.ts',
        from: 'return desired.mayStayDegraded ? nothing : unhealthy(observed);',
        to: 'return desired.mayStayDegraded === undefined ? unhealthy(observed) : nothing;',
      },
    ],
  },
  {
    name: 'an apply sets the number of nodes that an autoscaler owns',
    hurts: 'a hundred nodes under load become the three of the file',
    edits: [
      {
        file: 'domain/contents/node-group/decide.ts',
        from: 'desiredSize: keepDesiredSize ? kept : request.scalingConfig.desiredSize,',
        to: 'desiredSize: keepDesiredSize && kept > minSize ? request.scalingConfig.desiredSize : kept,',
      },
    ],
  },
  {
    name: 'labels that a document no longer names stay on the nodes',
    hurts: 'pods are scheduled where the file says they are not',
    edits: [
      {
        file: 'domain/contents/node-group/decide.ts',
        from: '...(removeLabels.length > 0 ? { removeLabels } : {}),',
        to: '...(removeLabels.length > 1 ? { removeLabels } : {}),',
      },
    ],
  },
  {
    name: 'a taint is removed by its key alone',
    hurts: 'a changed effect of a taint leaves the old one on the nodes',
    edits: [
      {
        file: 'domain/contents/node-group/decide.ts',
        from: 'list.some(({ key, effect }) => key === taint.key && effect === taint.effect);',
        to: 'list.some(({ key }) => key === taint.key);',
      },
    ],
  },
  {
    name: 'a change of the repair settings is not seen',
    hurts: 'node repair stays as it was, and the plan says nothing',
    edits: [
      {
        file: 'domain/contents/node-group/decide.ts',
        from: '!includes(observed.nodeRepairConfig, request.nodeRepairConfig)',
        to: '!includes(observed.updateConfig, { ...request.updateConfig })',
      },
    ],
  },
  {
    name: 'an update of a stack takes the roles of what a document no longer names',
    hurts: 'a node group or service account that runs still loses its permissions',
    edits: [
      {
        file: 'domain/decide/stack.ts',
        from: 'types?.test(Type) && !(id in template.Resources)',
        to: 'types?.test(Type) && id in template.Resources',
      },
    ],
  },
  {
    name: 'a stack that was rolled back is updated without end',
    hurts: 'an operation that CloudFormation refuses goes on until its timeout',
    edits: [
      {
        file: 'domain/decide/stack.ts',
        from: "if (attempted && status === 'UPDATE_ROLLBACK_COMPLETE') return fail(reasonOf(observed));",
        to: "if (!attempted && status === 'UPDATE_ROLLBACK_COMPLETE') return fail(reasonOf(observed));",
      },
    ],
  },
  {
    name: 'a mapping to system:masters loses its policy',
    hurts: 'administrators of a file of eksctl’s are nobody in the cluster',
    edits: [
      {
        file: 'domain/contents/access-entry/desired.ts',
        from: "policies: groups.includes('system:masters')",
        to: "policies: others.includes('system:masters')",
      },
    ],
  },
  {
    name: 'the plan records a cluster that is there as one that is not',
    hurts: 'a rollback deletes what was there before',
    edits: [
      {
        file: 'functions/create/plan-cluster.ts',
        from: 'clusterExisted: observed !== undefined,',
        to: "clusterExisted: observed !== undefined && observed.status !== 'ACTIVE',",
      },
    ],
  },
];
