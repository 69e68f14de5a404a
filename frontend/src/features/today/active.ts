/** Where the keyboard is in the grid: on an item, wherever the list puts it, and in a column of it. */
export interface Active {
  id: string | null;
  /** Where the item was last; counts only when it is gone. */
  row: number;
  column: number;
}

/** The row of the active item. When it has left the list, whatever follows in its place. */
export function rowOf(items: readonly { id: string }[], { id, row }: Pick<Active, "id" | "row">): number {
  const found = items.findIndex((item) => item.id === id);
  return found >= 0 ? found : Math.min(row, Math.max(0, items.length - 1));
}
