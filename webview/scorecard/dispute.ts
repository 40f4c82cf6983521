import { html, nothing, type TemplateResult } from 'lit/html.js';
import { type Dispute, type Disputed, longestReason, mostQuotes } from '../../src/core/grading/dispute.ts';
import type { DisputeView, QuestionView } from '../../src/protocol/scorecard.ts';
import type { ScorecardActions } from './actions.ts';
import { quoteTemplate } from './evidence.ts';

/** What is disputed of a verdict with the judge's answer, or the form in which it can be disputed. */
export function disputeTemplate(
  disputed: Disputed,
  dispute: DisputeView | undefined,
  sentences: QuestionView['sentences'],
  actions: ScorecardActions,
): TemplateResult | typeof nothing {
  if (dispute) return answeredTemplate(disputed, dispute, actions);
  return sentences.length > 0 ? formTemplate(disputed, sentences, actions) : nothing;
}

const idOf = ({ problem, about, id }: Disputed): string => `dispute-${problem}-${about}-${id}`;

function answeredTemplate(disputed: Disputed, dispute: DisputeView, actions: ScorecardActions): TemplateResult {
  const withdraw = () => void actions.withdraw(disputed);
  return html`<div class="dispute" id=${idOf(disputed)} role="group" aria-label="Disputed" tabindex="-1">
    <p><b>You dispute this.</b> ${dispute.reason ?? ''}</p>
    ${dispute.quotes.map(({ turn, text }) => quoteTemplate(turn, text, '', actions))}
    <p>${dispute.answer}</p>
    <button class="link" @click=${withdraw}>Withdraw the dispute</button>
  </div>`;
}

function formTemplate(
  disputed: Disputed,
  sentences: QuestionView['sentences'],
  actions: ScorecardActions,
): TemplateResult {
  const lead =
    disputed.about === 'key_point'
      ? 'Which of your words say it?'
      : 'Which of your words show that you do not hold this?';
  const send = (event: Event) => void submit(event.currentTarget as HTMLElement, disputed, sentences, actions);
  return html`<details class="dispute-form">
    <summary>Dispute this verdict</summary>
    <fieldset>
      <legend>${lead}</legend>
      <div class="sentences" tabindex="0" role="group" aria-label="Your sentences">
        ${sentences.map(({ turn, text }) => html`<vscode-checkbox>${text} <small>turn ${turn}</small></vscode-checkbox>`)}
      </div>
    </fieldset>
    <vscode-text-area rows="2" resize="vertical" maxlength=${longestReason}>What should be seen in them (optional)</vscode-text-area>
    <p class="refusal" role="alert"></p>
    <vscode-button appearance="secondary" @click=${send}>Look again</vscode-button>
  </details>`;
}

async function submit(
  button: HTMLElement,
  disputed: Disputed,
  sentences: QuestionView['sentences'],
  actions: ScorecardActions,
): Promise<void> {
  const form = button.closest('details');
  const refusal = form?.querySelector('.refusal');
  if (!form || !refusal) return;
  const dispute = { ...disputed, ...readForm(form, sentences) };
  refusal.textContent = complaintOf(dispute) ?? (await actions.dispute(dispute)) ?? '';
  if (!refusal.textContent) document.getElementById(idOf(disputed))?.focus();
}

function readForm(form: HTMLElement, sentences: QuestionView['sentences']): Pick<Dispute, 'quotes' | 'reason'> {
  const boxes = [...form.querySelectorAll<HTMLElement & { checked: boolean }>('vscode-checkbox')];
  const reason = form.querySelector<HTMLElement & { value: string }>('vscode-text-area')?.value.trim();
  return { quotes: sentences.filter((_, i) => boxes[i]?.checked), ...(reason ? { reason } : {}) };
}

function complaintOf({ quotes }: Dispute): string | undefined {
  if (quotes.length === 0) return 'Choose the sentences that the judge is to look at again.';
  if (quotes.length > mostQuotes) return `Choose ${mostQuotes} sentences at most: those that say it best.`;
  return undefined;
}
