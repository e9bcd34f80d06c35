/** Browsers send from pages of some origin; which ones a target lets in is a setting (`TOKEN_CORS_ORIGINS`). */
import { type RequestDraft, withHeader } from '../request.js';
import type { StepContext } from '../scenario.js';

/** The first origin that the target is meant to allow; `undefined`: none is configured. */
export function allowedOrigin({ value }: StepContext): string | undefined {
  return value('cors_origins')?.split(',')[0]?.trim();
}

/** The draft as a page of the allowed origin sends it, where there is one. */
export function fromAllowedOrigin(draft: RequestDraft, context: StepContext): RequestDraft {
  const origin = allowedOrigin(context);
  return origin === undefined ? draft : withHeader(draft, 'Origin', origin);
}
