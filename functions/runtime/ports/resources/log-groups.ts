import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CloudWatchLogGroups } from '../../../../aws/log-groups.ts';
import { perEnvironment } from '../../execution-environment.ts';

export const logGroups = perEnvironment(() => new CloudWatchLogGroups(new CloudWatchLogsClient({})));
