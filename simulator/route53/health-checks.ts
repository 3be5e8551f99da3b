import { isDeepStrictEqual } from 'node:util';
import type {
  CreateHealthCheckRequest,
  HealthCheckConfig,
  ListHealthChecksRequest,
  UpdateHealthCheckRequest,
} from '@aws-sdk/client-route-53';
import { AwsError } from '../aws-error.ts';
import { type ModelledOperation, refuseUnmodelledMembers } from '../modelled-members.ts';
import type { Region } from '../region.ts';
import { invalidInput, noSuchCheck, pageSize } from './answers.ts';
import { CHECKER_RANGES } from './checkers/checker.ts';
import { assertConfig, CONFIG_MEMBERS, completed } from './health-check-config.ts';
import type { HealthCheckRecord, Route53State } from './state.ts';

/** "Quotas on health checks" of the developer guide: 200 an account, which can be raised. */
const MOST_CHECKS = 200;

/** Members that UpdateHealthCheck does not have, since they never change. */
const FIXED = ['Type', 'RequestInterval', 'MeasureLatency', 'RoutingControlArn'];
const UPDATE_MEMBERS = [
  'HealthCheckId',
  'HealthCheckVersion',
  'ResetElements',
  ...CONFIG_MEMBERS.filter((member) => !FIXED.includes(member)),
];
/** Members that `ResetElements` clears. */
const RESETTABLE = ['FullyQualifiedDomainName', 'Regions', 'ResourcePath', 'ChildHealthChecks'];

const shown = ({ id, callerReference, config, version }: HealthCheckRecord) => ({
  Id: id,
  CallerReference: callerReference,
  HealthCheckConfig: config,
  HealthCheckVersion: version,
});

export function checkOf(state: Route53State, id: string | undefined): HealthCheckRecord {
  const check = state.checks.get(id ?? '');
  if (!check) throw noSuchCheck(id);
  return check;
}

const tell = (state: Route53State, id: string): void => {
  for (const listener of state.listeners) listener.checkChanged(id);
};

/** One reference names one check for good; the same request again answers that check (API reference, CreateHealthCheck). */
function create(region: Region, state: Route53State, input: CreateHealthCheckRequest) {
  const { CallerReference = '' } = input;
  const given = input.HealthCheckConfig as HealthCheckConfig;
  refuseUnmodelledMembers(region.kernel, 'HealthCheckConfig of route53', given, CONFIG_MEMBERS);
  const config = completed(given);
  const Location = (id: string) => `https://route53.amazonaws.com/2013-04-01/healthcheck/${id}`;
  if (state.checkReferences.has(CallerReference)) {
    const held = [...state.checks.values()].find((check) => check.callerReference === CallerReference);
    if (held && isDeepStrictEqual(held.config, config))
      return { HealthCheck: shown(held), Location: Location(held.id) };
    throw new AwsError(
      'HealthCheckAlreadyExists',
      'A different health check with the same caller reference already exists or existed.',
      { statusCode: 409 },
    );
  }
  assertConfig(region.kernel, config, state);
  if (state.checks.size >= (region.settings.quotas['route53/health-checks'] ?? MOST_CHECKS))
    throw new AwsError('TooManyHealthChecks', 'Limits Exceeded: MAX_HEALTH_CHECKS_BY_OWNER.');
  const id = state.kernel.random('route53/ids').uuid();
  const check = { id, callerReference: CallerReference, config, version: 1 };
  state.checks.set(id, check);
  state.checkReferences.add(CallerReference);
  tell(state, id);
  return { HealthCheck: shown(check), Location: Location(id) };
}

function update(region: Region, state: Route53State, input: UpdateHealthCheckRequest) {
  const check = checkOf(state, input.HealthCheckId);
  const { HealthCheckId: _, HealthCheckVersion, ResetElements = [], ...members } = input;
  if (HealthCheckVersion !== undefined && HealthCheckVersion !== check.version) {
    throw new AwsError(
      'HealthCheckVersionMismatch',
      'The specified version does not match the current version of the health check.',
      { statusCode: 409 },
    );
  }
  const given = Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
  if ((given.IPAddress === undefined) !== (check.config.IPAddress === undefined) && 'IPAddress' in given)
    throw invalidInput('Invalid parameter: IPAddress can be changed, but neither added nor removed');
  const kept = Object.fromEntries(
    Object.entries(check.config).filter(
      ([member]) => !(RESETTABLE.includes(member) && (ResetElements as string[]).includes(member)),
    ),
  );
  const config = completed({ ...kept, ...given } as HealthCheckConfig);
  assertConfig(region.kernel, config, state);
  check.config = config;
  check.version += 1;
  tell(state, check.id);
  return { HealthCheck: shown(check) };
}

/** One that records name is deleted like any other (API reference, DeleteHealthCheck; `HealthCheckInUse` is not in use). */
function remove(state: Route53State, id: string | undefined) {
  const check = checkOf(state, id);
  state.checks.delete(check.id);
  state.tags.delete(`healthcheck/${check.id}`);
  tell(state, check.id);
  return {};
}

function list(state: Route53State, { Marker, MaxItems }: ListHealthChecksRequest) {
  const size = pageSize(MaxItems, 1000);
  const all = [...state.checks.values()];
  const start = Marker === undefined ? 0 : all.findIndex(({ id }) => id === Marker);
  if (start < 0) throw new AwsError('IncompatibleVersion', `Unknown marker ${Marker}`);
  const next = all[start + size];
  return {
    HealthChecks: all.slice(start, start + size).map(shown),
    Marker: Marker ?? '',
    IsTruncated: next !== undefined,
    ...(next ? { NextMarker: next.id } : {}),
    MaxItems: size,
  };
}

export function healthCheckOperations(
  region: Region,
  state: Route53State,
): Record<string, ModelledOperation> {
  return {
    CreateHealthCheck: {
      members: ['CallerReference', 'HealthCheckConfig'],
      run: (input: CreateHealthCheckRequest) => create(region, state, input),
    },
    GetHealthCheck: {
      members: ['HealthCheckId'],
      run: (input: { readonly HealthCheckId?: string }) => ({
        HealthCheck: shown(checkOf(state, input.HealthCheckId)),
      }),
    },
    UpdateHealthCheck: {
      members: UPDATE_MEMBERS,
      run: (input: UpdateHealthCheckRequest) => update(region, state, input),
    },
    DeleteHealthCheck: {
      members: ['HealthCheckId'],
      run: (input: { readonly HealthCheckId?: string }) => remove(state, input.HealthCheckId),
    },
    ListHealthChecks: {
      members: ['Marker', 'MaxItems'],
      run: (input: ListHealthChecksRequest) => list(state, input),
    },
    GetCheckerIpRanges: {
      members: [],
      run: () => ({ CheckerIpRanges: Object.values(CHECKER_RANGES).flat() }),
    },
  };
}
