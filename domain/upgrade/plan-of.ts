import { addonWays } from './addon-pins.ts';
import type { UpgradeFacts } from './facts.ts';
import { insideOf } from './findings/judged.ts';
import { forecastOf } from './forecast.ts';
import { givenPins } from './given-pins.ts';
import type { Hop } from './hop.ts';
import { nodeGroupPins } from './node-pins.ts';
import { autoScalingGroupPins } from './nodes/own-groups.ts';
import type { Former, UpgradePlan } from './plan.ts';
import { failureOf } from './probes.ts';
import type { UpgradeRequest } from './request.ts';
import { stepsForward } from './steps.ts';
import { workloadsOf } from './workloads.ts';

export type Upgrading = Extract<UpgradeRequest, { readonly action: 'upgrade' }>;

/** Add-ons alone: to the default of the cluster's own minor, in one step. */
function addonsAlone(facts: UpgradeFacts): readonly Hop['addons'][] {
  const { version } = facts.cluster;
  const [ways = []] = addonWays(facts.addons, version, [version], facts.addonOffers);
  return [
    ways.map(({ pin: { name, before, after = before } }) => ({
      name,
      ...(after === undefined ? {} : { after }),
    })),
  ];
}

/** Every version that is to be installed, a minor at a time: what the control plane comes to, and with it the rest. */
export function hopsOf(request: Upgrading, facts: UpgradeFacts, minors: readonly string[]): readonly Hop[] {
  const { only, nodes, images } = request;
  const moves = (only === undefined || only === 'controlPlane') && minors[0] !== facts.cluster.version;
  const allAddons = moves
    ? addonWays(facts.addons, facts.cluster.version, minors, facts.addonOffers).map((ways) =>
        ways.map(({ pin }) => pin),
      )
    : addonsAlone(facts);
  const hasNodes = only === undefined || only === 'nodes';
  const withNodes = hasNodes ? (nodes === 'each' ? minors : minors.slice(-1)) : [];
  const ofOwn = { minors: withNodes, given: images, pins: givenPins(request) };
  return minors.map((to, index) => {
    const isLast = index === minors.length - 1;
    const movesNodes = withNodes.includes(to);
    const hasAddons = only === undefined || only === 'addons';
    return {
      to,
      addons: hasAddons
        ? (allAddons[index] ?? []).filter(({ before, after }) => before !== undefined || after !== undefined)
        : [],
      nodeGroups: movesNodes ? nodeGroupPins(facts, { to, images, isLast }) : [],
      autoScalingGroups: autoScalingGroupPins(facts.ownGroups, to, ofOwn, facts.ownImages),
      movesControlPlane: moves,
      movesFargate: movesNodes && facts.fargateProfiles.length > 0,
    };
  });
}

/** The versions that are there before the first change. */
export const formerOf = ({ cluster, addons, nodeGroups, ownGroups }: UpgradeFacts): Former => ({
  version: cluster.version,
  addons: Object.fromEntries(addons.map(({ addonName, addonVersion }) => [addonName, addonVersion])),
  nodeGroups: Object.fromEntries(
    nodeGroups.map(({ nodegroupName, version, releaseVersion, launchTemplate }) => [
      nodegroupName,
      {
        ...(version === undefined ? {} : { version }),
        ...(releaseVersion === undefined ? {} : { releaseVersion }),
        ...(launchTemplate?.version === undefined ? {} : { launchTemplateVersion: launchTemplate.version }),
      },
    ]),
  ),
  autoScalingGroups: Object.fromEntries(
    ownGroups.flatMap(({ name, template }) => (template ? [[name, template.image.id] as const] : [])),
  ),
});

/** The members of a plan that the facts say, whichever way it goes. */
export const seenOf = (
  facts: UpgradeFacts,
  { health: { alarms } }: UpgradeRequest,
): Pick<UpgradePlan, 'wasHealthy' | 'workloads' | 'api' | 'isAsleep'> => ({
  wasHealthy:
    alarms.every((name) => facts.alarms.some((alarm) => alarm.name === name && alarm.state === 'OK')) &&
    facts.probes.every((seen) => failureOf(seen) === undefined),
  workloads: workloadsOf(insideOf(facts) ?? { controllers: [], pods: [] }),
  ...(facts.api ? { api: facts.api } : {}),
  isAsleep: facts.isAsleep,
});

/** The plan of an upgrade, as far as nothing stands in its way. */
export function planOf(
  request: Upgrading,
  facts: UpgradeFacts,
  hops: readonly Hop[],
  findings: UpgradePlan['findings'],
): UpgradePlan {
  const { soakMinutes, consents } = request;
  return {
    action: 'upgrade',
    from: facts.cluster.version,
    to: hops.at(-1)?.to ?? facts.cluster.version,
    hops,
    steps: stepsForward(hops, request),
    former: formerOf(facts),
    findings,
    rollback: forecastOf(facts, { hops, soakMinutes, skipsInsights: consents.includes('skipInsights') }),
    ...seenOf(facts, request),
  };
}
