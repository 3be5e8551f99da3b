import { judgeValues } from '../../account-facts/json-schema.ts';
import { addonWays } from '../addon-pins.ts';
import type { Finding } from '../finding.ts';
import { givenPins } from '../given-pins.ts';
import { finding, insideOf, type Judge, type Judged } from './judged.ts';

const DOWN: ReadonlySet<string> = new Set(['CREATE_FAILED', 'DELETE_FAILED', 'DEGRADED', 'UPDATE_FAILED']);

/** Add-ons that no version serves over some minor. */
const versions: Judge = ({ facts, from, hops }) => {
  if (hops.every(({ addons }) => addons.length === 0) && facts.addons.length === 0) return [];
  const moving = hops.filter(({ movesControlPlane }) => movesControlPlane);
  const ways = addonWays(
    facts.addons,
    from,
    moving.map(({ to }) => to),
    facts.addonOffers,
  );
  return ways.flatMap((ofMinor, index) =>
    ofMinor.flatMap(({ pin: { name }, version, lacks }): readonly Finding[] => {
      const to = moving[index]?.to ?? from;
      if (lacks === 'none')
        return [
          finding('addon-without-version', `${name} ${version}: EKS has no version of it for ${to}`, name),
        ];
      if (lacks === 'notForBoth')
        return [
          finding('addon-not-for-both', `${name}, on the way to ${to}: no version serves both minors`, name),
        ];
      return [];
    }),
  );
};

/** Pins of the fleet that the region does not have any more; without a pin a version is what is offered now. */
const pins: Judge = ({ facts, request }) => {
  const given = givenPins(request);
  return facts.addons.flatMap(({ addonName: name }): readonly Finding[] => {
    const pin = given?.addons[name];
    if (given === undefined) return [];
    if (pin === undefined) return [finding('addon-not-pinned', `${name} has no pin of the fleet's`, name)];
    const isOffered = (facts.addonOffers[name] ?? []).some(({ version }) => version === pin);
    return isOffered ? [] : [finding('pin-not-offered', `${name} ${pin} is not offered here`, name)];
  });
};

/** The versions that would be installed, each once, by the name of the add-on. */
export function versionsToInstall({ hops }: Pick<Judged, 'hops'>): readonly (readonly [string, string])[] {
  const all = hops.flatMap(({ addons }) =>
    addons.flatMap(({ name, before, after }) =>
      [before, after].flatMap((version) => (version === undefined ? [] : [`${name}@${version}`])),
    ),
  );
  return [...new Set(all)].map((key) => key.split('@') as [string, string]);
}

/** Configurations that a new version would refuse. */
const configurations: Judge = (judged) =>
  versionsToInstall(judged).flatMap(([name, version]) => {
    const values = judged.facts.addons.find(({ addonName }) => addonName === name)?.configurationValues;
    const schema = judged.facts.schemas[`${name}@${version}`];
    if (values === undefined || schema === undefined) return [];
    const faults = judgeValues(schema, values, judged.readText);
    if (faults.length === 0) return [];
    const words = faults.map(({ message, allowed }) => `${message}; allowed ${allowed}`).join('; ');
    return [finding('addon-configuration', `${name} ${version}: ${words}`, name)];
  });

/** Add-ons that are down. Where there are no nodes, DEGRADED is as it should be. */
const health: Judge = ({ facts }) =>
  facts.addons
    .filter(({ status }) => DOWN.has(status))
    .filter(({ status }) => status !== 'DEGRADED' || insideOf(facts)?.nodes.length !== 0)
    .map(({ addonName, addonVersion, status, issues = [] }) =>
      finding(
        'addon-unhealthy',
        `${addonName} ${addonVersion} is ${status}${issues.map(({ code, message }) => `; ${code}: ${message}`).join('')}`,
        addonName,
      ),
    );

/** Components that EKS offers as add-ons, or that follow the cluster's version, by what is in the name of their image. */
const COMPONENTS: readonly (readonly [name: string, image: RegExp, addon?: string])[] = [
  ['vpc-cni', /amazon-k8s-cni(:|@|$)/, 'vpc-cni'],
  ['coredns', /(^|\/)coredns(\/coredns)?(:|@|$)/, 'coredns'],
  ['kube-proxy', /(^|\/)kube-proxy(:|@|$)/, 'kube-proxy'],
  ['aws-ebs-csi-driver', /aws-ebs-csi-driver(:|@|$)/, 'aws-ebs-csi-driver'],
  ['aws-efs-csi-driver', /aws-efs-csi-driver(:|@|$)/, 'aws-efs-csi-driver'],
  ['metrics-server', /metrics-server(:|@|$)/, 'metrics-server'],
  ['cert-manager', /cert-manager-controller(:|@|$)/, 'cert-manager'],
  ['external-dns', /external-dns(:|@|$)/, 'external-dns'],
  ['karpenter', /karpenter\/(controller|karpenter)(:|@|$)/],
  ['cluster-autoscaler', /cluster-autoscaler(:|@|$)/],
  ['aws-load-balancer-controller', /aws-load-balancer-controller(:|@|$)/],
  ['ingress-nginx', /ingress-nginx\/controller(:|@|$)/],
  ['istio', /istio\/(pilot|proxyv2)(:|@|$)/],
  ['cilium', /cilium\/(cilium|operator)/],
  ['calico', /calico\/(node|kube-controllers)/],
];

/** Components that run in the cluster and that EKS does not manage, recognised by their images. */
const selfManaged: Judge = ({ facts }) => {
  const inside = insideOf(facts);
  if (!inside) return [];
  const managed = new Set(facts.addons.map(({ addonName }) => addonName));
  return COMPONENTS.flatMap(([name, image, addon]) => {
    if (addon !== undefined && managed.has(addon)) return [];
    const at = inside.controllers.find(({ images }) => images.some((one) => image.test(one)));
    if (!at) return [];
    const which = at.images.find((one) => image.test(one));
    return [finding('addon-self-managed', `${at.kind} ${at.namespace}/${at.name} runs ${which}`, name)];
  });
};

export const addonJudges: readonly Judge[] = [versions, pins, configurations, health, selfManaged];
