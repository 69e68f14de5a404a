import { Group, Title } from "@mantine/core";
import { useId, type ReactNode } from "react";
import classes from "./Section.module.css";

interface SectionProps {
  title: string;
  /** What can be done here. */
  actions?: ReactNode;
  /** Without a surface of its own, for lists that bring one. */
  plain?: boolean;
  children: ReactNode;
}

/** A titled part of a screen. */
export function Section({ title, actions, plain, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={plain ? classes.plain : classes.section}>
      <Group justify="space-between" gap="xs" mb="sm" className={classes.head}>
        <Title order={2} id={id} size="h3">
          {title}
        </Title>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </section>
  );
}
