import { AwsError, NotSimulated } from '../aws-error.ts';
import { type DurationName, sampleDurationMs } from '../durations.ts';
import type { EksWork } from '../fault.ts';
import type { RandomStream } from '../kernel/random.ts';
import type { Span } from '../kernel/trace.ts';
import type { Region } from '../region.ts';
import { invalidParameter, invalidRequest, resourceNotFound } from './errors.ts';
import { fingerprint } from './fingerprint.ts';
import type { ClusterRecord } from './records.ts';
import { decisionsOf, EKS_QUOTAS, type EksDecision, type EksQuota, type EksSettings } from './settings.ts';

const TOKEN_VALIDITY_MS = 86_400_000;
/** The time between looks at work that hangs. */
const HANG_LOOK_MS = 30_000;

interface Idempotent<T> {
  readonly request: string;
  readonly answer: () => T;
  readonly at: number;
}

/** False for a resource that is being deleted or is gone: its record keeps the status `DELETING`. */
const isNotDeleting = (answer: object): boolean =>
  Object.values(answer).every((part: { status?: string } | undefined) => part?.status !== 'DELETING');

/** EKS's state for the account in one region, with its clock, ids, spans and background work. */
export class EksAccount {
  readonly region: Region;
  readonly settings: EksSettings;
  readonly clusters = new Map<string, ClusterRecord>();
  /** Instance id → the cluster that it is a node of. */
  readonly clusterOfInstance = new Map<string, ClusterRecord>();
  readonly ids: RandomStream;
  /**
   * Whether UpdateNodegroupVersion without a version keeps the group's own Kubernetes version. The text of the
   * operation says so; the text of the member says that the group goes to the cluster's. The seed decides.
   */
  readonly staysAtItsVersion: boolean;
  /** EKS's answers where its sources conflict (settings.ts says which); a scenario may change them. */
  readonly decisions: Record<EksDecision, boolean>;
  /** `iam:PassedToService` of a node role: EKS takes it for EC2, and no document says which of both is asked. */
  readonly nodeRolePassedTo: 'ec2.amazonaws.com' | 'eks.amazonaws.com';
  /**
   * Whether the ARN of an access entry has the path of its role in it, or its name alone: the reference says
   * `${IamIdentityName}`, and no document shows one of a role with a path. The seed decides.
   */
  readonly entriesHavePaths: boolean;
  readonly #tokens = new Map<string, Idempotent<object>>();
  readonly #spanCounts = new Map<string, number>();

  constructor(region: Region, settings: EksSettings) {
    this.region = region;
    this.settings = settings;
    this.ids = region.kernel.random(`eks/${region.name}/ids`);
    this.staysAtItsVersion = region.kernel.random('eks/nodegroup-version-default').chance(0.5);
    this.decisions = decisionsOf(region, settings);
    this.nodeRolePassedTo = region.kernel.random('eks/node-role-passed-to').chance(0.5)
      ? 'ec2.amazonaws.com'
      : 'eks.amazonaws.com';
    this.entriesHavePaths = region.kernel.random('eks/access-entry-arn').chance(0.5);
  }

  /** Virtual now, as the API's timestamps have it. */
  now(): Date {
    return new Date(this.region.kernel.now());
  }

  quota(name: EksQuota): number {
    return this.region.settings.quotas[name] ?? EKS_QUOTAS[name];
  }

  arn(resource: string): string {
    return this.region.arn('eks', resource);
  }

  /** The principal's part of the ARN of its access entry: `role/<account>/<name>`. */
  entryPath(principalArn: string): string {
    const [, owner, kind, path = ''] = /::(\d{12}):(role|user|root)\/?(.*)$/.exec(principalArn) ?? [];
    return `${kind}/${owner}/${this.entriesHavePaths ? path : path.split('/').at(-1)}`;
  }

  /** Ends the run: the product uses something that is not modelled. */
  notSimulated(what: string): never {
    const error = new NotSimulated(what);
    this.region.kernel.fail(error);
    throw error;
  }

  /** The cluster, or ResourceNotFoundException as EKS words it. */
  cluster(name: string | undefined): ClusterRecord {
    const cluster = this.clusters.get(name ?? '');
    if (!cluster) throw resourceNotFound(`No cluster found for name: ${name}.`, { clusterName: name });
    return cluster;
  }

  /** A cluster that accepts new parts: not one that is being made, changed or deleted. */
  activeCluster(name: string | undefined): ClusterRecord {
    const cluster = this.cluster(name);
    if (cluster.description.status !== 'ACTIVE') {
      throw invalidRequest(`Cluster '${name}' is not in ACTIVE status`, { clusterName: name });
    }
    return cluster;
  }

  /**
   * Acts once for each token. The same token with the same request gets the first answer again, for a day and as long
   * as the resource is there; with another request it is refused (SDK typing of CreateCapability's
   * clientRequestToken: "This token is valid for 24 hours after creation").
   */
  once<T extends object>(
    operation: string,
    scope: string,
    token: string | undefined,
    input: object,
    act: () => () => T,
    isThere: (answer: T) => boolean = isNotDeleting,
  ): T {
    if (token === undefined) return act()();
    const key = `${operation}/${scope}/${token}`;
    const request = fingerprint(input);
    const now = this.region.kernel.now();
    const known = this.#tokens.get(key) as Idempotent<T> | undefined;
    if (known && now - known.at < TOKEN_VALIDITY_MS && isThere(known.answer())) {
      if (known.request === request) return known.answer();
      throw invalidParameter('The clientRequestToken was used with different parameters', {
        clusterName: scope,
      });
    }
    const answer = act();
    // The oldest stand first.
    for (const [old, { at }] of this.#tokens) {
      if (now - at < TOKEN_VALIDITY_MS) break;
      this.#tokens.delete(old);
    }
    this.#tokens.delete(key);
    this.#tokens.set(key, { request, answer, at: now });
    return answer();
  }

  /** Sleeps for a sampled duration of the table. */
  async take(name: DurationName): Promise<void> {
    const { kernel, settings } = this.region;
    await kernel.sleep(sampleDurationMs(kernel, name, settings.durationScale));
  }

  /**
   * Takes the time of the work, and longer while the work hangs and is still wanted. False if it failed, as EKS's own
   * work does now and then.
   */
  async carryOut(
    name: DurationName,
    work: Omit<EksWork, 'region'>,
    isWanted: () => boolean = () => true,
  ): Promise<boolean> {
    await this.take(name);
    const { kernel, faults, name: region } = this.region;
    let end = faults.endOf({ ...work, region });
    if (end !== 'succeeds') {
      const { kind, ...what } = work;
      const fault = `${kind}-${end === 'fails' ? 'fails' : 'hangs'}`;
      kernel.trace.record({ at: kernel.now(), kind: 'fault', region, fault, ...what });
    }
    while (end === 'hangs' && isWanted()) {
      await kernel.sleep(HANG_LOOK_MS);
      end = faults.endOf({ ...work, region });
    }
    return end === 'succeeds';
  }

  /** Runs on after the call has been answered; an error in it ends the simulation. */
  inBackground(work: () => Promise<void>): void {
    work().catch((error: unknown) => this.region.kernel.fail(error));
  }

  /** Starts a span whose id is the resource's ARN and the operation, numbered where it happens again. */
  startSpan(
    kind: string,
    arn: string,
    operation: string,
    cluster: string,
    requires: readonly string[],
  ): Span {
    const base = `${arn}#${operation}`;
    const count = (this.#spanCounts.get(base) ?? 0) + 1;
    this.#spanCounts.set(base, count);
    const { kernel, name: region } = this.region;
    const id = count === 1 ? base : `${base}-${count}`;
    return kernel.trace.span({ id, kind, region, cluster, startedAt: kernel.now(), requires });
  }

  endSpan(span: Span): void {
    span.endedAt = this.region.kernel.now();
  }

  /** Lets those who wait for a change of the cluster look again. */
  changed(cluster: ClusterRecord): void {
    for (const watcher of [...cluster.watchers]) {
      if (!watcher.holds()) continue;
      cluster.watchers.delete(watcher);
      watcher.resolve();
    }
  }

  /** Waits until `holds`; false when `timeoutMs` of virtual time passed before. */
  until(
    cluster: ClusterRecord,
    holds: () => boolean,
    timeoutMs = Number.POSITIVE_INFINITY,
  ): Promise<boolean> {
    if (holds()) return Promise.resolve(true);
    return new Promise((resolve) => {
      const timer = Number.isFinite(timeoutMs)
        ? this.region.kernel.after(timeoutMs, () => {
            cluster.watchers.delete(watcher);
            resolve(false);
          })
        : undefined;
      const watcher = {
        holds,
        resolve: () => {
          timer?.cancel();
          resolve(true);
        },
      };
      cluster.watchers.add(watcher);
    });
  }

  /** True while the cluster of this record is still there (not deleted, nor made anew under its name). */
  exists(cluster: ClusterRecord): boolean {
    return this.clusters.get(cluster.name) === cluster;
  }

  /** Runs a check of another service and words its refusal as EKS does. */
  refusing<T>(check: () => T, refuse: (error: AwsError) => AwsError): T {
    try {
      return check();
    } catch (error) {
      if (error instanceof AwsError) throw refuse(error);
      throw error;
    }
  }
}
