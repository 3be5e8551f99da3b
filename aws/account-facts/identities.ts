import {
  GetInstanceProfileCommand,
  GetPolicyCommand,
  GetRoleCommand,
  type IAMClient,
  paginateListAttachedRolePolicies,
} from '@aws-sdk/client-iam';
import { DescribeKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import type { Answer } from '../../domain/account-facts/answer.ts';
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

/**
 * The principals that may assume a role, by its trust policy, which IAM gives percent-encoded. Conditions are not
 * judged.
 */
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
      each(roles, (arn) => this.#role(arn)),
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

  async #role(arn: string): Promise<Answer<RoleFacts | undefined>> {
    const RoleName = nameOf(arn);
    const answer = await askedOf('iam:GetRole', () => this.#iam.send(new GetRoleCommand({ RoleName })));
    const role = 'denied' in answer ? undefined : answer.known?.Role;
    if (!role) return 'denied' in answer ? answer : { known: undefined };
    const pages = paginateListAttachedRolePolicies({ client: this.#iam }, { RoleName });
    const attached = await askedOf('iam:ListAttachedRolePolicies', () =>
      allOf(pages, ({ AttachedPolicies }) => AttachedPolicies),
    );
    if ('denied' in attached) return attached;
    return {
      known: {
        arn: role.Arn ?? arn,
        ...trustOf(role.AssumeRolePolicyDocument),
        managedPolicies: (attached.known ?? []).map(({ PolicyArn = '' }) => PolicyArn),
      },
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
