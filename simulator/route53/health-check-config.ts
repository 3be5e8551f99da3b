import { isIP } from 'node:net';
import type { HealthCheckConfig } from '@aws-sdk/client-route-53';
import type { Kernel } from '../kernel/kernel.ts';
import { refuseUnmodelled } from '../modelled-members.ts';
import { invalidInput } from './answers.ts';
import { CHECKER_RANGES } from './checkers/checker.ts';
import type { Route53State } from './state.ts';

export const CONFIG_MEMBERS = [
  'IPAddress',
  'Port',
  'Type',
  'ResourcePath',
  'FullyQualifiedDomainName',
  'SearchString',
  'RequestInterval',
  'FailureThreshold',
  'MeasureLatency',
  'Inverted',
  'Disabled',
  'HealthThreshold',
  'ChildHealthChecks',
  'EnableSNI',
  'Regions',
  'AlarmIdentifier',
  'InsufficientDataHealthStatus',
];

/** Checks that send requests; the port is their protocol's where none is given. */
const ENDPOINT_TYPES: Readonly<Record<string, number>> = { HTTPS: 443, HTTPS_STR_MATCH: 443 };

export const isOfEndpoint = ({ Type }: HealthCheckConfig): boolean => String(Type) in ENDPOINT_TYPES;

/** Settings as Route 53 shows them, with its defaults (API reference, HealthCheckConfig). */
export function completed(given: HealthCheckConfig): HealthCheckConfig {
  const members = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as unknown as HealthCheckConfig;
  const common = { Inverted: false, Disabled: false };
  if (!isOfEndpoint(given)) return { ...common, ...members };
  return {
    ...{ Port: ENDPOINT_TYPES[given.Type ?? ''], RequestInterval: 30, FailureThreshold: 3 },
    ...{ MeasureLatency: false, EnableSNI: true },
    ...common,
    ...members,
  };
}

/** Ranges that no checker asks (RFC 6890; API reference, HealthCheckConfig: local, private, non-routable, multicast). */
const NOT_PUBLIC =
  /^(0|10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])|22[4-9]|23\d|24\d|25[0-5])\./;

function assertEndpoint(config: HealthCheckConfig): void {
  const { IPAddress, FullyQualifiedDomainName, SearchString, Type, RequestInterval = 30 } = config;
  if (IPAddress === undefined && !FullyQualifiedDomainName)
    throw invalidInput(
      'Invalid parameter: FullyQualifiedDomainName is required where IPAddress is not given',
    );
  if (IPAddress !== undefined && (isIP(IPAddress) === 0 || NOT_PUBLIC.test(IPAddress)))
    throw invalidInput(`Invalid IPAddress: ${IPAddress} cannot be checked`);
  if ((FullyQualifiedDomainName ?? '').length > 255)
    throw invalidInput('Invalid parameter: FullyQualifiedDomainName is longer than 255 characters');
  if (Type === 'HTTPS_STR_MATCH' && (!SearchString || SearchString.length > 255))
    throw invalidInput('Invalid parameter: SearchString has between 1 and 255 characters');
  if (Type !== 'HTTPS_STR_MATCH' && SearchString !== undefined)
    throw invalidInput('Invalid parameter: SearchString is of string matching types only');
  if (RequestInterval !== 10 && RequestInterval !== 30)
    throw invalidInput(`Invalid parameter: RequestInterval is 10 or 30, not ${RequestInterval}`);
  const { FailureThreshold = 3, Regions } = config;
  if (!(FailureThreshold >= 1 && FailureThreshold <= 10))
    throw invalidInput(`Invalid parameter: FailureThreshold is between 1 and 10, not ${FailureThreshold}`);
  if (Regions === undefined) return;
  if (Regions.length < 3) throw invalidInput('Invalid parameter: Regions has at least three regions');
  const unknown = Regions.find((region) => !(region in CHECKER_RANGES));
  if (unknown !== undefined) throw invalidInput(`Invalid parameter: Regions has no ${unknown}`);
}

/** "CALCULATED health checks" (API reference, HealthCheckConfig; developer guide, "Monitoring other health checks"). */
function assertCalculated(
  { ChildHealthChecks = [], HealthThreshold = 0 }: HealthCheckConfig,
  state: Route53State,
): void {
  if (ChildHealthChecks.length === 0 || ChildHealthChecks.length > 256)
    throw invalidInput('Invalid parameter: ChildHealthChecks has between 1 and 256 checks');
  if (!(HealthThreshold >= 0 && HealthThreshold <= 256))
    throw invalidInput('Invalid parameter: HealthThreshold is between 0 and 256');
  for (const id of ChildHealthChecks) {
    const child = state.checks.get(id);
    if (!child) throw invalidInput(`Invalid parameter: ChildHealthChecks: no health check ${id}`);
    if (child.config.Type === 'CALCULATED')
      throw invalidInput(`Invalid parameter: ChildHealthChecks: ${id} is itself CALCULATED`);
  }
}

/** Throws what Route 53 answers to settings that it does not take; texts are ours but for the code. */
export function assertConfig(kernel: Kernel, config: HealthCheckConfig, state: Route53State): void {
  const { Type = '', AlarmIdentifier } = config;
  if (Type === 'CALCULATED') {
    assertCalculated(config, state);
  } else if (Type === 'CLOUDWATCH_METRIC') {
    if (!AlarmIdentifier?.Name || !AlarmIdentifier.Region)
      throw invalidInput('Invalid parameter: AlarmIdentifier is required');
  } else {
    if (!isOfEndpoint(config)) refuseUnmodelled(kernel, `a health check of type ${Type} of route53`);
    if (config.Port !== 443 || config.EnableSNI === false)
      refuseUnmodelled(kernel, 'a health check of route53 of another port than 443, or without SNI');
    assertEndpoint(config);
  }
}
