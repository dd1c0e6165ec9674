import { evalUsage } from '../../prompts/cli.ts';

/** An evaluation: takes the arguments after its name, returns the exit code. */
type Evaluation = (args: string[]) => Promise<number>;

/** Loaded only when called. */
const evaluations: Readonly<Record<string, () => Promise<Evaluation>>> = {
  retrieval: async () => (await import('../../eval/retrieval.ts')).evaluateRetrieval,
  dense: async () => (await import('../../eval/dense/dense.ts')).evaluateDense,
  scale: async () => (await import('../../eval/scale.ts')).evaluateScale,
  shards: async () => (await import('../../eval/shards.ts')).evaluateShards,
  office: async () => (await import('../../eval/bench/office.ts')).evaluateOffice,
  peers: async () => (await import('../../eval/peers/peers.ts')).evaluatePeers,
  refusal: async () => (await import('../../eval/refusal.ts')).evaluateRefusal,
  answers: async () => (await import('../../eval/answers.ts')).evaluateAnswers,
  reading: async () => (await import('../../eval/reading.ts')).evaluateReading,
  gold: async () => (await import('../../eval/gold/gold.ts')).evaluateGold,
  relations: async () => (await import('../../eval/relations.ts')).evaluateRelations,
  'ingest-speed': async () => (await import('../../eval/ingest/ingest-speed.ts')).evaluateIngestSpeed,
  ocr: async () => (await import('../../eval/ocr/ocr.ts')).evaluateOcr,
  ingest: async () => (await import('../../eval/ingest/ingest.ts')).evaluateIngest,
  copies: async () => (await import('../../eval/copies.ts')).evaluateCopies,
  bulk: async () => (await import('../../eval/bulk.ts')).evaluateBulk,
  metadata: async () => (await import('../../eval/ingest/ingest-layouts.ts')).evaluateLayouts,
  grounding: async () => (await import('../../eval/grounding/grounding.ts')).evaluateGrounding,
  scope: async () => (await import('../../eval/scope.ts')).evaluateScope,
  resolver: async () => (await import('../../eval/resolver/resolver.ts')).evaluateResolver,
  slots: async () => (await import('../../eval/slots/slots.ts')).evaluateSlots,
  fuzz: async () => (await import('../../eval/fuzz/fuzz.ts')).evaluateFuzz,
  understanding: async () =>
    (await import('../../eval/understanding/understanding.ts')).evaluateUnderstanding,
  adversary: async () => (await import('../../eval/adversary.ts')).evaluateAdversary,
  members: async () => (await import('../../eval/members/members.ts')).evaluateMembers,
  register: async () => (await import('../../eval/members/register.ts')).evaluateRegister,
  interference: async () => (await import('./eval-interference.ts')).evaluate,
  injection: async () => (await import('./eval-injection.ts')).evaluate,
  'hostile-lines': async () => (await import('./eval-hostile-lines.ts')).evaluate,
  'model-trouble': async () => (await import('./eval-model-trouble.ts')).evaluate,
  replicas: async () => (await import('./eval-replicas.ts')).evaluate,
  soak: async () => (await import('./eval-soak.ts')).evaluate,
  anomalies: async () => (await import('./eval-anomalies.ts')).evaluate,
  meetings: async () => (await import('./eval-meetings.ts')).evaluate,
  'meeting-reports': async () =>
    (await import('../../eval/meetings/meeting-reports.ts')).evaluateMeetingReports,
  papers: async () => (await import('../../eval/meetings/papers.ts')).evaluatePapers,
  backup: async () => (await import('./eval-backup.ts')).evaluate,
  'power-cut': async () => (await import('../../eval/power-cut/power-cut.ts')).evaluatePowerCut,
  'folder-damage': async () =>
    (await import('../../eval/folder-damage/folder-damage.ts')).evaluateFolderDamage,
  'model-latency': async () => (await import('../../eval/model-latency.ts')).evaluateModelLatency,
};

/** `capuy eval NAME …`: measures on datasets, in a store of its own, never on an office's data. */
export async function run(args: string[]): Promise<number> {
  const [name = '', ...rest] = args;
  const load = Object.hasOwn(evaluations, name) ? evaluations[name] : undefined;
  if (!load) {
    process.stderr.write(evalUsage(Object.keys(evaluations)));
    return 2;
  }
  return (await load())(rest);
}
