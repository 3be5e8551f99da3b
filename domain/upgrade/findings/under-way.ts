import { finding, type Judge } from './judged.ts';

const BUSY: ReadonlySet<string> = new Set(['CREATING', 'UPDATING', 'DELETING']);

/** A cluster that is neither up nor on its way there. */
const active: Judge = ({ facts: { cluster } }) =>
  cluster.status === 'ACTIVE' || cluster.status === 'UPDATING'
    ? []
    : [finding('cluster-not-active', `it is ${cluster.status}`)];

/** EKS changes a cluster, and each of its groups and add-ons, one update at a time. */
const updates: Judge = ({ facts: { cluster, updates: known, nodeGroups, addons } }) => {
  const running = known.find(({ status }) => status === 'InProgress');
  const what =
    running &&
    `${running.type}${running.params.Version === undefined ? '' : ` to ${running.params.Version}`}`;
  const ofCluster =
    cluster.status === 'UPDATING' || running
      ? [finding('update-under-way', what ? `update ${running?.id}, ${what}` : 'the cluster is UPDATING')]
      : [];
  return [
    ...ofCluster,
    ...nodeGroups
      .filter(({ status }) => BUSY.has(status))
      .map(({ nodegroupName, status }) =>
        finding('update-under-way', `node group ${nodegroupName} is ${status}`, nodegroupName),
      ),
    ...addons
      .filter(({ status }) => BUSY.has(status))
      .map(({ addonName, status }) =>
        finding('update-under-way', `add-on ${addonName} is ${status}`, addonName),
      ),
  ];
};

/** Node groups with faults that EKS knows of. */
const groups: Judge = ({ facts: { nodeGroups } }) =>
  nodeGroups.flatMap(({ nodegroupName: name, status, issues = [] }) => [
    ...(issues.length > 0
      ? [
          finding(
            'node-group-issues',
            issues.map(({ code, message }) => `${code}: ${message}`).join('; '),
            name,
          ),
        ]
      : []),
    ...(status === 'ACTIVE' || BUSY.has(status)
      ? []
      : [finding('node-group-degraded', `it is ${status}`, name)]),
  ]);

export const underWayJudges: readonly Judge[] = [active, updates, groups];
