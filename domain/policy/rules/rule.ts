import type { Finding } from '../../cluster-config/problem.ts';
import type { FleetDocument } from '../schema.ts';

/** What is wrong in a document, beyond what its schema says; `nowMs` tells what is past. */
export type FleetRule = (spec: FleetDocument['spec'], nowMs: number) => readonly Finding[];
