import { describe, expect, it } from '@jest/globals';
import { desiredContents } from '../../../domain/contents/kinds.ts';
import { desiredFoundation } from '../../../domain/desired/foundation.ts';
import type { Resources } from '../../../domain/desired/template.ts';
import { plannedFacts } from '../../../domain/plan/planned-facts.ts';
import { account, configOf } from './fixtures.ts';

const each = [true, false];
const WAYS = each.flatMap((ipv6) =>
  each.flatMap((withOIDC) =>
    [{}, { useDefaultPodIdentityAssociations: true }].flatMap((addon) =>
      each.flatMap((auto) => each.map((isAutoMode) => ({ ipv6, withOIDC, addon, auto, isAutoMode }))),
    ),
  ),
);

/** Permissions that the VPC CNI needs of EC2, by the address family of the cluster's pods. */
const NEEDED = { ipv4: 'AmazonEKS_CNI_Policy', ipv6: 'ec2:AssignIpv6Addresses' };

function made({ ipv6, withOIDC, addon, auto, isAutoMode }: (typeof WAYS)[number]) {
  const config = configOf({
    ...(ipv6 ? { kubernetesNetworkConfig: { ipFamily: 'IPv6' } } : {}),
    iam: { withOIDC },
    addonsConfig: { autoApplyPodIdentityAssociations: auto },
    addons: [{ name: 'vpc-cni', ...addon }, { name: 'kube-proxy' }, { name: 'coredns' }],
    managedNodeGroups: [{ name: 'web' }],
    ...(isAutoMode ? { autoModeConfig: { enabled: true } } : {}),
  });
  const contents = desiredContents(config, plannedFacts(config, account, '2026-11-24'));
  const stacks = contents.flatMap((resource) => (resource.kind === 'stack' ? resource.stack : []));
  const { roles } = desiredFoundation(config, account);
  const templates = [...stacks, ...(roles ? [roles] : [])].map(({ template }) => template.Resources);
  const resources: Resources = Object.assign({}, ...templates);
  const cni = contents.find(({ key }) => key === 'addon/vpc-cni');
  return {
    resources,
    asked: JSON.stringify(cni),
    allows: (id: string) => JSON.stringify(resources[id] ?? ''),
  };
}

describe('the VPC CNI', () => {
  it.each(WAYS)('may give pods their addresses, by the nodes or by its own role: %j', (way) => {
    const { resources, asked, allows } = made(way);
    const needed = NEEDED[way.ipv6 ? 'ipv6' : 'ipv4'];
    const allowed = Object.keys(resources).filter((id) => allows(id).includes(needed));
    const own = allowed.filter((id) => id !== 'RoleNodegroupWeb');
    expect(allowed.length).toBeGreaterThan(0);
    // A role of its own is of use only if the add-on is given it.
    for (const id of own) expect(asked).toContain(String(resources[id]?.Properties?.RoleName));
    expect(JSON.stringify(resources)).not.toContain(NEEDED[way.ipv6 ? 'ipv4' : 'ipv6']);
  });
});
