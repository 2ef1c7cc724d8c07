/** A colour. */
export enum Colour {
  /** Like fire. */
  Red = "red",
  Blue = "blue-ish",
}
