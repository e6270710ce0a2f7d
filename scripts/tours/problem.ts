import type { Node } from 'unist';

/** Something in a tour's Markdown that its author must mend. The message begins with file and line. */
export class TourProblem extends Error {
  constructor(file: string, node: Pick<Node, 'position'> | undefined, message: string) {
    super(`${file}:${node?.position?.start.line ?? 1}: ${message}`);
    this.name = 'TourProblem';
  }
}
