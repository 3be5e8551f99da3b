import type { Operation, ResourceProvider } from '../../service.ts';
import { accessEntryResource } from '../access/entry-resource.ts';
import type { EksAccount } from '../account.ts';
import { addon } from './addon.ts';
import { cluster } from './cluster.ts';
import { fargateProfile } from './fargate-profile.ts';
import { nodegroup } from './nodegroup.ts';
import { podIdentityAssociation } from './pod-identity-association.ts';
import { type Described, type EksType, eksProvider } from './provider.ts';

/** The types that CloudFormation has of EKS, each through EKS's own operations. */
export function eksResourceTypes(
  account: EksAccount,
  operations: Readonly<Record<string, Operation>>,
): Record<string, ResourceProvider> {
  const provided = <Part extends Described>(name: string, type: EksType<Part>) => ({
    [name]: eksProvider(account, operations, name, type),
  });
  return {
    'AWS::EKS::AccessEntry': accessEntryResource(account),
    ...provided('AWS::EKS::Addon', addon),
    ...provided('AWS::EKS::Cluster', cluster),
    ...provided('AWS::EKS::FargateProfile', fargateProfile),
    ...provided('AWS::EKS::Nodegroup', nodegroup),
    ...provided('AWS::EKS::PodIdentityAssociation', podIdentityAssociation),
  };
}
