/** Questions to the present code that an experienced engineer asks early; each is answered by a function of `probes.py`. */
export const probeIds = [
  'raw_batch',
  'loss_at_init',
  'one_batch',
  'gradient_norms',
  'learning_rates',
  'train_eval',
] as const;

export type ProbeId = (typeof probeIds)[number];

/** What the probes are called wherever a candidate meets them. */
export const probeNames: Readonly<Record<ProbeId, string>> = {
  raw_batch: 'Raw batch with labels',
  loss_at_init: 'Loss at initialisation',
  one_batch: 'Overfit one batch',
  gradient_norms: 'Gradient norms per layer',
  learning_rates: 'Learning-rate sweep',
  train_eval: 'Train against eval mode',
};
