/* A logistic with its weights pulled to zero, each feature on its own scale first; solved by Newton's method. */

export interface Case {
  x: readonly number[];
  isRight: boolean;
}

export interface Fitted {
  weights: number[];
  bias: number;
}

export const score = ({ weights, bias }: Fitted, x: readonly number[]): number =>
  x.reduce((sum, value, i) => sum + value * (weights[i] as number), bias);

/** `pull` is the weight of the squares of the standardised weights beside the sum over the cases. */
export function fitLogistic(cases: readonly Case[], pull = 20, rounds = 12): Fitted {
  const size = cases[0]?.x.length ?? 0;
  const means = Array.from({ length: size }, (_, j) => mean(cases.map(({ x }) => x[j] as number)));
  const spreads = means.map((m, j) => {
    const spread = Math.sqrt(mean(cases.map(({ x }) => ((x[j] as number) - m) ** 2)));
    return spread > 1e-9 ? spread : 1;
  });
  const rows = cases.map(({ x }) => [
    ...x.map((value, j) => (value - (means[j] as number)) / (spreads[j] as number)),
    1,
  ]);
  let fitted = new Array<number>(size + 1).fill(0);
  for (let round = 0; round < rounds; round++) {
    const gradient = fitted.map((w, j) => (j < size ? pull * w : 0));
    const hessian = gradient.map((_, j) => gradient.map((__, k) => (j === k ? (j < size ? pull : 1e-6) : 0)));
    for (const [i, row] of rows.entries()) {
      const p = 1 / (1 + Math.exp(-row.reduce((sum, value, j) => sum + value * (fitted[j] as number), 0)));
      const error = p - Number(cases[i]?.isRight);
      for (let j = 0; j <= size; j++) {
        const value = row[j] as number;
        gradient[j] = (gradient[j] as number) + error * value;
        const line = hessian[j] as number[];
        for (let k = 0; k <= size; k++)
          line[k] = (line[k] as number) + p * (1 - p) * value * (row[k] as number);
      }
    }
    const step = solve(hessian, gradient);
    fitted = fitted.map((w, j) => w - (step[j] as number));
  }
  const weights = fitted.slice(0, size).map((w, j) => w / (spreads[j] as number));
  const bias = (fitted[size] as number) - weights.reduce((sum, w, j) => sum + w * (means[j] as number), 0);
  return { weights, bias };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** Gaussian elimination with the largest pivot. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] as number]);
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let i = column + 1; i < size; i++)
      if (Math.abs(rows[i]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = i;
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    const top = rows[column]!;
    for (let i = 0; i < size; i++) {
      if (i === column) continue;
      const factor = rows[i]![column]! / top[column]!;
      if (factor !== 0) for (let k = column; k <= size; k++) rows[i]![k]! -= factor * top[k]!;
    }
  }
  return rows.map((row, i) => row[size]! / row[i]!);
}
