/** What one request holds; the server says the same. */
export const LARGEST_KB = 200;
export const MOST_LINES = 500;
