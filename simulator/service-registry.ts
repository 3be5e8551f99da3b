import type { Region } from './region.ts';
import type { SimRequest } from './seam/http.ts';
import type { ResourceProvider, Service } from './service.ts';

/** A service's entry: how it is found, decoded and built. */
export interface ServiceEntry {
  /** The key in this registry and of `Region.service`; the signing name but for services that share one. */
  readonly key: string;
  readonly signingName: string;
  /** The API version that tells services of one signing name apart (both generations of ELB). */
  readonly apiVersion?: string;
  readonly clientPackage: string;
  readonly clientName: string;
  /** `providers` finds the provider of a CloudFormation type among all services of the region. */
  create(region: Region, providers: (type: string) => ResourceProvider | undefined): Service;
}

/** Finds the entry that a request is signed for. */
export function entryFor(
  entries: readonly ServiceEntry[],
  signingName: string,
  request: SimRequest,
): ServiceEntry | undefined {
  const candidates = entries.filter((entry) => entry.signingName === signingName);
  if (candidates.length < 2) return candidates[0];
  const version = new URLSearchParams(new TextDecoder().decode(request.body)).get('Version');
  return candidates.find((entry) => entry.apiVersion === version);
}
