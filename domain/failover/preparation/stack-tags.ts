/** The tag by which a stack of preparation says what it is of. */
export const FAILOVER_TAG = 'eks-fleet.dev/failover';
