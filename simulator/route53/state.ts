import type { HealthCheckConfig, ResourceRecordSet } from '@aws-sdk/client-route-53';
import type { Kernel } from '../kernel/kernel.ts';

/** A record set with the members that make one, its name written as Route 53 keeps it: lower case, with a final dot. */
export type RecordSet = ResourceRecordSet & { readonly Name: string; readonly Type: string };

export interface HostedZone {
  readonly id: string;
  readonly name: string;
  readonly callerReference: string;
  comment: string | undefined;
  readonly nameServers: readonly string[];
  /** By name, type and set identifier. */
  readonly records: Map<string, RecordSet>;
  /** The same as the name servers have them: changes reach these later. */
  readonly published: Map<string, RecordSet>;
  /** The time at which the name servers have the last change that was accepted. */
  publishedAtMs: number;
}

export interface HealthCheckRecord {
  readonly id: string;
  readonly callerReference: string;
  config: HealthCheckConfig;
  version: number;
}

export interface SubmittedChange {
  readonly id: string;
  readonly submittedAtMs: number;
  readonly inSyncAtMs: number;
  readonly comment: string | undefined;
}

/** Told of what the control plane has changed: the data plane goes on by itself. */
export interface Route53Listener {
  /** A health check is new, has other settings, or is gone. */
  checkChanged(id: string): void;
  /** The name servers have other records. */
  recordsPublished(): void;
}

/**
 * Route 53 of the account: one for all regions. Its control plane is in us-east-1 and stands still with it; `kernel` is
 * the world's own, by which the data plane (name servers, health checkers) goes on whatever region is lost
 * (Fault Isolation Boundaries whitepaper, "Global services": Route 53).
 */
export interface Route53State {
  readonly kernel: Kernel;
  readonly zones: Map<string, HostedZone>;
  readonly checks: Map<string, HealthCheckRecord>;
  /** References of zones and checks that there are or were. */
  readonly zoneReferences: Set<string>;
  readonly checkReferences: Set<string>;
  readonly changes: Map<string, SubmittedChange>;
  readonly tags: Map<string, Map<string, string>>;
  readonly listeners: Set<Route53Listener>;
}

export const newRoute53State = (kernel: Kernel): Route53State => ({
  kernel,
  zones: new Map(),
  checks: new Map(),
  zoneReferences: new Set(),
  checkReferences: new Set(),
  changes: new Map(),
  tags: new Map(),
  listeners: new Set(),
});

/** The key of a record set among those of its zone. */
export const keyOf = ({ Name, Type, SetIdentifier = '' }: RecordSet): string =>
  `${Name} ${Type} ${SetIdentifier}`;

/**
 * A domain name as Route 53 keeps it: lower case, with a final dot; characters other than a–z, 0–9, hyphen and underscore
 * as three octal digits (developer guide, "DNS domain name format").
 */
export function canonicalName(name: string): string {
  const lower = name.toLowerCase().replace(/\.?$/, '.');
  return lower.replace(
    /[^a-z0-9._\\-]/g,
    (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`,
  );
}
