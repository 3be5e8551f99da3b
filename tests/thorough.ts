/** True where the tests take their time, as in CI: larger samples, and each simulation twice (CONTRIBUTING). */
export const isThorough = Boolean(process.env.EKS_FLEET_THOROUGH);
