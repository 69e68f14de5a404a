import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { queryClient } from "@/api/hooks";
import { session } from "@/api/session";
import { SignIn } from "@/features/session/SignIn";
import { useStore } from "@/lib/store";
import { ToastHost } from "@/ui/toast";
import { router } from "./router";

/** Signed out: the door. Signed in: the screen of the URL. */
export function App() {
  const { status, me } = useStore(session);
  if (status === "starting") return null;
  if (!me) return <SignIn />;
  return (
    <QueryClientProvider client={queryClient}>
      <ToastHost />
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
}
