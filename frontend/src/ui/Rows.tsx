import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./Rows.module.css";

/** A list of records, each with a first line, a second line and what can be done. */
export function Rows({ children, label }: { children: ReactNode; label?: string }) {
  return (
    <ul className={classes.rows} aria-label={label}>
      {children}
    </ul>
  );
}

interface RowProps {
  icon?: ReactNode;
  title: ReactNode;
  detail?: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
}

export function Row({ icon, title, detail, actions, children }: RowProps) {
  return (
    <li className={classes.row}>
      {icon && <span className={classes.icon}>{icon}</span>}
      <div className={classes.body}>
        <div className={classes.title}>{title}</div>
        {detail && (
          <Text size="sm" c="dimmed" component="div">
            {detail}
          </Text>
        )}
        {children}
      </div>
      {actions && <div className={classes.actions}>{actions}</div>}
    </li>
  );
}
