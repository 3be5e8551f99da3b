import type { Capability, ClusterConfig } from '../../cluster-config/config.ts';
import type { ContentFacts } from '../../desired/cluster-facts.ts';
import { ownTags } from '../../desired/names.ts';
import { present } from '../../desired/template.ts';
import type { ContentBase } from '../content.ts';
import { capabilityRoleArn } from './roles.ts';

export interface DesiredCapability extends ContentBase {
  readonly kind: 'capability';
  readonly request: {
    readonly clusterName: string;
    readonly capabilityName: string;
    readonly type: 'ACK' | 'KRO' | 'ARGOCD';
    readonly roleArn: string;
    readonly deletePropagationPolicy: 'RETAIN';
    readonly configuration?: { readonly argoCd: Readonly<Record<string, unknown>> };
    readonly tags?: Readonly<Record<string, string>>;
  };
}

function argoCd(capability: Capability): { argoCd: Readonly<Record<string, unknown>> } | undefined {
  const written = capability.configuration?.argocd;
  return written ? { argoCd: present(written) } : undefined;
}

export const capabilities = (config: ClusterConfig, facts: ContentFacts): readonly DesiredCapability[] =>
  (config.capabilities ?? []).map((one) => capability(config, facts, one));

function capability(config: ClusterConfig, facts: ContentFacts, written: Capability): DesiredCapability {
  return {
    kind: 'capability',
    key: `capability/${written.name}`,
    request: {
      clusterName: config.metadata.name,
      capabilityName: written.name,
      type: written.type,
      roleArn: capabilityRoleArn(config, facts.account, written),
      // EKS knows no other policy, and wants it said.
      deletePropagationPolicy: 'RETAIN',
      ...present({ configuration: argoCd(written) }),
      tags: { ...ownTags(config), ...written.tags },
    },
    needs: [],
  };
}
