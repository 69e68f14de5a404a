import { Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./EmptyState.module.css";

interface EmptyStateProps {
  title: string;
  text: string;
  icon?: ReactNode;
  /** Level of the heading; 1 where it is the whole screen. */
  order?: 1 | 2;
  /** What to do next. */
  children?: ReactNode;
}

/** Nothing here: says why, and what to do. */
export function EmptyState({ title, text, icon, order = 2, children }: EmptyStateProps) {
  return (
    <Stack className={classes.empty} align="center" gap="xs">
      {icon}
      <Title order={order} size="h3" ta="center">
        {title}
      </Title>
      <Text c="dimmed" ta="center" maw={460}>
        {text}
      </Text>
      {children}
    </Stack>
  );
}
