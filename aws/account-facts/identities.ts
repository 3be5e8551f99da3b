import {
  GetInstanceProfileCommand,
  GetPolicyCommand,
  GetRoleCommand,
  type IAMClient,
  paginateListAttachedRolePolicies,
} from '@aws-sdk/client-iam';
import { DescribeKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import type { AccountFacts, KeyFacts, RoleFacts } from '../../domain/account-facts/facts.ts';
import type { FactsWanted } from '../../domain/account-facts/wanted.ts';
import { allOf, askedOf, each } from './asked.ts';

const nameOf = (arn: string): string => arn.split('/').at(-1) ?? arn;
const list = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

interface Statement {
  readonly Effect?: string;
  readonly Principal?: '*' | { readonly Service?: unknown; readonly Federated?: unknown };
}

/** Who may assume a role, of its trust policy, which IAM gives percent-encoded. Conditions are not judged. */
function trustOf(encoded = ''): Pick<RoleFacts, 'services' | 'trustsFederated'> {
  const document = JSON.parse(decodeURIComponent(encoded) || '{}') as { readonly Statement?: unknown };
  const allowed = (list(document.Statement) as readonly Statement[])
    .filter(({ Effect }) => Effect === 'Allow')
    .map(({ Principal }) => Principal);
  const members = allowed.filter((principal) => typeof principal === 'object');
  const isAnybody = allowed.includes('*');
  return {
    services: [...(isAnybody ? ['*'] : []), ...members.flatMap(({ Service }) => list(Service).map(String))],
    trustsFederated: isAnybody || members.some(({ Federated }) => Federated !== undefined),
  };
}

/** The identities and keys that a document names. */
export class NamedIdentities {
  readonly #iam: IAMClient;
  readonly #kms: KMSClient;

  constructor(iam: IAMClient, kms: KMSClient) {
    this.#iam = iam;
    this.#kms = kms;
  }

  async read({
    roles,
    policies,
    instanceProfiles,
    keys,
  }: FactsWanted): Promise<Pick<AccountFacts, 'roles' | 'policies' | 'instanceProfiles' | 'keys'>> {
    const [ofRoles, ofPolicies, ofProfiles, ofKeys] = await Promise.all([
      each(roles, (arn) => askedOf('iam:GetRole', () => this.#role(arn))),
      each(policies, async (arn) => {
        const answer = await askedOf('iam:GetPolicy', () =>
          this.#iam.send(new GetPolicyCommand({ PolicyArn: arn })),
        );
        return 'denied' in answer ? answer : { known: answer.known !== undefined };
      }),
      each(instanceProfiles, (arn) => askedOf('iam:GetInstanceProfile', () => this.#profile(arn))),
      each(keys, (id) => askedOf('kms:DescribeKey', () => this.#key(id))),
    ]);
    return { roles: ofRoles, policies: ofPolicies, instanceProfiles: ofProfiles, keys: ofKeys };
  }

  async #role(arn: string): Promise<RoleFacts> {
    const RoleName = nameOf(arn);
    const { Role } = await this.#iam.send(new GetRoleCommand({ RoleName }));
    const pages = paginateListAttachedRolePolicies({ client: this.#iam }, { RoleName });
    const attached = await allOf(pages, ({ AttachedPolicies }) => AttachedPolicies);
    return {
      arn: Role?.Arn ?? arn,
      ...trustOf(Role?.AssumeRolePolicyDocument),
      managedPolicies: attached.map(({ PolicyArn = '' }) => PolicyArn),
    };
  }

  async #profile(arn: string): Promise<readonly string[]> {
    const InstanceProfileName = nameOf(arn);
    const { InstanceProfile } = await this.#iam.send(new GetInstanceProfileCommand({ InstanceProfileName }));
    return (InstanceProfile?.Roles ?? []).map(({ Arn = '' }) => Arn);
  }

  async #key(KeyId: string): Promise<KeyFacts> {
    const { KeyMetadata } = await this.#kms.send(new DescribeKeyCommand({ KeyId }));
    const { Arn = KeyId, KeyState = '', KeyUsage = '', KeySpec = '' } = KeyMetadata ?? {};
    return { arn: Arn, state: KeyState, usage: KeyUsage, spec: KeySpec };
  }
}
