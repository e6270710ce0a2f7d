/** Dtypes of stored weights that the runtime can cast to float32. */
export const RUNNABLE_DTYPES = ['F32', 'F16', 'BF16'] as const;

type RunnableDtype = (typeof RUNNABLE_DTYPES)[number];

export function isRunnable(dtype: string): dtype is RunnableDtype {
  return RUNNABLE_DTYPES.some((known) => known === dtype);
}
