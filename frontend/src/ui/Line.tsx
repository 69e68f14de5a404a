import "@mantine/charts/styles.layer.css";
import { LineChart } from "@mantine/charts";
import { useReducedMotion } from "@mantine/hooks";

interface LineProps {
  /** The points in the order of time. */
  points: { day: string; value: number }[];
  /** What the values are. */
  label: string;
  domain: [number, number];
  /** Values worth a line of their own, for example a target. */
  marks?: { value: number; label: string }[];
  height?: number;
}

/** Values over time. A picture only: whoever shows it shows the same values as a table beside it. */
export function Line({ points, label, domain, marks = [], height = 240 }: LineProps) {
  const still = useReducedMotion();
  return (
    <div aria-hidden>
      <LineChart
        h={height}
        data={points}
        dataKey="day"
        series={[{ name: "value", label, color: "var(--tend-brand)" }]}
        yAxisProps={{ domain }}
        referenceLines={marks.map((mark) => ({
          y: mark.value,
          label: mark.label,
          color: "var(--mantine-color-dimmed)",
          strokeDasharray: "3 4",
        }))}
        gridAxis="none"
        xAxisProps={{ padding: { left: 24, right: 24 } }}
        lineChartProps={{ accessibilityLayer: false, margin: { top: 20 } }}
        lineProps={{ isAnimationActive: !still, strokeWidth: 2.5 }}
        curveType="linear"
        withDots
      />
    </div>
  );
}
