import { asSaid, serverWords } from "@/lib/spanish";

interface TaskWords {
  /** The title of a task. */
  title: (english: string) => string;
  /** More about it, by the kind of the task. */
  detail: (english: string, kind: string) => string;
}

/** What the server says of the tasks that it opens itself, in the language of the screen. */
export const useTaskWords = serverWords<TaskWords>(() => import("./spanish"), {
  title: asSaid,
  detail: asSaid,
});
