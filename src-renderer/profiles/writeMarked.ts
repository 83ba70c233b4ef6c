import type { Attachment } from 'svelte/attachments';
import type { Piece } from './marked.ts';

/**
 * Writes the pieces into an element that has nothing else. By hand: four texts of each row change with each letter, and
 * a block for each piece, or an element around them, costs more than all else. Asked for, so that other pieces make no
 * other attachment.
 */
export function writeMarked(pieces: () => readonly Piece[]): Attachment<HTMLElement> {
  return (element) => {
    const now = pieces();
    let node = element.firstChild;
    let spare = element.childNodes.length - now.length;
    for (const { text, hit } of now) {
      // What goes is collected while somebody types, which costs more than writing it anew: few nodes come and go.
      if (node !== null && isMark(node) !== hit && spare > 0) {
        node = without(node);
        spare -= 1;
      }
      if (node === null || isMark(node) !== hit) {
        element.insertBefore(hit ? mark(text) : new Text(text), node);
        continue;
      }
      const its = hit ? node.firstChild : node;
      if (its instanceof Text && its.data !== text) its.data = text;
      node = node.nextSibling;
    }
    while (node !== null) node = without(node);
  };
}

function isMark(node: ChildNode): boolean {
  return node instanceof HTMLElement;
}

/** @returns the next one */
function without(node: ChildNode): ChildNode | null {
  const next = node.nextSibling;
  node.remove();
  return next;
}

function mark(text: string): HTMLElement {
  const element = document.createElement('mark');
  element.append(text);
  return element;
}
