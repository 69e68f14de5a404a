import { useMediaQuery } from "@mantine/hooks";
import { defaultRangeExtractor, useWindowVirtualizer, type Range } from "@tanstack/react-virtual";
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import type { TodayItem } from "@/api/types";
import { focusCase } from "@/features/case/focus";
import { useShortcuts } from "@/lib/shortcuts";
import { targetOf } from "./actions";
import { rowOf, type Active } from "./active";
import { TodayRow, type RowHandlers } from "./TodayRow";
import classes from "./Today.module.css";

const COLUMNS = 5;
const PERSON_COLUMN = 1;
const NEAR_END = 20;
/** Rows beyond the screen that are in the page. */
const OVERSCAN = 8;

interface TodayGridProps extends RowHandlers {
  items: TodayItem[];
  /** How many rows there are in all, when that is known. */
  total: number | undefined;
  selected: ReadonlySet<string>;
  showOwner: boolean;
  onNearEnd: () => void;
  onVisible: (lastRow: number) => void;
}

/** The list of the day as one grid with one tab stop: arrows or j and k move, and only rows in view are in the page. */
export function TodayGrid({
  items,
  total,
  selected,
  showOwner,
  onNearEnd,
  onVisible,
  ...on
}: TodayGridProps) {
  const { t } = useTranslation();
  const narrow = useMediaQuery("(max-width: 62em)");
  const body = useRef<HTMLDivElement>(null);
  const [margin, setMargin] = useState(0);
  const [active, setActive] = useState<Active>({ id: null, row: 0, column: PERSON_COLUMN });
  const wantsFocus = useRef(false);
  const row = rowOf(items, active);
  const current = items[row];
  // Keys act on the item that was chosen, even when the list is read again and others come in above it.
  if (current && (current.id !== active.id || row !== active.row))
    setActive({ ...active, id: current.id, row });

  // What arrives late above the grid moves it down.
  useLayoutEffect(() => {
    const measure = () => setMargin(body.current?.offsetTop ?? 0);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);
  const virtual = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => (narrow ? 172 : 65),
    overscan: OVERSCAN,
    // The active row is always in the page: its menu and the focus outlive whatever comes in above it.
    rangeExtractor: useCallback(
      (range: Range) => {
        const near = defaultRangeExtractor(range);
        return row >= range.count || near.includes(row) ? near : [...near, row].sort((a, b) => a - b);
      },
      [row],
    ),
    scrollMargin: margin,
    getItemKey: (index) => items[index]?.id ?? index,
    scrollPaddingEnd: 120,
    scrollPaddingStart: 120,
  });
  const rows = virtual.getVirtualItems();
  const last = Math.min(items.length - 1, (virtual.range?.endIndex ?? 0) + OVERSCAN);

  useEffect(() => {
    onVisible(last);
    if (last >= items.length - NEAR_END) onNearEnd();
  }, [last, items.length, onNearEnd, onVisible]);

  useEffect(() => {
    focusCase.set(current ? targetOf(current) : null);
    return () => focusCase.set(null);
  }, [current]);

  useEffect(() => {
    if (!wantsFocus.current) return;
    const cell = body.current?.querySelector<HTMLElement>(
      `[data-row="${row}"] [data-cell="${active.column}"]`,
    );
    if (!cell) return;
    wantsFocus.current = false;
    cell.focus({ preventScroll: true });
  });

  const move = (nextRow: number, column = active.column) => {
    const next = Math.max(0, Math.min(items.length - 1, nextRow));
    wantsFocus.current = true;
    virtual.scrollToIndex(next, { align: "auto" });
    setActive({
      id: items[next]?.id ?? null,
      row: next,
      column: Math.max(0, Math.min(COLUMNS - 1, column)),
    });
  };

  const chosen = () => {
    const marked = items.filter(({ id }) => selected.has(id));
    return marked.length > 0 ? marked : current ? [current] : [];
  };
  const why = () => body.current?.querySelector<HTMLElement>(`[data-row="${row}"] [data-why]`)?.click();

  useShortcuts({
    next: () => move(hasFocus(body.current) ? row + 1 : row, PERSON_COLUMN),
    previous: () => move(row - 1, PERSON_COLUMN),
    select: () => current && on.onSelect(current.id),
    complete: () => {
      wantsFocus.current = hasFocus(body.current);
      completeOrNext(chosen(), on);
    },
    snooze: () => on.onSnooze(chosen()),
    assign: () => on.onAssign(chosen()),
    why,
  });

  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, [number, number]> = {
      ArrowDown: [row + 1, active.column],
      ArrowUp: [row - 1, active.column],
      ArrowRight: [row, active.column + 1],
      ArrowLeft: [row, active.column - 1],
      PageDown: [row + 10, active.column],
      PageUp: [row - 10, active.column],
      Home: [event.ctrlKey ? 0 : row, 0],
      End: [event.ctrlKey ? items.length - 1 : row, COLUMNS - 1],
    };
    const step = steps[event.key];
    const inGrid = event.target instanceof HTMLElement && event.target.dataset["cell"] !== undefined;
    if (!step || !inGrid) return;
    event.preventDefault();
    move(...step);
  };

  return (
    <div
      role="grid"
      aria-label={t("today.grid")}
      aria-rowcount={total === undefined ? -1 : total + 1}
      aria-colcount={7}
      aria-multiselectable
      className={classes.grid}
      onKeyDown={onKeyDown}
      tabIndex={-1}
    >
      <div role="rowgroup">
        <div role="row" aria-rowindex={1} className={classes.head}>
          {(["select_column", "what", "whom", "due", "why", "next", "more_column"] as const).map((name) => (
            <span role="columnheader" key={name}>
              <span className={name.endsWith("column") ? "visually-hidden" : undefined}>
                {t(`today.column.${name}`)}
              </span>
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" ref={body} className={classes.body} style={{ height: virtual.getTotalSize() }}>
        {rows.map(({ index, key, start }) => {
          const item = items[index];
          if (!item) return null;
          return (
            <div
              role="row"
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              data-row={index}
              data-active={index === row || undefined}
              data-kind={item.kind}
              aria-rowindex={index + 2}
              aria-selected={selected.has(item.id)}
              className={classes.row}
              style={{ transform: `translateY(${start - margin}px)` }}
              onFocus={(event) => {
                const column = Number((event.target as HTMLElement).dataset["cell"] ?? active.column);
                if (item.id !== active.id || column !== active.column)
                  setActive({ id: item.id, row: index, column });
              }}
            >
              <TodayRow
                item={item}
                column={index === row ? active.column : null}
                selected={selected.has(item.id)}
                showOwner={showOwner}
                {...on}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}

const hasFocus = (body: HTMLElement | null) => body?.contains(document.activeElement) ?? false;

/** The complete key does the next step where an item cannot simply be ticked off. */
function completeOrNext(items: TodayItem[], on: RowHandlers) {
  const [only] = items;
  if (items.length === 1 && only && !only.can.includes("task_complete")) on.onNext(only);
  else on.onComplete(items);
}
