import type { Diagnosis, Remedy } from '../../model/diagnosis.js';
import type { Observation } from '../../model/observation.js';
import type { EndpointReport, ReportedCertificate, TargetReport } from '../../model/report.js';
import { isLimited, limitedStory } from '../limited.js';
import { platformTitle } from '../platforms.js';
import { resolutionWords } from '../resolution-words.js';
import { promptOf, readSteps, type StepPart } from '../steps.js';
import { certificateClass } from './certificate-colour.js';
import { constantMarkup, type Markup, markup } from './markup.js';
import { answerWord } from './matrix.js';

const LINE_END = constantMarkup('\n');

/** What a row opens into: explanation, evidence, alternatives, remedies, findings, every question, the certificates. */
export function details(report: TargetReport): Markup {
  const { resolution } = report;
  return markup`<div class="d">${resolution.reason === null ? null : markup`<p>No address: ${resolutionWords(resolution.reason)}</p>`}
${distinctDiagnoses(report).map(diagnosisBlock)}${findingList(report)}
${report.endpoints.map(endpointBlock)}${certificateList(report)}</div>`;
}

function distinctDiagnoses(report: TargetReport): readonly Diagnosis[] {
  const all = report.endpoints.flatMap((endpoint) => (endpoint.diagnosis === null ? [] : [endpoint.diagnosis]));
  const byTitle = new Map(
    [...(report.diagnosis === null ? [] : [report.diagnosis]), ...all].map((one) => [one.title, one]),
  );
  return [...byTitle.values()];
}

function diagnosisBlock(diagnosis: Diagnosis): Markup {
  return markup`<h2>${diagnosis.title}</h2><p><code>[${diagnosis.cause}]</code> ${diagnosis.certainty}. ${diagnosis.explanation}</p>
<ul>${diagnosis.evidence.map((item) => markup`<li>${item}</li>`)}</ul>
${
  diagnosis.alternatives.length === 0
    ? null
    : markup`<h3>What else it could be</h3><ul>${diagnosis.alternatives.map(
        (other) => markup`<li><code>${other.cause}</code> (${other.certainty}): ${other.tellApart}</li>`,
      )}</ul>`
}${diagnosis.remedies.map(remedyBlock)}`;
}

function remedyBlock({ platform, steps }: Remedy): Markup {
  const title = platform === 'any' ? 'What to do' : `What to do on ${platformTitle(platform)}`;
  return markup`<h3>${title}</h3><ol>${readSteps(steps).map((parts) => markup`<li>${parts.map(stepPart)}</li>`)}</ol>`;
}

/** The prompts are shown and not selected: what is copied can be pasted. */
function stepPart(part: StepPart): Markup {
  if (part.kind === 'words') return markup`<p>${part.text}</p>`;
  const prompt = promptOf(part.shell);
  const shown = prompt === '' ? null : markup`<span class="prompt">${prompt}</span>`;
  return markup`<pre>${part.lines.map((line) => markup`${shown}${line}${LINE_END}`)}</pre>`;
}

function findingList(report: TargetReport): Markup | null {
  if (report.findings.length === 0) return null;
  return markup`<h2>Findings</h2><ul>${report.findings.map(
    (
      finding,
    ) => markup`<li><span class="${finding.severity === 'notice' ? 'dim' : finding.severity}">${finding.severity}</span>
<code>${finding.code}</code>: ${finding.message} <span class="dim">${finding.citations.join('; ')}</span>${
      finding.accepted === null ? null : ` Accepted until ${finding.accepted.until}: ${finding.accepted.reason}`
    }</li>`,
  )}</ul>`;
}

function endpointBlock(endpoint: EndpointReport): Markup {
  const { trust, http } = endpoint;
  const verdict =
    trust.trusted === null
      ? `not judged: ${trust.reason ?? ''}`
      : trust.trusted
        ? 'trusted'
        : `not trusted: ${trust.reason ?? ''}`;
  return markup`<h2>${endpoint.address} port ${endpoint.port}: <span class="${endpoint.status}">${endpoint.status}</span></h2>
<p class="dim">Dialled ${endpoint.dialled}; ${verdict}${http?.server == null ? '' : `; Server: ${http.server}`}</p>
${isLimited(endpoint) ? markup`<p>${limitedStory(endpoint)}</p>` : null}<ul>${endpoint.observations.map(question)}</ul>`;
}

function question(observation: Observation): Markup {
  const name = observation.serverName === null ? 'no name' : observation.serverName;
  const served = observation.certificates.map((sha256) => sha256.slice(0, 8)).join(', ');
  const parameters = [observation.protocol, observation.cipherSuite, observation.group]
    .filter((part) => part !== null)
    .join(' ');
  return markup`<li><code>${observation.probe}</code> (${name}): ${served === '' ? answerWord(observation) : served}
<span class="dim">${parameters}${observation.possession === 'failed' ? ' signature does not verify' : ''}${observation.shared ? ' (shared)' : ''}</span></li>`;
}

function certificateList(report: TargetReport): Markup {
  const moment = Date.parse(report.startedAt);
  return markup`${Object.entries(report.certificates).map(([sha256, certificate]) => certificateBlock(sha256, certificate, moment))}`;
}

function certificateBlock(sha256: string, certificate: ReportedCertificate, moment: number): Markup {
  const names = [...(certificate.dnsNames ?? []), ...(certificate.ipAddresses ?? [])];
  const shown = names.slice(0, 30).join(', ') + (names.length > 30 ? ` and ${names.length - 30} more` : '');
  return markup`<h3><span class="m"><span class="fp ${certificateClass(sha256)}">${sha256.slice(0, 8)}</span></span> ${certificate.subject ?? 'unreadable certificate'}</h3>
<dl><dt>Issuer</dt><dd>${certificate.issuer ?? ''}</dd><dt>Names</dt><dd>${shown}</dd>
<dt>Valid</dt><dd>${certificate.notBefore ?? '?'} to ${certificate.notAfter ?? '?'} ${life(certificate, moment)}</dd>
<dt>Key</dt><dd>${certificate.keyType ?? '?'} ${certificate.keyBits ?? ''}, ${certificate.signatureAlgorithm ?? '?'}</dd>
<dt>SHA-256</dt><dd class="fp">${sha256}</dd><dt>Thumbprint</dt><dd class="fp">${certificate.thumbprint ?? ''}</dd>
${certificate.knownAs === null ? null : markup`<dt>Known as</dt><dd>${certificate.knownAs.product} (${certificate.knownAs.meaning})</dd>`}
${certificate.problem === undefined ? null : markup`<dt>Problem</dt><dd>${certificate.problem}</dd>`}</dl>`;
}

// A progress element needs no inline style, which the content security policy forbids.
function life(certificate: ReportedCertificate, moment: number): Markup | null {
  const from = Date.parse(certificate.notBefore ?? '');
  const until = Date.parse(certificate.notAfter ?? '');
  if (!(until > from)) return null;
  const share = Math.round(Math.min(1, Math.max(0, (moment - from) / (until - from))) * 100);
  return markup`<progress max="100" value="${share}" aria-label="${share} % of its life is over">${share} %</progress>`;
}
