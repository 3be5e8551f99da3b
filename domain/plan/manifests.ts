import type { ClusterConfig } from '../cluster-config/config.ts';
import { karpenterRoleArn, karpenterServiceAccount } from '../contents/stack/karpenter.ts';
import { serviceAccountRoleArn } from '../contents/stack/service-accounts.ts';
import type { Account } from '../desired/account.ts';
import { present } from '../desired/template.ts';

/** A Kubernetes object that eksctl would write and we do not: `kubectl apply -f` takes the text as it is. */
export interface Manifest {
  /** The field that asks for it. */
  readonly path: string;
  readonly text: string;
}

interface Metadata {
  readonly name: string;
  readonly namespace: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

function serviceAccount(metadata: Metadata): string {
  // JSON is YAML, and says exactly what it means.
  return JSON.stringify({ apiVersion: 'v1', kind: 'ServiceAccount', metadata });
}

/** Karpenter's own account with its namespace, where its chart is not to make them. */
function karpenter(config: ClusterConfig, account: Account): Manifest[] {
  if (!config.karpenter || config.karpenter.createServiceAccount) return [];
  const { name, namespace } = karpenterServiceAccount;
  const annotations = { 'eks.amazonaws.com/role-arn': karpenterRoleArn(config, account) };
  const space = JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  const text = `${space}\n---\n${serviceAccount({ name, namespace, annotations })}`;
  return [{ path: 'karpenter.createServiceAccount', text }];
}

/** The service accounts of `iam.serviceAccounts` and of Pod Identity associations that ask for theirs. */
export function manifests(config: ClusterConfig, account: Account): readonly Manifest[] {
  const roles = (config.iam?.serviceAccounts ?? []).flatMap((written, index) => {
    if (written.roleOnly) return [];
    const { name, namespace = 'default', labels, annotations } = written.metadata;
    const roleArn = serviceAccountRoleArn(config, account, written);
    const metadata = {
      name,
      namespace,
      ...present({ labels }),
      annotations: { ...annotations, 'eks.amazonaws.com/role-arn': roleArn },
    };
    return [{ path: `iam.serviceAccounts[${index}]`, text: serviceAccount(metadata) }];
  });
  const associations = (config.iam?.podIdentityAssociations ?? []).flatMap((written, index) => {
    if (!written.createServiceAccount) return [];
    const metadata = { name: written.serviceAccountName, namespace: written.namespace ?? 'default' };
    return [
      { path: `iam.podIdentityAssociations[${index}].createServiceAccount`, text: serviceAccount(metadata) },
    ];
  });
  return [...roles, ...associations, ...karpenter(config, account)];
}
