import type { HttpReceiver, PushRequest } from '../../src/integrations/push.js';
import type { TargetReport } from '../../src/model/report.js';

/** What a receiver is sent of a report; throws where it is sent nothing. */
export function asked(receiver: HttpReceiver, report: TargetReport, before = 'ok'): PushRequest {
  const request = receiver.request(report, before);
  if (request === null) throw new Error('nothing is sent');
  return request;
}
