import { describedCluster, observedContent } from '../../../../aws/eks/described.ts';
import type { DesiredContent } from '../../../../domain/contents/kinds.ts';
import type { Difference } from '../../../../domain/drift/differences.ts';
import { targetOf } from '../../../../domain/observe/adoption.ts';
import { clusterChanges, type PartDecision } from '../../../../domain/observe/cluster-changes.ts';
import { clusterFactsOf, readContents } from '../../../../domain/observe/contents.ts';
import { compareWithDocument, type DriftPorts } from '../../../../domain/observe/drift.ts';
import { foundationOf, foundationStacks, readNetwork } from '../../../../domain/observe/foundation.ts';
import { targetControlPlane } from '../../../../domain/observe/target-control-plane.ts';
import type { RegisteredCluster } from '../../../../domain/registry/registered-cluster.ts';
import { account, configOf } from '../../desired/fixtures.ts';
import { DOCUMENTS, type Document } from './documents.fixtures.ts';

export type Plain = Record<string, unknown>;
/** EKS's answers about a cluster and about each part of it, by key. */
export type Parts = Record<string, Plain>;

const arn = 'arn:aws:eks:us-west-2:111122223333:cluster/shop';
const MADE = { status: 'ACTIVE', createdAt: new Date(0), modifiedAt: new Date(0) };
const issuer = 'https://oidc.eks.us-west-2.amazonaws.com/id/1';

function registeredOf(document: Document): RegisteredCluster {
  const { more, metadata } = DOCUMENTS[document];
  return {
    cluster: { name: 'shop', region: 'us-west-2', arn },
    config: configOf(more, metadata),
    documentIs: 'applied',
    observed: { availabilityZones: account.availabilityZones, subnets: [] },
    notDescribed: [],
    writtenAt: '2026-11-24T08:00:00Z',
  } as unknown as RegisteredCluster;
}

/** A part as EKS shows it after a request; members that the request leaves out EKS sets itself. */
function partOf(content: DesiredContent): Plain {
  if (!('request' in content)) return {};
  const { oidc, ...request } = content.request as { readonly oidc?: object; readonly principalArn?: string };
  const byEks: Readonly<Record<string, Plain>> = {
    accessEntry: {
      username: `arn:aws:sts::111122223333:assumed-role/${request.principalArn?.split('/').at(-1)}/{{SessionName}}`,
      associatedAccessPolicies: 'policies' in content ? content.policies : [],
    },
    nodeGroup: { updateConfig: { maxUnavailable: 1 } },
    identityProviderConfig: { usernameClaim: 'sub' },
  };
  const arns = [
    'accessEntryArn',
    'addonArn',
    'arn',
    'associationArn',
    'identityProviderConfigArn',
    'nodegroupArn',
  ];
  return structuredClone({
    ...MADE,
    ...Object.fromEntries(arns.map((name) => [name, content.key])),
    associationId: 'a-1',
    ...byEks[content.kind],
    ...request,
    ...oidc,
  });
}

function portsOf(document: Document, parts: Parts): DriftPorts {
  const stacks = foundationStacks(foundationOf(targetOf(registeredOf(document), account)));
  const describe = async (name: string) => {
    const found = stacks.find(({ stackName }) => stackName === name);
    const outputs = Object.keys(found?.template.Outputs ?? {});
    return {
      StackName: name,
      StackStatus: 'CREATE_COMPLETE',
      changedAt: '2026-11-24T07:00:00Z',
      tags: { 'eks-fleet.dev/cluster': 'shop' },
      Outputs: outputs.map((OutputKey) => ({ OutputKey, OutputValue: `${OutputKey}-id` })),
    };
  };
  const seen = (key: string) => (parts[key] ? observedContent(structuredClone(parts[key])) : undefined);
  return {
    eks: { describeCluster: async () => describedCluster(structuredClone(parts.controlPlane) as never) },
    stacks: { describe, find: describe, namesOfCluster: async () => [], resources: async () => ({}) },
    contents: {
      read: async (kind: string, _cluster: string, name: string) => seen(`${kind}/${name}`),
      list: async (kind: string) =>
        Object.keys(parts).flatMap((one) => (one.startsWith(`${kind}/`) ? [one.slice(kind.length + 1)] : [])),
      addonVersions: async () => [],
    },
    logGroups: { logGroup: async () => undefined },
    pullThroughCache: { rule: async () => undefined },
  } as unknown as DriftPorts;
}

/** A cluster as EKS shows it once the document is applied: nothing about it differs. */
export async function appliedCluster(document: Document): Promise<Parts> {
  const target = targetOf(registeredOf(document), account);
  const ports = portsOf(document, {});
  const network = await readNetwork(target, ports.stacks);
  const { request } = targetControlPlane(target, network);
  const controlPlane: Plain = structuredClone({
    ...request,
    ...MADE,
    arn,
    endpoint: 'https://shop',
    certificateAuthority: { data: 'LS0t' },
    identity: { oidc: { issuer } },
    resourcesVpcConfig: { ...request.resourcesVpcConfig, vpcId: 'vpc-1', clusterSecurityGroupId: 'sg-1' },
    kubernetesNetworkConfig: {
      ipFamily: 'ipv4',
      serviceIpv4Cidr: '10.100.0.0/16',
      ...request.kubernetesNetworkConfig,
    },
  });
  const cluster = clusterFactsOf(describedCluster(structuredClone(controlPlane) as never), 'shop');
  const { resources } = await readContents(target, { network, cluster, outputs: {} }, ports);
  const contents = resources.filter((content) => 'request' in content);
  return { controlPlane, ...Object.fromEntries(contents.map((content) => [content.key, partOf(content)])) };
}

export async function driftOf(document: Document, parts: Parts): Promise<readonly Difference[]> {
  const registered = registeredOf(document);
  const found = await compareWithDocument(
    registered,
    targetOf(registered, account),
    portsOf(document, parts),
  );
  return found.outcome === 'Compared' ? found.differences : [];
}

/** The effect of applying the document on a part, as its plan tells it. */
export async function planOf(
  document: Document,
  parts: Parts,
  key: string,
): Promise<readonly PartDecision[]> {
  const target = targetOf(registeredOf(document), account);
  const cluster = describedCluster(structuredClone(parts.controlPlane) as never);
  const { changes } = await clusterChanges(target, cluster, portsOf(document, parts) as never);
  return changes.filter((one) => one.key === key && one.decision.do !== 'nothing');
}
