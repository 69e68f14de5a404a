import { refusal as first } from "./refusal_a_to_l";
import { refusal as last } from "./refusal_m_to_z";

/**
 * Lo que el servidor rechaza, por código. En inglés lo dice el propio servidor, con más detalle; aquí está todo lo que otra
 * lengua necesita. Una prueba lee los códigos del servidor.
 */
export const refusal: Record<string, string> = { ...first, ...last };
