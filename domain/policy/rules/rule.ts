import type { Finding } from '../../cluster-config/problem.ts';
import type { FleetDocument } from '../schema.ts';

/** A check of a document beyond its schema; `nowMs` tells which times are past. */
export type FleetRule = (spec: FleetDocument['spec'], nowMs: number) => readonly Finding[];
