/** Ids in a hall, where several models stand as one: the name of the model before the id that its own graph has. */

/** Where something stands among the models of a hall. */
export interface Address {
  /** Name of the member. */
  readonly model: string;
  /** In the model's own graph. */
  readonly id: string;
}

const BETWEEN = '/';

export const addressOf = ({ model, id }: Address): string => model + BETWEEN + id;

/** Of a module; of the whole model its name. */
export const moduleAddress = ({ model, id }: Address): string => (id === '' ? model : addressOf({ model, id }));

/** Undefined for an id that is no address; the name of a member alone is none. */
export function readAddress(address: string): Address | undefined {
  const end = address.indexOf(BETWEEN);
  return end < 0 ? undefined : { model: address.slice(0, end), id: address.slice(end + 1) };
}

/** An id without the model that it is in, be it in a hall or not. */
export const ownId = (id: string): string => id.slice(id.indexOf(BETWEEN) + 1);

/** Whether an id is of something in the module or model with the other id. */
export function isInside(id: string, module: string): boolean {
  const next = id[module.length];
  return id.startsWith(module) && (next === '.' || next === BETWEEN);
}
