/** Which types are written out instead of copied from the source. */
import {
  isIndexedAccessTypeNode,
  isMappedTypeNode,
  isTypeQueryNode,
  type Node,
  type TypeAliasDeclaration,
} from "typescript/unstable/ast";

/** True for a type that is computed from another, or from a value such as a schema. */
export function isWrittenOut({ type, typeParameters }: TypeAliasDeclaration): boolean {
  if (typeParameters !== undefined) return false;
  return isMappedTypeNode(type) || isIndexedAccessTypeNode(type) || namesValue(type);
}

/** True if there is a `typeof` in `node`. */
export function namesValue(node: Node): boolean {
  return isTypeQueryNode(node) || node.forEachChild((child) => namesValue(child) || undefined) === true;
}
