import type { DesiredStack } from '../../desired/template.ts';
import type { ContentBase } from '../content.ts';
export interface DesiredContentStack extends ContentBase {
  readonly kind: 'stack';
  readonly stack: DesiredStack;
  /** A self-managed node group, whose nodes count as capacity. */
  readonly nodeGroup?: string;
}
