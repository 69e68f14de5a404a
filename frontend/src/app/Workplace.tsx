import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { queryClient } from "@/api/hooks";
import { ToastHost } from "@/ui/toast";
import { router } from "./router";

/** Everything behind the door: the screen of the URL in its frame. */
export function Workplace() {
  return (
    <QueryClientProvider client={queryClient}>
      <ToastHost />
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
}
