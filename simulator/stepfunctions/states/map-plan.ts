import type { Json } from '../asl.ts';

export interface MapPlan {
  readonly inputs: readonly Json[];
  readonly items: readonly Json[];
  readonly concurrency: number;
  readonly toleratedCount: number;
  readonly toleratedPercentage: number;
}
