import type { Answer } from "../../output/answer.ts";
import { callerOf } from "../../access/evaluator/caller.ts";
import { evaluateEffective } from "../../access/evaluate-effective.ts";
import type { EffectiveEvaluation, EffectiveQuestion } from "../../access/effective/types.ts";
import type { AccessRequest, Evaluation } from "../../access/types.ts";
import { type Turning, turningOf } from "../../access/turn-effective.ts";
import { exitCodes } from "../../errors.ts";
import { wrapLines } from "../../render/columns.ts";
import { renderEvaluation } from "../../render/evaluation.ts";
import { renderLayers } from "../../render/layers.ts";
import { renderTrial } from "../../render/trial.ts";
import { waysThatCanBe } from "../../check/never-met.ts";
import type { TrialAnswer } from "../../trial-port.ts";
import { differenceOf } from "./live-trial.ts";
import { renderLookedAt } from "../../render/looked-at.ts";
import { lookedAt } from "../../world/looked-at.ts";
import type { Context } from "../../cli/app.ts";
import { resultColumns } from "../../cli/widths.ts";

/** Prints the answer of all layers to one request; exit 0 only where it is allowed for certain. */
export const answerEffective = (
  context: Context,
  request: AccessRequest,
  byKey: Evaluation,
  question: EffectiveQuestion,
  live?: TrialAnswer,
): Answer => {
  const { facts } = question.key;
  // Of RetireGrant the grants tell, where they are known.
  const isTold = request.action === "kms:RetireGrant" && question.world.grants !== undefined;
  const found = evaluateEffective(request, question);
  const effective = isTold ? found : overruled(found, byKey);
  const accounts = [callerOf(request.principal)?.account ?? []].flat();
  const looked = lookedAt(question.world, facts.account, question.ceilings, { accounts });
  const turning = byKey.because === undefined ? turningOf(request, question, effective) : nothingTurns;
  const { statements, because, ignored, unknownAction } = byKey;
  const { layers } = turning;
  const otherwise = waysThatCanBe(turning.otherwise);
  const rest = {
    ...(because !== undefined && { because }),
    ...(unknownAction && { unknownAction }),
    ...(ignored && { ignored }),
  };
  const trial = live && { ...live, ...differenceOf(live, effective, looked.notLookedAt) };
  const inWords = (): string => {
    const { decision, undecided } = effective;
    const evaluation: Evaluation = {
      decision,
      statements: [],
      ...rest,
      ...(undecided !== undefined && { undecided }),
    };
    const told = renderEvaluation(evaluation, request, facts, context.style);
    const answer = [
      told.replace("  no statement allows it\n", ""),
      renderLayers(effective, { otherwise, layers }),
      live ? renderTrial(live, differenceOf(live, effective, looked.notLookedAt)) : "",
    ].join("");
    return [
      wrapLines(answer, resultColumns(context.outside)),
      renderLookedAt(looked, resultColumns(context.outside)),
    ].join("");
  };
  const certain = effective.decision === "allowed" && effective.undecided === undefined;
  const yes = live && live.says !== "not-tried" ? live.says === "allowed" : certain;
  return {
    exit: yes ? exitCodes.done : exitCodes.no,
    json: {
      statements,
      ...(otherwise.length > 0 && { otherwise }),
      ...(layers.length > 0 && { turnedBy: layers }),
      ...rest,
      ...effective,
      ...(trial && { live: trial }),
      ...looked,
    },
    view: inWords,
  };
};

const nothingTurns: Turning = { otherwise: [], layers: [] };

/** What never works on this key, or from another account, no layer allows (KMS Developer Guide, "Key type reference"). */
const overruled = (effective: EffectiveEvaluation, { because }: Evaluation): EffectiveEvaluation => {
  if (because === undefined || effective.decision === "denied") return effective;
  return { decision: "not-allowed", layers: effective.layers };
};
