import type {
  CreatePullThroughCacheRuleRequest,
  DeletePullThroughCacheRuleRequest,
  DescribePullThroughCacheRulesRequest,
  PullThroughCacheRule,
  UpdatePullThroughCacheRuleRequest,
} from '@aws-sdk/client-ecr';
import { AwsError } from '../aws-error.ts';
import { sampleDurationMs } from '../durations.ts';
import { operationsOf } from '../modelled-members.ts';
import type { Region } from '../region.ts';
import { actAs, refuseUnmodelledProperties, unlessGone } from '../resource-calls.ts';
import type { Call, ResourceProvider, Service } from '../service.ts';

export interface EcrService extends Service {
  readonly plants: {
    /** A secret of Secrets Manager that holds a registry's credentials; its own service is not simulated. */
    plantSecret(arn: string): void;
  };
}

interface Upstream {
  readonly registry: string;
  readonly host: RegExp;
  readonly needsCredentials: boolean;
}

/** "Upstream registries supported", and the needs of each (ECR user guide, "Creating a pull through cache rule"). */
const UPSTREAMS: readonly Upstream[] = [
  { registry: 'docker-hub', host: /^registry-1\.docker\.io$/, needsCredentials: true },
  { registry: 'github-container-registry', host: /^ghcr\.io$/, needsCredentials: true },
  { registry: 'gitlab-container-registry', host: /^registry\.gitlab\.com$/, needsCredentials: true },
  { registry: 'azure-container-registry', host: /^[a-z0-9]+\.azurecr\.io$/, needsCredentials: true },
  { registry: 'ecr-public', host: /^public\.ecr\.aws$/, needsCredentials: false },
  { registry: 'k8s', host: /^registry\.k8s\.io$/, needsCredentials: false },
  { registry: 'quay', host: /^quay\.io$/, needsCredentials: false },
];

const PREFIX =
  /^((?:[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*\/)*[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*\/?|ROOT)$/;
const CREDENTIAL =
  /^arn:aws(?:-[a-z]+)*:secretsmanager:([a-z0-9-]+):(\d{12}):secret:ecr-pullthroughcache\/[A-Za-z0-9/_+=.@-]+$/;
const MEMBERS = [
  'ecrRepositoryPrefix',
  'upstreamRegistryUrl',
  'registryId',
  'upstreamRegistry',
  'credentialArn',
];

const invalid = (message: string): AwsError => new AwsError('InvalidParameterException', message);

class PullThroughCacheRules {
  readonly region: Region;
  readonly rules = new Map<string, PullThroughCacheRule>();
  readonly secrets = new Set<string>();

  constructor(region: Region) {
    this.region = region;
  }

  #assertRegistry(registryId: string | undefined): void {
    if (registryId === undefined || registryId === this.region.accountId) return;
    throw invalid(
      `Invalid parameter at 'registryId' failed to satisfy constraint: 'must be the caller's own registry'`,
    );
  }

  #assertCredential(upstream: Upstream, arn: string | undefined): void {
    if (arn === undefined) {
      if (!upstream.needsCredentials) return;
      throw invalid(
        `The upstream registry ${upstream.registry} requires authentication: specify a credentialArn.`,
      );
    }
    const [, secretRegion, account] = CREDENTIAL.exec(arn) ?? [];
    if (secretRegion === undefined) {
      throw invalid(
        `Invalid parameter at 'credentialArn' failed to satisfy constraint: 'the secret's name must begin with ecr-pullthroughcache/'`,
      );
    }
    const isHere = secretRegion === this.region.name && account === this.region.accountId;
    if (!isHere || !this.secrets.has(arn)) {
      throw new AwsError(
        'SecretNotFoundException',
        'The ARN of the secret specified in the pull through cache rule was not found. Update the pull through cache rule with a valid secret ARN and try again.',
      );
    }
  }

  create(input: CreatePullThroughCacheRuleRequest, { caller }: Call) {
    const { ecrRepositoryPrefix: prefix = '', upstreamRegistryUrl = '', credentialArn } = input;
    this.#assertRegistry(input.registryId);
    if (prefix.length < 2 || prefix.length > 30 || !PREFIX.test(prefix)) {
      throw invalid(
        `Invalid parameter at 'ecrRepositoryPrefix' failed to satisfy constraint: 'must satisfy regular expression '${PREFIX.source}''`,
      );
    }
    const upstream = UPSTREAMS.find(({ host }) => host.test(upstreamRegistryUrl));
    if (!upstream || (input.upstreamRegistry !== undefined && input.upstreamRegistry !== upstream.registry)) {
      throw new AwsError(
        'UnsupportedUpstreamRegistryException',
        `The specified upstream registry isn't supported.`,
      );
    }
    this.#assertCredential(upstream, credentialArn);
    if (this.rules.has(prefix)) {
      throw new AwsError(
        'PullThroughCacheRuleAlreadyExistsException',
        `A pull through cache rule with the repository prefix '${prefix}' already exists in the registry with id '${this.region.accountId}'`,
      );
    }
    if (this.rules.size >= (this.region.settings.quotas['ecr/pull-through-cache-rules'] ?? 50)) {
      throw new AwsError(
        'LimitExceededException',
        'The limit of pull through cache rules for the registry is exceeded.',
      );
    }
    // The schema of AWS::ECR::PullThroughCacheRule names `iam:CreateServiceLinkedRole` (user guide, "service-linked role
    // for pull through cache").
    this.region.roles.serviceLinked('pullthroughcache.ecr.amazonaws.com').make(caller);
    const now = new Date(this.region.kernel.now());
    const rule: PullThroughCacheRule = {
      ecrRepositoryPrefix: prefix,
      upstreamRegistryUrl,
      upstreamRegistry: upstream.registry as NonNullable<PullThroughCacheRule['upstreamRegistry']>,
      registryId: this.region.accountId,
      createdAt: now,
      updatedAt: now,
      ...(credentialArn !== undefined && { credentialArn }),
    };
    this.rules.set(prefix, rule);
    const { updatedAt, ...answer } = rule;
    return answer;
  }

  #rule(prefix: string): PullThroughCacheRule {
    const rule = this.rules.get(prefix);
    if (rule) return rule;
    throw new AwsError(
      'PullThroughCacheRuleNotFoundException',
      `The pull through cache rule with the repository prefix '${prefix}' does not exist in the registry with id '${this.region.accountId}'`,
    );
  }

  describe(input: DescribePullThroughCacheRulesRequest) {
    const { ecrRepositoryPrefixes: prefixes, maxResults = 100, nextToken } = input;
    this.#assertRegistry(input.registryId);
    if (prefixes?.length) return { pullThroughCacheRules: prefixes.map((prefix) => this.#rule(prefix)) };
    const all = [...this.rules.values()];
    const start = nextToken === undefined ? 0 : Number(Buffer.from(nextToken, 'base64').toString('utf8'));
    if (!Number.isInteger(start)) throw invalid(`Invalid parameter at 'nextToken'`);
    const end = start + maxResults;
    return {
      pullThroughCacheRules: all.slice(start, end),
      nextToken: end < all.length ? Buffer.from(String(end)).toString('base64') : undefined,
    };
  }

  /** Changes the credentials; the upstream registry of a rule is for life. */
  update(input: UpdatePullThroughCacheRuleRequest) {
    this.#assertRegistry(input.registryId);
    const rule = this.#rule(input.ecrRepositoryPrefix ?? '');
    const upstream = UPSTREAMS.find(({ registry }) => registry === rule.upstreamRegistry);
    if (upstream) this.#assertCredential(upstream, input.credentialArn);
    const updatedAt = new Date(this.region.kernel.now());
    const { credentialArn = rule.credentialArn } = input;
    const changed = { ...rule, updatedAt, ...(credentialArn !== undefined && { credentialArn }) };
    this.rules.set(changed.ecrRepositoryPrefix ?? '', changed);
    const { ecrRepositoryPrefix, registryId } = changed;
    return { ecrRepositoryPrefix, registryId, updatedAt, credentialArn };
  }

  delete(input: DeletePullThroughCacheRuleRequest) {
    this.#assertRegistry(input.registryId);
    const { updatedAt, ...answer } = this.#rule(input.ecrRepositoryPrefix ?? '');
    this.rules.delete(input.ecrRepositoryPrefix ?? '');
    return answer;
  }
}

const PROPERTIES = ['EcrRepositoryPrefix', 'UpstreamRegistryUrl', 'UpstreamRegistry', 'CredentialArn'];

function ruleType(region: Region, service: Pick<Service, 'operations' | 'authorize'>): ResourceProvider {
  const { kernel, settings } = region;
  const answer = (prefix: string) => ({ physicalId: prefix, attributes: {} });
  return {
    replacementProperties: PROPERTIES,
    create: async (properties, context) => {
      refuseUnmodelledProperties(kernel, 'AWS::ECR::PullThroughCacheRule', properties, PROPERTIES);
      await actAs(service, context)('CreatePullThroughCacheRule', {
        ecrRepositoryPrefix: properties.EcrRepositoryPrefix,
        upstreamRegistryUrl: properties.UpstreamRegistryUrl,
        upstreamRegistry: properties.UpstreamRegistry,
        credentialArn: properties.CredentialArn,
      });
      await kernel.sleep(sampleDurationMs(kernel, 'cloudformation/resource', settings.durationScale));
      return answer(String(properties.EcrRepositoryPrefix));
    },
    update: (prefix) => Promise.resolve(answer(prefix)),
    delete: (prefix, _properties, context) =>
      unlessGone(() =>
        actAs(service, context)('DeletePullThroughCacheRule', { ecrRepositoryPrefix: prefix }),
      ),
  };
}

/** ECR of one region, as far as nodes depend on another registry: pull-through cache rules. */
export function createEcr(region: Region): EcrService {
  const rules = new PullThroughCacheRules(region);
  const acting: Service = {
    signingName: 'ecr',
    operations: operationsOf(region.kernel, 'ecr', {
      CreatePullThroughCacheRule: {
        members: MEMBERS,
        run: (input: CreatePullThroughCacheRuleRequest, call) => rules.create(input, call),
      },
      DescribePullThroughCacheRules: {
        members: ['registryId', 'ecrRepositoryPrefixes', 'maxResults', 'nextToken'],
        run: (input: DescribePullThroughCacheRulesRequest) => rules.describe(input),
      },
      UpdatePullThroughCacheRule: {
        members: ['registryId', 'ecrRepositoryPrefix', 'credentialArn'],
        run: (input: UpdatePullThroughCacheRuleRequest) => rules.update(input),
      },
      DeletePullThroughCacheRule: {
        members: ['registryId', 'ecrRepositoryPrefix'],
        run: (input: DeletePullThroughCacheRuleRequest) => rules.delete(input),
      },
    }),
    authorize: (operation) => [{ action: `ecr:${operation}`, resource: '*' }],
  };
  return {
    ...acting,
    resourceTypes: { 'AWS::ECR::PullThroughCacheRule': ruleType(region, acting) },
    plants: { plantSecret: (arn) => void rules.secrets.add(arn) },
  };
}
