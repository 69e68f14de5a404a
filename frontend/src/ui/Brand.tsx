import classes from "./Brand.module.css";

/** The name with its mark. */
export function Brand({ size = "sm", markOnly = false }: { size?: "sm" | "lg"; markOnly?: boolean }) {
  return (
    <span className={classes.brand} data-size={size}>
      <svg viewBox="0 0 32 32" className={classes.mark} aria-hidden>
        <rect width="32" height="32" rx="9" />
        <path d="M9 15.500c3.200-.2 5.800 1 7 3.600 1.200-4.600 4.100-7.300 8-8.100-.3 6.300-3 9.800-7 11.200V25h-2v-3.600c-3.500-.6-5.600-2.700-6-5.900z" />
      </svg>
      {markOnly ? <span className="visually-hidden">Tend</span> : <span>Tend</span>}
    </span>
  );
}
